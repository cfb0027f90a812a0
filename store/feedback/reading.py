"""What was asked and answered: for the person who asked, and for the office."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from store.errors import NotFound
from store.facts import local
from store.originals import SentFile
from store.people import bloc_day, my_units
from store.rights import Right, demand, may
from store.tables import Bloc, Feedback, FeedbackMessage, FeedbackState, Member, Unit

SHOWN_TURNS, SHOWN_LETTERS = 6, 3200
"""The newest turns of a talk on its screen, the last one whole; those before them are counted."""


@dataclass(frozen=True)
class Talk:
    """A talk with its turns, oldest first. `office`: who reads it answers for the office."""

    feedback: Feedback
    asker: Member
    units: list[str]
    messages: Sequence[FeedbackMessage]
    office: bool

    @property
    def latest(self) -> int:
        """The newest turn's id: an answer is to what was shown."""
        return max((one.id or 0 for one in self.messages), default=0)


@dataclass(frozen=True)
class Waiting:
    """A talk that waits for the office, with its newest question."""

    feedback: Feedback
    name: str
    text: str
    files: int


def open_feedback(session: Session, feedback_id: int, *, by: Member, now: datetime) -> Talk:
    """A talk; only for who asked and for the office."""
    feedback = session.get(Feedback, feedback_id)
    if feedback is None:
        raise NotFound()
    today = bloc_day(session, feedback.bloc_id, now)
    office = may(session, by, Right.ANSWER_FEEDBACK, bloc_id=feedback.bloc_id, today=today)
    if not office and feedback.member_id != by.id:
        raise NotFound()
    asker = session.get_one(Member, feedback.member_id)
    places = my_units(session, asker, today)
    units = [session.get_one(Unit, place.unit_id).name for place in places]
    return Talk(feedback, asker, units, messages_of(session, feedback_id), office and asker.id != by.id)


def my_talk(session: Session, feedback_id: int, *, by: Member) -> Feedback:
    """A talk that this person began."""
    feedback = session.get(Feedback, feedback_id)
    if feedback is None or feedback.member_id != by.id:
        raise NotFound()
    return feedback


def messages_of(session: Session, feedback_id: int) -> Sequence[FeedbackMessage]:
    found = select(FeedbackMessage).where(col(FeedbackMessage.feedback_id) == feedback_id)
    return session.exec(found.order_by(col(FeedbackMessage.id))).all()


def feedback_facts(session: Session, talk: Talk) -> dict[str, Any]:
    """What a screen says of a talk. The office sees who of it answered; who asked sees so as well."""
    zone = session.get_one(Bloc, talk.feedback.bloc_id).timezone
    shown = _newest_turns(talk.messages)
    return {
        "feedback_id": talk.feedback.id,
        "latest": talk.latest,
        "name": talk.asker.name,
        "units": talk.units,
        "office": talk.office,
        "waiting": talk.feedback.state == FeedbackState.WAITING,
        "more": len(talk.messages) - len(shown),
        "files": sum(len(one.files) for one in talk.messages),
        "turns": [
            {
                "who": session.get_one(Member, one.by_id).name,
                "of_office": one.of_office,
                "text": one.text,
                "files": len(one.files),
                "at": local(one.at, zone),
            }
            for one in shown
        ],
    }


def _newest_turns(turns: Sequence[FeedbackMessage]) -> Sequence[FeedbackMessage]:
    """As many as fit on one screen, each whole."""
    first, left = len(turns), SHOWN_LETTERS
    while first > 0 and len(turns) - first < SHOWN_TURNS:
        left -= len(turns[first - 1].text)
        if left < 0 and first < len(turns):
            break
        first -= 1
    return turns[first:]


def feedback_files(session: Session, talk: Talk) -> list[tuple[str, SentFile]]:
    """Every file of a talk with the name of who sent it, oldest first."""
    return [(session.get_one(Member, one.by_id).name, file) for one in talk.messages for file in one.files]


def my_feedback(session: Session, by: Member, *, limit: int = 8) -> list[Waiting]:
    """What a member asked, newest first."""
    mine = select(Feedback).where(col(Feedback.member_id) == by.id).order_by(col(Feedback.id).desc()).limit(limit)
    return [_newest(session, one, by.name) for one in session.exec(mine)]


def unanswered(session: Session, *, by: Member, now: datetime, limit: int = 8) -> list[Waiting]:
    """What waits for the office, longest first."""
    demand(session, by, Right.ANSWER_FEEDBACK, bloc_id=by.bloc_id, today=bloc_day(session, by.bloc_id, now))
    waiting = (
        select(Feedback, Member.name)
        .join(Member, col(Member.id) == col(Feedback.member_id))
        .where(col(Feedback.bloc_id) == by.bloc_id, col(Feedback.state) == FeedbackState.WAITING)
        .order_by(col(Feedback.waiting_since), col(Feedback.id))
        .limit(limit)
    )
    return [_newest(session, one, name) for one, name in session.exec(waiting)]


def unanswered_count(session: Session, bloc_id: int) -> int:
    """How many talks wait for the office."""
    waiting = select(func.count()).where(col(Feedback.bloc_id) == bloc_id, col(Feedback.state) == FeedbackState.WAITING)
    return int(session.execute(waiting).scalar_one())


def _newest(session: Session, feedback: Feedback, name: str) -> Waiting:
    """With the newest words of the person who asked."""
    asked = [one for one in messages_of(session, feedback.id or 0) if not one.of_office]
    text = next((one.text for one in reversed(asked) if one.text), "")
    return Waiting(feedback, name, text, sum(len(one.files) for one in asked))
