"""How one letter is sent: from its kind and its rendered text to one request."""

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeChat,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    InputMediaAnimation,
    InputMediaAudio,
    InputMediaDocument,
    InputMediaPhoto,
    InputMediaVideo,
    LinkPreviewOptions,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest

from messages.limits import CAPTION, fit
from messages.made import Made
from messages.making import make
from messages.render import Renderer
from messages.rendered import Rendered
from store.letters import TakenLetter
from store.tables import LetterKind

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_MEDIA = {"photo": "send_photo", "video": "send_video", "audio": "send_audio", "voice": "send_voice"}
_MEDIA["animation"] = "send_animation"
_GROUPED: dict[str, Any] = {"photo": InputMediaPhoto, "video": InputMediaVideo, "audio": InputMediaAudio}
_INSTEAD: dict[str, Any] = {**_GROUPED, "animation": InputMediaAnimation}


class Album(int):
    """The id of an album's first message; `parts` are those of all."""

    parts: tuple[int, ...] = ()


class Unrenderable(Exception):
    """The letter cannot be put into words: an error of our own, whatever the template raised (an OSError, even)."""


async def send(
    bot: Bot, renderer: Renderer, letter: TakenLetter, facts: Mapping[str, Any], packs: Path, own: Path | None = None
) -> int | None:
    """Send, edit, pin or delete. The message's id, where there is one. Raises what Telegram answers.

    `packs`: where the files are that a letter's fact `kept` names. `own`: the office's own document templates.
    """
    if letter.kind == LetterKind.MENU:
        await _send_menu(bot, renderer, letter, facts)
        return None
    if letter.kind in (LetterKind.BARE, LetterKind.PIN, LetterKind.DELETE):
        return await _touch(bot, letter)
    rendered = _render(renderer, letter, facts)
    if letter.kind == LetterKind.EDIT and letter.message_id is not None:
        if "made" in facts:
            made = await _make(letter, facts, own)
            words = fit(rendered, CAPTION)
            return await _edit_file(bot, letter, letter.message_id, made.kind, made.content, words, made.name)
        if facts.get("other_file"):
            kind, words = str(facts["file_kind"]), fit(rendered, CAPTION)
            return await _edit_file(bot, letter, letter.message_id, kind, facts["file_id"], words)
        if "file_id" in facts:
            return await _edit_caption(bot, letter, letter.message_id, fit(rendered, CAPTION))
        fitted = fit(rendered)
        await bot.edit_message_text(
            fitted.text,
            chat_id=letter.telegram_id,
            message_id=letter.message_id,
            parse_mode=ParseMode.HTML,
            reply_markup=keyboard(fitted),
            link_preview_options=NO_PREVIEW,
        )
        return letter.message_id
    if "album" in facts:
        return await _send_album(bot, letter, facts, fit(rendered, CAPTION))
    if "file_id" in facts:
        return await _send_file(bot, letter, facts, fit(rendered, CAPTION))
    if "made" in facts:
        return await _send_made(bot, letter, await _make(letter, facts, own), fit(rendered, CAPTION))
    if "kept" in facts:
        return await _send_kept(bot, letter, packs / facts["kept"], facts["file_name"], fit(rendered, CAPTION))
    fitted = fit(rendered)
    message = await bot.send_message(
        letter.telegram_id,
        fitted.text,
        parse_mode=ParseMode.HTML,
        reply_markup=keyboard(fitted),
        message_thread_id=letter.topic_id,
        link_preview_options=NO_PREVIEW,
    )
    return message.message_id


def _render(renderer: Renderer, letter: TakenLetter, facts: Mapping[str, Any]) -> Rendered:
    try:
        return renderer.render(letter.template, facts, language=letter.language)
    except Exception as error:
        raise Unrenderable(letter.template) from error


def keyboard(rendered: Rendered) -> InlineKeyboardMarkup | None:
    """The inline keyboard of a message; none without buttons."""
    if not rendered.buttons:
        return None
    return InlineKeyboardMarkup(
        [
            [InlineKeyboardButton(one.label, callback_data=one.data, url=one.url) for one in row]
            for row in rendered.buttons
        ]
    )


async def _touch(bot: Bot, letter: TakenLetter) -> int | None:
    """Take a message's buttons away, pin it or delete it. A message that never came to be is nothing to touch."""
    if letter.message_id is None:
        return None
    if letter.kind == LetterKind.PIN:
        await bot.pin_chat_message(letter.telegram_id, letter.message_id, disable_notification=True)
    elif letter.kind == LetterKind.DELETE:
        await bot.delete_message(letter.telegram_id, letter.message_id)
    else:
        try:
            await bot.edit_message_reply_markup(letter.telegram_id, letter.message_id)
        except BadRequest as error:
            if "not modified" not in str(error).lower() and "not found" not in str(error).lower():
                raise
    return letter.message_id


