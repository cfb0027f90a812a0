"""The active process's lock on PostgreSQL: an advisory lock of a connection of its own."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import LiteralString

import psycopg

from bot.active import USUAL, Rhythm, pause

LOCK_KEY = (0x7469, 0x6475)
"""Two numbers: PostgreSQL keeps them apart from locks with one, which writing transactions take."""


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
            await pause(stop, self._rhythm.database_retry)
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


_HOLDERS = """
    SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
    AND classid = %s::int4::oid AND objid = %s::int4::oid AND objsubid = 2
"""


async def is_held_on_server(conninfo: str) -> bool:
    async with await psycopg.AsyncConnection.connect(conninfo, autocommit=True, connect_timeout=3) as connection:
        return bool(await _first_value(connection, _HOLDERS, LOCK_KEY))
