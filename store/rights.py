"""The one table of who may do what. Checks, menus and the documentation come from it; deny by default."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    CompoundSelect,
    Date,
    Integer,
    String,
    bindparam,
    false,
    literal,
    or_,
    select,
    type_coerce,
    union_all,
)
from sqlmodel import Session, col

from store.errors import NotAllowed
from store.tables import Appointment, Delegation, Member, Membership, MembershipState


class Right(StrEnum):
    REGISTER = "register"
    CONFIRM_STAFF = "confirm_staff"
    SIGN = "sign"
    HAND_IN = "hand_in"
    SELF_SCORE = "self_score"
    INVITE_STAFF = "invite_staff"
    APPROVE_STAFF = "approve_staff"
    UNIT_GROUP = "unit_group"
    UNIT_CAMPAIGN = "unit_campaign"
    READ_WORK = "read_work"
    CONFIRM_UNITS = "confirm_units"
    MARK_RECEIVED = "mark_received"
    EXTEND = "extend"
    REMIND = "remind"
    PROGRESS = "progress"
    ANNOUNCE = "announce"
    ANSWER_FEEDBACK = "answer_feedback"
    INVITE_HEADS = "invite_heads"
    BLOC_GROUPS = "bloc_groups"
    EDIT_DRAFT = "edit_draft"
    VERIFY = "verify"
    SCORE = "score"
    LAUNCH = "launch"
    CHANGE_LAUNCHED = "change_launched"
    ROLES = "roles"
    SEAL = "seal"
    HAND_OVER = "hand_over"
    HISTORY = "history"


class Role(StrEnum):
    """The columns of the table. `acting` is the deputy (or another) while standing in for the leader."""

    MEMBER = "member"
    HEAD = "head"
    COUNCIL = "council"
    SECRETARY = "secretary"
    DEPUTY = "deputy"
    LEADER = "leader"
    ACTING = "acting"
    OBSERVER = "observer"


class Reach(StrEnum):
    """How far a right goes: one's own work, one's own unit, units named to an observer, the whole bloc."""

    OWN = "own"
    UNIT = "unit"
    NAMED = "named"
    BLOC = "bloc"


_PLACES = frozenset({Role.MEMBER, Role.HEAD})
_HEADS = {Role.HEAD: Reach.UNIT}
_OFFICE = dict.fromkeys((Role.SECRETARY, Role.DEPUTY, Role.LEADER, Role.ACTING), Reach.BLOC)
_COUNCIL = dict.fromkeys((Role.COUNCIL, Role.DEPUTY, Role.LEADER, Role.ACTING), Reach.BLOC)
_LEADER = dict.fromkeys((Role.LEADER, Role.ACTING), Reach.BLOC)

RIGHTS: dict[Right, dict[Role, Reach]] = {
    Right.REGISTER: {Role.MEMBER: Reach.OWN, Role.HEAD: Reach.UNIT},
    Right.CONFIRM_STAFF: _HEADS,
    Right.SIGN: _HEADS,
    Right.HAND_IN: _HEADS,
    Right.SELF_SCORE: _HEADS,
    Right.INVITE_STAFF: _HEADS,
    Right.APPROVE_STAFF: _HEADS,
    Right.UNIT_GROUP: _HEADS,
    Right.UNIT_CAMPAIGN: _HEADS,
    Right.READ_WORK: {
        Role.MEMBER: Reach.OWN,
        Role.HEAD: Reach.UNIT,
        Role.COUNCIL: Reach.BLOC,
        **_OFFICE,
        Role.OBSERVER: Reach.NAMED,
    },
    Right.CONFIRM_UNITS: _OFFICE,
    Right.MARK_RECEIVED: _OFFICE,
    Right.EXTEND: _OFFICE,
    Right.REMIND: _OFFICE,
    Right.PROGRESS: _OFFICE,
    Right.ANNOUNCE: _OFFICE,
    Right.ANSWER_FEEDBACK: _OFFICE,
    Right.INVITE_HEADS: _OFFICE,
    Right.BLOC_GROUPS: _OFFICE,
    Right.EDIT_DRAFT: _OFFICE,
    Right.VERIFY: _COUNCIL,
    Right.SCORE: _COUNCIL,
    Right.LAUNCH: _LEADER,
    Right.CHANGE_LAUNCHED: _LEADER,
    Right.ROLES: _LEADER,
    Right.SEAL: _LEADER,
    Right.HAND_OVER: _LEADER,
    Right.HISTORY: {Role.HEAD: Reach.UNIT, **_OFFICE, Role.OBSERVER: Reach.NAMED},
}


@dataclass(frozen=True)
class Seat:
    """One role a member has on a day, with its unit where it has one."""

    role: Role
    unit_id: int | None = None


_DELEGATED = "delegated"
_MEMBER, _TODAY = bindparam("member", type_=Integer), bindparam("today", type_=Date)
_SEATS: CompoundSelect[Any] = union_all(
    select(type_coerce(col(Membership.role), String), col(Membership.unit_id), false()).where(
        col(Membership.member_id) == _MEMBER,
        col(Membership.state) == MembershipState.ACTIVE,
        col(Membership.first_day) <= _TODAY,
        or_(col(Membership.last_day).is_(None), col(Membership.last_day) >= _TODAY),
    ),
    select(type_coerce(col(Appointment.role), String), col(Appointment.unit_id), col(Appointment.acting)).where(
        col(Appointment.member_id) == _MEMBER,
        col(Appointment.bloc_id) == bindparam("bloc"),
        col(Appointment.first_day) <= _TODAY,
        or_(col(Appointment.last_day).is_(None), col(Appointment.last_day) >= _TODAY),
    ),
    select(literal(_DELEGATED, String), col(Delegation.unit_id), false()).where(
        col(Delegation.member_id) == _MEMBER,
        col(Delegation.first_day) <= _TODAY,
        col(Delegation.last_day) >= _TODAY,
    ),
)
"""A member's places, appointments and delegations: role, unit, acting. Asked in every turn, so it is built once."""


