"""Trouble on demand: what shall go wrong, and when."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

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
    return partial(ApiError, code, "Bad Gateway" if code == 502 else "Internal Server Error")


@dataclass
class Fault:
    """One trouble for calls of `method` (None: any) to `chat` (None: any).

    It strikes from the `nth` matching call on, `times` times (None: until it is removed).
    A cut connection is `Fault(CutBefore, ...)` or `Fault(CutAfter, ...)`.
    """

    trouble: Trouble
    method: str | None = None
    chat: int | None = None
    nth: int = 1
    times: int | None = 1
    seen: int = 0

    def strikes(self, method: str, chat: int | None) -> bool:
        """Count a call, and say whether this is one that goes wrong."""
        if self.method not in (None, method) or self.chat not in (None, chat):
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

    def strike(self, method: str, chat: int | None) -> Exception | None:
        """What goes wrong with this call."""
        for fault in self.waiting:
            if fault.strikes(method, chat):
                return fault.trouble()
        return None
