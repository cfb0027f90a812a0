"""The inbox: kept once, taken chat by chat, parked after the third crash."""

from datetime import timedelta

from sqlmodel import Session, col, select

from store.inbox import (
    MAX_TRIES,
    Arrived,
    add_updates,
    close_update,
    empty_old_failures,
    put_back_update,
    put_back_updates,
    retry_failed,
    take_updates,
)
from store.tables import Inbox, UpdateState
from tests.conftest import NOW

BOT = 5


def adds(session: Session, *chats: int, first: int = 1) -> None:
    add_updates(session, BOT, [Arrived(first + n, chat, f"body {first + n}") for n, chat in enumerate(chats)], now=NOW)


def taken(session: Session, run: int = 1, limit: int = 64) -> list[tuple[int, int]]:
    return [(one.chat_key, one.id) for one in take_updates(session, run, limit=limit, now=NOW)]


def rows(session: Session) -> list[tuple[int, UpdateState, int]]:
    session.expire_all()
    return [(one.update_id, one.state, one.tries) for one in session.exec(select(Inbox).order_by(col(Inbox.id)))]


def test_an_update_that_is_there_already_is_dropped(session: Session) -> None:
    adds(session, 7, 7)
    adds(session, 7, 7, 7)
    add_updates(session, BOT + 1, [Arrived(1, 7, "another bot's")], now=NOW)

    assert [row[0] for row in rows(session)] == [1, 2, 3, 1]


def test_nothing_to_add_is_nothing(session: Session) -> None:
    add_updates(session, BOT, [], now=NOW)

    assert rows(session) == []


def test_the_oldest_of_each_chat_is_taken_the_longest_waiting_first(session: Session) -> None:
    adds(session, 8, 7, 8, 9, 7)

    assert [chat for chat, _ in taken(session)] == [8, 7, 9]
    assert [row[2] for row in rows(session)] == [1, 1, 0, 1, 0]
    assert [chat for chat, _ in taken(session, limit=1)] == [8]


def test_a_closed_update_keeps_no_body_unless_it_failed(session: Session) -> None:
    adds(session, 1, 2, 3)
    for (_, row), state in zip(
        taken(session), (UpdateState.DONE, UpdateState.IGNORED, UpdateState.FAILED), strict=True
    ):
        close_update(session, row, state, now=NOW)
    session.expire_all()

    assert [one.body for one in session.exec(select(Inbox).order_by(col(Inbox.id)))] == ["", "", "body 3"]


def test_a_try_that_could_not_begin_does_not_count(session: Session) -> None:
    adds(session, 1)
    put_back_update(session, taken(session)[0][1])

    assert rows(session) == [(1, UpdateState.WAITING, 0)]


def test_the_third_crash_parks_only_the_update_that_was_acted_on(session: Session) -> None:
    adds(session, 1, 2)
    for run in range(1, MAX_TRIES + 1):
        taken(session, run)
        put_back_updates(session, run + 1, now=NOW)

    assert rows(session) == [(1, UpdateState.FAILED, 3), (2, UpdateState.WAITING, 0)]


def test_what_this_run_has_taken_stays_with_it(session: Session) -> None:
    adds(session, 1)
    taken(session, 4)
    put_back_updates(session, 4, now=NOW)

    assert rows(session) == [(1, UpdateState.TAKEN, 1)]


def test_parked_updates_are_taken_again_until_their_bodies_are_forgotten(session: Session) -> None:
    adds(session, 1, 2)
    for _, row in taken(session):
        close_update(session, row, UpdateState.FAILED, now=NOW, error_id="X")
    empty_old_failures(session, now=NOW + timedelta(days=30))
    assert retry_failed(session) == 2
    for _, row in taken(session):
        close_update(session, row, UpdateState.FAILED, now=NOW)
    empty_old_failures(session, now=NOW + timedelta(days=31))

    assert retry_failed(session) == 0
