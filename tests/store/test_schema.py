"""Migrations make what the tables say."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, MetaData, insert, text
from sqlmodel import col, select

from store import migrations
from store.engine import Access, begin, open_engine, reading
from store.occasions import next_occasion, post_occasions
from store.schema import NewerSchema, Standing, _config, differences, revisions, standing, upgrade
from store.tables import Occasion


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


def test_the_days_of_a_plan_that_was_kept_before_there_were_rows_for_them_get_theirs(blank: Engine) -> None:
    days = [{"day": "2020-02-03", "name": "90 năm Ngày thành lập Đảng"}, {"day": "2020-05-19", "name": "Ngày sinh Bác"}]
    phases = [{"code": "dot-1", "occasions": days}, {"code": "dot-2", "occasions": []}, {"code": "dot-3"}]
    with blank.execution_options(access=Access.WRITE).begin() as connection:
        command.upgrade(_config(connection), "0002")
        old = MetaData()
        old.reflect(connection, only=["bloc", "campaign"])
        bloc = {"id": 1, "code": "k", "name": "K", "kind": "bloc", "timezone": "Asia/Ho_Chi_Minh", "locale": "vi"}
        connection.execute(insert(old.tables["bloc"]), {**bloc, "contact": {}})
        span = {"starts": date(2020, 1, 1), "ends": date(2020, 12, 31), "lenient": False, "plan": {"phases": phases}}
        for number, state in enumerate(("draft", "launched", "sealed"), start=1):
            row = {"id": number, "bloc_id": 1, "code": state, "title": state, "state": state}
            connection.execute(insert(old.tables["campaign"]), {**row, **span})
    upgrade(blank)

    with reading(blank) as session:
        kept = session.exec(select(Occasion).order_by(col(Occasion.id))).all()
        assert [(one.campaign_id, one.name, one.month, one.day, one.year) for one in kept[:2]] == [
            (1, "90 năm Ngày thành lập Đảng", 2, 3, 2020),
            (1, "Ngày sinh Bác", 5, 19, 2020),
        ]
        assert [one.campaign_id for one in kept] == [1, 1, 2, 2, 3, 3]
        assert [one.next_at is None for one in kept] == [True, True, False, False, True, True]
    with begin(blank) as session:
        march = datetime(2020, 3, 1, tzinfo=UTC)
        assert post_occasions(session, march) == 1
        assert next_occasion(session, march) == datetime(2020, 5, 18, tzinfo=UTC)
        assert post_occasions(session, datetime(2020, 5, 18, tzinfo=UTC)) == 1
        assert next_occasion(session, march) == datetime(2020, 5, 19, 1, tzinfo=UTC)
