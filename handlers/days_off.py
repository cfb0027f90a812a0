"""Days off and made-up working days, entered by the office from /quanly."""

from datetime import date
from typing import Any

from handlers.forms import Answers, FormKind, Step, start_form
from handlers.target_answers import NONE, read_words
from handlers.turn import Feature, On, Turn
from handlers.typed_days import typed_day
from messages.actions.days_off import AddDayOff, DropDayOff, OpenDaysOff
from store.days_off import check_day_off, days_off, drop_day_off, set_day_off
from store.rights import Right
from store.tables import Bloc

NOTE = 100
"""Longest note, in characters."""

SHOWN = 30
"""Days on one screen, the last ones; those before them are counted."""


def show_days(turn: Turn, _action: OpenDaysOff | None = None) -> None:
    found = days_off(turn.session, _bloc(turn), by=turn.me, now=turn.now)
    turn.edit(
        "days_off/list",
        days=[{"id": one.id, "day": one.day, "off": one.off, "note": one.note} for one in found[-SHOWN:]],
        more=max(0, len(found) - SHOWN),
    )


def _bloc(turn: Turn) -> Bloc:
    return turn.session.get_one(Bloc, turn.me.bloc_id)


def drop_day(turn: Turn, action: DropDayOff) -> None:
    drop_day_off(turn.session, action.override_id, by=turn.me, now=turn.now)
    show_days(turn)


def ask_day(turn: Turn, action: AddDayOff) -> None:
    start_form(turn, DAY_OFF_FORM, off=action.off, note="", limit=NOTE)


def _read_day(turn: Turn, _answers: Answers, value: str | None) -> dict[str, Any]:
    day = typed_day(turn, value)
    check_day_off(day, turn.today)
    return {"day": day}


def _read_note(turn: Turn, _answers: Answers, value: str | None) -> dict[str, Any]:
    return {"note": "" if value == NONE else read_words(turn, value, most=NOTE)}


def _keep(turn: Turn, answers: Answers) -> None:
    day, off, note = date.fromisoformat(answers["day"]), answers["off"], answers["note"]
    set_day_off(turn.session, _bloc(turn), day, off=off, note=note, by=turn.me, now=turn.now)
    show_days(turn)


DAY_OFF_FORM = FormKind(
    "day_off",
    [
        Step("day", "days_off/ask_day", _read_day),
        Step("note", "days_off/ask_note", _read_note, optional=True),
    ],
    finish=_keep,
    preview="days_off/preview",
)

OFFICE = (Right.EDIT_DRAFT,)

FEATURE = Feature(
    actions=[
        On(OpenDaysOff, show_days, rights=OFFICE),
        On(AddDayOff, ask_day, rights=OFFICE),
        On(DropDayOff, drop_day, rights=OFFICE),
    ],
    forms=[DAY_OFF_FORM],
)
