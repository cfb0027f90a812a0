"""A text's formatting as the page shows it: what Telegram finds by itself, links and commands, included."""

import re
from html import escape
from urllib.parse import urlsplit

from bot.rehearsal.telegram import Message
from bot.rehearsal.telegram.spans import Entity, cut_out, html_tag, to_html

SCHEMES = frozenset({"http", "https", "tg", "mailto"})
_COMMAND = re.compile(r"/[A-Za-z0-9_]+")


def html_of(message: Message) -> str:
    """The message's words in the few tags that Telegram knows; everything else is escaped."""
    found = [_as_link(message.text, one) for one in message.entities if _stands_alone(one, message.entities)]
    return to_html(message.text, found, _tag)


def _stands_alone(entity: Entity, others: list[Entity]) -> bool:
    """What Telegram found by itself gives way where it would cross what was written."""
    if entity["type"] not in {"url", "bot_command"}:
        return True
    start, end = entity["offset"], entity["offset"] + entity["length"]
    return not any(
        other["offset"] < start < other["offset"] + other["length"] < end
        or start < other["offset"] < end < other["offset"] + other["length"]
        for other in others
    )


def _as_link(text: str, entity: Entity) -> Entity:
    if entity["type"] == "url":
        return {**entity, "type": "text_link", "url": cut_out(text, entity)}
    if entity["type"] == "bot_command":
        return {**entity, "command": cut_out(text, entity)}
    return entity


def _tag(entity: Entity) -> tuple[str, str] | None:
    if entity["type"] == "bot_command":
        command = _COMMAND.match(entity["command"])
        return (f'<a data-command="{escape(command[0])}">', "</a>") if command else None
    if entity["type"] == "text_link":
        address = safe_address(entity["url"])
        return (f'<a href="{escape(address)}">', "</a>") if address else None
    return html_tag(entity)


def safe_address(link: str) -> str:
    """The address with its scheme; empty for one that is no address, or of a kind nobody should open."""
    try:
        scheme = urlsplit(link).scheme.lower()
        if scheme in SCHEMES:
            return link
        # A name with a port looks like a scheme.
        return f"http://{link}" if urlsplit(f"http://{link}").hostname and not scheme else ""
    except ValueError:
        return ""
