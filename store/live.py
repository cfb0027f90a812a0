"""What the `live/...` templates say: their values are asked for when the letter is sent."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from store import achievements, announcements, calendars, reminders, reports, standings_posts, summaries, targets

Ask = Callable[[Session, Mapping[str, Any], datetime], dict[str, Any] | None]
"""From the facts a letter was posted with to those it says; None when there is nothing left to say."""

LIVE: dict[str, Ask] = {
    **reminders.LIVE,
    **reports.LIVE,
    **achievements.LIVE,
    **announcements.LIVE,
    **calendars.LIVE,
    **standings_posts.LIVE,
    **targets.LIVE,
    **summaries.LIVE,
}
"""Every live template. Each feature's table adds its lines here."""
