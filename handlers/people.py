"""The people of a unit: one by one, made a head and back, acting for one, leaving and being taken out."""

from datetime import date
from typing import Any

from handlers.forms import Answers, FormKind, Step, start_form
from handlers.menus import menu_for
from handlers.target_answers import read_words
from handlers.turn import Feature, On, Turn
from handlers.typed_days import typed_day
from messages.actions.people import (
    AskLeave,
    Delegate,
    EndDelegation,
    LeaveUnit,
    OpenMember,
    OpenMembers,
    OpenMyPlaces,
    RemoveMember,
    SetUnitRole,
)
from store.appointments import check_days
from store.delegations import delegate, end_delegation, may_delegate
from store.errors import IllegalMove, NotFound
from store.memberships import SHOWN, Place, leave, my_place, place_of, remove, set_unit_role
from store.people import heads_of, my_units, unit_of
from store.rights import Right
from store.tables import Member, MembershipState, UnitRole
from store.units import members_page

A_PAGE = 20
REASON = 300


def show_members(turn: Turn, action: OpenMembers) -> None:
    """The unit's people, heads first, a page at a time."""
    page, found = max(0, action.page), members_page(turn.session, action.unit_id, by=turn.me, now=turn.now)
    shown = found[page * A_PAGE : (page + 1) * A_PAGE]
    turn.edit(
        "people/members",
        unit_id=action.unit_id,
        unit=unit_of(turn.session, action.unit_id).name,
        count=len(found),
        page=page,
        pages=-(-len(found) // A_PAGE),
        people=[
            {
                "id": place.id,
                "name": member.name,
                "position": member.position,
                "head": place.role == UnitRole.HEAD,
                "joined": member.account_id is not None,
            }
            for place, member in shown
        ],
    )


def show_member(turn: Turn, action: OpenMember) -> None:
    _show(turn, place_of(turn.session, action.membership_id, by=turn.me, now=turn.now))


def _show(turn: Turn, place: Place) -> None:
    membership, member, by = place.membership, place.member, turn.me
    active = membership.state == MembershipState.ACTIVE
    staff = active and membership.role == UnitRole.MEMBER
    turn.edit(
        "people/member",
        membership_id=membership.id,
        unit_id=place.unit.id,
        unit=place.unit.name,
        name=member.name,
        position=member.position,
        role=membership.role,
        active=active,
        first_day=membership.first_day,
        last_day=membership.last_day,
        joined=member.account_id is not None,
        may_lead=place.may_lead and active,
        may_remove=place.may_remove and active,
        may_invite=active and member.account_id is None and (staff or place.may_lead),
        may_delegate=staff and may_delegate(turn.session, place.unit.id or 0, by=by, today=turn.today),
    )


def change_role(turn: Turn, action: SetUnitRole) -> None:
    place = set_unit_role(turn.session, action.membership_id, action.role, by=turn.me, now=turn.now)
    _show(turn, place)
    menu_for(turn, place.member)


def ask_remove(turn: Turn, action: RemoveMember) -> None:
    place = place_of(turn.session, action.membership_id, by=turn.me, now=turn.now)
    if not place.may_remove:
        raise NotFound()
    if place.membership.state != MembershipState.ACTIVE:
        _show(turn, place)
        return
    names = {"who": place.member.name, "unit": place.unit.name}
    start_form(turn, REMOVE, membership=action.membership_id, limit=REASON, **names)


def _read_reason(turn: Turn, _answers: Answers, value: str | None) -> dict[str, Any]:
    return {"reason": read_words(turn, value, least=3, most=REASON)}


def _remove(turn: Turn, answers: Answers) -> None:
    by, reason = turn.me, answers["reason"]
    place = remove(turn.session, answers["membership"], reason=reason, by=by, now=turn.now)
    turn.edit("people/removed_done", name=place.member.name, unit=place.unit.name, unit_id=place.unit.id)
    menu_for(turn, place.member)


def show_my_places(turn: Turn, _action: OpenMyPlaces | None = None) -> None:
    me = turn.me
    units = []
    for place in my_units(turn.session, me, turn.today):
        heads = [one.name for one in heads_of(turn.session, place.unit_id, turn.today)]
        name = unit_of(turn.session, place.unit_id).name
        units.append({"membership": place.id, "name": name, "role": place.role, "heads": heads})
    turn.edit("people/my_places", units=units)


def ask_leave(turn: Turn, action: AskLeave) -> None:
    place = my_place(turn.session, action.membership_id, by=turn.me)
    if place.membership.state != MembershipState.ACTIVE:
        show_my_places(turn)
        return
    work = place.open_work
    heads = [one.id for one in heads_of(turn.session, place.unit.id or 0, turn.today)]
    only_head = heads == [place.member.id]
    shown = {"unit": place.unit.name, "only_head": only_head, "titles": work[:SHOWN], "count": len(work)}
    turn.edit("people/ask_leave", membership=action.membership_id, **shown)


def leave_unit(turn: Turn, action: LeaveUnit) -> None:
    place = leave(turn.session, action.membership_id, by=turn.me, now=turn.now)
    turn.edit("people/left", unit=place.unit.name)
    menu_for(turn, place.member)


def ask_delegate(turn: Turn, action: Delegate) -> None:
    """For a head: from which day to which somebody acts for them."""
    by = turn.me
    place = place_of(turn.session, action.membership_id, by=by, now=turn.now)
    if not may_delegate(turn.session, place.unit.id or 0, by=by, today=turn.today):
        raise NotFound()
    if place.membership.role == UnitRole.HEAD:
        raise IllegalMove(state="head", action="delegate")
    names = {"who": place.member.name, "unit": place.unit.name}
    start_form(turn, DELEGATE, unit_id=place.unit.id, member_id=place.member.id, **names)


def read_first(turn: Turn, _answers: Answers, value: str | None) -> dict[str, Any]:
    """The first day of acting. The last is asked again when it would be before."""
    day = typed_day(turn, value)
    check_days(day, day, turn.today)
    return {"first": day}


def read_last(turn: Turn, answers: Answers, value: str | None) -> dict[str, Any]:
    day = typed_day(turn, value)
    check_days(date.fromisoformat(answers["first"]), day, turn.today)
    return {"last": day}


def day_facts(turn: Turn, _answers: Answers) -> dict[str, Any]:
    return {"today": turn.today}


def _delegate(turn: Turn, answers: Answers) -> None:
    first, last = date.fromisoformat(answers["first"]), date.fromisoformat(answers["last"])
    unit_id, member_id = answers["unit_id"], answers["member_id"]
    acting = delegate(turn.session, unit_id, member_id, first=first, last=last, by=turn.me, now=turn.now)
    shown = {"name": acting.member.name, "unit": answers["unit"], "unit_id": unit_id}
    turn.edit("people/delegated", first=first, last=last, **shown)
    menu_for(turn, acting.member)


def end_acting(turn: Turn, action: EndDelegation) -> None:
    ended = end_delegation(turn.session, action.delegation_id, by=turn.me, now=turn.now)
    member = turn.session.get_one(Member, ended.member_id)
    turn.edit("people/delegation_ended", name=member.name, unit_id=ended.unit_id)
    menu_for(turn, member)


REMOVE = FormKind("people/remove", [Step("reason", "people/ask_reason", _read_reason)], _remove)

DELEGATE = FormKind(
    "people/delegate",
    [
        Step("first", "people/ask_first", read_first, day_facts),
        Step("last", "people/ask_last", read_last, day_facts),
    ],
    _delegate,
    preview="people/delegate_preview",
)

EITHER = (Right.INVITE_HEADS, Right.APPROVE_STAFF)

FEATURE = Feature(
    actions=[
        On(OpenMembers, show_members, EITHER),
        On(OpenMember, show_member, EITHER),
        On(SetUnitRole, change_role, (Right.INVITE_HEADS,)),
        On(RemoveMember, ask_remove, EITHER),
        On(OpenMyPlaces, show_my_places),
        On(AskLeave, ask_leave),
        On(LeaveUnit, leave_unit),
        On(Delegate, ask_delegate, (Right.APPROVE_STAFF,)),
        On(EndDelegation, end_acting, EITHER),
    ],
    forms=[REMOVE, DELEGATE],
)
