from dataclasses import dataclass
from typing import ClassVar

from messages.actions.action import Action


@dataclass(frozen=True)
class ManageCampaigns(Action):
    """The campaigns that somebody manages."""

    code: ClassVar[str] = "cm"


@dataclass(frozen=True)
class NewCampaign(Action):
    """Begin a campaign by a form; with a unit its own."""

    code: ClassVar[str] = "cn"
    unit_id: int | None


@dataclass(frozen=True)
class CopyCampaign(Action):
    """The same campaign again, its dates shifted."""

    code: ClassVar[str] = "cc"
    campaign_id: int


@dataclass(frozen=True)
class SendCampaignFile(Action):
    """Bring a campaign in by a YAML file."""

    code: ClassVar[str] = "cf"


@dataclass(frozen=True)
class AttachPlan(Action):
    """Send the plan's own file."""

    code: ClassVar[str] = "cb"
    campaign_id: int


@dataclass(frozen=True)
class GetPlan(Action):
    """Hand out the plan's own file."""

    code: ClassVar[str] = "cw"
    campaign_id: int


@dataclass(frozen=True)
class AskDropDraft(Action):
    """Ask whether a draft is to be deleted."""

    code: ClassVar[str] = "cj"
    campaign_id: int


@dataclass(frozen=True)
class DropDraft(Action):
    """Delete a draft."""

    code: ClassVar[str] = "ck"
    campaign_id: int
