"""Reading a spreadsheet that somebody sent: bounded in size, parts, rows and columns, whatever the file says it is.

Nothing in it is believed: a package is measured before anything of it is parsed.
"""

import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

LARGEST_FILE = 5 * 1024 * 1024
MOST_PARTS = 300
MOST_UNPACKED = 40 * 1024 * 1024
"""Bytes of all parts together; zipfile hands out no more of a part than the package says it has."""
MOST_STRINGS = 16 * 1024 * 1024
"""Bytes of the parts that are kept in memory whole: everything but the sheets."""
MOST_ROWS = 20_000
"""Rows looked at in a sheet, empty ones included."""
MOST_COLUMNS = 30
MOST_SHEETS = 20

OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
PIECE = 64 * 1024
MERGED = re.compile(rb'<mergeCell\s[^>]*ref="[A-Z]{1,3}([0-9]{1,7})(?::[A-Z]{1,3}([0-9]{1,7}))?"')


class BadSpreadsheet(ValueError):
    """`why`: not_xlsx, old_excel, locked, too_large, too_many_rows, unreadable."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Cell:
    """`text` as shown, without what surrounds it. `formula`: it is computed, or an error of Excel's."""

    text: str = ""
    formula: bool = False


@dataclass(frozen=True)
class Row:
    """`number` as Excel shows it. `merged`: a cell of it is joined with others."""

    number: int
    cells: tuple[Cell, ...]
    merged: bool = False

    @property
    def is_empty(self) -> bool:
        return not any(cell.text or cell.formula for cell in self.cells)


@dataclass(frozen=True)
class Sheet:
    name: str
    rows: list[Row]


def read_spreadsheet(path: Path, *, most_rows: int) -> Iterator[Sheet]:
    """The sheets of an .xlsx with their rows that are not empty, one sheet after the other; none that is hidden.

    Raises BadSpreadsheet for what is no .xlsx, or larger than is read: more than `most_rows` rows with something in
    them, or than MOST_ROWS in all.
    """
    _check_package(path)
    from openpyxl import load_workbook

    try:
        book = load_workbook(path, read_only=True, data_only=False, keep_links=False)
    except Exception as error:
        raise BadSpreadsheet("unreadable") from error
    try:
        shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        for sheet in shown[:MOST_SHEETS]:
            yield Sheet(str(sheet.title), _rows(path, sheet, most_rows))
    finally:
        book.close()


def _check_package(path: Path) -> None:
    with path.open("rb") as file:
        begin = file.read(len(OLD_OFFICE))
    if begin == OLD_OFFICE:
        raise BadSpreadsheet("locked" if ENCRYPTED in path.read_bytes()[: LARGEST_FILE + 1] else "old_excel")
    if path.stat().st_size > LARGEST_FILE:
        raise BadSpreadsheet("too_large")
    try:
        with zipfile.ZipFile(path) as package:
            _check_parts(package)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, RuntimeError, ValueError) as error:
        if isinstance(error, BadSpreadsheet):
            raise
        raise BadSpreadsheet("not_xlsx") from error


def _check_parts(package: zipfile.ZipFile) -> None:
    parts = package.infolist()
    names = {part.filename for part in parts}
    if "[Content_Types].xml" not in names or not any(name.startswith("xl/") for name in names):
        raise BadSpreadsheet("not_xlsx")
    kept = sum(part.file_size for part in parts if not part.filename.startswith("xl/worksheets/"))
    if len(parts) > MOST_PARTS or kept > MOST_STRINGS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise BadSpreadsheet("too_large")
    for part in parts:
        if part.filename.endswith((".xml", ".rels")):
            _check_xml(package, part)


def _check_xml(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """No part of Excel's own declares entities, and each is UTF-8."""
    tail = b""
    with package.open(part) as file:
        while piece := file.read(PIECE):
            seen = tail + piece
            if b"<!DOCTYPE" in seen or b"<!ENTITY" in seen or (not tail and piece[:2] in (b"\xff\xfe", b"\xfe\xff")):
                raise BadSpreadsheet("not_xlsx")
            tail = piece[-16:]


def _rows(path: Path, sheet: Any, most_rows: int) -> list[Row]:
    merged = _merged_rows(path, sheet)
    found: list[Row] = []
    try:
        for number, cells in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS, max_row=MOST_ROWS + 1), start=1):
            row = Row(number, tuple(_cell(one) for one in cells), number in merged)
            if not row.is_empty:
                found.append(row)
            if number > MOST_ROWS or len(found) > most_rows:
                raise BadSpreadsheet("too_many_rows")
    except BadSpreadsheet:
        raise
    except Exception as error:
        raise BadSpreadsheet("unreadable") from error
    return found


def _cell(cell: Any) -> Cell:
    value = cell.value
    if value is None:
        return Cell()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = " ".join(str(value).split())
    return Cell(text, formula=cell.data_type in ("f", "e"))


def _merged_rows(path: Path, sheet: Any) -> set[int]:
    """The numbers of the rows in which cells are joined; openpyxl's reading of large files leaves that out."""
    rows: set[int] = set()
    name = str(getattr(sheet, "_worksheet_path", "")).lstrip("/")
    with zipfile.ZipFile(path) as package:
        if name not in package.namelist():
            return rows
        tail = b""
        with package.open(name) as file:
            while piece := file.read(PIECE):
                seen = tail + piece
                for match in MERGED.finditer(seen):
                    rows |= _range(match)
                tail = seen[-200:]
    return rows


def _range(match: re.Match[bytes]) -> set[int]:
    first, last = int(match[1]), int(match[2] or match[1])
    return set(range(first, min(last, MOST_ROWS) + 1))


def text_at(cells: Sequence[Cell], column: int | None) -> Cell:
    """The cell of a column, an empty one where the row is shorter or the sheet has no such column."""
    return cells[column] if column is not None and column < len(cells) else Cell()
