"""What the office decides about a duty: more time, received outside the bot, a meeting held, and taking it back."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import desc
from sqlmodel import Session, col, select

from store.campaigns import takes_nothing_more
from store.duties.planning import plan_anew
from store.duties.reading import Standing, deadline_fact, duty_for, last_day_of, people_of_duty
from store.duties.settling import discharge, reopen, settle_registration
from store.errors import AlreadyDone, BadAnswer, Closed, IllegalMove
from store.facts import local_day
from store.history import record
from store.outbox import post_to_accounts
from store.people import account_ids
from store.points import retime_duty
from store.rights import Right
from store.rules.deadlines import ONE_DAY, end_instant
from store.tables import (
    DoneHow,
    Duty,
    Entry,
    Member,
    MilestoneKind,
    Report,
)

FURTHEST = timedelta(days=366)
"""No extension goes further than this after today, and nothing is marked for a day further back."""


def extend_duty(session: Session, duty_id: int, *, to: date, reason: str, by: Member, now: datetime) -> Duty:
    """Give one owner until the end of `to`. Reminders are planned anew, and who owes is told.

    Refuses a day that is past, further than a year away, or not after the plan's own.
    """
    standing = duty_for(session, duty_id, Right.EXTEND, by=by, now=now)
    duty = standing.duty
    if duty.extended_to == to and duty.extension_reason == reason:
        return duty
    _demand_open(session, standing)
    if duty.done_at is not None:
        raise IllegalMove(state="done", action="extend")
    today = local_day(now, standing.bloc.timezone)
    check_extension(duty, to, today)
    before = deadline_fact(duty, standing.milestone, None)
    old = last_day_of(duty)
    duty.extended_to, duty.extension_reason = to, reason
    duty.ends_at = end_instant(to, ZoneInfo(standing.bloc.timezone))
    plan_anew(session, standing, now)
    retime_duty(session, duty)
    record(session, duty, "extended", by=by, now=now, before=old, after=to, reason=reason)
    facts = {"before": before, "after": deadline_fact(duty, standing.milestone, today), "reason": reason}
    _tell(session, standing, "duties/extended", by=by, now=now, **facts)
    return duty


def check_extension(duty: Duty, to: date, today: date) -> None:
    """Refuses a new last day that is past, a year after today and the plan's own, or not after that."""
    first, last = max(today, duty.last_day + ONE_DAY), max(today, duty.last_day) + FURTHEST
    if not first <= to <= last:
        raise BadAnswer("day_outside", first=first, last=last)


def check_marked(day: date, today: date) -> None:
    """Refuses a day to come, or further back than a year."""
    if not today - FURTHEST <= day <= today:
        raise BadAnswer("day_outside", first=today - FURTHEST, last=today)


def mark_received(session: Session, duty_id: int, *, day: date, note: str, by: Member, now: datetime) -> Duty:
    """Received outside the bot (paper) on a day, with a note."""
    return _mark(session, duty_id, DoneHow.OUTSIDE, day=day, note=note, by=by, now=now)


def mark_held(session: Session, duty_id: int, *, day: date, note: str, by: Member, now: datetime) -> Duty:
    """A meeting was held on a day. Refuses what is no meeting."""
    return _mark(session, duty_id, DoneHow.HELD, day=day, note=note, by=by, now=now)


def _mark(session: Session, duty_id: int, how: DoneHow, *, day: date, note: str, by: Member, now: datetime) -> Duty:
    standing = duty_for(session, duty_id, Right.MARK_RECEIVED, by=by, now=now)
    duty = standing.duty
    if how == DoneHow.HELD and standing.milestone.kind != MilestoneKind.MEETING:
        raise IllegalMove(state=standing.milestone.kind, action=how)
    if duty.done_at is not None:
        actor = _who_did(session, duty)
        if (duty.done_how, duty.done_on, duty.done_note) == (how, day, note) and actor and actor.id == by.id:
            return duty
        raise AlreadyDone(who=actor.name if actor else "")
    _demand_open(session, standing)
    today = local_day(now, standing.bloc.timezone)
    check_marked(day, today)
    discharge(session, duty, how=how, on_day=day, by=by, now=now, note=note)
    late = max(0, (day - last_day_of(duty)).days)
    _tell(session, standing, "duties/marked", by=by, now=now, how=how, day=day, note=note, days_late=late)
    return duty


def unmark(session: Session, duty_id: int, *, by: Member, now: datetime) -> Duty:
    """Take back what the office marked. What was done through the bot counts again, else the duty is owed again."""
    standing = duty_for(session, duty_id, Right.MARK_RECEIVED, by=by, now=now)
    duty = standing.duty
    if duty.done_at is None:
        return duty
    if duty.done_how not in (DoneHow.OUTSIDE, DoneHow.HELD):
        raise IllegalMove(state=duty.done_how, action="unmark")
    _demand_open(session, standing)
    reopen(session, duty, by=by, now=now)
    report = session.exec(
        select(Report).where(col(Report.duty_id) == duty.id).order_by(desc(col(Report.version)))
    ).first()
    if report is not None:
        day = local_day(report.handed_in_at, standing.bloc.timezone)
        discharge(session, duty, how=DoneHow.HANDED_IN, on_day=day, by=by, now=now)
    elif standing.milestone.kind == MilestoneKind.REGISTRATION and duty.unit_id is not None:
        settle_registration(session, standing.campaign, duty.unit_id, now=now, by=by)
    _tell(session, standing, "duties/unmarked", by=by, now=now, done=duty.done_at is not None)
    return duty


def _demand_open(session: Session, standing: Standing) -> None:
    if takes_nothing_more(session, standing.campaign, standing.milestone.phase_id):
        raise Closed(title=standing.milestone.title)


def _who_did(session: Session, duty: Duty) -> Member | None:
    """Who discharged a duty, as history has it."""
    actor_id = session.exec(
        select(Entry.actor_id)
        .where(col(Entry.subject) == Duty.__tablename__, col(Entry.subject_id) == duty.id)
        .where(col(Entry.action) == "discharged")
        .order_by(desc(col(Entry.id)))
    ).first()
    return None if actor_id is None else session.get(Member, actor_id)


def _tell(session: Session, standing: Standing, template: str, *, by: Member, now: datetime, **facts: Any) -> None:
    """Tell those who owe it, but not who did it."""
    today = local_day(now, standing.bloc.timezone)
    people = [one for one in people_of_duty(session, standing, today) if one.id != by.id]
    unit = standing.unit.name if standing.unit else ""
    told: dict[str, Any] = {"title": standing.milestone.title, "unit": unit, "duty_id": standing.duty.id, **facts}
    post_to_accounts(session, template, account_ids(people), now=now, **told)
