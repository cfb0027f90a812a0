"""The database: reached, written to, at this code's schema; whether a process acts on it, and what it left undone."""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import psycopg
from sqlalchemy import Engine
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import SQLAlchemyError

from bot.active import is_held
from bot.doctor.findings import Finding, Mark, in_trouble, ok, warning
from bot.lateness import LIMITS
from store.engine import Access, open_engine, reading
from store.figures import LinkedGroup, dead_letters, inbox_figures, late_letters, linked_groups
from store.schema import Standing, standing

SECONDS = 3
OURS = ("broken", "bad_request", "unknown_twice")
"""Why a letter is dead through the bot's own fault; the others are about readers who left."""


@dataclass
class Examined:
    """What was found, and the groups that Telegram is to be asked about."""

    findings: list[Finding] = field(default_factory=list)
    groups: list[LinkedGroup] = field(default_factory=list)


def check_database(address: str, place: str, now: datetime) -> Examined:
    """Look at a database without changing it; one that does not answer is given up after a few seconds."""
    url = make_url(address)
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").exists():
        return Examined([warning("database_missing", place=place)])
    engine = open_engine(_impatient(url).render_as_string(hide_password=False))
    try:
        return _examine(engine, place, now)
    except (SQLAlchemyError, OSError) as error:
        return Examined([in_trouble(error, place)])
    finally:
        engine.dispose()


async def check_active(address: str) -> list[Finding]:
    """Whether a process is the active one. A database that does not answer has been told of already."""
    try:
        return [ok("active") if await is_held(address) else warning("nobody_active")]
    except (psycopg.Error, OSError):
        return []


def _impatient(url: URL) -> URL:
    if url.get_backend_name() == "sqlite":
        return url
    limits = f"-c statement_timeout={SECONDS}s -c lock_timeout={SECONDS}s"
    return url.update_query_dict({"connect_timeout": str(SECONDS), "options": limits})


def _examine(engine: Engine, place: str, now: datetime) -> Examined:
    stands = standing(engine)
    found = Examined([_schema(stands)])
    if stands is not Standing.EMPTY:
        _write(engine)
        found.findings.insert(0, ok("database", place=place))
    if stands is Standing.CURRENT:
        found.findings += _undone(engine, now)
        with reading(engine) as session:
            found.groups = linked_groups(session)
    return found


def _write(engine: Engine) -> None:
    """Write, and take it back: what a database that only reads, or is held by another, refuses."""
    with engine.execution_options(access=Access.READ).connect() as connection:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql(f"PRAGMA busy_timeout={SECONDS * 1000}")
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = version_num")
        connection.rollback()


def _schema(stands: Standing) -> Finding:
    match stands:
        case Standing.NEWER:
            return Finding(Mark.FAILED, "cli/newer_schema")
        case Standing.CURRENT:
            return ok("schema_current")
        case _:
            return warning(f"schema_{stands}")


def _undone(engine: Engine, now: datetime) -> list[Finding]:
    with reading(engine) as session:
        late, dead, inbox = late_letters(session, now, after=LIMITS), dead_letters(session), inbox_figures(session)
    found = []
    if late is not None:
        minutes = int((now - late.oldest.due_at).total_seconds() // 60)
        found.append(warning("letters_late", count=late.count, minutes=minutes))
    if ours := sum(dead.get(reason, 0) for reason in OURS):
        found.append(warning("letters_dead", count=ours))
    if inbox.parked:
        found.append(warning("updates_parked", count=inbox.parked))
    return found or [ok("nothing_undone", unreachable=sum(dead.values()))]
