"""Command menus by scope and language, and what the bot says of itself."""

import json
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from bot.rehearsal.telegram.errors import UnknownParameter, bad_request
from bot.rehearsal.telegram.model import Chat
from bot.rehearsal.telegram.params import Params

if TYPE_CHECKING:
    from bot.rehearsal.telegram.core import Telegram

MOST_COMMANDS = 100
LONGEST_COMMAND_TEXT = 256
LONGEST_ABOUT = {"description": 512, "short_description": 120}
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_SCOPES = {
    "default": set[str](),
    "all_private_chats": set[str](),
    "all_group_chats": set[str](),
    "all_chat_administrators": set[str](),
    "chat": {"chat_id"},
    "chat_administrators": {"chat_id"},
    "chat_member": {"chat_id", "user_id"},
}


class Command(NamedTuple):
    """A line of the menu."""

    command: str
    description: str


def set_my_commands(telegram: "Telegram", params: Params) -> Any:
    entries = params.structure("commands")
    if not isinstance(entries, list) or len(entries) > MOST_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    commands = [_command(entry) for entry in entries]
    key = _key(telegram, params)
    if commands:
        telegram.menus[key] = commands
    else:
        telegram.menus.pop(key, None)
    scope = json.loads(key[0])
    telegram.happened(params.method, telegram.chats.get(scope.get("chat_id", 0)), None, commands=commands)
    return True


def get_my_commands(telegram: "Telegram", params: Params) -> Any:
    return [command._asdict() for command in telegram.menus.get(_key(telegram, params), [])]


def delete_my_commands(telegram: "Telegram", params: Params) -> Any:
    telegram.menus.pop(_key(telegram, params), None)
    return True


def set_my_description(telegram: "Telegram", params: Params) -> Any:
    return _say_of_oneself(telegram, params, "description")


def set_my_short_description(telegram: "Telegram", params: Params) -> Any:
    return _say_of_oneself(telegram, params, "short_description")


def shown_menu(telegram: "Telegram", chat: Chat, language: str) -> list[Command]:
    """The menu an ordinary member of the chat sees: the narrowest scope that has one, own language first."""
    everywhere = "all_private_chats" if chat.private else "all_group_chats"
    scopes: list[dict[str, Any]] = [{"type": "chat", "chat_id": chat.id}, {"type": everywhere}, {"type": "default"}]
    for scope in scopes:
        for spoken in (language, ""):
            menu = telegram.menus.get((_spelled(scope), spoken))
            if menu is not None:
                return menu
    return []


def _command(entry: Any) -> Command:
    unknown = sorted(set(entry) - {"command", "description"})
    if unknown:
        raise UnknownParameter(f"commands are not emulated with {', '.join(unknown)}")
    command = str(entry["command"]).removeprefix("/")
    if not _COMMAND.fullmatch(command):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= len(entry["description"]) <= LONGEST_COMMAND_TEXT:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return Command(command, entry["description"])


def _key(telegram: "Telegram", params: Params) -> tuple[str, str]:
    scope = params.structure("scope") or {"type": "default"}
    kind = scope.get("type")
    if kind not in _SCOPES:
        raise bad_request("can't parse BotCommandScope: unsupported type specified")
    if set(scope) - {"type"} != _SCOPES[kind]:
        raise bad_request("can't parse BotCommandScope: wrong fields for its type")
    if "chat_id" in scope and int(scope["chat_id"]) not in telegram.chats:
        raise bad_request("chat not found")
    language = params.text("language_code")
    if language and not re.fullmatch(r"[a-z]{2}", language):
        raise bad_request("invalid language code specified")
    return _spelled(scope), language


def _spelled(scope: dict[str, Any]) -> str:
    return json.dumps({name: int(value) if name != "type" else value for name, value in sorted(scope.items())})


def _say_of_oneself(telegram: "Telegram", params: Params, name: str) -> bool:
    text = params.text(name)
    if len(text) > LONGEST_ABOUT[name]:
        raise bad_request(f"{name.replace('_', ' ')} is too long")
    telegram.about[name, params.text("language_code")] = text
    return True
