"""Runs: one row each time a process became active. Becoming active puts back what earlier runs had taken."""

from datetime import datetime

from sqlalchemy import desc
from sqlmodel import Session, col, select

from store.inbox import put_back_updates
from store.jobs import put_back_jobs
from store.letters import put_back_letters
from store.tables import Run


def become_active(session: Session, *, bot_username: str, now: datetime) -> int:
    """Start a run; its number marks what it takes."""
    run = Run(started_at=now, bot_username=bot_username)
    session.add(run)
    session.flush()
    assert run.id is not None
    put_back_updates(session, run.id, now=now)
    put_back_letters(session, run.id)
    put_back_jobs(session, run.id)
    return run.id


def end_run(session: Session, run_id: int, *, now: datetime) -> None:
    run = session.get(Run, run_id)
    if run is not None:
        run.ended_at = now


def bot_username(session: Session) -> str:
    """The bot's name as the last run learned it; empty before the first."""
    found = session.exec(select(col(Run.bot_username)).order_by(desc(col(Run.id))).limit(1)).first()
    return found or ""
