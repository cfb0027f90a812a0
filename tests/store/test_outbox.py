"""The outbox: letters under keys, one of a chat at a time, the newest edit, what a dead run leaves."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, col, select

from store.letters import (
    close_letter,
    letter_counts,
    may_repeat_count,
    next_letter_at,
    put_back_letters,
    send_again,
    take_letters,
    waiting_letters,
)
from store.outbox import post, post_to_accounts
from store.tables import Account, Chat, ChatKind, ChatState, Lane, Letter, LetterKind, LetterState
from tests.conftest import NOW

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def chats(session: Session) -> list[int]:
    """Two private chats that can be written to, and one that cannot."""
    made = []
    for number, state in ((101, ChatState.READY), (102, ChatState.READY), (103, ChatState.CLOSED)):
        session.add(Account(id=number, language="vi"))
        session.flush()
        chat = Chat(telegram_id=number, kind=ChatKind.PRIVATE, account_id=number, language="vi", state=state)
        session.add(chat)
        session.flush()
        assert chat.id is not None
        made.append(chat.id)
    return made


def posts(session: Session, chat: int, **more: Any) -> int:
    letter = post(session, "test/x", to=chat, now=NOW, **more)
    assert letter is not None
    return letter


def letter(session: Session, letter_id: int) -> Letter:
    session.expire_all()
    return session.exec(select(Letter).where(col(Letter.id) == letter_id)).one()


def waiting(session: Session, **more: Any) -> list[int]:
    return [one.id for one in waiting_letters(session, now=NOW, **more)]


def test_a_letter_exists_once_under_its_key(session: Session, chats: list[int]) -> None:
    assert post(session, "test/x", to=chats[0], now=NOW, key="rung:1") is not None
    assert post(session, "test/x", to=chats[0], now=NOW, key="rung:1") is None


def test_people_who_cannot_be_written_to_get_no_letter(session: Session, chats: list[int]) -> None:
    for expected in (2, 0):
        assert post_to_accounts(session, "test/x", [101, 102, 103, 999], now=NOW, key="k") == expected


def test_the_oldest_due_letter_of_each_chat_and_lane_waits(session: Session, chats: list[int]) -> None:
    first = posts(session, chats[0])
    posts(session, chats[0])
    reply = posts(session, chats[0], lane=Lane.REPLY)
    other = posts(session, chats[1])
    posts(session, chats[1], due=LATER, lane=Lane.REMINDER)

    assert waiting(session) == [reply, first, other]
    assert waiting(session, silent=[chats[0]]) == [other]
    assert next_letter_at(session, after=NOW) == LATER


def test_of_waiting_edits_of_one_message_the_newest_is_left(session: Session, chats: list[int]) -> None:
    edits = [posts(session, chats[0], kind=LetterKind.EDIT, message_id=9) for _ in range(3)]
    other = posts(session, chats[0], kind=LetterKind.EDIT, message_id=8)

    states = [letter(session, one).state for one in [*edits, other]]
    assert states == [LetterState.VOID, LetterState.VOID, LetterState.WAITING, LetterState.WAITING]


def test_an_edit_finds_the_message_of_the_letter_it_names(session: Session, chats: list[int]) -> None:
    sent = posts(session, chats[0])
    edit = posts(session, chats[0], kind=LetterKind.EDIT, letter_id=sent)
    close_letter(session, sent, LetterState.SENT, now=NOW, message_id=77)

    assert [one.message_id for one in take_letters(session, [edit], 1)] == [77]


def test_what_a_dead_run_had_taken_goes_again_and_is_marked(session: Session, chats: list[int]) -> None:
    left, mine = posts(session, chats[0]), posts(session, chats[1])
    take_letters(session, [left], 1)
    take_letters(session, [mine], 2)
    put_back_letters(session, 2)

    assert (letter(session, left).state, letter(session, left).may_repeat) == (LetterState.WAITING, True)
    assert (letter(session, mine).state, letter(session, mine).may_repeat) == (LetterState.TAKEN, False)
    assert may_repeat_count(session) == 1


def test_nothing_of_a_chat_overtakes_a_letter_that_goes_again(session: Session, chats: list[int]) -> None:
    first, second, other = posts(session, chats[0]), posts(session, chats[0]), posts(session, chats[1])
    take_letters(session, [first], 1)
    send_again(session, first, at=LATER)

    assert [letter(session, one).due_at for one in (first, second, other)] == [LATER, LATER, NOW]


def test_values_that_hold_a_link_are_emptied_when_it_is_closed(session: Session, chats: list[int]) -> None:
    one = posts(session, chats[0], link="secret", name="Lan")
    close_letter(session, one, LetterState.DEAD, now=NOW, reason="blocked")

    assert letter(session, one).facts == {"link": "", "name": "Lan"}
    assert letter_counts(session) == {("notice", "dead"): 1}


def streams(session: Session, **more: Any) -> list[str]:
    return [one.stream for one in waiting_letters(session, now=NOW, **more)]


def test_a_small_announcement_is_seen_behind_a_large_one(session: Session, chats: list[int]) -> None:
    for number in range(6):
        posts(session, chats[0], lane=Lane.BROADCAST, key=f"ann:1:{number}")
    posts(session, chats[1], lane=Lane.BROADCAST, key="ann:2:1")
    posts(session, chats[1], lane=Lane.BROADCAST)
    posts(session, chats[1], lane=Lane.REMINDER, key="rung:7:1")

    assert streams(session, limit=2) == ["", "", "ann:1", "ann:2"]


def test_of_very_many_announcements_some_are_looked_at_each_time_and_all_by_turns(
    session: Session, chats: list[int]
) -> None:
    names = [f"ann:{number:02}" for number in range(20)]
    for name in names:
        posts(session, chats[0], lane=Lane.BROADCAST, key=f"{name}:x")

    seen, after = [], ""
    for _ in range(3):
        found = streams(session, after=after)
        seen += found
        after = found[-1]
    assert seen == names[:8] + names[8:16] + names[16:] + names[:4]


def test_what_is_about_a_letter_goes_behind_it(session: Session, chats: list[int]) -> None:
    board = posts(session, chats[0], lane=Lane.BROADCAST, key="board:1:1")
    posts(session, chats[0], lane=Lane.BROADCAST, kind=LetterKind.PIN, key="a_pin:1:1", letter_id=board)

    assert [(one.id, one.stream) for one in waiting_letters(session, now=NOW)] == [(board, "board:1")]
