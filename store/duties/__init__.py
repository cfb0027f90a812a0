"""Duties: what one milestone asks of one unit, one member or the office, once."""

from store.duties.making import due_days, make_duties, planned_rungs
from store.duties.marking import check_extension, check_marked, extend_duty, mark_held, mark_received, unmark
from store.duties.pages import duty_facts, duty_page, my_duties
from store.duties.planning import plan_anew, plan_bloc_anew, plan_milestone_anew
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
    "check_extension",
    "check_marked",
    "days_late",
    "deadline_fact",
    "discharge",
    "due_days",
    "duty_facts",
    "duty_for",
    "duty_page",
    "duty_title",
    "extend_duty",
    "last_day_of",
    "make_duties",
    "mark_held",
    "mark_received",
    "milestone_deadline",
    "milestone_of",
    "my_duties",
    "open_duties",
    "owed",
    "people_of_duty",
    "plan_anew",
    "plan_bloc_anew",
    "plan_milestone_anew",
    "planned_rungs",
    "settle_registration",
    "unmark",
]
