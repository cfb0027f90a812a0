"""Telegram's sizes. Lengths of messages count UTF-16 units of what remains when tags and entities are read."""

import html
import re
from dataclasses import replace

from messages.rendered import Button, Rendered

TEXT = 4096
CAPTION = 1024
TOAST = 200
LABEL = 64
BUTTONS = 100
BUTTONS_A_ROW = 8

_TOKEN = re.compile(r"</?([a-z-]+)[^>]*>|&[#\w]+;|.", re.DOTALL)

Row = tuple[Button, ...]


def utf16_len(text: str) -> int:
    """Length as Telegram counts it: a character beyond the basic plane is two."""
    return len(text.encode("utf-16-le")) // 2


def visible_len(text: str) -> int:
    """Length of a Telegram HTML text after its tags and entities are read."""
    return utf16_len(html.unescape(re.sub(r"</?[a-z-]+[^>]*>", "", text)))


def shorten(text: str, limit: int) -> str:
    """Plain text in at most `limit` characters, the last of them an ellipsis when something was cut."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def fit(rendered: Rendered, limit: int = TEXT) -> Rendered:
    """The same message within Telegram's limits; `limit` is CAPTION for what goes under a file.

    A text that is too long ends at a line's end with an ellipsis, all its tags closed. Of too many buttons
    the first remain, and the last row, where the way back is.
    """
    text = rendered.text
    if utf16_len(text) > limit and visible_len(text) > limit:
        text = _cut(text, limit)
    return replace(rendered, text=text, buttons=_fit_rows(rendered.buttons))


def _cut(text: str, limit: int) -> str:
    size = 0
    open_tags: tuple[str, ...] = ()
    at_line: tuple[int, tuple[str, ...]] = (0, ())
    anywhere = at_line
    line_size = 0
    for token in _TOKEN.finditer(text):
        if token[1]:
            open_tags = open_tags[:-1] if token[0].startswith("</") else (*open_tags, token[1])
            continue
        if token[0] == "\n":
            at_line, line_size = (token.start(), open_tags), size
        size += utf16_len(html.unescape(token[0]))
        if size > limit - len("\n…"):
            break
        anywhere = (token.end(), open_tags)
    by_line = line_size > limit // 2
    end, tags = at_line if by_line else anywhere
    return text[:end].rstrip() + ("\n…" if by_line else "…") + "".join(f"</{tag}>" for tag in reversed(tags))


def _fit_rows(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    if sum(map(len, rows)) <= BUTTONS and all(len(row) <= BUTTONS_A_ROW for row in rows):
        return rows
    split = [row[start : start + BUTTONS_A_ROW] for row in rows for start in range(0, len(row), BUTTONS_A_ROW)]
    kept: list[Row] = []
    room = BUTTONS - len(split[-1])
    for row in split[:-1]:
        if len(row) > room:
            break
        kept.append(row)
        room -= len(row)
    return (*kept, split[-1])
