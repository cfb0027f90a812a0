"""Every feature of the bot. A new one adds its line here."""

from handlers import (
    achievement_screens,
    achievements,
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
    review_queue,
    reviews,
    stray_files,
    targets,
    verification,
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
    achievements.FEATURE,
    achievement_screens.FEATURE,
    stray_files.FEATURE,
    mine.FEATURE,
    review_queue.FEATURE,
    reviews.FEATURE,
    verification.FEATURE,
    pledges.FEATURE,
    campaigns.FEATURE,
    duties.FEATURE,
    days_off.FEATURE,
    reports.FEATURE,
    reminders.FEATURE,
    progress.FEATURE,
)
