"""Roles in the bloc: given and taken by the leader, and who stands in for the leader from day to day."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import or_
from sqlmodel import Session, col, select

from store.errors import BadAnswer, IllegalMove, NotFound, Refusal
from store.history import record
from store.outbox import post_to_accounts
from store.people import account_ids, bloc_day, unit_of
from store.rights import Right, demand, may, seats
from store.tables import Appointment, Bloc, BlocRole, Member, Unit

FURTHEST = timedelta(days=366)
"""Nobody stands in for longer, or from a day further away."""

GIVEN = (BlocRole.LEADER, BlocRole.DEPUTY, BlocRole.SECRETARY, BlocRole.COUNCIL, BlocRole.OBSERVER)


class LastLeader(Refusal):
    """The bloc would be without a leader."""

    code = "last_leader"


@dataclass(frozen=True)
class Post:
    """A role in the bloc, whose it is and, of an observer, over which unit."""

    appointment: Appointment
    member: Member
    unit: Unit | None


def posts_of(session: Session, *, by: Member, now: datetime) -> list[Post]:
    """The roles of the bloc that count today or later, highest first; for its office."""
    today = bloc_day(session, by.bloc_id, now)
    demand(session, by, Right.INVITE_HEADS, bloc_id=by.bloc_id, today=today)
    last_day = col(Appointment.last_day)
    rows = session.exec(
        select(Appointment, Member)
        .join(Member, col(Member.id) == col(Appointment.member_id))
        .where(
            col(Appointment.bloc_id) == by.bloc_id,
            or_(last_day.is_(None), last_day >= today),
            or_(last_day.is_(None), last_day >= col(Appointment.first_day)),
        )
        .order_by(col(Appointment.id))
    )
    found = [_post(session, appointment, member) for appointment, member in rows]
    return sorted(found, key=lambda one: GIVEN.index(one.appointment.role))


def _post(session: Session, appointment: Appointment, member: Member) -> Post:
    unit_id = appointment.unit_id if appointment.role == BlocRole.OBSERVER else None
    return Post(appointment, member, session.get(Unit, unit_id) if unit_id else None)


def post_of(session: Session, appointment_id: int, *, by: Member, now: datetime) -> Post:
    """One role, for who may take it away."""
    appointment = session.get(Appointment, appointment_id)
    today = bloc_day(session, by.bloc_id, now)
    if appointment is None or appointment.bloc_id != by.bloc_id:
        raise NotFound()
    if not may(session, by, Right.ROLES, bloc_id=by.bloc_id, today=today):
        raise NotFound()
    return _post(session, appointment, session.get_one(Member, appointment.member_id))


def appoint(
    session: Session, member_id: int, role: BlocRole, *, unit_id: int | None = None, by: Member, now: datetime
) -> Post:
    """Give a role in the bloc from today on; an observer one unit to look into. Giving it again changes nothing."""
    today = bloc_day(session, by.bloc_id, now)
    demand(session, by, Right.ROLES, bloc_id=by.bloc_id, today=today)
    member = person_of(session, member_id, by=by, today=today)
    if (unit_id is not None) != (role == BlocRole.OBSERVER):
        raise NotFound()
    if unit_id is not None:
        unit_of(session, unit_id, bloc_id=by.bloc_id)
    for appointment in _held(session, member, role, today):
        if appointment.unit_id == unit_id and not appointment.acting:
            return _post(session, appointment, member)
    return _give(session, member, role, today, None, unit_id=unit_id, by=by, now=now)


def stand_in(session: Session, member_id: int, *, first: date, last: date, by: Member, now: datetime) -> Post:
    """Let a deputy, or another, stand in for the leader from the first to the last day. The same again changes nothing.

    Refuses a leader, and days that are past, turned round or too far away.
    """
    today = bloc_day(session, by.bloc_id, now)
    demand(session, by, Right.ROLES, bloc_id=by.bloc_id, today=today)
    if not _leads(session, by, today):
        raise IllegalMove(state="acting", action="delegate")
    member = person_of(session, member_id, by=by, today=today)
    if _leads(session, member, today):
        raise IllegalMove(state="leader", action="delegate")
    check_days(first, last, today)
    for appointment in _held(session, member, BlocRole.DEPUTY, first):
        if appointment.acting and (appointment.first_day, appointment.last_day) == (first, last):
            return _post(session, appointment, member)
    return _give(session, member, BlocRole.DEPUTY, first, last, acting=True, by=by, now=now)


def check_days(first: date, last: date, today: date) -> None:
    """Refuses days that are past, the last before the first, or more than a year away."""
    if not today <= first <= today + FURTHEST:
        raise BadAnswer("day_outside", first=today, last=today + FURTHEST)
    if not first <= last <= first + FURTHEST:
        raise BadAnswer("day_outside", first=first, last=first + FURTHEST)


def _give(
    session: Session,
    member: Member,
    role: BlocRole,
    first: date,
    last: date | None,
    *,
    unit_id: int | None = None,
    acting: bool = False,
    by: Member,
    now: datetime,
) -> Post:
    assert member.id is not None
    appointment = Appointment(
        member_id=member.id,
        bloc_id=member.bloc_id,
        role=role,
        unit_id=unit_id,
        acting=acting,
        first_day=first,
        last_day=last,
    )
    session.add(appointment)
    session.flush()
    record(
        session,
        appointment,
        "appointed",
        by=by,
        now=now,
        member=member.id,
        role=role,
        unit=unit_id,
        acting=acting,
        first=first,
        last=last,
    )
    post = _post(session, appointment, member)
    _tell(session, post, "roles/given", by=by, now=now)
    return post


def end_post(session: Session, appointment_id: int, *, by: Member, now: datetime) -> Post:
    """Take a role away, at once. The last leader keeps theirs. Taking it twice changes nothing."""
    post = post_of(session, appointment_id, by=by, now=now)
    appointment, today = post.appointment, bloc_day(session, by.bloc_id, now)
    if appointment.last_day is not None and appointment.last_day < max(today, appointment.first_day):
        return post
    if is_last_leader(session, post.member, today) and appointment.role == BlocRole.LEADER:
        raise LastLeader()
    appointment.last_day = today - timedelta(days=1)
    record(session, appointment, "role_ended", by=by, now=now, member=post.member.id, role=appointment.role)
    _tell(session, post, "roles/taken", by=by, now=now)
    session.flush()
    return post


def is_last_leader(session: Session, member: Member, today: date) -> bool:
    """Whether the bloc has no leader but this member that day; who stands in does not count."""
    last_day = col(Appointment.last_day)
    leaders = session.exec(
        select(Appointment.member_id).where(
            col(Appointment.bloc_id) == member.bloc_id,
            col(Appointment.role) == BlocRole.LEADER,
            col(Appointment.first_day) <= today,
            or_(last_day.is_(None), last_day >= today),
        )
    )
    return set(leaders) == {member.id}


def person_of(session: Session, member_id: int, *, by: Member, today: date) -> Member:
    """Somebody of the bloc who has a place or a role in it today."""
    member = session.get(Member, member_id)
    if member is None or member.bloc_id != by.bloc_id or not seats(session, member, today):
        raise NotFound()
    return member


def _held(session: Session, member: Member, role: BlocRole, day: date) -> list[Appointment]:
    last_day = col(Appointment.last_day)
    return list(
        session.exec(
            select(Appointment).where(
                col(Appointment.member_id) == member.id,
                col(Appointment.role) == role,
                col(Appointment.first_day) <= day,
                or_(last_day.is_(None), last_day >= day),
            )
        )
    )


def _leads(session: Session, member: Member, today: date) -> bool:
    return any(not one.acting for one in _held(session, member, BlocRole.LEADER, today))


def _tell(session: Session, post: Post, template: str, *, by: Member, now: datetime) -> None:
    """Tell whose role it is, unless they did it themselves."""
    if post.member.id == by.id:
        return
    appointment = post.appointment
    post_to_accounts(
        session,
        template,
        account_ids([post.member]),
        now=now,
        role="acting" if appointment.acting else appointment.role,
        unit=post.unit.name if post.unit else "",
        bloc_name=session.get_one(Bloc, post.member.bloc_id).name,
        first=appointment.first_day,
        last=appointment.last_day,
        by=by.name,
    )
