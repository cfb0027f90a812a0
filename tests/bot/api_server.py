"""The emulated Bot API behind a real socket, for tests of the real process."""

import asyncio
import json
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from aiohttp import web

from bot.rehearsal.telegram import ApiError, ConnectionCut, Misuse, Telegram

PATIENCE = 30.0
"""Seconds a test waits for something that must happen."""


class ApiServer:
    """Serves one Telegram from a thread of its own; `until` waits for what the bot does."""

    def __init__(self) -> None:
        self.telegram = Telegram(now=lambda: datetime.now(UTC))
        self.refuses_token = False
        self.refuses_token_after = ""
        """The method after whose first call the token is refused."""
        self._changed = threading.Condition()
        self._loop = asyncio.new_event_loop()
        self._started = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self.port = 0

    def __enter__(self) -> "ApiServer":
        self._thread.start()
        assert self._started.wait(PATIENCE)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(PATIENCE)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def acts(self, act: Callable[[], Any]) -> None:
        """Let a person act, in the server's own thread."""

        async def run() -> None:
            act()

        asyncio.run_coroutine_threadsafe(run(), self._loop).result(PATIENCE)

    def until(self, seen: Callable[[], bool]) -> None:
        """Wait until something is so; every request of the bot is a reason to look."""
        with self._changed:
            assert self._changed.wait_for(seen, PATIENCE), self.telegram.calls

    def count(self, method: str) -> int:
        return sum(name == method for name, _ in self.telegram.calls)

    def _serve(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._start())
        self._started.set()
        self._loop.run_forever()
        self._loop.run_until_complete(self._runner.cleanup())
        self._loop.close()

    async def _start(self) -> None:
        app = web.Application()
        app.router.add_post("/bot{token}/{method}", self._answer)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.port = self._runner.addresses[0][1]

    async def _answer(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        if self.refuses_token or request.match_info["token"] != self.telegram.token:
            return _json({"ok": False, "error_code": 401, "description": "Unauthorized"})
        params = _params(dict(await request.post()))
        try:
            answer = self.telegram.call(method, params)
            if method == "getUpdates" and not answer.get("result"):
                await self._arrival(0 if self.refuses_token_after else float(params.get("timeout", 0)))
                answer = self.telegram.call(method, params)
        except ConnectionCut:
            assert request.transport is not None
            request.transport.close()
            return web.Response(status=500)
        except (ApiError, Misuse) as error:
            answer = {"ok": False, "error_code": 404, "description": f"Not Found: {error}"}
        if method == self.refuses_token_after:
            self.refuses_token = True
        with self._changed:
            self._changed.notify_all()
        return _json(answer)

    async def _arrival(self, seconds: float) -> None:
        arrived = asyncio.Event()
        self.telegram.updates.on_arrival.append(arrived.set)
        try:
            async with asyncio.timeout(seconds):
                await arrived.wait()
        except TimeoutError:
            return
        finally:
            self.telegram.updates.on_arrival.remove(arrived.set)


def _params(form: dict[str, Any]) -> dict[str, Any]:
    return {name: value if isinstance(value, str) else value.file.read() for name, value in form.items()}


def _json(body: dict[str, Any]) -> web.Response:
    status = 200 if body["ok"] else body["error_code"]
    return web.Response(text=json.dumps(body), status=status, content_type="application/json")
