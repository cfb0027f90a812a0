"""The campaigns somebody manages: the office the bloc's, a head those of the own unit."""

from datetime import datetime
from typing import Any

from sqlmodel import Session, col, desc, or_, select

from store.facts import local_day
from store.people import unit_of
from store.rights import Right, demand, may, seats, units_with
from store.tables import Bloc, Campaign, CampaignState, Member

SHOWN = 12
"""Campaigns on one screen, the newest; drafts first."""


def editable_campaigns(session: Session, *, by: Member, now: datetime) -> dict[str, Any]:
    """Drafts, running and sealed campaigns that this member manages. Refuses who manages none."""
    bloc = session.get_one(Bloc, by.bloc_id)
    today = local_day(now, bloc.timezone)
    office = may(session, by, Right.EDIT_DRAFT, bloc_id=by.bloc_id, today=today)
    units = list(dict.fromkeys(units_with(seats(session, by, today), Right.UNIT_CAMPAIGN)))
    if not office and not units:
        demand(session, by, Right.EDIT_DRAFT, bloc_id=by.bloc_id, today=today)
    own = col(Campaign.owner_unit_id).in_(units)
    whose = or_(own, col(Campaign.owner_unit_id).is_(None)) if office else own
    newest = select(Campaign).where(col(Campaign.bloc_id) == by.bloc_id, whose)
    found = session.exec(newest.order_by(desc(col(Campaign.starts)), desc(col(Campaign.id))).limit(SHOWN)).all()
    order = {CampaignState.DRAFT: 0, CampaignState.LAUNCHED: 1, CampaignState.SEALED: 2}
    return {
        "campaigns": [_line(session, one) for one in sorted(found, key=lambda one: order[one.state])],
        "office": office,
        "units": [{"id": unit_id, "name": unit_of(session, unit_id).name} for unit_id in units],
    }


def _line(session: Session, campaign: Campaign) -> dict[str, Any]:
    own = campaign.owner_unit_id
    return {
        "id": campaign.id,
        "title": campaign.title,
        "state": campaign.state,
        "starts": campaign.starts,
        "ends": campaign.ends,
        "unit": "" if own is None else unit_of(session, own).name,
    }
