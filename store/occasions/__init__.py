"""Commemorative days: of a plan, of the catalogue, of one unit; on their morning a short post in the groups."""

from store.occasions.days import KnownDay, known_days
from store.occasions.keeping import (
    add_known,
    add_occasion,
    coming_occasions,
    drop_occasion,
    occasion_page,
    open_known,
    switch_occasion,
)
from store.occasions.posting import next_occasion, plan_occasions, post_occasions

__all__ = [
    "KnownDay",
    "add_known",
    "add_occasion",
    "coming_occasions",
    "drop_occasion",
    "known_days",
    "next_occasion",
    "occasion_page",
    "open_known",
    "plan_occasions",
    "post_occasions",
    "switch_occasion",
]
