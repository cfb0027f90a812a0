"""Who reads a summary: the bloc's office, and no phase that has not begun."""

from datetime import datetime

from sqlmodel import Session, col, select

from store.campaigns import campaign_for, phases_of
from store.errors import NotFound
from store.people import bloc_day
from store.points import WHOLE
from store.rights import Right, demand
from store.summaries.scope import Scope, open_scope
from store.tables import Campaign, CampaignState, Member, Phase, PhaseState


def campaigns_to_sum_up(session: Session, *, by: Member, now: datetime) -> list[Campaign]:
    """The launched and sealed campaigns of the bloc, the newest first; for its office."""
    demand(session, by, Right.PROGRESS, bloc_id=by.bloc_id, today=bloc_day(session, by.bloc_id, now))
    return list(
        session.exec(
            select(Campaign)
            .where(col(Campaign.bloc_id) == by.bloc_id, col(Campaign.state) != CampaignState.DRAFT)
            .order_by(col(Campaign.starts).desc(), col(Campaign.id).desc())
        )
    )


def find_scope(session: Session, campaign_id: int, phase_id: int, *, by: Member, now: datetime) -> Scope:
    """A campaign (phase 0) or a phase of it that has begun; a draft and a phase to come are not there."""
    campaign = campaign_for(session, by.bloc_id, campaign_id)
    demand(session, by, Right.PROGRESS, bloc_id=campaign.bloc_id, today=bloc_day(session, by.bloc_id, now))
    scope = open_scope(session, campaign, phase_id, now=now)
    if campaign.state == CampaignState.DRAFT or (scope.phase and scope.phase.state == PhaseState.PLANNED):
        raise NotFound()
    return scope


def begun_phases(session: Session, campaign: Campaign) -> list[Phase]:
    """The phases that may be summed up."""
    return [one for one in phases_of(session, campaign.id or 0) if one.state != PhaseState.PLANNED]


def usual_phase(session: Session, campaign: Campaign) -> int:
    """What /tongket opens: the phase that is open or ended last, the whole once the last phase is over."""
    phases = phases_of(session, campaign.id or 0)
    begun = [one for one in phases if one.state != PhaseState.PLANNED]
    over = bool(phases) and all(one.state in (PhaseState.ENDED, PhaseState.SEALED) for one in phases)
    return WHOLE if over or not begun else begun[-1].id or WHOLE
