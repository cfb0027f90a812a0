"""What a unit's head and the bloc's office see of units and their people."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session

from store.approvals import waiting_requests
from store.errors import NotFound
from store.people import bloc_day, heads_by_unit, heads_of, members_of, unit_of, units_of_bloc, unreachable_of
from store.rights import Right, demand, may
from store.tables import Member, Membership, Unit


@dataclass(frozen=True)
class UnitBoard:
    """A unit's people. What the reader has no right to see is left empty."""

    unit: Unit
    heads: list[Member]
    members: list[Member]
    unreachable: list[Member]
    waiting: list[tuple[Membership, Member]] = field(default_factory=list)
    may_invite_head: bool = False
    may_invite_staff: bool = False


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
        waiting=waiting_requests(session, [unit_id]) if head else [],
        may_invite_head=office,
        may_invite_staff=head,
    )


def bloc_board(session: Session, *, by: Member, now: datetime) -> list[UnitLine]:
    """The bloc's units with the heads who joined; for the office only."""
    today = bloc_day(session, by.bloc_id, now)
    demand(session, by, Right.INVITE_HEADS, bloc_id=by.bloc_id, today=today)
    heads = heads_by_unit(session, by.bloc_id, today)
    return [UnitLine(unit, heads.get(unit.id or 0, [])) for unit in units_of_bloc(session, by.bloc_id, today)]
