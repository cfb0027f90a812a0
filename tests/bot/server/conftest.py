"""A small Telegram behind a socket, and a client that knows nothing of any bot library."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import aiohttp
import pytest

from bot.rehearsal.clock import RehearsalClock
from bot.rehearsal.server import RehearsalServer
from bot.rehearsal.telegram import Group, Person, Telegram


@dataclass
class Client:
    """Asks the server; one connection pool."""

    server: RehearsalServer
    http: aiohttp.ClientSession

    @property
    def telegram(self) -> Telegram:
        return self.server.telegram

    def address(self, method: str) -> str:
        return f"{self.server.url}/bot{self.telegram.token}/{method}"

    async def ask(self, method: str, data: aiohttp.FormData | None = None, **params: Any) -> tuple[int, dict[str, Any]]:
        """Status and body; a JSON request unless there is a form."""
        body: dict[str, Any] = {"data": data} if data is not None else {"json": params}
        async with self.http.post(self.address(method), **body) as response:
            return response.status, await response.json()

    async def result(self, method: str, data: aiohttp.FormData | None = None, **params: Any) -> Any:
        status, body = await self.ask(method, data, **params)
        assert (status, body["ok"]) == (200, True), body
        return body["result"]

    async def refused(self, method: str, data: aiohttp.FormData | None = None, **params: Any) -> str:
        status, body = await self.ask(method, data, **params)
        assert (status, body["ok"]) == (body["error_code"], False), body
        return f"{status} {body['description']}"

    async def polls(self, **params: Any) -> list[int]:
        """The numbers of the updates that come, counted from the first of all."""
        return [update["update_id"] - 700_000_001 for update in await self.result("getUpdates", **params)]


Story = Callable[[Client], Awaitable[None]]
Play = Callable[[Story], None]


@dataclass
class Place:
    """The Telegram of a test: Lan has started the bot, and has a group with it."""

    clock: RehearsalClock
    telegram: Telegram
    lan: Person
    group: Group

    def play(self, story: Story) -> None:
        """Open the server, tell the story, and see that nothing was misused or left waiting."""

        async def played() -> None:
            server = RehearsalServer(self.telegram, webhook_pause=0.01)
            await server.start()
            async with aiohttp.ClientSession() as http:
                await asyncio.wait_for(story(Client(server, http)), 30)
            await server.stop()

        asyncio.run(played())
        assert self.telegram.misuses == []
        assert self.telegram.updates.on_arrival == []


@pytest.fixture
def place() -> Place:
    clock = RehearsalClock(datetime(2020, 3, 2, 1, 0, tzinfo=UTC))
    telegram = Telegram(clock.now)
    lan = telegram.person("Lan", "Trần", username="lan_tran")
    lan.starts()
    group = telegram.group("Khối thi đua", [lan])
    group.add_bot(by=lan)
    telegram.updates.drop()
    return Place(clock, telegram, lan, group)
