"""How transactions begin: one writer at a time, refusals that do not commit, readers that keep nothing."""

import threading

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from store.engine import Access, begin, open_engine, random_token, reading
from store.tables import Run
from tests.conftest import NOW


def runs(engine: Engine) -> list[str]:
    with reading(engine) as session:
        return [run.bot_username for run in session.exec(select(Run).order_by(Run.id))]  # type: ignore[arg-type]


def test_an_error_keeps_nothing(engine: Engine) -> None:
    with pytest.raises(RuntimeError), begin(engine) as session:
        session.add(Run(started_at=NOW))
        session.flush()
        raise RuntimeError

    assert runs(engine) == []


def test_a_savepoint_rolls_back_alone_and_released_does_not_commit(engine: Engine) -> None:
    with pytest.raises(RuntimeError), begin(engine) as session:
        with session.begin_nested():
            session.add(Run(started_at=NOW, bot_username="released"))
        raise RuntimeError
    with begin(engine) as session:
        session.add(Run(started_at=NOW, bot_username="kept"))
        savepoint = session.begin_nested()
        session.add(Run(started_at=NOW, bot_username="refused"))
        session.flush()
        savepoint.rollback()

    assert runs(engine) == ["kept"]


def test_reading_keeps_nothing_and_its_rows_stay_readable(engine: Engine) -> None:
    with begin(engine) as session:
        session.add(Run(started_at=NOW, bot_username="a"))
    with reading(engine) as session:
        run = session.exec(select(Run)).one()
        run.bot_username = "b"

    assert run.started_at == NOW
    assert runs(engine) == ["a"]


def test_a_second_writer_waits_for_the_first(engine: Engine, database_url: str) -> None:
    inside, order = threading.Event(), []

    def second() -> None:
        other = open_engine(database_url)
        inside.wait()
        with begin(other) as session:
            seen = len(session.exec(select(Run)).all())
            order.append("second")
            session.add(Run(started_at=NOW, bot_username=str(seen)))
        other.dispose()

    thread = threading.Thread(target=second)
    thread.start()
    with begin(engine) as session:
        session.add(Run(started_at=NOW, bot_username="first"))
        session.flush()
        inside.set()
        thread.join(0.2)
        order.append("first")
    thread.join()

    assert order == ["first", "second"]
    assert runs(engine) == ["first", "1"]


def test_adding_to_the_inbox_does_not_wait_for_a_writer_on_postgresql(engine: Engine) -> None:
    if engine.dialect.name == "sqlite":
        return
    with begin(engine), begin(engine, Access.APPEND) as session:
        session.add(Run(started_at=NOW, bot_username="beside"))

    assert runs(engine) == ["beside"]


def test_tokens_come_from_the_engines_source(database_url: str) -> None:
    engine = open_engine(database_url, lambda size: bytes(range(size)))
    with begin(engine) as session:
        assert random_token(session, 4) == "00010203"
    engine.dispose()
