"""Telegram's flood limits, as far as they are known; more forgiving to a burst than a careful bot would be."""

import math
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.rehearsal.telegram.errors import too_many_requests


@dataclass
class _Window:
    """At most `most` within `span`, sliding."""

    most: int
    span: timedelta
    seen: deque[datetime] = field(default_factory=deque)

    def wait(self, now: datetime) -> float:
        """Seconds until one more fits; 0 when it fits now."""
        while self.seen and self.seen[0] <= now - self.span:
            self.seen.popleft()
        if len(self.seen) < self.most:
            return 0.0
        return (self.seen[-self.most] + self.span - now).total_seconds()


@dataclass
class Limits:
    """How much the bot may send: in all, to one person, to one group. `on` may be switched at any time."""

    on: bool = True
    a_second: int = 30
    private_burst: int = 5
    """So many to one person at once; after that as many as seconds have gone by."""
    group_a_minute: int = 20
    _all: deque[datetime] = field(default_factory=deque)
    _chats: dict[int, deque[datetime]] = field(default_factory=dict)

    def check(self, chat_id: int, *, group: bool, now: datetime) -> None:
        """Raise the 429 that one more message now would earn."""
        if not self.on:
            return
        wait = max(window.wait(now) for window in self._windows(chat_id, group))
        if wait > 0:
            raise too_many_requests(max(1, math.ceil(wait)))

    def note(self, chat_id: int, now: datetime) -> None:
        """A message went."""
        self._all.append(now)
        self._chats.setdefault(chat_id, deque()).append(now)

    def _windows(self, chat_id: int, group: bool) -> list[_Window]:
        chat = self._chats.setdefault(chat_id, deque())
        own = (
            _Window(self.group_a_minute, timedelta(minutes=1), chat)
            if group
            else _Window(self.private_burst, timedelta(seconds=self.private_burst), chat)
        )
        return [_Window(self.a_second, timedelta(seconds=1), self._all), own]
