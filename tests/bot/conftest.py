"""The road with a feature of its own, on both databases."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from store.engine import Access, open_engine
from tests.bot.roadside import Roadside


@pytest.fixture
def side(tmp_path: Path, database_url: str) -> Iterator[Roadside]:
    with capture_logs() as logs:
        side = Roadside(tmp_path, database_url, logs)
        yield side
        side.close()


@pytest.fixture
def database_of_its_own(postgresql_url: str) -> Iterator[str]:
    """An empty PostgreSQL database, gone after the test."""
    server = open_engine(postgresql_url).execution_options(isolation_level="AUTOCOMMIT", access=Access.READ)
    with server.connect() as connection:
        connection.exec_driver_sql("DROP DATABASE IF EXISTS of_its_own WITH (FORCE)")
        connection.exec_driver_sql("CREATE DATABASE of_its_own")
    yield postgresql_url.replace("/postgres?", "/of_its_own?", 1)
    with server.connect() as connection:
        connection.exec_driver_sql("DROP DATABASE of_its_own WITH (FORCE)")
    server.dispose()
