"""What the letters of an announcement say, asked when each is sent: the newest text, and the reader's own answer."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, func, select

from store.announcements.parcels import carried, parcels
from store.facts import flat, local
from store.tables import (
    Announcement,
    AnnouncementReader,
    AnnouncementState,
    Asks,
    Bloc,
    Campaign,
    Letter,
    LetterState,
    ReaderKind,
    Unit,
)

HELD = frozenset({AnnouncementState.PAUSED, AnnouncementState.CANCELLED, AnnouncementState.DELETED})
"""In these nobody gets it who has not got it."""


def place_of(session: Session, bloc_id: int, unit_id: int | None) -> str:
    """In whose name it is said."""
    unit = session.get(Unit, unit_id) if unit_id is not None else None
    return unit.name if unit else session.get_one(Bloc, bloc_id).name


def letter_facts(
    *,
    announcement_id: int,
    place: str,
    body: str,
    files: Sequence[Mapping[str, Any]],
    captioned: bool,
    asks: Asks,
    event_day: date | None,
    **more: Any,
) -> dict[str, Any]:
    """What the message says that carries the text; the preview's is the same. `announcement_id` 0 is a preview."""
    facts = {
        "announcement_id": announcement_id,
        "place": place,
        "body": body,
        "files": len(files),
        "asks": asks,
        "event_day": event_day,
        "corrected_at": None,
        "answer": None,
        "reason": "",
        "deputy": "",
        "answered_at": None,
        "in_group": False,
        "answered": 0,
        **more,
    }
    return flat(facts | (carried(files) if captioned else {}))


def say_letter(session: Session, facts: Mapping[str, Any], now: datetime) -> dict[str, Any] | None:
    """The text with its buttons, as it is now for this reader. Nothing for who has it not while it is held.

    A correction (`corrects`) brings the file with it where it was replaced.
    """
    found, reader = _meant(session, facts)
    if found is None or reader is None:
        return None
    if facts.get("edits"):
        if not _arrived(session, reader) or found.state == AnnouncementState.DELETED:
            return None
    elif found.state in HELD:
        return None
    timezone = session.get_one(Bloc, found.bloc_id).timezone
    in_group = reader.kind == ReaderKind.GROUP
    return letter_facts(
        announcement_id=found.id or 0,
        place=place_of(session, found.bloc_id, found.unit_id),
        body=found.body,
        files=found.files,
        captioned=found.captioned,
        asks=found.asks,
        event_day=found.event_day,
        corrected_at=local(found.corrected_at, timezone) if found.corrected_at else None,
        answer=reader.answer,
        reason=reader.reason,
        deputy=reader.deputy,
        answered_at=local(reader.answered_at, timezone) if reader.answered_at else None,
        in_group=in_group,
        answered=_answered(session, found) if in_group else 0,
        other_file=bool(facts.get("corrects") and found.captioned and found.files[0].get("replaces")),
    )


def say_files(session: Session, facts: Mapping[str, Any], now: datetime) -> dict[str, Any] | None:
    """A file or an album that follows the text."""
    found, reader = _meant(session, facts)
    if found is None or reader is None or found.state in HELD:
        return None
    parts = parcels(found.files, captioned=found.captioned)
    if facts["parcel"] >= len(parts):
        return None
    return carried(parts[facts["parcel"]])


def say_reminder(session: Session, facts: Mapping[str, Any], now: datetime) -> dict[str, Any] | None:
    """The text in short, for who has not answered by now."""
    found, reader = _meant(session, facts)
    if found is None or reader is None or reader.answered_at is not None or found.state == AnnouncementState.DELETED:
        return None
    timezone = session.get_one(Bloc, found.bloc_id).timezone
    corrected = local(found.corrected_at, timezone) if found.corrected_at else None
    more = {"asks": found.asks, "event_day": found.event_day, "corrected_at": corrected}
    return flat({**short_facts(session, found), **more})


def short_facts(session: Session, found: Announcement) -> dict[str, Any]:
    """By what an announcement is known in lists."""
    bloc = session.get_one(Bloc, found.bloc_id)
    campaign = session.get(Campaign, found.campaign_id) if found.campaign_id is not None else None
    return {
        "announcement_id": found.id,
        "campaign": campaign.title if campaign else "",
        "campaign_id": found.campaign_id,
        "place": place_of(session, found.bloc_id, found.unit_id),
        "body": found.body,
        "files": len(found.files),
        "send_at": local(found.send_at, bloc.timezone),
    }


def _meant(session: Session, facts: Mapping[str, Any]) -> tuple[Announcement | None, AnnouncementReader | None]:
    mine = (col(AnnouncementReader.announcement_id) == facts["announcement_id"]) & (
        col(AnnouncementReader.who) == facts["who"]
    )
    return session.get(Announcement, facts["announcement_id"]), session.exec(
        select(AnnouncementReader).where(mine)
    ).first()


def _arrived(session: Session, reader: AnnouncementReader) -> bool:
    letter = session.get(Letter, reader.letter_id) if reader.letter_id is not None else None
    return letter is not None and letter.state == LetterState.SENT


def _answered(session: Session, found: Announcement) -> int:
    """How many persons have answered."""
    answered = col(AnnouncementReader.answered_at).is_not(None)
    return session.exec(select(func.count()).where(col(AnnouncementReader.announcement_id) == found.id, answered)).one()
