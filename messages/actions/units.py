from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from messages.actions.action import Action
from store.tables import UnitKind


class UnitField(StrEnum):
    """What of a unit is typed anew."""

    NAME = "name"
    STAFF = "staff"
    PLACE = "place"
    IN_CHARGE = "in_charge"


@dataclass(frozen=True)
class OpenUnits(Action):
    """The bloc's units, for the office."""

    code: ClassVar[str] = "ul"


@dataclass(frozen=True)
class AddUnit(Action):
    """A new unit; its name and kind are asked."""

    code: ClassVar[str] = "ua"


@dataclass(frozen=True)
class EditUnit(Action):
    """What is known of a unit, each line to change, and how it ends."""

    code: ClassVar[str] = "ue"
    unit_id: int


@dataclass(frozen=True)
class ChangeUnit(Action):
    """Type one thing of a unit anew."""

    code: ClassVar[str] = "uc"
    unit_id: int
    what: UnitField


@dataclass(frozen=True)
class SetUnitKind(Action):
    code: ClassVar[str] = "uk"
    unit_id: int
    kind: UnitKind


@dataclass(frozen=True)
class ChooseParent(Action):
    """Which unit a unit is part of."""

    code: ClassVar[str] = "up"
    unit_id: int


@dataclass(frozen=True)
class SetParent(Action):
    """Make a unit part of another; of none when `parent_id` is 0."""

    code: ClassVar[str] = "upp"
    unit_id: int
    parent_id: int


@dataclass(frozen=True)
class CloseUnit(Action):
    """Close a unit; the last day and the reason are asked."""

    code: ClassVar[str] = "ux"
    unit_id: int


@dataclass(frozen=True)
class MergeUnit(Action):
    """Merge a unit into another, which is asked."""

    code: ClassVar[str] = "um"
    unit_id: int
