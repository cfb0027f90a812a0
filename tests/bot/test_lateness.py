"""The alarm about letters that should have gone: when it begins, while it lasts, when it is over."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from bot.rehearsal.telegram import CutBefore, Fault, flood, server_error
from store.outbox import post
from store.tables import Lane
from tests.bot.roadside import Roadside

ALARMS = ("letters_late", "letters_caught_up")


def alarms(side: Roadside) -> list[Any]:
    return [
        (entry["event"], entry["log_level"], entry.get("reason"), entry.get("count"), entry.get("lane"))
        for entry in side.logs
        if entry["event"] in ALARMS
    ]


def looks_after(side: Roadside, **passed: float) -> None:
    side.stage.clock.advance(timedelta(**passed))
    side.run(side.road.lateness.step())


def posts(side: Roadside, lane: Lane) -> None:
    side.says(side.lan, "một")
    now = side.stage.clock.now()
    with side.change() as session:
        post(session, "home/words", to=1, now=now, lane=lane, said="late")


def test_a_late_letter_is_told_once_again_after_a_while_and_when_it_is_gone(side: Roadside) -> None:
    posts(side, Lane.REPLY)
    late = ("letters_late", "error", "behind", 1, "reply")

    looks_after(side, minutes=2)
    assert alarms(side) == []
    for _ in range(3):
        looks_after(side, minutes=3)
    assert alarms(side) == [late]
    looks_after(side, minutes=4)
    assert alarms(side) == [late, late]

    side.settle()
    looks_after(side, seconds=1)
    looks_after(side, seconds=1)
    assert alarms(side) == [late, late, ("letters_caught_up", "info", None, None, None)]


def test_a_broadcast_may_take_as_long_as_its_pace_asks_for(side: Roadside) -> None:
    posts(side, Lane.BROADCAST)

    looks_after(side, minutes=10)
    assert alarms(side) == []
    looks_after(side, minutes=1)
    assert alarms(side) == [("letters_late", "error", "behind", 1, "broadcast")]


@pytest.mark.parametrize("down", [True, False], ids=["down", "flood"])
def test_telegram_that_takes_nothing_is_told_and_one_chats_flood_is_not(side: Roadside, down: bool) -> None:
    side.says(side.lan, "một")
    trouble = server_error(502) if down else flood(300)
    side.telegram.faults.add(Fault(trouble, method="sendMessage", times=60))
    side.lan.sends("hai")
    for _ in range(6):
        side.run(side.stage.road.settle())
        looks_after(side, seconds=50)

    assert alarms(side) == ([("letters_late", "error", "telegram", 1, "reply")] if down else [])


def test_a_line_that_broke_is_no_alarm_once_nothing_is_left_to_send(side: Roadside) -> None:
    side.says(side.lan, "một")
    side.telegram.faults.add(Fault(CutBefore, method="sendMessage", times=2))
    side.lan.sends("hai")
    for _ in range(6):
        side.run(side.stage.road.settle())
        looks_after(side, seconds=50)

    assert side.road.delivery.unanswered_since is not None
    assert alarms(side) == []


def test_it_looks_every_half_minute_until_told_to_stop(side: Roadside) -> None:
    posts(side, Lane.REPLY)

    async def story() -> None:
        stop = asyncio.Event()
        running = asyncio.create_task(side.road.lateness.run(stop))
        while not alarms(side):
            await asyncio.sleep(0.001)
            if (at := side.stage.clock.next_sleeper()) is not None:
                side.stage.clock.advance_to(at)
        stop.set()
        await running

    side.run(story())

    assert alarms(side) == [("letters_late", "error", "behind", 1, "reply")]
