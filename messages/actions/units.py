from dataclasses import dataclass
from typing import ClassVar

from messages.actions.action import Action


@dataclass(frozen=True)
class OpenUnits(Action):
    """The bloc's units, for the office."""

    code: ClassVar[str] = "ul"
