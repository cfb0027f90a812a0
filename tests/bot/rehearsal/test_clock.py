"""The rehearsal's clock moves only by hand; the real one keeps the same promise."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot.clock import Clock, RealClock
from bot.rehearsal.clock import ClockGoesBack, RehearsalClock
from tests.bot.rehearsal.conftest import START


def test_nothing_passes_by_itself_and_nothing_goes_back(clock: RehearsalClock) -> None:
    assert clock.now() == START
    clock.advance_to(START + timedelta(days=300))
    assert clock.now() == START + timedelta(days=300)
    with pytest.raises(ClockGoesBack):
        clock.advance_to(START)


def test_sleepers_wake_when_their_instant_is_reached(clock: RehearsalClock) -> None:
    woken: list[int] = []

    async def sleep(days: int) -> None:
        await clock.wait_until(START + timedelta(days=days), asyncio.Event())
        woken.append(days)

    async def play() -> None:
        sleepers = [asyncio.create_task(sleep(days)) for days in (30, 1, 2, 0)]
        await asyncio.sleep(0)
        assert clock.next_sleeper() == START + timedelta(days=1)
        clock.advance(timedelta(days=7))
        await asyncio.gather(*sleepers[1:])
        assert woken == [0, 1, 2]
        assert clock.next_sleeper() == START + timedelta(days=30)
        sleepers[0].cancel()
        await asyncio.wait(sleepers)
        assert clock.next_sleeper() is None

    asyncio.run(play())


@pytest.mark.parametrize("clock", [RealClock(), RehearsalClock(START)])
def test_a_wake_ends_the_wait_and_stays_set(clock: Clock) -> None:
    async def play() -> None:
        wake = asyncio.Event()
        for instant in (None, clock.now() + timedelta(days=1)):
            waiting = asyncio.create_task(clock.wait_until(instant, wake))
            await asyncio.sleep(0)
            assert not waiting.done()
            wake.set()
            await asyncio.wait_for(waiting, 5)
            assert wake.is_set()
            await clock.wait_until(instant, wake)
            wake.clear()
        await clock.wait_until(clock.now(), wake)

    asyncio.run(play())


def test_the_real_clock_is_in_utc_and_reaches_an_instant() -> None:
    clock = RealClock()
    assert clock.now().tzinfo is UTC
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=5)
    asyncio.run(clock.wait_until(clock.now() + timedelta(milliseconds=20), asyncio.Event()))
