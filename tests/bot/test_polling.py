"""Polling: what Telegram brought is committed before Telegram is told that it arrived."""

import asyncio
import sqlite3
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError
from telegram.error import InvalidToken, NetworkError, RetryAfter

from bot import polling
from bot.rehearsal.telegram import CutAfter, CutBefore, Fault, flood, server_error
from store.tables import UpdateState
from tests.bot.roadside import Roadside, texts


def test_an_update_is_confirmed_only_after_it_is_kept(side: Roadside) -> None:
    side.lan.sends("một")

    side.run(side.road.poller.step())
    assert side.states() == [UpdateState.WAITING]
    assert len(side.telegram.updates.pending) == 1

    side.run(side.road.poller.step())
    assert side.telegram.updates.pending == []


def test_a_process_that_ended_before_confirming_hears_it_again_and_acts_once(side: Roadside) -> None:
    side.lan.sends("một")
    side.run(side.road.poller.step())

    side.crash_and_restart()
    side.settle()

    assert (side.name(), side.states()) == ("một|", [UpdateState.DONE])


def test_an_update_nested_too_deep_to_be_kept_is_dropped_alone(side: Roadside) -> None:
    deep: Any = []
    for _ in range(5000):
        deep = [deep]
    message = {"chat": {"id": side.lan.id, "type": "private"}}
    raw = [{"update_id": 1, "message": {**message, "x": deep}}, {"update_id": 2, "message": message}]

    assert [one.update_id for one in polling.arrivals(raw, "thidua_bot")] == [2]


def test_what_cannot_be_kept_is_not_confirmed(side: Roadside, monkeypatch: pytest.MonkeyPatch) -> None:
    side.lan.sends("một")

    def away(*_args: Any, **_kwargs: Any) -> None:
        raise OSError("disk")

    with monkeypatch.context() as patch:
        patch.setattr(polling, "add_updates", away)
        with pytest.raises(OSError, match="disk"):
            side.run(side.road.poller.step())
    side.settle()

    assert side.name() == "một|"


def test_a_batch_that_came_newest_first_is_acted_on_in_order(side: Roadside) -> None:
    for text in ("một", "hai", "ba"):
        side.lan.sends(text)
    side.telegram.updates.out_of_order()
    side.settle()

    assert side.name() == "một|hai|ba|"


def test_a_cut_answer_loses_no_update(side: Roadside) -> None:
    side.lan.sends("một")
    side.telegram.faults.add(Fault(CutAfter, method="getUpdates"))
    with pytest.raises(NetworkError):
        side.run(side.road.poller.step())
    side.settle()

    assert texts(side.lan) == ["một"]


def test_an_unreadable_update_does_not_hold_up_its_batch(side: Roadside) -> None:
    side.telegram.updates.put({"message": {"chat": {"id": []}}})
    side.says(side.lan, "một")

    assert texts(side.lan) == ["một"]


@pytest.mark.parametrize("one", [None, 7, "x", [], {}, {"update_id": "x"}, {"update_id": 2**70, "message": {}}])
def test_what_is_no_update_is_passed_over(one: Any) -> None:
    private = {"update_id": 5, "message": {"chat": {"id": 3, "type": "private"}}}

    assert [found.update_id for found in polling.arrivals([one, private], "bot")] == [5]


@pytest.mark.parametrize("trouble", [CutBefore, server_error(502), flood(1)])
def test_trouble_is_waited_out(side: Roadside, monkeypatch: pytest.MonkeyPatch, trouble: Any) -> None:
    pauses: list[float] = []

    async def pause(_stop: asyncio.Event, seconds: float) -> None:
        pauses.append(seconds)

    monkeypatch.setattr(polling, "_pause", pause)
    side.telegram.faults.add(Fault(trouble, method="getUpdates", times=2))
    side.lan.sends("một")

    async def story() -> None:
        stop = asyncio.Event()
        side.road.poller._on_arrival = stop.set
        await side.road.poller.run(stop)

    side.run(story())
    assert pauses == ([1.0, 1.0] if "flood" in repr(trouble) or "too_many" in repr(trouble) else [1.0, 2.0])
    assert side.states() == [UpdateState.WAITING]


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (OperationalError("", {}, sqlite3.OperationalError("disk I/O error")), []),
        (NetworkError("x"), ["polling_failed"]),
        (RuntimeError("x"), ["polling_failed"]),
    ],
)
def test_a_database_that_is_away_is_the_writers_to_tell(error: Exception, told: list[str], side: Roadside) -> None:
    assert side.road.poller._next_pause(error, 0) == 1

    assert side.events() == told


def test_a_refused_token_ends_polling(side: Roadside) -> None:
    async def story() -> None:
        side.telegram.token = "1:" + "x" * 35
        await side.road.poller.run(asyncio.Event())

    with pytest.raises(InvalidToken):
        side.run(story())


def test_a_token_refused_while_running_stops_the_road_without_an_error(side: Roadside) -> None:
    async def story() -> None:
        side.telegram.token = "1:" + "x" * 35
        async with asyncio.timeout(20):
            await side.road.run(asyncio.Event())

    side.run(story())

    assert side.road.fatal.is_set()


def test_pauses_grow_to_a_minute(side: Roadside) -> None:
    pause, seen = 0.0, []
    for _ in range(8):
        pause = side.road.poller._next_pause(NetworkError("x"), pause)
        seen.append(pause)

    assert seen == [1, 2, 4, 8, 16, 32, 60, 60]
    assert side.road.poller._next_pause(RetryAfter(7), 60) == 7
    assert side.road.poller._next_pause(None, 60) == 0
