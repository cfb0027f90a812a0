"""The office keeps the units: new ones, names, kinds, numbers, order; merging and closing."""

from datetime import date
from typing import Any

from handlers.forms import Answers, FormKind, Step, start_form
from handlers.target_answers import NONE, read_words
from handlers.turn import Feature, On, Turn
from handlers.typed_days import typed_day
from messages.actions.units import (
    AddUnit,
    ChangeUnit,
    ChooseParent,
    CloseUnit,
    EditUnit,
    MergeUnit,
    SetParent,
    SetUnitKind,
    UnitField,
)
from store.errors import BadAnswer
from store.people import unit_of, units_of_bloc
from store.rules.typed import BadNumber, read_typed_number
from store.tables import Unit, UnitKind
from store.unit_closing import check_last_day, close_unit, closing_facts, merge_units
from store.unit_keeping import (
    KEEPS,
    MOST_STAFF,
    MOST_UNITS,
    NAME,
    add_unit,
    check_name,
    describe_unit,
    kept_unit,
    put_under,
    rename_unit,
)
from store.unit_names import former_names

IN_CHARGE, REASON = 150, 300


def show(turn: Turn, action: EditUnit) -> None:
    _show(turn, kept_unit(turn.session, action.unit_id, by=turn.me, now=turn.now))


def _show(turn: Turn, unit: Unit) -> None:
    parent = unit_of(turn.session, unit.parent_id).name if unit.parent_id else ""
    units = units_of_bloc(turn.session, unit.bloc_id, turn.today)
    places = [one.id for one in units]
    former = [{"name": one.name, "last": one.last_day} for one in former_names(turn.session, unit.id or 0)]
    turn.edit(
        "units/edit",
        unit_id=unit.id,
        name=unit.name,
        code=unit.code,
        sort=unit.kind,
        sorts=list(UnitKind),
        staff=unit.staff,
        place=places.index(unit.id) + 1 if unit.id in places else 0,
        parent=parent,
        in_charge=unit.in_charge or "",
        former=former[:5],
        closed_on=unit.closed_on,
    )


def set_kind(turn: Turn, action: SetUnitKind) -> None:
    by = turn.me
    _show(turn, describe_unit(turn.session, action.unit_id, kind=action.kind, by=by, now=turn.now))


def choose_parent(turn: Turn, action: ChooseParent) -> None:
    unit = kept_unit(turn.session, action.unit_id, by=turn.me, now=turn.now)
    turn.edit("units/choose_parent", unit_id=unit.id, name=unit.name, units=_others(turn, action.unit_id))


def set_parent(turn: Turn, action: SetParent) -> None:
    by = turn.me
    _show(turn, put_under(turn.session, action.unit_id, action.parent_id or None, by=by, now=turn.now))


def _others(turn: Turn, unit_id: int) -> list[dict[str, Any]]:
    units = units_of_bloc(turn.session, turn.me.bloc_id, turn.today)
    return [{"id": one.id, "name": one.name} for one in units if one.id != unit_id]


def ask_new(turn: Turn, _action: AddUnit) -> None:
    start_form(turn, NEW, limit=NAME)


def _read_name(turn: Turn, answers: Answers, value: str | None) -> dict[str, Any]:
    name = read_words(turn, value, least=2, most=NAME)
    bloc_id = turn.me.bloc_id
    check_name(turn.session, name, bloc_id=bloc_id, today=turn.today, besides=answers.get("unit_id"))
    return {"name": name}


def _read_sort(_turn: Turn, _answers: Answers, value: str | None) -> dict[str, Any]:
    if value not in list(UnitKind):
        raise BadAnswer("choose")
    return {"sort": value}


def _sorts(_turn: Turn, _answers: Answers) -> dict[str, Any]:
    return {"sorts": list(UnitKind)}


def _add(turn: Turn, answers: Answers) -> None:
    kind = UnitKind(answers["sort"])
    unit = add_unit(turn.session, name=answers["name"], kind=kind, by=turn.me, now=turn.now)
    turn.edit("units/added", unit_id=unit.id, name=unit.name)


def ask_change(turn: Turn, action: ChangeUnit) -> None:
    unit = kept_unit(turn.session, action.unit_id, by=turn.me, now=turn.now)
    limit = {UnitField.NAME: NAME, UnitField.STAFF: MOST_STAFF, UnitField.PLACE: MOST_UNITS}.get(action.what, IN_CHARGE)
    start_form(turn, CHANGE, unit_id=unit.id, unit=unit.name, what=action.what, limit=limit)


