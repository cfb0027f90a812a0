"""What of a campaign may be changed, who may, and what stands there now.

A value is flat JSON as templates show it: {"text"}, {"starts", "ends"}, {"deadline"}, {"day"}, {"owing"}, {"phase"},
or a new phase or milestone.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlmodel import Session

from store.campaigns import campaign_for
from store.duties import due_days, milestone_deadline
from store.errors import Closed, IllegalMove, NotFound
from store.facts import local_day
from store.rights import Right, demand
from store.tables import Bloc, Campaign, CampaignState, DeadlineForm, Member, Milestone, Phase, PhaseState

Value = dict[str, Any]


class Part(StrEnum):
    TITLE = "title"
    DECISION = "decision"
    SLOGAN = "slogan"
    CONTACT = "contact"
    SPAN = "span"
    LAUNCH_DAY = "launch_day"
    PHASE_NAME = "phase_name"
    THEME = "theme"
    PHASE_SPAN = "phase_span"
    NEW_PHASE = "new_phase"
    DROP_PHASE = "drop_phase"
    MILESTONE_TITLE = "milestone"
    DEADLINE = "deadline"
    OWING = "owing"
    WITHIN = "within"
    NEW_MILESTONE = "new_milestone"
    WITHDRAW = "withdraw"


PHASE_PARTS = frozenset({Part.PHASE_NAME, Part.THEME, Part.PHASE_SPAN, Part.DROP_PHASE})
MILESTONE_PARTS = frozenset({Part.MILESTONE_TITLE, Part.DEADLINE, Part.OWING, Part.WITHIN, Part.WITHDRAW})
DRAFT_PARTS = frozenset({Part.LAUNCH_DAY, Part.NEW_PHASE, Part.DROP_PHASE, Part.OWING, Part.WITHIN})
"""What may be changed before the launch only: points, duties and registrations hang on it."""


@dataclass(frozen=True)
class Spot:
    """One part of a campaign, of its phase or of its milestone."""

    part: Part
    campaign: Campaign
    bloc: Bloc
    phase: Phase | None = None
    milestone: Milestone | None = None

    @property
    def launched(self) -> bool:
        return self.campaign.state != CampaignState.DRAFT

    @property
    def the_phase(self) -> Phase:
        assert self.phase is not None
        return self.phase

    @property
    def the_milestone(self) -> Milestone:
        assert self.milestone is not None
        return self.milestone


def demand_editor(session: Session, campaign: Campaign, *, by: Member, now: datetime) -> date:
    """Today, for who may change this campaign: a draft the office, after the launch the leader; a unit's own its head.

    Refuses a sealed campaign.
    """
    today = local_day(now, session.get_one(Bloc, campaign.bloc_id).timezone)
    own = campaign.owner_unit_id
    usual = Right.EDIT_DRAFT if campaign.state == CampaignState.DRAFT else Right.CHANGE_LAUNCHED
    right = usual if own is None else Right.UNIT_CAMPAIGN
    demand(session, by, right, bloc_id=campaign.bloc_id, unit_id=own, today=today)
    if campaign.state == CampaignState.SEALED:
        raise Closed(title=campaign.title)
    return today


def spot_for(session: Session, part: Part, row_id: int, *, by: Member, now: datetime) -> Spot:
    """The part of the campaign, phase or milestone with this id, for who may change it."""
    phase = milestone = None
    campaign_id: int | None = row_id
    if part in PHASE_PARTS:
        phase = session.get(Phase, row_id)
        campaign_id = phase.campaign_id if phase else None
    elif part in MILESTONE_PARTS:
        milestone = session.get(Milestone, row_id)
        campaign_id = milestone.campaign_id if milestone else None
    if campaign_id is None:
        raise NotFound()
    campaign = campaign_for(session, by.bloc_id, campaign_id)
    demand_editor(session, campaign, by=by, now=now)
    if campaign.state != CampaignState.DRAFT and part in DRAFT_PARTS:
        raise IllegalMove(state=campaign.state, action=part)
    if milestone is not None and milestone.withdrawn_at is not None:
        raise Closed(title=milestone.title)
    held = phase or (session.get(Phase, milestone.phase_id) if milestone and milestone.phase_id else None)
    if held is not None and held.state == PhaseState.SEALED:
        raise Closed(title=held.name)
    return Spot(part, campaign, session.get_one(Bloc, campaign.bloc_id), phase, milestone)


def value_now(spot: Spot) -> Value:
    """What stands there now, in the shape in which a new value is given."""
    campaign = spot.campaign
    texts = {
        Part.TITLE: campaign.title,
        Part.DECISION: campaign.decision or "",
        Part.SLOGAN: campaign.slogan or "",
    }
    if spot.part in texts:
        return {"text": texts[spot.part]}
    if spot.part == Part.CONTACT:
        return {"contact": campaign.plan.get("contact") or {}}
    if spot.part == Part.SPAN:
        return {"starts": campaign.starts.isoformat(), "ends": campaign.ends.isoformat()}
    if spot.part == Part.LAUNCH_DAY:
        return {"day": campaign.launch_on.isoformat() if campaign.launch_on else ""}
    if spot.part in (Part.NEW_PHASE, Part.NEW_MILESTONE):
        return {}
    if spot.part in PHASE_PARTS:
        return _phase_value(spot.part, spot.the_phase)
    return _milestone_value(spot)


def _phase_value(part: Part, phase: Phase) -> Value:
    if part == Part.PHASE_SPAN:
        return {"starts": phase.starts.isoformat(), "ends": phase.ends.isoformat()}
    return {"text": phase.theme if part == Part.THEME else phase.name}


def _milestone_value(spot: Spot) -> Value:
    milestone = spot.the_milestone
    if spot.part == Part.MILESTONE_TITLE:
        return {"text": milestone.title}
    if spot.part == Part.OWING:
        return {"owing": milestone.owing.value}
    if spot.part == Part.WITHIN:
        return {"phase": milestone.phase_id or 0}
    shown = {"deadline": shown_deadline(spot.campaign, milestone)}
    return shown if spot.part == Part.DEADLINE else {"text": milestone.title, **shown}


def shown_deadline(campaign: Campaign, milestone: Milestone) -> Value:
    """A milestone's deadline (of a recurring one the first), for the filter of that name."""
    if milestone.form == DeadlineForm.AROUND or milestone.day is None:
        return {"form": "around", "text": milestone.around or ""}
    first = next(iter(due_days(milestone, campaign)), (milestone.day, milestone.day))
    facts = milestone_deadline(milestone, *first)
    return {**facts, "day": first[0].isoformat(), "last_day": first[1].isoformat()}
