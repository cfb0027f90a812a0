"""Updates that wait for the bot, with Telegram's way of confirming them."""

from bisect import bisect_right
from collections import deque
from collections.abc import Callable
from itertools import takewhile
from typing import Any

FIRST_UPDATE = 700_000_001
USUAL = frozenset(
    {"message", "edited_message", "channel_post", "edited_channel_post", "callback_query", "my_chat_member", "poll"}
)


class Updates:
    """The queue. An update stays until a later offset confirms it (or a webhook takes it)."""

    def __init__(self) -> None:
        self.pending: list[dict[str, Any]] = []
        self.allowed: frozenset[str] = USUAL
        self.on_arrival: list[Callable[[], None]] = []
        """Called when something may have changed for who waits; must not block. Long polls and the webhook's sender."""
        self.polls = 0
        """How many polls have begun or been ended from outside: one that waits and finds another number is over."""
        self.ended_by = ""
        self._next = FIRST_UPDATE
        self._limit = 100
        self._confirmed: deque[dict[str, Any]] = deque(maxlen=1000)
        self._again: list[dict[str, Any]] = []
        self._reversed = False

    def allow(self, kinds: list[str] | None) -> None:
        """Remember which kinds are wanted from now on; None changes nothing, an empty list means the usual ones."""
        if kinds is not None:
            self.allowed = frozenset(kinds) or USUAL

    def add(self, kind: str, payload: dict[str, Any]) -> None:
        """Queue an update, unless its kind is not wanted."""
        if kind in self.allowed:
            self.put({kind: payload})

    def put(self, fields: dict[str, Any]) -> int:
        """Queue an update of any shape, a broken one too; returns its number."""
        update = {"update_id": self._next, **fields}
        self._next += 1
        self.pending.append(update)
        self._arrived()
        return int(update["update_id"])

    def fetch(self, offset: int | None, limit: int) -> list[dict[str, Any]]:
        """What getUpdates hands out; everything before `offset` is confirmed and forgotten."""
        if offset is not None and offset > 0:
            self.confirm(offset - 1)
        elif offset is not None and offset < 0:
            self._forget(max(0, len(self.pending) + offset))
        self._limit = limit
        return self.fetch_again()

    def fetch_again(self) -> list[dict[str, Any]]:
        """The same request once more, after it has waited."""
        batch = self.take_again(self._limit)
        batch += self.pending[: self._limit - len(batch)]
        return batch[::-1] if self.turned() else batch

    def take_again(self, most: int) -> list[dict[str, Any]]:
        """Updates that are to come once more; each is handed out once."""
        batch, self._again = self._again[:most], self._again[most:]
        return batch

    def turned(self) -> bool:
        """Whether this batch comes newest first; that is said once."""
        turned, self._reversed = self._reversed, False
        return turned

    def since(self, number: int) -> list[dict[str, Any]]:
        """What waits and is newer than that number."""
        return self.pending[bisect_right(self.pending, number, key=_number) :]

    def end_polls(self, by: str) -> None:
        """Whoever waits for updates is sent away: there is a newer request."""
        self.polls += 1
        self.ended_by = by
        self._arrived()

    def confirm(self, up_to: int) -> None:
        """Forget every update up to that number."""
        self._forget(sum(1 for _ in takewhile(lambda update: update["update_id"] <= up_to, self.pending)))

    def confirm_one(self, number: int) -> None:
        """A webhook took this one; others may still wait before it."""
        at = bisect_right(self.pending, number, key=_number) - 1
        if at >= 0 and self.pending[at]["update_id"] == number:
            self._confirmed.append(self.pending.pop(at))

    def drop(self) -> None:
        """Forget everything that waits."""
        self._forget(len(self.pending))

    def repeat(self, count: int = 1) -> None:
        """Provoke: the last `count` updates the bot has confirmed come once more."""
        self._again += list(self._confirmed)[-count:]
        self._arrived()

    def out_of_order(self) -> None:
        """Provoke: the next batch comes newest first."""
        self._reversed = True

    @property
    def made(self) -> int:
        """How many updates there have been so far."""
        return self._next - FIRST_UPDATE

    @property
    def waiting(self) -> bool:
        return bool(self.pending or self._again)

    def _forget(self, count: int) -> None:
        self._confirmed.extend(self.pending[:count])
        del self.pending[:count]

    def _arrived(self) -> None:
        for notify in list(self.on_arrival):
            notify()


def _number(update: dict[str, Any]) -> int:
    return int(update["update_id"])
