"""What the campaign screens show: the list, one campaign, a draft before its launch."""

from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from store.campaigns import (
    campaign_for,
    current_phase,
    draft_campaigns,
    next_phase,
    phases_of,
    running_campaigns,
)
from store.changes.listing import changes_count, hidden
from store.drafts import plan_name
from store.errors import NotFound
from store.facts import local_day
from store.launches import (
    coming_deadlines,
    draft_for,
    launch_audience,
    launch_facts,
    receipts_of,
)
from store.milestones import missing_days
from store.occasions import coming_occasions
from store.people import account_ids, my_units
from store.rights import Right, may
from store.tables import Bloc, Campaign, CampaignState, Member, Phase

MOST_DEADLINES = 10
"""How many deadlines a screen lists."""


def campaign_list(session: Session, *, by: Member, now: datetime) -> dict[str, Any]:
    """The running campaigns this member takes part in, each with its phase of today, and the drafts they may see."""
    today = _today(session, by.bloc_id, now)
    units = _units_of(session, by, today)
    running = running_campaigns(session, by.bloc_id, unit_ids=units)
    drafts = [one for one in draft_campaigns(session, by.bloc_id) if _may_see_draft(session, one, by, today)]
    return {
        "campaigns": [_line(session, one, today) for one in running],
        "drafts": [{"id": one.id, "title": one.title, "starts": one.starts, "ends": one.ends} for one in drafts],
    }


def group_campaigns(session: Session, bloc_id: int, unit_id: int | None, *, now: datetime) -> dict[str, Any]:
    """The running campaigns for a linked group of the bloc or of one unit, and the commemorative days to come."""
    today = _today(session, bloc_id, now)
    running = running_campaigns(session, bloc_id, unit_ids=[] if unit_id is None else [unit_id])
    lines = [_line(session, one, today) for one in running]
    return {"campaigns": lines, "occasions": coming_occasions(session, running, today)}


def group_deadlines(session: Session, bloc_id: int, unit_id: int | None, *, now: datetime) -> list[dict[str, Any]]:
    """What falls due from today on in each running campaign, for a linked group."""
    today = _today(session, bloc_id, now)
    running = running_campaigns(session, bloc_id, unit_ids=[] if unit_id is None else [unit_id])
    return [
        {"title": one.title, "deadlines": coming_deadlines(session, one, today)[:MOST_DEADLINES]} for one in running
    ]


def campaign_page(session: Session, campaign_id: int, *, by: Member, now: datetime) -> dict[str, Any]:
    """A campaign with its phases and what falls due; for the office also who received the launch."""
    campaign = campaign_for(session, by.bloc_id, campaign_id)
    today = _today(session, by.bloc_id, now)
    if campaign.state == CampaignState.DRAFT or hidden(session, campaign, by, today):
        raise NotFound()
    parent = session.get(Campaign, campaign.parent_id) if campaign.parent_id else None
    return {
        **launch_facts(session, campaign, today),
        **_phases_now(session, campaign, today),
        "sealed": campaign.state == CampaignState.SEALED,
        "phases": [_phase(one) for one in phases_of(session, campaign_id)],
        "deadlines": coming_deadlines(session, campaign, today)[:MOST_DEADLINES],
        "receipts": _receipts(session, campaign, by, today),
        "to_receive": _to_receive(session, campaign, by, today),
        "parent": parent.title if parent else "",
        "occasions": coming_occasions(session, [campaign], today),
        "plan_name": plan_name(session, campaign),
        "changes": changes_count(session, campaign_id),
        "may_copy": _may_manage(session, campaign, by, today, Right.EDIT_DRAFT),
        "may_change": _may_manage(session, campaign, by, today, Right.CHANGE_LAUNCHED)
        and campaign.state == CampaignState.LAUNCHED,
    }


