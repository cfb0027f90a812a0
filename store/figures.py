"""What an operator asks, counted: what is open, what is late, what was given up.

Nothing here reads what was sent or done, of which there are millions: each statement stays within the rows of a few
states, by an index that begins with the state.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, bindparam, func, select, union_all
from sqlmodel import Session

from store.columns import INSTANT, table_of
from store.tables import Chat, ChatKind, ChatState, Inbox, Job, JobState, Lane, Letter, LetterState, UpdateState

_letter, _inbox, _job, _chat = (table_of(model) for model in (Letter, Inbox, Job, Chat))

_CLOSED_LETTERS = (LetterState.SENT, LetterState.VOID)


def _oldest(lane: Lane) -> Select[tuple[Lane, datetime]]:
    """The oldest due letter of one lane: the first line of a stretch of the index."""
    due = (_letter.c.state == LetterState.WAITING, _letter.c.lane == lane, _letter.c.due_at <= bindparam("now"))
    first = select(_letter.c.lane, _letter.c.due_at).where(*due).order_by(_letter.c.due_at).limit(1).subquery()
    return select(first.c.lane, first.c.due_at)


_OLDEST = union_all(*(_oldest(lane) for lane in Lane))


@dataclass(frozen=True)
class DueLetter:
    due_at: datetime
    lane: Lane


def oldest_due_letter(session: Session, now: datetime) -> DueLetter | None:
    """The letter that has been due for longest. One put off (`retry_after`, a pause after an error) is not due."""
    rows = session.execute(_OLDEST, {"now": now}).all()
    return min((DueLetter(at, lane) for lane, at in rows), key=lambda one: one.due_at, default=None)


@dataclass(frozen=True)
class Late:
    """Letters that should have gone: how many, and the lane and due instant of the oldest."""

    count: int
    oldest: DueLetter


_LATE = select(func.count()).where(
    _letter.c.state == LetterState.WAITING,
    _letter.c.lane == bindparam("lane", type_=_letter.c.lane.type),
    _letter.c.due_at < bindparam("before", type_=INSTANT),
)


def late_letters(session: Session, now: datetime, *, after: Mapping[Lane, timedelta]) -> Late | None:
    """The letters due for longer than their lane's limit; None when there are none."""
    late = [DueLetter(at, lane) for lane, at in session.execute(_OLDEST, {"now": now}).all() if now - at > after[lane]]
    if not late:
        return None
    limits = ({"lane": one.lane, "before": now - after[one.lane]} for one in late)
    count = sum(session.execute(_LATE, limit).scalar_one() for limit in limits)
    return Late(count, min(late, key=lambda one: one.due_at))


def open_letter_counts(session: Session) -> dict[tuple[str, str], int]:
    """(lane, state) -> letters waiting, taken and dead. The sent and void ones, of which there are millions, are left
    to the process's own counters."""
    asked = [state for state in LetterState if state not in _CLOSED_LETTERS]
    statement = select(_letter.c.lane, _letter.c.state, func.count()).where(_letter.c.state.in_(asked))
    rows = session.execute(statement.group_by(_letter.c.state, _letter.c.lane))
    return {(lane.value, state.value): count for lane, state, count in rows}


def open_job_counts(session: Session) -> dict[str, int]:
    """state -> jobs waiting, taken and failed."""
    asked = [state for state in JobState if state != JobState.DONE]
    rows = session.execute(select(_job.c.state, func.count()).where(_job.c.state.in_(asked)).group_by(_job.c.state))
    return {state.value: count for state, count in rows}


@dataclass(frozen=True)
class InboxFigures:
    """Updates in the inbox: waiting and since when, and those that failed and can still be tried again."""

    waiting: int
    oldest_at: datetime | None
    parked: int


def inbox_figures(session: Session) -> InboxFigures:
    waiting = select(func.count(), func.min(_inbox.c.received_at)).where(_inbox.c.state == UpdateState.WAITING)
    count, oldest = session.execute(waiting).one()
    parked = select(func.count()).where(_inbox.c.state == UpdateState.FAILED, _inbox.c.body != "")
    return InboxFigures(count, oldest, session.execute(parked).scalar_one())


def dead_letters(session: Session) -> dict[str, int]:
    """reason -> letters that will never go."""
    dead = _letter.c.state == LetterState.DEAD
    rows = session.execute(select(_letter.c.reason, func.count()).where(dead).group_by(_letter.c.reason))
    return {reason or "": count for reason, count in rows}


@dataclass(frozen=True)
class LinkedGroup:
    telegram_id: int
    title: str
    has_topic: bool


def linked_groups(session: Session) -> list[LinkedGroup]:
    """Every group that belongs to a bloc or a unit, the reachable first."""
    linked = (_chat.c.kind == ChatKind.GROUP) & _chat.c.bloc_id.is_not(None)
    columns = (_chat.c.telegram_id, _chat.c.title, _chat.c.topic_id.is_not(None))
    rows = session.execute(select(*columns).where(linked).order_by(_chat.c.state == ChatState.CLOSED, _chat.c.id))
    return [LinkedGroup(telegram_id, title, bool(has_topic)) for telegram_id, title, has_topic in rows]
