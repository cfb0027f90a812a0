"""The job that reads a campaign file somebody sent: fetched into memory, read in a thread, and not kept."""

import asyncio
from collections.abc import Mapping
from contextlib import aclosing
from typing import Any

from telegram import Bot

from bot.clock import Clock
from bot.jobs import Kind
from bot.requests import CutAfterSend, StreamingRequest
from bot.writer import Writer
from store.campaign_file import BadCampaignFile, CampaignFile, Mistake, read_campaign_file
from store.drafts import campaign_from_file, lose_campaign_file
from store.drafts.files import LARGEST_FILE


class CampaignFileReader:
    def __init__(self, writer: Writer, bot: Bot, request: StreamingRequest, clock: Clock) -> None:
        self._writer = writer
        self._bot = bot
        self._request = request
        self._clock = clock

    @property
    def kind(self) -> Kind:
        return Kind(self._read, give_up=lose_campaign_file)

    async def _read(self, facts: Mapping[str, Any]) -> None:
        content = await self._download(facts["file"])
        read, mistakes = await asyncio.to_thread(_examined, content)
        now = self._clock.now()
        await self._writer.write(lambda session: campaign_from_file(session, facts, read, mistakes, now=now))

    async def _download(self, telegram_id: str) -> bytes:
        """The file; of one that is larger than Telegram said only the beginning, which says that it is too large."""
        found = await self._bot.get_file(telegram_id)
        if found.file_path is None:
            raise CutAfterSend("getFile names no place")
        content = bytearray()
        async with aclosing(self._request.pieces(found.file_path)) as pieces:
            async for piece in pieces:
                content += piece
                if len(content) > LARGEST_FILE:
                    break
        return bytes(content)


def _examined(content: bytes) -> tuple[CampaignFile | None, tuple[Mistake, ...]]:
    try:
        return read_campaign_file(content, in_bloc=True), ()
    except BadCampaignFile as bad:
        return None, bad.mistakes
