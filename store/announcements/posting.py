"""The letters of an announcement, posted to many at once: the text, its files, corrections, reminders, deletions.

Each function does at most `AT_MOST` letters and says how many readers it dealt with, 0 when nothing is left.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select, update
from sqlmodel import Session

from store.announcements.audience import Aim, aims_of
from store.announcements.parcels import parcels
from store.columns import table_of
from store.facts import local_day
from store.inbox import insert_new
from store.rules.ladder import Ladder, outside_quiet
from store.tables import (
    Announcement,
    AnnouncementReader,
    AnnouncementState,
    Bloc,
    Lane,
    Letter,
    LetterKind,
    LetterState,
    ReaderKind,
)

AT_MOST = 500
DELETABLE_FOR = timedelta(hours=48)
"""Telegram deletes for everybody only what is younger."""

TEXT, FILES, REMINDER = "live/announcements/letter", "live/announcements/files", "live/announcements/reminder"
GONE = "announcements/gone"
"""The template a deletion bears: it says nothing."""

ON_THE_WAY = (LetterState.WAITING, LetterState.TAKEN)

_letter = table_of(Letter)
_reader = table_of(AnnouncementReader)


def stream_of(found: Announcement) -> str:
    """Under which its letters stand together, and take turns with those of others."""
    return f"ann:{found.id}" if found.campaign_id is None else f"launch:{found.campaign_id}"


def of_stream(found: Announcement) -> Any:
    return (_letter.c.lane == Lane.BROADCAST) & (_letter.c.stream == stream_of(found))


def letter_row(
    found: Announcement, who: str, chat_id: int, template: str, now: datetime, **more: Any
) -> dict[str, Any]:
    """One letter of an announcement to one reader, as a row."""
    facts = {"announcement_id": found.id, "who": who, **more.pop("facts", {})}
    suffix = more.pop("suffix", "")
    return {
        "key": f"{stream_of(found)}:{who}{suffix}",
        "chat_id": chat_id,
        "kind": LetterKind.SEND,
        "lane": Lane.BROADCAST,
        "stream": stream_of(found),
        "template": template,
        "facts": facts,
        "posted_at": now,
        "due_at": now,
        "state": LetterState.WAITING,
        "tries": 0,
        "may_repeat": False,
        "target_message_id": None,
        "target_letter_id": None,
        "edit_key": None,
        **more,
    }


def insert_letters(session: Session, rows: Sequence[Mapping[str, Any]]) -> None:
    """In this order; one that was posted before is passed over."""
    if rows:
        session.execute(insert_new(session.get_bind().dialect, _letter), list(rows))


def post_readers(session: Session, found: Announcement, now: datetime) -> int:
    """The next of the audience: who they are, and their letters."""
    if found.state != AnnouncementState.SENDING or found.planned:
        return 0
    today = local_day(now, session.get_one(Bloc, found.bloc_id).timezone)
    aims = aims_of(session, found.bloc_id, found.unit_id, found.audience, today)
    known = set(session.execute(select(_reader.c.who).where(_reader.c.announcement_id == found.id)).scalars())
    at_once = max(1, AT_MOST // (1 + len(parcels(found.files, captioned=found.captioned))))
    left = [aim for aim in aims if aim.who not in known]
    post_to(session, found, left[:at_once], now)
    if len(left) <= at_once:
        found.planned = True
    return min(len(left), at_once)


def post_to(session: Session, found: Announcement, aims: Sequence[Aim], now: datetime) -> None:
    """Letters and rows of these readers; who cannot be written to has a row without a letter."""
    ids = post_letters(session, found, aims, now)
    rows = [_reader_row(found, aim, ids.get(aim.who)) for aim in aims]
    if rows:
        session.execute(insert_new(session.get_bind().dialect, _reader), rows)


def post_letters(session: Session, found: Announcement, aims: Sequence[Aim], now: datetime) -> dict[str, int]:
    """The text and its files for these readers. Reader -> the letter with the text, where one could be posted."""
    files = range(len(parcels(found.files, captioned=found.captioned)))
    rows = []
    for aim in aims:
        if aim.chat_id is not None:
            rows.append(letter_row(found, aim.who, aim.chat_id, TEXT, now))
            rows += [
                letter_row(found, aim.who, aim.chat_id, FILES, now, suffix=f":f{number}", facts={"parcel": number})
                for number in files
            ]
    insert_letters(session, rows)
    keys = {f"{stream_of(found)}:{aim.who}": aim.who for aim in aims}
    known = session.execute(select(_letter.c.id, _letter.c.key).where(_letter.c.key.in_(list(keys))))
    return {keys[row[1]]: row[0] for row in known}


def _reader_row(found: Announcement, aim: Aim, letter_id: int | None) -> dict[str, Any]:
    return {
        "announcement_id": found.id,
        "who": aim.who,
        "kind": aim.kind,
        "chat_id": aim.chat_id,
        "member_id": aim.member_id,
        "unit_id": aim.unit_id,
        "letter_id": letter_id,
        "version": found.version,
        "reason": "",
        "deputy": "",
        "taken_back": False,
    }


def _readers(session: Session, found: Announcement, *where: Any, most: int = AT_MOST) -> list[Any]:
    """Readers with their letter, oldest first: id, who, member, and the letter's id, chat, state, sent when and as."""
    asked = (
        select(
            _reader.c.id, _reader.c.who, _letter.c.id.label("letter_id"), _letter.c.chat_id,
            _letter.c.message_id, _letter.c.closed_at,
        )
        .join(_letter, _letter.c.id == _reader.c.letter_id)
        .where(_reader.c.announcement_id == found.id, *where)
        .order_by(_reader.c.id)
        .limit(most)
    )  # fmt: skip
    return list(session.execute(asked))


