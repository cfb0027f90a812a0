"""A message's formatting as Telegram HTML, so that what was typed can be sent again as it looked."""

import unicodedata
from collections.abc import Sequence
from html import escape

from telegram import MessageEntity

_TAGS = {
    "bold": "b",
    "italic": "i",
    "underline": "u",
    "strikethrough": "s",
    "code": "code",
    "spoiler": "tg-spoiler",
    "blockquote": "blockquote",
}
COMBINES_WITH_TAGS = "\u0338"
"""NFC would make one sign of it and the `>` before it."""


def html_of(text: str, entities: Sequence[MessageEntity]) -> str:
    """The text in HTML, NFC; empty when it has no formatting of its own. Entities that cannot be are left out."""
    raw = text.encode("utf-16-le", "surrogatepass")
    marked = [one for one in entities if _tag(one) is not None and one.offset >= 0 and one.length > 0]
    if not marked:
        return ""
    marked.sort(key=lambda one: (one.offset, -one.length))
    html, _ = _render(raw, 0, len(raw) // 2, marked)
    return unicodedata.normalize("NFC", html)


def _render(raw: bytes, start: int, end: int, entities: Sequence[MessageEntity]) -> tuple[str, Sequence[MessageEntity]]:
    """HTML of raw[start:end], and the entities that begin after it. One that reaches over its outer one is cut."""
    out, here = [], start
    while entities and entities[0].offset < end:
        entity, entities = entities[0], entities[1:]
        first = max(entity.offset, here)
        last = min(entity.offset + entity.length, end)
        if last <= first:
            continue
        out.append(_plain(raw, here, first))
        inner, entities = _render(raw, first, last, entities)
        opening, closing = _tag(entity) or ("", "")
        out.append(f"{opening}{inner}{closing}")
        here = last
    out.append(_plain(raw, here, end))
    return "".join(out), entities


def _plain(raw: bytes, start: int, end: int) -> str:
    text = raw[start * 2 : end * 2].decode("utf-16-le", "ignore")
    return escape(text.replace("\x00", "").replace(COMBINES_WITH_TAGS, ""), quote=False)


def _tag(entity: MessageEntity) -> tuple[str, str] | None:
    kind = str(entity.type)
    if kind == "text_link" and entity.url:
        return f'<a href="{escape(entity.url)}">', "</a>"
    if kind == "text_mention" and entity.user is not None:
        return f'<a href="tg://user?id={entity.user.id}">', "</a>"
    if kind == "expandable_blockquote":
        return "<blockquote expandable>", "</blockquote>"
    if kind == "pre" and entity.language:
        return f'<pre><code class="language-{escape(entity.language)}">', "</code></pre>"
    tag = "pre" if kind == "pre" else _TAGS.get(kind)
    return (f"<{tag}>", f"</{tag}>") if tag else None
