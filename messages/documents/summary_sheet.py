"""A summary as a workbook: the figures, the units, and the lists behind the figures. What people typed stays text."""

import io
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from messages.documents.filling import printable, row_height
from messages.documents.papers import paper_name, paper_words
from messages.made import Made

WIDTHS = {
    "figures": (52, *[13] * 8),
    "units": (6, 40, *[10] * 17, 10, 8, 14),
    "targets": (6, 36, 18, 44, 10, 10, 24, 12, 13, 24, 9, 13, 9),
    "achievements": (6, 36, 10, 44, 16, 24, 10, 13, 24, 9, 11),
    "duties": (6, 36, 44, 13, 13, 10, 16),
}
"""Of the columns of each sheet, in letters."""

TOP = 4
"""Lines above the figures: title, campaign, days, and as of when."""

Rows = Sequence[Sequence[Any]]
Data = Mapping[str, Any]


def summary_sheet(data: Data, own: Path | None) -> Made:
    """From the facts of `store.summaries` with their lists. The office's templates folder (`own`) has no say here."""
    from openpyxl import Workbook

    said = paper_words("documents/summary_sheet_words", data)
    book = Workbook()
    book.remove(book.worksheets[0])
    rows: dict[str, Rows] = {
        "figures": _figures(data, said),
        "units": _units(data, said),
        "targets": [said["targets"], *_targets(data, said)],
        "achievements": [said["achievements"], *_achievements(data, said)],
        "duties": [said["duties"], *_duties(data, said)],
    }
    for name, title in zip(rows, said["sheets"], strict=True):
        _add(book.create_sheet(title), name, rows[name], said["provisional"])
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


def _add(sheet: Any, name: str, rows: Rows, provisional: str) -> None:
    """One sheet; the head of its columns is bold and stays. Every printed page says as of when its figures are."""
    from openpyxl.utils import get_column_letter

    head, widths = (TOP + 1 if name == "figures" else 1), WIDTHS[name]
    for number, row in enumerate(rows, start=1):
        bold = number in (1, head) or not rows[number - 2] or (name == "units" and number == len(rows))
        if number >= head:
            sheet.row_dimensions[number].height = row_height(zip(row, widths, strict=False))
        for column, value in enumerate(row, start=1):
            _write(sheet.cell(number, column), value, bold=bold, boxed=number >= head)
    for column, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = f"{'B' if name == 'figures' else 'C'}{head + 1}"
    if name != "figures":
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(rows[0]))}{max(2, len(rows))}"
        sheet.print_title_rows = "1:1"
    sheet.oddHeader.center.text = provisional
    sheet.oddFooter.center.text = "&P/&N"
    sheet.page_setup.orientation = "portrait" if name == "figures" else "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _write(cell: Any, value: Any, *, bold: bool, boxed: bool) -> None:
    """A number, a day, or text that no program takes for a formula."""
    cell.font, cell.border, cell.alignment = _looks(bold, boxed, isinstance(value, str))
    if isinstance(value, str):
        cell.value = printable(value)
        cell.data_type = "s"
        cell.quotePrefix = True
    else:
        cell.value = value
        if isinstance(value, date):
            cell.number_format = "dd/mm/yyyy"


@cache
def _looks(bold: bool, boxed: bool, words: bool) -> tuple[Any, Any, Any]:
    """Font, border and alignment; made once, since a long list has many cells."""
    from openpyxl.styles import Alignment, Border, Font, Side

    line = Side(style="thin", color="B0B0B0")
    border = Border(left=line, right=line, top=line, bottom=line) if boxed else Border()
    placed = Alignment(horizontal="left" if words else "center", vertical="top", wrap_text=boxed)
    return Font(name="Times New Roman", size=12, bold=bold), border, placed
