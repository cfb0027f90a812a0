"""What a deadline means in Vietnamese offices: its last valid day, its end instant, how late, how long still."""

import re
import unicodedata
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum

ONE_DAY = timedelta(days=1)

ISO_DAY = re.compile("([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")

FIRST_YEAR, LAST_YEAR = 1900, 2199
"""Years outside these are slips of the hand ("28/02/214")."""


class BadDay(ValueError):
    """A text that is no day or month. `text` is what was written; `exists` is False for days like 31/2."""

    def __init__(self, text: str, *, exists: bool = True) -> None:
        super().__init__(text)
        self.text = text
        self.exists = exists


class DeadlineKind(StrEnum):
    BEFORE = "before"
    """"trước ngày 20/6": the day itself is out, unless the bloc is lenient."""
    BY = "by"
    """"chậm nhất ngày 20/6", "đến hết ngày 20/6": the day itself is in."""
    IN = "in"
    """"trong tháng 12": until the last day of the month."""
    AROUND = "around"
    """"đầu năm": words that wait for somebody to name a day."""


@dataclass(frozen=True)
class Deadline:
    """A deadline as a plan states it. `day` is the first of the month for IN and None for AROUND."""

    kind: DeadlineKind
    day: date | None = None
    text: str = ""

    def __post_init__(self) -> None:
        if (self.day is None) != (self.kind is DeadlineKind.AROUND):
            raise ValueError(f"a deadline {self.kind.value!r} with day {self.day}")


class Every(StrEnum):
    """How often a recurring milestone falls due."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"


MONTHS = {Every.MONTH: 1, Every.QUARTER: 3, Every.HALF_YEAR: 6}


def last_valid_day(deadline: Deadline, *, lenient: bool) -> date | None:
    """The last day on which handing in is on time; None while the deadline is only words.

    Practice differs on "trước ngày 20/6": strict ends with 19/6, lenient still takes 20/6 (plan of 2020 and
    DOMAIN 5, row 20). Weekends and holidays never move it.
    """
    day = deadline.day
    if day is None:
        return None
    if deadline.kind is DeadlineKind.BEFORE:
        return day if lenient else day - ONE_DAY
    if deadline.kind is DeadlineKind.IN:
        return _clamped(day.year, day.month, 31)
    return day


def end_instant(last_day: date, zone: tzinfo) -> datetime:
    """When the last valid day is over: 00:00 in `zone` of the day after, as UTC. This instant is late."""
    return datetime.combine(last_day + ONE_DAY, time(), tzinfo=zone).astimezone(UTC)


def days_late(handed_in_at: datetime, last_day: date, zone: tzinfo) -> int:
    """Calendar days after the last valid day, by the clock in `zone`; 0 when on time."""
    return max(0, (handed_in_at.astimezone(zone).date() - last_day).days)


def days_left(today: date, last_day: date) -> int:
    """Calendar days from `today` to the last valid day: 0 on that day, negative after it."""
    return (last_day - today).days


def occurrences(starting: date, every: Every, until: date) -> list[date]:
    """Due days of a recurring milestone, each counting as "by", from `starting` to `until`, both included.

    The day of the month is that of `starting`, or the month's last where it has no such day: 31/1, 29/2, 31/3.
    """
    first = starting.year * 12 + starting.month - 1
    months = range(first, until.year * 12 + until.month, MONTHS[every])
    days = (_clamped(month // 12, month % 12 + 1, starting.day) for month in months)
    return [day for day in days if day <= until]


def parse_day(text: str) -> date:
    """A day as a campaign file writes it: 2020-06-20 or 20/6/2020. Raises BadDay."""
    plain = unicodedata.normalize("NFC", text).strip()
    if match := ISO_DAY.fullmatch(plain):
        year, month, day = match.groups()
    elif match := re.fullmatch(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})", plain):
        day, month, year = match.groups()
    else:
        raise BadDay(text)
    return make_day(int(year), int(month), int(day), text=text)


def parse_month(text: str) -> date:
    """The first day of a month that a campaign file writes as 2020-12 or 12/2020. Raises BadDay."""
    plain = unicodedata.normalize("NFC", text).strip()
    if match := re.fullmatch(r"([0-9]{4})-([0-9]{1,2})", plain):
        year, month = match.groups()
    elif match := re.fullmatch(r"([0-9]{1,2})/([0-9]{4})", plain):
        month, year = match.groups()
    else:
        raise BadDay(text)
    return make_day(int(year), int(month), 1, text=text)


def make_day(year: int, month: int, day: int, *, text: str) -> date:
    """A date from its numbers, or BadDay about `text` when there is no such day."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise BadDay(text, exists=False)
    try:
        return date(year, month, day)
    except ValueError:
        raise BadDay(text, exists=False) from None


def _clamped(year: int, month: int, day: int) -> date:
    """That day of the month, or the month's last where it is shorter."""
    return date(year, month, min(day, monthrange(year, month)[1]))
