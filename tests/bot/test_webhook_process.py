"""The process behind a webhook, over real sockets: switching loses and doubles nothing, a standby takes over."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlmodel import select
from structlog.testing import capture_logs

from bot import run
from bot.reading import WANTED
from bot.rehearsal.server import RehearsalServer
from bot.rehearsal.telegram import Fault, Person, Telegram, wrong
from bot.run import Process
from bot.settings import Listen, Settings
from bot.webhook import MAX_CONNECTIONS
from store.engine import open_engine, reading
from store.tables import Inbox, UpdateState
from tests.bot.test_run import free_port
from tests.bot.test_webhook import counted

PATIENCE = 30
SECRET = "s3cret"


@pytest.fixture(autouse=True)
def prepared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The test's database has its tables, and no `.env` lies about."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(run, "upgrade", lambda _engine: None)


@asynccontextmanager
async def rehearsal() -> AsyncIterator[RehearsalServer]:
    server = RehearsalServer(Telegram(now=lambda: datetime.now(UTC)), webhook_pause=0.02)
    await server.start()
    try:
        yield server
    finally:
        await server.stop()
    assert server.telegram.misuses == []


class Bots:
    """Processes of one bot on one database, in this one's event loop."""

    def __init__(self, server: RehearsalServer, folder: Path, database_url: str) -> None:
        self.server, self.folder, self.database_url = server, folder, database_url
        self.hook = f"http://127.0.0.1:{free_port()}/telegram"

    def process(self, *, webhook: bool, port: int = 0) -> Process:
        settings = Settings(
            bot_token=SecretStr(self.server.telegram.token),
            api_url=self.server.url,
            data_dir=self.folder,
            database_url=SecretStr(self.database_url),
            listen=Listen("127.0.0.1", port),
            webhook_url=self.hook if webhook else None,
            webhook_secret=SecretStr(SECRET),
        )
        return Process(settings)

    @property
    def port(self) -> int:
        """Where Telegram calls."""
        return int(self.hook.split(":")[2].partition("/")[0])

    @asynccontextmanager
    async def running(self, process: Process) -> AsyncIterator[Process]:
        task = asyncio.create_task(process.run())
        try:
            yield process
        finally:
            process.stop.set()
            await asyncio.wait_for(task, PATIENCE)

    async def hears(self, *people: Person) -> None:
        await until(lambda: all(person.heard for person in people))

    async def forgets(self) -> None:
        """Until Telegram has been told that everything arrived."""
        await until(lambda: not self.server.telegram.updates.waiting)

    def kept(self) -> list[UpdateState]:
        engine = open_engine(self.database_url)
        with reading(engine) as session:
            states = [row.state for row in session.exec(select(Inbox))]
        engine.dispose()
        return states


async def until(seen: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not seen():
            await asyncio.sleep(0.005)


def test_switching_between_polling_and_webhook_loses_and_doubles_nothing(tmp_path: Path, database_url: str) -> None:
    async def story() -> None:
        async with rehearsal() as server:
            telegram, bots = server.telegram, Bots(server, tmp_path, database_url)
            people = [telegram.person(f"Lan {number}") for number in range(9)]
            polled, polled_late, between, called, called_late, between_again, asked, *during = people

            async with bots.running(bots.process(webhook=False)):
                polled.starts()
                await bots.hears(polled)
                await bots.forgets()
                polled_late.starts()
            between.starts()
            telegram.updates.repeat(2)  # as after a poller that took something and could not confirm it
            process = bots.process(webhook=True, port=bots.port)
            async with bots.running(process):
                during[0].starts()
                await bots.hears(polled_late, between, during[0])
                assert telegram.webhook is not None
                hook = telegram.webhook
                assert (hook.url, hook.secret, hook.max_connections) == (bots.hook, SECRET, MAX_CONNECTIONS)
                assert telegram.updates.allowed == frozenset(WANTED)
                called.starts()
                await bots.hears(called)
                await bots.forgets()
                assert process.webhook is not None
                assert counted(process.webhook.metrics.registry) == {
                    "kept": len([polled, polled_late, between, during[0], called])
                }
                called_late.starts()
            assert telegram.webhook is hook
            between_again.starts()
            telegram.updates.repeat(2)
            async with bots.running(bots.process(webhook=False)):
                during[1].starts()
                await bots.hears(called_late, between_again, during[1])
                asked.starts()
                await bots.hears(asked)
                await bots.forgets()

            assert telegram.webhook is None
            assert [len(person.heard) for person in people] == [1] * len(people)
            assert bots.kept() == [UpdateState.DONE] * len(people)

    asyncio.run(story())


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_standby_asks_telegram_to_come_again_until_it_is_the_active_one_and_sets_the_webhook_anew(
    tmp_path: Path, database_url: str
) -> None:
    async def story() -> None:
        async with rehearsal() as server:
            telegram, bots = server.telegram, Bots(server, tmp_path, database_url)
            lan = telegram.person("Lan")
            first, standby = bots.process(webhook=True), bots.process(webhook=True, port=bots.port)
            with capture_logs() as logs:
                async with bots.running(first):
                    await until(lambda: first.active)
                    async with bots.running(standby):
                        await until(lambda: any(entry["event"] == "standby" for entry in logs))
                        lan.starts()
                        await until(lambda: telegram.webhook is not None and "503" in telegram.webhook.last_error)
                        assert not lan.heard
                        first.stop.set()
                        await bots.hears(lan)
                        assert standby.webhook is not None
                        results = counted(standby.webhook.metrics.registry)
            assert (telegram.called["setWebhook"], telegram.called["getUpdates"]) == (2, 0)
            assert (results.pop("not_now") > 0, results) == (True, {"kept": 1})
            assert len(lan.heard) == 1

    asyncio.run(story())


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_webhook_that_telegram_refuses_is_told_with_its_words_and_tried_again(
    tmp_path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def at_once(_process: Process, seconds: float) -> float:
        return seconds

    monkeypatch.setattr(Process, "_pause", at_once)
    words = "Bad webhook: failed to resolve host: name or service not known"

    async def story() -> None:
        async with rehearsal() as server:
            telegram, bots = server.telegram, Bots(server, tmp_path, database_url)
            telegram.faults.add(Fault(wrong(words), method="setWebhook"))
            lan = telegram.person("Lan")
            lan.starts()
            with capture_logs() as logs:
                async with bots.running(bots.process(webhook=True, port=bots.port)):
                    await bots.hears(lan)
            refused = [entry for entry in logs if entry["event"] == "webhook_refused"]
            assert [(entry["log_level"], entry["reason"]) for entry in refused] == [("error", words)]
            assert SECRET not in repr(logs)

    asyncio.run(story())
