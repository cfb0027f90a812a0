"""Group chats of a bloc or of a unit: linked by a one-time token or on the spot, and what is posted there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlmodel import Session, col, select, update

from store.chats import end_waiting, reopen_chat, tell_keepers
from store.engine import random_token
from store.errors import IllegalMove, InviteRefused, NotFound, Refusal
from store.history import record
from store.invites import TOKEN_BYTES, hashed, use_invite
from store.outbox import post
from store.people import bloc_day, unit_of
from store.rights import Right, demand, may, seats, units_with
from store.runs import bot_username
from store.tables import Bloc, Chat, ChatKind, ChatState, Invite, Lane, Letter, LetterState, Member, Unit

LINK_LASTS = timedelta(days=1)
HINT_AFTER = timedelta(minutes=1)
"""A group added by its link says who it is within this time; only the others are told how to link."""

NOT_REPLIES = (Lane.NOTICE, Lane.REMINDER, Lane.BROADCAST)


class PostKind(StrEnum):
    """What a group may choose to have posted."""

    LAUNCHES = "launches"
    PHASES = "phases"
    STANDINGS = "standings"
    SUMMARIES = "summaries"
    OCCASIONS = "occasions"
    PROGRESS = "progress"


UNIT_GROUP_POSTS = frozenset({PostKind.LAUNCHES, PostKind.PHASES})
"""What a unit's own group gets until it chooses; a bloc's group gets everything."""


class LinkedElsewhere(Refusal):
    """The group is linked already, to something this person has no say over."""

    code = "linked_elsewhere"


@dataclass(frozen=True)
class LinkTarget:
    """What a group may be linked to: a bloc, or one unit of it."""

    bloc_id: int
    bloc: str
    unit_id: int | None = None
    unit: str | None = None


def demand_group(session: Session, by: Member | None, bloc_id: int, unit_id: int | None, *, now: datetime) -> Member:
    """Who may link, unlink and set the groups of a bloc (its office) or of a unit (its head)."""
    right = Right.BLOC_GROUPS if unit_id is None else Right.UNIT_GROUP
    if unit_id is not None:
        unit_of(session, unit_id, bloc_id=bloc_id)
    return demand(session, by, right, bloc_id=bloc_id, unit_id=unit_id, today=bloc_day(session, bloc_id, now))


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


def link_group(
    session: Session,
    chat: Chat,
    *,
    bloc_id: int,
    unit_id: int | None,
    topic_id: int | None,
    by: Member | None,
    now: datetime,
) -> bool:
    """Link a group with its topic, or move a linked one to another topic. Whether that changed anything.

    Refuses a group that is linked to another place: it is unlinked first, by who has a say there.
    """
    by = demand_group(session, by, bloc_id, unit_id, now=now)
    if chat.kind != ChatKind.GROUP:
        raise NotFound()
    if chat.bloc_id is not None and (chat.bloc_id, chat.unit_id) != (bloc_id, unit_id):
        raise LinkedElsewhere()
    is_new = chat.bloc_id is None
    if not is_new and chat.topic_id == topic_id and chat.state == ChatState.READY:
        return False
    reopen_chat(session, chat, now=now)
    chat.bloc_id, chat.unit_id, chat.topic_id = bloc_id, unit_id, topic_id
    if is_new:
        bloc = session.get(Bloc, bloc_id)
        assert bloc is not None
        chat.posts, chat.language = {}, bloc.locale
        _drop_hint(session, chat, now=now)
        tell_keepers(session, chat, "groups/office_linked", now=now, but=by, unit=unit_name(session, unit_id))
    record(session, chat, "linked", by=by, now=now, unit=unit_id, topic=topic_id)
    session.flush()
    return True


def unlink_group(session: Session, chat: Chat, *, by: Member | None, now: datetime) -> bool:
    """Nothing is posted in the group any more; what was waiting to be posted is dropped. Whether it was linked."""
    if chat.bloc_id is None:
        return False
    assert chat.id is not None
    by = demand_group(session, by, chat.bloc_id, chat.unit_id, now=now)
    record(session, chat, "unlinked", by=by, now=now, unit=chat.unit_id)
    tell_keepers(session, chat, "groups/office_unlinked", now=now, but=by)
    end_waiting(session, chat.id, LetterState.VOID, reason="unlinked", now=now, lanes=NOT_REPLIES)
    chat.bloc_id, chat.unit_id, chat.topic_id, chat.posts = None, None, None, {}
    session.flush()
    return True


def choose_post(
    session: Session, chat: Chat, kind: PostKind, *, wanted: bool, by: Member | None, now: datetime
) -> None:
    """Whether a kind of post comes to this group."""
    if chat.bloc_id is None:
        raise IllegalMove(state="unlinked", action="choose_post")
    by = demand_group(session, by, chat.bloc_id, chat.unit_id, now=now)
    if wants_post(chat, kind) != wanted:
        chat.posts = {**chat.posts, kind.value: wanted}
        record(session, chat, "posts_chosen", by=by, now=now, kind=kind, wanted=wanted)
    session.flush()


def set_group_language(session: Session, chat: Chat, language: str, *, by: Member | None, now: datetime) -> None:
    """The language of what is posted in this group."""
    if chat.bloc_id is None:
        raise IllegalMove(state="unlinked", action="set_language")
    by = demand_group(session, by, chat.bloc_id, chat.unit_id, now=now)
    if chat.language != language:
        record(session, chat, "language_set", by=by, now=now, before=chat.language, after=language)
        chat.language = language
    session.flush()


def wants_post(chat: Chat, kind: PostKind) -> bool:
    return bool(chat.posts.get(kind.value, chat.unit_id is None or kind in UNIT_GROUP_POSTS))


def group_chats(session: Session, bloc_id: int, *, wants: str, unit_id: int | None = None) -> list[int]:
    """Row ids of a bloc's linked groups that can be written to and want this kind of post, its units' among them.

    With `unit_id` only that unit's own groups.
    """
    linked = [chat for chat in groups_of(session, bloc_id, unit_id=unit_id) if chat.state == ChatState.READY]
    return [chat.id for chat in linked if chat.id is not None and wants_post(chat, PostKind(wants))]


def groups_of(session: Session, bloc_id: int, *, unit_id: int | None = None) -> Sequence[Chat]:
    """The groups linked to a bloc and its units, or to one unit; oldest first."""
    linked = select(Chat).where(col(Chat.bloc_id) == bloc_id, col(Chat.kind) == ChatKind.GROUP)
    if unit_id is not None:
        linked = linked.where(col(Chat.unit_id) == unit_id)
    return session.exec(linked.order_by(col(Chat.id))).all()


def link_targets(session: Session, account_id: int, *, now: datetime) -> list[LinkTarget]:
    """What this person may link a group to, in every bloc they belong to."""
    found: list[LinkTarget] = []
    members = session.exec(select(Member).where(col(Member.account_id) == account_id).order_by(col(Member.id))).all()
    for member in members:
        today = bloc_day(session, member.bloc_id, now)
        bloc = session.get(Bloc, member.bloc_id)
        assert bloc is not None
        if may(session, member, Right.BLOC_GROUPS, bloc_id=member.bloc_id, today=today):
            found.append(LinkTarget(member.bloc_id, bloc.name))
        led = dict.fromkeys(units_with(seats(session, member, today), Right.UNIT_GROUP))
        found += [LinkTarget(member.bloc_id, bloc.name, unit_id, unit_name(session, unit_id)) for unit_id in led]
    return found


def member_in(session: Session, account_id: int, bloc_id: int) -> Member | None:
    """The account's member in a bloc, which need not be the one last used."""
    mine = (col(Member.account_id) == account_id) & (col(Member.bloc_id) == bloc_id)
    return session.exec(select(Member).where(mine)).first()


def unit_name(session: Session, unit_id: int | None) -> str | None:
    unit = session.get(Unit, unit_id) if unit_id is not None else None
    return unit.name if unit else None


def hint_later(session: Session, chat: Chat, *, now: datetime) -> None:
    """Tell a group that was added without a link how it is linked: once, and not if it is linked by then."""
    if chat.bloc_id is None and chat.id is not None:
        username = bot_username(session)
        post(session, "groups/hint", to=chat.id, now=now, key=_hint_key(chat), due=now + HINT_AFTER, bot=username)


def _drop_hint(session: Session, chat: Chat, *, now: datetime) -> None:
    hint = (col(Letter.key) == _hint_key(chat)) & (col(Letter.state) == LetterState.WAITING)
    session.execute(update(Letter).where(hint).values(state=LetterState.VOID, closed_at=now, reason="linked"))


def _hint_key(chat: Chat) -> str:
    return f"groups/hint:{chat.id}"
