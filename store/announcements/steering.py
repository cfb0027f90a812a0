"""What an author does to an announcement that was made: pause, go on, cancel, resend, correct, remind, take back."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import or_, select, update
from sqlmodel import Session

from store.announcements.audience import aims_of, reached_now
from store.announcements.parcels import REPLACEABLE, SentFile, may_be_replaced
from store.announcements.posting import AT_MOST, DELETABLE_FOR, ON_THE_WAY, of_stream, post_letters
from store.announcements.sweeping import look_soon
from store.announcements.writing import announcement_for
from store.columns import table_of
from store.errors import IllegalMove, Refusal
from store.facts import local, local_day
from store.history import record
from store.tables import (
    ANNOUNCEMENT_MOVES,
    Announcement,
    AnnouncementReader,
    AnnouncementState,
    Asks,
    Bloc,
    Chat,
    ChatKind,
    ChatState,
    Letter,
    LetterKind,
    LetterState,
    Member,
    ReaderKind,
)

REMIND_AGAIN = timedelta(hours=1)

_letter = table_of(Letter)
_reader = table_of(AnnouncementReader)
_chat = table_of(Chat)


class RemindedLately(Refusal):
    """`at`: when those who had not answered were reminded last."""

    code = "reminded_lately"


class TooOldToDelete(Refusal):
    """Telegram deletes for everybody only what is younger than 48 hours."""

    code = "too_old_to_delete"


def pause(session: Session, announcement_id: int, *, by: Member, now: datetime) -> Announcement:
    """Nothing more of it leaves until it goes on. What is on its way this moment still arrives."""
    found = announcement_for(session, announcement_id, by=by, now=now)
    return _stop(session, found, AnnouncementState.PAUSED, by=by, now=now)


def cancel(session: Session, announcement_id: int, *, by: Member, now: datetime) -> Announcement:
    """Whoever has not got it does not get it."""
    found = announcement_for(session, announcement_id, by=by, now=now)
    return _stop(session, found, AnnouncementState.CANCELLED, by=by, now=now)


def _stop(session: Session, found: Announcement, into: AnnouncementState, *, by: Member, now: datetime) -> Announcement:
    if found.state == into:
        return found
    if found.campaign_id is not None:
        raise IllegalMove(state=found.state, action=into.value)
    _move(found, into)
    waiting = of_stream(found) & (_letter.c.state == LetterState.WAITING)
    stopped = waiting & _letter.c.kind.in_((LetterKind.SEND,))
    session.execute(update(_letter).where(stopped).values(state=LetterState.VOID, closed_at=now, reason=into.value))
    found.work_at = now
    record(session, found, into.value, by=by, now=now)
    session.flush()
    return found


def go_on(session: Session, announcement_id: int, *, by: Member, now: datetime) -> Announcement:
    """What was stopped goes after all."""
    found = announcement_for(session, announcement_id, by=by, now=now)
    if found.state == AnnouncementState.SENDING:
        return found
    if found.state != AnnouncementState.PAUSED:
        raise IllegalMove(state=found.state, action="go_on")
    _move(found, AnnouncementState.SENDING)
    _revive(session, found, LetterState.VOID, now)
    found.work_at = now
    record(session, found, "went_on", by=by, now=now)
    session.flush()
    return found


def resend_failed(session: Session, announcement_id: int, *, by: Member, now: datetime) -> int:
    """Once more to those it did not come to and who can be written to now; how many. To nobody else."""
    found = announcement_for(session, announcement_id, by=by, now=now)
    if found.state not in (AnnouncementState.SENT, AnnouncementState.SENDING):
        raise IllegalMove(state=found.state, action="resend")
    revived = _revive(session, found, LetterState.DEAD, now)
    missed = select(_reader.c.member_id).where(
        _reader.c.announcement_id == found.id, _reader.c.letter_id.is_(None), _reader.c.member_id.is_not(None),
        _reader.c.kind != ReaderKind.PASSER,
    )  # fmt: skip
    members = list(session.execute(missed).scalars())
    reached = dict(list(reached_now(session, members).items())[:AT_MOST])
    if reached:
        _post_to_missed(session, found, reached, now)
    if revived or reached:
        found.state = AnnouncementState.SENDING
        found.work_at = now
        record(session, found, "resent", by=by, now=now, readers=revived + len(reached))
    session.flush()
    return revived + len(reached)


def _post_to_missed(session: Session, found: Announcement, reached: dict[int, int], now: datetime) -> None:
    """Readers who could not be written to when it was sent: they have letters now."""
    today = local_day(now, session.get_one(Bloc, found.bloc_id).timezone)
    people = {aim.member_id: aim for aim in aims_of(session, found.bloc_id, found.unit_id, found.audience, today)}
    aims = [people[member] for member in reached if member in people]
    for who, letter_id in post_letters(session, found, aims, now).items():
        theirs = (_reader.c.announcement_id == found.id) & (_reader.c.who == who)
        session.execute(update(_reader).where(theirs).values(letter_id=letter_id, version=found.version))


def _revive(session: Session, found: Announcement, state: LetterState, now: datetime) -> int:
    """Letters that were stopped or failed wait again where they can be sent. How many readers' texts."""
    linked = or_(_chat.c.kind == ChatKind.PRIVATE, _chat.c.bloc_id == found.bloc_id)
    ready = select(_chat.c.id).where(_chat.c.state == ChatState.READY, linked)
    dead = of_stream(found) & (_letter.c.state == state) & (_letter.c.kind == LetterKind.SEND)
    dead &= _letter.c.chat_id.in_(ready)
    ids = select(_letter.c.id).where(dead).scalar_subquery()
    theirs = (_reader.c.announcement_id == found.id) & _reader.c.letter_id.in_(ids)
    readers = session.execute(update(_reader).where(theirs).values(version=found.version)).rowcount  # type: ignore[attr-defined]
    session.execute(
        update(_letter)
        .where(dead)
        .values(state=LetterState.WAITING, due_at=now, closed_at=None, reason=None, tries=0, may_repeat=False)
    )
    return int(readers)


