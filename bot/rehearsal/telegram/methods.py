"""Which Bot API methods are emulated, and which parameters each takes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from bot.rehearsal.telegram import chats, editing, menus, receiving, sending
from bot.rehearsal.telegram.params import Params

if TYPE_CHECKING:
    from bot.rehearsal.telegram.core import Telegram


@dataclass(frozen=True)
class Method:
    """A method: what it does, what it takes, and whether it counts towards the flood limits."""

    run: Callable[["Telegram", Params], Any]
    takes: frozenset[str]
    counts: bool = False


def _method(run: Callable[["Telegram", Params], Any], takes: str = "", *, counts: bool = False) -> Method:
    return Method(run, frozenset(takes.split()), counts)


_SENT = "chat_id message_thread_id disable_notification protect_content reply_parameters reply_markup"
_EDITED = "chat_id message_id reply_markup"

METHODS: Mapping[str, Method] = MappingProxyType(
    {
        "getMe": _method(receiving.get_me),
        "getUpdates": _method(receiving.get_updates, "offset limit timeout allowed_updates"),
        "setWebhook": _method(
            receiving.set_webhook, "url max_connections allowed_updates drop_pending_updates secret_token"
        ),
        "deleteWebhook": _method(receiving.delete_webhook, "drop_pending_updates"),
        "getWebhookInfo": _method(receiving.get_webhook_info),
        "answerCallbackQuery": _method(receiving.answer_callback_query, "callback_query_id text show_alert cache_time"),
        "getFile": _method(receiving.get_file, "file_id"),
        "sendMessage": _method(sending.send_message, f"{_SENT} text parse_mode link_preview_options", counts=True),
        "sendDocument": _method(
            sending.send_document,
            f"{_SENT} document caption parse_mode disable_content_type_detection",
            counts=True,
        ),
        "sendPhoto": _method(sending.send_photo, f"{_SENT} photo caption parse_mode", counts=True),
        "sendVideo": _method(sending.send_video, f"{_SENT} video caption parse_mode", counts=True),
        "sendAnimation": _method(sending.send_animation, f"{_SENT} animation caption parse_mode", counts=True),
        "sendAudio": _method(sending.send_audio, f"{_SENT} audio caption parse_mode", counts=True),
        "sendVoice": _method(sending.send_voice, f"{_SENT} voice caption parse_mode", counts=True),
        "sendVideoNote": _method(sending.send_video_note, f"{_SENT} video_note", counts=True),
        "sendMediaGroup": _method(
            sending.send_media_group,
            "chat_id message_thread_id disable_notification protect_content reply_parameters media",
            counts=True,
        ),
        "sendChatAction": _method(chats.send_chat_action, "chat_id message_thread_id action"),
        "editMessageText": _method(
            editing.edit_message_text, f"{_EDITED} text parse_mode link_preview_options", counts=True
        ),
        "editMessageCaption": _method(editing.edit_message_caption, f"{_EDITED} caption parse_mode", counts=True),
        "editMessageMedia": _method(editing.edit_message_media, f"{_EDITED} media", counts=True),
        "editMessageReplyMarkup": _method(editing.edit_message_reply_markup, _EDITED, counts=True),
        "deleteMessage": _method(editing.delete_message, "chat_id message_id"),
        "pinChatMessage": _method(editing.pin_chat_message, "chat_id message_id disable_notification"),
        "unpinChatMessage": _method(editing.unpin_chat_message, "chat_id message_id"),
        "getChat": _method(chats.get_chat, "chat_id"),
        "getChatMember": _method(chats.get_chat_member, "chat_id user_id"),
        "getChatAdministrators": _method(chats.get_chat_administrators, "chat_id"),
        "setMyCommands": _method(menus.set_my_commands, "commands scope language_code"),
        "getMyCommands": _method(menus.get_my_commands, "scope language_code"),
        "deleteMyCommands": _method(menus.delete_my_commands, "scope language_code"),
        "setMyDescription": _method(menus.set_my_description, "description language_code"),
        "setMyShortDescription": _method(menus.set_my_short_description, "short_description language_code"),
    }
)
