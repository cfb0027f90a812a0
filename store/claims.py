"""Who joins and stands in a unit's imported list already: found by name, and made one person."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import func
from sqlmodel import Session, col, select

from store.history import record
from store.names import folded
from store.people import bloc_day, not_joined
from store.tables import Appointment, Invite, Member, Membership, MembershipState, UnitRole


def claimable(session: Session, invite: Invite, *, now: datetime) -> list[Member]:
    """Whom somebody with this link may say to be: the one person it is for, else the unit's staff without account."""
    if invite.unit_id is None:
        return []
    waiting = not_joined(session, invite.unit_id, bloc_day(session, invite.bloc_id, now))
    if invite.member_id is not None:
        return [one for one in waiting if one.id == invite.member_id]
    if invite.unit_role != UnitRole.MEMBER:
        return []
    staff = select(Membership.member_id).where(
        col(Membership.unit_id) == invite.unit_id, col(Membership.role) == UnitRole.MEMBER
    )
    ids = set(session.exec(staff))
    return [one for one in waiting if one.id in ids]


def likely(claims: Sequence[Member], name: str) -> Member | None:
    """The one person of that name; else the one whose name has all its words (two or more); None when unclear."""
    wanted = folded(name)
    same = [one for one in claims if folded(one.name) == wanted]
    if len(same) == 1:
        return same[0]
    words = wanted.split()
    if same or len(words) < 2:
        return None
    near = [one for one in claims if set(words) <= set(folded(one.name).split())]
    return near[0] if len(near) == 1 else None


def meant_by(invite: Invite, claims: Sequence[Member], name: str, chosen_id: int | None) -> Member | None:
    """Who of the list is meant: whom the link is for, else who has the name somebody joins under.

    Of two of one name the one that was chosen.
    """
    if invite.member_id is not None:
        return claims[0] if claims else None
    same = [one for one in claims if folded(one.name) == folded(name)]
    chosen = [one for one in same if one.id == chosen_id]
    return chosen[0] if chosen else same[0] if len(same) == 1 else None


def matching(claims: Sequence[Member], typed: str) -> list[Member]:
    """Those of exactly that name, else those whose name has what was typed in it."""
    wanted = folded(typed)
    same = [one for one in claims if folded(one.name) == wanted]
    return same or [one for one in claims if wanted and wanted in folded(one.name)]


def attach(session: Session, listed: Member, account_id: int, *, by: Member | None, now: datetime) -> None:
    """From now on the account is that of the person of the list, with their place, duties and history."""
    listed.account_id = account_id
    session.flush()
    record(session, listed, "claimed", by=by or listed, now=now, bloc_id=listed.bloc_id)


def settle_claim(session: Session, place: Membership, *, by: Member, today: date, now: datetime) -> Member:
    """Whoever was let in and said to be one of the list becomes that person. Who it is now.

    Somebody whom the bloc knew before stays who they are, and the double's place in the unit ends.
    """
    newcomer = session.get_one(Member, place.member_id)
    listed = session.get(Member, place.claims_id) if place.claims_id is not None else None
    place.claims_id = None
    theirs = _place_of(session, listed, place.unit_id) if listed is not None else None
    if listed is None or theirs is None or listed.account_id is not None:
        return newcomer
    if not _is_fresh(session, newcomer, place):
        end_double(session, listed, place.unit_id, by=by, today=today, now=now)
        return newcomer
    account_id, place.role, place.first_day = newcomer.account_id, theirs.role, theirs.first_day
    newcomer.account_id = None
    session.delete(theirs)
    session.flush()
    place.member_id = listed.id or 0
    session.flush()
    session.delete(newcomer)
    session.flush()
    assert account_id is not None
    attach(session, listed, account_id, by=by, now=now)
    return listed


def end_double(session: Session, listed: Member, unit_id: int, *, by: Member, today: date, now: datetime) -> None:
    """Somebody whom the bloc knew joined: the person of the list who is the same has no place of their own any more."""
    theirs = _place_of(session, listed, unit_id)
    if theirs is not None and listed.account_id is None:
        theirs.state, theirs.last_day = MembershipState.ENDED, today
        record(session, theirs, "ended", by=by, now=now, why="double")


def _place_of(session: Session, member: Member, unit_id: int) -> Membership | None:
    query = select(Membership).where(col(Membership.member_id) == member.id, col(Membership.unit_id) == unit_id)
    return session.exec(query.where(col(Membership.state) == MembershipState.ACTIVE)).first()


def _is_fresh(session: Session, member: Member, place: Membership) -> bool:
    """Whether the bloc knows nothing of a member but that they ask for this place."""
    others = select(func.count(col(Membership.id))).where(
        col(Membership.member_id) == member.id, col(Membership.id) != place.id
    )
    roles = select(func.count(col(Appointment.id))).where(col(Appointment.member_id) == member.id)
    return session.exec(others).one() + session.exec(roles).one() == 0
