"""Migrations make what the tables say."""

from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, text

from store import migrations
from store.engine import Access, open_engine
from store.schema import NewerSchema, Standing, differences, revisions, standing, upgrade


@pytest.fixture
def blank(tmp_path: Path, database_url: str) -> Engine:
    """A database without any table."""
    if database_url.startswith("sqlite"):
        return open_engine(f"sqlite:///{tmp_path}/blank.db")
    engine = open_engine(database_url)
    with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        connection.execute(text("DROP DATABASE IF EXISTS blank WITH (FORCE)"))
        connection.execute(text("CREATE DATABASE blank"))
    engine.dispose()
    return open_engine(str(engine.url.set(database="blank").render_as_string(hide_password=False)))


def test_migrations_make_exactly_the_tables(blank: Engine) -> None:
    upgrade(blank)

    assert differences(blank) == []
    assert standing(blank) == Standing.CURRENT
    upgrade(blank)


def test_the_migrations_are_known_by_their_files_as_alembic_knows_them(blank: Engine) -> None:
    assert standing(blank) == Standing.EMPTY
    scripts = ScriptDirectory(str(Path(migrations.__file__).parent))

    assert revisions() == [script.revision for script in scripts.walk_revisions()][::-1]
    assert revisions()[-1] == scripts.get_current_head()


def test_a_schema_newer_than_the_code_is_refused(blank: Engine) -> None:
    upgrade(blank)
    with blank.execution_options(access=Access.WRITE).begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(NewerSchema):
        upgrade(blank)
