"""The calendar of a bloc's offices."""

from sqlmodel import Session, col, select

from store.rules.calendar import WorkCalendar
from store.tables import DayOverride


def work_calendar(session: Session, bloc_id: int) -> WorkCalendar:
    """The calendar of a bloc's offices, with the days off and on that they entered."""
    rows = session.exec(select(col(DayOverride.day), col(DayOverride.off)).where(col(DayOverride.bloc_id) == bloc_id))
    return WorkCalendar({row[0]: row[1] for row in rows})
