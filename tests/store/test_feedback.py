"""Questions to the office: two who answer at once, and what may not be answered."""

from dataclasses import dataclass
from typing import Any

import pytest
from sqlmodel import Session, col, select

from store.errors import AlreadyDone, BadAnswer, NotAllowed, NotFound
from store.feedback import (
    answer_feedback,
    ask_office,
    feedback_facts,
    my_feedback,
    open_feedback,
    unanswered,
    unanswered_count,
    with_feedback_file,
)
from store.tables import Appointment, BlocRole, FeedbackState, Letter, Member
from tests.conftest import NOW
from tests.store.founding import Founded, found

FILE = {"file_id": "f", "unique_id": "u", "kind": "voice", "name": "", "mime": "", "size": 9}


@dataclass
class Office:
    town: Founded
    lan: Member
    mai: Member
    son: Member


@pytest.fixture
def office(session: Session) -> Office:
    town = found(session, "khoi-vhxh-2020", now=NOW)
    lan, mai, son = (town.joins(name, "syt") for name in ("Lan", "Mai", "Sơn"))
    for one, role in ((mai, BlocRole.LEADER), (son, BlocRole.SECRETARY)):
        session.add(Appointment(member_id=one.id or 0, bloc_id=town.bloc.id or 0, role=role, first_day=NOW.date()))
    session.flush()
    return Office(town, lan, mai, son)


def told(session: Session, template: str) -> list[dict[str, object]]:
    return [one.facts for one in session.exec(select(Letter).where(col(Letter.template) == template))]


def test_the_second_who_answers_is_told_who_was_faster(session: Session, office: Office) -> None:
    talk = ask_office(session, text="Bao giờ?", by=office.lan, now=NOW)
    seen = open_feedback(session, talk.id or 0, by=office.son, now=NOW).latest

    answer_feedback(session, talk.id or 0, seen=seen, text="20/6", by=office.mai, now=NOW)
    with pytest.raises(AlreadyDone) as refused:
        answer_feedback(session, talk.id or 0, seen=seen, text="21/6", by=office.son, now=NOW)

    assert refused.value.facts == {"who": "Mai"}
    read = open_feedback(session, talk.id or 0, by=office.son, now=NOW)
    assert [one.text for one in read.messages] == ["Bao giờ?", "20/6"]
    answer_feedback(session, talk.id or 0, seen=read.latest, text="Sửa: 19/6", by=office.son, now=NOW)
    assert len(my_feedback(session, office.lan)) == 1
    assert talk.state == FeedbackState.ANSWERED


def test_what_waits_is_oldest_first_and_counted(session: Session, office: Office) -> None:
    first = ask_office(session, text="Một", by=office.lan, now=NOW)
    second = ask_office(session, text="", files=[FILE], by=office.lan, now=NOW)

    assert [one.feedback.id for one in unanswered(session, by=office.son, now=NOW)] == [first.id, second.id]
    assert unanswered_count(session, office.lan.bloc_id) == 2
    with pytest.raises(NotAllowed):
        unanswered(session, by=office.lan, now=NOW)


def test_a_screen_shows_as_many_turns_as_fit_and_the_last_one_whole(session: Session, office: Office) -> None:
    talk = ask_office(session, text="a" * 1500, by=office.lan, now=NOW)
    facts: dict[str, Any] = {}
    for size in (1500, 1500, 3000):
        ask_office(session, text="b" * size, by=office.lan, now=NOW, feedback_id=talk.id)
        read = open_feedback(session, talk.id or 0, by=office.mai, now=NOW)
        facts = feedback_facts(session, read)
        assert facts["turns"][-1]["text"] == "b" * size
        assert sum(len(one["text"]) for one in facts["turns"]) <= 3200
        assert len(facts["turns"]) + facts["more"] == len(read.messages)
    assert (len(facts["turns"]), facts["more"]) == (1, 3)
    assert {one.facts["text"] for one in session.exec(select(Letter))} >= {"a" * 1500, "b" * 3000}


def test_nobody_answers_without_the_right_to_or_with_nothing(session: Session, office: Office) -> None:
    talk = ask_office(session, text="Bao giờ?", by=office.lan, now=NOW)
    own = ask_office(session, text="Của tôi", by=office.mai, now=NOW)
    hoa = office.town.joins("Hoa", "sgddt")

    for by, feedback in ((office.lan, talk), (hoa, talk), (office.mai, own)):
        with pytest.raises((NotAllowed, NotFound)):
            answer_feedback(session, feedback.id or 0, seen=99, text="x", by=by, now=NOW)
    with pytest.raises(NotFound):
        ask_office(session, text="x", by=hoa, now=NOW, feedback_id=talk.id)
    with pytest.raises(BadAnswer):
        ask_office(session, text="\u200b ", by=hoa, now=NOW)
    with pytest.raises(BadAnswer):
        with_feedback_file([{**FILE, "unique_id": str(n)} for n in range(10)], FILE)
    assert with_feedback_file([FILE], FILE) == [FILE]
