"""Writing one change into the rows of a campaign."""

import re
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from store.campaigns import phases_of
from store.changes.parts import MILESTONE_PARTS, PHASE_PARTS, Part, Spot, Value
from store.errors import IllegalMove
from store.tables import Campaign, DeadlineForm, Milestone, MilestoneKind, Owing, Phase, PhaseState


def write(session: Session, spot: Spot, value: Value, now: datetime) -> Spot:
    """Change the rows. A part that is added comes back as the spot's own."""
    if spot.part in PHASE_PARTS:
        _write_phase(session, spot, value)
    elif spot.part in MILESTONE_PARTS:
        _write_milestone(session, spot, value, now)
    elif spot.part == Part.NEW_PHASE:
        return replace(spot, phase=_add_phase(session, spot.campaign, value))
    elif spot.part == Part.NEW_MILESTONE:
        return replace(spot, milestone=_add_milestone(session, spot.campaign, value))
    else:
        _write_campaign(session, spot, value)
    return spot


def _write_campaign(session: Session, spot: Spot, value: Value) -> None:
    campaign = spot.campaign
    if spot.part == Part.TITLE:
        campaign.title = value["text"]
    elif spot.part == Part.DECISION:
        campaign.decision = value["text"] or None
    elif spot.part == Part.SLOGAN:
        campaign.slogan = value["text"] or None
    elif spot.part == Part.LAUNCH_DAY:
        campaign.launch_on = date.fromisoformat(value["day"]) if value["day"] else None
    elif spot.part == Part.CONTACT:
        campaign.plan = {**campaign.plan, "contact": value["contact"] or None}
    else:
        starts, ends = date.fromisoformat(value["starts"]), date.fromisoformat(value["ends"])
        if spot.launched and starts != campaign.starts:
            raise IllegalMove(state=campaign.state, action=spot.part)
        for phase in phases_of(session, campaign.id or 0):
            phase.starts, phase.ends = clipped(phase, campaign, starts, ends)
        campaign.starts, campaign.ends = starts, ends


def _write_phase(session: Session, spot: Spot, value: Value) -> None:
    phase, campaign = spot.the_phase, spot.campaign
    if spot.part == Part.PHASE_NAME:
        phase.name = value["text"]
    elif spot.part == Part.THEME:
        phase.theme = value["text"]
        to_rewrite = [one for one in campaign.plan.get("to_rewrite", []) if one != phase.code]
        campaign.plan = {**campaign.plan, "to_rewrite": to_rewrite}
    elif spot.part == Part.PHASE_SPAN:
        phase.starts, phase.ends = date.fromisoformat(value["starts"]), date.fromisoformat(value["ends"])
    else:
        for milestone in session.exec(select(Milestone).where(col(Milestone.phase_id) == phase.id)):
            milestone.phase_id = None
        session.flush()
        session.delete(phase)


def _write_milestone(session: Session, spot: Spot, value: Value, now: datetime) -> None:
    milestone = spot.the_milestone
    if spot.part == Part.MILESTONE_TITLE:
        milestone.title = value["text"]
    elif spot.part == Part.DEADLINE:
        milestone.form, milestone.day = DeadlineForm(value["form"]), date.fromisoformat(value["day"])
    elif spot.part == Part.OWING:
        milestone.owing = Owing(value["owing"])
    elif spot.part == Part.WITHIN:
        milestone.phase_id = value["phase"] or None
    elif spot.launched:
        milestone.withdrawn_at = now
        _leave_out(spot.campaign, milestone.code)
    else:
        _leave_out(spot.campaign, milestone.code)
        session.delete(milestone)


def _leave_out(campaign: Campaign, code: str) -> None:
    """A milestone that is no longer asked for counts for no criterion: the others share its points."""

    def without(rule: dict[str, Any]) -> dict[str, Any]:
        others = [one for one in rule.get("milestones", []) if one["code"] != code]
        return {**rule, "milestones": others} if others else rule

    tables = [
        {
            **table,
            "groups": [
                {**group, "criteria": [{**one, "rule": without(one["rule"])} for one in group["criteria"]]}
                for group in table["groups"]
            ],
        }
        for table in campaign.plan.get("score_tables", [])
    ]
    campaign.plan = {**campaign.plan, "score_tables": tables}


def _add_phase(session: Session, campaign: Campaign, value: Value) -> Phase:
    codes = {one.code for one in phases_of(session, campaign.id or 0)}
    phase = Phase(
        campaign_id=campaign.id or 0,
        code=_free(codes, "dot"),
        name=value["text"],
        starts=date.fromisoformat(value["starts"]),
        ends=date.fromisoformat(value["ends"]),
    )
    session.add(phase)
    session.flush()
    return phase


def _add_milestone(session: Session, campaign: Campaign, value: Value) -> Milestone:
    taken = session.exec(select(Milestone).where(col(Milestone.campaign_id) == campaign.id)).all()
    kind = MilestoneKind(value["kind"])
    milestone = Milestone(
        campaign_id=campaign.id or 0,
        code=_free({one.code for one in taken}, "moc"),
        kind=kind,
        title=value["text"],
        owing=Owing.LEADER if kind == MilestoneKind.MEETING else Owing.UNITS,
        form=DeadlineForm(value["form"]),
        day=date.fromisoformat(value["day"]),
        place=max((one.place for one in taken), default=-1) + 1,
    )
    session.add(milestone)
    session.flush()
    return milestone


def _free(codes: set[str], stem: str) -> str:
    numbers = [int(found[1]) for code in codes if (found := re.fullmatch(f"{stem}-([0-9]+)", code))]
    return f"{stem}-{max(numbers, default=0) + 1}"


def clipped(phase: Phase, campaign: Campaign, starts: date, ends: date) -> tuple[date, date]:
    """A phase's days in a campaign whose days change: where both began or ended together they still do.

    A sealed one keeps its days.
    """
    if phase.state == PhaseState.SEALED:
        return phase.starts, phase.ends
    first = starts if phase.starts == campaign.starts else phase.starts
    last = ends if phase.ends == campaign.ends else phase.ends
    return first, last
