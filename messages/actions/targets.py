from dataclasses import dataclass
from typing import ClassVar

from messages.actions.action import Action


@dataclass(frozen=True)
class StartTarget(Action):
    """Open the form that registers; with a campaign and a unit it asks for neither."""

    code: ClassVar[str] = "tn"
    campaign_id: int | None = None
    unit_id: int | None = None


@dataclass(frozen=True)
class MyTargets(Action):
    """Show one's own registrations and those of the units one heads."""

    code: ClassVar[str] = "tm"
    page: int = 0


@dataclass(frozen=True)
class OpenTarget(Action):
    code: ClassVar[str] = "to"
    target_id: int


@dataclass(frozen=True)
class AmendTarget(Action):
    code: ClassVar[str] = "ta"
    target_id: int


@dataclass(frozen=True)
class AskWithdraw(Action):
    """Ask whether to withdraw a registration."""

    code: ClassVar[str] = "tw"
    target_id: int


@dataclass(frozen=True)
class WithdrawTarget(Action):
    """The second tap: withdraw the version that was shown."""

    code: ClassVar[str] = "tx"
    target_id: int
    version: int


@dataclass(frozen=True)
class GiveStaff(Action):
    """Ask for the number of people of a unit."""

    code: ClassVar[str] = "ts"
    unit_id: int


@dataclass(frozen=True)
class TargetUnits(Action):
    """Show the units with how much each has registered."""

    code: ClassVar[str] = "tl"


@dataclass(frozen=True)
class UnitTargets(Action):
    """Show what a unit has registered."""

    code: ClassVar[str] = "tu"
    unit_id: int
    page: int = 0
