"""Telegram's HTML, read as strictly as Telegram reads it."""

import re
from dataclasses import dataclass, field
from html import unescape

from bot.rehearsal.telegram.errors import ApiError, bad_request
from bot.rehearsal.telegram.spans import Entity, in_order, units

_OPENING = re.compile(
    r"<([a-zA-Z][a-zA-Z0-9-]*)((?:\s+[a-zA-Z][a-zA-Z-]*(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'>]+))?)*)\s*>"
)
_CLOSING = re.compile(r"</([a-zA-Z][a-zA-Z0-9-]*)\s*>")
_ATTRIBUTE = re.compile(r"([a-zA-Z][a-zA-Z-]*)(?:\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s\"'>]+))?")
_ESCAPE = re.compile(r"&(#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]*);")
_ESCAPES = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_LINK = re.compile(r"(?:https?|tg|mailto|ftp)[:].+|[\w-]+(?:\.[\w-]+)+(?:[/?#].*)?")
_MENTION = re.compile(r"tg://user\?id=([0-9]+)")
_KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "a": "text_link",
}


@dataclass
class _Open:
    """A tag that waits for its end."""

    tag: str
    attributes: dict[str, str]
    offset: int
    text_from: int
    rank: int


@dataclass
class _Reading:
    """How far a text has been read."""

    source: str
    position: int = 0
    text: list[str] = field(default_factory=list)
    offset: int = 0
    open: list[_Open] = field(default_factory=list)
    entities: list[tuple[int, Entity]] = field(default_factory=list)
    """With the rank of the opening tag, so that of two equal stretches the outer comes first."""
    opened: int = 0

    def error(self, reason: str) -> ApiError:
        return bad_request(f"can't parse entities: {reason}")

    def byte(self) -> int:
        return len(self.source[: self.position].encode())

    def say(self, text: str) -> None:
        self.text.append(text)
        self.offset += units(text)


def parse_html(source: str) -> tuple[str, list[Entity]]:
    """The plain text, trimmed, and its entities. Raises the 400 that Telegram would answer."""
    reading = _Reading(source.replace("\r", ""))
    while reading.position < len(reading.source):
        _read_on(reading)
    if reading.open:
        raise reading.error(f'Can\'t find end tag corresponding to start tag "{reading.open[-1].tag}"')
    entities = [entity for _, entity in sorted(reading.entities, key=lambda ranked: ranked[0])]
    return trimmed("".join(reading.text), entities)


def trimmed(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Without white space round it, as Telegram stores it; entities move along or vanish."""
    lead = units(text) - units(text.lstrip())
    text = text.strip()
    length, kept = units(text), []
    for entity in entities:
        start = max(entity["offset"] - lead, 0)
        end = min(entity["offset"] - lead + entity["length"], length)
        if end > start:
            kept.append({**entity, "offset": start, "length": end - start})
    return text, in_order(kept)


def _read_on(reading: _Reading) -> None:
    source, at = reading.source, reading.position
    if source[at] == "&":
        _read_escape(reading)
    elif source.startswith("</", at):
        _read_closing(reading)
    elif source[at] == "<":
        _read_opening(reading)
    else:
        stop = min((found for sign in "<&" if (found := source.find(sign, at)) >= 0), default=len(source))
        reading.say(source[at:stop])
        reading.position = stop


def _read_escape(reading: _Reading) -> None:
    match = _ESCAPE.match(reading.source, reading.position)
    if match is None:
        reading.say("&")
        reading.position += 1
        return
    name = match.group(1)
    if name.startswith("#"):
        character = unescape(match.group())
    elif (character := _ESCAPES.get(name, "")) == "":
        raise reading.error(f'Unsupported entity "&{name};" at byte offset {reading.byte()}')
    reading.say(character)
    reading.position = match.end()


def _read_opening(reading: _Reading) -> None:
    match = _OPENING.match(reading.source, reading.position)
    if match is None:
        raise reading.error(f"Unclosed or malformed start tag at byte offset {reading.byte()}")
    tag = match.group(1).lower()
    attributes = {
        name.lower(): unescape(value[1:-1] if value[:1] in {'"', "'"} else value)
        for name, value in _ATTRIBUTE.findall(match.group(2))
    }
    if tag not in _KINDS:
        raise reading.error(f'Unsupported start tag "{tag}" at byte offset {reading.byte()}')
    if tag == "span" and attributes.get("class") != "tg-spoiler":
        raise reading.error(f'Tag "span" must have class "tg-spoiler" at byte offset {reading.byte()}')
    reading.opened += 1
    reading.open.append(_Open(tag, attributes, reading.offset, len(reading.text), reading.opened))
    reading.position = match.end()


def _read_closing(reading: _Reading) -> None:
    match = _CLOSING.match(reading.source, reading.position)
    if match is None or not reading.open:
        raise reading.error(f"Unexpected end tag at byte offset {reading.byte()}")
    tag, expected = match.group(1).lower(), reading.open[-1]
    if tag != expected.tag:
        raise reading.error(
            f'Unmatched end tag at byte offset {reading.byte()}, expected "</{expected.tag}>", found "</{tag}>"'
        )
    reading.open.pop()
    reading.position = match.end()
    entity = _entity(reading, expected)
    if entity is not None and entity["length"]:
        reading.entities.append((expected.rank, entity))


def _entity(reading: _Reading, tag: _Open) -> Entity | None:
    """What a closed tag means; None when it means nothing (an unusable link, a link twice, code inside pre)."""
    entity: Entity = {"type": _KINDS[tag.tag], "offset": tag.offset, "length": reading.offset - tag.offset}
    if tag.tag == "a":
        return _link(reading, tag, entity)
    if tag.tag == "blockquote" and "expandable" in tag.attributes:
        entity["type"] = "expandable_blockquote"
    if tag.tag == "code" and reading.open and reading.open[-1].tag == "pre":
        language = tag.attributes.get("class", "")
        if language.startswith("language-"):
            reading.open[-1].attributes["language"] = language.removeprefix("language-")
        return None
    if tag.tag == "pre" and "language" in tag.attributes:
        entity["language"] = tag.attributes["language"]
    doubled = any(outer.tag in _KINDS and _KINDS[outer.tag] == entity["type"] for outer in reading.open)
    return None if doubled else entity


def _link(reading: _Reading, tag: _Open, entity: Entity) -> Entity | None:
    url = tag.attributes.get("href") or "".join(reading.text[tag.text_from :])
    mention = _MENTION.fullmatch(url)
    if mention:
        return {**entity, "type": "text_mention", "user": {"id": int(mention.group(1))}}
    return {**entity, "url": url} if _LINK.fullmatch(url) else None
