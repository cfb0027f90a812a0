"""The links that bring people in: for heads, staff and the office, one by one or as a workbook to print."""

from typing import Any

from handlers.turn import Feature, On, Turn
from messages.actions.invites import (
    AskAllHeads,
    ChooseOffice,
    InviteAllHeads,
    InviteHead,
    InviteLasts,
    InviteListed,
    InviteOffice,
    InviteOne,
    InviteQr,
    InviteStaff,
    InviteUses,
    OpenInvite,
    OpenInvites,
    RevokeInvite,
)
from store.errors import NotFound
from store.facts import local
from store.invite_lists import (
    DAYS,
    NamedLink,
    OpenLink,
    change_link,
    choices_of_uses,
    invite_all_heads,
    invite_listed,
    invite_one,
    open_link,
    open_links,
    units_without_head,
)
from store.invites import (
    LASTS,
    OFFICE_ROLES,
    NewInvite,
    hashed,
    invite_head,
    invite_of,
    invite_office,
    invite_staff,
    revoke_invite,
    start_link,
)
from store.people import unit_of
from store.rights import Right, has_anywhere, units_with

SHOWN = 30
"""Links on one screen, the newest; the rest is counted."""


def choose_office(turn: Turn, _action: ChooseOffice) -> None:
    turn.edit("invites/choose_office", roles=OFFICE_ROLES)


def make_head_link(turn: Turn, action: InviteHead) -> None:
    _show_link(turn, invite_head(turn.session, action.unit_id, by=turn.me, now=turn.now))


def make_staff_link(turn: Turn, action: InviteStaff) -> None:
    by = turn.me
    made = invite_staff(turn.session, action.unit_id, by=by, now=turn.now, needs_approval=action.approval)
    _show_link(turn, made)


def make_office_link(turn: Turn, action: InviteOffice) -> None:
    _show_link(turn, invite_office(turn.session, action.role, by=turn.me, now=turn.now))


def make_link_for_one(turn: Turn, action: InviteOne) -> None:
    link, made = invite_one(turn.session, action.membership_id, by=turn.me, now=turn.now)
    _show_link(turn, made, person=link.person.name if link.person else "")


def _show_link(turn: Turn, made: NewInvite, person: str = "") -> None:
    """The link, once. The fact that holds it is emptied when it has been sent."""
    invite = made.invite
    turn.edit(
        "invites/link",
        invite_id=invite.id,
        unit_id=invite.unit_id or 0,
        unit=unit_of(turn.session, invite.unit_id).name if invite.unit_id else "",
        bloc_name=turn.bloc.name if turn.bloc else "",
        unit_role=invite.unit_role or "",
        bloc_role=invite.bloc_role or "",
        person=person,
        needs_approval=invite.needs_approval,
        max_uses=invite.max_uses,
        expires=local(invite.expires_at, turn.timezone),
        token=made.token,
        invite_link=made.link,
    )


def show_qr(turn: Turn, action: InviteQr) -> None:
    """The link of a message as a picture. The token comes with the tap: it is kept nowhere else."""
    invite = invite_of(turn.session, action.invite_id, by=turn.me, now=turn.now)
    if invite.token_hash != hashed(action.token):
        raise NotFound()
    link = start_link(turn.session, action.token)
    unit = unit_of(turn.session, invite.unit_id).name if invite.unit_id else ""
    turn.say(
        "invites/qr",
        unit=unit,
        bloc_name=turn.bloc.name if turn.bloc else "",
        unit_role=invite.unit_role or "",
        bloc_role=invite.bloc_role or "",
        invite_link=link,
        made="invite_qr",
        data={"link": link},
    )


def show_links(turn: Turn, action: OpenInvites) -> None:
    found = open_links(turn.session, action.unit_id or None, by=turn.me, now=turn.now)
    heads = units_with(turn.seats, Right.INVITE_STAFF)
    turn.edit(
        "invites/open",
        unit_id=action.unit_id,
        unit=unit_of(turn.session, action.unit_id).name if action.unit_id else "",
        links=[_link_facts(turn, one) for one in found[:SHOWN]],
        more=max(0, len(found) - SHOWN),
        may_invite_staff=action.unit_id in heads,
        may_invite_head=has_anywhere(turn.seats, Right.INVITE_HEADS),
        may_appoint=has_anywhere(turn.seats, Right.ROLES),
    )


