"""Jobs: slow work as rows, done at least once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select, update
from sqlmodel import Session

from store.columns import INSTANT, table_of
from store.facts import flat
from store.inbox import insert_new
from store.tables import Job, JobState

MAX_TRIES = 8

_job = table_of(Job)
_NEXT_AT = select(func.min(_job.c.due_at)).where(_job.c.state == JobState.WAITING)
_DUE = (
    select(_job.c.id)
    .where(
        _job.c.state == JobState.WAITING,
        _job.c.kind == bindparam("kind"),
        _job.c.due_at <= bindparam("now", type_=INSTANT),
    )
    .order_by(_job.c.id)
    .limit(bindparam("limit"))
)


@dataclass(frozen=True)
class TakenJob:
    id: int
    kind: str
    facts: dict[str, Any]
    tries: int


def add_job(session: Session, kind: str, *, key: str, now: datetime, **facts: Any) -> None:
    """Ask for work once; asking again under the same key changes nothing."""
    row = {"kind": kind, "key": key, "facts": flat(facts), "due_at": now, "state": JobState.WAITING, "tries": 0}
    session.execute(insert_new(session.get_bind().dialect, _job).values(**row))


def take_jobs(session: Session, run_id: int, *, kind: str, now: datetime, limit: int) -> list[TakenJob]:
    """Take the oldest due jobs of a kind."""
    ids = list(session.execute(_DUE, {"kind": kind, "now": now, "limit": limit}).scalars())
    if not ids:
        return []
    session.execute(
        update(_job).where(_job.c.id.in_(ids)).values(state=JobState.TAKEN, run_id=run_id, tries=_job.c.tries + 1)
    )
    rows: Sequence[Any] = session.execute(
        select(_job.c.id, _job.c.kind, _job.c.facts, _job.c.tries).where(_job.c.id.in_(ids)).order_by(_job.c.id)
    ).all()
    return [TakenJob(*row) for row in rows]


def finish_job(session: Session, job_id: int) -> None:
    session.execute(update(_job).where(_job.c.id == job_id).values(state=JobState.DONE, reason=None))


def fail_job(session: Session, job_id: int, *, reason: str) -> None:
    session.execute(update(_job).where(_job.c.id == job_id).values(state=JobState.FAILED, reason=reason))


def retry_job(session: Session, job_id: int, *, at: datetime, reason: str) -> None:
    session.execute(update(_job).where(_job.c.id == job_id).values(state=JobState.WAITING, due_at=at, reason=reason))


def put_back_jobs(session: Session, run_id: int) -> None:
    """Put back what earlier runs had taken; what ended its process too often is given up."""
    stale = (_job.c.state == JobState.TAKEN) & (_job.c.run_id != run_id)
    crashed = update(_job).where(stale, _job.c.tries >= MAX_TRIES)
    session.execute(crashed.values(state=JobState.FAILED, reason="crash"))
    session.execute(update(_job).where(stale).values(state=JobState.WAITING))


def next_job_at(session: Session) -> datetime | None:
    found: datetime | None = session.execute(_NEXT_AT).scalar()
    return found
