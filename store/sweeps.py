"""Sweeps: what happens by itself as time passes. Each may be missed, doubled or late without harm."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from store.announcements import next_announcement, send_announcements
from store.calendars import next_calendar_check, send_changed_calendars
from store.feedback import next_feedback_reminder, remind_of_feedback
from store.occasions import next_occasion, post_occasions
from store.phases import next_phase_turn, turn_phases
from store.reminders import fire_rungs, next_rung_at
from store.standings_posts import next_refresh, next_standings_post, post_standings, refresh_boards
from store.summaries import next_closing, next_summary, post_summaries, tell_closings


@dataclass(frozen=True)
class Sweep:
    """`run` does at most 500 rows and says how many, 0 when nothing is due; `next_at`: when there is work next."""

    name: str
    run: Callable[[Session, datetime], int]
    next_at: Callable[[Session, datetime], datetime | None]


SWEEPS: tuple[Sweep, ...] = (
    Sweep("phases", turn_phases, next_phase_turn),
    Sweep("closings", tell_closings, next_closing),
    Sweep("summaries", post_summaries, next_summary),
    Sweep("occasions", post_occasions, next_occasion),
    Sweep("reminders", fire_rungs, next_rung_at),
    Sweep("announcements", send_announcements, next_announcement),
    Sweep("standings", post_standings, next_standings_post),
    Sweep("boards", refresh_boards, next_refresh),
    Sweep("feedback", remind_of_feedback, next_feedback_reminder),
    Sweep("calendars", send_changed_calendars, next_calendar_check),
)
"""In the order in which they run: phases open and end before anybody is reminded."""


def next_due(session: Session, now: datetime) -> datetime | None:
    """The soonest instant at which any sweep has work."""
    soonest = (sweep.next_at(session, now) for sweep in SWEEPS)
    return min((instant for instant in soonest if instant is not None), default=None)
