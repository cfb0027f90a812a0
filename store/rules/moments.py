"""An instant that somebody types: a time of day, with a day or without."""

import re
import unicodedata
from datetime import date, datetime, time, timedelta

from store.rules.typed import LIKE_ASCII, LONGEST, read_typed_day

_CLOCK = re.compile(
    r"(?<![0-9/:.-])([0-9]{1,2})\s*(?:gio|[:hg])\s*([0-9]{2})?(?![0-9/:.-])"
    r"(?:\s*phut)?(?:\s*\b(sang|trua|chieu|toi)\b)?"
)
_ENGLISH = re.compile(r"(?<![0-9/:.-])(1[0-2]|0?[1-9])(?::([0-9]{2}))?\s*([ap])\.?m\b\.?")
_BETWEEN = re.compile(r"\b(?:luc|vao|at|on)\b|,")


class BadMoment(ValueError):
    """A text that is no time of day. What is wrong with its day is told by BadDay."""


def read_typed_moment(text: str, *, now: datetime) -> datetime:
    """15/6 8:00, 8h30 ngày mai, 2h chiều mai, "lúc 14h, 20/6/2020", 2pm. Without a day the next such time after `now`.

    `now` and the answer are local, without a zone. Raises BadMoment or BadDay.
    """
    plain = _ENGLISH.sub(_of_24, _plain(text))
    match = _CLOCK.search(plain)
    if match is None:
        raise BadMoment(text)
    try:
        clock = time(_hour(int(match[1]), match[3]), int(match[2] or 0))
    except ValueError:
        raise BadMoment(text) from None
    rest = " ".join(_BETWEEN.sub(" ", plain[: match.start()] + " " + plain[match.end() :]).split())
    if rest:
        return datetime.combine(read_typed_day(rest, today=now.date()), clock)
    today = datetime.combine(now.date(), clock)
    return today if today > now else today + timedelta(days=1)


def _of_24(match: re.Match[str]) -> str:
    """2pm is 14:00, 12am is 0:00."""
    return f"{int(match[1]) % 12 + (12 if match[3] == 'p' else 0)}:{match[2] or '00'}"


def _hour(hour: int, part: str | None) -> int:
    """2h chiều is 14, 1h trưa is 13."""
    late = part in ("chieu", "toi") or (part == "trua" and hour < 3)
    return hour + 12 if late and hour < 12 else hour


def proposed_moments(now: datetime, working_day: date) -> list[datetime]:
    """Instants worth a button, local, soonest first: 8:00 and 14:00 today, 8:00 tomorrow and on a working day."""
    tomorrow = now.date() + timedelta(days=1)
    days = [(now.date(), 8), (now.date(), 14), (tomorrow, 8), (working_day, 8)]
    found = {datetime.combine(day, time(hour)) for day, hour in days}
    return sorted(one for one in found if one > now + timedelta(minutes=5))


def _plain(text: str) -> str:
    if len(text) > LONGEST:
        return ""
    letters = unicodedata.normalize("NFD", text.casefold())
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(bare.translate(LIKE_ASCII).split())
