"""The emulated Bot API behind a real socket, for tests of the real process."""

import asyncio
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from inspect import isawaitable
from typing import Any

from bot.rehearsal.server import RehearsalServer
from bot.rehearsal.telegram import Telegram

PATIENCE = 30.0
"""Seconds a test waits for something that must happen."""


class ApiServer:
    """Serves one Telegram from a thread of its own; `until` waits for what the bot does."""

    def __init__(self) -> None:
        self.telegram = Telegram(now=lambda: datetime.now(UTC))
        self.server = RehearsalServer(self.telegram, webhook_pause=0.05, on_answer=self._answered)
        self._refuses_token_after = ""
        self._changed = threading.Condition()
        self._loop = asyncio.new_event_loop()
        self._started = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self) -> "ApiServer":
        self._thread.start()
        assert self._started.wait(PATIENCE)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(PATIENCE)

    @property
    def url(self) -> str:
        return self.server.url

    @property
    def port(self) -> int:
        return self.server.port

    @property
    def refuses_token(self) -> bool:
        return self.telegram.token_refused

    @refuses_token.setter
    def refuses_token(self, refused: bool) -> None:
        self.telegram.token_refused = refused

    @property
    def refuses_token_after(self) -> str:
        """The method after whose first call the token is refused."""
        return self._refuses_token_after

    @refuses_token_after.setter
    def refuses_token_after(self, method: str) -> None:
        self._refuses_token_after = method
        self.server.longest_poll = 0

    def acts(self, act: Callable[[], Any]) -> None:
        """Let a person act, in the server's own thread; what must be awaited is."""

        async def run() -> None:
            done = act()
            if isawaitable(done):
                await done

        asyncio.run_coroutine_threadsafe(run(), self._loop).result(PATIENCE)

    def until(self, seen: Callable[[], bool]) -> None:
        """Wait until something is so; every request of the bot is a reason to look."""
        with self._changed:
            assert self._changed.wait_for(seen, PATIENCE), self.telegram.calls

    def count(self, method: str) -> int:
        return self.telegram.called[method]

    def _serve(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self.server.start())
        self._started.set()
        self._loop.run_forever()
        self._loop.run_until_complete(self.server.stop())
        self._loop.close()

    def _answered(self, method: str) -> None:
        if method == self._refuses_token_after:
            self.telegram.token_refused = True
        with self._changed:
            self._changed.notify_all()