async def _send_file(bot: Bot, letter: TakenLetter, facts: Mapping[str, Any], rendered: Rendered) -> int:
    """A file Telegram has already, by its id, with the text as caption; a round video can have none."""
    kind = str(facts.get("file_kind"))
    method: Any = bot.send_video_note if kind == "video_note" else getattr(bot, _MEDIA.get(kind, "send_document"))
    words = {} if kind == "video_note" else {"caption": rendered.text or None, "parse_mode": ParseMode.HTML}
    message = await method(
        letter.telegram_id,
        facts["file_id"],
        **words,
        reply_markup=keyboard(rendered),
        message_thread_id=letter.topic_id,
    )
    return int(message.message_id)


async def _edit_caption(bot: Bot, letter: TakenLetter, message_id: int, rendered: Rendered) -> int:
    """Other words under the file that is there."""
    await bot.edit_message_caption(
        chat_id=letter.telegram_id,
        message_id=message_id,
        caption=rendered.text or None,
        parse_mode=ParseMode.HTML,
        reply_markup=keyboard(rendered),
    )
    return message_id


async def _send_album(bot: Bot, letter: TakenLetter, facts: Mapping[str, Any], rendered: Rendered) -> Album:
    """Files Telegram has already, together and in this order; the words stand under the first. It has no buttons."""
    words = {"caption": rendered.text or None, "parse_mode": ParseMode.HTML}
    media = [
        _GROUPED.get(one["kind"], InputMediaDocument)(one["file_id"], **({} if place else words))
        for place, one in enumerate(facts["album"])
    ]
    messages = await bot.send_media_group(letter.telegram_id, media, message_thread_id=letter.topic_id)
    album = Album(messages[0].message_id)
    album.parts = tuple(message.message_id for message in messages)
    return album


async def _send_made(bot: Bot, letter: TakenLetter, made: Made, rendered: Rendered) -> int:
    """A picture or document made now, with the text as caption."""
    method: Any = bot.send_photo if made.kind == "photo" else bot.send_document
    message = await method(
        letter.telegram_id,
        made.content,
        filename=made.name,
        caption=rendered.text or None,
        parse_mode=ParseMode.HTML,
        reply_markup=keyboard(rendered),
        message_thread_id=letter.topic_id,
    )
    return int(message.message_id)


async def _edit_file(
    bot: Bot, letter: TakenLetter, message_id: int, kind: str, content: Any, rendered: Rendered, name: str | None = None
) -> int:
    """Another file (`content`, or Telegram's id of one) in the place of the one that is there, and other words."""
    media = _INSTEAD.get(kind, InputMediaDocument)
    await bot.edit_message_media(
        media(content, filename=name, caption=rendered.text or None, parse_mode=ParseMode.HTML),
        chat_id=letter.telegram_id,
        message_id=message_id,
        reply_markup=keyboard(rendered),
    )
    return message_id


async def _make(letter: TakenLetter, facts: Mapping[str, Any], own: Path | None) -> Made:
    """In a thread: it takes processor time."""
    try:
        return await asyncio.to_thread(make, facts["made"], facts["data"], letter.language, own=own)
    except Exception as error:
        raise Unrenderable(letter.template) from error


async def _send_kept(bot: Bot, letter: TakenLetter, path: Path, name: str, rendered: Rendered) -> int:
    """A file of our own, read while it goes, with the text as caption."""
    try:
        content = path.open("rb")
    except OSError as error:
        raise Unrenderable(letter.template) from error
    with content:
        message = await bot.send_document(
            letter.telegram_id,
            InputFile(content, filename=name, read_file_handle=False),
            caption=rendered.text or None,
            parse_mode=ParseMode.HTML,
            reply_markup=keyboard(rendered),
            message_thread_id=letter.topic_id,
        )
    return message.message_id


async def _send_menu(bot: Bot, renderer: Renderer, letter: TakenLetter, facts: Mapping[str, Any]) -> None:
    """Set the command menu of one chat to the commands named in the letter."""
    try:
        commands = [
            BotCommand(name, renderer.render_plain(f"commands/{name}", {}, letter.language))
            for name in facts["commands"]
        ]
    except Exception as error:
        raise Unrenderable(letter.template) from error
    await bot.set_my_commands(commands, scope=BotCommandScopeChat(letter.telegram_id))
