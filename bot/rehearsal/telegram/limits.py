"""Telegram's flood limits, as far as they are known; a little more forgiving than a careful bot needs."""

import math
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.rehearsal.telegram.errors import too_many_requests

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)


@dataclass
class _Bucket:
    """So many at once; each second brings one more."""

    left: float
    at: datetime

    def refill(self, most: int, now: datetime) -> None:
        self.left = min(float(most), self.left + (now - self.at).total_seconds())
        self.at = now


@dataclass
class Limits:
    """How much the bot may send: in all, to one person, to one group. `on` may be switched at any time."""

    on: bool = True
    a_second: int = 30
    private_burst: int = 5
    """So many to one person at once; each second allows one more."""
    group_a_minute: int = 20
    _all: deque[datetime] = field(default_factory=deque)
    _held: dict[int | None, datetime] = field(default_factory=dict)
    _groups: dict[int, deque[datetime]] = field(default_factory=dict)
    _people: dict[int, _Bucket] = field(default_factory=dict)

    def hold(self, until: datetime, chat_id: int | None = None) -> None:
        """Provoke: until then every message to this chat, or to anybody, is a 429 that says how long is left."""
        self._held[chat_id] = until

    def held(self, now: datetime) -> datetime | None:
        """Until when nobody may be written to, where that is provoked."""
        until = self._held.get(None)
        return until if until is not None and now < until else None

    def check(self, chat_id: int, *, group: bool, now: datetime) -> None:
        """Raise the 429 that one more message now would earn. What is held is held though the limits are off."""
        for key in (chat_id, None) if self._held else ():
            if key in self._held and now < self._held[key]:
                raise too_many_requests(math.ceil((self._held[key] - now).total_seconds()))
        if not self.on:
            return
        own = self._group_wait(chat_id, now) if group else self._person_wait(chat_id, now)
        wait = max(own, _wait(self._all, self.a_second, SECOND, now))
        if wait > 0:
            raise too_many_requests(max(1, math.ceil(wait)))

    def note(self, chat_id: int, *, group: bool, now: datetime) -> None:
        """A message went."""
        if not self.on:
            return
        self._all.append(now)
        if group:
            self._groups[chat_id].append(now)
        else:
            self._people[chat_id].left -= 1

    def _group_wait(self, chat_id: int, now: datetime) -> float:
        return _wait(self._groups.setdefault(chat_id, deque()), self.group_a_minute, MINUTE, now)

    def _person_wait(self, chat_id: int, now: datetime) -> float:
        bucket = self._people.setdefault(chat_id, _Bucket(self.private_burst, now))
        bucket.refill(self.private_burst, now)
        return max(0.0, 1 - bucket.left)


def _wait(seen: deque[datetime], most: int, span: timedelta, now: datetime) -> float:
    """Seconds until one more fits into a sliding window; 0 when it fits now."""
    while seen and seen[0] <= now - span:
        seen.popleft()
    return 0.0 if len(seen) < most else (seen[-most] + span - now).total_seconds()
