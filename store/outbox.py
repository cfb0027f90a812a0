"""The outbox: everything the bot says is a letter, posted in the transaction of the change that causes it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, select, update
from sqlmodel import Session, col

from store.columns import table_of
from store.facts import flat
from store.inbox import insert_new
from store.tables import Chat, ChatKind, ChatState, Lane, Letter, LetterKind, LetterState

_letter = table_of(Letter)
_chat = table_of(Chat)

# What every turn and every sending asks stands as a statement built once: building one costs more than running it.
_POST = insert(_letter).returning(_letter.c.id)
_VOID_OLDER_EDITS = (
    update(_letter)
    .where(_letter.c.edit_key == bindparam("edited"), _letter.c.state == LetterState.WAITING)
    .values(state=LetterState.VOID, closed_at=bindparam("now"), reason="newer_edit")
)
_STREAM_OF = select(_letter.c.stream).where(_letter.c.id == bindparam("letter"))
_PRIVATE_CHATS = select(_chat.c.account_id, _chat.c.id).where(
    _chat.c.account_id.in_(bindparam("accounts", expanding=True)),
    _chat.c.kind == ChatKind.PRIVATE,
    _chat.c.state == ChatState.READY,
)


def post(
    session: Session,
    template: str,
    *,
    to: int,
    now: datetime,
    lane: Lane = Lane.NOTICE,
    kind: LetterKind = LetterKind.SEND,
    key: str | None = None,
    due: datetime | None = None,
    useless_after: datetime | None = None,
    message_id: int | None = None,
    letter_id: int | None = None,
    topic_id: int | None = None,
    stream: str | None = None,
    **facts: Any,
) -> int | None:
    """Post one letter to a chat (its row's id). None when a letter with this key exists already.

    `stream`: the announcement it belongs to; several of them take turns. `message_id` or `letter_id` name the message
    an edit, a pin or a deletion is about; of several waiting edits of one message only the newest goes.
    """
    edit_key = None
    if kind in (LetterKind.EDIT, LetterKind.BARE):
        edit_key = f"{to}:l{letter_id}" if letter_id is not None else f"{to}:m{message_id}"
        _void_older_edits(session, edit_key, now)
    values: dict[str, Any] = {
        "key": key,
        "chat_id": to,
        "kind": kind,
        "lane": lane,
        "stream": _stream(session, lane, key, letter_id) if stream is None else stream,
        "template": template,
        "facts": flat(facts),
        "posted_at": now,
        "due_at": due or now,
        "useless_after": useless_after,
        "target_message_id": message_id,
        "target_letter_id": letter_id,
        "edit_key": edit_key,
        "topic_id": topic_id,
        "state": LetterState.WAITING,
        "tries": 0,
        "may_repeat": False,
    }
    statement = _POST if key is None else insert_new(session.get_bind().dialect, _letter).returning(_letter.c.id)
    row = session.execute(statement, values).first()
    return None if row is None else int(row[0])


def _stream(session: Session, lane: Lane, key: str | None, letter_id: int | None) -> str:
    """Of a broadcast, all letters with the same first two parts of the key; what is about a letter goes behind it."""
    if lane != Lane.BROADCAST:
        return ""
    if letter_id is not None:
        return session.execute(_STREAM_OF, {"letter": letter_id}).scalar_one_or_none() or ""
    return ":".join(key.split(":")[:2]) if key else ""


def _void_older_edits(session: Session, edit_key: str, now: datetime) -> None:
    session.execute(_VOID_OLDER_EDITS, {"edited": edit_key, "now": now})


def post_to_accounts(
    session: Session,
    template: str,
    accounts: Iterable[int],
    *,
    now: datetime,
    lane: Lane = Lane.NOTICE,
    key: str | None = None,
    **facts: Any,
) -> int:
    """Post a letter to the private chat of each account that can be written to. How many were posted.

    `key` is made one per account by adding the account's id.
    """
    chats = private_chats(session, accounts)
    posted = 0
    for account_id, chat_id in chats.items():
        own_key = None if key is None else f"{key}:{account_id}"
        posted += post(session, template, to=chat_id, now=now, lane=lane, key=own_key, **facts) is not None
    return posted


def private_chats(session: Session, accounts: Iterable[int]) -> dict[int, int]:
    """account id -> row id of its private chat, for those that can be written to; in order of account id."""
    rows = session.execute(_PRIVATE_CHATS, {"accounts": list(set(accounts))})
    return {row[0]: row[1] for row in sorted(tuple(row) for row in rows)}


def reachable(session: Session, chat_ids: Iterable[int]) -> set[int]:
    """Which of these chats can be written to."""
    rows = session.execute(
        select(col(Chat.id)).where(col(Chat.id).in_(list(chat_ids)), col(Chat.state) == ChatState.READY)
    )
    return {int(row[0]) for row in rows}
