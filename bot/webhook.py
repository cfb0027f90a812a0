"""The webhook: Telegram calls, the update goes into the inbox, and only then does Telegram hear 200.

    200  kept; or something that can never be kept: no JSON object, no number, no chat of ours
    401  the secret is wrong or missing: not Telegram
    413  larger than any update is
    503  not now: a standby, starting or stopping, the database away, too many at once

Telegram sends again for a day whatever was not answered with 2xx, and holds back what comes later in that chat. So what
is of no use now or later is answered with 200, counted and forgotten; polling passes over the same. `Retry-After` keeps
Telegram's pauses from growing to minutes while a standby takes over. No answer has a body: Telegram would read one as a
method to call. Source: WebhookActor.cpp of github.com/tdlib/telegram-bot-api.
"""

import asyncio
import hmac
import json
from collections.abc import Callable
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

import structlog
from aiohttp import web
from telegram import Bot
from telegram.error import BadRequest

from bot.clock import Clock
from bot.metrics import Metrics
from bot.polling import arrivals
from bot.reading import WANTED
from bot.trouble import is_away
from bot.web import LARGEST_BODY
from bot.writer import Writer
from store.engine import Access
from store.inbox import Arrived, add_updates

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
MAX_CONNECTIONS = 100
"""Telegram's own maximum: taking an update is cheap here, and what arrives together is committed together."""

AT_ONCE = 2 * MAX_CONNECTIONS
"""How many may wait for the inbox; more are told to come again."""

ANSWER_SECONDS = 20.0
"""Telegram gives up on a call some time later; the update may have been kept by then, and its repeat is dropped."""

READ_SECONDS = 10.0
"""For a whole body; Telegram's arrive at once."""

RETRY_AFTER = {"Retry-After": "1"}

log = structlog.get_logger()


class Result(StrEnum):
    """What became of a call, as the metrics count it."""

    KEPT = "kept"
    PASSED_OVER = "passed_over"
    """No update of ours: group talk, a kind not asked for, no number, no chat."""
    UNREADABLE = "unreadable"
    """No JSON object."""
    UNAUTHORIZED = "unauthorized"
    TOO_LARGE = "too_large"
    NOT_NOW = "not_now"


STATUS = {Result.UNAUTHORIZED: 401, Result.TOO_LARGE: 413, Result.NOT_NOW: 503}
"""Everything else is 200."""


async def set_webhook(bot: Bot, url: str, secret: str) -> None:
    """Have Telegram call from now on; what is pending comes too. Setting it again changes nothing."""
    try:
        await bot.set_webhook(
            url,
            secret_token=secret,
            max_connections=MAX_CONNECTIONS,
            allowed_updates=WANTED,
            drop_pending_updates=False,
        )
    except BadRequest as error:
        # Tried again nevertheless: a name that does not resolve yet is refused in the same way.
        log.error("webhook_refused", reason=error.message)
        raise


class Receiver:
    """One active process's way from calls to the inbox: what waits meanwhile goes into one commit."""

    def __init__(self, bot: Bot, writer: Writer, clock: Clock, *, on_arrival: Callable[[], None]) -> None:
        self._bot = bot
        self._writer = writer
        self._clock = clock
        self._on_arrival = on_arrival
        self._waiting: list[tuple[Arrived, asyncio.Future[bool]]] = []
        self._keeping: asyncio.Task[None] | None = None
        self._open = True

    async def take(self, raw: dict[str, Any]) -> Result:
        """Keep an update; returns when it is committed or will not be."""
        found = arrivals([raw], self._bot.username)
        if not found:
            return Result.PASSED_OVER
        if not self._open or len(self._waiting) >= AT_ONCE:
            return Result.NOT_NOW
        kept = asyncio.get_running_loop().create_future()
        self._waiting.append((found[0], kept))
        if self._keeping is None:
            self._keeping = asyncio.create_task(self._keep())
        try:
            return Result.KEPT if await asyncio.wait_for(kept, ANSWER_SECONDS) else Result.NOT_NOW
        except TimeoutError:
            return Result.NOT_NOW

    async def run(self, stop: asyncio.Event) -> None:
        """Take until told to stop; what was taken is kept before this returns."""
        await stop.wait()
        self._open = False
        if self._keeping is not None:
            await self._keeping

    async def _keep(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting, []
            kept = await self._commit(sorted((one for one, _ in batch), key=lambda one: one.update_id))
            for _, answer in batch:
                if not answer.done():
                    answer.set_result(kept)
        self._keeping = None

    async def _commit(self, found: list[Arrived]) -> bool:
        now = self._clock.now()
        try:
            await self._writer.write(
                lambda session: add_updates(session, self._bot.id, found, now=now), access=Access.APPEND, first=True
            )
        except Exception as error:
            if not is_away(error):
                log.exception("webhook_failed")
            return False
        self._on_arrival()
        return True


class Webhook:
    """The route. It is up as long as the process is, and takes while the process is the active one."""

    def __init__(self, url: str, secret: str, metrics: Metrics, *, read_seconds: float = READ_SECONDS) -> None:
        self._read_seconds = read_seconds
        self._url = url
        self._secret = secret.encode()
        self.metrics = metrics
        self.receiver: Receiver | None = None
        """None while this process is not the active one."""

    @property
    def route(self) -> web.RouteDef:
        """At the path of the public address: a reverse proxy passes it on as it is."""
        return web.post(urlsplit(self._url).path or "/", self.answer)

    async def answer(self, request: web.Request) -> web.Response:
        result = await self._take(request)
        self.metrics.webhook_requests.labels(result=result.value).inc()
        return web.Response(status=STATUS.get(result, 200), headers=RETRY_AFTER if result is Result.NOT_NOW else None)

    async def _take(self, request: web.Request) -> Result:
        given = request.headers.get(SECRET_HEADER, "").encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(given, self._secret):
            return Result.UNAUTHORIZED
        if (request.content_length or 0) > LARGEST_BODY:
            return Result.TOO_LARGE
        receiver = self.receiver
        if receiver is None:
            return Result.NOT_NOW
        try:
            async with asyncio.timeout(self._read_seconds):
                body = await request.read()
            raw = json.loads(body)
        except web.HTTPRequestEntityTooLarge:
            return Result.TOO_LARGE
        except (ConnectionError, TimeoutError, web.RequestPayloadError):
            return Result.NOT_NOW
        except (ValueError, RecursionError):
            return Result.UNREADABLE
        return await receiver.take(raw) if isinstance(raw, dict) else Result.UNREADABLE
