"""Changing a campaign: a draft at will; after the launch with a reason, and everybody concerned is told."""

from store.changes.listing import changes_of, recent_changes
from store.changes.making import (
    change_part,
    check_change,
    check_span,
    set_lenient,
    set_pledge,
    shown_value,
    warnings_of,
)
from store.changes.pages import milestone_page, overview_page, phase_choices, phase_page
from store.changes.parts import MILESTONE_PARTS, PHASE_PARTS, Part, Spot, demand_editor, spot_for, value_now

__all__ = [
    "MILESTONE_PARTS",
    "PHASE_PARTS",
    "Part",
    "Spot",
    "change_part",
    "changes_of",
    "check_change",
    "check_span",
    "demand_editor",
    "milestone_page",
    "overview_page",
    "phase_choices",
    "phase_page",
    "recent_changes",
    "set_lenient",
    "set_pledge",
    "shown_value",
    "spot_for",
    "value_now",
    "warnings_of",
]
