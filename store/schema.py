"""The schema's version: upgraded by Alembic, compared with what this code knows.

`python -m store.schema MESSAGE` writes a new migration from the difference between the migrations and the tables.
"""

import sys
import tempfile
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, inspect, text
from sqlmodel import SQLModel

import store.tables  # noqa: F401  (fills the metadata)
from store.engine import Access, open_engine

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).parent / "migrations"


class NewerSchema(Exception):
    """The database was made by newer code than this."""


def upgrade(engine: Engine) -> None:
    """Bring the database to this code's schema. Raises `NewerSchema` for one this code does not know."""
    with engine.execution_options(access=Access.WRITE).begin() as connection:
        found = _standing(connection)
        if found == Standing.NEWER:
            raise NewerSchema(_revision(connection))
        if found != Standing.CURRENT:
            from alembic import command  # half a second at every start, for one start in a hundred

            command.upgrade(_config(connection), "head")


class Standing(StrEnum):
    """How a database's schema stands to this code's."""

    EMPTY = "empty"
    BEHIND = "behind"
    CURRENT = "current"
    NEWER = "newer"


def standing(engine: Engine) -> Standing:
    """Ask without changing anything."""
    with engine.connect() as connection:
        return _standing(connection)


def _standing(connection: Connection) -> Standing:
    current, known = _revision(connection), revisions()
    if current is None:
        return Standing.EMPTY
    if current == known[-1]:
        return Standing.CURRENT
    return Standing.BEHIND if current in known else Standing.NEWER


def revisions() -> list[str]:
    """The migrations of this code, oldest first: a file's name begins with its number."""
    return sorted(path.name[:4] for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))


def _revision(connection: Connection) -> str | None:
    """The migration a database stands at, as Alembic wrote it; None where it never ran."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return found


def differences(engine: Engine) -> list[object]:
    """What the tables have and the database lacks, or the other way round."""
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    with engine.connect() as connection:
        return list(compare_metadata(MigrationContext.configure(connection), SQLModel.metadata))


def _config(connection: Connection) -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config


def write_migration(message: str) -> None:
    """Write the next migration: what the tables have now beyond the existing migrations."""
    from alembic import command

    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite:///{folder}/draft.db")
        upgrade(engine)
        with engine.execution_options(access=Access.WRITE).begin() as connection:
            number = int(revisions()[-1]) + 1
            command.revision(_config(connection), message, autogenerate=True, rev_id=f"{number:04}")


if __name__ == "__main__":
    write_migration(sys.argv[1])
