"""One-time addresses that add the bot to a group and link it."""

from datetime import datetime, timedelta

from sqlmodel import Session, col, select, update

from store.engine import random_token
from store.errors import InviteRefused
from store.groups import demand_group, link_group, member_in
from store.history import record
from store.invites import TOKEN_BYTES, hashed, use_invite
from store.runs import bot_username
from store.tables import Chat, Invite, Member

LINK_LASTS = timedelta(days=1)


def make_group_link(session: Session, *, unit_id: int | None, by: Member, now: datetime) -> str:
    """A one-time address that adds the bot to a group and links it. The older one for the same place ends."""
    demand_group(session, by, by.bloc_id, unit_id, now=now)
    older = (
        (col(Invite.bloc_id) == by.bloc_id)
        & col(Invite.unit_id).is_not_distinct_from(unit_id)
        & col(Invite.for_group)
        & (col(Invite.created_by_id) == by.id)
        & col(Invite.revoked_at).is_(None)
        & (col(Invite.uses) == 0)
    )
    session.execute(update(Invite).where(older).values(revoked_at=now))
    token = random_token(session, TOKEN_BYTES)
    invite = Invite(
        token_hash=hashed(token),
        bloc_id=by.bloc_id,
        unit_id=unit_id,
        for_group=True,
        expires_at=now + LINK_LASTS,
        created_by_id=by.id,
        created_at=now,
    )
    session.add(invite)
    record(session, invite, "made", by=by, now=now, unit=unit_id, for_group=True)
    return f"https://t.me/{bot_username(session)}?startgroup={token}"


def link_by_token(
    session: Session, chat: Chat, token: str, *, account_id: int, topic_id: int | None, now: datetime
) -> bool:
    """Link the group for whom the token was made. Whether that changed anything.

    Refuses a token that is no group's, used or old, and anybody without the right, for whom it stays unused.
    """
    invite = session.exec(select(Invite).where(col(Invite.token_hash) == hashed(token))).first()
    if invite is None:
        raise InviteRefused("unknown")
    if not invite.for_group:
        raise InviteRefused("not_for_group")
    by = demand_group(session, member_in(session, account_id, invite.bloc_id), invite.bloc_id, invite.unit_id, now=now)
    if invite.uses and (chat.bloc_id, chat.unit_id) == (invite.bloc_id, invite.unit_id):
        return False
    use_invite(session, invite, now=now)
    return link_group(session, chat, bloc_id=invite.bloc_id, unit_id=invite.unit_id, topic_id=topic_id, by=by, now=now)
