"""Exactly one process acts at a time; a second one waits until the first is gone."""

import asyncio
import fcntl
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from sqlalchemy.engine import make_url


@dataclass(frozen=True)
class Rhythm:
    """How often a lock is tried and looked after, in seconds."""

    file_retry: float = 0.5
    file_watch: float = 2.0
    database_retry: float = 2.0
    database_watch: float = 2.0
    answer: float = 3.0
    """Longer than this without an answer counts as lost: by then the database may have let another process in."""


USUAL = Rhythm()


class ActiveLock(Protocol):
    async def acquire(self, stop: asyncio.Event, on_waiting: Callable[[], None]) -> bool:
        """Wait to become the active process; False when `stop` came first. `on_waiting` is called once, if at all."""
        ...

    async def watch(self) -> None:
        """Return when the lock is lost, and not before."""
        ...

    async def release(self) -> None: ...


def lock_for(database_url: str, rhythm: Rhythm = USUAL) -> ActiveLock:
    """The lock that goes with a database; raises ValueError for one that two processes cannot share."""
    url = make_url(database_url)
    if url.get_backend_name() == "postgresql":
        from bot.active_postgres import PostgresLock  # its driver is of no use beside SQLite

        return PostgresLock(url.set(drivername="postgresql").render_as_string(hide_password=False), rhythm)
    if not url.database or url.database == ":memory:":
        raise ValueError("a database in memory has no lock")
    return SqliteLock(Path(url.database + ".lock"), rhythm)


async def is_held(database_url: str) -> bool:
    """Whether some process is the active one; asked without taking the lock or making its file."""
    url = make_url(database_url)
    if url.get_backend_name() == "postgresql":
        from bot.active_postgres import is_held_on_server

        return await is_held_on_server(url.set(drivername="postgresql").render_as_string(hide_password=False))
    try:
        file = os.open(f"{url.database}.lock", os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(file)
    return False


class SqliteLock:
    """`flock` on a file beside the database; the kernel lets go when the process dies, however it dies."""

    def __init__(self, path: Path, rhythm: Rhythm = USUAL) -> None:
        self._path = path
        self._rhythm = rhythm
        self._file: int | None = None

    async def acquire(self, stop: asyncio.Event, on_waiting: Callable[[], None]) -> bool:
        waiting = False
        while not stop.is_set():
            if self._try():
                return True
            if not waiting:
                waiting = True
                on_waiting()
            await pause(stop, self._rhythm.file_retry)
        return False

    async def watch(self) -> None:
        while True:
            if not self._is_ours():
                return
            await asyncio.sleep(self._rhythm.file_watch)

    async def release(self) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def _try(self) -> bool:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            locked = False
        else:
            locked = self._is_ours()
        if not locked:
            os.close(self._file)
            self._file = None
        return locked

    def _is_ours(self) -> bool:
        """A lock on a file that somebody removed keeps nobody out."""
        if self._file is None:
            return False
        try:
            return os.path.samestat(os.fstat(self._file), self._path.stat())
        except OSError:
            return False


async def pause(stop: asyncio.Event, seconds: float) -> None:
    with suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), seconds)
