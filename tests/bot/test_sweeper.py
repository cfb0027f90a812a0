"""The sweeper: a sweep that is doubled, late or broken does no harm."""

import asyncio

import pytest

from bot import sweeper
from store.sweeps import Sweep
from tests.bot.roadside import START, Roadside
from tests.town import Town


def test_sweeps_run_until_none_finds_work(side: Roadside, monkeypatch: pytest.MonkeyPatch) -> None:
    left = {"a": 3, "b": 1}

    def works(name: str) -> Sweep:
        def run(_session: object, _now: object) -> int:
            left[name] -= left[name] > 0
            return left[name]

        return Sweep(name, run, lambda _session, _now: None)

    monkeypatch.setattr(sweeper, "SWEEPS", (works("a"), works("b")))

    side.run(side.road.sweeper.step())

    assert left == {"a": 0, "b": 0}


def test_a_sweep_that_breaks_is_logged_and_the_process_lives(side: Roadside, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_session: object, _now: object) -> int:
        raise RuntimeError("broken")

    monkeypatch.setattr(sweeper, "SWEEPS", (Sweep("broken", broken, lambda _session, _now: None),))

    async def story() -> None:
        stop = asyncio.Event()
        running = asyncio.create_task(side.road.sweeper.run(stop))
        while "sweep_failed" not in side.events():
            await asyncio.sleep(0)
        stop.set()
        await running

    side.run(story())


def test_at_each_look_everybody_looks_because_a_command_line_wakes_nobody(side: Roadside) -> None:
    road = side.road
    parts = (road.dispatcher, road.delivery, road.jobs)
    for part in parts:
        part.wake.clear()

    async def story() -> None:
        stop = asyncio.Event()
        stop.set()
        await road.sweeper.run(stop)

    side.run(story())

    assert [part.wake.is_set() for part in parts] == [True] * 3
    assert sweeper.EVERY == 5  # what `inbox retry` promises


def test_sweeping_again_at_the_same_instant_changes_nothing(town: Town) -> None:
    town.moves_to("2020-03-02")
    said = [len(actor.heard) for actor in (town.mai, town.binh, town.lan, town.tu)]

    for _ in range(3):
        town.runs(town.stage.road.sweeper.step())
        town.settles()

    assert [len(actor.heard) for actor in (town.mai, town.binh, town.lan, town.tu)] == said


def test_nothing_is_due_where_nothing_is_planned(side: Roadside) -> None:
    assert side.run(side.road.sweeper.next_due()) is None
    assert side.stage.clock.now() == START
