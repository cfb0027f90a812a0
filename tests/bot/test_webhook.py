"""The webhook's route: who may call, what is kept, and that 200 means kept."""

import asyncio
import json
import sqlite3
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest
from prometheus_client import CollectorRegistry
from sqlalchemy.exc import OperationalError

from bot import webhook
from bot.metrics import Metrics
from bot.settings import Listen
from bot.web import LARGEST_BODY, Readiness, serve
from bot.webhook import SECRET_HEADER, Receiver, Webhook
from store.inbox import add_updates
from store.tables import UpdateState
from tests.bot.roadside import Roadside, texts

SECRET = "s3cret_of-Mai"
GIVEN = {SECRET_HEADER: SECRET}
URL = "https://thidua.example.org/telegram/hook"


@dataclass
class Hook:
    """The route on a socket of its own, with a client."""

    route: Webhook
    metrics: Metrics
    address: str
    port: int
    client: aiohttp.ClientSession

    async def posts(self, body: Any, headers: dict[str, str] | None = None) -> int:
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        async with self.client.post(self.address, data=data, headers=GIVEN if headers is None else headers) as answer:
            assert await answer.read() == b""
            assert ("Retry-After" in answer.headers) is (answer.status == 503)
            return answer.status

    def counted(self) -> dict[str, int]:
        return counted(self.metrics.registry)


def counted(registry: CollectorRegistry) -> dict[str, int]:
    """The calls by result."""
    samples = [sample for metric in registry.collect() for sample in metric.samples]
    found = [sample for sample in samples if sample.name == "thidua_webhook_requests_total" and sample.value]
    return {sample.labels["result"]: int(sample.value) for sample in found}


async def ready() -> Readiness:
    return Readiness()


@asynccontextmanager
async def hooked(receiver: Receiver | None) -> AsyncIterator[Hook]:
    metrics = Metrics()
    route = Webhook(URL, SECRET, metrics)
    route.receiver = receiver
    runner = await serve(Listen("127.0.0.1", 0), ready=ready, metrics=metrics, routes=[route.route])
    port = runner.addresses[0][1]
    try:
        async with aiohttp.ClientSession() as client:
            yield Hook(route, metrics, f"http://127.0.0.1:{port}/telegram/hook", port, client)
    finally:
        await runner.cleanup()


def through(side: Roadside, story: Callable[[Hook], Awaitable[None]]) -> dict[str, int]:
    """Play a story with the road's receiver behind the route; the calls by result."""

    async def play() -> dict[str, int]:
        async with hooked(side.road.receiver) as hook:
            await story(hook)
            return hook.counted()

    return side.run(play())


def said(side: Roadside, text: str) -> dict[str, Any]:
    """An update as Telegram would send it, which nobody polls any more."""
    side.lan.sends(text)
    return side.telegram.updates.pending.pop()


def test_an_answer_of_200_means_that_the_update_is_kept_and_it_is_acted_on_once(side: Roadside) -> None:
    update = said(side, "một")

    async def story(hook: Hook) -> None:
        assert await hook.posts(update) == 200
        assert side.states() == [UpdateState.WAITING]
        assert side.road.dispatcher.wake.is_set()
        assert await hook.posts(update) == 200

    assert through(side, story) == {"kept": 2}
    side.settle()
    assert (side.name(), side.states(), texts(side.lan)) == ("một|", [UpdateState.DONE], ["một"])


@asynccontextmanager
async def keeping(side: Roadside, hook: Hook, update: dict[str, Any]) -> AsyncIterator[asyncio.Future[int]]:
    """A call whose commit waits for the writer thread, which is busy until the block ends."""
    receiver, busy = side.road.receiver, threading.Event()
    writing = asyncio.ensure_future(side.road.writer.run(busy.wait, first=True))
    call = asyncio.ensure_future(hook.posts(update))
    try:
        while receiver._keeping is None or receiver._waiting:
            await asyncio.sleep(0.001)
        yield call
    finally:
        busy.set()
        await asyncio.gather(writing, call)


