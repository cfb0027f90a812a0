"""Whom the bot may write to, and with which words Telegram says that it may not."""

from typing import TYPE_CHECKING

from bot.rehearsal.telegram.errors import bad_request, forbidden
from bot.rehearsal.telegram.model import Chat, Standing
from bot.rehearsal.telegram.params import Params

if TYPE_CHECKING:
    from bot.rehearsal.telegram.core import Telegram


def known_chat(telegram: "Telegram", params: Params) -> Chat:
    """The chat a request names, wherever it has not moved."""
    if not params.text("chat_id"):
        raise bad_request("chat_id is empty")
    named = params.text("chat_id").startswith("@")
    chat = None if named else telegram.chats.get(params.integer("chat_id") or 0)
    if chat is None:
        raise bad_request("chat not found")
    if chat.migrated_to is not None:
        raise bad_request("group chat was upgraded to a supergroup chat", migrate_to_chat_id=chat.migrated_to)
    return chat


def reachable(telegram: "Telegram", params: Params) -> Chat:
    """The chat a request names, if the bot may write there."""
    chat = known_chat(telegram, params)
    standing = chat.standing.get(telegram.bot.id, Standing.LEFT)
    if chat.deactivated:
        raise forbidden("user is deactivated")
    if standing is Standing.KICKED:
        raise forbidden("bot was blocked by the user" if chat.private else f"bot was kicked from the {chat.kind} chat")
    if chat.private and not chat.started:
        raise forbidden("bot can't initiate conversation with a user")
    if not chat.private and standing is Standing.LEFT:
        raise forbidden(f"bot is not a member of the {chat.kind} chat")
    return chat
