"""From the rows of a sheet to people, each wrong one named by its row; knows no database."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from store.names import LONGEST, SHORTEST, folded, tidy_name
from store.people_lists.columns import HEADER_WITHIN, HEADERS, NAME, POSITION, ROLE, ROLES, UNIT
from store.spreadsheets import BadSpreadsheet, Cell, Row, read_spreadsheet, text_at
from store.tables import UnitRole

MOST_PEOPLE = 5_000
LONGEST_POSITION = 150
SHOWN_VALUE = 60
"""Of a wrong cell so much is said again."""


@dataclass(frozen=True)
class Listed:
    """A person of the list. `unit_id` is set once the unit is known."""

    row: int
    name: str
    position: str
    unit: str
    role: str
    unit_id: int | None = None


@dataclass(frozen=True)
class Mistake:
    """What is wrong with a row: the code names the words, `value` the cell, `other` the row it repeats."""

    row: int
    why: str
    value: str = ""
    other: int = 0


@dataclass(frozen=True)
class Reading:
    people: list[Listed]
    mistakes: list[Mistake]

    def facts(self) -> dict[str, Any]:
        return {"people": [asdict(one) for one in self.people], "mistakes": [asdict(one) for one in self.mistakes]}


def listed_of(facts: Sequence[Mapping[str, Any]]) -> list[Listed]:
    return [Listed(**one) for one in facts]


def read_list(path: Path, *, with_units: bool) -> Reading:
    """The people of the first sheet that has the columns. Raises BadSpreadsheet (`no_columns` when none has).

    `with_units`: the list is of a whole bloc and has to say each person's unit.
    """
    for sheet in read_spreadsheet(path, most_rows=MOST_PEOPLE + HEADER_WITHIN):
        for place, row in enumerate(sheet.rows[:HEADER_WITHIN]):
            columns = _columns(row)
            if NAME in columns and (UNIT in columns or not with_units):
                return _read_rows(sheet.rows[place + 1 :], columns, with_units=with_units)
    raise BadSpreadsheet("no_columns")


def _columns(row: Row) -> dict[str, int]:
    named = {place: HEADERS.get(folded(cell.text).rstrip(" *:")) for place, cell in enumerate(row.cells)}
    found: dict[str, int] = {}
    for place, name in named.items():
        if name is not None:
            found.setdefault(name, place)
    return found


def _read_rows(rows: Sequence[Row], columns: Mapping[str, int], *, with_units: bool) -> Reading:
    people: list[Listed] = []
    mistakes: list[Mistake] = []
    for row in rows:
        cells = {name: text_at(row.cells, columns.get(name)) for name in (NAME, POSITION, UNIT, ROLE)}
        if not any(cell.text for cell in cells.values()):
            continue
        wrong = _wrong(row, cells, with_units=with_units)
        if wrong is not None:
            mistakes.append(wrong)
            continue
        name, position = tidy_name(cells[NAME].text), tidy_name(cells[POSITION].text)
        unit = tidy_name(cells[UNIT].text) if with_units else ""
        people.append(Listed(row.number, name, position, unit, ROLES[folded(cells[ROLE].text)].value))
    return Reading(people, mistakes)


def _wrong(row: Row, cells: Mapping[str, Cell], *, with_units: bool) -> Mistake | None:
    """The first thing that is wrong with a row."""
    if row.merged:
        return Mistake(row.number, "merged")
    for name in (NAME, POSITION, UNIT, ROLE):
        if cells[name].formula or cells[name].text[:1] in ("=", "+", "@"):
            return Mistake(row.number, "formula", cells[name].text[:SHOWN_VALUE])
    name, unit, role = tidy_name(cells[NAME].text), cells[UNIT].text, cells[ROLE].text
    why, value = "", name
    if not name:
        why = "no_name"
    elif len(name) > LONGEST:
        why = "long_name"
    elif sum(map(str.isalpha, name)) < SHORTEST:
        why = "bad_name"
    elif len(cells[POSITION].text) > LONGEST_POSITION:
        why, value = "long_position", cells[POSITION].text
    elif with_units and not unit:
        why = "no_unit"
    elif folded(role) not in ROLES:
        why, value = "bad_role", role
    return Mistake(row.number, why, value[:SHOWN_VALUE]) if why else None


def without_repeats(people: Sequence[Listed]) -> tuple[list[Listed], list[Mistake]]:
    """Those who stand in the list once; of two the same in one unit the second is a mistake."""
    seen: dict[tuple[int | None, str, str], int] = {}
    kept: list[Listed] = []
    mistakes: list[Mistake] = []
    for one in people:
        key = (one.unit_id, folded(one.name), folded(one.position))
        if key in seen:
            mistakes.append(Mistake(one.row, "repeated", one.name[:SHOWN_VALUE], seen[key]))
        else:
            seen[key] = one.row
            kept.append(one)
    return kept, mistakes


def is_head(one: Listed) -> bool:
    return one.role == UnitRole.HEAD
