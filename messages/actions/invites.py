from dataclasses import dataclass
from typing import ClassVar

from messages.actions.action import Action
from store.tables import BlocRole


@dataclass(frozen=True)
class OpenManage(Action):
    """The office's list of units."""

    code: ClassVar[str] = "pm"


@dataclass(frozen=True)
class OpenUnit(Action):
    """A unit's people, who waits for approval, and the links to make."""

    code: ClassVar[str] = "pu"
    unit_id: int


@dataclass(frozen=True)
class InviteHead(Action):
    """Make a new link for a unit's head; the old one ends."""

    code: ClassVar[str] = "ph"
    unit_id: int


@dataclass(frozen=True)
class InviteStaff(Action):
    """Make a new link for a unit's staff; the old one ends. `approval`: the head approves each who comes by it."""

    code: ClassVar[str] = "ps"
    unit_id: int
    approval: bool


@dataclass(frozen=True)
class ChooseOffice(Action):
    """Which role in the bloc to invite somebody for."""

    code: ClassVar[str] = "pc"


@dataclass(frozen=True)
class InviteOffice(Action):
    """Make a new link for a role in the bloc; the old one ends."""

    code: ClassVar[str] = "pi"
    role: BlocRole


@dataclass(frozen=True)
class RevokeInvite(Action):
    code: ClassVar[str] = "pv"
    invite_id: int


@dataclass(frozen=True)
class OpenInvites(Action):
    """The open links of a unit, of the whole bloc when `unit_id` is 0, and the ways to make more."""

    code: ClassVar[str] = "pli"
    unit_id: int


@dataclass(frozen=True)
class OpenInvite(Action):
    """A link's uses and last day, and how to change them. `fresh`: as a message of its own, below the link."""

    code: ClassVar[str] = "pon"
    invite_id: int
    fresh: bool


@dataclass(frozen=True)
class InviteLasts(Action):
    """Let a link last so many days from now."""

    code: ClassVar[str] = "pil"
    invite_id: int
    days: int


@dataclass(frozen=True)
class InviteUses(Action):
    """Let a link be used so many times in all."""

    code: ClassVar[str] = "piu"
    invite_id: int
    uses: int


@dataclass(frozen=True)
class InviteQr(Action):
    """The same link as a picture to scan. The token stands only in the message that shows the link."""

    code: ClassVar[str] = "piq"
    invite_id: int
    token: str


@dataclass(frozen=True)
class InviteAllHeads(Action):
    """A link for the head of each unit, as a workbook. `joined`: also of units that have a head."""

    code: ClassVar[str] = "pia"
    joined: bool


@dataclass(frozen=True)
class AskAllHeads(Action):
    """For which units to make links."""

    code: ClassVar[str] = "pih"


@dataclass(frozen=True)
class InviteListed(Action):
    """A link for each person of a unit's list who has not joined, as a workbook."""

    code: ClassVar[str] = "pie"
    unit_id: int


@dataclass(frozen=True)
class InviteOne(Action):
    """A link for one person of the list."""

    code: ClassVar[str] = "pio"
    membership_id: int
