from dataclasses import dataclass
from typing import ClassVar

from messages.actions.action import Action
from store.tables import BlocRole


@dataclass(frozen=True)
class OpenPeople(Action):
    """Who has a role in the bloc, and the ways to give one and to bring people in."""

    code: ClassVar[str] = "pzo"


@dataclass(frozen=True)
class OpenPost(Action):
    """One role in the bloc and whose it is."""

    code: ClassVar[str] = "pzp"
    appointment_id: int


@dataclass(frozen=True)
class EndPost(Action):
    """Take a role in the bloc away."""

    code: ClassVar[str] = "pze"
    appointment_id: int


@dataclass(frozen=True)
class ChooseRole(Action):
    """Which role in the bloc to give to somebody who has joined."""

    code: ClassVar[str] = "pzc"


@dataclass(frozen=True)
class GiveRole(Action):
    """Give a role in the bloc; the person is asked."""

    code: ClassVar[str] = "pzg"
    role: BlocRole


@dataclass(frozen=True)
class StandIn(Action):
    """Let somebody stand in for the leader; the person and the days are asked."""

    code: ClassVar[str] = "pzs"
