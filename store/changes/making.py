"""Making one change: checked, written, followed by what hangs on it, and told."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from store.campaigns import campaign_for, milestones_of, phases_of
from store.changes.following import follow
from store.changes.parts import Part, Spot, Value, demand_editor, shown_deadline, spot_for, value_now
from store.changes.telling import tell_change
from store.changes.writing import clipped, write
from store.errors import BadAnswer, IllegalMove, NotFound
from store.facts import local_day
from store.history import record
from store.rules.deadlines import Deadline, DeadlineKind, last_valid_day
from store.tables import Campaign, CampaignChange, CampaignState, Duty, Member, Milestone, MilestoneKind

LONGEST = 6
"""No campaign lasts more years: a term has five."""

MOST_PHASES, MOST_MILESTONES = 24, 60
"""How many phases and milestones a campaign may be given in the chat."""


def change_part(
    session: Session, part: Part, row_id: int, value: Value, *, reason: str = "", by: Member, now: datetime
) -> CampaignChange | None:
    """Put a new value in place of what stands there. After the launch with a reason, followed and told.

    None for a draft, and where nothing changes: the same decision twice is one.
    """
    spot = spot_for(session, part, row_id, by=by, now=now)
    before = value_now(spot)
    if value == before:
        return None
    check_change(session, spot, value, now=now)
    if spot.launched and not reason:
        raise BadAnswer("change_reason")
    old_span = spot.campaign.starts, spot.campaign.ends
    spot = write(session, spot, value, now)
    session.flush()
    gone = part in (Part.WITHDRAW, Part.DROP_PHASE)
    after = {} if gone else _after(spot, value)
    there = None if gone and not spot.launched else spot.milestone or spot.phase
    facts: dict[str, Any] = {"part": part, "reason": reason}
    if part != Part.CONTACT:  # a contact is a name, and history holds none
        facts |= {"before": before, "after": after}
    record(session, there or spot.campaign, "changed", by=by, now=now, bloc_id=spot.bloc.id, **facts)
    if not spot.launched:
        return None
    change = _kept(session, spot, before, after, reason, by, now)
    follow(session, spot, old_span, by=by, now=now)
    tell_change(session, spot, change, by=by, now=now)
    return change


def _kept(
    session: Session, spot: Spot, before: Value, after: Value, reason: str, by: Member, now: datetime
) -> CampaignChange:
    change = CampaignChange(
        campaign_id=spot.campaign.id or 0,
        phase_id=spot.phase.id if spot.phase else None,
        milestone_id=spot.milestone.id if spot.milestone else None,
        part=spot.part.value,
        before=before,
        after=after,
        reason=reason,
        by_id=by.id or 0,
        at=now,
    )
    session.add(change)
    session.flush()
    return change


def _after(spot: Spot, value: Value) -> Value:
    """The new value as it now stands, so that what follows from it (a last valid day) is shown too."""
    if spot.part == Part.NEW_MILESTONE:
        return value_now(replace(spot, part=Part.WITHDRAW))
    return value if spot.part == Part.NEW_PHASE else value_now(spot)


def check_change(session: Session, spot: Spot, value: Value, *, now: datetime) -> None:
    """Refuses what changes nothing and what cannot be: days out of order, a phase outside its campaign."""
    if spot.part in (Part.WITHDRAW, Part.DROP_PHASE):
        return
    campaign_id = spot.campaign.id or 0
    if value == value_now(spot) or (spot.part == Part.DEADLINE and _same_deadline(spot, value)):
        raise BadAnswer("unchanged")
    if "starts" in value:
        _check_span(session, spot, date.fromisoformat(value["starts"]), date.fromisoformat(value["ends"]))
    if spot.part == Part.LAUNCH_DAY and value["day"] > spot.campaign.ends.isoformat():
        raise BadAnswer("launch_day", ends=spot.campaign.ends)
    if spot.part == Part.WITHIN and value["phase"] not in [0, *(one.id for one in phases_of(session, campaign_id))]:
        raise NotFound()
    if spot.part == Part.NEW_PHASE and len(phases_of(session, campaign_id)) >= MOST_PHASES:
        raise BadAnswer("too_many_parts", limit=MOST_PHASES)
    if spot.part == Part.NEW_MILESTONE:
        if len(milestones_of(session, campaign_id)) >= MOST_MILESTONES:
            raise BadAnswer("too_many_parts", limit=MOST_MILESTONES)
        today = local_day(now, spot.bloc.timezone)
        if spot.launched and new_last_day(spot, value) < today:
            raise BadAnswer("day_outside", first=today, last=spot.campaign.ends)


def _same_deadline(spot: Spot, value: Value) -> bool:
    day = spot.the_milestone.day
    return (value["form"], value["day"]) == (spot.the_milestone.form, day.isoformat() if day else None)


def check_span(starts: date, ends: date) -> None:
    """Refuse days out of order, and more years than a term has."""
    if ends < starts:
        raise BadAnswer("span_backwards", starts=starts, ends=ends)
    if (ends - starts).days > LONGEST * 366:
        raise BadAnswer("span_long", years=LONGEST)


def _check_span(session: Session, spot: Spot, starts: date, ends: date) -> None:
    check_span(starts, ends)
    campaign = spot.campaign
    if spot.part != Part.SPAN:
        if not campaign.starts <= starts <= ends <= campaign.ends:
            raise BadAnswer("day_outside", first=campaign.starts, last=campaign.ends)
        return
    for phase in phases_of(session, campaign.id or 0):
        first, last = clipped(phase, campaign, starts, ends)
        if not starts <= first <= last <= ends:
            raise BadAnswer("phase_outside", name=phase.name, starts=phase.starts, ends=phase.ends)


def new_last_day(spot: Spot, value: Value) -> date:
    """The last valid day of a deadline that is given."""
    deadline = Deadline(DeadlineKind(value["form"]), date.fromisoformat(value["day"]))
    found = last_valid_day(deadline, lenient=spot.campaign.lenient)
    assert found is not None
    return found


def shown_value(spot: Spot, value: Value) -> Value:
    """A value that is given as templates show it, a deadline with the last valid day that follows from it."""
    if "form" not in value:
        return value
    facts = {"form": value["form"], "day": value["day"], "last_day": new_last_day(spot, value).isoformat()}
    return {**({"text": value["text"]} if "text" in value else {}), "deadline": facts}


def warnings_of(session: Session, spot: Spot, value: Value, *, now: datetime) -> list[dict[str, Any]]:
    """What is asked about before it is done: `past`, `outside` (the campaign), how many become `late`, lie `beyond`."""
    found: list[dict[str, Any]] = []
    today, campaign = local_day(now, spot.bloc.timezone), spot.campaign
    if spot.part in (Part.DEADLINE, Part.NEW_MILESTONE):
        last_day = new_last_day(spot, value)
        if last_day < today:
            found.append({"code": "past"})
        if not campaign.starts <= last_day <= campaign.ends:
            found.append({"code": "outside", "starts": campaign.starts, "ends": campaign.ends})
        if spot.milestone is not None and not spot.milestone.every:
            late = select(Duty.id).where(col(Duty.milestone_id) == spot.milestone.id, col(Duty.done_on) > last_day)
            late = late.where(col(Duty.extended_to).is_(None), col(Duty.done_on) <= col(Duty.last_day))
            count = len(session.exec(late).all())
            if count:
                found.append({"code": "late", "count": count})
    elif "ends" in value and date.fromisoformat(value["ends"]) < today:
        found.append({"code": "past"})
    if spot.part == Part.SPAN:
        count = _beyond(session, campaign, value["ends"])
        if count:
            found.append({"code": "beyond", "count": count})
    if spot.part == Part.WITHDRAW:
        done = select(Duty.id).where(col(Duty.milestone_id) == spot.the_milestone.id, col(Duty.done_at).is_not(None))
        count = len(session.exec(done).all())
        if count:
            found.append({"code": "done", "count": count})
    return found


def _beyond(session: Session, campaign: Campaign, ends: str) -> int:
    """How many deadlines that lay within the campaign would be after its new end."""
    deadlines = (shown_deadline(campaign, one) for one in milestones_of(session, campaign.id or 0))
    return sum(ends < one["last_day"] <= campaign.ends.isoformat() for one in deadlines if "last_day" in one)


def set_pledge(session: Session, milestone_id: int, pledge: bool, *, by: Member, now: datetime) -> Milestone:
    """Whether a draft's registration asks for the signed pledge too. Twice changes nothing."""
    spot = spot_for(session, Part.MILESTONE_TITLE, milestone_id, by=by, now=now)
    milestone = spot.the_milestone
    if milestone.pledge != pledge:
        if spot.launched or milestone.kind != MilestoneKind.REGISTRATION:
            raise IllegalMove(state=spot.campaign.state, action="set_pledge")
        milestone.pledge = pledge
        record(session, milestone, "pledge_set", by=by, now=now, bloc_id=spot.bloc.id, after=pledge)
    session.flush()
    return milestone


def set_lenient(session: Session, campaign_id: int, lenient: bool, *, by: Member, now: datetime) -> Campaign:
    """Whether "before 20/6" still takes the day itself; only a draft's. Twice changes nothing."""
    campaign = campaign_for(session, by.bloc_id, campaign_id)
    demand_editor(session, campaign, by=by, now=now)
    if campaign.lenient != lenient:
        if campaign.state != CampaignState.DRAFT:
            raise IllegalMove(state=campaign.state, action="set_lenient")
        campaign.lenient = lenient
        record(session, campaign, "lenient_set", by=by, now=now, before=not lenient, after=lenient)
    session.flush()
    return campaign
