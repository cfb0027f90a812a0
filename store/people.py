"""Who is where: units and their people on a day of the bloc's calendar."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import BindParameter, ColumnElement, Date, bindparam, exists, or_
from sqlmodel import Session, col, select

from store.errors import NotFound
from store.facts import local_day
from store.names import folded
from store.rights import Seat, seats
from store.tables import (
    Account,
    Appointment,
    Bloc,
    BlocRole,
    Delegation,
    LeadingUnits,
    Member,
    Membership,
    MembershipState,
    Unit,
    UnitRole,
)

OFFICE = (BlocRole.LEADER, BlocRole.DEPUTY, BlocRole.SECRETARY)
COUNCIL = (BlocRole.LEADER, BlocRole.DEPUTY, BlocRole.COUNCIL)
"""Leader and deputy sit on the council."""


def bloc_day(session: Session, bloc_id: int, now: datetime) -> date:
    """The day on a bloc's calendar."""
    bloc = session.get(Bloc, bloc_id)
    if bloc is None:
        raise NotFound()
    return local_day(now, bloc.timezone)


def unit_of(session: Session, unit_id: int, *, bloc_id: int | None = None) -> Unit:
    """A unit; refuses an id that is none, or none of this bloc."""
    unit = session.get(Unit, unit_id)
    if unit is None or (bloc_id is not None and unit.bloc_id != bloc_id):
        raise NotFound()
    return unit


def units_of_bloc(session: Session, bloc_id: int, today: date) -> list[Unit]:
    """The bloc's units that are not closed, in the order of its list."""
    closed_on = col(Unit.closed_on)
    return list(
        session.exec(
            select(Unit)
            .where(col(Unit.bloc_id) == bloc_id, or_(closed_on.is_(None), closed_on >= today))
            .order_by(col(Unit.place), col(Unit.id))
        )
    )


def leading_unit(session: Session, bloc_id: int, year: int) -> Unit | None:
    """The unit that leads the bloc in a year, or that led it last."""
    return session.exec(
        select(Unit)
        .join(LeadingUnits, col(LeadingUnits.leader_unit_id) == col(Unit.id))
        .where(col(LeadingUnits.bloc_id) == bloc_id, col(LeadingUnits.year) <= year)
        .order_by(col(LeadingUnits.year).desc())
        .limit(1)
    ).first()


def heads_of(session: Session, unit_id: int, today: date) -> list[Member]:
    """The unit's heads and who acts for them, longest in place first."""
    return list(session.exec(_HEADS, params={"unit": unit_id, "today": today}))


def members_of(session: Session, unit_id: int, today: date) -> list[Member]:
    """The unit's people, its heads among them."""
    return list(session.exec(_PEOPLE, params={"unit": unit_id, "today": today}))


def in_place(today: date | BindParameter[date]) -> ColumnElement[bool]:
    """What makes a membership count on that day."""
    last_day = col(Membership.last_day)
    return (
        (col(Membership.state) == MembershipState.ACTIVE)
        & (col(Membership.first_day) <= today)
        & or_(last_day.is_(None), last_day >= today)
    )


def heading(today: date | BindParameter[date]) -> ColumnElement[bool]:
    """What makes a membership that of a head on that day: the role, or acting for one."""
    acting = exists().where(
        col(Delegation.member_id) == col(Membership.member_id),
        col(Delegation.unit_id) == col(Membership.unit_id),
        col(Delegation.first_day) <= today,
        col(Delegation.last_day) >= today,
    )
    return or_(col(Membership.role) == UnitRole.HEAD, acting)


_TODAY = bindparam("today", type_=Date)
_PEOPLE = (
    select(Member)
    .join(Membership, col(Membership.member_id) == col(Member.id))
    .where(col(Membership.unit_id) == bindparam("unit"), in_place(_TODAY))
    .order_by(col(Membership.id))
)
_HEADS = _PEOPLE.where(heading(_TODAY))
_APPOINTED = (
    select(Member)
    .where(
        col(Member.id).in_(
            select(Appointment.member_id).where(
                col(Appointment.bloc_id) == bindparam("bloc"),
                or_(col(Appointment.role).in_(bindparam("roles", expanding=True)), col(Appointment.acting)),
                col(Appointment.first_day) <= _TODAY,
                or_(col(Appointment.last_day).is_(None), col(Appointment.last_day) >= _TODAY),
            )
        )
    )
    .order_by(col(Member.id))
)
"""Asked in every turn that changes something, so they are built once."""


