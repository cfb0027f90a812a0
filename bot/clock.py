"""Time as an object: what `bot` is handed instead of a clock to read."""

import asyncio
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """What is asked of time: the instant it is, and to be woken at another one."""

    def now(self) -> datetime:
        """The instant it is, aware and in UTC."""
        ...

    async def wait_until(self, instant: datetime | None, wake: asyncio.Event) -> None:
        """Return once `instant` is reached or `wake` is set (None: only when set). `wake` is left as it is."""
        ...


class RealClock:
    """The clock on the wall."""

    LONGEST_SLEEP = 60.0
    """Seconds. Sleeping in pieces keeps a suspended machine or a corrected clock from oversleeping."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    async def wait_until(self, instant: datetime | None, wake: asyncio.Event) -> None:
        while not wake.is_set():
            left = None if instant is None else (instant - self.now()).total_seconds()
            if left is not None and left <= 0:
                return
            try:
                await asyncio.wait_for(
                    wake.wait(), self.LONGEST_SLEEP if left is None else min(left, self.LONGEST_SLEEP)
                )
            except TimeoutError:
                continue
