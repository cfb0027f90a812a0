from datetime import date

import pytest

from store.rules.calendar import WorkCalendar


@pytest.fixture(autouse=True, scope="session")
def _holidays_are_loaded() -> None:
    """The library loads a country at its first question, which takes longer than hypothesis allows one example."""
    WorkCalendar().is_working(date(2020, 1, 1))
