"""Where a forwarded message came from, as Telegram tells whoever gets it."""

from typing import TYPE_CHECKING, Any

from bot.rehearsal.telegram.model import ChatKind, Message
from bot.rehearsal.telegram.wire import chat_json, seconds, user_json

if TYPE_CHECKING:
    from bot.rehearsal.telegram.core import Telegram


def origin_of(telegram: "Telegram", message: Message) -> dict[str, Any]:
    """The first sender stays on it, however often it is forwarded; who hides their account is only a name."""
    if message.forward_origin is not None:
        return message.forward_origin
    date = {"date": seconds(message.at)}
    if message.sender_chat is not None and message.chat.kind is ChatKind.CHANNEL:
        return {"type": "channel", **date, "chat": chat_json(message.sender_chat), "message_id": message.id}
    if message.sender_chat is not None:
        return {"type": "chat", **date, "sender_chat": chat_json(message.sender_chat)}
    assert message.sender is not None
    person = telegram.people.get(message.sender.id)
    if person is not None and person.hides_account:
        return {"type": "hidden_user", **date, "sender_user_name": person.name}
    return {"type": "user", **date, "sender_user": user_json(message.sender)}
