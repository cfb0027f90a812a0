"""Joining: by a link or by asking; consent is part of it, and nothing about a person is kept before."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlmodel import Session, col, select

from store.approvals import give_duties
from store.errors import NotFound
from store.history import record
from store.invites import use_invite
from store.names import clean_name, tidy_name
from store.outbox import post_to_accounts
from store.people import account_ids, bloc_day, heads_of, office_of, unit_of
from store.rights import Role, Seat, seats
from store.tables import (
    Account,
    Appointment,
    Bloc,
    BlocRole,
    Invite,
    Member,
    Membership,
    MembershipState,
    Unit,
    UnitRole,
)

CONSENT_VERSION = 1
"""Of the words on the joining screen that say what is kept and why."""


class Standing(StrEnum):
    """What joining came to: the person is in, waits for the unit head, or had it all before."""

    JOINED = "joined"
    WAITING = "waiting"
    ALREADY = "already"


@dataclass(frozen=True)
class Person:
    """Who consents, by the name that goes into lists and the name Telegram shows."""

    account: Account
    name: str
    telegram_name: str


@dataclass(frozen=True)
class Joined:
    member: Member
    unit: Unit | None
    unit_role: UnitRole | None
    bloc_role: BlocRole | None
    standing: Standing


def join_by_invite(session: Session, invite_id: int, *, person: Person, now: datetime) -> Joined:
    """Take what an invite gives. Who has it all already is told so, and no use of the link is spent."""
    invite = session.get(Invite, invite_id)
    if invite is None or invite.for_group:
        raise NotFound()
    if not has_already(session, invite, person.account, now=now) and not _waits(session, invite, person.account):
        use_invite(session, invite, now=now)
    today = bloc_day(session, invite.bloc_id, now)
    member = _consent(session, person, invite.bloc_id, now=now)
    standing = Standing.ALREADY
    unit = None
    if invite.bloc_role is not None and _appoint(session, member, invite.bloc_role, today, now=now):
        standing = Standing.JOINED
    if invite.unit_id is not None and invite.unit_role is not None:
        unit = unit_of(session, invite.unit_id)
        place = _place(session, member, unit, invite.unit_role, today, now=now, needs_approval=invite.needs_approval)
        standing = place if place != Standing.ALREADY else standing
    joined = Joined(member, unit, invite.unit_role, invite.bloc_role, standing)
    if standing == Standing.JOINED:
        _tell_office(session, joined, today, now=now)
    return joined


def ask_to_join(session: Session, unit_id: int, *, person: Person, now: datetime) -> Joined:
    """Ask to join a unit without a link; its head approves."""
    unit = unit_of(session, unit_id)
    today = bloc_day(session, unit.bloc_id, now)
    if unit.closed_on is not None and unit.closed_on < today:
        raise NotFound()
    member = _consent(session, person, unit.bloc_id, now=now)
    standing = _place(session, member, unit, UnitRole.MEMBER, today, now=now, needs_approval=True)
    return Joined(member, unit, UnitRole.MEMBER, None, standing)


def has_already(session: Session, invite: Invite, account: Account, *, now: datetime) -> bool:
    """Whether an account has today all that an invite gives."""
    member = member_of(session, account.id, invite.bloc_id)
    if member is None:
        return False
    held = seats(session, member, bloc_day(session, invite.bloc_id, now))
    wanted = []
    if invite.bloc_role is not None:
        wanted.append(Seat(Role(invite.bloc_role.value)))
    if invite.unit_role is not None:
        wanted.append(Seat(Role(invite.unit_role.value), invite.unit_id))
    return all(seat in held for seat in wanted)


def _waits(session: Session, invite: Invite, account: Account) -> bool:
    """Whether an account asked already for the place that an invite lets it ask for."""
    member = member_of(session, account.id, invite.bloc_id)
    if member is None or not invite.needs_approval:
        return False
    place = session.exec(
        select(Membership).where(col(Membership.member_id) == member.id, col(Membership.unit_id) == invite.unit_id)
    ).first()
    return place is not None and place.state == MembershipState.WAITING


def member_of(session: Session, account_id: int, bloc_id: int) -> Member | None:
    """The person of an account in a bloc."""
    return session.exec(
        select(Member).where(col(Member.account_id) == account_id, col(Member.bloc_id) == bloc_id)
    ).first()


def _consent(session: Session, person: Person, bloc_id: int, *, now: datetime) -> Member:
    """Keep what the person agreed to: the consent itself, both names, and who they are in the bloc."""
    name = clean_name(person.name)
    account = person.account
    account.telegram_name = tidy_name(person.telegram_name)[:100]
    account.bloc_id = bloc_id
    member = member_of(session, account.id, bloc_id)
    if member is None:
        member = Member(bloc_id=bloc_id, account_id=account.id, name=name)
        session.add(member)
        session.flush()
        record(session, member, "joined", by=member, now=now)
    elif member.name != name:
        member.name = name
        record(session, member, "renamed", by=member, now=now)
    if account.consent_version != CONSENT_VERSION:
        account.consent_version, account.consented_at = CONSENT_VERSION, now
        record(session, member, "consented", by=member, now=now, version=CONSENT_VERSION)
    session.flush()
    return member


def _appoint(session: Session, member: Member, role: BlocRole, today: date, *, now: datetime) -> bool:
    """Give a role in the bloc. False when the member has it."""
    if Seat(Role(role.value)) in seats(session, member, today):
        return False
    assert member.id is not None
    appointment = Appointment(member_id=member.id, bloc_id=member.bloc_id, role=role, first_day=today)
    session.add(appointment)
    session.flush()
    record(session, appointment, "appointed", by=member, now=now, member=member.id, role=role)
    return True


def _place(
    session: Session,
    member: Member,
    unit: Unit,
    role: UnitRole,
    today: date,
    *,
    now: datetime,
    needs_approval: bool,
) -> Standing:
    """Give a place in a unit, or ask its head for one. A place that is there never becomes a lesser one."""
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
        session.add(place)
    else:
        if place.state != MembershipState.ACTIVE or place.last_day is not None:
            place.first_day, place.last_day = today, None
        place.role, place.state = role, wanted
    session.flush()
    record(session, place, "asked" if needs_approval else "joined", by=member, now=now, unit=unit.id, role=role)
    if needs_approval:
        _tell_heads(session, place, member, unit, today, now=now)
        return Standing.WAITING
    give_duties(session, member, now=now)
    return Standing.JOINED


def _tell_heads(session: Session, place: Membership, member: Member, unit: Unit, today: date, *, now: datetime) -> None:
    account = session.get(Account, member.account_id)
    post_to_accounts(
        session,
        "joining/request",
        account_ids(heads_of(session, place.unit_id, today)),
        now=now,
        membership_id=place.id,
        unit=unit.name,
        name=member.name,
        position=member.position,
        telegram_name=account.telegram_name if account else "",
    )


def _tell_office(session: Session, joined: Joined, today: date, *, now: datetime) -> None:
    """The office hears of new heads and of new roles in the bloc."""
    if joined.unit_role != UnitRole.HEAD and joined.bloc_role is None:
        return
    bloc = session.get(Bloc, joined.member.bloc_id)
    assert bloc is not None
    office = [one for one in office_of(session, joined.member.bloc_id, today) if one.id != joined.member.id]
    post_to_accounts(
        session,
        "joining/role_taken",
        account_ids(office),
        now=now,
        name=joined.member.name,
        unit=joined.unit.name if joined.unit else "",
        bloc=bloc.name,
        role=joined.bloc_role or UnitRole.HEAD,
    )
