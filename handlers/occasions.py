"""Commemorative days, kept by the office from /quanly."""

import re
from datetime import date
from typing import Any

from handlers.forms import Answers, FormKind, Step, start_form
from handlers.target_answers import read_words
from handlers.turn import Feature, On, Turn
from handlers.typed_days import typed_day
from messages.actions.occasions import (
    AddKnownDay,
    DropOccasion,
    NewOccasion,
    OpenKnownDays,
    OpenOccasions,
    SwitchOccasion,
)
from store.errors import BadAnswer
from store.occasions import add_known, add_occasion, drop_occasion, occasion_page, open_known, switch_occasion
from store.people import units_of_bloc
from store.rights import Right, demand

NAME = 200
BLOC = "0"

FOUNDED = re.compile(r"([0-9]{1,2})\s*[/.-]\s*([0-9]{1,2})\s*[/.-]\s*([0-9]{4})")
"""A day with the year of its first: 6/10/1956."""


def show(turn: Turn, action: OpenOccasions) -> None:
    _page(turn, action.page)


def _page(turn: Turn, page: int) -> None:
    turn.edit("occasions/list", **occasion_page(turn.session, page, by=turn.me, now=turn.now))


def show_known(turn: Turn, action: OpenKnownDays) -> None:
    _known(turn, action.page)


def _known(turn: Turn, page: int) -> None:
    turn.edit("occasions/known", **open_known(turn.session, page, by=turn.me, now=turn.now))


def add(turn: Turn, action: AddKnownDay) -> None:
    add_known(turn.session, action.known, by=turn.me, now=turn.now)
    _known(turn, action.page)


def switch(turn: Turn, action: SwitchOccasion) -> None:
    switch_occasion(turn.session, action.occasion_id, active=action.active, by=turn.me, now=turn.now)
    _page(turn, action.page)


def drop(turn: Turn, action: DropOccasion) -> None:
    drop_occasion(turn.session, action.occasion_id, by=turn.me, now=turn.now)
    _page(turn, action.page)


def ask(turn: Turn, _action: NewOccasion) -> None:
    by = turn.me
    demand(turn.session, by, Right.EDIT_DRAFT, bloc_id=by.bloc_id, today=turn.today)
    start_form(turn, OCCASION_FORM, unit=BLOC, unit_name="", limit=NAME)


def _read_day(turn: Turn, _answers: Answers, value: str | None) -> dict[str, Any]:
    """A day of every year; with a year that is past, the years since then are counted."""
    words = read_words(turn, value, most=40)
    founded = FOUNDED.fullmatch(words)
    if founded is None:
        day = typed_day(turn, None)
        return {"day": f"{day.day}/{day.month}", "month": day.month, "of_month": day.day, "founded": 0, "year": 0}
    of_month, month, year = (int(found) for found in founded.groups())
    try:
        date(year, month, of_month)
    except ValueError:
        raise BadAnswer("no_such_day") from None
    past = year < turn.today.year
    facts = {"founded": year if past else 0, "year": 0 if past else year}
    return {"day": f"{of_month}/{month}", "month": month, "of_month": of_month, **facts}


def _read_name(turn: Turn, _answers: Answers, value: str | None) -> dict[str, Any]:
    return {"name": read_words(turn, value, least=3, most=NAME)}


def _units(turn: Turn, _answers: Answers) -> dict[str, Any]:
    units = units_of_bloc(turn.session, turn.me.bloc_id, turn.today)
    return {"units": [{"id": one.id, "name": one.name} for one in units]}


def _read_unit(turn: Turn, answers: Answers, value: str | None) -> dict[str, Any]:
    if value == BLOC:
        return {"unit": BLOC, "unit_name": ""}
    found = next((one for one in _units(turn, answers)["units"] if value == str(one["id"])), None)
    if found is None:
        raise BadAnswer("choose")
    return {"unit": str(found["id"]), "unit_name": found["name"]}


def _keep(turn: Turn, answers: Answers) -> None:
    add_occasion(
        turn.session,
        answers["name"],
        month=answers["month"],
        day=answers["of_month"],
        founded=answers["founded"] or None,
        year=answers["year"] or None,
        unit_id=int(answers["unit"]) or None,
        by=turn.me,
        now=turn.now,
    )
    _page(turn, 0)


OCCASION_FORM = FormKind(
    "occasions/new",
    [
        Step("day", "occasions/ask_day", _read_day),
        Step("name", "occasions/ask_name", _read_name),
        Step("unit", "occasions/ask_unit", _read_unit, facts=_units, optional=True),
    ],
    finish=_keep,
    preview="occasions/preview",
    leave=lambda turn, _answers: _page(turn, 0),
)

OFFICE = (Right.EDIT_DRAFT,)

FEATURE = Feature(
    actions=[
        On(OpenOccasions, show, rights=OFFICE),
        On(OpenKnownDays, show_known, rights=OFFICE),
        On(AddKnownDay, add, rights=OFFICE),
        On(NewOccasion, ask, rights=OFFICE),
        On(SwitchOccasion, switch, rights=OFFICE),
        On(DropOccasion, drop, rights=OFFICE),
    ],
    forms=[OCCASION_FORM],
)
