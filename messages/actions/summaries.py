from dataclasses import dataclass
from typing import ClassVar

from messages.actions.action import Action


@dataclass(frozen=True)
class OpenSummary(Action):
    """Show the summary of a phase; phase 0 is the whole campaign."""

    code: ClassVar[str] = "zs"
    campaign_id: int
    phase_id: int = 0


@dataclass(frozen=True)
class ListFigure(Action):
    """Show what a figure of a summary counted."""

    code: ClassVar[str] = "zl"
    campaign_id: int
    phase_id: int
    figure: str
    page: int = 0


@dataclass(frozen=True)
class ShowFigures(Action):
    """Show the figures of a summary that open to a list."""

    code: ClassVar[str] = "zg"
    campaign_id: int
    phase_id: int


@dataclass(frozen=True)
class ShowChecklist(Action):
    """Show what is still open before a phase or a campaign is sealed."""

    code: ClassVar[str] = "zc"
    campaign_id: int
    phase_id: int


@dataclass(frozen=True)
class SendSummary(Action):
    """Send a summary as a file: picture, word or sheet."""

    code: ClassVar[str] = "zf"
    campaign_id: int
    phase_id: int
    made: str


@dataclass(frozen=True)
class AskToPost(Action):
    """Ask whether a summary goes to the groups."""

    code: ClassVar[str] = "za"
    campaign_id: int
    phase_id: int


@dataclass(frozen=True)
class PostSummary(Action):
    """Send a summary to the groups; `asked` tells one asking from the next, so that a second tap does nothing."""

    code: ClassVar[str] = "zp"
    campaign_id: int
    phase_id: int
    asked: int
