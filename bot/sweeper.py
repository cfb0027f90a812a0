"""The sweeper: the database is the schedule, APScheduler is only the clock that says when to look."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from functools import partial

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from sqlmodel import Session

from bot.clock import Clock
from bot.metrics import Metrics
from bot.trouble import is_away
from bot.writer import Writer
from store.forms import forget_closed_forms
from store.inbox import empty_old_failures
from store.sweeps import SWEEPS, next_due

EVERY = 5
"""Seconds between two looks at the schedule."""

log = structlog.get_logger()


class Sweeper:
    """Runs every sweep of the store; one that was missed, doubled or late does no harm."""

    def __init__(
        self,
        writer: Writer,
        clock: Clock,
        metrics: Metrics,
        *,
        on_commit: Callable[[], None],
        on_look: Callable[[], None],
    ) -> None:
        self._writer = writer
        self._clock = clock
        self._metrics = metrics
        self._on_commit = on_commit
        self._on_look = on_look

    async def step(self) -> int:
        """Run all sweeps until none finds work; waiting turns come between their commits. How much was done."""
        done = place = 0
        while place < len(SWEEPS):
            place, handled = await self._writer.write(partial(self._sweep, place, self._clock.now()))
            done += handled
            if handled:
                self._on_commit()
        self._metrics.swept_at.set(self._clock.now().timestamp())
        return done

    def _sweep(self, first: int, now: datetime, session: Session) -> tuple[int, int]:
        """Run the sweeps from this place on, up to the first that finds work: most looks find none, and that is one
        transaction. Its place, where to go on, and how much it did.
        """
        for place, sweep in enumerate(SWEEPS[first:], start=first):
            with self._metrics.sweep_seconds.labels(name=sweep.name).time():
                handled = sweep.run(session, now)
            self._metrics.sweeps.labels(name=sweep.name).inc()
            if handled:
                return place, handled
        return len(SWEEPS), 0

    async def next_due(self) -> datetime | None:
        """The soonest instant at which a sweep has work."""
        now = self._clock.now()
        return await self._writer.write(lambda session: next_due(session, now))

    async def tidy(self) -> None:
        """Forget what need not be kept: closed forms, old failed updates' bodies."""
        now = self._clock.now()
        await self._writer.write(lambda session: forget_closed_forms(session, now=now))
        await self._writer.write(lambda session: empty_old_failures(session, now=now))

    async def _tick(self) -> None:
        """Look at the schedule, and have the others look too: a command line beside us wakes nobody."""
        self._on_look()
        await self.look()

    async def look(self) -> int:
        """Run all sweeps once; one that breaks is logged. How much was done."""
        try:
            return await self.step()
        except Exception as error:
            self._metrics.sweep_failures.inc()
            if not is_away(error):
                log.exception("sweep_failed")
            return 0

    async def _tick_tidy(self) -> None:
        try:
            await self.tidy()
        except Exception as error:
            if not is_away(error):
                log.exception("tidy_failed")

    async def run(self, stop: asyncio.Event) -> None:
        """Sweep every few seconds until told to stop."""
        scheduler = AsyncIOScheduler(timezone="UTC")
        settings = {"coalesce": True, "misfire_grace_time": None, "max_instances": 1}
        scheduler.add_job(self._tick, "interval", seconds=EVERY, **settings)
        scheduler.add_job(self._tick_tidy, "interval", hours=6, **settings)
        scheduler.start()
        await self._tick()
        await stop.wait()
        scheduler.shutdown(wait=False)
