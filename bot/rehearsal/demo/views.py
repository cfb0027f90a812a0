"""What is said in the chats, as the page is told of it."""

from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

from bot.rehearsal.demo.files import shown_as
from bot.rehearsal.demo.links import html_of
from bot.rehearsal.demo.words import SERVICE, Words, words
from bot.rehearsal.telegram import Button, Message, Telegram

Json = dict[str, Any]


def instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def key_of(message: Message) -> str:
    return f"{message.chat.id}:{message.id}"


def done(*messages: Message) -> Json:
    """What an act answers that was done: the messages it made or changed."""
    return {"done": True, "messages": [key_of(message) for message in messages]}


def part_of(messages: list[Message], before: str, most: int) -> tuple[list[Message], bool]:
    """The newest messages (before that one), and whether there are older ones."""
    keys = list(map(key_of, messages))
    end = keys.index(before) if before in keys else len(messages)
    begin = max(0, end - most)
    return messages[begin:end], begin > 0


def message_view(telegram: Telegram, message: Message) -> Json:
    """A message as everybody in its chat sees it now. One that was deleted says nothing any more."""
    gone = message.deleted
    return {
        "key": key_of(message),
        "chat": message.chat.id,
        "at": instant(message.at),
        "from": _sender(message),
        "html": "" if gone else html_of(message),
        "text": "" if gone else message.text,
        "buttons": [] if gone else [[_button(telegram, one) for one in row] for row in message.buttons],
        "keyboard": None,
        "file": None if gone else _file(message),
        "album": message.media_group_id,
        "edited": message.edited,
        "deleted": gone,
        "pinned": message.pinned,
        "reply_to": key_of(message.reply_to) if message.reply_to is not None else None,
        "topic": message.topic,
        "forwarded": _origin(message),
        "service": _service(message),
    }


def _sender(message: Message) -> Json | None:
    if message.sender_chat is not None:
        return {"id": message.sender_chat.id, "name": message.sender_chat.title, "bot": False}
    if message.sender is None:
        return None
    name = f"{message.sender.first_name} {message.sender.last_name}".strip()
    return {"id": message.sender.id, "name": name, "bot": message.sender.is_bot}


def _button(telegram: Telegram, button: Button) -> Json:
    if button.url is None:
        return {"text": button.text, "data": button.data}
    return {"text": button.text, "url": button.url, "opens": opens(telegram, button.url)}


def opens(telegram: Telegram, link: str) -> str:
    """Where a link leads: to the bot, into a group that is picked, or away."""
    parts = urlsplit(link if "//" in link else f"https://{link}")
    if parts.hostname != "t.me" or parts.path.strip("/").lower() != telegram.username.lower():
        return "away"
    return "group" if "startgroup" in parse_qs(parts.query, keep_blank_values=True) else "bot"


def _file(message: Message) -> Json | None:
    file = message.file
    if file is None:
        return None
    shown, mime = shown_as(file)
    about = {"id": file.id, "kind": file.kind, "name": file.name, "size": file.size}
    return {**about, "url": f"/page/files/{file.id}", "shown": shown, "mime": mime}


def _origin(message: Message) -> Json | None:
    origin = message.forward_origin
    if origin is None:
        return None
    user, chat = origin.get("sender_user"), origin.get("chat") or origin.get("sender_chat")
    name = origin.get("sender_user_name") or (chat or {}).get("title", "")
    if user is not None:
        name = _name(user)
    return {"name": name, "at": instant(datetime.fromtimestamp(origin["date"], UTC))}


def _name(user: Json) -> str:
    return f"{user['first_name']} {user.get('last_name', '')}".strip()


def _service(message: Message) -> Words | None:
    """What happened to the chat, in words."""
    content, who = message.content, (_sender(message) or {}).get("name", "")
    if not content:
        return None
    for field, entry in (
        ("migrate_to_chat_id", "to_supergroup"),
        ("migrate_from_chat_id", "from_group"),
        ("forum_topic_closed", "topic_closed"),
        ("forum_topic_reopened", "topic_reopened"),
    ):
        if field in content:
            return words(SERVICE[entry])
    if "new_chat_members" in content:
        whom = ", ".join(map(_name, content["new_chat_members"]))
        return words(SERVICE["joined" if whom == who else "added"], who=who, whom=whom)
    if "left_chat_member" in content:
        whom = _name(content["left_chat_member"])
        return words(SERVICE["left" if whom == who else "removed"], who=who, whom=whom)
    if "forum_topic_created" in content:
        return words(SERVICE["topic"], name=content["forum_topic_created"]["name"])
    return words(SERVICE["pinned" if "pinned_message" in content else "other"], who=who)
