"""How much is measured."""

from collections.abc import Sequence
from dataclasses import dataclass

from tests.bench.processes import KINDS, STOCK, Kind


@dataclass(frozen=True)
class Plan:
    """How many people act, and for how many seconds each bot is measured after `settle` seconds."""

    people: int = 500
    seconds: float = 20.0
    stock_seconds: float = 60.0
    """The sequential default answers so slowly that less would show nothing."""
    settle: float = 3.0
    grace: float = 10.0
    """Seconds that answers may still take when the people have stopped acting; with flood limits on, four times as
    long, so that what is late differs from what is lost."""
    starts: int = 3
    idle: float = 5.0
    """Seconds of rest before an idle bot's memory is read."""
    flooded: int = 20
    """People beside the one who floods; so few that the sequential default can just serve them."""
    blocs: int = 100
    people_a_bloc: int = 1000
    achievements: int = 1_000_000
    readers: int = 3000
    """Private chats that an announcement goes to."""
    groups: int = 30
    talkers: int = 50
    """Of the readers, who use the bot meanwhile."""
    kinds: Sequence[Kind] = KINDS

    def seconds_of(self, kind: Kind) -> float:
        return self.stock_seconds if kind == STOCK else self.seconds


QUICK = Plan(people=20, seconds=1.0, stock_seconds=1.0, settle=0.5, starts=1, idle=0.5, readers=60, groups=3, talkers=5)
