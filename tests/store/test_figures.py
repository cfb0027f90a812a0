"""What an operator asks of the database: what is open, late or given up, and never a look at what is done."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, event
from sqlmodel import Session

from store.engine import begin, reading
from store.figures import (
    DueLetter,
    InboxFigures,
    Late,
    inbox_figures,
    late_letters,
    oldest_due_letter,
    open_job_counts,
    open_letter_counts,
)
from store.inbox import Arrived, add_updates, close_update, take_updates
from store.letters import close_letter, send_again, take_letters
from store.outbox import post
from store.tables import Chat, ChatKind, ChatState, Lane, LetterState, UpdateState
from tests.conftest import NOW

MINUTE = timedelta(minutes=1)
LIMITS = dict.fromkeys(Lane, 2 * MINUTE) | {Lane.BROADCAST: 60 * MINUTE}


@pytest.fixture
def chat_id(session: Session) -> int:
    chat = Chat(telegram_id=101, kind=ChatKind.PRIVATE, language="vi", state=ChatState.READY)
    session.add(chat)
    session.flush()
    assert chat.id is not None
    return chat.id


def posts(session: Session, chat_id: int, lane: Lane, minutes: int = 0) -> int:
    letter_id = post(session, "test/x", to=chat_id, now=NOW, lane=lane, due=NOW + minutes * MINUTE)
    assert letter_id is not None
    return letter_id


def test_the_oldest_due_letter_is_found_over_all_lanes(session: Session, chat_id: int) -> None:
    assert oldest_due_letter(session, NOW) is None

    posts(session, chat_id, Lane.REPLY, minutes=2)
    posts(session, chat_id, Lane.REMINDER, minutes=1)
    posts(session, chat_id, Lane.BROADCAST, minutes=90)

    assert oldest_due_letter(session, NOW) is None
    assert oldest_due_letter(session, NOW + 60 * MINUTE) == DueLetter(NOW + MINUTE, Lane.REMINDER)


def test_letters_are_late_when_due_for_too_long(session: Session, chat_id: int) -> None:
    for lane in (Lane.REPLY, Lane.NOTICE, Lane.BROADCAST):
        posts(session, chat_id, lane, minutes=1 if lane == Lane.NOTICE else 0)
    posts(session, chat_id, Lane.NOTICE, minutes=3)

    assert late_letters(session, NOW + 2 * MINUTE, after=LIMITS) is None
    assert late_letters(session, NOW + 4 * MINUTE, after=LIMITS) == Late(2, DueLetter(NOW, Lane.REPLY))


def test_a_letter_that_was_put_off_is_not_late(session: Session, chat_id: int) -> None:
    held = posts(session, chat_id, Lane.REPLY)
    take_letters(session, [held], 1)
    send_again(session, held, at=NOW + 5 * MINUTE)

    assert late_letters(session, NOW + 4 * MINUTE, after=LIMITS) is None


def test_what_is_sent_is_not_counted(session: Session, chat_id: int) -> None:
    sent, dead, _ = (posts(session, chat_id, Lane.NOTICE) for _ in range(3))
    close_letter(session, sent, LetterState.SENT, now=NOW, message_id=1)
    close_letter(session, dead, LetterState.DEAD, now=NOW, reason="blocked")

    assert open_letter_counts(session) == {("notice", "waiting"): 1, ("notice", "dead"): 1}


def test_the_inbox_tells_what_waits_and_what_is_parked(session: Session) -> None:
    add_updates(session, 1, [Arrived(number, number, "{}") for number in range(3)], now=NOW)
    (first, *_) = take_updates(session, 1, limit=1, now=NOW)
    close_update(session, first.id, UpdateState.FAILED, now=NOW, error_id="A1")

    assert inbox_figures(session) == InboxFigures(waiting=2, oldest_at=NOW, parked=1)


def test_no_figure_reads_a_whole_table(engine: Engine) -> None:
    asked: list[tuple[str, Any]] = []

    def note(_connection: object, _cursor: object, statement: str, values: Any, *_: object) -> None:
        asked.append((statement, values))

    with begin(engine) as session:
        session.connection()
        if engine.dialect.name == "postgresql":
            session.connection().exec_driver_sql("SET LOCAL enable_seqscan = off")
        event.listen(engine, "before_cursor_execute", note)
        late_letters(session, NOW, after=LIMITS)
        open_letter_counts(session)
        open_job_counts(session)
        inbox_figures(session)
        event.remove(engine, "before_cursor_execute", note)
        explain = "EXPLAIN QUERY PLAN " if engine.dialect.name == "sqlite" else "EXPLAIN "
        for statement, values in asked:
            plan = [str(row[-1]) for row in session.connection().exec_driver_sql(explain + statement, values)]
            assert not any("Seq Scan" in line or line.startswith("SCAN letter") for line in plan), plan
            assert any("ix_" in line for line in plan), plan
    with reading(engine) as session:
        assert oldest_due_letter(session, NOW) is None
