"""What the bot changes afterwards: words, buttons, pins, and what it takes away."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from bot.rehearsal.telegram.errors import ApiError, UnknownParameter, bad_request
from bot.rehearsal.telegram.keyboard import read_keyboard
from bot.rehearsal.telegram.model import Chat, Message, Standing
from bot.rehearsal.telegram.params import Params
from bot.rehearsal.telegram.reach import reachable
from bot.rehearsal.telegram.sending import read_caption, read_file, read_text
from bot.rehearsal.telegram.spans import Entity
from bot.rehearsal.telegram.wire import message_json

if TYPE_CHECKING:
    from bot.rehearsal.telegram.core import Telegram

DELETABLE_FOR = timedelta(hours=48)


def edit_message_text(telegram: "Telegram", params: Params) -> Any:
    message = _own(telegram, params)
    text, entities = read_text(params)
    if message.file is not None:
        raise bad_request("there is no text in the message to edit")
    return _change(telegram, params, message, text, entities)


def edit_message_caption(telegram: "Telegram", params: Params) -> Any:
    message = _own(telegram, params)
    text, entities = read_caption(params.text("caption"), params.text("parse_mode"))
    if message.file is None:
        raise bad_request("there is no caption in the message to edit")
    return _change(telegram, params, message, text, entities)


def edit_message_media(telegram: "Telegram", params: Params) -> Any:
    """Another file in the place of the one there, or of a text's nothing; the caption is the new one's."""
    message = _own(telegram, params)
    media = params.structure("media")
    if not isinstance(media, dict) or media.get("type") not in ("photo", "document", "video", "animation", "audio"):
        raise bad_request("can't parse InputMedia")
    unknown = sorted(set(media) - {"type", "media", "caption", "parse_mode"})
    if unknown:
        raise UnknownParameter(f"media is not emulated with {', '.join(unknown)}")
    text, entities = read_caption(media.get("caption", ""), media.get("parse_mode", ""))
    file = read_file(telegram, params.uploaded(str(media.get("media", ""))), media["type"])
    same, message.file = message.file is file, file
    return _change(telegram, params, message, text, entities, same_file=same)


def edit_message_reply_markup(telegram: "Telegram", params: Params) -> Any:
    message = _own(telegram, params)
    buttons = read_keyboard(params.structure("reply_markup"))
    if buttons == message.buttons:
        raise _not_modified()
    message.buttons, message.edited_at = buttons, telegram.now()
    telegram.happened(params.method, message.chat, message)
    return message_json(message)


def delete_message(telegram: "Telegram", params: Params) -> Any:
    chat = reachable(telegram, params)
    message = chat.find(params.integer("message_id") or 0)
    if message is None:
        raise bad_request("message to delete not found")
    if telegram.now() - message.at > DELETABLE_FOR:
        raise bad_request("message can't be deleted for everyone")
    administrator = chat.standing.get(telegram.bot.id) is Standing.ADMINISTRATOR
    if not chat.private and not message.by_bot and not administrator:
        raise bad_request("message can't be deleted")
    message.deleted = True
    chat.pinned = [pinned for pinned in chat.pinned if pinned != message.id]
    telegram.happened(params.method, chat, message)
    return True


def pin_chat_message(telegram: "Telegram", params: Params) -> Any:
    chat = _pinnable(telegram, params)
    message = chat.find(params.integer("message_id") or 0)
    if message is None:
        raise bad_request("message to pin not found")
    if chat.pinned[-1:] == [message.id]:
        return True
    chat.pinned = [*(pinned for pinned in chat.pinned if pinned != message.id), message.id]
    telegram.happened(params.method, chat, message)
    # A bot hears of its own pins, though of nothing else it says.
    note = telegram.write(chat, telegram.bot, content={"pinned_message": message_json(message, with_reply=False)})
    telegram.deliver(note)
    return True


def unpin_chat_message(telegram: "Telegram", params: Params) -> Any:
    """Without a message, the one pinned last."""
    chat = _pinnable(telegram, params)
    number = params.integer("message_id") or (chat.pinned[-1] if chat.pinned else 0)
    if number not in chat.pinned:
        raise bad_request("message to unpin not found")
    chat.pinned.remove(number)
    telegram.happened(params.method, chat, chat.messages.get(number))
    return True


def _own(telegram: "Telegram", params: Params) -> Message:
    chat = reachable(telegram, params)
    message = chat.find(params.integer("message_id") or 0)
    if message is None:
        raise bad_request("message to edit not found")
    if message.sender is not telegram.bot:
        raise bad_request("message can't be edited")
    return message


def _change(
    telegram: "Telegram", params: Params, message: Message, text: str, entities: list[Entity], same_file: bool = True
) -> dict[str, Any]:
    """New words and new buttons; buttons that are not given go."""
    buttons = read_keyboard(params.structure("reply_markup"))
    same_words = same_file and text == message.text and telegram.marked(text, entities) == message.entities
    if same_words and buttons == message.buttons:
        raise _not_modified()
    telegram.rewrite(message, text, entities)
    message.buttons = buttons
    telegram.happened(params.method, message.chat, message)
    return message_json(message)


def _pinnable(telegram: "Telegram", params: Params) -> Chat:
    chat = reachable(telegram, params)
    if not chat.private and telegram.bot.id not in chat.can_pin:
        raise bad_request("not enough rights to manage pinned messages in the chat")
    return chat


def _not_modified() -> ApiError:
    return bad_request(
        "message is not modified: specified new message content and reply markup are exactly the same as "
        "a current content and reply markup of the message"
    )
