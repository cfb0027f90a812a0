from dataclasses import dataclass
from typing import ClassVar

from messages.actions.action import Action


@dataclass(frozen=True)
class StartAchievement(Action):
    """Open the form that records an achievement."""

    code: ClassVar[str] = "vn"


@dataclass(frozen=True)
class RecordFiles(Action):
    """What was sent outside a form, and the open question holds, is evidence of an achievement."""

    code: ClassVar[str] = "vf"
    form_id: int


@dataclass(frozen=True)
class MyAchievements(Action):
    """Show one's own achievements and those of the units one heads."""

    code: ClassVar[str] = "vm"
    page: int = 0


@dataclass(frozen=True)
class UnitAchievements(Action):
    """Show a unit's achievements."""

    code: ClassVar[str] = "vu"
    unit_id: int
    page: int = 0


@dataclass(frozen=True)
class OpenAchievement(Action):
    code: ClassVar[str] = "vo"
    achievement_id: int


@dataclass(frozen=True)
class ShowEvidence(Action):
    """Send the pieces of evidence, each as a message of its own."""

    code: ClassVar[str] = "vs"
    achievement_id: int


@dataclass(frozen=True)
class AmendAchievement(Action):
    code: ClassVar[str] = "va"
    achievement_id: int


@dataclass(frozen=True)
class AddEvidence(Action):
    """Open the form that adds evidence while it is in review."""

    code: ClassVar[str] = "ve"
    achievement_id: int


@dataclass(frozen=True)
class AskWithdrawAchievement(Action):
    """Ask whether to withdraw an achievement."""

    code: ClassVar[str] = "vw"
    achievement_id: int


@dataclass(frozen=True)
class WithdrawAchievement(Action):
    """The second tap: withdraw the version that was shown."""

    code: ClassVar[str] = "vx"
    achievement_id: int
    version: int
