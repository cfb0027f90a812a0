"""Forms in the store: one open at a time, every answer kept, closed ones forgotten after a day."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from store.forms import cancel_open, close_form, current_form, forget_closed_forms, keep_answers, open_form
from store.tables import Account, Chat, ChatKind, Form, FormState
from tests.conftest import NOW


@pytest.fixture
def chat(session: Session) -> int:
    session.add(Account(id=1, language="vi"))
    session.flush()
    chat = Chat(telegram_id=1, kind=ChatKind.PRIVATE, account_id=1, language="vi")
    session.add(chat)
    session.flush()
    assert chat.id is not None
    return chat.id


def test_opening_a_form_cancels_the_one_that_was_open(session: Session, chat: int) -> None:
    old = open_form(session, 1, chat, "a", now=NOW)
    new = open_form(session, 1, chat, "b", now=NOW, day=NOW.date())
    session.refresh(old)

    assert old.state == FormState.CANCELLED
    assert current_form(session, 1) is new
    assert new.answers == {"day": "2020-01-02"}


def test_answers_are_added_and_kept(session: Session, chat: int) -> None:
    form = open_form(session, 1, chat, "a", now=NOW, one=1)
    keep_answers(form, now=NOW + timedelta(minutes=1), two=2)
    session.flush()
    session.expire_all()

    kept = session.exec(select(Form)).one()
    assert (kept.answers, kept.touched_at) == ({"one": 1, "two": 2}, NOW + timedelta(minutes=1))


def test_closed_forms_are_forgotten_after_a_day_and_open_ones_never(session: Session, chat: int) -> None:
    close_form(session, open_form(session, 1, chat, "done", now=NOW), FormState.DONE, now=NOW)
    open_form(session, 1, chat, "open", now=NOW)
    forget_closed_forms(session, now=NOW + timedelta(days=1))
    assert len(session.exec(select(Form)).all()) == 2

    forget_closed_forms(session, now=NOW + timedelta(days=1, seconds=1))
    assert [form.name for form in session.exec(select(Form))] == ["open"]


def test_cancelling_twice_changes_nothing(session: Session, chat: int) -> None:
    open_form(session, 1, chat, "a", now=NOW)
    for _ in range(2):
        cancel_open(session, 1, now=NOW)

    assert current_form(session, 1) is None
