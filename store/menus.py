"""Menus: the commands that Telegram offers a person in the private chat."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import desc
from sqlmodel import Session, col, select

from store.outbox import post, private_chats
from store.tables import Chat, Letter, LetterKind

MENU_SIZE = 8


def post_menu(session: Session, account_id: int, commands: Sequence[str], *, now: datetime) -> bool:
    """Post an account's menu, at most eight commands, unless the last one was the same. Whether it was posted."""
    chat_id = private_chats(session, [account_id]).get(account_id)
    chat = session.get(Chat, chat_id) if chat_id is not None else None
    if chat is None or chat.id is None:
        return False
    facts: dict[str, Any] = {"commands": list(commands)[:MENU_SIZE], "language": chat.language}
    last = session.exec(
        select(Letter.facts)
        .where(col(Letter.chat_id) == chat.id, col(Letter.kind) == LetterKind.MENU)
        .order_by(desc(col(Letter.id)))
        .limit(1)
    ).first()
    if last == facts:
        return False
    post(session, "menus/commands", to=chat.id, now=now, kind=LetterKind.MENU, **facts)
    return True
