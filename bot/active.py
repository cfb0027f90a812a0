"""Exactly one process acts at a time; a second one waits until the first is gone."""

import asyncio
import fcntl
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import LiteralString, Protocol

import psycopg
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

LOCK_KEY = (0x7469, 0x6475)
"""Two numbers: PostgreSQL keeps them apart from locks with one, which writing transactions take."""


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
        return PostgresLock(url.set(drivername="postgresql").render_as_string(hide_password=False), rhythm)
    if not url.database or url.database == ":memory:":
        raise ValueError("a database in memory has no lock")
    return SqliteLock(Path(url.database + ".lock"), rhythm)


async def is_held(database_url: str) -> bool:
    """Whether some process is the active one; asked without taking the lock or making its file."""
    url = make_url(database_url)
    if url.get_backend_name() == "postgresql":
        return await _is_held_on_server(url.set(drivername="postgresql").render_as_string(hide_password=False))
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


_HOLDERS = """
    SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
    AND classid = %s::int4::oid AND objid = %s::int4::oid AND objsubid = 2
"""


async def _is_held_on_server(conninfo: str) -> bool:
    async with await psycopg.AsyncConnection.connect(conninfo, autocommit=True, connect_timeout=3) as connection:
        return bool(await _first_value(connection, _HOLDERS, LOCK_KEY))


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
            await _pause(stop, self._rhythm.file_retry)
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


class PostgresLock:
    """An advisory lock of a connection of its own, which lives as long as this process and its network do."""

    def __init__(self, conninfo: str, rhythm: Rhythm = USUAL) -> None:
        self._conninfo = conninfo
        self._rhythm = rhythm
        self._connection: psycopg.AsyncConnection | None = None

    async def acquire(self, stop: asyncio.Event, on_waiting: Callable[[], None]) -> bool:
        """Raises psycopg.OperationalError when the database cannot be reached at first; later it waits for it."""
        waiting = False
        while not stop.is_set():
            try:
                if await self._try():
                    return True
            except (psycopg.OperationalError, TimeoutError):
                await self.release()
                if not waiting:
                    raise
            if not waiting:
                waiting = True
                on_waiting()
            await _pause(stop, self._rhythm.database_retry)
        await self.release()
        return False

    async def watch(self) -> None:
        while self._connection is not None:
            try:
                await self._ask("SELECT 1")
            except (psycopg.Error, TimeoutError):
                return
            await asyncio.sleep(self._rhythm.database_watch)

    async def release(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(psycopg.Error):
                await connection.close()

    async def _try(self) -> bool:
        if self._connection is None:
            self._connection = await self._connect()
        return bool(await self._ask("SELECT pg_try_advisory_lock(%s::int4, %s::int4)", *LOCK_KEY))

    async def _ask(self, query: LiteralString, *values: int) -> object:
        """The first value of the answer. Raises TimeoutError, after which the connection is closed."""
        assert self._connection is not None
        asking = asyncio.create_task(_first_value(self._connection, query, values))
        # Not a timeout round the call: a cancelled psycopg call waits for the server it has just given up on.
        await asyncio.wait({asking}, timeout=self._rhythm.answer)
        if not asking.done():
            asking.add_done_callback(lambda late: late.cancelled() or late.exception())
            self._connection.pgconn.finish()
            raise TimeoutError
        return asking.result()

    async def _connect(self) -> psycopg.AsyncConnection:
        """Both ends notice within seven seconds that the other is gone, so that another takes over within ten."""
        connection = await psycopg.AsyncConnection.connect(
            self._conninfo,
            autocommit=True,
            application_name="thidua active",
            connect_timeout=5,
            keepalives=1,
            keepalives_idle=5,
            keepalives_interval=1,
            keepalives_count=2,
            tcp_user_timeout=7000,
        )
        for setting, value in (("idle", 5), ("interval", 1), ("count", 2)):
            await connection.execute("SELECT set_config(%s, %s, false)", (f"tcp_keepalives_{setting}", str(value)))
        return connection


async def _first_value(connection: psycopg.AsyncConnection, query: LiteralString, values: tuple[int, ...]) -> object:
    row = await (await connection.execute(query, values)).fetchone()
    return row[0] if row else None


async def _pause(stop: asyncio.Event, seconds: float) -> None:
    with suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), seconds)
