from dataclasses import dataclass
from typing import ClassVar

from messages.actions.action import Action


@dataclass(frozen=True)
class OpenCampaign(Action):
    """Show a campaign with its phases and deadlines."""

    code: ClassVar[str] = "cp"
    campaign_id: int


@dataclass(frozen=True)
class PreviewLaunch(Action):
    """Show a draft as it would be launched, and to how many."""

    code: ClassVar[str] = "cv"
    campaign_id: int


@dataclass(frozen=True)
class LaunchCampaign(Action):
    """The second tap: launch what was previewed."""

    code: ClassVar[str] = "cl"
    campaign_id: int


@dataclass(frozen=True)
class ReceiveLaunch(Action):
    """ "Đã nhận" under a launch."""

    code: ClassVar[str] = "ca"
    campaign_id: int


@dataclass(frozen=True)
class NameDay(Action):
    """Name the day of a draft's milestone that has only words."""

    code: ClassVar[str] = "cd"
    milestone_id: int


@dataclass(frozen=True)
class OpenDuty(Action):
    """Show a duty with what may be done about it."""

    code: ClassVar[str] = "co"
    duty_id: int


@dataclass(frozen=True)
class MarkReceived(Action):
    """The office received it outside the bot."""

    code: ClassVar[str] = "cr"
    duty_id: int


@dataclass(frozen=True)
class MarkHeld(Action):
    """The office says that the meeting was held."""

    code: ClassVar[str] = "ch"
    duty_id: int


@dataclass(frozen=True)
class UnmarkDuty(Action):
    """Take back what the office marked."""

    code: ClassVar[str] = "cu"
    duty_id: int


@dataclass(frozen=True)
class ExtendDuty(Action):
    """Give one owner more time."""

    code: ClassVar[str] = "ce"
    duty_id: int
