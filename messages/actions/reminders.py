from dataclasses import dataclass
from typing import ClassVar

from messages.actions.action import Action


@dataclass(frozen=True)
class RemindTomorrow(Action):
    """Remind me of this duty again on the next working morning."""

    code: ClassVar[str] = "mt"
    duty_id: int


@dataclass(frozen=True)
class RemindMissing(Action):
    """Remind the heads of all units that still owe something of a campaign."""

    code: ClassVar[str] = "mr"
    campaign_id: int
