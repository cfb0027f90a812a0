from dataclasses import dataclass
from typing import ClassVar

from messages.actions.action import Action


@dataclass(frozen=True)
class NextReview(Action):
    """Show the next registration that waits for a decision, after this one."""

    code: ClassVar[str] = "tq"
    after_id: int = 0


@dataclass(frozen=True)
class OpenReview(Action):
    """Show one registration with the buttons to decide on it."""

    code: ClassVar[str] = "tv"
    target_id: int


@dataclass(frozen=True)
class ConfirmTarget(Action):
    """Confirm the version that was shown."""

    code: ClassVar[str] = "tc"
    target_id: int
    version: int


@dataclass(frozen=True)
class ReturnTarget(Action):
    """Ask for the reason and return the version that was shown."""

    code: ClassVar[str] = "tb"
    target_id: int
    version: int


@dataclass(frozen=True)
class ReopenTarget(Action):
    """Ask for the reason and give a confirmed registration back to be amended."""

    code: ClassVar[str] = "tp"
    target_id: int
    version: int
