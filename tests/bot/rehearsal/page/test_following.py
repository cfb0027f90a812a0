"""The bot's side of the rehearsal's clock: when it counts as done, and that time never goes back."""

import asyncio
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from bot.rehearsal.demo.following import FollowedClock, quiet
from tests.bot.api_server import PATIENCE

NOW = datetime(2020, 6, 1, 1, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


class Part:
    """Somebody of the bot's who rests until woken, or until an instant."""

    def __init__(self, clock: FollowedClock) -> None:
        self.clock, self.wake, self.in_flight, self.in_work = clock, asyncio.Event(), 0, 0
        self.until: datetime | None = None
        self.woken = 0

    async def run(self) -> None:
        while True:
            self.wake.clear()
            self.woken += 1
            if self.until is not None and self.until <= self.clock.now():
                self.until = None
            await self.clock.wait_until(self.until, self.wake)


def test_the_bot_is_done_only_when_nothing_is_in_flight_any_more() -> None:
    """A letter that left while the sweeps looked comes back with a second to wait."""

    async def story() -> datetime | None:
        clock = FollowedClock(NOW)
        dispatcher, jobs, delivery = Part(clock), Part(clock), Part(clock)
        looks: list[int] = []

        def comes_back() -> None:
            delivery.in_flight, delivery.until = 0, NOW + SECOND
            delivery.wake.set()

        async def look() -> int:
            looks.append(len(looks))
            if len(looks) == 1:
                delivery.in_flight = 1
                asyncio.get_running_loop().call_soon(comes_back)
            return 0

        road: Any = SimpleNamespace(
            dispatcher=dispatcher, jobs=jobs, delivery=delivery, sweeper=SimpleNamespace(look=look)
        )
        parts = [asyncio.create_task(part.run()) for part in (dispatcher, jobs, delivery)]
        async with asyncio.timeout(PATIENCE):
            held = await quiet(road, clock)
        for part in parts:
            part.cancel()
        return held

    assert asyncio.run(story()) == NOW + SECOND


def test_a_followed_clock_wakes_whoever_is_due_and_never_goes_back() -> None:
    async def story() -> tuple[int, int, datetime]:
        clock = FollowedClock(NOW)
        soon, later = Part(clock), Part(clock)
        soon.until, later.until = NOW + SECOND, NOW + 3600 * SECOND
        parts = [asyncio.create_task(part.run()) for part in (soon, later)]
        for instant in (NOW + 2 * SECOND, NOW - SECOND):
            await asyncio.sleep(0)
            clock.move_to(instant)
            for _ in range(20):
                await asyncio.sleep(0)
        for part in parts:
            part.cancel()
        return soon.woken, later.woken, clock.now()

    assert asyncio.run(story()) == (2, 1, NOW + 2 * SECOND)
