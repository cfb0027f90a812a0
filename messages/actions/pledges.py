from dataclasses import dataclass
from typing import ClassVar

from messages.actions.action import Action


@dataclass(frozen=True)
class ShowPledge(Action):
    """Show a unit's pledge as it reads now."""

    code: ClassVar[str] = "ls"
    campaign_id: int
    unit_id: int


@dataclass(frozen=True)
class AskSign(Action):
    """The first tap: ask whether to sign the text that was shown. `shown` begins its hash."""

    code: ClassVar[str] = "la"
    campaign_id: int
    unit_id: int
    shown: str


@dataclass(frozen=True)
class SignPledge(Action):
    """The second tap: sign exactly the text that was shown."""

    code: ClassVar[str] = "lg"
    campaign_id: int
    unit_id: int
    shown: str


@dataclass(frozen=True)
class PledgeSigners(Action):
    """Show which units have signed."""

    code: ClassVar[str] = "lw"
    campaign_id: int
