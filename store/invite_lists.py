"""Links by the dozen: which are open, how long they last, and many made at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import or_
from sqlmodel import Session, col, select

from store.errors import BadAnswer, NotFound
from store.history import record
from store.invites import NewInvite, check_open, invite_of, make_invite, may_end
from store.people import bloc_day, heads_by_unit, not_joined, unit_of, units_of_bloc
from store.rights import Right, demand, may
from store.tables import Invite, Member, Membership, MembershipState, Unit, UnitRole

DAYS = (7, 30, 90)
"""How long a link may last from now."""

HEAD_USES, STAFF_USES = (1, 2, 5), (10, 50, 500)
"""How often a link may be used in all."""

MOST_LISTED = 500
"""Links for so many people in one workbook."""


@dataclass(frozen=True)
class OpenLink:
    """A link that still works, for which unit and, where it is for one person, for whom."""

    invite: Invite
    unit: Unit | None
    person: Member | None


@dataclass(frozen=True)
class NamedLink:
    """A new link and for whom it is."""

    name: str
    link: str
    position: str = ""
    """Of two of the same name it says who is meant."""


def open_links(session: Session, unit_id: int | None, *, by: Member, now: datetime) -> list[OpenLink]:
    """The links that still work and that this person may end: of a unit, else of the whole bloc; newest first."""
    _demand_either(session, unit_id, by=by, now=now)
    today = bloc_day(session, by.bloc_id, now)
    query = select(Invite).where(
        col(Invite.bloc_id) == by.bloc_id,
        col(Invite.for_group).is_(False),
        col(Invite.revoked_at).is_(None),
        col(Invite.expires_at) > now,
        col(Invite.uses) < col(Invite.max_uses),
    )
    if unit_id is not None:
        query = query.where(col(Invite.unit_id) == unit_id)
    else:
        query = query.where(or_(col(Invite.unit_role) == UnitRole.HEAD, col(Invite.bloc_role).is_not(None)))
    found = session.exec(query.order_by(col(Invite.id).desc()))
    return [_link(session, one) for one in found if may_end(session, one, by=by, today=today)]


def _demand_either(session: Session, unit_id: int | None, *, by: Member, now: datetime) -> None:
    today = bloc_day(session, by.bloc_id, now)
    if unit_id is not None:
        unit = unit_of(session, unit_id, bloc_id=by.bloc_id)
        if may(session, by, Right.INVITE_STAFF, bloc_id=by.bloc_id, unit_id=unit.id, today=today):
            return
    demand(session, by, Right.INVITE_HEADS, bloc_id=by.bloc_id, today=today)


def open_link(session: Session, invite_id: int, *, by: Member, now: datetime) -> OpenLink:
    return _link(session, invite_of(session, invite_id, by=by, now=now))


def _link(session: Session, invite: Invite) -> OpenLink:
    unit = session.get(Unit, invite.unit_id) if invite.unit_id else None
    return OpenLink(invite, unit, session.get(Member, invite.member_id) if invite.member_id else None)


def choices_of_uses(invite: Invite) -> Sequence[int]:
    """How often a link may be used, of which somebody may choose; one for one person is used once."""
    if invite.member_id is not None:
        return ()
    return STAFF_USES if invite.unit_role == UnitRole.MEMBER else HEAD_USES


def change_link(
    session: Session,
    invite_id: int,
    *,
    days: int | None = None,
    uses: int | None = None,
    by: Member,
    now: datetime,
) -> OpenLink:
    """Let a link last so many days from now, or be used so many times in all. One that ended stays ended."""
    invite = invite_of(session, invite_id, by=by, now=now)
    check_open(invite, now=now)
    if days is not None:
        if days not in DAYS:
            raise NotFound()
        invite.expires_at = now + timedelta(days=days)
    if uses is not None:
        if uses not in choices_of_uses(invite):
            raise NotFound()
        if uses <= invite.uses:
            raise BadAnswer("link_used", uses=invite.uses)
        invite.max_uses = uses
    record(session, invite, "changed", by=by, now=now, days=days, uses=uses)
    session.flush()
    return _link(session, invite)


def units_without_head(session: Session, *, by: Member, now: datetime) -> tuple[int, int]:
    """How many units have no head yet, and how many units there are."""
    today = bloc_day(session, by.bloc_id, now)
    demand(session, by, Right.INVITE_HEADS, bloc_id=by.bloc_id, today=today)
    units = units_of_bloc(session, by.bloc_id, today)
    led = heads_by_unit(session, by.bloc_id, today)
    return sum(not _joined(led.get(unit.id or 0, [])) for unit in units), len(units)


def _joined(heads: Sequence[Member]) -> bool:
    return any(head.account_id is not None for head in heads)


def invite_all_heads(session: Session, *, joined: bool, by: Member, now: datetime) -> list[NamedLink]:
    """A new link for the head of each unit; units whose head has joined are left out unless `joined`.

    Older links of those units' heads end.
    """
    units_without_head(session, by=by, now=now)
    today = bloc_day(session, by.bloc_id, now)
    led = heads_by_unit(session, by.bloc_id, today)
    made = []
    for unit in units_of_bloc(session, by.bloc_id, today):
        if joined or not _joined(led.get(unit.id or 0, [])):
            new = make_invite(
                session, bloc_id=by.bloc_id, unit_id=unit.id, unit_role=UnitRole.HEAD, max_uses=1, by=by, now=now
            )
            made.append(NamedLink(unit.name, new.link))
    return made


def invite_listed(session: Session, unit_id: int, *, by: Member, now: datetime) -> tuple[Unit, list[NamedLink]]:
    """A new link for each person of a unit's list who has not joined; the heads among them only by the office."""
    _demand_either(session, unit_id, by=by, now=now)
    unit = unit_of(session, unit_id, bloc_id=by.bloc_id)
    today = bloc_day(session, by.bloc_id, now)
    made = []
    for member in not_joined(session, unit_id, today)[:MOST_LISTED]:
        place = session.exec(
            select(Membership).where(col(Membership.member_id) == member.id, col(Membership.unit_id) == unit_id)
        ).one()
        if _may_invite(session, place, by=by, now=now):
            made.append(NamedLink(member.name, _for_one(session, place, by=by, now=now).link, member.position))
    return unit, made


def invite_one(session: Session, membership_id: int, *, by: Member, now: datetime) -> tuple[OpenLink, NewInvite]:
    """A link for one person of the list, who joins by it at once; an older one for this person ends."""
    place = session.get(Membership, membership_id)
    member = session.get(Member, place.member_id) if place else None
    if place is None or member is None or member.bloc_id != by.bloc_id or place.state != MembershipState.ACTIVE:
        raise NotFound()
    if member.account_id is not None or not _may_invite(session, place, by=by, now=now):
        raise NotFound()
    new = _for_one(session, place, by=by, now=now)
    return _link(session, new.invite), new


def _may_invite(session: Session, place: Membership, *, by: Member, now: datetime) -> bool:
    today = bloc_day(session, by.bloc_id, now)
    if may(session, by, Right.INVITE_HEADS, bloc_id=by.bloc_id, unit_id=place.unit_id, today=today):
        return True
    staff = place.role == UnitRole.MEMBER
    return staff and may(session, by, Right.INVITE_STAFF, bloc_id=by.bloc_id, unit_id=place.unit_id, today=today)


def _for_one(session: Session, place: Membership, *, by: Member, now: datetime) -> NewInvite:
    return make_invite(
        session,
        bloc_id=by.bloc_id,
        unit_id=place.unit_id,
        unit_role=place.role,
        member_id=place.member_id,
        by=by,
        now=now,
    )
