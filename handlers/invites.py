"""The links that bring people in: for heads, staff and the office."""

from collections.abc import Callable

from handlers.turn import Feature, On, Turn
from messages.actions.invites import (
    ChooseOffice,
    InviteHead,
    InviteOffice,
    InviteStaff,
    RevokeInvite,
)
from store.errors import NotFound
from store.facts import local
from store.invites import OFFICE_ROLES, NewInvite, invite_head, invite_office, invite_staff, revoke_invite
from store.people import unit_of
from store.rights import Right
from store.tables import Member


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
    actions=[
        On(InviteHead, make_head_link, OFFICE),
        On(InviteStaff, make_staff_link, HEADS),
        On(ChooseOffice, choose_office, (Right.ROLES,)),
        On(InviteOffice, make_office_link, (Right.ROLES,)),
        On(RevokeInvite, revoke, EITHER),
    ],
)
