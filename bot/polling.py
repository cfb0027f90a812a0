"""Polling: raw updates go into the inbox before Telegram is told that they arrived."""

import asyncio
import json
from collections.abc import Callable, Sequence
from typing import Any

import structlog
from telegram import Bot
from telegram.error import InvalidToken, RetryAfter, TelegramError
from telegram.request import BaseRequest, RequestData

from bot.clock import Clock
from bot.reading import WANTED, chat_key
from bot.trouble import is_away
from bot.writer import Writer
from store.engine import Access
from store.inbox import Arrived, add_updates

LONG_POLL = 30
"""Seconds Telegram holds a getUpdates call open."""

LONGEST_PAUSE = 60.0

log = structlog.get_logger()


def arrivals(raw: Sequence[Any], username: str) -> list[Arrived]:
    """What of a batch goes into the inbox, in the order in which it happened."""
    found = []
    for one in raw:
        number = _update_id(one)
        key = chat_key(one, username) if number is not None else None
        if number is not None and key is not None:
            try:
                # Escaped, because no database takes half of a surrogate pair.
                found.append(Arrived(number, key, json.dumps(one, separators=(",", ":"))))
            except RecursionError:
                log.warning("update_unreadable", update_id=number, error="RecursionError")
    return sorted(found, key=lambda one: one.update_id)


def _update_id(one: Any) -> int | None:
    number = one.get("update_id") if isinstance(one, dict) else None
    return number if isinstance(number, int) and abs(number) < 2**63 else None


class Poller:
    """Asks Telegram for updates with a request of its own."""

    def __init__(
        self, bot: Bot, request: BaseRequest, writer: Writer, clock: Clock, *, on_arrival: Callable[[], None]
    ) -> None:
        self._bot = bot
        self._request = request
        self._writer = writer
        self._clock = clock
        self._on_arrival = on_arrival
        self._offset: int | None = None

    async def step(self, *, timeout: int = 0) -> int:
        """One getUpdates call: what it brought is committed before the next call confirms it. How many came."""
        asked: dict[str, Any] = {"timeout": timeout, "allowed_updates": WANTED}
        if self._offset is not None:
            asked["offset"] = self._offset
        raw = await self._request.post(
            f"{self._bot.base_url}/getUpdates", request_data=_request_data(asked), read_timeout=timeout + 10.0
        )
        if not isinstance(raw, list) or not raw:
            return 0
        found, now = arrivals(raw, self._bot.username), self._clock.now()
        await self._writer.write(
            lambda session: add_updates(session, self._bot.id, found, now=now), access=Access.APPEND, first=True
        )
        numbers = [number for one in raw if (number := _update_id(one)) is not None]
        self._offset = max(numbers) + 1 if numbers else self._offset
        self._on_arrival()
        return len(raw)

    async def run(self, stop: asyncio.Event) -> None:
        """Poll until told to stop. Trouble is waited out; a refused token is raised."""
        pause = 0.0
        while not stop.is_set():
            polling = asyncio.ensure_future(self.step(timeout=LONG_POLL))
            stopping = asyncio.ensure_future(stop.wait())
            await asyncio.wait([polling, stopping], return_when=asyncio.FIRST_COMPLETED)
            stopping.cancel()
            if not polling.done():
                polling.cancel()
                return
            pause = self._next_pause(polling.exception(), pause)
            if pause:
                await _pause(stop, pause)

    def _next_pause(self, error: BaseException | None, pause: float) -> float:
        if error is None:
            return 0.0
        if isinstance(error, InvalidToken) or not isinstance(error, Exception):
            raise error
        if isinstance(error, RetryAfter):
            after = error.retry_after
            return float(after if isinstance(after, (int, float)) else after.total_seconds())
        if isinstance(error, TelegramError):
            log.warning("polling_failed", error=type(error).__name__)
        elif not is_away(error):
            log.exception("polling_failed", exc_info=error)
        return min(max(1.0, pause * 2), LONGEST_PAUSE)


async def _pause(stop: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(stop.wait(), seconds)
    except TimeoutError:
        return


def _request_data(values: dict[str, Any]) -> RequestData:
    from telegram.request._requestparameter import RequestParameter

    return RequestData([RequestParameter.from_input(name, value) for name, value in values.items()])
