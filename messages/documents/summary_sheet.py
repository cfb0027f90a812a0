"""A summary as a workbook: the figures, the units, and the lists behind the figures. What people typed stays text."""

import io
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from messages.documents.filling import printable
from messages.documents.papers import paper_name, paper_words
from messages.made import Made

WIDE, USUAL, NARROW = 42, 16, 8
WORDED = frozenset({2, 4})
"""The columns of the lists that hold the names of units and what was said."""

Rows = Sequence[Sequence[Any]]
Data = Mapping[str, Any]


def summary_sheet(data: Data, own: Path | None) -> Made:
    """From the facts of `store.summaries` with their lists. The office's templates folder (`own`) has no say here."""
    from openpyxl import Workbook

    said = paper_words("documents/summary_sheet_words", data)
    book = Workbook()
    book.remove(book.worksheets[0])
    figures, units, targets, achievements, duties = said["sheets"]
    _add(book, figures, _figures(data, said), said, head=5, widths=(WIDE + 10, *[USUAL] * 6))
    _add(book, units, _units(data, said), said)
    _add(book, targets, [said["targets"], *_targets(data, said)], said)
    _add(book, achievements, [said["achievements"], *_achievements(data, said)], said)
    _add(book, duties, [said["duties"], *_duties(data, said)], said)
    written = io.BytesIO()
    book.save(written)
    return Made("document", paper_name("documents/summary_name", data) + ".xlsx", written.getvalue())


def _figures(data: Data, said: Data) -> list[list[Any]]:
    """The first sheet: each figure with those it is compared with, then milestones and groups of criteria."""
    compared = data["compared"]
    rows: list[list[Any]] = [[said["title"]], [data["campaign"]], [said["days"]], [said["provisional"]]]
    rows.append([said["figure"], said["value"], *(one["name"] for one in compared)])
    for name, wording in said["figures"].items():
        rows.append([wording, data["figures"][name], *(one["figures"][name] for one in compared)])
    counts = ("total", "on_time", "late", "missing", "open")
    rows += [[], said["line"], *([line["title"], *(line[name] for name in counts)] for line in data["lines"])]
    if data["groups"]:
        groups = [[one["name"], one["achievements"], one["verified"], Decimal(one["points"])] for one in data["groups"]]
        rows += [[], said["group"], *groups]
    return rows


def _units(data: Data, said: Data) -> list[list[Any]]:
    names = [name for name in said["figures"] if name not in ("units", "taking_part")]
    head = [said["number"], said["unit"], *(said["figures"][name] for name in names)]
    rows: list[list[Any]] = [[*head, said["points"], said["rank"], said["class"]]]
    for number, one in enumerate(data["units"], start=1):
        rows.append(
            [number, one["unit"], *(one[name] for name in names), _decimal(one["points"]), one["place"], one["class"]]
        )
    return [*rows, [None, said["total"], *(data["figures"][name] for name in names)]]


def _targets(data: Data, said: Data) -> Rows:
    return [
        [
            number,
            one["unit"],
            one["item"] if one["kind"] == "product" and one["item"] else said["kinds"][one["kind"]],
            said["titles"][one["item"]] if one["kind"] == "title" else one["title"],
            _decimal(one["number"]),
            one["measure"],
            one["person"] or said["whole_unit"],
            one["phase"],
            _day(one["planned_day"]),
            said["target_states"]["done" if one["done"] else one["state"]],
            _decimal(one["points"]),
            _day(one["registered"]),
            one["days_late"],
        ]
        for number, one in enumerate(data["targets"], start=1)
    ]


def _achievements(data: Data, said: Data) -> Rows:
    return [
        [
            number,
            one["unit"],
            one["criterion"],
            one["title"],
            one["label"],
            one["person"] or said["whole_unit"],
            _decimal(one["quantity"]),
            _day(one["day"]),
            said["achievement_states"][one["state"]],
            _decimal(one["points"]),
            one["evidence"],
        ]
        for number, one in enumerate(data["achievements"], start=1)
    ]


def _duties(data: Data, said: Data) -> Rows:
    return [
        [
            number,
            one["unit"],
            one["title"],
            _day(one["last_day"]),
            _day(one["done_on"]),
            one["days_late"],
            said["duty_states"][one["state"]],
        ]
        for number, one in enumerate(data["duties"], start=1)
    ]


def _decimal(value: str | None) -> Decimal | None:
    return Decimal(value) if value else None


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _add(book: Any, name: str, rows: Rows, said: Data, *, head: int = 1, widths: Sequence[int] = ()) -> None:
    """One sheet; row `head` is the head of its columns. Provisional figures say so on every printed page."""
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    sheet = book.create_sheet(name)
    columns = max(map(len, rows))
    for number, row in enumerate(rows, start=1):
        bold = number == 1 or number == head
        for column, value in enumerate(row, start=1):
            cell = sheet.cell(number, column)
            _write(cell, value)
            cell.font = Font(name="Times New Roman", size=12, bold=bold)
            wraps = isinstance(value, str) and (head == 1 or number >= head)
            cell.alignment = Alignment(vertical="top", wrap_text=wraps)
    for column in range(1, columns + 1):
        usual = WIDE if column in WORDED else NARROW if column == 1 else USUAL
        width = widths[column - 1] if column <= len(widths) else usual
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = f"{'B' if widths else 'C'}{head + 1}"
    if not widths:
        sheet.auto_filter.ref = f"A1:{get_column_letter(columns)}{max(2, len(rows))}"
    sheet.oddHeader.center.text = said["provisional"]
    sheet.oddFooter.center.text = "&P/&N"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"{head}:{head}"


def _write(cell: Any, value: Any) -> None:
    """A number, a day, or text that no program takes for a formula."""
    if isinstance(value, str):
        cell.value = printable(value)
        cell.data_type = "s"
        cell.quotePrefix = True
    else:
        cell.value = value
        if isinstance(value, date):
            cell.number_format = "dd/mm/yyyy"
        elif isinstance(value, Decimal):
            cell.number_format = "#,##0.##"
