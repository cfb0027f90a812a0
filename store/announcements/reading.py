"""Announcements as their authors look at them: the list, one of them, who has not answered, all of it as a sheet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col, or_

from store.announcements.counting import tally
from store.announcements.saying import place_of, short_facts
from store.announcements.steering import moves_of
from store.announcements.writing import announcement_for, still_may
from store.columns import table_of
from store.facts import flat, local, local_day
from store.people import units_of_bloc
from store.rights import Right, Seat, may, units_with
from store.tables import (
    Announcement,
    AnnouncementReader,
    AnnouncementState,
    Asks,
    Bloc,
    Letter,
    LetterState,
    Member,
    ReaderKind,
    Unit,
)

SENT = AnnouncementState.SENT
A_PAGE = 8
NAMES_A_PAGE = 40
"""Names on one screen."""

_letter = table_of(Letter)
_reader = table_of(AnnouncementReader)


def may_announce_as(session: Session, member: Member, seats: Sequence[Seat], now: datetime) -> list[int | None]:
    """In whose name a member may announce: None is the bloc's office, else the units they head."""
    today = local_day(now, session.get_one(Bloc, member.bloc_id).timezone)
    office = may(session, member, Right.ANNOUNCE, bloc_id=member.bloc_id, today=today)
    return [*([None] if office else []), *dict.fromkeys(units_with(list(seats), Right.UNIT_CAMPAIGN))]


def announcements_for(
    session: Session, places: Sequence[int | None], bloc_id: int, *, page: int
) -> tuple[list[dict[str, Any]], bool]:
    """A page of those made in these names, newest first, and whether more follow."""
    found = list(session.execute(_of_places(places, bloc_id).offset(page * A_PAGE).limit(A_PAGE + 1)).scalars())
    shown = [flat({**short_facts(session, one), "state": one.state}) for one in found[:A_PAGE]]
    return shown, len(found) > A_PAGE


def askable_announcements(session: Session, bloc_id: int, unit_id: int | None) -> list[dict[str, Any]]:
    """The last ones that asked for an answer: who has not given it may be written to again."""
    asked = _of_places([unit_id], bloc_id).where(
        col(Announcement.asks) != Asks.NOTHING,
        col(Announcement.state).in_(
            [AnnouncementState.SENDING, AnnouncementState.SENT, AnnouncementState.CANCELLED, AnnouncementState.PAUSED]
        ),
    )
    return [flat(short_facts(session, one)) for one in session.execute(asked.limit(A_PAGE)).scalars()]


def _of_places(places: Sequence[int | None], bloc_id: int) -> Any:
    units = [one for one in places if one is not None]
    own = col(Announcement.unit_id).in_(units)
    mine = or_(own, col(Announcement.unit_id).is_(None)) if None in places else own
    return select(Announcement).where(col(Announcement.bloc_id) == bloc_id, mine).order_by(col(Announcement.id).desc())


def page_facts(session: Session, found: Announcement, now: datetime) -> dict[str, Any]:
    """How far it is, and what may be done."""
    counted = tally(session, found)
    facts = counted.facts()
    timezone = session.get_one(Bloc, found.bloc_id).timezone
    silent = _silent_count(session, found)
    moves = moves_of(session, found, failed=facts["failed_all"] + counted.unreachable, silent=silent, now=now)
    return flat(
        {
            **short_facts(session, found),
            **facts,
            "state": AnnouncementState.SENDING if counted.waiting and found.state == SENT else found.state,
            "asks": found.asks,
            "event_day": found.event_day,
            "author": session.get_one(Member, found.author_id).name,
            "version": found.version,
            "corrected_at": local(found.corrected_at, timezone) if found.corrected_at else None,
            "reminded_at": local(found.reminded_at, timezone) if found.reminded_at else None,
            "planned": found.planned,
            "silent": silent,
            "missed": _missed(session, found),
            "moves": vars(moves),
            "at": local(now, timezone),
        }
    )


def say_page(session: Session, facts: Mapping[str, Any], now: datetime) -> dict[str, Any] | None:
    """The author's screen when it is sent; nothing for who lost the right meanwhile."""
    found = session.get(Announcement, facts["announcement_id"])
    if found is None:
        return None
    reads = session.get_one(Member, facts.get("member_id") or found.author_id)
    if found.state != AnnouncementState.CANCELLED and not still_may(session, found, reads, now):
        return None
    return page_facts(session, found, now)


def open_announcement(session: Session, announcement_id: int, *, by: Member, now: datetime) -> dict[str, Any]:
    return page_facts(session, announcement_for(session, announcement_id, by=by, now=now), now)


