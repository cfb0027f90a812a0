from dataclasses import dataclass
from typing import ClassVar

from messages.actions.action import Action
from store.changes.parts import Part


@dataclass(frozen=True)
class EditCampaign(Action):
    """A campaign with all that may be changed about it."""

    code: ClassVar[str] = "ci"
    campaign_id: int


@dataclass(frozen=True)
class EditPhases(Action):
    code: ClassVar[str] = "cs"
    campaign_id: int


@dataclass(frozen=True)
class EditPhase(Action):
    code: ClassVar[str] = "ct"
    phase_id: int


@dataclass(frozen=True)
class EditMilestones(Action):
    code: ClassVar[str] = "cy"
    campaign_id: int


@dataclass(frozen=True)
class EditMilestone(Action):
    code: ClassVar[str] = "cz"
    milestone_id: int


@dataclass(frozen=True)
class ChangePart(Action):
    """Change one part of a campaign, phase or milestone: the row that the part belongs to."""

    code: ClassVar[str] = "cx"
    part: Part
    row_id: int


@dataclass(frozen=True)
class SetLenient(Action):
    """Whether "before 20/6" still takes the day itself."""

    code: ClassVar[str] = "cq"
    campaign_id: int
    lenient: bool


@dataclass(frozen=True)
class OpenChanges(Action):
    """What was changed after the launch."""

    code: ClassVar[str] = "cg"
    campaign_id: int


@dataclass(frozen=True)
class SetPledge(Action):
    """Whether a draft's registration asks for the signed pledge too."""

    code: ClassVar[str] = "ep"
    milestone_id: int
    pledge: bool
