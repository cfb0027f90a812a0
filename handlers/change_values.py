"""The new value of one part of a campaign, as it is typed or tapped."""

from typing import Any

from handlers.target_answers import NONE, read_words
from handlers.turn import Turn
from handlers.typed_spans import typed_contact, typed_deadline, typed_last_day, typed_span
from store.changes import Part, Spot
from store.errors import BadAnswer
from store.rules.deadlines import DeadlineKind
from store.tables import Owing

TEXT, THEME = 300, 500
"""Longest texts, in characters."""

EMPTIED = frozenset({Part.DECISION, Part.SLOGAN, Part.THEME, Part.CONTACT, Part.LAUNCH_DAY})
"""What may be left empty."""

CHOSEN = frozenset({Part.OWING, Part.WITHIN})
"""What is tapped, not typed."""

SPANS, DEADLINES = {Part.SPAN, Part.PHASE_SPAN, Part.NEW_PHASE}, {Part.DEADLINE, Part.NEW_MILESTONE}


def given_value(turn: Turn, spot: Spot, value: str | None) -> dict[str, Any]:
    """What was typed, in the shape of the part's value."""
    if value == NONE and spot.part in EMPTIED:
        empty: dict[Part, dict[str, Any]] = {Part.CONTACT: {"contact": {}}, Part.LAUNCH_DAY: {"day": ""}}
        return empty.get(spot.part, {"text": ""})
    if spot.part == Part.SPAN and spot.launched:
        return {"starts": spot.campaign.starts.isoformat(), "ends": typed_last_day(turn, value)}
    if spot.part in SPANS:
        starts, ends = typed_span(turn, value)
        return {"starts": starts.isoformat(), "ends": ends.isoformat()}
    if spot.part in DEADLINES:
        usual = DeadlineKind(spot.milestone.form) if spot.milestone else DeadlineKind.BY
        if spot.milestone is not None and spot.milestone.every:
            return {"form": DeadlineKind.BY.value, "day": typed_last_day(turn, value)}
        return typed_deadline(turn, value, usual)
    if spot.part == Part.LAUNCH_DAY:
        return {"day": typed_last_day(turn, value)}
    if spot.part in CHOSEN:
        return _chosen(spot, value)
    if spot.part == Part.CONTACT:
        return {"contact": typed_contact(turn, value)}
    if spot.part == Part.THEME:
        return {"text": read_words(turn, value, most=THEME)}
    return {"text": read_words(turn, value, least=2, most=TEXT)}


def _chosen(spot: Spot, value: str | None) -> dict[str, Any]:
    """What was tapped: from whom a milestone is due, or the phase it belongs to (0: none)."""
    if spot.part == Part.OWING and value in set(Owing):
        return {"owing": value}
    if spot.part == Part.WITHIN and value is not None and value.isdecimal():
        return {"phase": int(value)}
    raise BadAnswer("choose")
