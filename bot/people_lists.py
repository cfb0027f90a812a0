"""The job that reads an Excel list of people: fetched into a draft, read in a thread, and not kept."""

import asyncio
import secrets
from collections.abc import Mapping
from contextlib import aclosing
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlmodel import Session
from telegram import Bot

from bot.clock import Clock
from bot.jobs import Kind
from bot.requests import CutAfterSend, StreamingRequest
from bot.writer import Writer
from store.people_lists import list_read, list_to_read, list_unreadable, read_list
from store.spreadsheets import LARGEST_FILE, BadSpreadsheet


class ListReader:
    def __init__(self, writer: Writer, bot: Bot, request: StreamingRequest, clock: Clock, files: Path) -> None:
        self._writer = writer
        self._bot = bot
        self._request = request
        self._clock = clock
        self._drafts = files / "drafts"

    @property
    def kind(self) -> Kind:
        return Kind(self._read, give_up=_lose)

    async def _read(self, facts: Mapping[str, Any]) -> None:
        list_id = facts["list"]
        wanted = await self._writer.write(lambda session: list_to_read(session, list_id))
        if wanted is None:
            return
        telegram_id, with_units = wanted
        draft = self._drafts / f"{secrets.token_hex(8)}.xlsx"
        try:
            await self._download(telegram_id, draft)
            reading = await asyncio.to_thread(read_list, draft, with_units=with_units)
        except BadSpreadsheet as bad:
            why = bad.why
            await self._writer.write(lambda session: list_unreadable(session, list_id, why, now=self._clock.now()))
            return
        finally:
            draft.unlink(missing_ok=True)
        await self._writer.write(lambda session: list_read(session, list_id, reading, now=self._clock.now()))

    async def _download(self, telegram_id: str, draft: Path) -> None:
        found = await self._bot.get_file(telegram_id)
        if found.file_path is None:
            raise CutAfterSend("getFile names no place")
        draft.parent.mkdir(parents=True, exist_ok=True)
        size = 0
        with draft.open("xb") as file:
            async with aclosing(self._request.pieces(found.file_path)) as pieces:
                async for piece in pieces:
                    size += len(piece)
                    if size > LARGEST_FILE:
                        raise BadSpreadsheet("too_large")
                    file.write(piece)


def _lose(session: Session, facts: Mapping[str, Any], now: datetime) -> None:
    list_unreadable(session, facts["list"], "lost", now=now)
