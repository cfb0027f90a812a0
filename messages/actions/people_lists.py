from dataclasses import dataclass
from typing import ClassVar

from messages.actions.action import Action


@dataclass(frozen=True)
class SendList(Action):
    """Send a filled list of people; of all units when `unit_id` is 0."""

    code: ClassVar[str] = "pl"
    unit_id: int


@dataclass(frozen=True)
class ListSheet(Action):
    """The sheet to fill."""

    code: ClassVar[str] = "pls"
    unit_id: int


@dataclass(frozen=True)
class TakeList(Action):
    """Add everybody of a list that was read."""

    code: ClassVar[str] = "pt"
    list_id: int


@dataclass(frozen=True)
class DropList(Action):
    code: ClassVar[str] = "px"
    list_id: int
