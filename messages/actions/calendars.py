from dataclasses import dataclass
from typing import ClassVar

from messages.actions.action import Action


@dataclass(frozen=True)
class TakeCalendar(Action):
    """Send what I owe and the campaign's days as a calendar file, and send it anew when a day changes."""

    code: ClassVar[str] = "it"


@dataclass(frozen=True)
class StopCalendar(Action):
    """Send no more calendar files."""

    code: ClassVar[str] = "is"
