"""All registrations and pledges of a campaign, unit by unit, for the council above: as Word and as Excel."""

import io
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from messages.documents.filling import filled, printable, row_height, styled, word_file
from messages.documents.wording import rows, said
from messages.made import Made

CELLS = ("kind", "wording", "person", "phase", "movement", "planned_day", "state", "days_late", "registered", "more")
"""The columns of the sheet of registrations, after the number and the unit."""

KINDS = ("product", "goal", "title", "initiative", "exemplar")


def registrations_word(facts: Mapping[str, Any], own: Path | None) -> Made:
    """From the facts of `store.targets.exporting`."""
    units = [_unit(place, one) for place, one in enumerate(facts["units"], start=1)]
    unsigned = [one["unit"] for one in facts["units"] if one["signed"] in ("none", "changed")]
    content = word_file(
        styled("registrations", facts),
        {
            "bloc": facts["bloc"],
            "leading": facts["leading"],
            "signing": said("documents/signing", agency=facts["agency"]),
            "campaign": facts["campaign"],
            "decision": facts["decision"],
            "year": facts["at"][:4],
            "at": said("documents/at", at=facts["at"]),
            "total": len(units),
            "registered": sum(bool(one["rows"]) for one in units),
            "items": sum(len(one["rows"]) for one in units),
            "signed": sum(one["signed"] == "signed" for one in facts["units"]),
            "units": units,
            "none_registered": ", ".join(one["name"] for one in units if not one["rows"]),
            "none_signed": ", ".join(unsigned),
            "lacking": [
                said("documents/lacking", unit=one["unit"], missing=one["missing"])
                for one in facts["units"]
                if one["missing"]
            ],
        },
        own,
    )
    return Made("document", said("documents/registrations_name", campaign=facts["campaign"]) + ".docx", content)


def registrations_sheet(facts: Mapping[str, Any], own: Path | None) -> Made:
    """The same as a workbook: a sheet of units and a sheet of registrations. What people typed stays text."""
    units = [_unit(place, one) for place, one in enumerate(facts["units"], start=1)]
    names = ("place", "name", *KINDS, "all", "confirmed", "signed_by", "lacking")
    lines = [[unit["name"], *(row[name] for name in CELLS)] for unit in units for row in unit["rows"]]
    sheets = [
        [[unit[name] for name in names] for unit in units],
        [[place, *line] for place, line in enumerate(lines, start=1)],
    ]
    content = filled("registrations.xlsx", own, lambda path: _workbook(path, sheets))
    return Made("document", said("documents/registrations_name", campaign=facts["campaign"]) + ".xlsx", content)


def _workbook(path: Path, sheets: list[list[list[Any]]]) -> bytes:
    from openpyxl import load_workbook

    book = load_workbook(path)
    for place, lines in enumerate(sheets):
        _write(book.worksheets[place], lines)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _unit(place: int, one: Mapping[str, Any]) -> dict[str, Any]:
    counts = Counter(target["kind"] for target in one["targets"])
    return {
        "place": place,
        "name": one["unit"],
        **{kind: counts.get(kind, 0) for kind in KINDS},
        "all": len(one["targets"]),
        "confirmed": sum(target["state"] == "confirmed" for target in one["targets"]),
        "pledge": said("documents/pledge_state", state=one["signed"], signer="", signed_at=one["signed_at"]),
        "signed_by": said(
            "documents/pledge_state", state=one["signed"], signer=one["signer"], signed_at=one["signed_at"]
        ),
        "lacking": said("documents/lacking_cell", missing=one["missing"]) if one["missing"] else "",
        "rows": rows("documents/rows", one["targets"]),
    }


def _write(sheet: Any, lines: list[list[Any]]) -> None:
    """Rows under the header, each in the look of the template's second row and as high as its text."""
    from copy import copy

    looks = [copy(cell._style) for cell in sheet[2]]
    widths = [sheet.column_dimensions[cell.column_letter].width for cell in sheet[1]]
    for number, line in enumerate(lines, start=2):
        sheet.row_dimensions[number].height = row_height(zip(line, widths, strict=False))
        for column, value in enumerate(line, start=1):
            cell = sheet.cell(number, column)
            cell._style = copy(looks[column - 1]) if column <= len(looks) else cell._style
            if isinstance(value, str):
                cell.value = printable(value)
                cell.data_type = "s"
                cell.quotePrefix = True
            else:
                cell.value = value
    sheet.auto_filter.ref = f"A1:{sheet.cell(1, sheet.max_column).column_letter}{max(2, len(lines) + 1)}"
