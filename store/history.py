"""History: who changed what, as a chain that shows every later change to it.

An entry's hash covers the previous entry's hash and all its own columns; the digest covers the salted details.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, desc, insert, literal_column, select
from sqlmodel import Session, SQLModel, col

from store.columns import table_of
from store.engine import random_token
from store.facts import flat
from store.tables import Entry, EntryDetails, Member

GENESIS = "0" * 64

_LAST = select(col(Entry.id), col(Entry.hash)).order_by(desc(col(Entry.id))).limit(1)
_ENTER = insert(table_of(Entry))
_EXPLAIN = insert(table_of(EntryDetails))


def record(
    session: Session,
    subject: SQLModel,
    action: str,
    *,
    by: Member | None,
    now: datetime,
    bloc_id: int | None = None,
    **details: Any,
) -> None:
    """Write one entry about a row that has its id. Details are before, after and why; never a name."""
    session.flush()
    last = session.execute(_LAST).first()
    number, previous = (last[0] + 1, last[1]) if last else (1, GENESIS)
    salt, body = random_token(session, 8), flat(details)
    values = {
        "id": number,
        "at": now,
        "bloc_id": bloc_id if bloc_id is not None else getattr(by, "bloc_id", None),
        "actor_id": by.id if by else None,
        "subject": str(type(subject).__tablename__),
        "subject_id": subject.id,  # type: ignore[attr-defined]  # every table has one
        "action": action,
        "digest": digest(salt, body),
    }
    session.execute(_ENTER, {**values, "hash": chained(previous, values)})
    session.execute(_EXPLAIN, {"entry_id": number, "salt": salt, "details": body})


def skipped(subject: type[SQLModel], subject_id: Any, *, by: Member | None) -> Select[int]:
    """The entry, if any, that says that this person's own interest kept them from this row."""
    return (
        select(col(Entry.id))
        .where(
            col(Entry.subject) == str(subject.__tablename__),
            col(Entry.subject_id) == subject_id,
            col(Entry.action) == literal_column("'skipped'"),  # as the index of these entries has it
            col(Entry.actor_id) == (by.id if by else None),
        )
        .limit(1)
    )


def record_skip(session: Session, subject: SQLModel, *, by: Member | None, now: datetime, why: str) -> None:
    """Write that a person's own interest kept them from something; once, however often they come upon it."""
    known = skipped(type(subject), subject.id, by=by)  # type: ignore[attr-defined]  # every table has one
    if session.execute(known).first() is None:
        record(session, subject, "skipped", by=by, now=now, why=why)


def digest(salt: str, details: dict[str, Any]) -> str:
    return _sha256(salt + _canonical(details))


def chained(previous: str, values: dict[str, Any]) -> str:
    """The hash of an entry: of the previous one's and of every column but the hash itself."""
    return _sha256(previous + _canonical({**values, "at": values["at"].timestamp()}))


@dataclass(frozen=True)
class ChainReport:
    """What `verify` found. `broken` are entry numbers whose hash, digest or number is not what it must be."""

    entries: int
    cleared: int
    broken: tuple[int, ...]
    last_number: int
    last_hash: str


def verify_history(session: Session) -> ChainReport:
    """Read the whole chain again and compare every hash and digest."""
    details = {
        row[0]: (row[1], row[2])
        for row in session.execute(
            select(col(EntryDetails.entry_id), col(EntryDetails.salt), col(EntryDetails.details))
        )
    }
    previous, expected, cleared, broken, count = GENESIS, 1, 0, [], 0
    for (entry,) in session.execute(select(Entry).order_by(col(Entry.id))):
        count += 1
        values = {name: getattr(entry, name) for name in Entry.model_fields if name != "hash"}
        salt, body = details.get(entry.id, ("", None))
        if body is None:
            cleared += 1
        sound = entry.id == expected and entry.hash == chained(previous, values)
        if not sound or (body is not None and digest(salt, body) != entry.digest):
            broken.append(entry.id)
        previous, expected = entry.hash, entry.id + 1
    return ChainReport(count, cleared, tuple(broken), expected - 1, previous)


def _canonical(values: dict[str, Any]) -> str:
    return json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
