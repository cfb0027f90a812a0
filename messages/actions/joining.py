from dataclasses import dataclass
from typing import ClassVar

from messages.actions.action import Action


@dataclass(frozen=True)
class AskToJoin(Action):
    """Choose a unit and ask to join it, without a link."""

    code: ClassVar[str] = "pj"


@dataclass(frozen=True)
class OpenRequest(Action):
    """Show who asks to join the unit."""

    code: ClassVar[str] = "po"
    membership_id: int


@dataclass(frozen=True)
class ApproveMember(Action):
    code: ClassVar[str] = "pa"
    membership_id: int


@dataclass(frozen=True)
class RefuseMember(Action):
    code: ClassVar[str] = "pr"
    membership_id: int
