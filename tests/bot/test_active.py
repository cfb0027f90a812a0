import asyncio
import os
import signal
from collections.abc import Iterator
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from pathlib import Path

import psycopg
import pytest

from bot.active import USUAL, Rhythm, SqliteLock, is_held, lock_for
from bot.active_postgres import PostgresLock
from tests.bot.living import NURSERY

QUICK = Rhythm(file_retry=0.02, file_watch=0.02, database_retry=0.02, database_watch=0.02, answer=1.0)
SUCCESSION_SECONDS = 10


@pytest.fixture
def server(postgresql_url: str) -> str:
    return postgresql_url.replace("postgresql+psycopg://", "postgresql://")


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'thidua.db'}"
    uri: str = request.getfixturevalue("server")
    return uri.replace("postgresql://", "postgresql+psycopg://")


def hold(address: str, told: Connection) -> None:
    """What the second process does: it is active until it is killed."""

    async def act() -> None:
        lock = lock_for(address)
        assert await lock.acquire(asyncio.Event(), _must_not_wait)
        told.send("active")
        await lock.watch()

    asyncio.run(act())


@pytest.fixture
def other(address: str) -> Iterator[ForkServerProcess]:
    """A second process that is active."""
    reader, writer = NURSERY.Pipe(duplex=False)
    process = NURSERY.Process(target=hold, args=(address, writer))
    process.start()
    assert reader.poll(SUCCESSION_SECONDS)
    yield process
    process.kill()
    process.join()
    for end in (reader, writer):
        end.close()


def test_the_second_waits_says_so_once_and_takes_over(address: str, other: ForkServerProcess) -> None:
    async def story() -> int:
        waits: list[None] = []
        waiting = asyncio.Event()

        def wait() -> None:
            waits.append(None)
            waiting.set()

        lock = lock_for(address, QUICK)
        acquiring = asyncio.create_task(lock.acquire(asyncio.Event(), wait))
        await asyncio.wait_for(waiting.wait(), SUCCESSION_SECONDS)
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(asyncio.shield(acquiring), 5 * QUICK.database_retry)
        other.kill()
        assert await asyncio.wait_for(acquiring, SUCCESSION_SECONDS)
        await lock.release()
        return len(waits)

    assert asyncio.run(story()) == 1


def test_whether_somebody_is_active_is_asked_without_disturbing(address: str, other: ForkServerProcess) -> None:
    async def story() -> list[bool]:
        found = [await is_held(address)]
        other.kill()
        other.join()
        lock = lock_for(address, QUICK)
        assert await asyncio.wait_for(lock.acquire(asyncio.Event(), lambda: None), SUCCESSION_SECONDS)
        found.append(await is_held(address))
        await lock.release()
        return [*found, await is_held(address)]

    assert asyncio.run(story()) == [True, True, False]


def test_waiting_can_be_stopped(address: str, other: ForkServerProcess) -> None:
    async def story() -> bool:
        stop = asyncio.Event()
        return await asyncio.wait_for(lock_for(address).acquire(stop, stop.set), SUCCESSION_SECONDS)

    assert asyncio.run(story()) is False
    assert other.is_alive()


def test_a_released_lock_is_free_at_once(address: str) -> None:
    async def story() -> None:
        for _ in range(3):
            lock = lock_for(address)
            assert await asyncio.wait_for(lock.acquire(asyncio.Event(), _must_not_wait), 2)
            await lock.release()
            await lock.release()

    asyncio.run(story())


def _must_not_wait() -> None:
    raise AssertionError


def test_a_kept_lock_is_watched_quietly(address: str) -> None:
    async def story() -> None:
        lock = lock_for(address, QUICK)
        assert await lock.acquire(asyncio.Event(), _must_not_wait)
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(lock.watch(), 10 * QUICK.database_watch)
        await lock.release()

    asyncio.run(story())


def test_a_lock_file_that_was_removed_is_a_lost_lock(tmp_path: Path) -> None:
    async def story() -> None:
        lock = SqliteLock(tmp_path / "new folder" / "thidua.db.lock", QUICK)
        assert await lock.acquire(asyncio.Event(), _must_not_wait)
        watching = asyncio.create_task(lock.watch())
        await asyncio.sleep(0)
        (tmp_path / "new folder" / "thidua.db.lock").unlink()
        await asyncio.wait_for(watching, 3)
        await lock.release()

    asyncio.run(story())


@pytest.mark.parametrize("how", ["ended", "frozen"])
def test_a_connection_that_ends_or_freezes_is_a_lost_lock(how: str, server: str) -> None:
    async def story() -> None:
        lock = PostgresLock(server, QUICK)
        assert await lock.acquire(asyncio.Event(), _must_not_wait)
        watching = asyncio.create_task(lock.watch())
        await asyncio.sleep(0)
        backend = _backend(server)
        if how == "ended":
            with psycopg.connect(server, autocommit=True) as connection:
                connection.execute("SELECT pg_terminate_backend(%s)", [backend])
        else:
            os.kill(backend, signal.SIGSTOP)
        try:
            await asyncio.wait_for(watching, SUCCESSION_SECONDS)
            await asyncio.wait_for(lock.release(), 1)
        finally:
            if how == "frozen":
                os.kill(backend, signal.SIGCONT)

    asyncio.run(story())


def test_a_lost_lock_is_noticed_before_another_process_may_act() -> None:
    """A connection that answers no more is let go by the server after seven seconds."""
    assert USUAL.database_watch + USUAL.answer < 7


def _backend(server: str) -> int:
    with psycopg.connect(server) as connection:
        row = connection.execute("SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted").fetchone()
    assert row is not None
    return int(row[0])


def test_the_lock_does_not_meet_a_writers_lock_of_the_same_numbers(server: str) -> None:
    async def story() -> None:
        lock = PostgresLock(server)
        with psycopg.connect(server) as connection:
            connection.execute("SELECT pg_advisory_xact_lock(%s)", [0x7469 << 32 | 0x6475])
            assert await lock.acquire(asyncio.Event(), _must_not_wait)
        await lock.release()

    asyncio.run(story())


def test_a_database_that_cannot_be_reached_is_told_at_once(tmp_path: Path) -> None:
    lock = lock_for(f"postgresql+psycopg://bot@/thidua?host={tmp_path}")

    with pytest.raises(psycopg.OperationalError):
        asyncio.run(lock.acquire(asyncio.Event(), _must_not_wait))


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:"])
def test_a_database_in_memory_has_no_lock(url: str) -> None:
    with pytest.raises(ValueError, match="memory"):
        lock_for(url)
