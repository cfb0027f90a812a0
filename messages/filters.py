import datetime as dt
from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Protocol

from babel.dates import format_date
from markupsafe import Markup

from messages.limits import shorten
from store.catalogue import catalogue
from store.occasions.days import known_days
from store.rules.hiding import DELETED


class Words(Protocol):
    """Renders `words/<template>` of one language to plain text."""

    def __call__(self, template: str, /, **facts: object) -> str: ...


class Filters:
    """What templates of one language may do to a fact. Dates and instants are ISO text, instants in local time."""

    def __init__(self, language: str, words: Words) -> None:
        self._language = language
        self._words = words

    def table(self) -> dict[str, Callable[..., str]]:
        """The filters by the name templates use."""
        return {
            "day": self.day,
            "short_day": self.short_day,
            "weekday": self.weekday,
            "weekday_day": self.weekday_day,
            "month": self.month,
            "moment": self.moment,
            "clock": clock,
            "dated": self.dated,
            "days_left": self.days_left,
            "deadline": self.deadline,
            "number": self.number,
            "points": self.points,
            "file_size": self.file_size,
            "comrade": self.comrade,
            "person": self.person,
            "capital": capital,
            "cut": cut,
            "tie_break": self.tie_break,
            "named": self.named,
            "occasion": self.occasion,
        }

    def day(self, value: str) -> str:
        """20/6/2020; 20 Jun 2020"""
        return self._words("day", value=value)

    def short_day(self, value: str) -> str:
        """20/6; 20 Jun"""
        return self._words("short_day", value=value)

    def weekday(self, value: str) -> str:
        """thứ Sáu; Friday"""
        return self._words("weekday", weekday=_date(value).weekday())

    def weekday_day(self, value: str) -> str:
        """thứ Sáu 19/6; Friday 19 Jun"""
        return self._words("weekday_day", value=value)

    def month(self, value: str) -> str:
        """tháng 12/2020; December 2020. Takes 2020-12 or any day of it."""
        return self._words("month", value=value)

    def moment(self, value: str) -> str:
        """08:00 20/6/2020; 08:00 20 Jun 2020"""
        return self._words("moment", value=value)

    def dated(self, value: str, pattern: str) -> str:
        """A day in one of Babel's patterns, which the templates in words/ translate."""
        return format_date(_date(value), str(pattern), locale=self._language)

    def days_left(self, value: int) -> str:
        """còn 3 ngày; hôm nay là ngày cuối (at 0); quá hạn 2 ngày (below 0)"""
        return self._words("days_left", left=value)

    def deadline(self, value: Mapping[str, Any]) -> str:
        """trước 20/6/2020 (hết thứ Sáu 19/6), còn 3 ngày.

        Takes `form` (before, by, in, around), `day` (for `in` a month will do), `last_day` (the last valid one;
        later than `day` once it was extended), `left` in days or None; for `around` the plan's `text` instead.
        `extended`: for one owner, which its days alone do not always tell.
        """
        if value["form"] == "around":
            return self._words("deadline_around", text=value["text"])
        extended = value.get("extended") or (value["form"] != "in" and value["last_day"] > value["day"])
        facts = {"form": value["form"], "day": value["day"], "last_day": value["last_day"], "left": value.get("left")}
        return self._words("deadline", extended=extended, **facts)

    def number(self, value: str | int | Decimal) -> str:
        """1.250,5; 1,250.5, with the decimals that are there"""
        written = f"{Decimal(str(value)):,f}"
        if "." in written:
            written = written.rstrip("0").rstrip(".")
        return written.translate(_VIETNAMESE) if self._language == "vi" else written

    def points(self, value: str | int | Decimal) -> str:
        """A number with at most two decimals, half up."""
        return self.number(Decimal(str(value)).quantize(Decimal("0.01"), ROUND_HALF_UP))

    def file_size(self, value: int) -> str:
        """512 B, 12 KB, 1,5 MB: powers of 1024"""
        if value < 1024:
            return f"{self.number(value)} B"
        if value < 1024 * 1024:
            return f"{self.number(-(-value // 1024))} KB"
        return f"{self.number((Decimal(value) / 1024 / 1024).quantize(Decimal('0.1'), ROUND_HALF_UP))} MB"

    def comrade(self, value: str) -> str:
        """đồng chí Lan; in English the name alone"""
        return value if value == DELETED else self._words("comrade", name=value)

    def tie_break(self, value: str) -> str:
        """A word of a campaign's tie-break: điểm nhóm A; số sáng kiến"""
        return self._words("tie_break", word=value, group=value.partition(":")[2])

    def person(self, value: str) -> str:
        """đ/c Lan, the short form for lists; in English the name alone"""
        return value if value == DELETED else self._words("person", name=value)

    def named(self, value: str) -> str:
        """The catalogue's name of a title, a law or a condition, by its code."""
        return catalogue().named(value, self._language)

    def occasion(self, value: Mapping[str, Any]) -> str:
        """The name of a commemorative day: the catalogue's in this language, else as it was typed."""
        known = known_days().get(value["code"])
        return value["name"] if known is None else known.names.get(self._language, known.names["vi"])


_VIETNAMESE = str.maketrans(",.", ".,")


def clock(value: str) -> str:
    """08:00"""
    return dt.datetime.fromisoformat(value).strftime("%H:%M")


def capital(value: str) -> str:
    """As at the start of a sentence: Đồng chí Lan"""
    return value[:1].upper() + value[1:]


def cut(value: str, limit: int) -> str:
    """At most `limit` characters. What was already escaped is read back first, so that no entity is halved."""
    return shorten(value.unescape() if isinstance(value, Markup) else value, limit)


def _date(value: str) -> dt.date:
    return dt.date.fromisoformat(value[:10] if len(value) > len("2020-12") else f"{value}-01")
