"""What units were called on which day."""

from datetime import date

from sqlmodel import Session, col, select

from store.tables import Unit, UnitName


def name_on(session: Session, unit: Unit, day: date) -> str:
    """What a unit was called on a day; of several renamings of one day the first name counts before it."""
    query = select(UnitName.name).where(col(UnitName.unit_id) == unit.id, col(UnitName.last_day) >= day)
    former = session.exec(query.order_by(col(UnitName.last_day), col(UnitName.id)).limit(1)).first()
    return former if former is not None else unit.name


def former_names(session: Session, unit_id: int) -> list[UnitName]:
    """What a unit was called before, the latest first."""
    query = select(UnitName).where(col(UnitName.unit_id) == unit_id)
    return list(session.exec(query.order_by(col(UnitName.id).desc())))