def _read_value(turn: Turn, answers: Answers, value: str | None) -> dict[str, Any]:
    what, limit = UnitField(answers["what"]), answers["limit"]
    if what == UnitField.NAME:
        return {"value": _read_name(turn, answers, value)["name"]}
    if what == UnitField.IN_CHARGE:
        return {"value": "" if value == NONE else read_words(turn, value, least=2, most=limit)}
    try:
        number = read_typed_number(turn.said.text) if value is None else None
    except BadNumber:
        number = None
    if number is None or number != int(number) or not 1 <= number <= limit:
        raise BadAnswer("staff" if what == UnitField.STAFF else "unit_place", most=limit)
    return {"value": int(number)}


def _change(turn: Turn, answers: Answers) -> None:
    unit_id, value, by = answers["unit_id"], answers["value"], turn.me
    what = UnitField(answers["what"])
    if what == UnitField.NAME:
        _show(turn, rename_unit(turn.session, unit_id, value, by=by, now=turn.now))
    else:
        _show(turn, describe_unit(turn.session, unit_id, **{what.value: value}, by=by, now=turn.now))


def ask_close(turn: Turn, action: CloseUnit) -> None:
    facts = closing_facts(turn.session, action.unit_id, by=turn.me, now=turn.now)
    start_form(turn, CLOSE, unit_id=action.unit_id, limit=REASON, **facts)


def _read_last(turn: Turn, _answers: Answers, value: str | None) -> dict[str, Any]:
    day = typed_day(turn, value)
    check_last_day(day, turn.today)
    return {"last": day}


def _read_reason(turn: Turn, _answers: Answers, value: str | None) -> dict[str, Any]:
    return {"reason": read_words(turn, value, least=3, most=REASON)}


def _today(turn: Turn, _answers: Answers) -> dict[str, Any]:
    return {"today": turn.today}


def _close(turn: Turn, answers: Answers) -> None:
    last, reason = date.fromisoformat(answers["last"]), answers["reason"]
    close_unit(turn.session, answers["unit_id"], last=last, reason=reason, by=turn.me, now=turn.now)
    turn.edit("units/closed_done", unit=answers["unit"], last=last)


def ask_merge(turn: Turn, action: MergeUnit) -> None:
    facts = closing_facts(turn.session, action.unit_id, by=turn.me, now=turn.now)
    start_form(turn, MERGE, unit_id=action.unit_id, **facts)


def _read_into(turn: Turn, answers: Answers, value: str | None) -> dict[str, Any]:
    for one in _others(turn, answers["unit_id"]):
        if str(one["id"]) == value:
            return {"into": one["id"], "into_name": one["name"]}
    raise BadAnswer("choose")


def _units(turn: Turn, answers: Answers) -> dict[str, Any]:
    return {"units": _others(turn, answers["unit_id"])}


def _merge(turn: Turn, answers: Answers) -> None:
    into = merge_units(turn.session, answers["unit_id"], answers["into"], by=turn.me, now=turn.now)
    turn.edit("units/merged_done", unit=answers["unit"], into=into.name, into_id=into.id)


NEW = FormKind(
    "units/new",
    [Step("name", "units/ask_name", _read_name), Step("sort", "units/ask_sort", _read_sort, _sorts)],
    _add,
    preview="units/new_preview",
)
CHANGE = FormKind("units/change", [Step("value", "units/ask_value", _read_value)], _change)
CLOSE = FormKind(
    "units/close",
    [Step("last", "units/ask_last", _read_last, _today), Step("reason", "units/ask_reason", _read_reason)],
    _close,
    preview="units/close_preview",
)
MERGE = FormKind(
    "units/merge", [Step("into", "units/ask_into", _read_into, _units)], _merge, preview="units/merge_preview"
)

OFFICE = (KEEPS,)

FEATURE = Feature(
    actions=[
        On(EditUnit, show, OFFICE),
        On(AddUnit, ask_new, OFFICE),
        On(ChangeUnit, ask_change, OFFICE),
        On(SetUnitKind, set_kind, OFFICE),
        On(ChooseParent, choose_parent, OFFICE),
        On(SetParent, set_parent, OFFICE),
        On(CloseUnit, ask_close, OFFICE),
        On(MergeUnit, ask_merge, OFFICE),
    ],
    forms=[NEW, CHANGE, CLOSE, MERGE],
)
