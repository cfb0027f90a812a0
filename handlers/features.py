"""Every feature of the bot. A new one adds its line here."""

from handlers import (
    campaigns,
    days_off,
    duties,
    groups,
    home,
    invites,
    joining,
    mine,
    pledges,
    progress,
    reminders,
    reports,
    reviews,
    targets,
)
from handlers import help as help_
from handlers.turn import Feature

FEATURES: tuple[Feature, ...] = (
    home.FEATURE,
    joining.FEATURE,
    invites.FEATURE,
    help_.FEATURE,
    groups.FEATURE,
    targets.FEATURE,
    mine.FEATURE,
    reviews.FEATURE,
    pledges.FEATURE,
    campaigns.FEATURE,
    duties.FEATURE,
    days_off.FEATURE,
    reports.FEATURE,
    reminders.FEATURE,
    progress.FEATURE,
)
