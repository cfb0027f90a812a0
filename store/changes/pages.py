"""What the screens show on which a campaign is changed: the whole, one phase, one milestone."""

from datetime import datetime
from itertools import pairwise
from typing import Any

from sqlmodel import Session

from store.campaigns import campaign_for, milestones_of, phases_of, products_of, quotas_of
from store.changes.parts import Part, Spot, demand_editor, shown_deadline, spot_for
from store.errors import NotFound
from store.points import score_tables
from store.rules.deadlines import ONE_DAY
from store.tables import Campaign, CampaignState, Member, Milestone, Phase, PhaseState


def overview_page(session: Session, campaign_id: int, *, by: Member, now: datetime) -> dict[str, Any]:
    """A campaign with all that may be changed, and what looks wrong about its days."""
    campaign = campaign_for(session, by.bloc_id, campaign_id)
    demand_editor(session, campaign, by=by, now=now)
    phases, milestones = phases_of(session, campaign_id), milestones_of(session, campaign_id)
    return {
        "campaign_id": campaign.id,
        "title": campaign.title,
        "decision": campaign.decision or "",
        "slogan": campaign.slogan or "",
        "contact": campaign.plan.get("contact") or {},
        "starts": campaign.starts,
        "ends": campaign.ends,
        "lenient": campaign.lenient,
        "launch_on": campaign.launch_on,
        "launched": campaign.state != CampaignState.DRAFT,
        "phases": [_phase_line(campaign, one) for one in phases],
        "milestones": [_milestone_line(campaign, one) for one in milestones],
        "products": products_of(campaign),
        "quotas": len(quotas_of(campaign)),
        "criteria": sum(len(group.criteria) for table in score_tables(campaign)[:1] for group in table.groups),
        "problems": _problems(campaign, phases, milestones),
    }


def phase_page(session: Session, phase_id: int, *, by: Member, now: datetime) -> dict[str, Any]:
    """One phase with all that may be changed about it."""
    phase = session.get(Phase, phase_id)
    if phase is None:
        raise NotFound()
    campaign = campaign_for(session, by.bloc_id, phase.campaign_id)
    demand_editor(session, campaign, by=by, now=now)
    launched = campaign.state != CampaignState.DRAFT
    facts = {"campaign_id": campaign.id, "campaign": campaign.title, "launched": launched}
    return {**facts, **_phase_line(campaign, phase), "sealed": phase.state == PhaseState.SEALED}


def milestone_page(session: Session, milestone_id: int, *, by: Member, now: datetime) -> dict[str, Any]:
    """One milestone with all that may be changed about it."""
    spot = spot_for(session, Part.MILESTONE_TITLE, milestone_id, by=by, now=now)
    phase = session.get(Phase, spot.the_milestone.phase_id) if spot.the_milestone.phase_id else None
    return {
        "campaign_id": spot.campaign.id,
        "campaign": spot.campaign.title,
        "launched": spot.launched,
        "phase": phase.name if phase else "",
        "own": spot.campaign.owner_unit_id is not None,
        "has_phases": bool(phases_of(session, spot.campaign.id or 0)),
        **_milestone_line(spot.campaign, spot.the_milestone),
    }


def phase_choices(session: Session, spot: Spot) -> list[dict[str, Any]]:
    """The phases of the campaign, for choosing one of them."""
    return [{"id": one.id, "name": one.name} for one in phases_of(session, spot.campaign.id or 0)]


def _phase_line(campaign: Campaign, phase: Phase) -> dict[str, Any]:
    return {
        "id": phase.id,
        "name": phase.name,
        "theme": phase.theme,
        "starts": phase.starts,
        "ends": phase.ends,
        "to_rewrite": phase.code in campaign.plan.get("to_rewrite", []),
    }


def _milestone_line(campaign: Campaign, milestone: Milestone) -> dict[str, Any]:
    return {
        "id": milestone.id,
        "sort": milestone.kind,
        "title": milestone.title,
        "deadline": shown_deadline(campaign, milestone),
        "every": milestone.every or "",
        "pledge": milestone.pledge,
        "owing": milestone.owing,
    }


def _problems(campaign: Campaign, phases: list[Phase], milestones: list[Milestone]) -> list[dict[str, Any]]:
    """Gaps and overlaps of phases, deadlines outside the campaign: allowed, and often a slip."""
    found: list[dict[str, Any]] = []
    for one, other in pairwise(phases):
        if other.starts <= one.ends:
            found.append({"code": "overlap", "name": one.name, "other": other.name})
        elif other.starts > one.ends + ONE_DAY:
            found.append({"code": "gap", "name": one.name, "other": other.name})
    for milestone in milestones:
        deadline = shown_deadline(campaign, milestone)
        if (
            "last_day" in deadline
            and not campaign.starts.isoformat() <= deadline["last_day"] <= campaign.ends.isoformat()
        ):
            found.append({"code": "outside", "name": milestone.title, "other": ""})
    return found
