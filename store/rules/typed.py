"""What people type in a chat: days and numbers, read the Vietnamese way."""

import re
import unicodedata
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from store.rules.deadlines import ISO_DAY, ONE_DAY, BadDay, make_day

SAID_DAYS = {"hom nay": 0, "today": 0, "ngay mai": 1, "mai": 1, "tomorrow": 1, "hom qua": -1, "yesterday": -1}
"""Days from today, spelled without diacritics since many type so."""

BACK, AHEAD = timedelta(days=180), timedelta(days=185)
"""A day typed without its year lies within these of today."""

LONGEST = 64
"""Nothing longer is a day or a number; it is not even looked at."""

MOST_WHOLE_DIGITS, MOST_DECIMALS = 12, 4

DAY = re.compile(
    r"(?:ngay\s*)?([0-9]{1,2})\s*(?:[/.-]|thang)\s*([0-9]{1,2})"
    r"(?:\s*(?:[/.-]|nam)\s*([0-9]{4}))?"
)
GROUPED = re.compile(r"[1-9][0-9]{0,2}(?P<mark>[., ])[0-9]{3}(?:(?P=mark)[0-9]{3})*")


LIKE_ASCII = str.maketrans({"đ": "d", "\u2010": "-", "\u2011": "-", "\u2013": "-", "\u2014": "-", "\u2212": "-"})


class NumberFault(StrEnum):
    UNREADABLE = "unreadable"
    NEGATIVE = "negative"
    TOO_BIG = "too_big"
    TOO_FINE = "too_fine"


class BadNumber(ValueError):
    """A text that is no number we take. `text` is what was typed."""

    def __init__(self, text: str, fault: NumberFault) -> None:
        super().__init__(text)
        self.text = text
        self.fault = fault


def read_typed_day(text: str, *, today: date) -> date:
    """20/6, 20/6/2020, 20-06-2026, 20.6.2026, 2020-06-20, "ngày 20 tháng 6", "hôm nay", "ngày mai", "hôm qua".

    Without a year it is the first such day from 180 days before `today` to 185 after. Raises BadDay.
    """
    plain = plain_words(text)
    if plain in SAID_DAYS:
        return today + SAID_DAYS[plain] * ONE_DAY
    if match := DAY.fullmatch(plain):
        day, month, year = match.groups()
    elif match := ISO_DAY.fullmatch(plain):
        year, month, day = match.groups()
    else:
        raise BadDay(text)
    if year is None:
        return _nearest(int(day), int(month), today=today, text=text)
    return make_day(int(year), int(month), int(day), text=text)


def read_typed_number(text: str, *, signed: bool = False) -> Decimal:
    """1.250,5 and 1250.5 and 1,250.5 and 1 250,5; "1.250" is 1250, "1,5" and "1.5" are one and a half.

    One dot before exactly three digits groups thousands, one comma is the decimal mark. A sign is taken
    only where `signed`. Raises BadNumber.
    """
    plain = plain_words(text)
    sign, digits = (plain[0], plain[1:].strip()) if plain[:1] in ("-", "+") else ("", plain)
    whole, decimals = _split(digits, text)
    if sign == "-" and not signed:
        raise BadNumber(text, NumberFault.NEGATIVE)
    if len(whole.lstrip("0")) > MOST_WHOLE_DIGITS:
        raise BadNumber(text, NumberFault.TOO_BIG)
    if len(decimals.rstrip("0")) > MOST_DECIMALS:
        raise BadNumber(text, NumberFault.TOO_FINE)
    value = Decimal(f"{whole}.{decimals or 0}")
    return -value if sign == "-" and value else value


def _split(digits: str, text: str) -> tuple[str, str]:
    """The digits before and after the decimal mark."""
    marks = [mark for mark in digits if mark in ".,"]
    if len(set(marks)) == 2 or marks == [","]:
        head, _, decimals = digits.rpartition(marks[-1])
    elif marks == ["."] and not GROUPED.fullmatch(digits):
        head, _, decimals = digits.partition(".")
    else:
        head, decimals = digits, None
    if re.fullmatch("[0-9]+", head):
        whole = head
    elif GROUPED.fullmatch(head):
        whole = re.sub("[., ]", "", head)
    else:
        raise BadNumber(text, NumberFault.UNREADABLE)
    if decimals is not None and not re.fullmatch("[0-9]+", decimals):
        raise BadNumber(text, NumberFault.UNREADABLE)
    return whole, decimals or ""


def _nearest(day: int, month: int, *, today: date, text: str) -> date:
    first, last = today - BACK, today + AHEAD
    for year in range(first.year, last.year + 1):
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if first <= found <= last:
            return found
    raise BadDay(text, exists=False)


def plain_words(text: str) -> str:
    """Lower case, single spaces, plain hyphens, no diacritics: "Hôm  NAY" is "hom nay". Nothing of a long text."""
    if len(text) > LONGEST:
        return ""
    letters = unicodedata.normalize("NFD", text.casefold())
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(bare.translate(LIKE_ASCII).split())
