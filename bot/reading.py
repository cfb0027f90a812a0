"""From a Telegram update to what was said, in plain values."""

import unicodedata
from collections.abc import Mapping
from typing import Any

from telegram import Message, MessageOrigin, MessageOriginChannel, MessageOriginChat, MessageOriginUser, Update

from bot.formatting import html_of
from handlers.said import Origin, Said, SaidFile, SaidKind
from messages.actions import unpack
from store.rules.file_names import tidy_name

GROUP_ANONYMOUS_BOT = 1087968824
"""The account Telegram shows for an administrator who writes anonymously."""

WANTED = ["message", "edited_message", "callback_query", "my_chat_member"]
"""The kinds of update that are asked for."""

_SERVICE = ("migrate_to_chat_id", "new_chat_members", "left_chat_member")
_MEDIA = ("animation", "document", "video", "audio", "voice", "video_note")
"""An animation is told as a document too, and can be sent again only as what it is."""


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


class Unreadable(ValueError):
    """Not the shape Telegram gives: a name where an id should be, an id that no column holds."""


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
    """What was said; None when it is nothing a handler takes. Raises Unreadable, or whatever else a wrong shape does:
    python-telegram-bot hands on what it is given.
    """
    if update.callback_query is not None:
        return _read_tap(update)
    if update.my_chat_member is not None:
        changed = update.my_chat_member
        return Said(
            kind=SaidKind.BOT_STANDING,
            account_id=_id(changed.from_user.id),
            chat_telegram_id=_id(changed.chat.id),
            is_private=changed.chat.type == "private",
            chat_title=_text(changed.chat.title),
            account_name=_text(changed.from_user.full_name),
            standing=_text(changed.new_chat_member.status),
            may_pin=getattr(changed.new_chat_member, "can_pin_messages", None),
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
        account_id=_id(query.from_user.id),
        chat_telegram_id=_id(chat.id),
        is_private=chat.type == "private",
        action=unpack(_text(query.data)),
        message_id=_id(query.message.message_id),
        topic_id=_topic(thread) if getattr(query.message, "is_topic_message", False) else None,
        chat_title=_text(chat.title),
        account_name=_text(query.from_user.full_name),
        query_id=_text(query.id),
    )


def _read_message(message: Message, *, edited: bool) -> Said | None:
    sender = message.from_user
    anonymous = message.sender_chat is not None or (sender is not None and sender.id == GROUP_ANONYMOUS_BOT)
    private = message.chat.type == "private"
    if private and (anonymous or sender is None):
        return None
    file = _file(message)
    text = _text(message.text or message.caption)
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
        account_id=None if anonymous or sender is None else _id(sender.id),
        chat_telegram_id=_id(message.chat.id),
        is_private=private,
        text=text.strip() if kind == SaidKind.COMMAND else text,
        html=_html(message),
        command=command,
        file=file,
        media_group=_text(message.media_group_id) or None,
        origin=_origin(message.forward_origin) if message.forward_origin is not None else None,
        message_id=_id(message.message_id),
        reply_to_message_id=_id(message.reply_to_message.message_id) if message.reply_to_message else None,
        topic_id=_topic(message.message_thread_id) if message.is_topic_message else None,
        chat_title=_text(message.chat.title),
        account_name=_text(sender.full_name) if sender and not anonymous else "",
        anonymous_admin=anonymous,
        moved_to=None if message.migrate_to_chat_id is None else _id(message.migrate_to_chat_id),
    )


def _html(message: Message) -> str:
    entities = message.entities or message.caption_entities
    private = message.chat.type == "private"
    return html_of(message.text or message.caption or "", entities) if entities and private else ""


def _id(value: object) -> int:
    number = _number(value)
    if number is None:
        raise Unreadable("id")
    return number


def _topic(value: object) -> int | None:
    """A topic's id, which is the number of a message: 32 bits."""
    if value is not None and abs(_id(value)) >= 2**31:
        raise Unreadable("topic")
    return None if value is None else _id(value)


def _text(value: object) -> str:
    """NFC, without what a database or Telegram's own answer cannot hold: NUL and halves of a surrogate pair."""
    if value is not None and not isinstance(value, str):
        raise Unreadable("text")
    return unicodedata.normalize("NFC", (value or "").encode("utf-8", "ignore").decode().replace("\x00", ""))


def _file(message: Message) -> SaidFile | None:
    if message.photo:
        return _said_file(message.photo[-1], "photo", mime="image/jpeg")
    for kind in _MEDIA:
        found = getattr(message, kind)
        if found is not None:
            return _said_file(found, kind)
    return None


def _said_file(found: Any, kind: str, mime: str = "") -> SaidFile:
    return SaidFile(
        _text(found.file_id),
        _text(found.file_unique_id),
        kind,
        tidy_name(_text(getattr(found, "file_name", None))),
        mime or _text(getattr(found, "mime_type", None)),
        None if found.file_size is None else _id(found.file_size),
    )


def _origin(origin: MessageOrigin) -> Origin:
    name, link = _text(getattr(origin, "sender_user_name", None)), ""
    if isinstance(origin, MessageOriginUser):
        name = _text(origin.sender_user.full_name)
    elif isinstance(origin, MessageOriginChat):
        name = _text(origin.sender_chat.title)
    elif isinstance(origin, MessageOriginChannel):
        name = _text(origin.chat.title)
        if _text(origin.chat.username):
            link = f"https://t.me/{_text(origin.chat.username)}/{_id(origin.message_id)}"
    return Origin(_text(origin.type), name, origin.date, link)
