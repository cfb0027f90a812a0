"""The soak: a long day of everything that people send, as fast as it is answered. `make soak UPDATES=200000`.

In the end the bot must not have grown, and nothing may be open: no update, letter, form or job.
"""

import argparse
import asyncio
import os
import random
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, func, select

from bot.rehearsal.telegram import Event, Telegram
from store.columns import table_of
from store.engine import open_engine, reading
from store.tables import Form, FormState, Inbox, Letter
from tests.bench.office import Someone, settle_office
from tests.bench.processes import OURS, BotProcess
from tests.bot.api_server import ApiServer
from tests.storm.ledger import work_left
from tests.storm.people import Registrant
from tests.storm.regulars import ANSWER_WITHIN, Regular

PEOPLE, HEADS, GROUPS = 400, 40, 40
LOOKS_EVERY = 2.0
DRAINS_WITHIN = 1800.0
WARM_AFTER = 0.2
"""The share of the updates after which the bot's memory is what it must stay."""

GROWTH = 0.10
WARM_UPDATES = 4_000
"""Fewer than these before the first look, and the bot is still filling what it keeps: its memory says nothing yet."""


class Town:
    """All of them, in the event loop of the emulated Telegram."""

    def __init__(self, telegram: Telegram, seed: int) -> None:
        self.telegram = telegram
        telegram.limits.on, telegram.privacy, telegram.history = False, False, 5 * PEOPLE
        people = [telegram.person(f"Cán bộ {number}") for number in range(PEOPLE)]
        self.heads = [telegram.person(f"Trưởng {number}") for number in range(HEADS)]
        for one in people + self.heads:
            one.starts()
        groups = [telegram.group(f"Nhóm {number}", people[number::GROUPS]) for number in range(GROUPS)]
        for number, group in enumerate(groups):
            group.add_bot(people[number])
        telegram.updates.drop()
        self.begun_at = telegram.updates.made
        self.regulars = [
            Regular(telegram, Registrant(one, chance, pause=0, patience=ANSWER_WITHIN), groups[number % GROUPS], chance)
            for number, one in enumerate(people)
            for chance in [random.Random(f"{seed}/{number}")]
        ]
        self._by_chat = {one.registrant.person.chat.id: one.registrant for one in self.regulars}
        self._over = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        telegram.listeners.append(self._looks)

    @property
    def updates(self) -> int:
        return self.telegram.updates.made - self.begun_at

    @property
    def staff(self) -> list[Someone]:
        return [Someone(one.registrant.person.id, one.registrant.person.name) for one in self.regulars]

    def begins(self) -> None:
        self._tasks = [asyncio.create_task(one.lives(self._over)) for one in self.regulars]

    def comes_to_an_end(self) -> None:
        self._over.set()

    def goes_home(self) -> None:
        for task in self._tasks:
            task.cancel()

    @property
    def finished(self) -> bool:
        for task in self._tasks:
            if task.done():
                task.result()
        return all(task.done() for task in self._tasks)

    def _looks(self, event: Event) -> None:
        registrant = self._by_chat.get(event.chat.id) if event.chat is not None else None
        if registrant is not None:
            registrant.looks()


@dataclass
class Watch:
    """What is seen of the bot from outside, as it works."""

    bot: BotProcess
    town: Town
    began: float = field(default_factory=time.monotonic)
    seen: list[tuple[int, float]] = field(default_factory=list)
    """Updates so far and MB."""

    def looks(self) -> None:
        self.seen.append((self.town.updates, self.bot.memory))
        seconds = time.monotonic() - self.began
        number, memory = self.seen[-1]
        print(f"{seconds:6.0f} s  {number:8} updates  {number / seconds:6.0f}/s  {memory:6.1f} MB", flush=True)

    def growth(self) -> float:
        """Of memory since the bot was warm, as a share; the end is the largest of the last looks."""
        last = self.seen[-1][0]
        warm = next(memory for number, memory in self.seen if number >= WARM_AFTER * last)
        return max(memory for _, memory in self.seen[-3:]) / warm - 1


