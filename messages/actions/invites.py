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
