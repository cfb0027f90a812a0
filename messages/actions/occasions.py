from dataclasses import dataclass
from typing import ClassVar

from messages.actions.action import Action


@dataclass(frozen=True)
class OpenOccasions(Action):
    """The commemorative days the bloc keeps, a page of them."""

    code: ClassVar[str] = "eo"
    page: int = 0


@dataclass(frozen=True)
class OpenKnownDays(Action):
    """The days of the catalogue that may be added, a page of them."""

    code: ClassVar[str] = "ec"
    page: int = 0


@dataclass(frozen=True)
class AddKnownDay(Action):
    """Keep a day of the catalogue; `page`: the page it was on."""

    code: ClassVar[str] = "ea"
    known: str
    page: int


@dataclass(frozen=True)
class NewOccasion(Action):
    """Type a day of the bloc's or a unit's own."""

    code: ClassVar[str] = "en"


@dataclass(frozen=True)
class SwitchOccasion(Action):
    """Post it, or not."""

    code: ClassVar[str] = "es"
    occasion_id: int
    active: bool
    page: int


@dataclass(frozen=True)
class DropOccasion(Action):
    """Keep it no longer."""

    code: ClassVar[str] = "ed"
    occasion_id: int
    page: int
