"""What announcements do by themselves: they go out at their time, a part at a time, and their author is kept told."""

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlmodel import Session, col

from store.announcements.counting import Tally, tally
from store.announcements.posting import (
    of_stream,
    post_deletions,
    post_edits,
    post_readers,
    post_reminders,
)
from store.announcements.writing import still_may
from store.columns import table_of
from store.history import record
from store.outbox import post, private_chats
from store.tables import (
    Announcement,
    AnnouncementState,
    Lane,
    Letter,
    LetterKind,
    LetterState,
    Member,
)

EVERY = timedelta(seconds=5)
"""The author's screen changes no more often."""

PAGE = "live/announcements/page"

_letter = table_of(Letter)
_announcement = table_of(Announcement)
_NEXT = select(func.min(_announcement.c.work_at))


def send_announcements(session: Session, now: datetime) -> int:
    """The next piece of work on the announcement that has waited longest. 0 when none has any."""
    due = (
        select(col(Announcement.id))
        .where(col(Announcement.work_at) <= now)
        .order_by(col(Announcement.work_at), col(Announcement.id))
        .limit(1)
    )
    found_id = session.execute(due).scalar()
    return 0 if found_id is None else work_on(session, session.get_one(Announcement, found_id), now)


def next_announcement(session: Session, now: datetime) -> datetime | None:
    found: datetime | None = session.execute(_NEXT).scalar()
    return found


def work_on(session: Session, found: Announcement, now: datetime) -> int:
    """One piece of work: at most 500 letters, or a look at how far it is."""
    if found.state == AnnouncementState.SCHEDULED:
        _release(session, found, now)
    for task in (post_readers, post_edits, post_reminders, post_deletions):
        done = task(session, found, now)
        if done:
            session.flush()
            return done
    _look(session, found, now)
    session.flush()
    return 1


def _release(session: Session, found: Announcement, now: datetime) -> None:
    """The time has come. Who wrote it must still have the right; else it is cancelled and they are told."""
    author = session.get_one(Member, found.author_id)
    if not still_may(session, found, author, now):
        found.state = AnnouncementState.CANCELLED
        record(session, found, "cancelled", by=None, now=now, bloc_id=found.bloc_id, why="right_lost")
    else:
        found.state = AnnouncementState.SENDING
        record(session, found, "sent", by=None, now=now, bloc_id=found.bloc_id)
    chats = private_chats(session, [author.account_id] if author.account_id is not None else [])
    found.shown = {}
    found.screen_chat_id = next(iter(chats.values()), None)
    found.screen_message_id = found.screen_letter_id = None


def _look(session: Session, found: Announcement, now: datetime) -> None:
    """Tell the author what changed; look again while letters are on their way."""
    counted = tally(session, found)
    busy = counted.on_the_way > 0
    if found.state == AnnouncementState.SENDING and not busy:
        found.state = AnnouncementState.SENT
    facts = {**counted.facts(), "state": found.state.value, "version": found.version}
    changed = facts != found.shown
    told = not changed or _show(session, found, now)
    if changed and told:
        found.shown = facts
    if not told:
        found.work_at = now + EVERY
    elif busy:
        found.work_at = now + EVERY if changed else _next_look(session, found, counted, now)
    else:
        found.work_at = None


def _next_look(session: Session, found: Announcement, counted: Tally, now: datetime) -> datetime:
    """When the next of its letters may have gone: one that was put off for long is not asked about all the time."""
    if counted.in_flight:
        return now + EVERY
    waiting = of_stream(found) & (_letter.c.state == LetterState.WAITING)
    due: datetime | None = session.execute(select(func.min(_letter.c.due_at)).where(waiting)).scalar()
    return max(now, due or now) + EVERY


def _show(session: Session, found: Announcement, now: datetime) -> bool:
    """The one message with how far it is, edited. False while the edit before is still on its way."""
    if found.screen_chat_id is None:
        return True
    before = session.get(Letter, found.screen_letter_id) if found.screen_letter_id is not None else None
    if before is not None and before.state in (LetterState.WAITING, LetterState.TAKEN):
        return False
    if before is not None and before.state == LetterState.DEAD:
        found.screen_chat_id = found.screen_letter_id = found.screen_message_id = None
        return True
    if before is not None and before.message_id is not None:
        found.screen_message_id = before.message_id
    found.screen_letter_id = post(
        session,
        PAGE,
        to=found.screen_chat_id,
        now=now,
        lane=Lane.NOTICE,
        kind=LetterKind.SEND if found.screen_message_id is None else LetterKind.EDIT,
        message_id=found.screen_message_id,
        announcement_id=found.id,
    )
    return True


def look_soon(found: Announcement, at: datetime) -> None:
    """Have the sweep look at it then, no later than it would anyway."""
    if found.state != AnnouncementState.SCHEDULED and (found.work_at is None or found.work_at > at):
        found.work_at = at


def answered_at(found: Announcement, now: datetime) -> None:
    """Somebody answered: the author's screen, where there is one, says so soon."""
    if found.screen_chat_id is not None:
        look_soon(found, now + EVERY)


def show_on(found: Announcement, chat_id: int, message_id: int | None, letter_id: int | None = None) -> None:
    """From now on this message says how far it is."""
    found.screen_chat_id, found.screen_message_id, found.screen_letter_id = chat_id, message_id, letter_id
    found.shown = {}
