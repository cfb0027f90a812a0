import asyncio
import json
import socket
from collections.abc import Awaitable, Callable
from datetime import timedelta

import aiohttp
import pytest
from aiohttp import web

from bot import web as endpoints
from bot.metrics import Metrics, Queue
from bot.settings import Listen
from bot.web import CannotListen, NotReady, PortInUse, Readiness, readiness, serve

ANY = Listen("127.0.0.1", 0)


async def ready() -> Readiness:
    return Readiness()


def asked(
    path: str,
    *,
    ready: Callable[[], Awaitable[Readiness]] = ready,
    metrics: Metrics | None = None,
    routes: tuple[web.RouteDef, ...] = (),
) -> tuple[int, str]:
    async def story() -> tuple[int, str]:
        runner = await serve(ANY, ready=ready, metrics=metrics or Metrics(), routes=routes)
        try:
            address = f"http://127.0.0.1:{runner.addresses[0][1]}"
            async with aiohttp.ClientSession() as session, session.get(address + path) as response:
                return response.status, await response.text()
        finally:
            await runner.cleanup()

    return asyncio.run(story())


def test_health_is_that_the_loop_turns() -> None:
    async def gone() -> Readiness:
        raise ConnectionError

    assert asked("/healthz", ready=gone) == (200, "ok")


def test_a_process_that_serves_people_is_ready() -> None:
    status, body = asked("/readyz")

    assert (status, json.loads(body)) == (200, {"ready": True, "reason": None})


@pytest.mark.parametrize("reason", NotReady)
def test_a_process_that_is_not_ready_says_why(reason: NotReady) -> None:
    async def state() -> Readiness:
        return Readiness(reason)

    status, body = asked("/readyz", ready=state)

    assert (status, json.loads(body)) == (503, {"ready": False, "reason": reason.value})


def test_a_question_that_fails_or_hangs_is_not_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(endpoints, "READY_SECONDS", 0.05)

    async def fails() -> Readiness:
        raise ConnectionError

    async def hangs() -> Readiness:
        await asyncio.sleep(5)
        return Readiness()

    for question in (fails, hangs):
        status, body = asked("/readyz", ready=question)
        assert (status, json.loads(body)["reason"]) == (503, "unknown")


@pytest.mark.parametrize(
    ("active", "database", "minutes", "expected"),
    [
        (True, True, None, None),
        (True, True, 10, None),
        (True, True, 11, NotReady.LETTERS),
        (False, True, 11, NotReady.STANDBY),
        (False, False, None, NotReady.DATABASE),
        (True, False, None, NotReady.DATABASE),
    ],
)
def test_readiness_is_judged(active: bool, database: bool, minutes: int | None, expected: NotReady | None) -> None:
    oldest = None if minutes is None else timedelta(minutes=minutes)

    assert readiness(active=active, database=database, oldest_due_letter=oldest) == Readiness(expected)


def test_routes_are_served_beside_the_endpoints() -> None:
    async def hook(_: web.Request) -> web.Response:
        return web.Response(text="taken")

    assert asked("/hook", routes=(web.get("/hook", hook),)) == (200, "taken")


def test_a_taken_port_and_a_foreign_address_are_told_apart() -> None:
    async def story(listen: Listen) -> None:
        await serve(listen, ready=ready, metrics=Metrics())

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        listen = Listen("127.0.0.1", taken.getsockname()[1])
        with pytest.raises(PortInUse) as in_use:
            asyncio.run(story(listen))
    with pytest.raises(CannotListen) as foreign:
        asyncio.run(story(Listen("192.0.2.1", 8080)))

    assert in_use.value.listen == listen
    assert type(foreign.value) is CannotListen


def test_metrics_count_the_process_and_the_database() -> None:
    queues = [
        Queue({("reply", "waiting"): 3, ("broadcast", "dead"): 1}, {"waiting": 2}, 12.5),
        Queue({("reply", "waiting"): 1}),
    ]

    async def count() -> Queue:
        return queues.pop(0)

    metrics = Metrics(count)
    metrics.updates.labels("done").inc(2)
    metrics.sweeps.labels("ladder").inc()
    metrics.may_repeat.inc()
    metrics.turn_seconds.observe(0.003)

    status, first = asked("/metrics", metrics=metrics)
    _, second = asked("/metrics", metrics=metrics)

    assert status == 200
    lines = first.splitlines()
    for line in (
        'thidua_updates_total{outcome="done"} 2.0',
        'thidua_sweeps_total{name="ladder"} 1.0',
        "thidua_may_repeat_total 1.0",
        "thidua_turn_seconds_count 1.0",
        'thidua_letters{lane="reply",state="waiting"} 3.0',
        'thidua_letters{lane="broadcast",state="dead"} 1.0',
        'thidua_jobs{state="waiting"} 2.0',
        "thidua_oldest_due_letter_seconds 12.5",
    ):
        assert line in lines
    assert [line for line in second.splitlines() if line.startswith("thidua_letters{")] == [
        'thidua_letters{lane="reply",state="waiting"} 1.0'
    ]


def test_metrics_outlive_the_database() -> None:
    async def count() -> Queue:
        raise ConnectionError

    metrics = Metrics(count)
    metrics.updates.labels("done").inc()

    status, page = asked("/metrics", metrics=metrics)

    assert status == 200
    assert 'thidua_updates_total{outcome="done"} 1.0' in page.splitlines()
    assert "thidua_oldest_due_letter_seconds NaN" in page.splitlines()
