from dataclasses import dataclass
from typing import ClassVar

from messages.actions.action import Action


@dataclass(frozen=True)
class PledgeDocument(Action):
    """Send a unit's pledge as a Word file."""

    code: ClassVar[str] = "yp"
    campaign_id: int
    unit_id: int


@dataclass(frozen=True)
class ExportRegistrations(Action):
    """Send all registrations and pledges of a campaign as Word and Excel."""

    code: ClassVar[str] = "yr"
    campaign_id: int
