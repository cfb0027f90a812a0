"""The calendars that people took: kept beside what they say, and sent again when a day in them changes."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, bindparam, exists
from sqlmodel import Session, col, func, select

from store.calendars.entries import entries_for
from store.calendars.merging import changes_between, merged
from store.columns import INSTANT, table_of
from store.facts import flat, local, local_day
from store.outbox import post_to_accounts
from store.rules.deadlines import ONE_DAY
from store.tables import (
    Appointment,
    Bloc,
    CalendarCopy,
    Campaign,
    DayOverride,
    Delegation,
    Duty,
    Entry,
    Member,
    Membership,
    Milestone,
    Phase,
    Unit,
)
from store.work_calendar import work_calendar

CHECKED_AT = time(8)
"""When calendars are compared with the dates as they are, on working days, in the bloc's zone."""

AT_MOST = 20
"""Calendars a sweep looks at before it lets others in."""

AT_ONCE = timedelta(seconds=10)
"""Taps within this time are one."""

MOVING = tuple(
    str(table.__tablename__)
    for table in (Duty, Milestone, Phase, Campaign, Membership, Appointment, Delegation, Unit, DayOverride)
)
"""What the days of a calendar follow from, by its name in the history."""

STILL = ("discharged", "reopened", "opened", "ended", "summary_posted", "reminded_missing", "launch_received")
"""What befalls them and moves no day."""

_DUE = (
    select(CalendarCopy, Member)
    .join(Member, col(Member.id) == col(CalendarCopy.member_id))
    .where(col(CalendarCopy.check_at) <= bindparam("now", type_=INSTANT))
    .order_by(col(CalendarCopy.id))
    .limit(AT_MOST)
)
"""Asked at every sweep, so it is built once."""

SHOWN = 8
"""Changes that a letter names."""


def take_calendar(session: Session, *, by: Member, now: datetime) -> CalendarCopy | None:
    """The calendar as it is now; from now on it is kept right. None when it was taken a moment ago (a double tap)."""
    copy = session.exec(select(CalendarCopy).where(col(CalendarCopy.member_id) == by.id)).first()
    if copy is not None and copy.taken_at is not None and now - copy.taken_at < AT_ONCE:
        return None
    if copy is None:
        copy = CalendarCopy(member_id=by.id or 0, made_at=now, check_at=now)
        session.add(copy)
    _renew(session, copy, by, now)
    copy.taken_at, copy.check_at, copy.seen = now, _next_check(session, by, now), _last_entry(session)
    session.flush()
    return copy


def stop_calendar(session: Session, *, by: Member) -> None:
    """No more files; the one on the phone stays as it is."""
    copy = session.exec(select(CalendarCopy).where(col(CalendarCopy.member_id) == by.id)).first()
    if copy is not None:
        session.delete(copy)
        session.flush()


def send_changed_calendars(session: Session, now: datetime) -> int:
    """Send the file again to whom a day changed. How many calendars were looked at."""
    rows = session.exec(_DUE, params={"now": now}).all()
    last = _last_entry(session) if rows else 0
    for copy, member in rows:
        if member.account_id is None:
            session.delete(copy)
            continue
        touched = session.scalar(select(_touches(copy.seen, member.bloc_id)))
        copy.check_at, copy.seen = _next_check(session, member, now), last
        if not touched:
            continue
        today = local_day(now, session.get_one(Bloc, member.bloc_id).timezone)
        changes = changes_between(copy.entries, entries_for(session, member, now=now), today=today)
        if changes:
            _renew(session, copy, member, now)
            post_to_accounts(
                session,
                "live/calendars/changed",
                [member.account_id],
                now=now,
                key=f"calendar:{copy.id}:{today}",
                copy_id=copy.id,
                changes=changes[:SHOWN],
                more=max(0, len(changes) - SHOWN),
            )
    session.flush()
    return len(rows)


def next_calendar_check(session: Session, now: datetime) -> datetime | None:
    """The soonest instant at which a calendar may change; `now` when one is due."""
    calendars, members = table_of(CalendarCopy), table_of(Member)
    touched = _touches(calendars.c.seen, members.c.bloc_id)
    of_member = col(Member.id) == col(CalendarCopy.member_id)
    soonest = session.scalar(select(func.min(CalendarCopy.check_at)).join(Member, of_member).where(touched))
    return None if soonest is None else max(soonest, now)


def _touches(seen: int | ColumnElement[int], bloc_id: int | ColumnElement[int]) -> ColumnElement[bool]:
    """Whether something that may move a day has stood in a bloc's history since."""
    entry = col(Entry.id)
    return exists().where(
        entry > seen,
        col(Entry.bloc_id) == bloc_id,
        col(Entry.subject).in_(MOVING),
        col(Entry.action).not_in(STILL),
    )


def _last_entry(session: Session) -> int:
    return session.scalar(select(func.max(Entry.id))) or 0


def _renew(session: Session, copy: CalendarCopy, member: Member, now: datetime) -> None:
    bloc = session.get_one(Bloc, member.bloc_id)
    today = local_day(now, bloc.timezone)
    there = entries_for(session, member, now=now)
    copy.entries = merged(copy.entries, there, today=today, at=now.isoformat(timespec="seconds"))
    copy.made_at = now


def _next_check(session: Session, member: Member, now: datetime) -> datetime:
    zone = ZoneInfo(session.get_one(Bloc, member.bloc_id).timezone)
    today = now.astimezone(zone)
    first = today.date() if today.time() < CHECKED_AT else today.date() + ONE_DAY
    day = work_calendar(session, member.bloc_id).working_day_after(first)
    return datetime.combine(day, CHECKED_AT, tzinfo=zone)


def live_file(session: Session, facts: Mapping[str, Any], now: datetime) -> dict[str, Any] | None:
    """The file as it was last made; None when its owner wants no more of them."""
    copy = session.get(CalendarCopy, facts["copy_id"])
    if copy is None:
        return None
    bloc = session.get_one(Bloc, session.get_one(Member, copy.member_id).bloc_id)
    data = {"bloc": bloc.name, "code": bloc.code, "timezone": bloc.timezone, "made_at": copy.made_at}
    coming = [one for one in copy.entries.values() if not one["cancelled"]]
    return {
        **facts,
        "made": "calendar",
        "count": len(coming),
        "at": local(copy.made_at, bloc.timezone).isoformat(),
        "data": flat({**data, "entries": copy.entries}),
    }


LIVE = {"live/calendars/file": live_file, "live/calendars/changed": live_file}
