"""What happens, as the page is told of it: numbered, remembered for a while, so that nobody who was away misses it."""

import asyncio
import contextlib
import json
import secrets
from collections import deque
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from typing import Any

REMEMBERED = 4000
"""Events kept for pages that come back."""


@dataclass(frozen=True)
class Told:
    """One event, as it goes over the line."""

    number: int
    name: str
    data: str


@dataclass
class Feed:
    """The events of one server. Another server's begin anew, under another name."""

    name: str = field(default_factory=lambda: secrets.token_hex(4))
    remembered: int = REMEMBERED
    _told: deque[Told] = field(default_factory=deque)
    _number: int = 0
    _listening: set[asyncio.Event] = field(default_factory=set)

    @property
    def last(self) -> str:
        """The id of the newest event."""
        return f"{self.name}-{self._number}"

    def tell(self, name: str, data: dict[str, Any]) -> None:
        self._number += 1
        self._told.append(Told(self._number, name, json.dumps(data, ensure_ascii=False, separators=(",", ":"))))
        while len(self._told) > self.remembered:
            self._told.popleft()
        for event in self._listening:
            event.set()

    def since(self, after: str) -> list[Told] | None:
        """What came after the event of that id; None where that is no longer known."""
        name, _, number = after.rpartition("-")
        if name != self.name or not number.isdecimal() or int(number) > self._number:
            return None
        missed = self._number - int(number)
        if missed > len(self._told):
            return None
        return list(self._told)[len(self._told) - missed :]

    @contextlib.contextmanager
    def _heard(self) -> Iterator[asyncio.Event]:
        event = asyncio.Event()
        self._listening.add(event)
        try:
            yield event
        finally:
            self._listening.discard(event)

    async def follow(self, after: str, *, quiet: float) -> AsyncIterator[bytes]:
        """The stream from an event on. A comment comes every `quiet` seconds in which nothing does."""
        with self._heard() as news:
            while True:
                news.clear()
                found = self.since(after)
                if found is None:
                    yield f"id: {self.last}\nevent: reset\ndata: {{}}\n\n".encode()
                    after = self.last
                    continue
                for one in found:
                    yield f"id: {self.name}-{one.number}\nevent: {one.name}\ndata: {one.data}\n\n".encode()
                    after = f"{self.name}-{one.number}"
                try:
                    async with asyncio.timeout(quiet):
                        await news.wait()
                except TimeoutError:
                    yield b": still here\n\n"
