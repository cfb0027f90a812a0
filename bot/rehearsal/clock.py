"""The rehearsal's clock: it stands still until it is told to move, and nothing waits for real time."""

import asyncio
import contextlib
import heapq
import itertools
from datetime import UTC, datetime, timedelta


class ClockGoesBack(AssertionError):
    """The rehearsal was told to move to an instant that has passed."""


class RehearsalClock:
    """A `bot.clock.Clock` moved by hand. All waiting happens on one event loop, the one that moves it."""

    def __init__(self, start: datetime) -> None:
        self._now = start.astimezone(UTC)
        self._sleepers: list[tuple[datetime, int, asyncio.Event]] = []
        self._order = itertools.count()

    def now(self) -> datetime:
        return self._now

    async def wait_until(self, instant: datetime | None, wake: asyncio.Event) -> None:
        if wake.is_set() or (instant is not None and instant <= self._now):
            return
        if instant is None:
            await wake.wait()
            return
        reached = asyncio.Event()
        sleeper = (instant, next(self._order), reached)
        heapq.heappush(self._sleepers, sleeper)
        waits = [asyncio.ensure_future(reached.wait()), asyncio.ensure_future(wake.wait())]
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()
            with contextlib.suppress(ValueError):
                self._sleepers.remove(sleeper)
                heapq.heapify(self._sleepers)

    def next_sleeper(self) -> datetime | None:
        """The soonest instant that somebody waits for: where a rehearsal may jump to."""
        return self._sleepers[0][0] if self._sleepers else None

    def advance_to(self, instant: datetime) -> None:
        """Make it `instant` and wake whoever waited for it or for something earlier, soonest first."""
        if instant < self._now:
            raise ClockGoesBack(f"{instant.isoformat()} is before {self._now.isoformat()}")
        self._now = instant.astimezone(UTC)
        while self._sleepers and self._sleepers[0][0] <= self._now:
            heapq.heappop(self._sleepers)[2].set()

    def advance(self, by: timedelta) -> None:
        """Move on by a length of time."""
        self.advance_to(self._now + by)
