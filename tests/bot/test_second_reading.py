"""What our bot asks Telegram for when it sends a letter, and what it is answered, is read by aiogram's models too."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from telegram import Bot
from telegram.error import BadRequest

from bot.rehearsal.clock import RehearsalClock
from bot.rehearsal.mount import RehearsalRequest
from bot.rehearsal.telegram import Telegram
from bot.sending import send
from messages.catalogue import LOCALE, load_catalogues
from messages.render import Renderer
from store.letters import TakenLetter
from store.tables import Lane, LetterKind
from tests.bot.second_reader import read_twice

TEMPLATES = {"words": "<b>{{ said }}</b>{{ button('Ký', Resume()) }}", "commands/start": "Bắt đầu"}


def a_letter(kind: LetterKind, chat: int, said: str, message_id: int | None, **facts: Any) -> TakenLetter:
    return TakenLetter(
        id=1,
        kind=kind,
        lane=Lane.REPLY,
        template="words",
        facts={"said": said, **facts},
        chat_id=1,
        telegram_id=chat,
        is_group=False,
        language="vi",
        message_id=message_id,
        topic_id=None,
        tries=1,
        may_repeat=False,
        useless_after=None,
    )


def test_every_kind_of_letter_is_a_request_that_a_second_library_understands(tmp_path: Path) -> None:
    for name, source in TEMPLATES.items():
        path = tmp_path / f"{name}.j2"
        path.parent.mkdir(exist_ok=True)
        path.write_text(source)
    renderer = Renderer(tmp_path, load_catalogues(LOCALE))
    telegram = Telegram(RehearsalClock(datetime(2020, 3, 2, 1, 0, tzinfo=UTC)).now)
    telegram.limits.on = False
    lan = telegram.person("Lan")
    lan.starts()
    files = {kind: lan.sends_file("Minh chứng", kind=kind).file for kind in ("document", "photo", "video", "audio")}
    files |= {kind: lan.sends_file("Minh chứng", kind=kind).file for kind in ("voice", "animation", "video_note")}

    async def story() -> None:
        request = RehearsalRequest(telegram)
        async with Bot(telegram.token, request=request, get_updates_request=request) as bot:

            async def sends(kind: LetterKind, said: str = "tin", on: int | None = None, **facts: Any) -> int | None:
                letter = a_letter(kind, lan.id, said, on, **facts)
                return await send(bot, renderer, letter, letter.facts, tmp_path)

            first = await sends(LetterKind.SEND)
            await sends(LetterKind.EDIT, "mới", on=first)
            await sends(LetterKind.PIN, on=first)
            await sends(LetterKind.BARE, on=first)
            await sends(LetterKind.MENU, commands=["start"])
            await sends(LetterKind.DELETE, on=first)
            for kind, file in files.items():
                assert file is not None
                await sends(LetterKind.SEND, file_id=file.id, file_kind=kind)
            with pytest.raises(BadRequest, match="edit not found"):
                await sends(LetterKind.EDIT, on=first)

    with read_twice() as seen:
        asyncio.run(story())
    assert set(seen) == {
        "deleteMessage",
        "editMessageReplyMarkup",
        "editMessageText",
        "getMe",
        "pinChatMessage",
        "sendAnimation",
        "sendAudio",
        "sendDocument",
        "sendMessage",
        "sendPhoto",
        "sendVideo",
        "sendVideoNote",
        "sendVoice",
        "setMyCommands",
    }
