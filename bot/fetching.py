"""The job that fetches the original of a file somebody sent."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlmodel import Session
from telegram import Bot

from bot.clock import Clock
from bot.downloads import LARGEST, Program, Unusable, keep, place_of
from bot.jobs import Kind
from bot.requests import CutAfterSend, StreamingRequest
from bot.writer import Writer
from store.achievements import note_stored
from store.originals import file_lost, file_refused, file_stored, stored_before, telegram_file

AT_ONCE = 2


class Fetcher:
    """Asks Telegram where the file is and keeps it under its SHA-256, written whole or not at all."""

    def __init__(self, writer: Writer, bot: Bot, request: StreamingRequest, clock: Clock, files: Path) -> None:
        self._writer = writer
        self._bot = bot
        self._request = request
        self._clock = clock
        self._files = files

    @property
    def kind(self) -> Kind:
        return Kind(self._fetch, AT_ONCE, _lose)

    async def _fetch(self, facts: Mapping[str, Any]) -> None:
        file = facts["file"]
        telegram_id, known = await self._writer.write(
            lambda session: (telegram_file(session, file), stored_before(session, file))
        )
        if telegram_id is None:
            return
        try:
            here = known is not None and place_of(self._files, known).exists()
            digest = known if known is not None and here else await self._download(telegram_id)
        except Program:
            await self._writer.write(lambda session: file_refused(session, file, now=self._clock.now()))
            return
        now = self._clock.now()

        def stored(session: Session) -> None:
            file_stored(session, file, sha256=digest, now=now)
            note_stored(session, file, now=now)

        await self._writer.write(stored)

    async def _download(self, telegram_id: str) -> str:
        found = await self._bot.get_file(telegram_id)
        if (found.file_size or 0) > LARGEST:
            raise Unusable("larger than Telegram hands over")
        if found.file_path is None:
            raise CutAfterSend("getFile names no place")
        return await keep(self._files, self._request.pieces(found.file_path))


def _lose(session: Session, facts: Mapping[str, Any], now: datetime) -> None:
    file_lost(session, facts["file"], now=now)
