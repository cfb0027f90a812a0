"""The clock is moved only as far as the bot has come along, and stops at all that happens."""

import asyncio
from collections.abc import Coroutine
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.rehearsal.clock import RehearsalClock
from bot.rehearsal.demo import timekeeper
from bot.rehearsal.demo.timekeeper import Report, Timekeeper
from bot.rehearsal.telegram import Telegram
from tests.bot.api_server import PATIENCE

START = datetime(2020, 6, 1, 1, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


class Scripted:
    """A bot that has something to do at given instants, and says when it is done."""

    def __init__(self, *due: datetime, does: bool = True) -> None:
        self.clock = RehearsalClock(START)
        self.telegram = Telegram(self.clock.now)
        self.due, self.does, self.seen = list(due), does, list[datetime]()
        self.held: list[datetime] = []
        """Until when it holds something back, one instant after the other."""
        self.silent = False
        self.keeper = Timekeeper(self.clock, self.telegram, self._next, lambda: None)

    async def _next(self) -> datetime | None:
        return min((max(one, self.clock.now()) for one in self.due), default=None)

    async def works(self) -> None:
        number, now = await self.keeper.hear(Report())
        while True:
            if self.silent:
                await asyncio.Event().wait()
            self.seen += [now] if now not in self.seen else []
            if self.does:
                self.due = [one for one in self.due if one > now]
            self.held = [one for one in self.held if one > now]
            self.telegram.updates.drop()
            report = Report(number, settled=True, held_until=min(self.held, default=None))
            number, now = await self.keeper.hear(report)

    def played(self, *acts: Coroutine[Any, Any, Any]) -> None:
        """Do these one after the other while the bot works."""

        async def play() -> None:
            await self.keeper.bot_is(alive=True)
            works = asyncio.create_task(self.works())
            for act in acts:
                async with asyncio.timeout(PATIENCE):
                    await act
            works.cancel()

        asyncio.run(play())


def test_a_move_stops_at_everything_that_happens_on_the_way() -> None:
    bot = Scripted(START + HOUR, START + 5 * HOUR, START + 2 * DAY)

    bot.played(bot.keeper.move_to(START + DAY))

    assert bot.seen == [START, START + HOUR, START + 5 * HOUR, START + DAY]
    assert (bot.clock.now(), bot.keeper.trouble, bot.keeper.moving) == (START + DAY, "", False)


def test_what_limits_hold_back_goes_before_the_clock_moves_on() -> None:
    bot = Scripted(START + HOUR)
    bot.held = [START + HOUR + timedelta(seconds=second) for second in (1, 2, 40)]

    bot.played(bot.keeper.move_to(START + DAY))

    seconds = [(one - START - HOUR).total_seconds() for one in bot.seen[1:-1]]
    assert seconds == [0, 1, 2, 40]


def test_while_nobody_acts_the_clock_stands_still() -> None:
    bot = Scripted()
    bot.held = [START + HOUR]

    bot.played(bot.keeper.settle_through(), bot.keeper.settle_through())

    assert bot.clock.now() == START


def test_an_act_lets_the_small_waits_pass_by_themselves() -> None:
    bot = Scripted()
    bot.held = [START + timedelta(seconds=second) for second in range(1, 30)]

    async def acts() -> None:
        runs = asyncio.create_task(bot.keeper.run())
        bot.telegram.person("Lan").starts()
        bot.keeper.stir()
        while bot.held:
            await asyncio.sleep(0)
        runs.cancel()

    bot.played(acts())

    assert bot.clock.now() == START + timedelta(seconds=29)


def test_a_telegram_that_takes_nothing_does_not_hold_up_the_year() -> None:
    bot = Scripted(START + 10 * DAY)
    step = timedelta(seconds=61)
    bot.held = [START + number * step for number in range(1, 20_000)]

    bot.played(bot.keeper.move_to(START + 10 * DAY))

    assert START + 10 * DAY in bot.seen
    assert len(bot.seen) < 3 * timekeeper.IN_VAIN


def test_what_the_bot_never_does_ends_the_move(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timekeeper, "STUBBORN", 5)
    bot = Scripted(START + HOUR, does=False)

    bot.played(bot.keeper.move_to(START + DAY))

    assert bot.keeper.trouble == "stubborn"
    assert bot.clock.now() < START + 2 * HOUR


def test_a_bot_that_says_nothing_ends_the_move(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timekeeper, "PATIENCE", 0.05)
    bot = Scripted(START + HOUR)
    bot.silent = True

    bot.played(bot.keeper.move_to(START + DAY))

    assert (bot.keeper.trouble, bot.clock.now(), bot.keeper.moving) == ("silent", START, False)


def test_time_passes_without_a_bot_that_is_down() -> None:
    bot = Scripted(START + HOUR)

    bot.played(bot.keeper.bot_is(alive=False), bot.keeper.move_to(START + DAY))

    assert (bot.clock.now(), bot.seen) == (START + DAY, [])


def test_a_move_is_paused_at_its_next_stop() -> None:
    bot = Scripted(*(START + number * HOUR for number in range(1, 20)))

    async def paused() -> None:
        move = asyncio.create_task(bot.keeper.move_to(START + DAY))
        while bot.clock.now() < START + 3 * HOUR:
            await asyncio.sleep(0)
        bot.keeper.pause()
        await move

    bot.played(paused())

    assert bot.keeper.trouble == "paused"
    assert bot.clock.now() == START + 3 * HOUR


def test_a_move_stops_where_the_bot_ends_even_if_it_begins_again_at_once() -> None:
    bot = Scripted(*(START + number * HOUR for number in range(1, 20)))

    async def restarted() -> None:
        move = asyncio.create_task(bot.keeper.move_to(START + DAY))
        while bot.clock.now() < START + 3 * HOUR:
            await asyncio.sleep(0)
        await bot.keeper.bot_is(alive=False)
        await bot.keeper.bot_is(alive=True)
        await move

    bot.played(restarted())

    assert bot.keeper.trouble == "left"
    assert bot.clock.now() == START + 3 * HOUR


def test_it_plays_by_itself_until_it_is_paused() -> None:
    bot = Scripted(START + HOUR, START + 2 * HOUR)
    bot.keeper.speed = 86_400.0

    async def playing() -> None:
        play = asyncio.create_task(bot.keeper.play())
        while START + 2 * HOUR not in bot.seen:
            await asyncio.sleep(0)
        bot.keeper.pause()
        await play

    bot.played(playing())

    assert START + HOUR in bot.seen
    assert bot.keeper.speed is None
