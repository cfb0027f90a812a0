"""What stands in a person's calendar: their duties, the campaign's milestones, and when phases open and end.

The office's calendar has every milestone with who still owes it, and units with more time each for itself.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import or_
from sqlmodel import Session, col, select

from store.calendars.merging import KEPT
from store.campaigns import milestones_of, phases_of, running_campaigns
from store.duties import last_day_of
from store.duties.making import due_days
from store.duties.reading import deadline_fact, milestone_deadline
from store.facts import flat, local_day
from store.people import my_units
from store.rights import Right, may
from store.tables import Bloc, Campaign, Duty, Member, Milestone, Unit, UnitRole

Entry = tuple[str, dict[str, Any]]


@dataclass(frozen=True)
class Reader:
    """Whose calendar it is."""

    member: Member
    heads: Sequence[int]
    """The units that this person heads."""
    office: bool
    today: date

    def owns(self, duty: Duty) -> bool:
        if duty.unit_id is not None:
            return duty.unit_id in self.heads
        return duty.member_id == self.member.id or (duty.member_id is None and self.office)


def entries_for(session: Session, member: Member, *, now: datetime) -> dict[str, dict[str, Any]]:
    """key -> one day of the calendar, as facts. The key stays the same however the day moves."""
    bloc = session.get_one(Bloc, member.bloc_id)
    today = local_day(now, bloc.timezone)
    places = my_units(session, member, today)
    reader = Reader(
        member,
        [place.unit_id for place in places if place.role == UnitRole.HEAD],
        may(session, member, Right.MARK_RECEIVED, bloc_id=member.bloc_id, today=today),
        today,
    )
    units = None if reader.office else [place.unit_id for place in places]
    if units == [] or member.account_id is None:
        return {}
    found: dict[str, dict[str, Any]] = {}
    for campaign in running_campaigns(session, member.bloc_id, unit_ids=units):
        found |= _phases(session, campaign)
        found |= _milestones(session, campaign, reader)
    since = (today - KEPT).isoformat()
    return {key: one for key, one in found.items() if one["day"] >= since or (one["mine"] and not one["done"])}


def _phases(session: Session, campaign: Campaign) -> Iterator[Entry]:
    for phase in phases_of(session, campaign.id or 0):
        facts = {"title": phase.name, "theme": phase.theme}
        yield f"phase-{phase.id}-opens", _entry(campaign, "opens", phase.starts, **facts)
        yield f"phase-{phase.id}-ends", _entry(campaign, "ends", phase.ends, **facts)
    yield f"campaign-{campaign.id}-ends", _entry(campaign, "campaign_ends", campaign.ends, title=campaign.title)


def _milestones(session: Session, campaign: Campaign, reader: Reader) -> Iterator[Entry]:
    duties = _duties(session, campaign, reader)
    for milestone in milestones_of(session, campaign.id or 0):
        for number, (day, last_day) in enumerate(due_days(milestone, campaign)):
            of_day = duties[milestone.id or 0, day]
            mine = [one for one in of_day if reader.owns(one[0])]
            for duty, unit in mine:
                yield f"duty-{duty.id}", _duty(campaign, milestone, duty, unit, mine=True)
            if mine and not reader.office:
                continue
            others = [one for one in of_day if one not in mine]
            if others or not mine:
                yield f"milestone-{milestone.id}-{number}", _milestone(campaign, milestone, day, last_day, others)
            for duty, unit in others:
                if duty.extended_to is not None and unit is not None:
                    yield f"duty-{duty.id}", _duty(campaign, milestone, duty, unit, mine=False)


def _duties(
    session: Session, campaign: Campaign, reader: Reader
) -> dict[tuple[int, date], list[tuple[Duty, Unit | None]]]:
    """(milestone, day) -> the duties that this calendar tells of, with their units."""
    own = or_(col(Duty.member_id) == reader.member.id, col(Duty.unit_id).in_(reader.heads))
    if reader.office:  # every unit's, and its own
        own = or_(own, col(Duty.member_id).is_(None))
    closed_on = col(Unit.closed_on)
    rows = session.exec(
        select(Duty, Unit)
        .outerjoin(Unit, col(Unit.id) == col(Duty.unit_id))
        .where(col(Duty.campaign_id) == campaign.id, own, or_(closed_on.is_(None), closed_on >= reader.today))
        .order_by(col(Unit.place), col(Duty.id))
    )
    found: dict[tuple[int, date], list[tuple[Duty, Unit | None]]] = defaultdict(list)
    for duty, unit in rows:
        found[duty.milestone_id, duty.day].append((duty, unit))
    return found


def _duty(campaign: Campaign, milestone: Milestone, duty: Duty, unit: Unit | None, *, mine: bool) -> dict[str, Any]:
    last_day = last_day_of(duty)
    return _entry(
        campaign,
        "duty",
        last_day,
        mine=mine,
        title=milestone.title,
        milestone_kind=milestone.kind,
        unit=unit.name if unit else "",
        deadline=deadline_fact(duty, milestone, None),
        reason=duty.extension_reason,
        done=duty.done_at is not None,
    )


def _milestone(
    campaign: Campaign, milestone: Milestone, day: date, last_day: date, duties: Sequence[tuple[Duty, Unit | None]]
) -> dict[str, Any]:
    """Somebody else's; with the units that still owe it, for the office."""
    waiting = [unit.name for duty, unit in duties if unit is not None and duty.done_at is None]
    return _entry(
        campaign,
        "milestone",
        last_day,
        title=milestone.title,
        milestone_kind=milestone.kind,
        deadline=milestone_deadline(milestone, day, last_day),
        waiting=waiting,
        done=bool(duties) and all(duty.done_at is not None for duty, _ in duties),
    )


def _entry(campaign: Campaign, kind: str, day: date, **facts: Any) -> dict[str, Any]:
    usual = {"mine": False, "unit": "", "reason": "", "done": False, "waiting": [], "theme": "", "milestone_kind": ""}
    return flat({"kind": kind, "day": day, "campaign": campaign.title, "deadline": None, **usual, **facts})
