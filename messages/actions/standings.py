from dataclasses import dataclass
from typing import ClassVar

from messages.actions.action import Action


@dataclass(frozen=True)
class OpenStandings(Action):
    """Show where one's unit and oneself stand; phase 0 is the whole campaign."""

    code: ClassVar[str] = "sm"
    campaign_id: int
    phase_id: int = 0


@dataclass(frozen=True)
class ShowBoard(Action):
    """Show all units."""

    code: ClassVar[str] = "sb"
    campaign_id: int
    phase_id: int = 0


@dataclass(frozen=True)
class SendBoard(Action):
    """Send the board as a picture."""

    code: ClassVar[str] = "sp"
    campaign_id: int
    phase_id: int = 0


@dataclass(frozen=True)
class ShowPeople(Action):
    """Show the people with the most points."""

    code: ClassVar[str] = "se"
    campaign_id: int
    phase_id: int
    unit_id: int


@dataclass(frozen=True)
class OpenScore(Action):
    """Open the points of a unit (no member) or of one of its members."""

    code: ClassVar[str] = "st"
    campaign_id: int
    phase_id: int
    unit_id: int
    member_id: int | None = None


@dataclass(frozen=True)
class OpenScoreGroup(Action):
    """Open one group of criteria, by its place in the table."""

    code: ClassVar[str] = "sg"
    campaign_id: int
    phase_id: int
    unit_id: int
    member_id: int | None
    group: int


@dataclass(frozen=True)
class OpenScoreCriterion(Action):
    """Open one criterion, by its place in its group, down to what was verified."""

    code: ClassVar[str] = "sc"
    campaign_id: int
    phase_id: int
    unit_id: int
    member_id: int | None
    group: int
    place: int
    page: int = 0
