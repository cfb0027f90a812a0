"""What people type as words: cleaned of what cannot be seen, and measured."""

import unicodedata
from enum import StrEnum

JOINERS = frozenset("\u200c\u200d")
"""Format characters that belong into words: they join emoji and some scripts."""


class TextFault(StrEnum):
    EMPTY = "empty"
    SHORT = "short"
    LONG = "long"


class BadText(ValueError):
    """A text that cannot be taken. `length` is that of the cleaned text, `limit` what it breaks."""

    def __init__(self, fault: TextFault, *, length: int, limit: int) -> None:
        super().__init__(fault.value)
        self.fault = fault
        self.length = length
        self.limit = limit


def one_line(text: str, *, least: int = 1, most: int) -> str:
    """The text on one line, NFC, without control and format characters. Raises BadText outside the limits.

    `least` counts what can be seen; a text without any letter, digit or sign is empty.
    """
    cleaned = " ".join("".join(_kept(letter) for letter in unicodedata.normalize("NFC", text)).split())
    seen = sum(unicodedata.category(letter)[0] not in "CMZ" for letter in cleaned)
    if seen == 0:
        raise BadText(TextFault.EMPTY, length=0, limit=least)
    if seen < least:
        raise BadText(TextFault.SHORT, length=seen, limit=least)
    if len(cleaned) > most:
        raise BadText(TextFault.LONG, length=len(cleaned), limit=most)
    return cleaned


def _kept(letter: str) -> str:
    if unicodedata.category(letter) not in ("Cc", "Cf", "Cs") or letter in JOINERS:
        return letter
    return " " if letter.isspace() else ""
