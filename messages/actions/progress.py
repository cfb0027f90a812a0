from dataclasses import dataclass
from typing import ClassVar

from messages.actions.action import Action


@dataclass(frozen=True)
class OpenProgress(Action):
    """Show how far a campaign is."""

    code: ClassVar[str] = "mp"
    campaign_id: int
    page: int = 0


@dataclass(frozen=True)
class OpenUnitProgress(Action):
    """Show what one unit has done and still owes in a campaign."""

    code: ClassVar[str] = "mu"
    campaign_id: int
    unit_id: int


@dataclass(frozen=True)
class ShowUnreachable(Action):
    """Show by name who cannot be reached, for somebody to phone."""

    code: ClassVar[str] = "mn"
    campaign_id: int
