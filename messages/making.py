"""What is made at the moment it is sent: pictures and documents, from a letter's facts, in the reader's language.

A letter whose facts hold `made` (a name of `MAKERS`) and `data` carries that file; its text is the caption.
Making takes processor time, so whoever sends does it in a thread; the libraries are imported when first needed.
"""

from collections.abc import Mapping
from typing import Any

from messages.made import Made, Maker
from messages.pictures.standings import standings_picture

MAKERS: dict[str, Maker] = {"standings": standings_picture}
"""Every file that is made. Each feature's table adds its lines here."""


def make(name: str, data: Mapping[str, Any], language: str) -> Made:
    return MAKERS[name](data, language)
