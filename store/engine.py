"""Engines and sessions: how a transaction begins on SQLite and on PostgreSQL.

One writing transaction runs at a time on both: BEGIN IMMEDIATE, or an advisory lock taken before the first row.
Only appending raw updates to the inbox goes without the advisory lock.
"""

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlmodel import Session

RandomBytes = Callable[[int], bytes]

WRITE_LOCK = 7_446_001


class Access(StrEnum):
    READ = "read"
    APPEND = "append"
    WRITE = "write"


def open_engine(url: str, random_bytes: RandomBytes = secrets.token_bytes) -> Engine:
    """An engine whose transactions begin as `Access` says (execution option `access`, default read).

    `random_bytes` makes tokens and salts; a rehearsal passes a seeded one.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite" and parsed.database and parsed.database != ":memory:":
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        url,
        hide_parameters=True,
        pool_pre_ping=parsed.get_backend_name() != "sqlite",
        execution_options={"random_bytes": random_bytes},
    )
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin)
    return engine


def random_token(session: Session, size: int) -> str:
    """`size` random bytes as hexadecimal text, from the engine's source."""
    source: RandomBytes = session.get_bind().get_execution_options()["random_bytes"]
    return source(size).hex()


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=20000"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    access = connection.get_execution_options().get("access", Access.READ)
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN" if access == Access.READ else "BEGIN IMMEDIATE")
    elif access == Access.WRITE:
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITE_LOCK})")


class KeepingSession(Session):
    """A session that holds on to every row it loaded, so that within a transaction each is asked for once."""


@event.listens_for(KeepingSession, "loaded_as_persistent")
def _keep(session: Any, row: Any) -> None:
    session.info.setdefault("kept", []).append(row)


@contextmanager
def begin(engine: Engine, access: Access = Access.WRITE) -> Iterator[Session]:
    """A session in one transaction: committed at the end, rolled back when an error leaves the block."""
    with KeepingSession(engine, expire_on_commit=False) as session, session.begin():
        session.connection(execution_options={"access": access})
        yield session


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """A session that only reads; nothing of it is kept, and rows handed out stay readable."""
    with Session(engine, expire_on_commit=False) as session:
        yield session
        session.expunge_all()
        session.rollback()
