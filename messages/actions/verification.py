from dataclasses import dataclass
from typing import ClassVar

from messages.actions.action import Action


@dataclass(frozen=True)
class OpenAchievementReview(Action):
    """Show one achievement with the buttons to decide on it."""

    code: ClassVar[str] = "wo"
    achievement_id: int


@dataclass(frozen=True)
class NextAchievement(Action):
    """Show the next achievement that waits for a decision, after this one."""

    code: ClassVar[str] = "wn"
    after_id: int = 0


@dataclass(frozen=True)
class ConfirmAchievement(Action):
    """A head confirms the version that was shown."""

    code: ClassVar[str] = "wc"
    achievement_id: int
    version: int


@dataclass(frozen=True)
class ReturnAchievement(Action):
    """Ask for the reason and return the version that was shown."""

    code: ClassVar[str] = "wr"
    achievement_id: int
    version: int


@dataclass(frozen=True)
class VerifyAchievement(Action):
    """Verify the version that was shown, with the points of the rule, and show the next one."""

    code: ClassVar[str] = "wv"
    achievement_id: int
    version: int


@dataclass(frozen=True)
class AdjustAchievement(Action):
    """Ask for the points, and for the reason where the rule gives others, and verify with them."""

    code: ClassVar[str] = "wa"
    achievement_id: int
    version: int


@dataclass(frozen=True)
class RejectAchievement(Action):
    """Ask for the reason and reject the version that was shown."""

    code: ClassVar[str] = "wj"
    achievement_id: int
    version: int


@dataclass(frozen=True)
class ReverseAchievement(Action):
    """Ask for the reason and take a verification back."""

    code: ClassVar[str] = "wx"
    achievement_id: int
