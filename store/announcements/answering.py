"""What a reader answers: received, or whether they come to what an announcement calls them to."""

from datetime import date, datetime

from sqlmodel import Session, col, select

from store.announcements.launching import keep_receipt
from store.announcements.posting import TEXT
from store.announcements.sweeping import EVERY, answered_at
from store.errors import NotFound, Refusal
from store.facts import local_day
from store.history import record
from store.outbox import post
from store.people import my_units
from store.tables import (
    Announcement,
    AnnouncementReader,
    AnnouncementState,
    Asks,
    Bloc,
    Lane,
    Letter,
    LetterKind,
    LetterState,
    Member,
    ReaderKind,
    Reply,
)

ALLOWED = {
    Asks.NOTHING: frozenset[Reply](),
    Asks.RECEIVED: frozenset({Reply.RECEIVED}),
    Asks.ATTENDANCE: frozenset({Reply.ATTENDS, Reply.ABSENT, Reply.DEPUTY}),
}


class AnswersClosed(Refusal):
    """The `day` it was about is over."""

    code = "answers_closed"


class TakenBack(Refusal):
    """The announcement was deleted for everybody."""

    code = "announcement_taken_back"


def announcement_to_answer(
    session: Session, announcement_id: int, reply: Reply, *, by: Member, chat_id: int, now: datetime
) -> tuple[Announcement, AnnouncementReader | None]:
    """What this person may answer so, and their row: it came to them, or to the group `chat_id` they tap in."""
    found = session.get(Announcement, announcement_id)
    if found is None or found.bloc_id != by.bloc_id or reply not in ALLOWED[found.asks]:
        raise NotFound()
    reader = _row(session, found, f"m{by.id}")
    if reader is None and _group(session, found, chat_id) is None:
        raise NotFound()
    if found.state == AnnouncementState.DELETED:
        raise TakenBack()
    if found.event_day is not None and _today(session, found, now) > found.event_day:
        raise AnswersClosed(day=found.event_day.isoformat())
    return found, reader


def answer_announcement(
    session: Session,
    announcement_id: int,
    reply: Reply,
    *,
    by: Member,
    chat_id: int,
    now: datetime,
    reason: str = "",
    deputy: str = "",
) -> AnnouncementReader:
    """Keep an answer with its time. The same again changes nothing; attendance may change until the day is over."""
    found, reader = announcement_to_answer(session, announcement_id, reply, by=by, chat_id=chat_id, now=now)
    if reader is None:
        places = my_units(session, by, _today(session, found, now))
        reader = AnnouncementReader(
            announcement_id=announcement_id,
            who=f"m{by.id}",
            kind=ReaderKind.PASSER,
            member_id=by.id,
            unit_id=places[0].unit_id if places else None,
        )
        session.add(reader)
    if (reader.answer, reader.reason, reader.deputy) == (reply, reason, deputy):
        return reader
    before = reader.answer
    reader.answer, reader.reason, reader.deputy = reply, reason, deputy
    reader.answered_at, reader.answered_version = now, found.version
    session.flush()
    record(session, found, "answered", by=by, now=now, before=before, after=reply)
    if found.campaign_id is not None:
        keep_receipt(session, found, by=by, now=now)
    answered_at(found, now)
    session.flush()
    return reader


def show_answer(session: Session, reader: AnnouncementReader, *, but_message: int | None, now: datetime) -> bool:
    """Change the message that carries the text in place. Whether it is the one that was tapped (`but_message`)."""
    letter = session.get(Letter, reader.letter_id) if reader.letter_id is not None else None
    if session.get_one(Announcement, reader.announcement_id).campaign_id is not None:
        return False
    if letter is None or letter.state != LetterState.SENT or letter.message_id is None:
        return False
    if letter.message_id == but_message:
        return True
    change_message(session, reader, letter.chat_id, letter.message_id, now)
    return False


def change_message(session: Session, reader: AnnouncementReader, chat_id: int, message_id: int, now: datetime) -> None:
    """The message says what the reader's row says now."""
    post(
        session,
        TEXT,
        to=chat_id,
        now=now,
        lane=Lane.REPLY,
        kind=LetterKind.EDIT,
        message_id=message_id,
        announcement_id=reader.announcement_id,
        who=reader.who,
        edits=True,
    )


def change_group(session: Session, announcement_id: int, chat_id: int, now: datetime) -> None:
    """The group's message counts who answered. One edit waits at most, however many tap."""
    found = session.get_one(Announcement, announcement_id)
    reader = _group(session, found, chat_id)
    letter = session.get(Letter, reader.letter_id) if reader is not None and reader.letter_id is not None else None
    if reader is None or letter is None or letter.message_id is None:
        return
    key = f"{letter.chat_id}:m{letter.message_id}"
    waits = select(Letter.id).where(col(Letter.edit_key) == key, col(Letter.state) == LetterState.WAITING)
    if session.exec(waits).first() is None:
        post(
            session,
            TEXT,
            to=letter.chat_id,
            now=now,
            lane=Lane.NOTICE,
            kind=LetterKind.EDIT,
            due=now + EVERY,
            message_id=letter.message_id,
            announcement_id=announcement_id,
            who=reader.who,
            edits=True,
        )


def _row(session: Session, found: Announcement, who: str) -> AnnouncementReader | None:
    mine = (col(AnnouncementReader.announcement_id) == found.id) & (col(AnnouncementReader.who) == who)
    return session.exec(select(AnnouncementReader).where(mine)).first()


def _group(session: Session, found: Announcement, chat_id: int) -> AnnouncementReader | None:
    """By the chat, which may have been merged with another since."""
    there = (col(AnnouncementReader.chat_id) == chat_id) & (col(AnnouncementReader.kind) == ReaderKind.GROUP)
    mine = col(AnnouncementReader.announcement_id) == found.id
    return session.exec(select(AnnouncementReader).where(there, mine)).first()


def _today(session: Session, found: Announcement, now: datetime) -> date:
    return local_day(now, session.get_one(Bloc, found.bloc_id).timezone)
