"""What was changed after the launch, as the campaign's page shows it."""

from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, desc, func, select

from store.campaigns import campaign_for
from store.changes.parts import Part, Spot
from store.changes.telling import change_facts
from store.errors import NotFound
from store.facts import local
from store.people import my_units
from store.rights import Right, may
from store.tables import Bloc, Campaign, CampaignChange, CampaignState, Member, Milestone, Phase

SHOWN = 8
"""Changes on one screen, the newest first."""


def changes_of(session: Session, campaign_id: int, *, by: Member, now: datetime) -> dict[str, Any]:
    """The newest changes of a campaign that this member takes part in, and how many there were before them."""
    campaign = campaign_for(session, by.bloc_id, campaign_id)
    bloc = session.get_one(Bloc, campaign.bloc_id)
    today = local(now, bloc.timezone).date()
    if campaign.state == CampaignState.DRAFT or hidden(session, campaign, by, today):
        raise NotFound()
    count = changes_count(session, campaign_id)
    found = recent_changes(session, campaign, bloc)
    facts = {"campaign_id": campaign.id, "campaign": campaign.title}
    return {**facts, "changes": found, "more": count - len(found)}


def hidden(session: Session, campaign: Campaign, by: Member, today: date) -> bool:
    """Whether it is the own campaign of a unit that this member is not of and does not follow."""
    own = campaign.owner_unit_id
    if own is None or may(session, by, Right.PROGRESS, bloc_id=campaign.bloc_id, today=today):
        return False
    return own not in [place.unit_id for place in my_units(session, by, today)]


def changes_count(session: Session, campaign_id: int) -> int:
    counted = select(func.count()).select_from(CampaignChange).where(col(CampaignChange.campaign_id) == campaign_id)
    return session.exec(counted).one()


def recent_changes(session: Session, campaign: Campaign, bloc: Bloc) -> list[dict[str, Any]]:
    newest = select(CampaignChange).where(col(CampaignChange.campaign_id) == campaign.id)
    rows = session.exec(newest.order_by(desc(col(CampaignChange.id))).limit(SHOWN)).all()
    found = []
    for row in rows:
        phase = session.get(Phase, row.phase_id) if row.phase_id else None
        milestone = session.get(Milestone, row.milestone_id) if row.milestone_id else None
        facts = change_facts(Spot(Part(row.part), campaign, bloc, phase, milestone), row)
        found.append({**facts, "at": local(row.at, bloc.timezone)})
    return found
