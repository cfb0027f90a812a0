"""The catalogue of commemorative days (`store/occasions.yaml`), and on which day a year has one."""

from calendar import isleap
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import yaml

from store.tables import Occasion

DATA = Path(__file__).parents[1] / "occasions.yaml"

POSTED_AT, UNTIL = time(8), time(21)
"""When a day's post goes, and from when on that day it no longer does, in the bloc's zone."""


@dataclass(frozen=True)
class KnownDay:
    """A day of the catalogue. `names` by language; `founded`: the year from which the years are counted."""

    code: str
    month: int
    day: int
    names: dict[str, str]
    founded: int | None
    evidence: str


@cache
def known_days() -> dict[str, KnownDay]:
    """The catalogue by code, in the order of the year. Read once, when first asked for."""
    rows = sorted(yaml.safe_load(DATA.read_bytes()), key=lambda one: (one["month"], one["day"]))
    return {
        one["code"]: KnownDay(
            one["code"],
            one["month"],
            one["day"],
            {"vi": one["vi"], "en": one["en"]},
            one.get("founded"),
            one["evidence"],
        )
        for one in rows
    }


def day_in(year: int, month: int, day: int) -> date:
    """The day in that year; 29/2 is kept on 28/2 where there is none."""
    return date(year, month, 28 if (month, day) == (2, 29) and not isleap(year) else day)


def next_day(occasion: Occasion, zone: ZoneInfo, now: datetime) -> date | None:
    """The next day on which it is still to be posted; None when it was for one year and that is over."""
    today = now.astimezone(zone).date()
    years = [today.year, today.year + 1] if occasion.year is None else [occasion.year]
    for year in years:
        day = day_in(year, occasion.month, occasion.day)
        if occasion.posted_on != day and now < posted_until(day, zone):
            return day
    return None


def posted_at(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, POSTED_AT, zone)


def posted_until(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, UNTIL, zone)


def shown_day(occasion: Occasion, today: date) -> date:
    """The day that a list shows: this year's or the next one, whether it is posted or not."""
    if occasion.year is not None:
        return day_in(occasion.year, occasion.month, occasion.day)
    day = day_in(today.year, occasion.month, occasion.day)
    return day if day >= today else day_in(today.year + 1, occasion.month, occasion.day)
