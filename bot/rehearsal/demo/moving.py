"""What the page asks of the clock: the next event, a day, a date, play, pause."""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.rehearsal.demo.board import Board
from bot.rehearsal.demo.refusing import Refused

MORNING = time(8)
"""When a date without an hour means."""
FARTHEST = timedelta(days=5 * 366)
FASTEST = 604_800.0
"""A week a second."""


@dataclass
class Mover:
    """Begins moves, which go on behind the request."""

    board: Board
    _under_way: "set[asyncio.Task[None]]" = field(default_factory=set)
    _playing: "asyncio.Task[None] | None" = None

    async def do(self, asked: dict[str, Any]) -> None:
        """Begin what is asked for. Raises `Refused`."""
        keeper = self.board.keeper
        match asked.get("do"):
            case "pause":
                keeper.pause()
            case "play":
                self._begin_play(asked)
            case "next":
                self._free()
                await self.board.refresh()
                first = self.board.known.next
                if first is None:
                    raise Refused("nothing_ahead")
                self._begin(first.at)
            case "day":
                zone = ZoneInfo(self.board.zone)
                self._begin(keeper.clock.now().astimezone(zone) + timedelta(days=1))
            case "to":
                self._begin(self._instant(asked.get("at")))
            case other:
                raise Refused("unknown_act", what=str(other)[:40])

    def _free(self) -> None:
        if self.board.keeper.moving or self.board.keeper.speed is not None:
            raise Refused("moving", 409)

    def _begin(self, instant: datetime) -> None:
        keeper = self.board.keeper
        self._free()
        now = keeper.clock.now()
        if instant < now:
            zone = ZoneInfo(self.board.zone)
            raise Refused("past", now=f"{now.astimezone(zone):%d/%m/%Y %H:%M}")
        if instant > now + FARTHEST:
            raise Refused("far")
        keeper.moving = True
        self._run(self._move(instant))

    async def _move(self, instant: datetime) -> None:
        await self.board.keeper.move_to(instant)
        await self.board.refresh()

    def _begin_play(self, asked: dict[str, Any]) -> None:
        speed = asked.get("speed")
        if isinstance(speed, bool) or not isinstance(speed, int | float) or not 1 <= speed <= FASTEST:
            raise Refused("speed")
        keeper = self.board.keeper
        if self._playing is not None and not self._playing.done():
            keeper.speed = float(speed)
            keeper.changed()
            return
        self._free()
        keeper.speed = float(speed)
        self._playing = self._run(keeper.play())

    def _instant(self, text: Any) -> datetime:
        """A day or an instant of the bloc's clock."""
        try:
            at = datetime.fromisoformat(text)
            if len(text) == len("2020-01-31"):
                at = datetime.combine(at.date(), MORNING)
            local = at if at.tzinfo is not None else at.replace(tzinfo=ZoneInfo(self.board.zone))
            return local.astimezone(UTC)
        except (TypeError, ValueError, OverflowError):
            raise Refused("no_date") from None

    def _run(self, work: Coroutine[Any, Any, None]) -> "asyncio.Task[None]":
        task = asyncio.create_task(work)
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        return task

    async def stop(self) -> None:
        """Nothing moves any more."""
        for task in list(self._under_way):
            task.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)