def correct(
    session: Session,
    announcement_id: int,
    body: str,
    *,
    captioned: bool,
    by: Member,
    now: datetime,
    file: SentFile | None = None,
) -> Announcement:
    """Another text: in place for whoever has it, at once for whoever still waits for it.

    `captioned` counts only before it is sent; then the text stays where it is. `file`: instead of the text's.
    """
    found = announcement_for(session, announcement_id, by=by, now=now)
    if found.state == AnnouncementState.DELETED or found.campaign_id is not None:
        raise IllegalMove(state=found.state, action="correct")
    if found.body == body and file is None:
        return found
    found.body = body
    if file is not None:
        if not may_be_replaced(found.files, captioned=found.captioned) or file["kind"] not in REPLACEABLE:
            raise IllegalMove(state=found.state, action="correct")
        found.files = [{**file, "replaces": True}]
    if found.state == AnnouncementState.SCHEDULED:
        found.captioned = captioned
    else:
        found.version, found.corrected_at = found.version + 1, now
        unsent = select(_letter.c.id).where(of_stream(found), _letter.c.state == LetterState.WAITING)
        waiting = (_reader.c.announcement_id == found.id) & _reader.c.letter_id.in_(unsent)
        session.execute(update(_reader).where(waiting).values(version=found.version))
        look_soon(found, now)
    record(session, found, "corrected", by=by, now=now, version=found.version, file=file is not None)
    session.flush()
    return found


def remind_silent(session: Session, announcement_id: int, *, by: Member, now: datetime) -> Announcement:
    """Once more, in short, to those who have it and did not answer; not more than once an hour."""
    found = announcement_for(session, announcement_id, by=by, now=now)
    if found.asks == Asks.NOTHING or found.state in (AnnouncementState.SCHEDULED, AnnouncementState.DELETED):
        raise IllegalMove(state=found.state, action="remind")
    if found.reminded_at is not None and now - found.reminded_at < REMIND_AGAIN:
        timezone = session.get_one(Bloc, found.bloc_id).timezone
        raise RemindedLately(
            announcement_id=found.id,
            at=local(found.reminded_at, timezone).isoformat(),
            again=local(found.reminded_at + REMIND_AGAIN, timezone).isoformat(),
        )
    found.reminded_at = now
    look_soon(found, now)
    record(session, found, "reminded", by=by, now=now)
    session.flush()
    return found


def deletable(session: Session, found: Announcement, now: datetime) -> int:
    """How many messages with its text can still be deleted for everybody."""
    young = select(_reader.c.id).join(_letter, _letter.c.id == _reader.c.letter_id)
    young = young.where(_reader.c.announcement_id == found.id, _reader.c.taken_back.is_(False))
    young = young.where(_letter.c.state == LetterState.SENT, _letter.c.closed_at >= now - DELETABLE_FOR)
    return len(session.execute(young).all())


def take_back(session: Session, announcement_id: int, *, by: Member, now: datetime) -> Announcement:
    """Delete it for everybody, as far as Telegram lets a bot: what is younger than 48 hours."""
    found = announcement_for(session, announcement_id, by=by, now=now)
    if found.state == AnnouncementState.DELETED:
        return found
    going = of_stream(found) & _letter.c.state.in_(ON_THE_WAY)
    if not deletable(session, found, now) and session.execute(select(_letter.c.id).where(going)).first() is None:
        raise TooOldToDelete(announcement_id=found.id)
    return _stop(session, found, AnnouncementState.DELETED, by=by, now=now)


@dataclass(frozen=True)
class Moves:
    """What may be done to it now."""

    pause: bool
    go_on: bool
    cancel: bool
    correct: bool
    resend: bool
    remind: bool
    take_back: bool


def moves_of(session: Session, found: Announcement, *, failed: int, silent: int, now: datetime) -> Moves:
    to = ANNOUNCEMENT_MOVES[found.state]
    launched = found.campaign_id is not None
    return Moves(
        pause=AnnouncementState.PAUSED in to and not launched,
        go_on=found.state == AnnouncementState.PAUSED,
        cancel=AnnouncementState.CANCELLED in to and not launched,
        correct=found.state != AnnouncementState.DELETED and not launched,
        resend=failed > 0 and found.state in (AnnouncementState.SENT, AnnouncementState.SENDING),
        remind=silent > 0 and found.asks != Asks.NOTHING and found.state != AnnouncementState.DELETED,
        take_back=AnnouncementState.DELETED in to and not launched and deletable(session, found, now) > 0,
    )


def _move(found: Announcement, into: AnnouncementState) -> None:
    if into not in ANNOUNCEMENT_MOVES[found.state]:
        raise IllegalMove(state=found.state, action=into.value)
    found.state = into
