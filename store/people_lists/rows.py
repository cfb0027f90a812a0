"""From the rows of a sheet to people, each wrong one named by its row; knows no database."""

import re
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

COLUMN_NUMBER = re.compile(r"\(?([0-9]{1,2}|[A-Za-z])\)?")


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
    """The people of the one sheet that has the columns and somebody under them.

    Raises BadSpreadsheet: `no_columns` when no sheet has them, `two_lists` when several have people.
    `with_units`: the list is of a whole bloc and has to say each person's unit.
    """
    sheets = read_spreadsheet(path, most_rows=MOST_PEOPLE + HEADER_WITHIN)
    lists = [found for sheet in sheets if (found := _list_of(sheet.rows, with_units=with_units)) is not None]
    if not lists:
        raise BadSpreadsheet("no_columns")
    filled = [one for one in lists if one.people or one.mistakes]
    if len(filled) > 1:
        raise BadSpreadsheet("two_lists")
    return filled[0] if filled else lists[0]


def _list_of(rows: Sequence[Row], *, with_units: bool) -> Reading | None:
    """The people under the line with the columns' names; None when a sheet has no such line."""
    for place, row in enumerate(rows[:HEADER_WITHIN]):
        columns = _columns(row)
        if NAME in columns and (UNIT in columns or not with_units):
            below = rows[place + 1 :]
            return _read_rows(below[1:] if below and _numbers_columns(below[0]) else below, columns, with_units)
    return None


def _numbers_columns(row: Row) -> bool:
    """Whether it is the line that counts the columns under their names: (1), (2), (3)."""
    texts = [cell.text for cell in row.cells if cell.text]
    return len(texts) > 1 and all(COLUMN_NUMBER.fullmatch(text) for text in texts)


def _columns(row: Row) -> dict[str, int]:
    named = {place: HEADERS.get(folded(cell.text).rstrip(" *:()")) for place, cell in enumerate(row.cells)}
    found: dict[str, int] = {}
    for place, name in named.items():
        if name is not None:
            found.setdefault(name, place)
    return found


def _read_rows(rows: Sequence[Row], columns: Mapping[str, int], with_units: bool) -> Reading:
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
        name, position = _listed_name(cells[NAME]), tidy_name(cells[POSITION].text)
        unit = tidy_name(cells[UNIT].text) if with_units else ""
        people.append(Listed(row.number, name, position, unit, ROLES[folded(cells[ROLE].text)].value))
    return Reading(people, mistakes)


def _listed_name(cell: Cell) -> str:
    """A name without the dash or bullet of a list before it."""
    return tidy_name(cell.text).lstrip("-–—•* ")


def _wrong(row: Row, cells: Mapping[str, Cell], *, with_units: bool) -> Mistake | None:
    """The first thing that is wrong with a row."""
    if row.merged:
        return Mistake(row.number, "merged")
    for name in (NAME, POSITION, UNIT, ROLE):
        if cells[name].formula or cells[name].text[:1] in ("=", "+", "@"):
            return Mistake(row.number, "formula", cells[name].text[:SHOWN_VALUE])
    name, unit, role = _listed_name(cells[NAME]), cells[UNIT].text, cells[ROLE].text
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
