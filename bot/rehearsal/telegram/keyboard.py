"""Inline keyboards, as strict as Telegram."""

import re
from typing import Any

from bot.rehearsal.telegram.errors import UnknownParameter, bad_request
from bot.rehearsal.telegram.model import Button

MOST_BUTTONS = 100
LONGEST_DATA = 64
_ACTIONS = {"callback_data", "url"}
_URL = re.compile(r"(?:https?|tg)://[^\s]+|[\w-]+(?:\.[\w-]+)+(?:[/?#][^\s]*)?")


def read_keyboard(markup: Any) -> list[list[Button]]:
    """The buttons of a reply_markup. Only inline keyboards are emulated."""
    if markup is None:
        return []
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    if set(markup) != {"inline_keyboard"}:
        raise UnknownParameter(f"only inline keyboards are emulated, not {sorted(markup)}")
    rows = markup["inline_keyboard"]
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request('field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays')
    buttons = [[_button(entry) for entry in row] for row in rows if row]
    if sum(len(row) for row in buttons) > MOST_BUTTONS:
        raise bad_request("REPLY_MARKUP_TOO_LONG")
    return buttons


def _button(entry: Any) -> Button:
    if not isinstance(entry, dict) or not isinstance(entry.get("text"), str) or not entry["text"].strip():
        raise bad_request('can\'t parse inline keyboard button: Field "text" must be a non-empty String')
    unknown = sorted(set(entry) - _ACTIONS - {"text"})
    if unknown:
        raise UnknownParameter(f"buttons are not emulated with {', '.join(unknown)}")
    actions = _ACTIONS & set(entry)
    if len(actions) != 1:
        raise bad_request("can't parse inline keyboard button: exactly one action is allowed in the inline keyboard")
    button = Button(entry["text"], entry.get("callback_data"), entry.get("url"))
    if button.data is not None and not 1 <= len(button.data.encode()) <= LONGEST_DATA:
        raise bad_request("BUTTON_DATA_INVALID")
    if button.url is not None and not _URL.fullmatch(button.url):
        raise bad_request(f"inline keyboard button URL '{button.url}' is invalid: Wrong HTTP URL")
    return button
