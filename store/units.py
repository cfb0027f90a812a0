"""What a unit's head and the bloc's office see of units and their people."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from store.approvals import waiting_requests
from store.delegations import Acting, delegations_of, may_delegate
from store.errors import NotFound
from store.people import bloc_day, heads_by_unit, heads_of, in_place, members_of, unit_of, units_of_bloc, unreachable_of
from store.rights import Right, demand, may
from store.tables import Member, Membership, Unit


@dataclass(frozen=True)
class UnitBoard:
    """A unit's people. What the reader has no right to see is left empty."""

    unit: Unit
    heads: list[Member]
    members: list[Member]
    unreachable: list[Member]
    acting: list[Acting]
    waiting: list[tuple[Membership, Member]] = field(default_factory=list)
    may_invite_head: bool = False
    may_invite_staff: bool = False
    may_end_acting: bool = False


@dataclass(frozen=True)
class UnitLine:
    """One unit in the office's list."""

    unit: Unit
    heads: list[Member]


def unit_board(session: Session, unit_id: int, *, by: Member, now: datetime) -> UnitBoard:
    """A unit's people: for its heads with who waits for approval, for the office with its heads."""
    unit = unit_of(session, unit_id, bloc_id=by.bloc_id)
    today = bloc_day(session, unit.bloc_id, now)
    office = may(session, by, Right.INVITE_HEADS, bloc_id=unit.bloc_id, today=today)
    head = may(session, by, Right.APPROVE_STAFF, bloc_id=unit.bloc_id, unit_id=unit_id, today=today)
    if not (office or head):
        raise NotFound()
    members = members_of(session, unit_id, today)
    return UnitBoard(
        unit=unit,
        heads=heads_of(session, unit_id, today),
        members=members,
        unreachable=unreachable_of(session, members),
        acting=delegations_of(session, unit_id, today),
        waiting=waiting_requests(session, [unit_id]) if head else [],
        may_invite_head=office,
        may_invite_staff=head,
        may_end_acting=office or may_delegate(session, unit_id, by=by, today=today),
    )


def members_page(session: Session, unit_id: int, *, by: Member, now: datetime) -> list[tuple[Membership, Member]]:
    """A unit's people with their places, heads first, then by name; for its heads and the office."""
    unit_board(session, unit_id, by=by, now=now)
    today = bloc_day(session, by.bloc_id, now)
    rows = session.exec(
        select(Membership, Member)
        .join(Member, col(Member.id) == col(Membership.member_id))
        .where(col(Membership.unit_id) == unit_id, in_place(today))
        .order_by(col(Membership.role), col(Member.name), col(Membership.id))
    )
    return list(rows)


def bloc_board(session: Session, *, by: Member, now: datetime) -> list[UnitLine]:
    """The bloc's units with the heads who joined; for the office only."""
    today = bloc_day(session, by.bloc_id, now)
    demand(session, by, Right.INVITE_HEADS, bloc_id=by.bloc_id, today=today)
    heads = heads_by_unit(session, by.bloc_id, today)
    return [UnitLine(unit, heads.get(unit.id or 0, [])) for unit in units_of_bloc(session, by.bloc_id, today)]


def closed_units(session: Session, *, by: Member, now: datetime) -> list[dict[str, Any]]:
    """Units of the bloc that are no more, the latest first, and where those that were merged went."""
    today = bloc_day(session, by.bloc_id, now)
    demand(session, by, Right.INVITE_HEADS, bloc_id=by.bloc_id, today=today)
    query = select(Unit).where(col(Unit.bloc_id) == by.bloc_id, col(Unit.closed_on) < today)
    units = session.exec(query.order_by(col(Unit.closed_on).desc(), col(Unit.id)))
    return [{"name": one.name, "last": one.closed_on, "successor": _successor(session, one)} for one in units]


def _successor(session: Session, unit: Unit) -> str:
    found = session.get(Unit, unit.successor_id) if unit.successor_id is not None else None
    return found.name if found is not None else ""
