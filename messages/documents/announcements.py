"""Who answered an announcement and what, as a workbook in the reader's language."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from messages.documents.filling import row_height
from messages.documents.people import aligned, heading, printed, saved, text, words_of
from messages.made import Made

WIDTHS = {"number": 6, "unit": 36, "name": 30, "delivered": 16, "answered": 16, "more": 40, "at": 18, "note": 24}


def answers_sheet(data: Mapping[str, Any], language: str) -> Made:
    """From the facts of `store.announcements.reading`. What people typed stays text."""
    from openpyxl import Workbook

    words = words_of("documents/announcement_answers", data, language)
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = words["sheet"]
    heading(sheet, [(words[name], width) for name, width in WIDTHS.items()])
    for number, row in enumerate(data["rows"], start=2):
        sheet.cell(number, 1).value = number - 1
        for column, value in enumerate(_cells(row, words), start=2):
            text(sheet, number, column, value)
        if row["at"]:
            at = sheet.cell(number, list(WIDTHS).index("at") + 1)
            at.value = datetime.fromisoformat(row["at"]).replace(tzinfo=None)
            at.number_format = "dd/mm/yyyy hh:mm"
        aligned(sheet[number])
        sheet.row_dimensions[number].height = row_height(
            zip(_cells(row, words), list(WIDTHS.values())[1:], strict=True)
        )
    printed(sheet, landscape=True)
    sheet.auto_filter.ref = f"A1:{sheet.cell(1, len(WIDTHS)).column_letter}{len(data['rows']) + 1}"
    return Made("document", f"{words['file']}.xlsx", saved(book))


def _cells(row: Mapping[str, Any], words: Mapping[str, Any]) -> list[str]:
    """From the unit to the note; the instant's cell is filled as a date."""
    answer = words["group"] if row["kind"] == "group" else words["answers"][row["answer"] or "none"]
    return [
        row["unit"],
        row["name"],
        words["deliveries"][row["delivery"]],
        answer,
        row["more"],
        "",
        words["before"] if row["before"] else "",
    ]
