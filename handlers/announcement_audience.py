"""Whom an announcement is for, as its form asks: in whose name, which groups and people, units, who was silent."""

from typing import Any

from handlers.announcement_content import DONE
from handlers.forms import Answers
from handlers.turn import Turn
from store.announcements import askable_announcements, place_of
from store.errors import BadAnswer
from store.people import units_of_bloc

OFFICE = "0"
"""The value of the button that speaks for the bloc's office; others are units."""

KINDS = ("groups", "heads", "members")
SWITCHES = (*KINDS, "chosen", "asked_before")
UNITS_A_PAGE = 10


def unit_of_answers(answers: Answers) -> int | None:
    place = answers.get("place", OFFICE)
    return None if place == OFFICE else int(place)


def read_place(_turn: Turn, answers: Answers, value: str | None) -> dict[str, Any]:
    if value not in answers.get("places", []):
        raise BadAnswer("choose")
    if value == answers.get("place"):
        return {"place": value}
    anew = dict.fromkeys(("groups", "heads", "members", "chosen", "asked_before"), False)
    return {"place": value, **anew, "audience": None}


def place_facts(turn: Turn, answers: Answers) -> dict[str, Any]:
    places = [
        {"value": one, "name": place_of(turn.session, turn.me.bloc_id, None if one == OFFICE else int(one))}
        for one in answers["places"]
    ]
    return {"offered": places}


def read_audience(_turn: Turn, answers: Answers, value: str | None) -> dict[str, Any]:
    """Each tap turns one group of readers on or off; chosen units alone mean all their people."""
    if value == DONE:
        if not any(answers.get(one) for one in SWITCHES):
            raise BadAnswer("no_audience")
        whole = answers.get("chosen") and not any(answers.get(one) for one in (*KINDS, "asked_before"))
        return {"audience": DONE, **({"members": True} if whole else {})}
    allowed = SWITCHES if unit_of_answers(answers) is None else ("groups", "members", "asked_before")
    if value is None or value not in allowed:
        raise BadAnswer("choose")
    return {value: not answers.get(value)}


def audience_facts(turn: Turn, answers: Answers) -> dict[str, Any]:
    unit_id = unit_of_answers(answers)
    earlier = askable_announcements(turn.session, turn.me.bloc_id, unit_id)
    return {**{one: bool(answers.get(one)) for one in SWITCHES}, "own": unit_id is not None, "earlier": bool(earlier)}


def read_units(turn: Turn, answers: Answers, value: str | None) -> dict[str, Any]:
    """`p` and a number turns the page; a unit's id turns it on or off."""
    chosen = list(answers.get("unit_ids", []))
    if value == DONE:
        if not chosen:
            raise BadAnswer("no_units")
        return {"units": DONE}
    if value is None:
        raise BadAnswer("choose")
    if value.startswith("p") and value[1:].isdecimal():
        return {"units_page": int(value[1:])}
    ids = {str(one.id) for one in units_of_bloc(turn.session, turn.me.bloc_id, turn.today)}
    if value not in ids:
        raise BadAnswer("choose")
    unit_id = int(value)
    return {"unit_ids": [one for one in chosen if one != unit_id] if unit_id in chosen else [*chosen, unit_id]}


def units_facts(turn: Turn, answers: Answers) -> dict[str, Any]:
    units = units_of_bloc(turn.session, turn.me.bloc_id, turn.today)
    pages = max(1, -(-len(units) // UNITS_A_PAGE))
    page = min(answers.get("units_page", 0), pages - 1)
    chosen = answers.get("unit_ids", [])
    shown = units[page * UNITS_A_PAGE : (page + 1) * UNITS_A_PAGE]
    return {
        "shown": [{"id": one.id, "name": one.name, "on": one.id in chosen} for one in shown],
        "page": page,
        "pages": pages,
        "n": len(chosen),
    }


def read_earlier(turn: Turn, answers: Answers, value: str | None) -> dict[str, Any]:
    known = askable_announcements(turn.session, turn.me.bloc_id, unit_of_answers(answers))
    if value not in {str(one["announcement_id"]) for one in known}:
        raise BadAnswer("choose")
    return {"earlier": value}


def earlier_facts(turn: Turn, answers: Answers) -> dict[str, Any]:
    return {"offered": askable_announcements(turn.session, turn.me.bloc_id, unit_of_answers(answers))}


def audience_of(answers: Answers) -> dict[str, Any]:
    office = unit_of_answers(answers) is None
    return {
        **{one: bool(answers.get(one)) for one in KINDS},
        "units": answers.get("unit_ids", []) if office and answers.get("chosen") else [],
        "unanswered_of": int(answers["earlier"]) if answers.get("asked_before") and answers.get("earlier") else None,
    }
