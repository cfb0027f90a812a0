"""The catalogue: titles (danh hiệu) as dated data with their law, and what is compared before one is given.

The data is `catalogue.yaml`. Which codes there are never changes with the day; which are valid does.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import yaml

DATA = Path(__file__).with_suffix(".yaml")


class Subject(StrEnum):
    """Whom a title is for."""

    PERSON = "person"
    COLLECTIVE = "collective"
    BOTH = "both"
    COMMUNITY = "community"


@dataclass(frozen=True)
class Law:
    """Where a title stands, from its first to its last day. `evidence`: how sure that is (V, V-old, S, U)."""

    code: str
    names: dict[str, str]
    valid_from: date
    valid_to: date | None
    evidence: str

    def valid_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True)
class Title:
    """A title or form of award. `names` by language; `under`: code of a law -> how sure it is that it stands there."""

    code: str
    names: dict[str, str]
    subject: Subject
    level: str
    offered: bool
    under: dict[str, str]


@dataclass(frozen=True)
class Check:
    """One condition to compare with, of a title under a law or of exemplars. The council decides."""

    code: str
    names: dict[str, str]
    subject: Subject = Subject.BOTH
    title: str = ""
    law: str = ""
    evidence: str = "V"


@dataclass(frozen=True)
class Catalogue:
    laws: tuple[Law, ...]
    titles: dict[str, Title]
    conditions: tuple[Check, ...]
    exemplars: tuple[Check, ...]

    def law_of(self, code: str, day: date) -> Law | None:
        """The law under which a title is valid on that day; None when it is not."""
        title = self.titles.get(code)
        found = [law for law in self.laws if title and law.code in title.under and law.valid_on(day)]
        return found[-1] if found else None

    def open_to(self, subject: Subject, day: date, *, also: Iterable[str] = ()) -> list[str]:
        """The codes to register for on that day, by whom they are meant; `also`: others that a campaign names."""
        wanted = set(also)
        return [
            one.code
            for one in self.titles.values()
            if (one.subject == subject or (one.subject == Subject.BOTH and subject == Subject.COLLECTIVE))
            if (one.offered or one.code in wanted) and self.law_of(one.code, day) is not None
        ]

    def conditions_of(self, code: str, day: date) -> list[Check]:
        law = self.law_of(code, day)
        return [one for one in self.conditions if law and one.title == code and one.law == law.code]

    def exemplar_checks(self, subject: Subject) -> list[Check]:
        return [one for one in self.exemplars if one.subject in (subject, Subject.BOTH)]

    def named(self, code: str, language: str) -> str:
        """The name of a title, a law or a condition; an unknown code as it is."""
        listed: tuple[Law | Check, ...] = (*self.laws, *self.conditions, *self.exemplars)
        others = (one for one in listed if one.code == code)
        found = self.titles.get(code) or next(others, None)
        return code if found is None else found.names.get(language, found.names["vi"])


@cache
def catalogue() -> Catalogue:
    """Read once, when first asked for."""
    data = yaml.safe_load(DATA.read_bytes())
    return Catalogue(
        laws=tuple(
            Law(one["code"], _names(one), one["from"], one.get("to"), one["evidence"])
            for one in sorted(data["laws"], key=lambda one: one["from"])
        ),
        titles={one["code"]: _title(one) for one in data["titles"]},
        conditions=tuple(
            Check(one["code"], _names(one), title=one["title"], law=one["law"], evidence=one["evidence"])
            for one in data["conditions"]
        ),
        exemplars=tuple(Check(one["code"], _names(one), Subject(one["subject"])) for one in data["exemplars"]),
    )


def _title(one: dict[str, Any]) -> Title:
    return Title(
        one["code"], _names(one), Subject(one["subject"]), one["level"], one.get("offered", False), dict(one["under"])
    )


def _names(one: dict[str, Any]) -> dict[str, str]:
    return {"vi": one["vi"], "en": one["en"]}
