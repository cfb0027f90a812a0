"""What is made at the moment it is sent: pictures and documents, from a letter's facts, in the reader's language.

A letter whose facts hold `made` (a name of `MAKERS`) and `data` carries that file; its text is the caption.
Making takes processor time, so whoever sends does it in a thread; the libraries are imported when first needed.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Made:
    """A file as it is sent. `kind`: photo or document."""

    kind: str
    name: str
    content: bytes


Maker = Callable[[Mapping[str, Any], str], Made]
"""From the data and a language to a file."""

MAKERS: dict[str, Maker] = {}
"""Every file that is made. Each feature's table adds its lines here."""


def make(name: str, data: Mapping[str, Any], language: str) -> Made:
    return MAKERS[name](data, language)
