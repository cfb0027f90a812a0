"""The work of a turn alone: everything in one process, one thing at a time, no network. The place to start a profile.

Everybody registers a product at once, each act after the answers to the one before; every step is on disk (SQLite,
synchronous=FULL). The emulated Telegram's part is included; flood limits are off.
"""

import asyncio
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter, process_time

import structlog

from store.engine import open_engine
from store.schema import upgrade
from store.tables import Target
from tests.bench.figures import Figure, Sheet
from tests.bench.plan import Plan
from tests.bench.processes import OURS
from tests.town import Actor, Town


def bare_taps(actor: Actor, label: str) -> None:
    """A tap without waiting for the bot."""
    message = actor.last
    actor.person.taps(message, next(one.text for row in message.buttons for one in row if one.text.startswith(label)))


ACTS: list[Callable[[Actor], object]] = [
    lambda actor: actor.person.sends("/dangky"),
    lambda actor: bare_taps(actor, "Đề án"),
    lambda actor: actor.person.sends("Chuyển đổi số một cửa"),
    lambda actor: bare_taps(actor, "Gửi"),
]


async def turns(plan: Plan) -> Sheet:
    people = plan.people // 5
    took, cpu = await asyncio.to_thread(take_turns, people)
    figures = [
        Figure("turns", "/s", {OURS.name: people * len(ACTS) / took}),
        Figure("processor a turn, Telegram's side included", "ms", {OURS.name: 1000 * cpu / people / len(ACTS)}),
    ]
    return Sheet("turns", f"Turns in one process, {people} people", figures)


def take_turns(people: int) -> tuple[float, float]:
    """Seconds that passed, and of processor time, while everybody registered once."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/bench.db"
        engine = open_engine(url)
        upgrade(engine)
        engine.dispose()
        town = Town(Path(folder), url)
        town.stage.telegram.limits.on = False
        staff = [town._joins(f"Cán bộ {number}", "syt") for number in range(people)]
        began, began_cpu = perf_counter(), process_time()
        for act in ACTS:
            for actor in staff:
                act(actor)
            town.settles()
        took, cpu = perf_counter() - began, process_time() - began_cpu
        assert len(town.all(Target)) == people
        town.closes()
    return took, cpu
