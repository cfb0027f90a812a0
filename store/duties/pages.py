"""What the duty screens show: what I and my units owe, and one duty."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, func, select

from store.campaigns import campaign_heading, running_campaigns
from store.duties.reading import Standing, deadline_fact, duty_for, last_day_of, milestone_of, open_duties
from store.errors import NotAllowed, NotFound
from store.facts import local_day
from store.people import my_units
from store.rights import Right, may, seats, units_with
from store.tables import (
    Bloc,
    Duty,
    Member,
    MilestoneKind,
    Target,
    TargetState,
    Unit,
)

MOST = 12
"""How many duties a screen lists."""


def my_duties(session: Session, *, by: Member, now: datetime) -> dict[str, Any]:
    """What this member, their units and (for the office) the office still owe, soonest first."""
    today = local_day(now, session.get_one(Bloc, by.bloc_id).timezone)
    found: list[tuple[Duty, str, bool]] = []
    heading = units_with(seats(session, by, today), Right.HAND_IN)
    for place in my_units(session, by, today):
        name = session.get_one(Unit, place.unit_id).name
        duties = open_duties(session, unit_id=place.unit_id, now=now)
        found += [(duty, name, place.unit_id in heading) for duty in duties]
    found += [(duty, "", True) for duty in open_duties(session, member_id=by.id, now=now)]
    if may(session, by, Right.MARK_RECEIVED, bloc_id=by.bloc_id, today=today):
        found += [(duty, "", True) for duty in open_duties(session, office_bloc_id=by.bloc_id, now=now)]
    found.sort(key=lambda one: (one[0].ends_at, one[0].id))
    several = len({duty.campaign_id for duty, _, _ in found}) > 1
    titles = {one.id or 0: one.title for one in running_campaigns(session, by.bloc_id)} if several else {}
    shown = [_line(session, duty, unit, acts, titles, today) for duty, unit, acts in found[:MOST]]
    return {"duties": shown, "more": len(found) - len(shown)}


def _line(
    session: Session, duty: Duty, unit: str, acts: bool, titles: Mapping[int, str], today: date
) -> dict[str, Any]:
    """One duty of a list. `acts`: whether this person discharges it, or only looks. `titles`: where several run."""
    milestone = milestone_of(session, duty)
    return {
        "duty_id": duty.id,
        "campaign_id": duty.campaign_id,
        "unit_id": duty.unit_id,
        "title": milestone.title,
        "kind": milestone.kind,
        "pledge": milestone.pledge,
        "unit": unit,
        "campaign": titles.get(duty.campaign_id, ""),
        "office": duty.unit_id is None and duty.member_id is None,
        "acts": acts,
        "waiting": _waiting(session, duty) if milestone.kind == MilestoneKind.REGISTRATION else 0,
        "deadline": deadline_fact(duty, milestone, today),
    }


def _waiting(session: Session, duty: Duty) -> int:
    """How many registrations wait to be confirmed."""
    mine = col(Target.unit_id) == duty.unit_id if duty.unit_id is not None else col(Target.member_id) == duty.member_id
    return session.exec(
        select(func.count())
        .select_from(Target)
        .where(mine, col(Target.campaign_id) == duty.campaign_id, col(Target.state) == TargetState.WAITING)
    ).one()


def duty_page(session: Session, duty_id: int, *, by: Member, now: datetime) -> dict[str, Any]:
    """One duty, for whom may read it: the unit's head, the member, the office, the council, its observer."""
    try:
        standing = duty_for(session, duty_id, Right.READ_WORK, by=by, now=now)
    except NotAllowed:
        raise NotFound() from None
    today = local_day(now, standing.bloc.timezone)
    return {**duty_facts(session, standing, today), **_rights(session, standing, by, today)}


def duty_facts(session: Session, standing: Standing, today: date) -> dict[str, Any]:
    """What a duty is, whose, and where it stands."""
    duty, milestone = standing.duty, standing.milestone
    member = None if duty.member_id is None else session.get_one(Member, duty.member_id)
    return {
        "duty_id": duty.id,
        "campaign_id": duty.campaign_id,
        "unit_id": duty.unit_id,
        "title": milestone.title,
        "campaign": campaign_heading(session, standing.campaign),
        "milestone_kind": milestone.kind,
        "pledge": milestone.pledge,
        "unit": standing.unit.name if standing.unit else "",
        "member": member.name if member else "",
        "deadline": deadline_fact(duty, milestone, today if duty.done_at is None else None),
        "extension_reason": duty.extension_reason,
        "done_how": duty.done_how,
        "done_on": duty.done_on,
        "done_note": duty.done_note,
        "done_late": max(0, (duty.done_on - last_day_of(duty)).days) if duty.done_on else 0,
    }


def _rights(session: Session, standing: Standing, by: Member, today: date) -> dict[str, Any]:
    bloc_id, unit_id = standing.campaign.bloc_id, standing.duty.unit_id
    heads_it = may(session, by, Right.HAND_IN, bloc_id=bloc_id, unit_id=unit_id, today=today)
    may_mark = may(session, by, Right.MARK_RECEIVED, bloc_id=bloc_id, unit_id=unit_id, today=today)
    office = unit_id is None and standing.duty.member_id is None
    return {
        "may_mark": may_mark,
        "may_extend": may(session, by, Right.EXTEND, bloc_id=bloc_id, unit_id=unit_id, today=today),
        "acts": heads_it or standing.duty.member_id == by.id or (office and may_mark),
    }
