"""One bot before one Telegram of its own, with people who know it."""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from bot.rehearsal.server import RehearsalServer
from bot.rehearsal.telegram import Group, Person, Telegram, Upload
from bot.rehearsal.telegram.methods import METHODS
from tests.bench.office import UNITS, Someone, settle_office
from tests.bench.processes import BotProcess, Kind, machine_cpu

LATENCY = 0.08
"""Seconds from the emulated Telegram's taking a request to its answer."""
PATIENCE = 60.0


@dataclass(eq=False, repr=False)
class Watched(Telegram):
    """A Telegram that notices the first poll, and counts the requests and those it refused as too many."""

    polled: asyncio.Event = field(default_factory=asyncio.Event)
    requests: int = 0
    refusals: int = 0
    taken: list[float] = field(default_factory=list)
    """When each request that counts towards the flood limits was taken."""

    def call(self, method: str, params: Mapping[str, Any], files: Mapping[str, Upload] | None = None) -> dict[str, Any]:
        if method == "getUpdates":
            self.polled.set()
        else:
            self.requests += 1
        answer = super().call(method, params, files)
        self.refusals += answer.get("error_code") == 429
        if METHODS[method].counts and answer["ok"]:
            self.taken.append(perf_counter())
        return answer


@dataclass(frozen=True)
class Reading:
    """What was used so far: seconds of processor time (`machine`: by everything on it), and requests."""

    bot: float
    emulator: float
    machine: float
    requests: int
    refusals: int

    def since(self, earlier: "Reading") -> "Reading":
        return Reading(
            self.bot - earlier.bot,
            self.emulator - earlier.emulator,
            self.machine - earlier.machine,
            self.requests - earlier.requests,
            self.refusals - earlier.refusals,
        )


@dataclass
class Scene:
    telegram: Watched
    heads: list[Person]
    """They do not act. The first is the leader."""
    people: list[Person]
    """Staff who may register."""
    groups: list[Group]
    folder: Path
    bot: BotProcess
    to_first_poll: float
    """Seconds from the start of the process."""

    def read(self) -> Reading:
        telegram = self.telegram
        return Reading(self.bot.cpu, process_time(), machine_cpu(), telegram.requests, telegram.refusals)


@asynccontextmanager
async def scene(
    kind: Kind, people: int, *, latency: float = LATENCY, limits: bool = False, groups: int = 0
) -> AsyncIterator[Scene]:
    """Start the bot, wait for its first poll; in the end everything is gone."""
    telegram = Watched(now=lambda: datetime.now(UTC))
    telegram.limits.on = limits
    heads = [_knows_the_bot(telegram, f"Thủ trưởng {number}") for number in range(UNITS)]
    staff = [_knows_the_bot(telegram, f"Cán bộ {number}") for number in range(people)]
    meetings = [_group(telegram, number, heads[0]) for number in range(groups)]
    telegram.updates.drop()
    server = RehearsalServer(telegram)
    await server.start()
    try:
        with tempfile.TemporaryDirectory(prefix="bench-") as name:
            folder = Path(name)
            if kind.keeps:
                known = [Someone(one.id, one.title) for one in meetings]
                settle_office(folder, _as_known(heads), _as_known(staff), known)
            bot = BotProcess(kind, folder, telegram.token, server.url)
            try:
                yield Scene(telegram, heads, staff, meetings, folder, bot, await _first_poll(telegram, bot, latency))
            finally:
                bot.ends()
    finally:
        await server.stop()


async def _first_poll(telegram: Watched, bot: BotProcess, latency: float) -> float:
    try:
        async with asyncio.timeout(PATIENCE):
            await telegram.polled.wait()
    except TimeoutError:
        raise RuntimeError(f"no poll within {PATIENCE:.0f} s:\n{bot.said}") from None
    took = perf_counter() - bot.started
    telegram.latency = latency
    return took


def _knows_the_bot(telegram: Telegram, name: str) -> Person:
    person = telegram.person(name)
    person.starts()
    return person


def _group(telegram: Telegram, number: int, by: Person) -> Group:
    group = telegram.group(f"Nhóm {number}", [by])
    group.add_bot(by)
    return group


def _as_known(people: list[Person]) -> list[Someone]:
    return [Someone(one.id, one.name) for one in people]
