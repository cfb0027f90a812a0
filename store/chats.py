"""Chats: which can be written to. Blocked, removed, back again, or moved to a new id."""

import unicodedata
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlmodel import Session, col
from sqlmodel import select as select_rows

from store.columns import table_of
from store.errors import NotFound
from store.facts import local_day
from store.history import record
from store.letters import close_letter
from store.outbox import post_to_accounts
from store.people import account_ids, heads_of, office_of
from store.tables import Account, AnnouncementReader, Bloc, Chat, ChatKind, ChatState, Lane, Letter, LetterState, Member

_letter = table_of(Letter)
_reader = table_of(AnnouncementReader)


def chat_of(session: Session, chat_id: int) -> Chat:
    chat = session.get(Chat, chat_id)
    if chat is None:
        raise NotFound()
    return chat


def close_chat(session: Session, chat_id: int, *, reason: str, now: datetime) -> None:
    """The chat cannot be written to any more: its waiting letters die of `reason`. A chat that was closed stays so.

    The person of a private chat is marked unreachable. Those who keep a linked group are told, once.
    """
    chat = chat_of(session, chat_id)
    was_ready, chat.state = chat.state == ChatState.READY, ChatState.CLOSED
    end_waiting(session, chat_id, LetterState.DEAD, reason=reason, now=now)
    account = session.get(Account, chat.account_id) if chat.account_id is not None else None
    if chat.kind == ChatKind.PRIVATE and account is not None:
        account.unreachable = reason
    elif was_ready and chat.bloc_id is not None:
        record(session, chat, "closed", by=None, now=now, bloc_id=chat.bloc_id, reason=reason)
        tell_keepers(session, chat, "groups/lost", now=now, reason=reason)
    session.flush()


def reopen_chat(session: Session, chat: Chat, *, now: datetime) -> bool:
    """The chat can be written to again. Whether it could not before."""
    was_closed, chat.state = chat.state == ChatState.CLOSED, ChatState.READY
    account = session.get(Account, chat.account_id) if chat.account_id is not None else None
    if chat.kind == ChatKind.PRIVATE and account is not None:
        account.unreachable = None
    elif was_closed and chat.bloc_id is not None:
        record(session, chat, "reopened", by=None, now=now, bloc_id=chat.bloc_id)
    session.flush()
    return was_closed


def keep_standing(session: Session, chat: Chat, standing: str, *, may_pin: bool | None) -> None:
    """What the bot is in a group, for its check-up."""
    chat.standing, chat.may_pin = standing, may_pin
    session.flush()


def rename_chat(session: Session, chat: Chat, title: str) -> None:
    """Keep a group's name as Telegram shows it now."""
    if title:
        chat.title = unicodedata.normalize("NFC", title)
        session.flush()


def move_chat(session: Session, chat_id: int, new_telegram_id: int) -> int:
    """The group has a new id: its letters go on there. The row that stands for it now.

    Where the new id has a row already, the linked one of the two stays and takes the other's letters.
    """
    chat = chat_of(session, chat_id)
    if chat.telegram_id == new_telegram_id:
        return chat_id
    there = session.exec(select_rows(Chat).where(col(Chat.telegram_id) == new_telegram_id)).first()
    if there is not None and (there.bloc_id is not None or chat.bloc_id is None):
        assert there.id is not None
        _hand_letters(session, chat_id, there.id)
        chat.state, chat.bloc_id, chat.unit_id = ChatState.CLOSED, None, None
        session.flush()
        return there.id
    if there is not None:
        assert there.id is not None
        _hand_letters(session, there.id, chat_id)
        session.delete(there)
        session.flush()
    chat.telegram_id, chat.state = new_telegram_id, ChatState.READY
    session.flush()
    return chat_id


def _hand_letters(session: Session, old: int, new: int) -> None:
    """And what was announced there."""
    session.execute(update(_letter).where(_letter.c.chat_id == old).values(chat_id=new))
    session.execute(update(_reader).where(_reader.c.chat_id == old).values(chat_id=new))


def end_waiting(
    session: Session,
    chat_id: int,
    state: LetterState,
    *,
    reason: str,
    now: datetime,
    lanes: Iterable[Lane] = tuple(Lane),
) -> None:
    """Close a chat's waiting letters of some lanes; values that hold a link are emptied."""
    mine = (_letter.c.chat_id == chat_id) & (_letter.c.state == LetterState.WAITING) & _letter.c.lane.in_(tuple(lanes))
    for letter_id, facts in session.execute(select(_letter.c.id, _letter.c.facts).where(mine)).all():
        if any(name.endswith("link") for name in facts or {}):
            close_letter(session, letter_id, state, now=now, reason=reason)
    session.execute(update(_letter).where(mine).values(state=state, closed_at=now, reason=reason))


def tell_keepers(
    session: Session, chat: Chat, template: str, *, now: datetime, but: Member | None = None, **facts: Any
) -> None:
    """A private letter about a linked group to the bloc's office, and to the heads where it is a unit's own group.

    `may_add` in its facts: the reader may add the bot to a group of that place.
    """
    bloc = session.get(Bloc, chat.bloc_id)
    if bloc is None or bloc.id is None:
        return
    today = local_day(now, bloc.timezone)
    heads = account_ids(heads_of(session, chat.unit_id, today)) if chat.unit_id is not None else []
    office = [account for account in account_ids(office_of(session, bloc.id, today)) if account not in heads]
    for accounts, may_add in ((heads, True), (office, chat.unit_id is None)):
        told = [account for account in accounts if but is None or account != but.account_id]
        post_to_accounts(
            session, template, told, now=now, title=chat.title, unit_id=chat.unit_id, may_add=may_add, **facts
        )
