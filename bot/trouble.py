"""What is wrong with the database or the disk: the kinds an operator can tell apart, and when to say so."""

import errno
import sqlite3
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from enum import StrEnum

import structlog
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

from bot.clock import Clock

AGAIN = timedelta(minutes=1)
"""How long a trouble that lasts is kept quiet between two lines of the log."""

log = structlog.get_logger()


class Trouble(StrEnum):
    """Each has its sentence, `messages/templates/cli/database_<trouble>`."""

    AWAY = "away"
    FULL = "full"
    CLOSED = "closed"
    """Not to be written: rights, a read-only disk, a folder that cannot be made."""
    REFUSED = "refused"
    """User or password."""
    UNKNOWN = "unknown"
    """The server has no database of that name."""
    BROKEN = "broken"
    """The file is no database, or a damaged one."""


HEALS = frozenset({Trouble.AWAY, Trouble.FULL})
"""Waited out at the start; the others need a person and end it."""

_SQLITE = {
    sqlite3.SQLITE_FULL: Trouble.FULL,
    sqlite3.SQLITE_READONLY: Trouble.CLOSED,
    sqlite3.SQLITE_CANTOPEN: Trouble.CLOSED,
    sqlite3.SQLITE_PERM: Trouble.CLOSED,
    sqlite3.SQLITE_NOTADB: Trouble.BROKEN,
    sqlite3.SQLITE_CORRUPT: Trouble.BROKEN,
}
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_DISK_FULL = "53100"
_SAID = (
    ("password authentication failed", Trouble.REFUSED),
    ("no password supplied", Trouble.REFUSED),
    ("no pg_hba.conf entry", Trouble.REFUSED),
    ('FATAL:  role "', Trouble.REFUSED),
    ('FATAL:  database "', Trouble.UNKNOWN),
)
"""libpq gives a failed connection no code. A server that speaks another language is merely away."""


def database_errors() -> tuple[type[Exception], ...]:
    """What a database or its disk in trouble raises. PostgreSQL's driver is not loaded only to name its own."""
    driver = sys.modules.get("psycopg")
    ours = (DBAPIError, OSError)
    return ours if driver is None else (*ours, driver.OperationalError)


def trouble_of(error: BaseException) -> Trouble:
    """Which trouble an error of a database or of the file system is."""
    if isinstance(error, DBAPIError) and error.orig is not None:
        error = error.orig
    if isinstance(error, sqlite3.Error):
        # An extended code has its kind in the lowest eight bits.
        return _SQLITE.get(getattr(error, "sqlite_errorcode", 0) & 0xFF, Trouble.AWAY)
    if hasattr(error, "sqlstate"):
        if error.sqlstate == _DISK_FULL:
            return Trouble.FULL
        return next((trouble for part, trouble in _SAID if part in str(error)), Trouble.AWAY)
    if isinstance(error, TimeoutError) or not isinstance(error, OSError):
        return Trouble.AWAY
    return Trouble.FULL if error.errno in _FULL else Trouble.CLOSED


def is_away(error: BaseException) -> bool:
    """Whether the database is what failed; else the turn itself did, and would fail again."""
    if not isinstance(error, DBAPIError):
        return False
    if error.connection_invalidated or isinstance(error, InterfaceError):
        return True
    if not isinstance(error, OperationalError):
        return trouble_of(error) == Trouble.BROKEN
    # SQLite's code 1 is a wrong statement; PostgreSQL's class 54 is a value too large for it.
    code = getattr(error.orig, "sqlite_errorcode", None)
    return code != sqlite3.SQLITE_ERROR and not str(getattr(error.orig, "sqlstate", None)).startswith("54")


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


class TroubleLog:
    """Says that the database is in trouble when it begins, each minute while it lasts, and when it is over.

    One that comes and goes, as a disk at its limit does, is told once a minute too.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._since: datetime | None = None
        self._told: dict[Trouble, datetime] = {}
        self._told_of_this = False

    def note(self, error: BaseException) -> None:
        """A transaction failed. Errors that are not the database's are somebody else's to tell."""
        found = next((one for one in _causes(error) if is_away(one)), None)
        if found is None:
            return
        now, trouble = self._clock.now(), trouble_of(found)
        self._since = self._since or now
        if trouble not in self._told or now - self._told[trouble] >= AGAIN:
            self._told[trouble], self._told_of_this = now, True
            seconds = (now - self._since).total_seconds()
            log.error(f"database_{trouble}", error=type(found).__name__, seconds=seconds)

    def over(self) -> None:
        """A transaction was committed."""
        if self._since is not None and self._told_of_this:
            log.info("database_back", seconds=(self._clock.now() - self._since).total_seconds())
        self._since, self._told_of_this = None, False
