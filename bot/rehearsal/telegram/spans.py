"""Entities: stretches of a text that mean something, counted in UTF-16 units as Telegram counts."""

import re
from collections.abc import Callable
from html import escape
from typing import Any

Entity = dict[str, Any]

_TYPED = (
    ("url", re.compile(r"https?://[^\s<>\"]+")),
    ("bot_command", re.compile(r"(?<![\w/@])/[A-Za-z0-9_]{1,64}(?:@\w{3,32})?(?![\w/])")),
    ("mention", re.compile(r"(?<![\w/@])@[A-Za-z]\w{3,31}")),
    ("hashtag", re.compile(r"(?<![\w#])#\w+")),
)
_TAGS = {
    "bold": "b",
    "italic": "i",
    "underline": "u",
    "strikethrough": "s",
    "code": "code",
    "spoiler": "tg-spoiler",
    "blockquote": "blockquote",
}


def units(text: str) -> int:
    """The length of a text in UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2


def cut_out(text: str, entity: Entity) -> str:
    """The words that an entity covers."""
    raw = text.encode("utf-16-le")
    start = entity["offset"] * 2
    return raw[start : start + entity["length"] * 2].decode("utf-16-le")


def typed_entities(text: str, besides: list[Entity]) -> list[Entity]:
    """What Telegram finds by itself in plain words: links, commands, mentions, hashtags; never over another."""
    found = list(besides)
    for kind, pattern in _TYPED:
        for match in pattern.finditer(text):
            entity = {"type": kind, "offset": units(text[: match.start()]), "length": units(match.group())}
            if not any(_overlap(entity, other) for other in found if _bars_typed(other, besides)):
                found.append(entity)
    return in_order(found)


def in_order(entities: list[Entity]) -> list[Entity]:
    """Sorted as Telegram lists them: by place, the longer first."""
    return sorted(entities, key=lambda entity: (entity["offset"], -entity["length"]))


Tag = Callable[[Entity], tuple[str, str] | None]


def html_tag(entity: Entity) -> tuple[str, str] | None:
    """What opens and closes an entity in a bot's HTML; None for what Telegram found by itself."""
    kind = entity["type"]
    if kind == "text_link":
        return f'<a href="{escape(entity["url"])}">', "</a>"
    if kind == "text_mention":
        return f'<a href="tg://user?id={entity["user"]["id"]}">', "</a>"
    if kind == "expandable_blockquote":
        return "<blockquote expandable>", "</blockquote>"
    if kind == "pre" and "language" in entity:
        return f'<pre><code class="language-{escape(entity["language"])}">', "</code></pre>"
    tag = "pre" if kind == "pre" else _TAGS.get(kind)
    return (f"<{tag}>", f"</{tag}>") if tag else None


def to_html(text: str, entities: list[Entity], tag: Tag = html_tag) -> str:
    """The text as a bot would write it in HTML; what `tag` knows no tag for is left out."""
    marked = [entity for entity in in_order(entities) if tag(entity) is not None]
    html, rest = _render(text.encode("utf-16-le"), 0, units(text), marked, tag)
    assert not rest
    return html


def _render(raw: bytes, start: int, end: int, entities: list[Entity], tag: Tag) -> tuple[str, list[Entity]]:
    """HTML of raw[start:end], and the entities that begin after it."""
    out, here = [], start
    while entities and entities[0]["offset"] < end:
        entity, entities = entities[0], entities[1:]
        out.append(_plain(raw, here, entity["offset"]))
        here = entity["offset"] + entity["length"]
        inner, entities = _render(raw, entity["offset"], here, entities, tag)
        opening, closing = tag(entity) or ("", "")
        out.append(f"{opening}{inner}{closing}")
    out.append(_plain(raw, here, end))
    return "".join(out), entities


def _plain(raw: bytes, start: int, end: int) -> str:
    return escape(raw[start * 2 : end * 2].decode("utf-16-le"), quote=False)


def _overlap(one: Entity, other: Entity) -> bool:
    return bool(one["offset"] < other["offset"] + other["length"] and other["offset"] < one["offset"] + one["length"])


def _bars_typed(entity: Entity, written: list[Entity]) -> bool:
    return entity not in written or entity["type"] in {"code", "pre", "text_link", "text_mention"}
