"""Calendars: what a person owes, and the campaign's days, as a file that their own calendar takes and keeps right."""

from store.calendars.copies import (
    LIVE,
    next_calendar_check,
    send_changed_calendars,
    stop_calendar,
    take_calendar,
)
from store.calendars.entries import entries_for
from store.calendars.merging import changes_between, merged

__all__ = [
    "LIVE",
    "changes_between",
    "entries_for",
    "merged",
    "next_calendar_check",
    "send_changed_calendars",
    "stop_calendar",
    "take_calendar",
]
