"""Trouble on demand: a slow or broken network, Telegram's limits."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from bot.rehearsal.demo.refusing import Refused
from bot.rehearsal.demo.views import instant
from bot.rehearsal.telegram import CutBefore, Fault, Telegram, server_error

Json = dict[str, Any]

SLOWEST, LONGEST_FLOOD = 10.0, 3600.0
HEARD = frozenset({"getUpdates"})
"""What goes on while Telegram is unwell: the bot would stay deaf for a minute after it is well again."""


@dataclass
class Troubles:
    """The switches of one rehearsal."""

    telegram: Telegram
    _on: dict[str, Fault] = field(default_factory=dict)

    def view(self) -> Json:
        held = self.telegram.limits.held(self.telegram.now())
        return {
            "slow": self.telegram.latency,
            "limits": self.telegram.limits.on,
            "errors": "errors" in self._on,
            "cut": "cut" in self._on,
            "flood_until": instant(held) if held is not None else None,
            "privacy": self.telegram.privacy,
        }

    def provoke(self, what: str, asked: Json) -> bool:
        """Turn a switch. Whether there is one of that name."""
        match what:
            case "slow":
                self.telegram.latency = _seconds(asked, SLOWEST)
            case "limits":
                self.telegram.limits.on = _on(asked)
            case "privacy":
                self.telegram.privacy = _on(asked)
            case "flood":
                until = self.telegram.now() + timedelta(seconds=_seconds(asked, LONGEST_FLOOD))
                self.telegram.limits.hold(until)
            case "errors":
                self._fault(what, Fault(server_error(), times=None, besides=HEARD), on=_on(asked))
            case "cut":
                self._fault(what, Fault(CutBefore, times=None, besides=HEARD), on=_on(asked))
            case _:
                return False
        return True

    def _fault(self, name: str, fault: Fault, *, on: bool) -> None:
        before = self._on.pop(name, None)
        if before is not None:
            self.telegram.faults.remove(before)
        if on:
            self._on[name] = self.telegram.faults.add(fault)


def _on(asked: Json) -> bool:
    on = asked.get("on")
    if not isinstance(on, bool):
        raise Refused("wrong", what="on")
    return on


def _seconds(asked: Json, most: float) -> float:
    seconds = asked.get("seconds")
    if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not 0 <= seconds <= most:
        raise Refused("seconds", most=int(most))
    return float(seconds)
