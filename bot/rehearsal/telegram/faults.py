"""Trouble on demand: what shall go wrong, and when."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from http import HTTPStatus

from bot.rehearsal.telegram.errors import ApiError, bad_request, forbidden, too_many_requests

Trouble = Callable[[], Exception]


def flood(retry_after: int) -> Trouble:
    """429, to be tried again after so many seconds."""
    return partial(too_many_requests, retry_after)


def refusal(reason: str) -> Trouble:
    """403 with Telegram's words, such as "bot was blocked by the user"."""
    return partial(forbidden, reason)


def wrong(reason: str) -> Trouble:
    """400 with Telegram's words, such as "message to edit not found"."""
    return partial(bad_request, reason)


def server_error(code: int = 502) -> Trouble:
    """Telegram itself is unwell."""
    return partial(ApiError, code, HTTPStatus(code).phrase)


@dataclass
class Fault:
    """One trouble for calls of `method` (None: any) to `chat` (None: any).

    It strikes from the `nth` matching call on, `times` times (None: until it is removed), and not after `until`.
    A cut connection is `Fault(CutBefore, ...)` or `Fault(CutAfter, ...)`.
    """

    trouble: Trouble
    method: str | None = None
    chat: int | None = None
    nth: int = 1
    times: int | None = 1
    until: datetime | None = None
    seen: int = 0
    besides: frozenset[str] = frozenset()
    """Methods it leaves alone."""

    def strikes(self, method: str, chat: int | None, now: datetime) -> bool:
        """Count a call, and say whether this is one that goes wrong."""
        if method in self.besides or self.method not in (None, method) or self.chat not in (None, chat):
            return False
        if self.until is not None and now >= self.until:
            return False
        self.seen += 1
        return self.seen >= self.nth and (self.times is None or self.seen < self.nth + self.times)


@dataclass
class Faults:
    """The troubles that wait; the first that strikes wins."""

    waiting: list[Fault] = field(default_factory=list)

    def add(self, fault: Fault) -> Fault:
        self.waiting.append(fault)
        return fault

    def remove(self, fault: Fault) -> None:
        self.waiting.remove(fault)

    def clear(self) -> None:
        self.waiting.clear()

    def strike(self, method: str, chat: int | None, now: datetime) -> Exception | None:
        """What goes wrong with this call."""
        for fault in self.waiting:
            if fault.strikes(method, chat, now):
                return fault.trouble()
        return None
