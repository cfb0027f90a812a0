"""How fast a form is answered, in one process and without a network: `python -m tests.bench [PEOPLE]`.

Everybody registers a product, all at once, each act after the answer to the one before; every step is on disk
(SQLite, synchronous=FULL). The rehearsal does one thing at a time and the emulated Telegram runs in the same process,
so this measures the work of a turn with its letters, not the delivery beside it. Flood limits are off.
"""

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import structlog

from store.engine import open_engine
from store.schema import upgrade
from store.tables import Target
from tests.town import Actor, Town

PEOPLE = 100


def bare_taps(actor: Actor, label: str) -> None:
    """A tap without waiting for the bot."""
    message = actor.last
    full = next(button.text for row in message.buttons for button in row if button.text.startswith(label))
    actor.person.taps(message, full)


ACTS: list[Callable[[Actor], object]] = [
    lambda actor: actor.person.sends("/dangky"),
    lambda actor: bare_taps(actor, "Đề án"),
    lambda actor: actor.person.sends("Chuyển đổi số một cửa"),
    lambda actor: bare_taps(actor, "Gửi"),
]


def measure(people: int) -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/bench.db"
        engine = open_engine(url)
        upgrade(engine)
        engine.dispose()
        town = Town(Path(folder), url)
        town.stage.telegram.limits.on = False
        staff = [town._joins(f"Cán bộ {number}", "syt") for number in range(people)]
        calls = len(town.stage.telegram.calls)
        began, began_cpu = time.perf_counter(), time.process_time()
        for act in ACTS:
            for actor in staff:
                act(actor)
            town.settles()
        took, cpu = time.perf_counter() - began, time.process_time() - began_cpu
        assert len(town.all(Target)) == people
        calls = len(town.stage.telegram.calls) - calls
        town.closes()
    turns = people * len(ACTS)
    print(f"{people} people, {turns} turns, {calls} requests to the emulated Telegram in {took:.1f} s")
    print(f"{turns / took:.0f} turns/s; {1000 * cpu / turns:.1f} ms of processor time a turn, Telegram's side included")


if __name__ == "__main__":
    measure(int(sys.argv[1]) if len(sys.argv) > 1 else PEOPLE)
