"""The rehearsal's clock and the bot's process: moved only as far as the bot has come along."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog

from bot.rehearsal.clock import RehearsalClock
from bot.rehearsal.stage import PACING, TICK
from bot.rehearsal.telegram import Event, Telegram

PATIENCE = 30.0
"""Real seconds until a bot that says nothing counts as hanging."""
HELD_OPEN = 20.0
"""Real seconds a question of the bot's is held open."""
FREELY = timedelta(minutes=2)
"""So far an act may push the clock at once, where Telegram's limits ask for a wait; then it waits as long as people."""
IN_VAIN = 30
"""Stops at which nothing was said, one after the other, until the bot's waiting letters are waited for no longer."""
STUBBORN = 100
"""Stops at which what is due stays due: nobody does it."""

log = structlog.get_logger()


class BotSilent(Exception):
    """The bot did not say within `PATIENCE` that it had done what there was to do."""


@dataclass(frozen=True)
class Report:
    """What the bot said last: which question it answers, whether it is done, until when it holds something back."""

    number: int = -1
    settled: bool = False
    held_until: datetime | None = None


@dataclass
class Timekeeper:
    """Moves the clock, stopping at all that happens. `next_sweep`: when something happens by itself next."""

    clock: RehearsalClock
    telegram: Telegram
    next_sweep: Callable[[], Awaitable[datetime | None]]
    changed: Callable[[], None]
    """Called when the clock or what is said of it is another."""
    alive: bool = False
    """The bot's process is there. A move that begins while it is not is time that passes without it."""
    moving: bool = False
    speed: float | None = None
    """Seconds of the rehearsal in a real second, while it plays."""
    report: Report = field(default_factory=Report)
    trouble: str = ""
    """Why the last move ended early: a word of `words.WHY`."""
    said: int = 0
    """How often the bot has been heard."""
    _number: int = 0
    _halt: str = ""
    """Why the move under way ends at its next stop: a word of `words.WHY`."""
    _news: asyncio.Condition = field(default_factory=asyncio.Condition)
    _stirred: asyncio.Event = field(default_factory=asyncio.Event)
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    def __post_init__(self) -> None:
        self.telegram.listeners.append(self._heard)

    def _heard(self, _event: Event) -> None:
        self.said += 1

    # The bot's side

    async def hear(self, report: Report) -> tuple[int, datetime]:
        """The bot reports; the next question, or the same again after a while."""
        if report.number >= 0:
            self.report = report
            await self._tell()
        try:
            async with asyncio.timeout(HELD_OPEN), self._news:
                while report.settled and self._number == report.number and self.alive:
                    await self._news.wait()
        except TimeoutError:
            pass
        return self._number, self.clock.now()

    async def bot_is(self, *, alive: bool) -> None:
        """The bot's process has begun or ended. A move does not go on without it."""
        if self.moving and self.alive and not alive:
            self._halt = self._halt or "left"
        self.alive, self.report = alive, Report()
        self._number += 1
        await self._tell()
        self.stir()

    async def _tell(self) -> None:
        async with self._news:
            self._news.notify_all()

    # Waiting for the bot

    async def settle(self) -> datetime | None:
        """Wait until the bot has done what there is to do now. Until when it holds something back.

        Raises `BotSilent` when nothing is heard of it for `PATIENCE`.
        """
        while True:
            said = self.said
            try:
                async with asyncio.timeout(PATIENCE):
                    return await self._settled()
            except TimeoutError:
                if said == self.said:
                    raise BotSilent from None

    async def _settled(self) -> datetime | None:
        while self.alive:
            made = self.telegram.updates.made
            # Asked any sooner, the bot would answer that it is done before it has heard of them.
            while self.telegram.updates.waiting and self.alive:
                await asyncio.sleep(0.005)
            self._number += 1
            await self._tell()
            await self._answered(self._number)
            if made == self.telegram.updates.made and not self.telegram.updates.waiting:
                return self.report.held_until
        return None

    async def _answered(self, number: int) -> None:
        async with self._news:
            while self.alive and not (self.report.settled and self.report.number >= number):
                await self._news.wait()

    async def settle_through(self) -> datetime | None:
        """The same, with what comes of it within moments: waits that Telegram's limits ask for, a second look."""
        limit = self.clock.now() + FREELY
        while True:
            held = await self.settle()
            soon, now = await self._soon(held), self.clock.now()
            if soon is None or soon > limit:
                return held
            self._advance(max(soon, now + TICK))

    async def _soon(self, held: datetime | None) -> datetime | None:
        """The instant after which the bot goes on, where that is only a moment away."""
        now = self.clock.now()
        sweep = await self.next_sweep() if self.alive else None
        instants = [one for one in (held, sweep if sweep is not None and sweep > now else None) if one is not None]
        soonest = min(instants, default=None)
        return None if soonest is None or soonest > now + PACING else soonest

    def _advance(self, instant: datetime) -> None:
        self.clock.advance_to(instant)
        self.changed()

    # By itself

    def stir(self) -> None:
        """Somebody did something: the bot will have something to do."""
        self._stirred.set()

    async def run(self) -> None:
        """Follow what people do, and let the time pass that the bot waits for."""
        while True:
            pause = await self._keep_up()
            try:
                async with asyncio.timeout(pause):
                    await self._stirred.wait()
            except TimeoutError:
                self._let_pass(pause or 0)
            self._stirred.clear()

    async def _keep_up(self) -> float | None:
        """Settle. Real seconds until something that is held back may go; None when nothing is."""
        async with self._turn:
            try:
                soon = await self._soon(await self.settle_through())
            except Exception as error:
                if not isinstance(error, BotSilent):
                    log.exception("rehearsal_not_kept_up")
                return None
            finally:
                self.changed()
        return None if soon is None else max(0.0, (soon - self.clock.now()).total_seconds())

    def _let_pass(self, seconds: float) -> None:
        """Time has passed for real; not when a move has overtaken it."""
        if not self._turn.locked():
            self._advance(self.clock.now() + timedelta(seconds=seconds))

    # Moving

    async def move_to(self, instant: datetime) -> None:
        """Move to an instant, stopping at everything on the way."""
        self.moving, self._halt, self.trouble = True, "", ""
        try:
            async with self._turn:
                await self._moves(instant)
        except BotSilent:
            self.trouble, self.speed = "silent", None
        except Exception:
            log.exception("rehearsal_not_moved")
            self.trouble, self.speed = "failed", None
        finally:
            self.moving = False
            self.changed()

    async def _moves(self, target: datetime) -> None:
        held, in_vain, stubborn = await self.settle_through(), 0, 0
        while not self._halt:
            stop = await self._next_stop(held if in_vain < IN_VAIN else None)
            if stop is None or stop > target:
                break
            stubborn = stubborn + 1 if stop <= self.clock.now() else 0
            if stubborn > STUBBORN:
                self.trouble = "stubborn"
                return
            said, for_letters = self.said, stop == held
            self._advance(max(stop, self.clock.now() + TICK))
            held = await self.settle_through()
            in_vain = in_vain + for_letters if said == self.said else 0
        if self._halt:
            self.trouble = self._halt
            return
        if self.clock.now() < target:
            self._advance(target)
        await self.settle_through()

    async def _next_stop(self, held: datetime | None) -> datetime | None:
        if not self.alive:
            return None
        found = [held, await self.next_sweep()]
        return min((one for one in found if one is not None), default=None)

    async def play(self) -> None:
        """Let the clock run by itself, at its speed, until it is paused."""
        self.changed()
        loop = asyncio.get_running_loop()
        last = loop.time()
        while self.speed is not None:
            await asyncio.sleep(0.1)
            passed, last = loop.time() - last, loop.time()
            if self.speed is not None:
                await self.move_to(self.clock.now() + timedelta(seconds=min(passed, 1.0) * self.speed))

    def pause(self) -> None:
        """Stop playing; a move that is under way ends at its next stop."""
        self._halt, self.speed = "paused" if self.moving else "", None
        self.changed()
