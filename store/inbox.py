"""The inbox: raw updates, committed before Telegram is told they arrived, taken chat by chat."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import Dialect, Table, bindparam, func, select, update
from sqlalchemy.dialects import sqlite
from sqlmodel import Session

from store.columns import table_of
from store.tables import Inbox, UpdateState

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql

MAX_TRIES = 3
"""A turn that ended its process this often is parked as failed."""

KEEP_FAILED = timedelta(days=30)

_inbox = table_of(Inbox)

_CAN_BE_RETRIED = (_inbox.c.state == UpdateState.FAILED) & (_inbox.c.body != "")

_OLDEST = (
    select(func.min(_inbox.c.id).label("id"))
    .where(_inbox.c.state == UpdateState.WAITING)
    .group_by(_inbox.c.chat_key)
    .order_by(func.min(_inbox.c.id))
    .limit(bindparam("limit"))
)
_THESE = _inbox.c.id.in_(bindparam("ids", expanding=True))
_TAKE = update(_inbox).where(_THESE).values(state=UpdateState.TAKEN, run_id=bindparam("run"), tries=_inbox.c.tries + 1)
_TAKEN = (
    select(_inbox.c.id, _inbox.c.chat_key, _inbox.c.body, _inbox.c.tries, _inbox.c.received_at)
    .where(_THESE)
    .order_by(_inbox.c.id)
)
_CLOSE = (
    update(_inbox)
    .where(_inbox.c.id == bindparam("row"))
    .values(state=bindparam("into"), closed_at=bindparam("now"), error_id=bindparam("error"))
)
_CLOSE_AND_EMPTY = _CLOSE.values(body="")
"""Asked for every update, so they are built once."""


@dataclass(frozen=True)
class Arrived:
    """An update as it came: its number, the chat whose order it keeps, its JSON."""

    update_id: int
    chat_key: int
    body: str


@dataclass(frozen=True)
class TakenUpdate:
    id: int
    chat_key: int
    body: str
    tries: int
    received_at: datetime


def insert_new(dialect: Dialect, table: Table) -> "postgresql.Insert | sqlite.Insert":
    """An insert that passes over rows which exist already under a unique key."""
    if dialect.name == "postgresql":
        from sqlalchemy.dialects import postgresql

        return postgresql.insert(table).on_conflict_do_nothing()
    return sqlite.insert(table).on_conflict_do_nothing()


def add_updates(session: Session, bot_id: int, arrived: Sequence[Arrived], *, now: datetime) -> None:
    """Keep updates; one that is there already is dropped."""
    rows = [
        {
            "bot_id": bot_id,
            "update_id": one.update_id,
            "chat_key": one.chat_key,
            "body": one.body,
            "received_at": now,
            "state": UpdateState.WAITING,
            "tries": 0,
        }
        for one in arrived
    ]
    if rows:
        session.execute(insert_new(session.get_bind().dialect, _inbox), rows)


def take_updates(session: Session, run_id: int, *, limit: int, now: datetime) -> list[TakenUpdate]:
    """Take the oldest waiting update of each waiting chat, the longest waiting first; raises their tries."""
    ids = list(session.execute(_OLDEST, {"limit": limit}).scalars())
    if not ids:
        return []
    session.execute(_TAKE, {"ids": ids, "run": run_id})
    rows = session.execute(_TAKEN, {"ids": ids})
    return [TakenUpdate(*row) for row in rows]


def close_update(
    session: Session, update_row_id: int, state: UpdateState, *, now: datetime, error_id: str | None = None
) -> None:
    """Close a taken update; only a failed one keeps its body, to be tried again by hand."""
    close = _CLOSE if state == UpdateState.FAILED else _CLOSE_AND_EMPTY
    session.execute(close, {"row": update_row_id, "into": state, "now": now, "error": error_id})


def put_back_update(session: Session, update_row_id: int) -> None:
    """The turn could not be tried at all (the database was away): it waits again."""
    session.execute(
        update(_inbox).where(_inbox.c.id == update_row_id).values(state=UpdateState.WAITING, tries=_inbox.c.tries - 1)
    )


def put_back_updates(session: Session, run_id: int, *, now: datetime) -> None:
    """Put back what earlier runs had taken; what ended its process too often is parked.

    Taken updates are acted on in order, so the process ended at the first; the others were not tried.
    """
    stale = (_inbox.c.state == UpdateState.TAKEN) & (_inbox.c.run_id != run_id)
    first = session.execute(select(func.min(_inbox.c.id)).where(stale)).scalar()
    session.execute(update(_inbox).where(stale, _inbox.c.id != first).values(tries=_inbox.c.tries - 1))
    session.execute(
        update(_inbox)
        .where(stale, _inbox.c.tries >= MAX_TRIES)
        .values(state=UpdateState.FAILED, closed_at=now, error_id="crash")
    )
    session.execute(update(_inbox).where(stale).values(state=UpdateState.WAITING))


@dataclass(frozen=True)
class Parked:
    """A failed update that can be tried again. `kind` is Telegram's word: message, callback_query, my_chat_member."""

    id: int
    kind: str
    received_at: datetime
    error_id: str


def parked_updates(session: Session) -> list[Parked]:
    """What failed and still has its body, oldest first."""
    columns = (_inbox.c.id, _inbox.c.body, _inbox.c.received_at, _inbox.c.error_id)
    rows = session.execute(select(*columns).where(_CAN_BE_RETRIED).order_by(_inbox.c.id))
    return [Parked(number, _kind(body), at, error_id or "") for number, body, at, error_id in rows]


def _kind(body: str) -> str:
    return next((str(key) for key in json.loads(body) if key != "update_id"), "")


def retry_failed(session: Session, ids: Sequence[int] = ()) -> int:
    """Let failed updates that still have their bodies be taken again: these, or all. How many."""
    failed = _CAN_BE_RETRIED & _inbox.c.id.in_(ids) if ids else _CAN_BE_RETRIED
    result = session.execute(
        update(_inbox).where(failed).values(state=UpdateState.WAITING, tries=0, closed_at=None, error_id=None)
    )
    return int(result.rowcount)  # type: ignore[attr-defined]  # an UPDATE has it


def empty_old_failures(session: Session, *, now: datetime) -> None:
    """Forget the bodies of updates that failed more than 30 days ago."""
    old = (_inbox.c.state == UpdateState.FAILED) & (_inbox.c.closed_at < now - KEEP_FAILED) & (_inbox.c.body != "")
    session.execute(update(_inbox).where(old).values(body=""))
