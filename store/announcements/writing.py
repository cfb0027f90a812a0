"""Making an announcement, and who may see and steer one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import Session

from store.announcements.audience import aims_of, demand_readers
from store.errors import BadAnswer, NotFound
from store.facts import flat, local, local_day
from store.history import record
from store.people import unit_of
from store.rights import Right, demand, may
from store.tables import Announcement, AnnouncementState, Asks, Bloc, Member

FURTHEST = timedelta(days=366)
"""Nothing is sent later than this from now."""


@dataclass(frozen=True)
class Draft:
    """What is to be sent. `unit_id`: the unit whose head speaks; `send_at`: None is at once.

    `captioned`: the text stands under the only file.
    """

    unit_id: int | None
    body: str
    audience: Mapping[str, Any]
    asks: Asks
    files: Sequence[Mapping[str, Any]] = ()
    captioned: bool = False
    event_day: date | None = None
    send_at: datetime | None = None


def right_to_announce(unit_id: int | None) -> Right:
    return Right.ANNOUNCE if unit_id is None else Right.UNIT_CAMPAIGN


def demand_announcing(session: Session, bloc_id: int, unit_id: int | None, *, by: Member, now: datetime) -> None:
    """The office speaks to the bloc, a head to the own unit."""
    bloc = session.get(Bloc, bloc_id)
    if bloc is None:
        raise NotFound()
    if unit_id is not None:
        unit_of(session, unit_id, bloc_id=bloc_id)
    today = local_day(now, bloc.timezone)
    demand(session, by, right_to_announce(unit_id), bloc_id=bloc_id, unit_id=unit_id, today=today)


def announcement_for(session: Session, announcement_id: int, *, by: Member, now: datetime) -> Announcement:
    """An announcement this person may see and steer: of their bloc's office, or of a unit they head."""
    found = session.get(Announcement, announcement_id)
    if found is None or found.bloc_id != by.bloc_id:
        raise NotFound()
    demand_announcing(session, found.bloc_id, found.unit_id, by=by, now=now)
    return found


def still_may(session: Session, found: Announcement, member: Member | None, now: datetime) -> bool:
    today = local_day(now, session.get_one(Bloc, found.bloc_id).timezone)
    right = right_to_announce(found.unit_id)
    return may(session, member, right, bloc_id=found.bloc_id, unit_id=found.unit_id, today=today)


def announce(session: Session, draft: Draft, *, by: Member, now: datetime) -> Announcement:
    """Keep an announcement for the sweep that sends it, at once or at its time. Refuses one that reaches nobody."""
    demand_announcing(session, by.bloc_id, draft.unit_id, by=by, now=now)
    bloc = session.get_one(Bloc, by.bloc_id)
    today = local_day(now, bloc.timezone)
    earlier = draft.audience.get("unanswered_of")
    if earlier:
        announcement_for(session, int(earlier), by=by, now=now)
    if not draft.body and not draft.files:
        raise BadAnswer("nothing_sent")
    send_at = max(draft.send_at or now, now)
    if send_at - now > FURTHEST:
        raise BadAnswer("moment_too_far")
    if draft.event_day is not None and draft.event_day < local_day(send_at, bloc.timezone):
        raise BadAnswer("event_over", day=draft.event_day, at=local(send_at, bloc.timezone))
    demand_readers(aims_of(session, by.bloc_id, draft.unit_id, draft.audience, today))
    later = send_at > now
    found = Announcement(
        bloc_id=by.bloc_id,
        unit_id=draft.unit_id,
        author_id=by.id or 0,
        body=draft.body,
        captioned=draft.captioned,
        files=[dict(one) for one in draft.files],
        audience=flat(draft.audience),
        asks=draft.asks,
        event_day=draft.event_day,
        state=AnnouncementState.SCHEDULED if later else AnnouncementState.SENDING,
        made_at=now,
        send_at=send_at,
        work_at=send_at,
    )
    session.add(found)
    session.flush()
    record(session, found, "scheduled" if later else "sent", by=by, now=now, at=send_at, unit=draft.unit_id)
    return found