def draft_page(session: Session, campaign_id: int, *, by: Member, now: datetime) -> dict[str, Any]:
    """A draft as it would be launched: to how many, who cannot be reached, which days are missing."""
    campaign, may_launch = draft_for(session, campaign_id, by=by, now=now)
    today = _today(session, by.bloc_id, now)
    audience = launch_audience(session, campaign, today)
    return {
        **launch_facts(session, campaign, today),
        "phases": [_phase(one) for one in phases_of(session, campaign_id)],
        "state": campaign.state,
        "launch_on": campaign.launch_on,
        "to_rewrite": [one.name for one in phases_of(session, campaign_id) if one.code in _stale_themes(campaign)],
        "own": campaign.owner_unit_id is not None,
        "may_launch": may_launch,
        "missing": missing_days(session, campaign),
        "groups": len(audience.groups),
        "people": len(audience.people) - len(audience.unreachable),
        "unreachable": [one.name for one in audience.unreachable],
        "headless": [unit.name for unit in audience.headless],
    }


def _stale_themes(campaign: Campaign) -> list[str]:
    """The phases whose themes were copied and are still to be written anew."""
    return list(campaign.plan.get("to_rewrite", []))


def _line(session: Session, campaign: Campaign, today: date) -> dict[str, Any]:
    span = {"id": campaign.id, "title": campaign.title, "starts": campaign.starts, "ends": campaign.ends}
    return {**span, **_phases_now(session, campaign, today)}


def _phases_now(session: Session, campaign: Campaign, today: date) -> dict[str, Any]:
    """The phase of that day, and the next one while there is none."""
    phase = current_phase(session, campaign, today)
    coming = None if phase is not None else next_phase(session, campaign, today)
    return {"phase": phase and _phase(phase), "next_phase": coming and _phase(coming)}


def _phase(phase: Phase) -> dict[str, Any]:
    return {
        "name": phase.name,
        "theme": phase.theme,
        "starts": phase.starts,
        "ends": phase.ends,
        "state": phase.state,
    }


def _receipts(session: Session, campaign: Campaign, by: Member, today: date) -> dict[str, Any] | None:
    """How many of those who were told said so, and who did not; only for the office."""
    if not may(session, by, Right.PROGRESS, bloc_id=campaign.bloc_id, today=today):
        return None
    received = receipts_of(session, campaign.id or 0)
    people = [one for one in launch_audience(session, campaign, today).people if one.account_id is not None]
    silent = [one.name for one in people if one.account_id not in received]
    total = len(account_ids(people))
    return {"done": total - len(silent), "total": total, "silent": silent}


def _to_receive(session: Session, campaign: Campaign, by: Member, today: date) -> bool:
    """Whether the launch is meant for this member, who has not said "received" yet."""
    if campaign.state != CampaignState.LAUNCHED or by.account_id in receipts_of(session, campaign.id or 0):
        return False
    return by.account_id in account_ids(launch_audience(session, campaign, today).people)


def _may_see_draft(session: Session, campaign: Campaign, by: Member, today: date) -> bool:
    return _may_manage(session, campaign, by, today, Right.EDIT_DRAFT)


def _may_manage(session: Session, campaign: Campaign, by: Member, today: date, right: Right) -> bool:
    """Whether this member has the right over a campaign of the bloc; a unit's own is its head's."""
    own = campaign.owner_unit_id
    asked = right if own is None else Right.UNIT_CAMPAIGN
    return may(session, by, asked, bloc_id=campaign.bloc_id, unit_id=own, today=today)


def _units_of(session: Session, by: Member, today: date) -> list[int] | None:
    """The units whose own campaigns this member sees; None: all."""
    if may(session, by, Right.PROGRESS, bloc_id=by.bloc_id, today=today):
        return None
    return [place.unit_id for place in my_units(session, by, today)]


def _today(session: Session, bloc_id: int, now: datetime) -> date:
    return local_day(now, session.get_one(Bloc, bloc_id).timezone)
