"""The writer thread: in which order it takes what waits."""

import asyncio
import threading
from collections.abc import Callable

from bot.rehearsal.clock import RehearsalClock
from bot.trouble import TroubleLog
from bot.writer import Writer
from store.engine import open_engine
from tests.conftest import NOW


def order_of(*waiting: tuple[str, bool]) -> str:
    """The order in which works are run that all came while one was running: a name, and whether it goes first."""
    writer = Writer(open_engine("sqlite://"), TroubleLog(RehearsalClock(NOW)))
    all_came, ran = threading.Event(), list[str]()

    def work(name: str) -> Callable[[], None]:
        return lambda: ran.append(name)

    async def story() -> None:
        running = asyncio.ensure_future(writer.run(all_came.wait))
        others = [asyncio.ensure_future(writer.run(work(name), first=first)) for name, first in waiting]
        await asyncio.sleep(0)
        all_came.set()
        await asyncio.gather(running, *others)

    asyncio.run(story())
    writer.close()
    return "".join(ran)


def test_turns_are_taken_as_they_came() -> None:
    assert order_of(("1", False), ("2", False), ("3", False)) == "123"


def test_what_goes_first_waits_for_two_turns_at_most_the_one_that_runs_among_them() -> None:
    waiting = [(number, False) for number in "12345"]
    assert order_of(*waiting, ("a", True), ("b", True)) == "1a23b45"
