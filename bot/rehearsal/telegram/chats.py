"""What the bot may ask about a chat."""

from typing import TYPE_CHECKING, Any

from bot.rehearsal.telegram.errors import bad_request
from bot.rehearsal.telegram.model import Standing
from bot.rehearsal.telegram.params import Params
from bot.rehearsal.telegram.reach import known_chat, reachable
from bot.rehearsal.telegram.wire import chat_full_json, member_json

if TYPE_CHECKING:
    from bot.rehearsal.telegram.core import Telegram

ACTIONS = frozenset({"typing", "upload_photo", "upload_document", "upload_video", "upload_voice", "find_location"})


def get_chat(telegram: "Telegram", params: Params) -> Any:
    """A private chat can be asked about though the bot may not write there; a foreign group cannot."""
    chat = known_chat(telegram, params)
    return chat_full_json(chat if chat.private else reachable(telegram, params))


def get_chat_member(telegram: "Telegram", params: Params) -> Any:
    chat = reachable(telegram, params)
    user = chat.users.get(params.integer("user_id") or 0)
    if user is None:
        person = telegram.people.get(params.integer("user_id") or 0)
        if person is None:
            raise bad_request("user not found")
        user = person.user
    return member_json(chat, user)


def get_chat_administrators(telegram: "Telegram", params: Params) -> Any:
    """Bots other than oneself are never listed."""
    chat = reachable(telegram, params)
    if chat.private:
        raise bad_request("there are no administrators in the private chat")
    return [
        member_json(chat, user)
        for number, user in chat.users.items()
        if chat.standing.get(number) is Standing.ADMINISTRATOR
    ]


def send_chat_action(telegram: "Telegram", params: Params) -> Any:
    reachable(telegram, params)
    if params.text("action") not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    return True