def _missed(session: Session, found: Announcement) -> list[dict[str, Any]]:
    """The first of those it did not come to, by name, with the reason."""
    failed = or_(_letter.c.state == LetterState.DEAD, _reader.c.letter_id.is_(None))
    rows = session.execute(
        _named(found)
        .where(failed, _reader.c.kind != ReaderKind.PASSER)
        .add_columns(_letter.c.reason)
        .order_by(_reader.c.id)
        .limit(NAMES_A_PAGE // 2)
    )
    return [
        {"name": row.name or row.title or "", "unit": row.unit or "", "reason": row.reason or "unreachable"}
        for row in rows
    ]


def _named(found: Announcement) -> Any:
    """Readers with who they are: a person's name, or a group's title."""
    from store.tables import Chat

    return (
        select(
            _reader.c.id, _reader.c.kind, _reader.c.answer, _reader.c.reason.label("why"), _reader.c.deputy,
            _reader.c.answered_at, _reader.c.answered_version, col(Member.name).label("name"),
            col(Unit.name).label("unit"), col(Unit.id).label("unit_id"), col(Chat.title).label("title"),
            _letter.c.state.label("letter"),
        )
        .outerjoin(Member, col(Member.id) == _reader.c.member_id)
        .outerjoin(Unit, col(Unit.id) == _reader.c.unit_id)
        .outerjoin(Chat, (col(Chat.id) == _reader.c.chat_id) & (_reader.c.kind == ReaderKind.GROUP))
        .outerjoin(_letter, _letter.c.id == _reader.c.letter_id)
        .where(_reader.c.announcement_id == found.id)
    )  # fmt: skip


def _silent(found: Announcement) -> Any:
    return (
        (_reader.c.announcement_id == found.id)
        & _reader.c.answered_at.is_(None)
        & _reader.c.kind.in_((ReaderKind.HEAD, ReaderKind.MEMBER))
    )


def _silent_count(session: Session, found: Announcement) -> int:
    """People who have it and have not answered."""
    if found.asks == Asks.NOTHING:
        return 0
    there = select(_reader.c.id).join(_letter, _letter.c.id == _reader.c.letter_id)
    return len(session.execute(there.where(_silent(found), _letter.c.state == LetterState.SENT)).all())


@dataclass(frozen=True)
class Silence:
    """Who has not answered, unit by unit, a page of them. `only_groups`: it was for groups, so units are counted in
    which nobody has answered.
    """

    found: Announcement
    units: list[dict[str, Any]]
    total: int
    pages: int
    only_groups: bool = False


def who_is_silent(session: Session, announcement_id: int, *, page: int, by: Member, now: datetime) -> Silence:
    """By unit, in the order of the bloc's list; those it did not even come to are marked."""
    found = announcement_for(session, announcement_id, by=by, now=now)
    people = (_reader.c.announcement_id == found.id) & _reader.c.kind.in_((ReaderKind.HEAD, ReaderKind.MEMBER))
    if session.execute(select(_reader.c.id).where(people).limit(1)).first() is None:
        silent = _silent_units(session, found, now)
        return Silence(found, [{"unit": one, "people": []} for one in silent], len(silent), 1, only_groups=True)
    order = (col(Unit.place), col(Unit.id), _reader.c.id)
    rows = session.execute(_named(found).where(_silent(found)).order_by(*order)).all()
    units: dict[str, list[dict[str, Any]]] = {}
    for row in rows[page * NAMES_A_PAGE : (page + 1) * NAMES_A_PAGE]:
        person = {"name": row.name or "", "arrived": row.letter == LetterState.SENT}
        units.setdefault(row.unit or "", []).append(person)
    shown = [{"unit": unit, "people": people} for unit, people in units.items()]
    return Silence(found, shown, len(rows), max(1, -(-len(rows) // NAMES_A_PAGE)))


def _silent_units(session: Session, found: Announcement, now: datetime) -> list[str]:
    """Units of whose people nobody has answered."""
    answered = select(_reader.c.unit_id).where(
        _reader.c.announcement_id == found.id, _reader.c.answered_at.is_not(None)
    )
    known = set(session.execute(answered).scalars())
    units = units_of_bloc(session, found.bloc_id, local_day(now, session.get_one(Bloc, found.bloc_id).timezone))
    return [one.name for one in units if found.unit_id in (None, one.id) and one.id not in known]


def answers_sheet(session: Session, facts: Mapping[str, Any], now: datetime) -> dict[str, Any] | None:
    """Every reader with the answer, as the file is made; None when who asked may no longer have it."""
    found = session.get(Announcement, facts["announcement_id"])
    member = session.get(Member, facts["member_id"])
    if found is None or not still_may(session, found, member, now):
        return None
    timezone = session.get_one(Bloc, found.bloc_id).timezone
    order = (col(Unit.place), col(Unit.id), _reader.c.id)
    rows = [
        {
            "unit": row.unit or "",
            "name": row.name or row.title or "",
            "kind": row.kind,
            "answer": row.answer,
            "more": row.why or row.deputy,
            "at": local(row.answered_at, timezone) if row.answered_at else None,
            "before": row.answered_version is not None and row.answered_version < found.version,
            "delivery": row.letter or ("passer" if row.kind == ReaderKind.PASSER else "unreachable"),
        }
        for row in session.execute(_named(found).order_by(*order))
    ]
    data = {
        "place": place_of(session, found.bloc_id, found.unit_id),
        "body": found.body,
        "send_at": local(found.send_at, timezone),
        "asks": found.asks,
        "rows": rows,
    }
    return flat({**short_facts(session, found), "made": "announcement_answers", "data": data})
