"""Reminders: the ladders' sweep, what its letters say when they are sent, and those that somebody asks for."""

from store.reminders.asking import MORNING, asked, duties_of_reminder, morning, owed_duties, pressing
from store.reminders.firing import fire_rungs, next_rung_at
from store.reminders.missing import counted, missing_for_group, missing_of_office, of_unit
from store.reminders.nudging import Reminded, Unreachable, remind_missing, remind_tomorrow, unreachable_in

LIVE = {
    MORNING: morning,
    "live/reminders/asked": asked,
    "live/reminders/missing": missing_of_office,
    "live/reminders/group": missing_for_group,
}
"""What these templates ask when they are sent."""

__all__ = [
    "LIVE",
    "Reminded",
    "Unreachable",
    "counted",
    "duties_of_reminder",
    "fire_rungs",
    "missing_for_group",
    "missing_of_office",
    "next_rung_at",
    "of_unit",
    "owed_duties",
    "pressing",
    "remind_missing",
    "remind_tomorrow",
    "unreachable_in",
]