def heads_by_unit(session: Session, bloc_id: int, today: date) -> dict[int, list[Member]]:
    """unit id -> its heads, for the units of a bloc that have any."""
    rows = session.exec(
        select(Membership.unit_id, Member)
        .join(Member, col(Member.id) == col(Membership.member_id))
        .where(col(Member.bloc_id) == bloc_id, heading(today), in_place(today))
        .order_by(col(Membership.id))
    )
    found: dict[int, list[Member]] = {}
    for unit_id, member in rows:
        found.setdefault(unit_id, []).append(member)
    return found


def office_of(session: Session, bloc_id: int, today: date) -> list[Member]:
    """Leader, deputies and secretaries of a bloc."""
    return _appointed(session, bloc_id, OFFICE, today)


def council_of(session: Session, bloc_id: int, today: date) -> list[Member]:
    """The council of a bloc, leader and deputies among them."""
    return _appointed(session, bloc_id, COUNCIL, today)


def _appointed(session: Session, bloc_id: int, roles: Sequence[BlocRole], today: date) -> list[Member]:
    return list(session.exec(_APPOINTED, params={"bloc": bloc_id, "roles": list(roles), "today": today}))


def account_ids(members: Iterable[Member]) -> list[int]:
    """The accounts of those who have one, each once, in the order given."""
    return list(dict.fromkeys(member.account_id for member in members if member.account_id is not None))


def my_units(session: Session, member: Member, today: date) -> list[Membership]:
    """A member's places in units, oldest first."""
    return list(
        session.exec(
            select(Membership)
            .where(col(Membership.member_id) == member.id, in_place(today))
            .order_by(col(Membership.id))
        )
    )


def unreachable_of(session: Session, members: Sequence[Member]) -> list[Member]:
    """Those whom the bot cannot write to: no account, or one that blocked it."""
    ids = account_ids(members)
    blocked = set(
        session.exec(select(Account.id).where(col(Account.id).in_(ids), col(Account.unreachable).is_not(None)))
    )
    return [member for member in members if member.account_id is None or member.account_id in blocked]


def not_joined(session: Session, unit_id: int, today: date) -> list[Member]:
    """The people of a unit who stand in its imported list and have no account yet, by name."""
    query = _PEOPLE.where(col(Member.account_id).is_(None)).order_by(None).order_by(col(Member.name), col(Member.id))
    return list(session.exec(query, params={"unit": unit_id, "today": today}))


def people_like(session: Session, bloc_id: int, typed: str, today: date) -> list[tuple[Member, str]]:
    """Who of the bloc has exactly that name, else has it in theirs, however it is written; with one of their units."""
    rows = session.exec(
        select(Member, Unit.name)
        .join(Membership, col(Membership.member_id) == col(Member.id))
        .join(Unit, col(Unit.id) == col(Membership.unit_id))
        .where(col(Member.bloc_id) == bloc_id, in_place(today))
        .order_by(col(Member.name), col(Member.id))
    )
    wanted = folded(typed)
    found = {member.id: (member, unit) for member, unit in rows if wanted and wanted in folded(member.name)}
    same = [one for one in found.values() if folded(one[0].name) == wanted]
    return same or list(found.values())


def blocs_of(session: Session, account_id: int, now: datetime) -> list[tuple[Bloc, Member, list[Seat]]]:
    """The blocs in which an account has a place or a role today, oldest first."""
    rows = session.exec(
        select(Bloc, Member)
        .join(Member, col(Member.bloc_id) == col(Bloc.id))
        .where(col(Member.account_id) == account_id)
        .order_by(col(Member.id))
    ).all()
    held = [(bloc, member, seats(session, member, local_day(now, bloc.timezone))) for bloc, member in rows]
    return [one for one in held if one[2]]


def switch_bloc(session: Session, account: Account, bloc_id: int, *, now: datetime) -> tuple[Bloc, Member, list[Seat]]:
    """Let an account go on in another of its blocs; refuses one where it has no place."""
    for bloc, member, held in blocs_of(session, account.id, now):
        if bloc.id == bloc_id:
            account.bloc_id = bloc_id
            session.flush()
            return bloc, member, held
    raise NotFound()