def _mark(session: Session, readers: Iterable[Any], **values: Any) -> None:
    session.execute(update(_reader).where(_reader.c.id.in_([one.id for one in readers])).values(**values))


def post_edits(session: Session, found: Announcement, now: datetime) -> int:
    """The corrected text in the place of the old, in reminders too, for who has it or is just getting it."""
    if found.version == 1 or found.state == AnnouncementState.DELETED:
        return 0
    there = _letter.c.state.in_((LetterState.TAKEN, LetterState.SENT))
    most = AT_MOST if found.reminded_at is None else AT_MOST // 2
    behind = _readers(session, found, _reader.c.version < found.version, there, most=most)
    told = [(one.who, one.chat_id, TEXT, one.letter_id) for one in behind]
    if found.reminded_at is not None:
        whose = {one.chat_id: one.who for one in behind}
        reminders = (
            select(_letter.c.chat_id, _letter.c.id)
            .where(of_stream(found), there, _letter.c.kind == LetterKind.SEND, _letter.c.template == REMINDER)
            .where(_letter.c.chat_id.in_(list(whose)))
        )
        told += [(whose[chat], chat, REMINDER, letter_id) for chat, letter_id in session.execute(reminders)]
    _post_edits(session, found, told, now)
    _mark(session, behind, version=found.version)
    return len(behind)


def _post_edits(
    session: Session, found: Announcement, told: Sequence[tuple[str, int, str, int]], now: datetime
) -> None:
    """In the place of these letters (who, chat, template, letter), instead of an edit that still waits there."""
    facts = {"edits": True, "corrects": True}
    keys = [f"{chat_id}:l{letter_id}" for _, chat_id, _, letter_id in told]
    older = _letter.c.edit_key.in_(keys) & (_letter.c.state == LetterState.WAITING)
    session.execute(update(_letter).where(older).values(state=LetterState.VOID, closed_at=now, reason="newer_edit"))
    rows = [
        letter_row(
            found, who, chat_id, template, now, suffix=f":v{found.version}:{letter_id}", facts=facts,
            kind=LetterKind.EDIT, target_letter_id=letter_id, edit_key=key,
        )
        for (who, chat_id, template, letter_id), key in zip(told, keys, strict=True)
    ]  # fmt: skip
    insert_letters(session, rows)


def post_reminders(session: Session, found: Announcement, now: datetime) -> int:
    """Once more, in short, to who has it and has not answered; not in the quiet hours."""
    if found.reminded_at is None or found.state == AnnouncementState.DELETED:
        return 0
    earlier = or_(_reader.c.reminded_at.is_(None), _reader.c.reminded_at < found.reminded_at)
    silent = _readers(
        session,
        found,
        earlier,
        _reader.c.answered_at.is_(None),
        _reader.c.kind.in_((ReaderKind.HEAD, ReaderKind.MEMBER)),
        _letter.c.state == LetterState.SENT,
    )
    zone = ZoneInfo(session.get_one(Bloc, found.bloc_id).timezone)
    due, suffix = outside_quiet(now, Ladder(), zone), f":r{found.reminded_at:%Y%m%d%H%M}"
    insert_letters(
        session, [letter_row(found, one.who, one.chat_id, REMINDER, now, suffix=suffix, due_at=due) for one in silent]
    )
    _mark(session, silent, reminded_at=found.reminded_at)
    return len(silent)


def post_deletions(session: Session, found: Announcement, now: datetime) -> int:
    """Every message of it that is young enough goes, files and reminders too."""
    if found.state != AnnouncementState.DELETED:
        return 0
    sent = _letter.c.state == LetterState.SENT
    readers = _readers(session, found, sent, _reader.c.taken_back.is_(False), most=AT_MOST // 5)
    chats = {one.chat_id: one.who for one in readers}
    said = session.execute(
        select(_letter.c.id, _letter.c.chat_id, _letter.c.message_id, _letter.c.parts, _letter.c.closed_at)
        .where(of_stream(found), sent, _letter.c.kind == LetterKind.SEND, _letter.c.chat_id.in_(list(chats)))
        .order_by(_letter.c.id)
    )
    rows = []
    for letter_id, chat_id, message_id, parts, closed_at in said:
        if closed_at < now - DELETABLE_FOR:
            continue
        rows += [
            letter_row(
                found, chats[chat_id], chat_id, GONE, now, suffix=f":d{letter_id}:{one}",
                kind=LetterKind.DELETE, target_message_id=one,
            )
            for one in parts or [message_id]
            if one is not None
        ]  # fmt: skip
    insert_letters(session, rows)
    _mark(session, readers, taken_back=True)
    return len(readers)
