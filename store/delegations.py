"""Acting for a unit's head (uỷ quyền), from the first to the last day; it begins and ends by itself."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session, col, select

from store.appointments import check_days
from store.errors import IllegalMove, NotFound
from store.history import record
from store.outbox import post_to_accounts
from store.people import account_ids, bloc_day, in_place, unit_of
from store.rights import Right, may
from store.tables import Delegation, Member, Membership, Unit, UnitRole


@dataclass(frozen=True)
class Acting:
    """Who acts for a unit's head, and who let them."""

    delegation: Delegation
    member: Member
    giver: Member


def delegations_of(session: Session, unit_id: int, today: date) -> list[Acting]:
    """Who acts for the unit's head today or will, soonest first."""
    rows = session.exec(
        select(Delegation, Member)
        .join(Member, col(Member.id) == col(Delegation.member_id))
        .where(
            col(Delegation.unit_id) == unit_id,
            col(Delegation.last_day) >= today,
            col(Delegation.last_day) >= col(Delegation.first_day),
        )
        .order_by(col(Delegation.first_day), col(Delegation.id))
    )
    return [Acting(one, member, session.get_one(Member, one.given_by_id)) for one, member in rows]


def may_delegate(session: Session, unit_id: int, *, by: Member, today: date) -> bool:
    """A head by role; who acts for one lets nobody else act."""
    return _role_in(session, unit_id, by.id, today) == UnitRole.HEAD


def delegate(
    session: Session, unit_id: int, member_id: int, *, first: date, last: date, by: Member, now: datetime
) -> Acting:
    """Let somebody of the unit act for its head. The same again changes nothing; both are told.

    Refuses a head, somebody of elsewhere, and days that are past, turned round or too far away.
    """
    unit, today = unit_of(session, unit_id, bloc_id=by.bloc_id), bloc_day(session, by.bloc_id, now)
    if not may_delegate(session, unit_id, by=by, today=today):
        raise NotFound()
    role = _role_in(session, unit_id, member_id, today)
    if role is None:
        raise NotFound()
    if role == UnitRole.HEAD:
        raise IllegalMove(state="head", action="delegate")
    check_days(first, last, today)
    member = session.get_one(Member, member_id)
    for acting in delegations_of(session, unit_id, today):
        one = acting.delegation
        if (one.member_id, one.first_day, one.last_day) == (member_id, first, last):
            return acting
    delegation = Delegation(
        unit_id=unit_id, member_id=member_id, given_by_id=by.id or 0, first_day=first, last_day=last
    )
    session.add(delegation)
    session.flush()
    record(session, delegation, "delegated", by=by, now=now, unit=unit_id, member=member_id, first=first, last=last)
    _tell(session, unit, member, "roles/acting_given", first=first, last=last, by=by, now=now)
    return Acting(delegation, member, by)


def end_delegation(session: Session, delegation_id: int, *, by: Member, now: datetime) -> Delegation:
    """End it at once: a head of the unit, or the office. Ending it twice changes nothing."""
    delegation = session.get(Delegation, delegation_id)
    unit = session.get(Unit, delegation.unit_id) if delegation is not None else None
    if delegation is None or unit is None or unit.bloc_id != by.bloc_id:
        raise NotFound()
    today = bloc_day(session, by.bloc_id, now)
    office = may(session, by, Right.INVITE_HEADS, bloc_id=by.bloc_id, today=today)
    if not office and not may_delegate(session, unit.id or 0, by=by, today=today):
        raise NotFound()
    stop(session, delegation, unit, today, by=by, now=now)
    session.flush()
    return delegation


def stop(session: Session, delegation: Delegation, unit: Unit, today: date, *, by: Member, now: datetime) -> None:
    if delegation.last_day < max(today, delegation.first_day):
        return
    delegation.last_day = today - timedelta(days=1)
    record(session, delegation, "undelegated", by=by, now=now, unit=unit.id, member=delegation.member_id)
    member = session.get_one(Member, delegation.member_id)
    _tell(session, unit, member, "roles/acting_taken", first=delegation.first_day, last=today, by=by, now=now)


def _role_in(session: Session, unit_id: int, member_id: int | None, today: date) -> UnitRole | None:
    query = select(Membership.role).where(
        col(Membership.unit_id) == unit_id, col(Membership.member_id) == member_id, in_place(today)
    )
    found = session.exec(query).first()
    return None if found is None else UnitRole(found)


def _tell(
    session: Session,
    unit: Unit,
    member: Member,
    template: str,
    *,
    first: date,
    last: date,
    by: Member,
    now: datetime,
) -> None:
    """Tell who acts, and the giver too when somebody else ended it; the giver's own screen says it to them."""
    if member.id == by.id:
        return
    told = account_ids([member])
    post_to_accounts(session, template, told, now=now, unit=unit.name, first=first, last=last, by=by.name)
