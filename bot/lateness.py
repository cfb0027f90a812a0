"""The operator's alarm: letters that should have gone and did not.

A letter that Telegram told us to hold back (`retry_after`) is not late: nobody can do anything about it. Neither is one
in a long broadcast, until the pace that Telegram allows no longer explains it. Letters that Telegram does not take
because it is down, or out of reach, are put off again and again, so they are known by the time since it last took one.
"""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from sqlalchemy import Engine

from bot.clock import Clock
from bot.trouble import is_away
from store.engine import reading
from store.figures import late_letters, open_letter_counts
from store.tables import Lane

LIMITS = {
    Lane.REPLY: timedelta(minutes=2),
    Lane.NOTICE: timedelta(minutes=2),
    Lane.REMINDER: timedelta(minutes=10),
    Lane.BROADCAST: timedelta(minutes=10),
}
UNANSWERED = timedelta(minutes=2)
LOOK_EVERY = timedelta(seconds=30)
AGAIN = timedelta(minutes=10)

log = structlog.get_logger()


class Lateness:
    """Logs `letters_late` when it begins and every ten minutes while it lasts, `letters_caught_up` when it is over."""

    def __init__(self, engine: Engine, clock: Clock, unanswered_since: Callable[[], datetime | None]) -> None:
        self._engine = engine
        self._clock = clock
        self._unanswered_since = unanswered_since
        self._began: datetime | None = None
        self._told: datetime | None = None

    async def step(self) -> None:
        """Look once."""
        now = self._clock.now()
        facts = await asyncio.to_thread(self._look, now)
        if facts is None:
            if self._began is not None:
                log.info("letters_caught_up", seconds=(now - self._began).total_seconds())
            self._began = self._told = None
        elif self._told is None or now - self._told >= AGAIN:
            self._began, self._told = self._began or now, now
            log.error("letters_late", **facts)

    def _look(self, now: datetime) -> dict[str, object] | None:
        """What the alarm says; None while there is nothing to alarm about."""
        since = self._unanswered_since()
        with reading(self._engine) as session:
            late = late_letters(session, now, after=LIMITS)
            if late is not None:
                age = (now - late.oldest.due_at).total_seconds()
                return {"reason": "behind", "seconds": age, "count": late.count, "lane": late.oldest.lane.value}
            if since is None or now - since <= UNANSWERED:
                return None
            counts = open_letter_counts(session)
        if not any(state != "dead" for _, state in counts):
            return None  # what Telegram did not take has been given up
        waiting = {lane: count for (lane, state), count in counts.items() if state == "waiting"}
        first = next((lane.value for lane in Lane if lane.value in waiting), None)
        seconds = (now - since).total_seconds()
        return {"reason": "telegram", "seconds": seconds, "count": sum(waiting.values()), "lane": first}

    async def run(self, stop: asyncio.Event) -> None:
        """Look every half minute until told to stop."""
        while not stop.is_set():
            try:
                await self.step()
            except Exception as error:
                if not is_away(error):
                    log.exception("lateness_unknown")
            await self._clock.wait_until(self._clock.now() + LOOK_EVERY, stop)
