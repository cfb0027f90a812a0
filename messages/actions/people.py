from dataclasses import dataclass
from typing import ClassVar

from messages.actions.action import Action
from store.tables import UnitRole


@dataclass(frozen=True)
class OpenMembers(Action):
    """The people of a unit, each a button; so many a page, from 0."""

    code: ClassVar[str] = "pem"
    unit_id: int
    page: int


@dataclass(frozen=True)
class OpenMember(Action):
    """One person's place in a unit and what may be done about it."""

    code: ClassVar[str] = "pep"
    membership_id: int


@dataclass(frozen=True)
class SetUnitRole(Action):
    """Make somebody a head of their unit, or a member again."""

    code: ClassVar[str] = "per"
    membership_id: int
    role: UnitRole


@dataclass(frozen=True)
class RemoveMember(Action):
    """Take somebody out of a unit; the reason is asked."""

    code: ClassVar[str] = "pex"
    membership_id: int


@dataclass(frozen=True)
class OpenMyPlaces(Action):
    """One's own units, their heads and the way out."""

    code: ClassVar[str] = "pey"


@dataclass(frozen=True)
class AskLeave(Action):
    """What leaving a unit means; the first of two taps."""

    code: ClassVar[str] = "pea"
    membership_id: int


@dataclass(frozen=True)
class LeaveUnit(Action):
    code: ClassVar[str] = "pel"
    membership_id: int


@dataclass(frozen=True)
class Delegate(Action):
    """Let somebody of the unit act for its head; the days are asked."""

    code: ClassVar[str] = "ped"
    membership_id: int


@dataclass(frozen=True)
class EndDelegation(Action):
    code: ClassVar[str] = "pee"
    delegation_id: int
