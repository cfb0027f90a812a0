"""Updates that wait for the bot, with Telegram's way of confirming them."""

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
        """Called after each arrival; must not block. Long polls and the webhook's sender wait through it."""
        self._next = FIRST_UPDATE
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
        batch = (self._again + self.pending)[:limit]
        self._again = self._again[len(batch) :]
        if self._reversed:
            batch, self._reversed = batch[::-1], False
        return batch

    def confirm(self, up_to: int) -> None:
        """Forget every update up to that number."""
        self._forget(sum(1 for _ in takewhile(lambda update: update["update_id"] <= up_to, self.pending)))

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
    def waiting(self) -> bool:
        return bool(self.pending or self._again)

    def _forget(self, count: int) -> None:
        self._confirmed.extend(self.pending[:count])
        del self.pending[:count]

    def _arrived(self) -> None:
        for notify in list(self.on_arrival):
            notify()
