"""The ladder of reminders round a deadline: on which mornings, at which instants, which one is due."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from store.rules.calendar import WorkCalendar
from store.rules.deadlines import ONE_DAY

FURTHEST = 366
"""No rung is further than this many days from the last valid day."""


class BadLadder(ValueError):
    """A ladder that cannot be kept. `field` names what is wrong: "before", "overdue" or "at"."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


@dataclass(frozen=True)
class Ladder:
    """When reminders go out: days before and after the last valid day, the hour, and the quiet hours.

    Quiet is from its first time to before its second, over midnight or not; equal ends mean never. Raises
    BadLadder unless days before are 0 to 366, days after 1 to 366, and the hour is outside the quiet ones.
    """

    before: tuple[int, ...] = (30, 14, 7, 3, 1, 0)
    overdue: tuple[int, ...] = (1, 3, 7)
    at: time = time(8)
    quiet: tuple[time, time] = (time(21), time(7))

    def __post_init__(self) -> None:
        if not all(0 <= days <= FURTHEST for days in self.before):
            raise BadLadder("before")
        if not all(1 <= days <= FURTHEST for days in self.overdue):
            raise BadLadder("overdue")
        if is_quiet(self.at, self.quiet):
            raise BadLadder("at")


@dataclass(frozen=True)
class Rung:
    """One reminder. `offset`: days before the last valid day, negative after it; `morning`: the day it goes out.

    The offset is the rung's name in its ladder. How many days are really left follows from the morning.
    """

    offset: int
    morning: date


def rungs(last_day: date, ladder: Ladder, calendar: WorkCalendar) -> list[Rung]:
    """The rungs of a deadline, one a morning, earliest first; every morning is a working day.

    A rung up to the last valid day moves back to a working day, a later one forward, so that none of the
    later ones lands before the deadline is over. Of those that meet on a morning the furthest on stays.
    """
    by_morning: dict[date, Rung] = {}
    for days in sorted(set(ladder.before), reverse=True):
        morning = calendar.working_day_before(last_day - timedelta(days=days))
        by_morning[morning] = Rung(days, morning)
    for days in sorted(set(ladder.overdue)):
        morning = calendar.working_day_after(last_day + timedelta(days=days))
        by_morning[morning] = Rung(-days, morning)
    return list(by_morning.values())


def rung_instant(rung: Rung, ladder: Ladder, zone: tzinfo) -> datetime:
    """When a rung goes out: the ladder's hour in `zone` on its morning, as UTC."""
    return datetime.combine(rung.morning, ladder.at, tzinfo=zone).astimezone(UTC)


def schedule(last_day: date, ladder: Ladder, calendar: WorkCalendar, zone: tzinfo) -> list[tuple[Rung, datetime]]:
    """The rungs of a deadline with their instants, earliest first."""
    return [(rung, rung_instant(rung, ladder, zone)) for rung in rungs(last_day, ladder, calendar)]


def latest_due(planned: Iterable[tuple[Rung, datetime]], now: datetime, since: datetime) -> Rung | None:
    """The one rung to send after a silence: the last whose instant is past, and not before `since` (the launch).

    It stays the answer until the next rung's instant: whoever sends remembers that it went out.
    """
    due = [(instant, rung) for rung, instant in planned if since <= instant <= now]
    return max(due, key=lambda pair: pair[0])[1] if due else None


def outside_quiet(now: datetime, ladder: Ladder, zone: tzinfo) -> datetime:
    """`now`, or the end of the quiet hours it falls in, as UTC."""
    local = now.astimezone(zone)
    start, end = ladder.quiet
    if not is_quiet(local.time(), ladder.quiet):
        return now.astimezone(UTC)
    over_midnight = start > end and local.time() >= start
    day = local.date() + ONE_DAY if over_midnight else local.date()
    return max(now, datetime.combine(day, end, tzinfo=zone)).astimezone(UTC)


def is_quiet(clock: time, quiet: tuple[time, time]) -> bool:
    """Whether a local time of day lies in the quiet hours."""
    start, end = quiet
    if start <= end:
        return start <= clock < end
    return clock >= start or clock < end
