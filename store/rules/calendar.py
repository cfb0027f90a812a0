"""Working days of Vietnamese offices: Monday to Friday, less public holidays, with the official swaps."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from types import MappingProxyType

from store.rules.deadlines import ONE_DAY

SATURDAY = 5

OFFICIAL_SWAPS: Mapping[date, bool] = MappingProxyType(
    {
        # New Year 2026: Friday 2 January was off, made up for on Saturday 10 January.
        date(2026, 1, 2): True,
        date(2026, 1, 10): False,
    }
)
"""What the government announced and `holidays` 0.108 does not know. True: a day off; False: a working day.

The library has those of 4/5/2024, 26/4/2025 and 22/8/2026, and 24/11 as a day off from 2026: an office
that works then says so in its own table.
"""


class WorkCalendar:
    """Which days are worked. An office's own table wins over the official swaps, and these over the library."""

    def __init__(self, overrides: Mapping[date, bool] | None = None) -> None:
        """`overrides`: True makes a day off, False a working day."""
        self._overrides = {**OFFICIAL_SWAPS, **(overrides or {})}

    def is_working(self, day: date) -> bool:
        """Whether offices work on `day`."""
        off = self._overrides.get(day)
        if off is not None:
            return not off
        public, made_up = _public_days(day.year)
        return day in made_up or (day.weekday() < SATURDAY and day not in public)

    def working_day_before(self, day: date) -> date:
        """`day` itself when it is worked, else the last working day before it."""
        while not self.is_working(day):
            day -= ONE_DAY
        return day

    def working_day_after(self, day: date) -> date:
        """`day` itself when it is worked, else the first working day after it."""
        while not self.is_working(day):
            day += ONE_DAY
        return day

    def working_days_between(self, first: date, last: date) -> int:
        """How many days of `first` to `last`, both included, are worked; 0 when `last` is before `first`."""
        return sum(self.is_working(first + n * ONE_DAY) for n in range((last - first).days + 1))


@cache
def _public_days(year: int) -> tuple[frozenset[date], frozenset[date]]:
    """Public holidays of a year, and the weekend days worked to make up for one (also for one of another year)."""
    import holidays  # a good part of a start, and most turns ask for no working day

    known = holidays.country_holidays("VN", years=year, expand=False)
    return frozenset(known), frozenset(known.weekend_workdays)
