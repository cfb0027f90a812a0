"""/donvi for heads, /quanly for the office: who has joined, and the links that bring in who has not."""

from collections.abc import Callable
from typing import Any

from handlers.turn import Command, Feature, On, Turn
from messages.actions.invites import (
    ChooseOffice,
    InviteHead,
    InviteOffice,
    InviteStaff,
    OpenManage,
    OpenUnit,
    RevokeInvite,
)
from store.errors import NotFound
from store.facts import local
from store.invites import OFFICE_ROLES, NewInvite, invite_head, invite_office, invite_staff, revoke_invite
from store.people import unit_of
from store.rights import Right, has_anywhere, units_with
from store.tables import Member
from store.units import bloc_board, unit_board

SHOWN = 40
"""Names on one screen; the rest is counted."""


def my_unit(turn: Turn) -> None:
    """A head's own unit; of several the one to choose."""
    units = units_with(turn.seats, Right.APPROVE_STAFF)
    if len(units) == 1:
        _show_unit(turn, units[0])
        return
    turn.edit(
        "invites/choose_unit",
        units=[{"id": unit_id, "name": unit_of(turn.session, unit_id).name} for unit_id in units],
    )


def open_unit(turn: Turn, action: OpenUnit) -> None:
    _show_unit(turn, action.unit_id)


def _show_unit(turn: Turn, unit_id: int) -> None:
    board = unit_board(turn.session, unit_id, by=_member(turn), now=turn.now)
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
        count=len(board.members),
        unreachable=_people(board.unreachable[:SHOWN]),
        waiting=[{"id": place.id, "name": member.name} for place, member in board.waiting[:SHOWN]],
        may_invite_head=board.may_invite_head,
        may_invite_staff=board.may_invite_staff,
    )


def _people(members: list[Member]) -> list[dict[str, Any]]:
    return [{"name": member.name, "position": member.position} for member in members]


def manage(turn: Turn, _action: OpenManage | None = None) -> None:
    """The office's list of units, and the ways to everything it manages."""
    lines = bloc_board(turn.session, by=_member(turn), now=turn.now)
    turn.edit(
        "invites/manage",
        bloc_name=turn.bloc.name if turn.bloc else "",
        units=[
            {"id": line.unit.id, "name": line.unit.name, "heads": [head.name for head in line.heads]} for line in lines
        ],
        joined=sum(1 for line in lines if line.heads),
        may_appoint=has_anywhere(turn.seats, Right.ROLES),
    )


def choose_office(turn: Turn, _action: ChooseOffice) -> None:
    turn.edit("invites/choose_office", roles=OFFICE_ROLES)


def make_head_link(turn: Turn, action: InviteHead) -> None:
    _show_link(turn, action.unit_id, lambda by: invite_head(turn.session, action.unit_id, by=by, now=turn.now))


def make_staff_link(turn: Turn, action: InviteStaff) -> None:
    def make(by: Member) -> NewInvite:
        return invite_staff(turn.session, action.unit_id, by=by, now=turn.now, needs_approval=action.approval)

    _show_link(turn, action.unit_id, make)


def make_office_link(turn: Turn, action: InviteOffice) -> None:
    _show_link(turn, None, lambda by: invite_office(turn.session, action.role, by=by, now=turn.now))


def _show_link(turn: Turn, unit_id: int | None, make: Callable[[Member], NewInvite]) -> None:
    """The link, once. The fact that holds it is emptied when it has been sent."""
    made = make(_member(turn))
    invite = made.invite
    turn.edit(
        "invites/link",
        invite_id=invite.id,
        unit_id=unit_id or 0,
        unit=unit_of(turn.session, unit_id).name if unit_id else "",
        bloc_name=turn.bloc.name if turn.bloc else "",
        unit_role=invite.unit_role or "",
        bloc_role=invite.bloc_role or "",
        needs_approval=invite.needs_approval,
        max_uses=invite.max_uses,
        expires=local(invite.expires_at, turn.timezone),
        invite_link=made.link,
    )


def revoke(turn: Turn, action: RevokeInvite) -> None:
    invite = revoke_invite(turn.session, action.invite_id, by=_member(turn), now=turn.now)
    turn.edit("invites/revoked", unit_id=invite.unit_id or 0)


def _member(turn: Turn) -> Member:
    if turn.member is None:
        raise NotFound()
    return turn.member


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
        On(OpenUnit, open_unit, EITHER),
        On(InviteHead, make_head_link, OFFICE),
        On(InviteStaff, make_staff_link, HEADS),
        On(ChooseOffice, choose_office, (Right.ROLES,)),
        On(InviteOffice, make_office_link, (Right.ROLES,)),
        On(RevokeInvite, revoke, EITHER),
    ],
)