def soak(folder: Path, updates: int, seed: int) -> Iterator[str]:
    """Run it; what is wrong in the end."""
    with ApiServer() as api:
        town = Town(api.telegram, seed)
        settle_office(folder, [Someone(one.id, one.name) for one in town.heads], town.staff)
        engine = open_engine(f"sqlite:///{folder}/thidua.db")
        bot = BotProcess(OURS, folder, api.telegram.token, api.url)
        try:
            watch = Watch(bot, town)
            api.acts(town.begins)
            while town.updates < updates:
                time.sleep(LOOKS_EVERY)
                watch.looks()
            api.acts(town.comes_to_an_end)
            _until(lambda: town.finished and work_left(engine) == 0, watch)
            bot_seconds = time.monotonic() - watch.began
            print(
                f"{town.updates / bot_seconds:.0f} updates/s with all their letters, {bot.cpu:.0f} s of processor time"
            )
            if WARM_AFTER * updates < WARM_UPDATES:
                print(f"memory is judged from {WARM_UPDATES / WARM_AFTER:.0f} updates on")
            elif (growth := watch.growth()) >= GROWTH:
                yield f"memory grew by {growth:.0%}"
            else:
                print(f"memory stayed: {growth:+.0%}")
        finally:
            api.acts(town.goes_home)
            bot.ends()
        yield from left_over(engine, api.telegram)
        engine.dispose()


def _until(so: Callable[[], bool], watch: Watch) -> None:
    end = time.monotonic() + DRAINS_WITHIN
    while not so() and time.monotonic() < end:
        time.sleep(LOOKS_EVERY)
        watch.looks()


def left_over(engine: Engine, telegram: Telegram) -> Iterator[str]:
    """What is open or went wrong."""
    inbox, letter, form = table_of(Inbox), table_of(Letter), table_of(Form)
    if left := work_left(engine):
        yield f"{left} updates, letters or jobs are open"
    with reading(engine) as session:
        states = dict(session.execute(select(inbox.c.state, func.count()).group_by(inbox.c.state)).all())
        letters = dict(session.execute(select(letter.c.state, func.count()).group_by(letter.c.state)).all())
        reasons = Counter(session.execute(select(letter.c.reason).where(letter.c.state == "dead")).scalars())
        open_forms = session.execute(select(func.count()).where(form.c.state == FormState.OPEN)).scalar_one()
        errors = session.execute(select(inbox.c.error_id).where(inbox.c.error_id.is_not(None))).scalars().all()
    print(f"updates {_named(states)}; letters {_named(letters)}; misuses {len(telegram.misuses)}")
    if open_forms:
        yield f"{open_forms} forms are open"
    if errors:
        yield f"{len(errors)} updates failed: {errors[:5]}"
    if reasons:
        yield f"letters died: {dict(reasons)}"
    yield from (f"misuse: {misuse}" for misuse in telegram.misuses[:5])


def _named(counts: dict[Any, int]) -> str:
    return ", ".join(f"{number} {state.value}" for state, number in sorted(counts.items()))


def main() -> None:
    parser = argparse.ArgumentParser(prog="make soak")
    parser.add_argument("--updates", type=int, default=200_000)
    parser.add_argument("--seed", type=int, default=int.from_bytes(os.urandom(4)))
    given = parser.parse_args()
    print(f"{given.updates} updates, seed {given.seed}", flush=True)
    with tempfile.TemporaryDirectory(prefix="thidua-soak-", ignore_cleanup_errors=True) as folder:
        wrong = list(soak(Path(folder), given.updates, given.seed))
        with suppress(FileNotFoundError):
            print(*(Path(folder) / "bot.log").read_text(errors="replace").splitlines()[-3:] if wrong else (), sep="\n")
    print(*(wrong or ["nothing is open, nothing went wrong"]), sep="\n")
    raise SystemExit(bool(wrong))


if __name__ == "__main__":
    main()
