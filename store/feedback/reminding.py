"""The office is told once of what has been waiting for two working days."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from store.facts import local_day
from store.feedback.reading import unanswered_count
from store.outbox import post_to_accounts
from store.people import account_ids, office_of
from store.rules.calendar import WorkCalendar
from store.tables import Bloc, Feedback, FeedbackState, Lane
from store.work_calendar import work_calendar

WAITS = 2
"""Working days after the day on which it was asked."""

MORNING = time(8)
MOST = 500


def remind_of_feedback(session: Session, now: datetime) -> int:
    """One letter a morning to each of a bloc's office, with how many wait; each wait is told of once."""
    done = 0
    late: dict[int, list[Feedback]] = {}
    for feedback, at in _pending(session):
        if at <= now and done < MOST:
            late.setdefault(feedback.bloc_id, []).append(feedback)
            done += 1
    for bloc_id, these in late.items():
        bloc = session.get_one(Bloc, bloc_id)
        office = account_ids(office_of(session, bloc_id, local_day(now, bloc.timezone)))
        facts: dict[str, Any] = {
            "late": len(these),
            "waiting": unanswered_count(session, bloc_id),
            "feedback_id": these[0].id,
        }
        post_to_accounts(session, "feedback/overdue", office, now=now, lane=Lane.REMINDER, **facts)
        for one in these:
            one.reminded_at = now
    session.flush()
    return done


def next_feedback_reminder(session: Session, now: datetime) -> datetime | None:
    """When the office is next reminded."""
    return min((at for _, at in _pending(session)), default=None)


def _pending(session: Session) -> Iterator[tuple[Feedback, datetime]]:
    """What waits and was not told of, with the morning on which it is."""
    rows = session.exec(
        select(Feedback, Bloc)
        .join(Bloc, col(Bloc.id) == col(Feedback.bloc_id))
        .where(col(Feedback.state) == FeedbackState.WAITING, col(Feedback.reminded_at).is_(None))
        .order_by(col(Feedback.waiting_since))
    ).all()
    calendars: dict[int, WorkCalendar] = {}
    for feedback, bloc in rows:
        if bloc.id not in calendars:
            calendars[bloc.id or 0] = work_calendar(session, bloc.id or 0)
        yield feedback, _morning(feedback.waiting_since, bloc.timezone, calendars[bloc.id or 0])


def _morning(since: datetime, timezone: str, calendar: WorkCalendar) -> datetime:
    """08:00 of the first working day after two whole ones."""
    day = local_day(since, timezone)
    for _ in range(WAITS + 1):
        day = calendar.working_day_after(day + timedelta(days=1))
    return datetime.combine(day, MORNING, ZoneInfo(timezone))
