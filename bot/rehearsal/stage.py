"""The stage: the emulated Bot API, a clock moved by hand and the real bot, in one process."""

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

from bot.rehearsal.clock import RehearsalClock
from bot.rehearsal.mount import RehearsalRequest
from bot.rehearsal.telegram import Telegram
from bot.road import Road, Wiring
from store.engine import RandomBytes, open_engine
from store.schema import upgrade

PACING = timedelta(seconds=90)
"""A letter held back by Telegram's limits goes within this; one that waits longer waits for its day."""

TICK = timedelta(milliseconds=100)
"""The least a moment takes, so that pacing never stands still."""


def seeded_bytes(seed: int) -> RandomBytes:
    """The same bytes each time, for rehearsals only."""
    source = random.Random(seed)
    return source.randbytes


def _trust_power(connection: Any, _record: Any) -> None:
    """What is rehearsed in a folder of its own need not outlive a power cut, so no commit waits for the disk."""
    connection.execute("PRAGMA synchronous=OFF")


class Stage:
    """Opens, restarts and moves one rehearsal. The same seed gives the same tokens and the same transcript."""

    def __init__(
        self,
        folder: Path,
        *,
        start: datetime,
        seed: int = 1,
        database_url: str | None = None,
        locale: str = "vi",
        migrate: Callable[[Engine], None] = upgrade,
    ) -> None:
        self.clock = RehearsalClock(start)
        self.telegram = Telegram(now=self.clock.now)
        self.engine = open_engine(database_url or f"sqlite:///{folder}/thidua.db", seeded_bytes(seed))
        if database_url is None:
            event.listen(self.engine, "connect", _trust_power)
        migrate(self.engine)
        self._folder = folder
        self._locale = locale
        self.road = self._new_road()

    def _new_road(self) -> Road:
        request = RehearsalRequest(self.telegram)
        wiring = Wiring(
            engine=self.engine,
            token=self.telegram.token,
            api_url="http://127.0.0.1",
            data_dir=self._folder,
            clock=self.clock,
            request=request,
            poll_request=request,
            locale=self._locale,
            letters_at_once=1,
        )
        return Road(wiring)

    async def open(self) -> None:
        await self.road.open()

    async def close(self) -> None:
        await self.road.close()
        self.engine.dispose()

    async def restart(self) -> None:
        """End the bot's process as if cleanly and begin another on the same database."""
        await self.road.close()
        self.road = self._new_road()
        await self.road.open()

    async def settle(self) -> datetime | None:
        """Let the bot do everything it has to do now, the waits that Telegram's limits ask for included.

        When a letter waits for its day, that instant.
        """
        while True:
            look_at = await self.road.settle()
            if look_at is None or look_at > self.clock.now() + PACING:
                return look_at
            self.clock.advance_to(max(look_at, self.clock.now() + TICK))

    async def _next_event(self, look_at: datetime | None) -> datetime | None:
        """The soonest instant at which the bot has something to do by itself."""
        found = [look_at, await self.road.sweeper.next_due(), await self.road.jobs.next_due()]
        return min((at for at in found if at is not None), default=None)

    async def move_to(self, instant: datetime) -> None:
        """Move the clock to an instant, stopping at everything that happens on the way."""
        look_at = await self.settle()
        while (event := await self._next_event(look_at)) is not None and event <= instant:
            self.clock.advance_to(max(event, self.clock.now() + TICK))
            look_at = await self.settle()
        if self.clock.now() < instant:
            self.clock.advance_to(instant)
        await self.settle()
