"""Which units of a bloc compete in a campaign on a day."""

from datetime import date

from sqlmodel import Session, col, select

from store.people import units_of_bloc
from store.points.tables import table_of_unit
from store.tables import Campaign, Standing, Unit


def taking_part(session: Session, campaign: Campaign, phase_id: int, day: date) -> tuple[list[Unit], list[Unit]]:
    """The units that take part that day, and those closed before that have points."""
    closed = (
        select(Unit)
        .join(Standing, col(Standing.unit_id) == col(Unit.id))
        .where(
            col(Unit.closed_on) < day,
            col(Standing.campaign_id) == campaign.id,
            col(Standing.phase_id) == phase_id,
            col(Standing.is_member).is_(False),
        )
        .order_by(col(Unit.place), col(Unit.id))
    )
    still = units_of_bloc(session, campaign.bloc_id, day)
    return [one for one in still if _competes(campaign, one)], [
        one for one in session.exec(closed) if _competes(campaign, one)
    ]


def _competes(campaign: Campaign, unit: Unit) -> bool:
    return campaign.owner_unit_id in (None, unit.id) and table_of_unit(campaign, unit) is not None
