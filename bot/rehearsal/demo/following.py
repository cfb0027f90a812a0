"""The bot's side of a rehearsal's clock: it follows the server's, and says when there is nothing left to do."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

import aiohttp
import structlog

from bot.road import Road
from bot.run import Process

HELD_OPEN = 20.0
"""Seconds that the server holds a question open at most."""
BEFORE_IT_ACTS = 0.05
"""Seconds between two questions of a process that does not act yet."""

log = structlog.get_logger()


class ClockGone(Exception):
    """The rehearsal's server has gone: so does the bot."""


@dataclass(eq=False)
class _Rest:
    """Somebody who waits: for an instant, or to be woken."""

    instant: datetime | None
    wake: asyncio.Event
    reached: asyncio.Event = field(default_factory=asyncio.Event)


class FollowedClock:
    """A `bot.clock.Clock` that stands still until the server says that it is later."""

    def __init__(self, now: datetime) -> None:
        self._now = now.astimezone(UTC)
        self._rests: list[_Rest] = []
        self._rested = asyncio.Event()

    def now(self) -> datetime:
        return self._now

    def move_to(self, instant: datetime) -> None:
        """It is `instant` now, or what it was where that is later."""
        self._now = max(self._now, instant.astimezone(UTC))
        for rest in self._rests:
            if rest.instant is not None and rest.instant <= self._now:
                rest.reached.set()

    async def wait_until(self, instant: datetime | None, wake: asyncio.Event) -> None:
        if wake.is_set() or (instant is not None and instant <= self._now):
            return
        rest = _Rest(instant, wake)
        self._rests.append(rest)
        self._rested.set()
        waits = [asyncio.ensure_future(rest.reached.wait()), asyncio.ensure_future(wake.wait())]
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            self._rests.remove(rest)
            for wait in waits:
                wait.cancel()

    def rests(self, wake: asyncio.Event) -> bool:
        """Whether whoever this event wakes is waiting, and neither woken nor due."""
        return any(one.wake is wake and not wake.is_set() and not one.reached.is_set() for one in self._rests)

    def waits_for(self, wakes: list[asyncio.Event]) -> datetime | None:
        """The soonest instant that one of these waits for."""
        instants = [one.instant for one in self._rests if one.wake in wakes and one.instant is not None]
        return min(instants, default=None)

    async def somebody_rests(self) -> None:
        """Wait until somebody begins to wait."""
        self._rested.clear()
        await self._rested.wait()


async def quiet(road: Road, clock: FollowedClock) -> datetime | None:
    """Wait until the bot has nothing to do at this instant. Until when it holds back a letter or a job.

    The sweeps look only every few real seconds by themselves; here they look at once.
    """
    wakes = [road.dispatcher.wake, road.jobs.wake, road.delivery.wake]

    def idle() -> bool:
        return all(map(clock.rests, wakes)) and not road.delivery.in_flight and not road.jobs.in_work

    while True:
        while not idle():
            await clock.somebody_rests()
        # Something may have come meanwhile: what is in flight may come back to be sent again.
        if not await road.sweeper.look() and idle():
            return clock.waits_for(wakes[1:])


@dataclass
class Follower:
    """Follows the server's clock for one process of the bot."""

    url: str
    session: aiohttp.ClientSession
    clock: FollowedClock
    number: int
    """The server's question that was heard last; each is answered by the next request."""

    async def follow(self, process: Process) -> None:
        """Until the server goes, which ends the process."""
        try:
            while True:
                report: dict[str, object] = {"number": self.number, "settled": False}
                road = process.road
                if road is not None:
                    held = await quiet(road, self.clock)
                    report |= {"settled": True, "held_until": held.isoformat() if held else None}
                else:
                    await asyncio.sleep(BEFORE_IT_ACTS)
                self.number, now = await _ask(self.session, self.url, report)
                self.clock.move_to(now)
        except ClockGone:
            log.warning("clock_gone")
        except Exception:
            log.exception("clock_lost")
        finally:
            process.stop.set()


@contextlib.asynccontextmanager
async def following(url: str) -> AsyncIterator[Follower]:
    """A follower that knows what time it is. Raises `ClockGone`."""
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=HELD_OPEN * 2)) as session:
        number, now = await _ask(session, url, {})
        yield Follower(url, session, FollowedClock(now), number)


async def _ask(session: aiohttp.ClientSession, url: str, report: dict[str, object]) -> tuple[int, datetime]:
    """Report, and wait for the server's next question: its number, and what time it is."""
    try:
        async with session.post(url, json=report) as response:
            response.raise_for_status()
            body = await response.json()
            return int(body["number"]), datetime.fromisoformat(body["now"])
    except (aiohttp.ClientError, TimeoutError, ValueError, KeyError) as error:
        raise ClockGone(url) from error