def _link_facts(turn: Turn, one: OpenLink) -> dict[str, Any]:
    invite = one.invite
    return {
        "id": invite.id,
        "unit": one.unit.name if one.unit else "",
        "person": one.person.name if one.person else "",
        "unit_role": invite.unit_role or "",
        "bloc_role": invite.bloc_role or "",
        "needs_approval": invite.needs_approval,
        "uses": invite.uses,
        "max_uses": invite.max_uses,
        "expires": local(invite.expires_at, turn.timezone),
    }


def show_one(turn: Turn, action: OpenInvite) -> None:
    link = open_link(turn.session, action.invite_id, by=turn.me, now=turn.now)
    _show_one(turn, link, fresh=action.fresh)


def _show_one(turn: Turn, link: OpenLink, *, fresh: bool = False) -> None:
    facts = _link_facts(turn, link)
    uses = [one for one in choices_of_uses(link.invite) if one > link.invite.uses]
    ended = link.invite.revoked_at is not None or link.invite.expires_at <= turn.now
    shown = {**facts, "unit_id": link.invite.unit_id or 0, "days": DAYS, "choices": uses, "ended": ended}
    if fresh:
        turn.say("invites/one", **shown)
    else:
        turn.edit("invites/one", **shown)


def set_days(turn: Turn, action: InviteLasts) -> None:
    _show_one(turn, change_link(turn.session, action.invite_id, days=action.days, by=turn.me, now=turn.now))


def set_uses(turn: Turn, action: InviteUses) -> None:
    _show_one(turn, change_link(turn.session, action.invite_id, uses=action.uses, by=turn.me, now=turn.now))


def ask_all_heads(turn: Turn, _action: AskAllHeads) -> None:
    """For which units; where no head has joined there is nothing to ask."""
    without, units = units_without_head(turn.session, by=turn.me, now=turn.now)
    if without == units:
        make_all_heads(turn, InviteAllHeads(joined=False))
        return
    turn.edit("invites/ask_all", without=without, units=units)


def make_all_heads(turn: Turn, action: InviteAllHeads) -> None:
    made = invite_all_heads(turn.session, joined=action.joined, by=turn.me, now=turn.now)
    _send_sheet(turn, made, "")


def make_listed(turn: Turn, action: InviteListed) -> None:
    unit, made = invite_listed(turn.session, action.unit_id, by=turn.me, now=turn.now)
    _send_sheet(turn, made, unit.name)


def _send_sheet(turn: Turn, made: list[NamedLink], unit: str) -> None:
    """The workbook is made when it is sent; until then the links stand in the letter, which is then emptied."""
    if not made:
        turn.edit("invites/nobody", unit=unit)
        return
    rows = [{"name": one.name, "position": one.position, "link": one.link} for one in made]
    expires = local(turn.now + LASTS, turn.timezone)
    data = {"bloc": turn.bloc.name if turn.bloc else "", "unit": unit, "rows": rows, "expires": expires}
    turn.say("invites/sheet", unit=unit, count=len(rows), expires=expires, made="invite_sheet", data=data)


def revoke(turn: Turn, action: RevokeInvite) -> None:
    invite = revoke_invite(turn.session, action.invite_id, by=turn.me, now=turn.now)
    turn.edit("invites/revoked", unit_id=invite.unit_id or 0)


OFFICE = (Right.INVITE_HEADS,)
HEADS = (Right.INVITE_STAFF,)
ROLES = (Right.ROLES,)
EITHER = (Right.INVITE_HEADS, Right.INVITE_STAFF)

FEATURE = Feature(
    actions=[
        On(InviteHead, make_head_link, OFFICE),
        On(InviteStaff, make_staff_link, HEADS),
        On(InviteOne, make_link_for_one, EITHER),
        On(InviteListed, make_listed, EITHER),
        On(AskAllHeads, ask_all_heads, OFFICE),
        On(InviteAllHeads, make_all_heads, OFFICE),
        On(ChooseOffice, choose_office, ROLES),
        On(InviteOffice, make_office_link, ROLES),
        On(InviteQr, show_qr, EITHER),
        On(OpenInvites, show_links, EITHER),
        On(OpenInvite, show_one, EITHER),
        On(InviteLasts, set_days, EITHER),
        On(InviteUses, set_uses, EITHER),
        On(RevokeInvite, revoke, EITHER),
    ],
)