def seats(session: Session, member: Member, today: date) -> list[Seat]:
    """The roles a member has on that day of the bloc's calendar. Who acts for a head has the head's."""
    rows = session.execute(_SEATS, {"member": member.id, "bloc": member.bloc_id, "today": today}).all()
    places = {unit_id: role for role, unit_id, _ in rows if role in _PLACES}
    delegated = {unit_id for role, unit_id, _ in rows if role == _DELEGATED}
    found = [Seat(Role.MEMBER, unit_id) for unit_id in places]
    found += [Seat(Role.HEAD, unit_id) for unit_id, role in places.items() if role == Role.HEAD or unit_id in delegated]
    for role, unit_id, acting in rows:
        if role in _PLACES or role == _DELEGATED:
            continue
        found.append(Seat(Role(role), unit_id if role == Role.OBSERVER else None))
        if acting:
            found.append(Seat(Role.ACTING))
    return found


def may(
    session: Session,
    member: Member | None,
    right: Right,
    *,
    bloc_id: int,
    unit_id: int | None = None,
    owner_id: int | None = None,
    today: date,
) -> bool:
    """Whether a member has a right over something of a bloc.

    `unit_id` is the unit it belongs to (None: the bloc's own), `owner_id` the member whose work it is
    (None: the unit's).
    """
    if member is None or member.bloc_id != bloc_id:
        return False
    reaches = RIGHTS[right]
    for seat in seats(session, member, today):
        reach = reaches.get(seat.role)
        if reach == Reach.BLOC or (
            reach in (Reach.UNIT, Reach.NAMED) and unit_id is not None and seat.unit_id == unit_id
        ):
            return True
        if reach == Reach.OWN and owner_id is not None and owner_id == member.id and seat.unit_id == unit_id:
            return True
    return False


def demand(
    session: Session,
    member: Member | None,
    right: Right,
    *,
    bloc_id: int,
    unit_id: int | None = None,
    owner_id: int | None = None,
    today: date,
) -> Member:
    """The member, if the right is theirs; else `NotAllowed` with the roles that have it."""
    if member is None or not may(
        session, member, right, bloc_id=bloc_id, unit_id=unit_id, owner_id=owner_id, today=today
    ):
        raise NotAllowed(right=right.value, roles=[role.value for role in RIGHTS[right] if role != Role.ACTING])
    return member


def has_anywhere(found: list[Seat], right: Right) -> bool:
    """Whether any of these seats has the right at all (for menus and home screens)."""
    return any(seat.role in RIGHTS[right] for seat in found)


def units_with(found: list[Seat], right: Right) -> list[int]:
    """The units in which these seats have the right by their place in the unit."""
    return [
        seat.unit_id
        for seat in found
        if seat.unit_id is not None and RIGHTS[right].get(seat.role) in (Reach.UNIT, Reach.NAMED)
    ]
