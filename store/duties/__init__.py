"""Duties: what one milestone asks of one unit, one member or the office, once."""

from store.duties.making import due_days, make_duties, planned_rungs, work_calendar
from store.duties.marking import extend_duty, mark_held, mark_received, unmark
from store.duties.reading import (
    Standing,
    days_late,
    deadline_fact,
    duty_for,
    duty_title,
    last_day_of,
    milestone_deadline,
    milestone_of,
    open_duties,
    owed,
    people_of_duty,
)
from store.duties.settling import discharge, settle_registration

__all__ = [
    "Standing",
    "days_late",
    "deadline_fact",
    "discharge",
    "due_days",
    "duty_for",
    "duty_title",
    "extend_duty",
    "last_day_of",
    "make_duties",
    "mark_held",
    "mark_received",
    "milestone_deadline",
    "milestone_of",
    "open_duties",
    "owed",
    "people_of_duty",
    "planned_rungs",
    "settle_registration",
    "unmark",
    "work_calendar",
]
