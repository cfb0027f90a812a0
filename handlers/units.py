"""/quanly for the office and /donvi for heads: the ways to everything they manage, and the units with their people."""

from typing import Any

from handlers.turn import Command, Feature, On, Turn
from messages.actions.invites import OpenManage, OpenUnit
from messages.actions.units import OpenUnits
from store.delegations import Acting
from store.people import unit_of
from store.rights import Right, units_with
from store.tables import Member
from store.units import UnitLine, bloc_board, closed_units, unit_board

SHOWN = 15
"""Names on one screen; the rest is counted."""


def manage(turn: Turn, _action: OpenManage | None = None) -> None:
    """The ways to everything the office manages."""
    lines = bloc_board(turn.session, by=turn.me, now=turn.now)
    turn.edit(
        "invites/manage",
        bloc_name=turn.bloc.name if turn.bloc else "",
        units=len(lines),
        joined=sum(bool(_joined(line)) for line in lines),
    )


def show_units(turn: Turn, _action: OpenUnits | None = None) -> None:
    """The bloc's units with the heads who joined."""
    lines = bloc_board(turn.session, by=turn.me, now=turn.now)
    turn.edit(
        "units/list",
        bloc_name=turn.bloc.name if turn.bloc else "",
        units=[{"id": line.unit.id, "name": line.unit.name, "heads": _joined(line)} for line in lines],
        joined=sum(bool(_joined(line)) for line in lines),
        closed=closed_units(turn.session, by=turn.me, now=turn.now),
    )


def _joined(line: UnitLine) -> list[str]:
    """The heads who have joined; those of an imported list only stand in it."""
    return [head.name for head in line.heads if head.account_id is not None]


def my_unit(turn: Turn) -> None:
    """A head's own unit; of several the one to choose."""
    units = units_with(turn.seats, Right.APPROVE_STAFF)
    if len(units) == 1:
        show_unit(turn, units[0])
        return
    turn.edit(
        "invites/choose_unit",
        units=[{"id": unit_id, "name": unit_of(turn.session, unit_id).name} for unit_id in units],
    )


def open_unit(turn: Turn, action: OpenUnit) -> None:
    show_unit(turn, action.unit_id)


def show_unit(turn: Turn, unit_id: int) -> None:
    board = unit_board(turn.session, unit_id, by=turn.me, now=turn.now)
    heads = [member.id for member in board.heads]
    others = [member for member in board.members if member.id not in heads]
    turn.edit(
        "invites/unit",
        unit_id=unit_id,
        unit=board.unit.name,
        in_charge=board.unit.in_charge or "",
        heads=_people(board.heads),
        people=_people(others[:SHOWN]),
        more=max(0, len(others) - SHOWN),
        count=sum(one.account_id is not None for one in board.members),
        unreachable=_people(board.unreachable[:SHOWN]),
        more_unreachable=max(0, len(board.unreachable) - SHOWN),
        acting=[_acting(one, board.may_end_acting) for one in board.acting],
        waiting=[{"id": place.id, "name": member.name} for place, member in board.waiting[:SHOWN]],
        may_invite_head=board.may_invite_head,
        may_invite_staff=board.may_invite_staff,
    )


def _acting(one: Acting, mine: bool) -> dict[str, Any]:
    given = one.delegation
    return {"id": given.id, "name": one.member.name, "first": given.first_day, "last": given.last_day, "mine": mine}


def _people(members: list[Member]) -> list[dict[str, Any]]:
    return [{"name": member.name, "position": member.position} for member in members]


OFFICE = (Right.INVITE_HEADS,)
HEADS = (Right.INVITE_STAFF,)
EITHER = (Right.INVITE_HEADS, Right.INVITE_STAFF)

FEATURE = Feature(
    commands=[
        Command("donvi", "unit", my_unit, rights=HEADS, menu=55),
        Command("quanly", "manage", manage, rights=OFFICE, menu=43),
    ],
    actions=[
        On(OpenManage, manage, OFFICE),
        On(OpenUnits, show_units, OFFICE),
        On(OpenUnit, open_unit, EITHER),
    ],
)
