"""The web endpoints: /healthz, /readyz, /metrics, and whatever routes (the webhook) are handed in."""

import errno
from asyncio import timeout
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

import structlog
from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST

from bot.metrics import Metrics
from bot.settings import Listen

OLDEST_LETTER = timedelta(minutes=10)
READY_SECONDS = 3
LARGEST_BODY = 1024 * 1024
"""Bytes of a request; an update is some kilobytes."""


class CannotListen(Exception):
    def __init__(self, listen: Listen) -> None:
        super().__init__(str(listen))
        self.listen = listen


class PortInUse(CannotListen):
    pass


class NotReady(StrEnum):
    STANDBY = "standby"
    DATABASE = "database"
    LETTERS = "letters"
    UNKNOWN = "unknown"
    """Asking took too long or failed."""


@dataclass(frozen=True, slots=True)
class Readiness:
    reason: NotReady | None = None
    """None when ready."""


def readiness(
    *, active: bool, database: bool, oldest_due_letter: timedelta | None, limit: timedelta = OLDEST_LETTER
) -> Readiness:
    """Judge whether this process serves people: it is the active one, has its database and keeps up with letters."""
    if not database:
        return Readiness(NotReady.DATABASE)
    if not active:
        return Readiness(NotReady.STANDBY)
    if oldest_due_letter is not None and oldest_due_letter > limit:
        return Readiness(NotReady.LETTERS)
    return Readiness()


async def serve(
    listen: Listen,
    *,
    ready: Callable[[], Awaitable[Readiness]],
    metrics: Metrics,
    routes: Iterable[web.RouteDef] = (),
) -> web.AppRunner:
    """Start listening; stop with `await runner.cleanup()`. Raises `PortInUse` or `CannotListen`."""

    async def healthz(_: web.Request) -> web.Response:
        return web.Response(text="ok")

    async def readyz(_: web.Request) -> web.Response:
        state = await _ask(ready)
        body = {"ready": state.reason is None, "reason": state.reason}
        return web.json_response(body, status=200 if state.reason is None else 503)

    async def scrape(_: web.Request) -> web.Response:
        return web.Response(body=await metrics.page(), headers={"Content-Type": CONTENT_TYPE_LATEST})

    app = web.Application(client_max_size=LARGEST_BODY)
    app.add_routes([web.get("/healthz", healthz), web.get("/readyz", readyz), web.get("/metrics", scrape), *routes])
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=5)
    await runner.setup()
    try:
        await web.TCPSite(runner, listen.host, listen.port).start()
    except OSError as error:
        await runner.cleanup()
        # Python 3.11 words a taken port anew and keeps its number.
        raise (PortInUse if error.errno == errno.EADDRINUSE else CannotListen)(listen) from None
    return runner


async def _ask(ready: Callable[[], Awaitable[Readiness]]) -> Readiness:
    try:
        async with timeout(READY_SECONDS):
            return await ready()
    except Exception:
        structlog.get_logger(__name__).exception("readiness_unknown")
        return Readiness(NotReady.UNKNOWN)
