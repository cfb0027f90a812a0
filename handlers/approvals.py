"""The unit head's answer to somebody who asks to join."""

from typing import Any

from handlers.menus import menu_for
from handlers.turn import Feature, On, Turn
from messages.actions.joining import ApproveMember, OpenRequest, RefuseMember
from store.approvals import Request, approve_member, open_request, refuse_member
from store.rights import Right


def show_request(turn: Turn, action: OpenRequest) -> None:
    """Who asks to join, for a head."""
    request = open_request(turn.session, action.membership_id, by=turn.me, now=turn.now)
    turn.edit("joining/request", **_request_facts(request))


def approve(turn: Turn, action: ApproveMember) -> None:
    request = approve_member(turn.session, action.membership_id, by=turn.me, now=turn.now)
    turn.edit("joining/answered", approved=True, **_request_facts(request))
    menu_for(turn, request.member)


def refuse(turn: Turn, action: RefuseMember) -> None:
    request = refuse_member(turn.session, action.membership_id, by=turn.me, now=turn.now)
    turn.edit("joining/answered", approved=False, **_request_facts(request))


def _request_facts(request: Request) -> dict[str, Any]:
    return {
        "membership_id": request.place.id,
        "unit_id": request.unit.id,
        "unit": request.unit.name,
        "name": request.member.name,
        "position": request.member.position or (request.listed.position if request.listed else ""),
        "listed": request.listed.name if request.listed else "",
        "telegram_name": request.telegram_name,
    }


HEADS = (Right.APPROVE_STAFF,)

FEATURE = Feature(
    actions=[
        On(OpenRequest, show_request, HEADS),
        On(ApproveMember, approve, HEADS),
        On(RefuseMember, refuse, HEADS),
    ],
)