def test_calls_that_come_together_are_kept_in_one_commit_and_answered_after_it(
    side: Roadside, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, *others = [said(side, str(number)) for number in range(6)]
    commits: list[int] = []

    def adds(session: Any, bot_id: int, found: Any, **given: Any) -> None:
        commits.append(len(found))
        add_updates(session, bot_id, found, **given)

    monkeypatch.setattr(webhook, "add_updates", adds)

    async def story(hook: Hook) -> None:
        async with keeping(side, hook, first):
            calls = [asyncio.ensure_future(hook.posts(update)) for update in reversed(others)]
            while len(side.road.receiver._waiting) < len(others):
                await asyncio.sleep(0.001)
            assert (side.states(), [call for call in calls if call.done()]) == ([], [])
        assert set(await asyncio.gather(*calls)) == {200}

    assert through(side, story) == {"kept": 6}
    assert commits == [1, 5]
    side.settle()
    assert side.name() == "".join(f"{number}|" for number in range(6))


@pytest.mark.parametrize("given", [None, "", "S3cret_of-Mai", SECRET[:-1], SECRET + "x", "dấu"])
def test_a_call_without_the_right_secret_is_refused_and_counted(given: str | None) -> None:
    async def story() -> None:
        async with hooked(None) as hook:
            headers = {} if given is None else {SECRET_HEADER: given}
            assert await hook.posts({"update_id": 1}, headers) == 401
            assert hook.counted() == {"unauthorized": 1}

    asyncio.run(story())


def test_a_body_larger_than_any_update_is_refused_whatever_it_says_of_its_length(side: Roadside) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(LARGEST_BODY // 65536 + 1):
            yield b" " * 65536

    async def story(hook: Hook) -> None:
        assert await hook.posts(b" " * (LARGEST_BODY + 1)) == 413
        async with hook.client.post(hook.address, data=pieces(), headers=GIVEN) as answer:
            assert answer.status == 413

    assert through(side, story) == {"too_large": 2}
    assert side.states() == []


def test_a_body_that_does_not_end_is_not_waited_for(side: Roadside) -> None:
    async def endless() -> AsyncIterator[bytes]:
        yield b'{"update_id": 1'
        await asyncio.Event().wait()

    async def story(hook: Hook) -> None:
        hook.route._read_seconds = 0.05
        async with hook.client.post(hook.address, data=endless(), headers=GIVEN) as answer:
            assert answer.status == 503

    assert through(side, story) == {"not_now": 1}
    assert side.states() == []


UNREADABLE = [b"", b"{", b"\xff\xfe", b"[]", b"null", b"7", b"[" * 100_000]
OF_NO_USE: list[Any] = [
    {},
    {"update_id": "x", "message": {"chat": {"id": 1, "type": "private"}}},
    {"update_id": 2**70, "message": {"chat": {"id": 1, "type": "private"}}},
    {"update_id": 5},
    {"update_id": 5, "message": {"chat": {"id": []}}},
    {"update_id": 5, "poll": {"id": "1"}},
    {"update_id": 5, "message": {"chat": {"id": -1, "type": "group"}, "text": "chào cả nhà"}},
]


def test_what_can_never_be_kept_is_answered_with_200_so_that_it_is_not_sent_again(side: Roadside) -> None:
    async def story(hook: Hook) -> None:
        for body in [*UNREADABLE, *OF_NO_USE]:
            assert await hook.posts(body) == 200, body

    assert through(side, story) == {"unreadable": len(UNREADABLE), "passed_over": len(OF_NO_USE)}
    assert side.states() == []


def test_an_update_of_a_chat_that_cannot_be_read_is_kept_and_closed(side: Roadside) -> None:
    broken = {"update_id": 5, "message": {"chat": {"id": side.lan.id, "type": "private"}, "text": ["\ud800\u0000"]}}

    async def story(hook: Hook) -> None:
        assert await hook.posts(broken) == 200

    assert through(side, story) == {"kept": 1}
    side.settle()
    assert side.states() == [UpdateState.IGNORED]


def test_a_process_that_is_not_the_active_one_asks_to_be_called_again() -> None:
    async def story() -> None:
        async with hooked(None) as hook:
            assert await hook.posts({"update_id": 1}) == 503
            assert hook.counted() == {"not_now": 1}

    asyncio.run(story())


AWAY = OperationalError("", {}, sqlite3.OperationalError("disk I/O error"))


@pytest.mark.parametrize(
    ("error", "told"),
    [(AWAY, ["database_away", "database_back"]), (RuntimeError("broken"), ["webhook_failed", "webhook_failed"])],
)
def test_what_could_not_be_kept_is_asked_for_again_and_not_lost(
    error: Exception, told: list[str], side: Roadside, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = said(side, "một"), said(side, "hai")

    def fails(*_args: Any, **_kwargs: Any) -> None:
        raise error

    async def story(hook: Hook) -> None:
        with monkeypatch.context() as patch:
            patch.setattr(webhook, "add_updates", fails)
            assert await hook.posts(first) == 503
            assert await hook.posts(first) == 503
        assert side.states() == []
        assert await hook.posts(first) == 200
        assert await hook.posts(second) == 200

    assert through(side, story) == {"not_now": 2, "kept": 2}
    assert [event for event in side.events() if event.partition("_")[0] in ("database", "webhook")] == told
    side.settle()
    assert side.name() == "một|hai|"


def test_a_call_that_waits_too_long_is_asked_for_again_and_its_repeat_is_dropped(
    side: Roadside, monkeypatch: pytest.MonkeyPatch
) -> None:
    update = said(side, "một")

    async def story(hook: Hook) -> None:
        with monkeypatch.context() as patch:
            patch.setattr(webhook, "ANSWER_SECONDS", 0.01)
            async with keeping(side, hook, update) as call:
                assert await call == 503
        assert await hook.posts(update) == 200

    through(side, story)
    side.settle()
    assert (side.name(), side.states()) == ("một|", [UpdateState.DONE])


def test_more_calls_at_once_than_are_wanted_are_asked_to_come_again(
    side: Roadside, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhook, "AT_ONCE", 2)
    first, *others = [said(side, str(number)) for number in range(5)]

    async def story(hook: Hook) -> None:
        async with keeping(side, hook, first):
            calls = [asyncio.ensure_future(hook.posts(update)) for update in others]
            while sum(call.done() for call in calls) < 2:
                await asyncio.sleep(0.001)
        assert sorted(await asyncio.gather(*calls)) == [200, 200, 503, 503]

    assert through(side, story) == {"kept": 3, "not_now": 2}
    assert len(side.states()) == 3


def test_a_process_told_to_stop_finishes_what_it_took_and_takes_no_more(side: Roadside) -> None:
    taken, late = said(side, "một"), said(side, "hai")

    async def story(hook: Hook) -> None:
        receiver, stop = side.road.receiver, asyncio.Event()
        running = asyncio.ensure_future(receiver.run(stop))
        async with keeping(side, hook, taken) as call:
            stop.set()
            while receiver._open:
                await asyncio.sleep(0.001)
            assert await hook.posts(late) == 503
            assert not running.done()
        assert call.result() == 200
        await running

    assert through(side, story) == {"kept": 1, "not_now": 1}
    assert side.states() == [UpdateState.WAITING]


def test_a_call_cut_short_leaves_nothing_behind_and_no_trace(side: Roadside, caplog: pytest.LogCaptureFixture) -> None:
    async def story(hook: Hook) -> None:
        head = f"POST /telegram/hook HTTP/1.1\r\nHost: x\r\n{SECRET_HEADER}: {SECRET}\r\n"
        _, writer = await asyncio.open_connection("127.0.0.1", hook.port)
        writer.write(f"{head}Content-Length: 100\r\n\r\n{{".encode())
        await writer.drain()
        writer.close()
        while not hook.counted():
            await asyncio.sleep(0.001)

    assert through(side, story) == {"not_now": 1}
    assert caplog.records == []


def test_only_a_post_to_the_path_of_the_address_is_a_call(side: Roadside) -> None:
    async def story(hook: Hook) -> None:
        async with hook.client.get(hook.address, headers=GIVEN) as answer:
            assert answer.status == 405
        async with hook.client.post(f"http://127.0.0.1:{hook.port}/", data=b"{}", headers=GIVEN) as answer:
            assert answer.status == 404

    assert through(side, story) == {}


@pytest.mark.parametrize(
    ("address", "path"),
    [("https://x", "/"), ("https://x/a/b", "/a/b"), ("https://x/metrics", "/metrics")],
)
def test_the_route_is_the_path_of_the_address(address: str, path: str) -> None:
    route = Webhook(address, SECRET, Metrics()).route

    assert (route.method, route.path) == ("POST", path)
