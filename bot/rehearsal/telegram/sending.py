"""What the bot sends."""

from typing import TYPE_CHECKING, Any

from bot.rehearsal.telegram.albums import LARGEST_ALBUM, open_album
from bot.rehearsal.telegram.errors import ApiError, UnknownParameter, bad_request
from bot.rehearsal.telegram.keyboard import read_keyboard
from bot.rehearsal.telegram.markup import parse_html, trimmed
from bot.rehearsal.telegram.model import Chat, Message, Standing, StoredFile, Upload
from bot.rehearsal.telegram.params import Params
from bot.rehearsal.telegram.reach import reachable
from bot.rehearsal.telegram.spans import Entity, units
from bot.rehearsal.telegram.wire import message_json

if TYPE_CHECKING:
    from bot.rehearsal.telegram.core import Telegram

LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024
LARGEST_PHOTO = 10 * 1024 * 1024
GROUPED = ({"photo", "video"}, {"document"}, {"audio"})
"""What may stand together in an album."""

LARGEST_UPLOAD = 50 * 1024 * 1024


def formatted(source: str, parse_mode: str) -> tuple[str, list[Entity]]:
    """A text as Telegram would store it. HTML is the only mark-up emulated."""
    if not parse_mode:
        return trimmed(source, [])
    if parse_mode.upper() != "HTML":
        raise UnknownParameter(f"parse_mode {parse_mode} is not emulated")
    return parse_html(source)


def read_text(params: Params) -> tuple[str, list[Entity]]:
    """The `text` of a request, 1 to 4096 units after its mark-up is read."""
    text, entities = formatted(params.text("text"), params.text("parse_mode"))
    if not text:
        raise bad_request("message text is empty")
    if units(text) > LONGEST_TEXT:
        raise bad_request("message is too long")
    return text, entities


def read_caption(source: str, parse_mode: str) -> tuple[str, list[Entity]]:
    """A caption of at most 1024 units; it may be empty."""
    text, entities = formatted(source, parse_mode)
    if units(text) > LONGEST_CAPTION:
        raise bad_request("message caption is too long")
    return text, entities


def send_message(telegram: "Telegram", params: Params) -> Any:
    chat = reachable(telegram, params)
    text, entities = read_text(params)
    return message_json(_say(telegram, params, chat, text, entities))


def send_document(telegram: "Telegram", params: Params) -> Any:
    return _send_file(telegram, params, "document")


def send_photo(telegram: "Telegram", params: Params) -> Any:
    return _send_file(telegram, params, "photo")


def send_video(telegram: "Telegram", params: Params) -> Any:
    return _send_file(telegram, params, "video")


def send_audio(telegram: "Telegram", params: Params) -> Any:
    return _send_file(telegram, params, "audio")


def send_voice(telegram: "Telegram", params: Params) -> Any:
    return _send_file(telegram, params, "voice")


def send_animation(telegram: "Telegram", params: Params) -> Any:
    return _send_file(telegram, params, "animation")


def send_video_note(telegram: "Telegram", params: Params) -> Any:
    """It has no caption."""
    return _send_file(telegram, params, "video_note")


def send_media_group(telegram: "Telegram", params: Params) -> Any:
    chat = reachable(telegram, params)
    media = params.structure("media")
    if not isinstance(media, list) or not 2 <= len(media) <= LARGEST_ALBUM:
        raise bad_request("an album must have from 2 to 10 items")
    kinds = {item.get("type") for item in media}
    if not any(kinds <= together for together in GROUPED):
        raise bad_request("photos and videos, only documents, or only audios can be grouped in an album")
    parts = []
    for item in media:
        text, entities = read_caption(item.get("caption", ""), item.get("parse_mode", ""))
        parts.append((text, entities, read_file(telegram, params.uploaded(item["media"]), item["type"])))
    album = open_album(telegram)
    return [
        message_json(_say(telegram, params, chat, text, entities, file=file, media_group_id=album))
        for text, entities, file in parts
    ]


def _send_file(telegram: "Telegram", params: Params, kind: str) -> Any:
    chat = reachable(telegram, params)
    text, entities = read_caption(params.text("caption"), params.text("parse_mode"))
    upload = params.upload(kind)
    if upload is None:
        raise bad_request(f"there is no {kind} in the request")
    file = read_file(telegram, upload, kind)
    return message_json(_say(telegram, params, chat, text, entities, file=file))


def read_file(telegram: "Telegram", source: Upload | str, kind: str) -> StoredFile:
    """A new file, or the one that a file_id names, which keeps its kind."""
    if isinstance(source, str):
        known = telegram.files.get(source)
        if known is None:
            raise bad_request("wrong file identifier/HTTP URL specified")
        if known.kind != kind:
            raise bad_request(f"can't use file of type {known.kind.title()} as {kind.title()}")
        return known
    if not source.data:
        raise bad_request("file must be non-empty")
    if kind == "photo" and len(source.data) > LARGEST_PHOTO:
        raise bad_request(
            f"file of size {len(source.data)} bytes is too big for a photo; the maximum size is {LARGEST_PHOTO} bytes"
        )
    if len(source.data) > LARGEST_UPLOAD:
        raise ApiError(413, "Request Entity Too Large")
    return telegram.keep(kind, source)


def _say(telegram: "Telegram", params: Params, chat: Chat, text: str, entities: list[Entity], **fields: Any) -> Message:
    topic = params.integer("message_thread_id")
    if topic is not None and topic not in chat.topics:
        raise bad_request("message thread not found")
    if topic in chat.closed_topics:
        raise bad_request("TOPIC_CLOSED")
    if chat.silenced and chat.standing[telegram.bot.id] is not Standing.ADMINISTRATOR:
        what = f"{fields['file'].kind}s" if "file" in fields else "text messages"
        raise bad_request(f"not enough rights to send {what} to the chat")
    message = telegram.write(
        chat,
        telegram.bot,
        text,
        entities,
        buttons=read_keyboard(params.structure("reply_markup")),
        reply_to=_answered(chat, params),
        topic=topic,
        **fields,
    )
    telegram.happened(params.method, chat, message)
    return message


def _answered(chat: Chat, params: Params) -> Message | None:
    wanted = params.structure("reply_parameters")
    if wanted is None:
        return None
    unknown = sorted(set(wanted) - {"message_id", "chat_id", "allow_sending_without_reply"})
    if unknown:
        raise UnknownParameter(f"reply_parameters are not emulated with {', '.join(unknown)}")
    if str(wanted.get("chat_id", chat.id)) != str(chat.id):
        raise UnknownParameter("an answer to a message of another chat is not emulated")
    message = chat.find(int(wanted["message_id"]))
    if message is None and not wanted.get("allow_sending_without_reply"):
        raise bad_request("message to be replied not found")
    return message
