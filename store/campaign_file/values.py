"""From one text of the file to one value. Each reader takes the text and raises `Wrong` with facts."""

import re
from collections.abc import Callable, Collection
from datetime import date, time
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from store.campaign_file.mistakes import nearest
from store.rules.deadlines import BadDay, parse_day, parse_month

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)
Parse = Callable[[str], T]

Known = Collection[str] | None
"""What a reference may name; None: there is no list here to check against."""

YES = {"true", "yes", "on", "có"}
NO = {"false", "no", "off", "không"}


class Wrong(Exception):
    """One text is no value of its kind. `key` and, where the code has it, `given` are added by the section."""

    def __init__(self, code: str, **facts: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


def words(limit: int = 200) -> Parse[str]:
    """A name or title: one line, single spaces."""

    def parse(text: str) -> str:
        line = " ".join(text.split())
        if len(line) > limit:
            raise Wrong("too_long", limit=limit)
        return line

    return parse


def paragraphs(limit: int = 4000) -> Parse[str]:
    """A longer text that keeps its lines."""

    def parse(text: str) -> str:
        lines = "\n".join(line.rstrip() for line in text.strip().splitlines())
        if len(lines) > limit:
            raise Wrong("too_long", limit=limit)
        return lines

    return parse


def code(text: str) -> str:
    if not re.fullmatch(r"[a-z0-9][a-z0-9._-]{0,39}", text):
        raise Wrong("bad_code")
    return text


def table_code(text: str) -> str:
    """A code inside a score table, where offices write A, B1 or 1.2."""
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}", text):
        raise Wrong("bad_code")
    return text


def day(text: str) -> date:
    """2020-06-20 or 20/6/2020."""
    try:
        return parse_day(text)
    except BadDay:
        raise Wrong("bad_day") from None


def month(text: str) -> date:
    """The first day of 2020-12 or 12/2020."""
    try:
        return parse_month(text)
    except BadDay:
        raise Wrong("bad_month") from None


def clock(text: str) -> time:
    match = re.fullmatch(r"(\d{1,2}):(\d{2})", text, re.ASCII)
    try:
        if match:
            return time(int(match[1]), int(match[2]))
    except ValueError:
        pass
    raise Wrong("bad_time")


def whole(lowest: int, highest: int) -> Parse[int]:
    """A whole number; leading zeros count for nothing."""

    def parse(text: str) -> int:
        _refuse_thousands(text)
        if not re.fullmatch(r"-?\d{1,12}", text, re.ASCII):
            raise Wrong("bad_number")
        if not lowest <= int(text) <= highest:
            raise Wrong("number_out_of_range", lowest=lowest, highest=highest)
        return int(text)

    return parse


def number(lowest: int, highest: int, *, places: int = 4) -> Parse[Decimal]:
    """An exact decimal with at most four places, or fewer; 0,5 and 0.5 are the same."""

    def parse(text: str) -> Decimal:
        _refuse_thousands(text)
        if not re.fullmatch(r"-?\d{1,12}([.,]\d{1,4})?", text, re.ASCII):
            raise Wrong("bad_number")
        value = Decimal(text.replace(",", "."))
        if not lowest <= value <= highest:
            raise Wrong("number_out_of_range", lowest=lowest, highest=highest)
        if value != round(value, places):
            raise Wrong("number_too_fine", places=places)
        return value

    return parse


def _refuse_thousands(text: str) -> None:
    """1.000 is a thousand to one reader and one to another: nobody is guessed right."""
    if re.fullmatch(r"-?[1-9]\d{0,2}([.,]\d{3})+", text, re.ASCII):
        raise Wrong("unclear_number")


def percent(text: str) -> int:
    text = text.removesuffix("%").rstrip()
    if not re.fullmatch(r"\d{1,3}", text, re.ASCII) or not 1 <= int(text) <= 100:
        raise Wrong("bad_percent")
    return int(text)


def flag(text: str) -> bool:
    if text.casefold() not in YES | NO:
        raise Wrong("bad_flag")
    return text.casefold() in YES


def timezone(text: str) -> str:
    try:
        if re.fullmatch(r"[A-Za-z]\w*(/[\w+-]+)*", text, re.ASCII):
            ZoneInfo(text)
            return text
    except (ZoneInfoNotFoundError, ValueError, OSError):
        pass
    raise Wrong("bad_timezone")


def word(*allowed: str) -> Parse[str]:
    """One of a few words."""

    def parse(text: str) -> str:
        if text not in allowed:
            raise Wrong("unknown_choice", nearest=nearest(text, allowed), allowed=", ".join(allowed))
        return text

    return parse


def one_of(kind: type[E]) -> Parse[E]:
    """A value of an enum, by its word."""
    read = word(*kind)
    return lambda text: kind(read(text))


def listed(known: Known, unknown: str) -> Parse[str]:
    """A code or name listed elsewhere."""

    def parse(text: str) -> str:
        if known is not None and text not in known:
            raise Wrong(unknown, nearest=nearest(text, known))
        return text

    return parse
