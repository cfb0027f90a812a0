"""Names that are hidden: a person who was deleted has this mark for a name, and readers see words for it."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

DELETED = "\ue000"
"""Stands where the name of a deleted person stood. Nobody can type it as a name; messages say it in words."""

CROSSED_D = (0x110, 0x111)
"""The one Vietnamese letter that is no other letter with a mark."""

BETWEEN = r"[\s_.\-]+"
"""What may stand between the words of a name, in file names too."""


def hide(text: str, names: Iterable[str], instead: str = DELETED, *, keep: Iterable[str] = ()) -> str:
    """The text with `instead` for each of the names, as a whole name.

    A name of several words is found in any case and also written without diacritics; one word only as it is. What is
    part of one of the names to `keep` is another person's.
    """
    text = unicodedata.normalize("NFC", text)
    for name in sorted({_tidy(one) for one in names} - {""}, key=len, reverse=True):
        others = [span for other in keep for span in _found(text, _tidy(other))]
        kept, end = [], 0
        for first, last in _found(text, name):
            if not any(start <= first and last <= stop for start, stop in others):
                kept += [text[end:first], instead]
                end = last
        text = "".join([*kept, text[end:]])
    return text


def unmark(value: Any, words: str) -> Any:
    """The same JSON data with words in place of the mark."""
    if isinstance(value, str):
        return value.replace(DELETED, words)
    if isinstance(value, Mapping):
        return {key: unmark(one, words) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [unmark(one, words) for one in value]
    return value


def hide_in(value: Any, names: Iterable[str], instead: str = DELETED, *, keep: Iterable[str] = ()) -> Any:
    """The same JSON data with the names hidden in every text of it."""
    these, others = tuple(names), tuple(keep)
    if isinstance(value, str):
        return hide(value, these, instead, keep=others)
    if isinstance(value, Mapping):
        return {key: hide_in(one, these, instead, keep=others) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [hide_in(one, these, instead, keep=others) for one in value]
    return value


def _found(text: str, name: str) -> list[tuple[int, int]]:
    """Where a name stands in a text."""
    if " " not in name:
        return [one.span() for one in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text)] if name else []
    found = []
    for one in _pattern(_plain(name)).finditer(_plain(text)):
        said = text[one.start() : one.end()]
        if _same(said, name) or said.casefold() == one[0]:
            found.append(one.span())
    return found


def _tidy(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).split())


@lru_cache(maxsize=64)
def _pattern(plain_name: str) -> re.Pattern[str]:
    words = BETWEEN.join(map(re.escape, plain_name.split()))
    return re.compile(rf"(?<![^\W_]){words}(?![^\W_])")


def _same(said: str, name: str) -> bool:
    return re.split(BETWEEN, said.casefold()) == re.split(BETWEEN, name.casefold())


def _plain(text: str) -> str:
    """Small letters without diacritics, letter for letter."""
    return "".join(map(_plain_letter, text))


@lru_cache(maxsize=4096)
def _plain_letter(letter: str) -> str:
    if ord(letter) in CROSSED_D:
        return "d"
    small = unicodedata.normalize("NFD", letter)[0].lower()
    return small if len(small) == 1 else letter
