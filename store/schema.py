"""The schema's version: upgraded by Alembic, compared with what this code knows.

`python -m store.schema MESSAGE` writes a new migration from the difference between the migrations and the tables.
"""

import sys
import tempfile
from enum import StrEnum
from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine
from sqlmodel import SQLModel

import store.tables  # noqa: F401  (fills the metadata)
from store.engine import Access, open_engine


class NewerSchema(Exception):
    """The database was made by newer code than this."""


def upgrade(engine: Engine) -> None:
    """Bring the database to this code's schema. Raises `NewerSchema` for one this code does not know."""
    with engine.execution_options(access=Access.WRITE).begin() as connection:
        known = {script.revision for script in ScriptDirectory.from_config(_config(connection)).walk_revisions()}
        current = MigrationContext.configure(connection).get_current_revision()
        if current is not None and current not in known:
            raise NewerSchema(current)
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
        current = MigrationContext.configure(connection).get_current_revision()
        scripts = ScriptDirectory.from_config(_config(connection))
        if current is None:
            return Standing.EMPTY
        if current == scripts.get_current_head():
            return Standing.CURRENT
        known = {script.revision for script in scripts.walk_revisions()}
        return Standing.BEHIND if current in known else Standing.NEWER


def is_current(engine: Engine) -> bool:
    """Whether the database stands at this code's schema."""
    with engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
        return current == ScriptDirectory.from_config(_config(connection)).get_current_head()


def differences(engine: Engine) -> list[object]:
    """What the tables have and the database lacks, or the other way round."""
    with engine.connect() as connection:
        return list(compare_metadata(MigrationContext.configure(connection), SQLModel.metadata))


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    return config


def write_migration(message: str) -> None:
    """Write the next migration: what the tables have now beyond the existing migrations."""
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite:///{folder}/draft.db")
        upgrade(engine)
        with engine.execution_options(access=Access.WRITE).begin() as connection:
            config = _config(connection)
            head = ScriptDirectory.from_config(config).get_current_head()
            number = int(head or "0") + 1
            command.revision(config, message, autogenerate=True, rev_id=f"{number:04}")


if __name__ == "__main__":
    write_migration(sys.argv[1])
