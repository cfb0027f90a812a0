"""Who asks to join a unit, and the unit head's answer."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import desc
from sqlmodel import Session, col, select

from store.campaigns import running_campaigns
from store.claims import settle_claim
from store.duties import make_duties
from store.errors import AlreadyDone, IllegalMove, NotFound
from store.history import record
from store.outbox import post_to_accounts
from store.people import account_ids, bloc_day
from store.rights import Right, may
from store.tables import Account, Entry, Member, Membership, MembershipState, Unit

APPROVAL_MOVES: dict[MembershipState, frozenset[MembershipState]] = {
    MembershipState.WAITING: frozenset({MembershipState.ACTIVE, MembershipState.REFUSED}),
    MembershipState.ACTIVE: frozenset(),
    MembershipState.REFUSED: frozenset(),
    MembershipState.ENDED: frozenset(),
}
"""What a head's answer may do to a place in the unit."""

ANSWERS = {MembershipState.ACTIVE: "approved", MembershipState.REFUSED: "refused"}


@dataclass(frozen=True)
class Request:
    """A place in a unit that was asked for, and who asks."""

    place: Membership
    member: Member
    unit: Unit
    telegram_name: str
    listed: Member | None = None
    """Whom of the imported list they say to be."""


def open_request(session: Session, membership_id: int, *, by: Member, now: datetime) -> Request:
    """Who asks; only for a head of that unit."""
    place = session.get(Membership, membership_id)
    unit = session.get(Unit, place.unit_id) if place else None
    member = session.get(Member, place.member_id) if place else None
    if place is None or unit is None or member is None:
        raise NotFound()
    today = bloc_day(session, unit.bloc_id, now)
    if not may(session, by, Right.APPROVE_STAFF, bloc_id=unit.bloc_id, unit_id=unit.id, today=today):
        raise NotFound()
    account = session.get(Account, member.account_id) if member.account_id is not None else None
    listed = session.get(Member, place.claims_id) if place.claims_id is not None else None
    return Request(place, member, unit, account.telegram_name if account else "", listed)


def approve_member(session: Session, membership_id: int, *, by: Member, now: datetime) -> Request:
    """Let somebody in. Saying it again changes nothing; another head is told who decided."""
    return _answer(session, membership_id, MembershipState.ACTIVE, by=by, now=now)


def refuse_member(session: Session, membership_id: int, *, by: Member, now: datetime) -> Request:
    """Do not let somebody in; they are told."""
    return _answer(session, membership_id, MembershipState.REFUSED, by=by, now=now)


def _answer(session: Session, membership_id: int, to: MembershipState, *, by: Member, now: datetime) -> Request:
    request = open_request(session, membership_id, by=by, now=now)
    place = request.place
    if to not in APPROVAL_MOVES[place.state]:
        _refuse_answer(session, place, to, by=by)
        return request
    place.state = to
    place.claims_id, claims_id = None, place.claims_id
    if to == MembershipState.ACTIVE:
        today = bloc_day(session, request.unit.bloc_id, now)
        place.first_day, place.claims_id = today, claims_id
        request = replace(request, member=settle_claim(session, place, by=by, today=today, now=now))
        give_duties(session, request.member, now=now)
    record(session, place, ANSWERS[to], by=by, now=now, unit=place.unit_id, role=place.role)
    post_to_accounts(session, f"joining/{ANSWERS[to]}", account_ids([request.member]), now=now, unit=request.unit.name)
    session.flush()
    return request


def _refuse_answer(session: Session, place: Membership, to: MembershipState, *, by: Member) -> None:
    """Say who was faster. The same person's same answer is no refusal."""
    decider = _decider(session, place)
    if place.state == to and decider is not None and decider.id == by.id:
        return
    if decider is not None and place.state in ANSWERS:
        raise AlreadyDone(who=decider.name)
    raise IllegalMove(state=place.state.value, action=ANSWERS[to])


def _decider(session: Session, place: Membership) -> Member | None:
    """Who answered last, as the history has it."""
    actor = session.exec(
        select(Entry.actor_id)
        .where(
            col(Entry.subject) == Membership.__tablename__,
            col(Entry.subject_id) == place.id,
            col(Entry.action).in_(list(ANSWERS.values())),
        )
        .order_by(desc(col(Entry.id)))
        .limit(1)
    ).first()
    return session.get(Member, actor) if actor is not None else None


def give_duties(session: Session, member: Member, *, now: datetime) -> None:
    """Somebody new in a unit owes what every member owes in the campaigns that run."""
    session.flush()
    for campaign in running_campaigns(session, member.bloc_id):
        make_duties(session, campaign, now, only=member)


def waiting_requests(session: Session, unit_ids: list[int]) -> list[tuple[Membership, Member]]:
    """Who waits for an answer in these units, longest first."""
    return list(
        session.exec(
            select(Membership, Member)
            .join(Member, col(Member.id) == col(Membership.member_id))
            .where(col(Membership.unit_id).in_(unit_ids), col(Membership.state) == MembershipState.WAITING)
            .order_by(col(Membership.id))
        )
    )


def my_requests(session: Session, member: Member) -> list[Unit]:
    """The units a member asked to join and has no answer from."""
    return list(
        session.exec(
            select(Unit)
            .join(Membership, col(Membership.unit_id) == col(Unit.id))
            .where(col(Membership.member_id) == member.id, col(Membership.state) == MembershipState.WAITING)
            .order_by(col(Membership.id))
        )
    )
