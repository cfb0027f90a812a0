"""Group chats of a bloc or of a unit: linked by a one-time token or on the spot, and what is posted there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlmodel import Session, col, select, update

from store.chats import end_waiting, reopen_chat, tell_keepers
from store.errors import IllegalMove, NotAllowed, NotFound, Refusal
from store.history import record
from store.languages import LANGUAGES
from store.outbox import post
from store.people import bloc_day, unit_of
from store.rights import RIGHTS, Right, Role, demand, may, seats, units_with
from store.runs import bot_username
from store.tables import Bloc, Chat, ChatKind, ChatState, Lane, Letter, LetterState, Member, Unit

HINT_AFTER = timedelta(minutes=2)
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
        drop_hint(session, chat, now=now)
        unit = unit_name(session, unit_id)
        tell_keepers(session, chat, "groups/office_linked", now=now, but=by, bloc=bloc.name, unit=unit)
    record(session, chat, "linked", by=by, now=now, unit=unit_id, topic=topic_id)
    session.flush()
    return True


def unlink_group(
    session: Session, chat: Chat, *, bloc_id: int, unit_id: int | None, by: Member | None, now: datetime
) -> None:
    """Post nothing more in a group of this bloc or unit; what was waiting is dropped. Twice changes nothing."""
    if chat.bloc_id is None:
        return
    by = demand_group(session, by, chat.bloc_id, chat.unit_id, now=now)
    if (chat.bloc_id, chat.unit_id) != (bloc_id, unit_id):
        raise LinkedElsewhere()
    assert chat.id is not None
    record(session, chat, "unlinked", by=by, now=now, unit=chat.unit_id)
    tell_keepers(session, chat, "groups/office_unlinked", now=now, but=by)
    end_waiting(session, chat.id, LetterState.VOID, reason="unlinked", now=now, lanes=NOT_REPLIES)
    chat.bloc_id, chat.unit_id, chat.topic_id, chat.posts = None, None, None, {}
    session.flush()


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
    if language not in LANGUAGES:
        raise NotFound()
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


def kept_group(session: Session, chat_id: int, *, by: Member, now: datetime) -> Chat:
    """A linked group of one's bloc, for who keeps it."""
    chat = session.get(Chat, chat_id)
    if chat is None or chat.kind != ChatKind.GROUP or chat.bloc_id != by.bloc_id:
        raise NotFound()
    demand_group(session, by, chat.bloc_id, chat.unit_id, now=now)
    return chat


def link_targets(session: Session, account_id: int, *, now: datetime) -> list[LinkTarget]:
    """What this person may link a group to, in every bloc they belong to. Refuses who keeps none."""
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
    if not found:
        may_link = [*RIGHTS[Right.BLOC_GROUPS], *RIGHTS[Right.UNIT_GROUP]]
        raise NotAllowed(right=Right.BLOC_GROUPS.value, roles=[role.value for role in may_link if role != Role.ACTING])
    return found


def member_in(session: Session, account_id: int, bloc_id: int) -> Member | None:
    """The account's member in a bloc, which need not be the one last used."""
    mine = (col(Member.account_id) == account_id) & (col(Member.bloc_id) == bloc_id)
    return session.exec(select(Member).where(mine)).first()


def unit_name(session: Session, unit_id: int | None) -> str | None:
    unit = session.get(Unit, unit_id) if unit_id is not None else None
    return unit.name if unit else None


def bloc_name(session: Session, bloc_id: int | None) -> str | None:
    bloc = session.get(Bloc, bloc_id) if bloc_id is not None else None
    return bloc.name if bloc else None


def hint_later(session: Session, chat: Chat, *, now: datetime) -> None:
    """Tell a group that was added without a link how it is linked: once, and not if it is linked by then."""
    if chat.bloc_id is None and chat.id is not None:
        username = bot_username(session)
        post(session, "groups/hint", to=chat.id, now=now, key=_hint_key(chat), due=now + HINT_AFTER, bot=username)


def drop_hint(session: Session, chat: Chat, *, now: datetime) -> None:
    """Somebody speaks with the bot in the group already."""
    hint = (col(Letter.key) == _hint_key(chat)) & (col(Letter.state) == LetterState.WAITING)
    session.execute(update(Letter).where(hint).values(state=LetterState.VOID, closed_at=now, reason="not_needed"))


def _hint_key(chat: Chat) -> str:
    return f"groups/hint:{chat.id}"
