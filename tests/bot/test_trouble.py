"""A database or a disk in trouble: which it is, that nothing is lost by it, and that the log stays readable."""

import asyncio
import errno
import sqlite3
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError
from structlog.testing import capture_logs

from bot import dispatcher
from bot.rehearsal.clock import RehearsalClock
from bot.trouble import Trouble, TroubleLog, is_away, trouble_of
from store.tables import UpdateState
from tests.bot.roadside import START, Roadside, texts


def sqlite_error(code: int) -> sqlite3.OperationalError:
    error = sqlite3.OperationalError("trouble")
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (sqlite_error(sqlite3.SQLITE_FULL), Trouble.FULL),
        (sqlite_error(sqlite3.SQLITE_READONLY_DBMOVED), Trouble.CLOSED),
        (sqlite_error(sqlite3.SQLITE_CANTOPEN), Trouble.CLOSED),
        (sqlite_error(sqlite3.SQLITE_CORRUPT), Trouble.BROKEN),
        (sqlite_error(sqlite3.SQLITE_BUSY), Trouble.AWAY),
        (psycopg.errors.DiskFull("could not extend file"), Trouble.FULL),
        (psycopg.OperationalError('connection failed: FATAL:  database "x" does not exist'), Trouble.UNKNOWN),
        (psycopg.OperationalError('FATAL:  password authentication failed for user "x"'), Trouble.REFUSED),
        (psycopg.OperationalError("FATAL:  the database system is starting up"), Trouble.AWAY),
        (psycopg.OperationalError("Connection refused"), Trouble.AWAY),
        (TimeoutError(), Trouble.AWAY),
        (OSError(errno.ENOSPC, "No space left on device"), Trouble.FULL),
        (PermissionError(errno.EACCES, "Permission denied"), Trouble.CLOSED),
        (OSError(errno.EROFS, "Read-only file system"), Trouble.CLOSED),
    ],
    ids=lambda value: value.value if isinstance(value, Trouble) else type(value).__name__,
)
def test_troubles_are_told_apart(error: Exception, expected: Trouble) -> None:
    assert trouble_of(error) == expected
    assert trouble_of(OperationalError("", {}, error)) == expected


def test_trouble_is_told_when_it_begins_each_minute_and_when_it_is_over() -> None:
    clock = RehearsalClock(START)
    troubles = TroubleLog(clock)
    full = OperationalError("", {}, sqlite_error(sqlite3.SQLITE_FULL))

    with capture_logs() as logs:
        troubles.over()
        troubles.note(ValueError("the turn's own"))
        for _ in range(121):
            troubles.note(full)
            clock.advance(timedelta(seconds=1))
        troubles.over()
        troubles.over()
        for _ in range(5):  # at its limit
            troubles.note(full)
            troubles.over()

    assert [(entry["event"], entry["seconds"]) for entry in logs] == [
        ("database_full", 0.0),
        ("database_full", 60.0),
        ("database_full", 120.0),
        ("database_back", 121.0),
    ]


@pytest.fixture
def side(tmp_path: Path, request: pytest.FixtureRequest) -> Any:
    """On SQLite: its limit on pages is the same error as a full disk."""
    import shutil

    shutil.copy(request.getfixturevalue("sqlite_template"), tmp_path / "thidua.db")
    with capture_logs() as logs:
        side = Roadside(tmp_path, f"sqlite:///{tmp_path / 'thidua.db'}", logs)
        yield side
        side.close()


def test_a_disk_that_is_full_while_people_write_costs_nothing(side: Roadside, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dispatcher, "PAUSE_WITHOUT_DATABASE", 0)
    long = "một " * 1000
    for _ in range(3):
        side.lan.sends(long)
    side.run(side.road.poller.step())
    room = [0]  # pages; 0 asks for as many as there are now
    event.listen(side.engine, "checkout", lambda connection, *_: limit(connection, room))

    async def story() -> None:
        stop = asyncio.Event()
        acting = asyncio.create_task(side.road.dispatcher.run(stop))
        while "database_full" not in side.events():
            await asyncio.sleep(0)
        room[0] = 2**30
        while set(side.states()) != {UpdateState.DONE}:
            await asyncio.sleep(0.001)
        stop.set()
        side.road.dispatcher.wake.set()
        await acting

    side.run(story())
    side.settle()

    assert side.name() == f"{long.strip()}|" * 3
    assert [row.tries for row in side.updates()] == [1, 1, 1]
    assert len(texts(side.lan)) == 3
    assert [one for one in side.events() if one.startswith("database_")] == ["database_full", "database_back"]
    assert not any(entry["log_level"] == "error" and entry["event"] != "database_full" for entry in side.logs)


def limit(connection: Any, room: list[int]) -> None:
    pages = room[0] or connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count={pages}")


def test_a_wrong_statement_is_not_the_databases_trouble() -> None:
    assert not is_away(OperationalError("", {}, sqlite_error(sqlite3.SQLITE_ERROR)))
