"""Joining: by a link or by asking; consent is part of it, and nothing about a person is kept before."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlmodel import Session, col, select

from store.claims import attach, claimable, end_double, meant_by
from store.consents import CONSENT_VERSION
from store.errors import InviteRefused, NotFound
from store.history import record
from store.invites import use_invite
from store.names import clean_name, folded, tidy_name
from store.outbox import post_to_accounts
from store.people import account_ids, bloc_day, office_of, unit_of
from store.placing import Standing, place_in
from store.renaming import keep_former
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


@dataclass(frozen=True)
class Person:
    """Who consents, by the name that goes into lists and the name Telegram shows.

    `chosen_id`: whom of the unit's list they chose, where two have that name.
    """

    account: Account
    name: str
    telegram_name: str
    chosen_id: int | None = None


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
    listed, person = _listed(session, invite, person, now=now)
    standing = Standing.ALREADY
    known = member_of(session, person.account.id, invite.bloc_id)
    if listed is not None and not invite.needs_approval and known is None:
        attach(session, listed, person.account.id, by=None, now=now)
        standing = Standing.JOINED
    member = _consent(session, person, invite.bloc_id, now=now)
    unit = None
    if invite.bloc_role is not None and _appoint(session, member, invite.bloc_role, today, now=now):
        standing = Standing.JOINED
    if invite.unit_id is not None and invite.unit_role is not None:
        unit = unit_of(session, invite.unit_id)
        double = listed if listed is not None and listed.id != member.id else None
        asks = invite.needs_approval
        place = place_in(session, member, unit, invite.unit_role, today, now=now, needs_approval=asks, claims=double)
        standing = place if place != Standing.ALREADY else standing
        if double is not None and not asks:
            end_double(session, double, invite.unit_id, by=member, today=today, now=now)
    joined = Joined(member, unit, invite.unit_role, invite.bloc_role, standing)
    if standing == Standing.JOINED:
        _tell_office(session, joined, today, now=now)
    return joined


def _listed(session: Session, invite: Invite, person: Person, *, now: datetime) -> tuple[Member | None, Person]:
    """Who of the unit's list joins, and the person under the name that the list has, where it is the same name."""
    claims = claimable(session, invite, now=now)
    listed = meant_by(invite, claims, clean_name(person.name), person.chosen_id)
    if listed is None and invite.member_id is not None and not has_already(session, invite, person.account, now=now):
        raise InviteRefused("used_up")
    same = listed is not None and folded(listed.name) == folded(person.name)
    return listed, replace(person, name=listed.name) if same and listed is not None else person


def ask_to_join(session: Session, unit_id: int, *, person: Person, now: datetime) -> Joined:
    """Ask to join a unit without a link; its head approves."""
    unit = unit_of(session, unit_id)
    today = bloc_day(session, unit.bloc_id, now)
    if unit.closed_on is not None and unit.closed_on < today:
        raise NotFound()
    member = _consent(session, person, unit.bloc_id, now=now)
    standing = place_in(session, member, unit, UnitRole.MEMBER, today, now=now, needs_approval=True)
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
        keep_former(member, member.name)
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
