"""Invites: links that give a role. A token is shown once; only its hash is kept."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import update
from sqlmodel import Session, col, select

from store.columns import table_of
from store.engine import random_token
from store.errors import InviteRefused, NotFound
from store.history import record
from store.people import bloc_day, unit_of
from store.rights import Right, demand, may
from store.runs import bot_username
from store.tables import BlocRole, Invite, Member, UnitRole

TOKEN_BYTES = 16
"""128 bits."""

LASTS = timedelta(days=30)
STAFF_USES = 500
OFFICE_ROLES = (BlocRole.DEPUTY, BlocRole.SECRETARY, BlocRole.COUNCIL)
"""What a leader's link can make somebody."""

_invite = table_of(Invite)


@dataclass(frozen=True)
class NewInvite:
    """An invite and its token, which is nowhere kept. `link` is empty before the bot's first run knows its name."""

    invite: Invite
    token: str
    link: str


def invite_head(session: Session, unit_id: int, *, by: Member, now: datetime) -> NewInvite:
    """A one-time link for a head of a unit. The unit's older link ends."""
    unit = unit_of(session, unit_id, bloc_id=by.bloc_id)
    demand(session, by, Right.INVITE_HEADS, bloc_id=unit.bloc_id, today=bloc_day(session, unit.bloc_id, now))
    return make_invite(session, bloc_id=unit.bloc_id, unit_id=unit.id, unit_role=UnitRole.HEAD, by=by, now=now)


def invite_staff(
    session: Session, unit_id: int, *, by: Member, now: datetime, needs_approval: bool = True
) -> NewInvite:
    """A link for many of a unit's staff. The unit's older one ends."""
    unit = unit_of(session, unit_id, bloc_id=by.bloc_id)
    today = bloc_day(session, unit.bloc_id, now)
    demand(session, by, Right.INVITE_STAFF, bloc_id=unit.bloc_id, unit_id=unit.id, today=today)
    return make_invite(
        session,
        bloc_id=unit.bloc_id,
        unit_id=unit.id,
        unit_role=UnitRole.MEMBER,
        needs_approval=needs_approval,
        max_uses=STAFF_USES,
        by=by,
        now=now,
    )


def invite_office(session: Session, role: BlocRole, *, by: Member, now: datetime) -> NewInvite:
    """A one-time link for a role in the bloc. The older link for this role ends."""
    demand(session, by, Right.ROLES, bloc_id=by.bloc_id, today=bloc_day(session, by.bloc_id, now))
    if role not in OFFICE_ROLES:
        raise NotFound()
    return make_invite(session, bloc_id=by.bloc_id, bloc_role=role, by=by, now=now)


def make_invite(
    session: Session,
    *,
    bloc_id: int,
    unit_id: int | None = None,
    unit_role: UnitRole | None = None,
    bloc_role: BlocRole | None = None,
    member_id: int | None = None,
    needs_approval: bool = False,
    max_uses: int = 1,
    lasts: timedelta = LASTS,
    by: Member | None,
    now: datetime,
) -> NewInvite:
    """Make an invite without asking who may; an older one for the same role (and person) ends."""
    _end_older(session, bloc_id, unit_id, unit_role, bloc_role, member_id, now)
    token = random_token(session, TOKEN_BYTES)
    invite = Invite(
        token_hash=hashed(token),
        bloc_id=bloc_id,
        unit_id=unit_id,
        unit_role=unit_role,
        bloc_role=bloc_role,
        member_id=member_id,
        needs_approval=needs_approval,
        max_uses=max_uses,
        expires_at=now + lasts,
        created_by_id=by.id if by else None,
        created_at=now,
    )
    session.add(invite)
    session.flush()
    record(
        session, invite, "made", by=by, now=now, bloc_id=bloc_id, unit=unit_id, unit_role=unit_role, bloc_role=bloc_role
    )
    return NewInvite(invite, token, start_link(session, token))


def start_link(session: Session, payload: str) -> str:
    """The address that opens a private chat with the bot and says `/start payload`; empty before the first run."""
    name = bot_username(session)
    return f"https://t.me/{name}?start={payload}" if name else ""


def hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def find_invite(session: Session, token: str) -> Invite:
    """The invite of a token, whatever became of it since. Refuses an unknown one and one for groups."""
    invite = session.exec(select(Invite).where(col(Invite.token_hash) == hashed(token))).first()
    if invite is None:
        raise InviteRefused("unknown")
    if invite.for_group:
        raise InviteRefused("for_group")
    return invite


def check_open(invite: Invite, *, now: datetime) -> None:
    """Refuse an invite that ended: revoked, expired or used up."""
    if invite.revoked_at is not None:
        raise InviteRefused("revoked")
    if invite.expires_at <= now:
        raise InviteRefused("expired")
    if invite.uses >= invite.max_uses:
        raise InviteRefused("used_up")


def use_invite(session: Session, invite: Invite, *, now: datetime) -> None:
    """Take one of the invite's seats; of two who want the last, one is refused."""
    check_open(invite, now=now)
    free = (
        (_invite.c.id == invite.id)
        & (_invite.c.uses < _invite.c.max_uses)
        & _invite.c.revoked_at.is_(None)
        & (_invite.c.expires_at > now)
    )
    taken = session.execute(update(_invite).where(free).values(uses=_invite.c.uses + 1).returning(_invite.c.id)).first()
    if taken is None:
        raise InviteRefused("used_up")
    session.refresh(invite)


def may_end(session: Session, invite: Invite, *, by: Member, today: date) -> bool:
    """Whether somebody may change or end a link: who may make it."""
    right = Right.ROLES if invite.bloc_role else Right.INVITE_HEADS
    if invite.unit_role == UnitRole.MEMBER:
        right = Right.INVITE_STAFF
    rights = (right, Right.INVITE_HEADS) if invite.member_id is not None else (right,)
    return any(may(session, by, one, bloc_id=invite.bloc_id, unit_id=invite.unit_id, today=today) for one in rights)


def invite_of(session: Session, invite_id: int, *, by: Member, now: datetime) -> Invite:
    """A link for whom may change it."""
    invite = session.get(Invite, invite_id)
    if invite is None or invite.bloc_id != by.bloc_id or invite.for_group:
        raise NotFound()
    if not may_end(session, invite, by=by, today=bloc_day(session, invite.bloc_id, now)):
        raise NotFound()
    return invite


def revoke_invite(session: Session, invite_id: int, *, by: Member, now: datetime) -> Invite:
    """End a link. Who may make it may end it; ending it twice changes nothing."""
    invite = invite_of(session, invite_id, by=by, now=now)
    if invite.revoked_at is None:
        invite.revoked_at = now
        record(session, invite, "revoked", by=by, now=now)
    session.flush()
    return invite


def _end_older(
    session: Session,
    bloc_id: int,
    unit_id: int | None,
    unit_role: UnitRole | None,
    bloc_role: BlocRole | None,
    member_id: int | None,
    now: datetime,
) -> None:
    same = (
        (col(Invite.bloc_id) == bloc_id)
        & col(Invite.unit_id).is_not_distinct_from(unit_id)
        & col(Invite.unit_role).is_not_distinct_from(unit_role)
        & col(Invite.bloc_role).is_not_distinct_from(bloc_role)
        & col(Invite.member_id).is_not_distinct_from(member_id)
        & col(Invite.for_group).is_(False)
    )
    session.execute(update(Invite).where(same, col(Invite.revoked_at).is_(None)).values(revoked_at=now))
