"""Giving somebody a place in a unit, or asking its head for one."""

from datetime import date, datetime
from enum import StrEnum

from sqlmodel import Session, col, select

from store.approvals import give_duties
from store.history import record
from store.outbox import post_to_accounts
from store.people import account_ids, heads_of
from store.rights import Role, Seat, seats
from store.tables import Account, Member, Membership, MembershipState, Unit, UnitRole


class Standing(StrEnum):
    """What joining came to: the person is in, waits for the unit head, or had it all before."""

    JOINED = "joined"
    WAITING = "waiting"
    ALREADY = "already"


def place_in(
    session: Session,
    member: Member,
    unit: Unit,
    role: UnitRole,
    today: date,
    *,
    now: datetime,
    needs_approval: bool,
    claims: Member | None = None,
) -> Standing:
    """Give a place in a unit, or ask its head for one. A place that is there never becomes a lesser one.

    In a unit that is to close it ends with the unit.

    `claims`: whom of the unit's list somebody who asks says to be.
    """
    assert member.id is not None
    assert unit.id is not None
    held = seats(session, member, today)
    if Seat(Role(role.value), unit.id) in held:
        return Standing.ALREADY
    here = (col(Membership.member_id) == member.id) & (col(Membership.unit_id) == unit.id)
    place = session.exec(select(Membership).where(here)).first()
    wanted = MembershipState.WAITING if needs_approval else MembershipState.ACTIVE
    if place is not None and place.state == MembershipState.WAITING and needs_approval:
        return Standing.WAITING
    if place is None:
        place = Membership(member_id=member.id, unit_id=unit.id, role=role, state=wanted, first_day=today)
        place.last_day = unit.closed_on
        session.add(place)
    else:
        if place.state != MembershipState.ACTIVE or place.last_day is not None:
            place.first_day, place.last_day = today, unit.closed_on
        place.role, place.state = role, wanted
    place.claims_id = claims.id if claims is not None and needs_approval else None
    session.flush()
    record(session, place, "asked" if needs_approval else "joined", by=member, now=now, unit=unit.id, role=role)
    if needs_approval:
        ask_heads(session, place, member, unit, today, now=now, claims=claims)
        return Standing.WAITING
    give_duties(session, member, now=now)
    return Standing.JOINED


def ask_heads(
    session: Session,
    place: Membership,
    member: Member,
    unit: Unit,
    today: date,
    *,
    now: datetime,
    claims: Member | None,
) -> None:
    """Ask the unit's heads whether somebody who waits may come in."""
    account = session.get(Account, member.account_id)
    post_to_accounts(
        session,
        "joining/request",
        account_ids(heads_of(session, place.unit_id, today)),
        now=now,
        membership_id=place.id,
        unit=unit.name,
        name=member.name,
        position=member.position or (claims.position if claims else ""),
        listed=claims.name if claims else "",
        telegram_name=account.telegram_name if account else "",
    )
