"""From a Telegram update to what was said, in plain values."""

import unicodedata
from collections.abc import Mapping
from typing import Any

from telegram import Message, Update

from handlers.said import Said, SaidFile, SaidKind
from messages.actions import unpack

GROUP_ANONYMOUS_BOT = 1087968824
"""The account Telegram shows for an administrator who writes anonymously."""

WANTED = ["message", "edited_message", "callback_query", "my_chat_member"]
"""The kinds of update that are asked for."""

_SERVICE = ("migrate_to_chat_id", "new_chat_members", "left_chat_member")
_MEDIA = ("document", "video", "audio", "voice", "animation", "video_note")


def chat_key(raw: Mapping[str, Any], username: str) -> int | None:
    """The chat whose order an update keeps; None for one that is nobody's or not for the bot of that name.

    Group messages that are no command, no service message and no tap are dropped here, before anything keeps them.
    Of any shape: what Telegram sends is not taken on trust.
    """
    callback = _part(raw, "callback_query")
    if callback:
        chat = _part(_part(callback, "message"), "chat") or _part(callback, "from")
        return _number(chat.get("id"))
    for kind in ("message", "edited_message", "my_chat_member"):
        body = _part(raw, kind)
        if body:
            chat = _part(body, "chat")
            if chat.get("type") == "channel":
                return None
            if chat.get("type") != "private" and kind != "my_chat_member" and not _is_for_bot(kind, body, username):
                return None
            return _number(chat.get("id"))
    return None


def _part(raw: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = raw.get(name)
    return value if isinstance(value, Mapping) else {}


def _number(value: object) -> int | None:
    """An id that fits the database's columns."""
    fits = isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**63
    return value if fits and isinstance(value, int) else None


def _is_for_bot(kind: str, body: Mapping[str, Any], username: str) -> bool:
    if kind == "edited_message":
        return False
    if any(service in body for service in _SERVICE):
        return True
    words, entities = str(body.get("text", "")).split(maxsplit=1), body.get("entities")
    for one in entities if isinstance(entities, list) else []:
        if isinstance(one, Mapping) and one.get("type") == "bot_command" and one.get("offset") == 0:
            to = words[0].partition("@")[2] if words else ""
            return to.lower() in ("", username.lower())
    return False


def read(update: Update) -> Said | None:
    """What was said; None when it is nothing a handler takes."""
    if update.callback_query is not None:
        return _read_tap(update)
    if update.my_chat_member is not None:
        changed = update.my_chat_member
        return Said(
            kind=SaidKind.BOT_STANDING,
            account_id=changed.from_user.id,
            chat_telegram_id=changed.chat.id,
            is_private=changed.chat.type == "private",
            chat_title=changed.chat.title or "",
            account_name=changed.from_user.full_name,
            standing=changed.new_chat_member.status,
        )
    message = update.message or update.edited_message
    if message is None:
        return None
    return _read_message(message, edited=update.edited_message is not None)


def _read_tap(update: Update) -> Said | None:
    query = update.callback_query
    if query is None or query.message is None:
        return None
    chat, thread = query.message.chat, getattr(query.message, "message_thread_id", None)
    return Said(
        kind=SaidKind.TAP,
        account_id=query.from_user.id,
        chat_telegram_id=chat.id,
        is_private=chat.type == "private",
        action=unpack(query.data or ""),
        message_id=query.message.message_id,
        topic_id=thread if getattr(query.message, "is_topic_message", False) else None,
        chat_title=chat.title or "",
        account_name=query.from_user.full_name,
        query_id=query.id,
    )


def _read_message(message: Message, *, edited: bool) -> Said:
    sender = message.from_user
    anonymous = message.sender_chat is not None or (sender is not None and sender.id == GROUP_ANONYMOUS_BOT)
    file = _file(message)
    text = _clean(message.text or message.caption or "")
    command = ""
    kind = SaidKind.FILE if file else SaidKind.TEXT
    entity = message.entities[0] if message.entities else None
    if message.migrate_to_chat_id is not None:
        kind = SaidKind.MOVED
    elif edited:
        kind = SaidKind.EDITED
    elif entity is not None and entity.type == "bot_command" and entity.offset == 0:
        kind = SaidKind.COMMAND
        word, text = [*text.split(maxsplit=1), ""][:2]
        command = word[1:].partition("@")[0]
    return Said(
        kind=kind,
        account_id=None if anonymous or sender is None else sender.id,
        chat_telegram_id=message.chat.id,
        is_private=message.chat.type == "private",
        text=text.strip() if kind == SaidKind.COMMAND else text,
        command=command,
        file=file,
        media_group=message.media_group_id,
        message_id=message.message_id,
        reply_to_message_id=message.reply_to_message.message_id if message.reply_to_message else None,
        topic_id=message.message_thread_id if message.is_topic_message else None,
        chat_title=message.chat.title or "",
        account_name=sender.full_name if sender and not anonymous else "",
        anonymous_admin=anonymous,
        moved_to=message.migrate_to_chat_id,
    )


def _clean(text: str) -> str:
    """NFC, without what a database or Telegram's own answer cannot hold: NUL and halves of a surrogate pair."""
    return unicodedata.normalize("NFC", text.encode("utf-8", "ignore").decode().replace("\x00", ""))


def _file(message: Message) -> SaidFile | None:
    if message.photo:
        largest = message.photo[-1]
        return SaidFile(largest.file_id, largest.file_unique_id, "photo", "", "image/jpeg", largest.file_size)
    for kind in _MEDIA:
        found = getattr(message, kind)
        if found is not None:
            name = _clean(getattr(found, "file_name", None) or "")
            mime = getattr(found, "mime_type", None) or ""
            return SaidFile(found.file_id, found.file_unique_id, kind, name, mime, found.file_size)
    return None
