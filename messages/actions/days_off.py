from dataclasses import dataclass
from typing import ClassVar

from messages.actions.action import Action


@dataclass(frozen=True)
class OpenDaysOff(Action):
    """The days off and made-up working days that the office entered."""

    code: ClassVar[str] = "dl"


@dataclass(frozen=True)
class AddDayOff(Action):
    """Enter a day off, or (not `off`) a working day."""

    code: ClassVar[str] = "da"
    off: bool


@dataclass(frozen=True)
class DropDayOff(Action):
    """Take back a day that was entered."""

    code: ClassVar[str] = "dd"
    override_id: int
