"""Sheets for people: the list to fill, and the rows of it that are wrong. In the reader's language."""

import io
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from messages.documents.filling import printable, row_height
from messages.made import Made
from messages.render import open_renderer

FILLED = 5_000
"""Rows with a choice of units and roles."""

GUIDE = 75
"""Letters: how wide the guide is."""

HEAD = "DDEBF7"


def people_sheet(data: Mapping[str, Any], language: str) -> Made:
    """The sheet to fill. `units`: [{code, name}] for a whole bloc; empty for one unit, whose people need none."""
    from openpyxl import Workbook

    words = words_of("documents/people_sheet", data, language)
    book = Workbook()
    sheet, guide = book.worksheets[0], book.create_sheet(words["guide"])
    sheet.title = words["sheet"]
    columns = [(words["name"], 32), (words["position"], 32)]
    if data["units"]:
        columns += [(words["unit"], 36), (words["role"], 18)]
    heading(sheet, columns)
    printed(sheet, landscape=bool(data["units"]))
    printed(guide)
    for number, line in enumerate(words["lines"], start=1):
        text(guide, number, 1, line)
    guide.column_dimensions["A"].width, guide.column_dimensions["B"].width = GUIDE, 20
    first = len(words["lines"]) + 2
    for number, unit in enumerate([{"name": words["unit"], "code": words["code"]}, *data["units"]], start=first):
        if data["units"]:
            text(guide, number, 1, unit["name"])
            text(guide, number, 2, unit["code"])
            guide.row_dimensions[number].height = row_height([(unit["name"], GUIDE)])
            aligned(guide[number])
    if data["units"]:
        last = first + len(data["units"])
        choose(sheet, "C", f"'{words['guide']}'!$A${first + 1}:$A${last}")
        choose(sheet, "D", '"' + ",".join(words["roles"]) + '"')
    return Made("document", f"{words['file']}.xlsx", saved(book))


def people_mistakes(data: Mapping[str, Any], language: str) -> Made:
    """Every wrong row with what is wrong."""
    from openpyxl import Workbook

    words = words_of("documents/people_mistakes", data, language)
    book = Workbook()
    sheet = book.worksheets[0]
    heading(sheet, [(words["row"], 10), (words["what"], 80)])
    printed(sheet)
    for number, (row, what) in enumerate(words["rows"], start=2):
        sheet.cell(number, 1).value = row
        text(sheet, number, 2, what)
    return Made("document", f"{words['file']}.xlsx", saved(book))


def words_of(template: str, data: Mapping[str, Any], language: str) -> dict[str, Any]:
    """What a sheet says: a template that says it as JSON."""
    found: dict[str, Any] = json.loads(open_renderer().render_plain(template, data, language))
    return found


def heading(sheet: Any, columns: Sequence[tuple[str, int]]) -> None:
    """The first row, bold and always in sight; (text, width) a column."""
    from openpyxl.styles import Font, PatternFill

    for number, (said, width) in enumerate(columns, start=1):
        cell = sheet.cell(1, number)
        cell.value, cell.font, cell.fill = said, Font(bold=True), PatternFill("solid", fgColor=HEAD)
        sheet.column_dimensions[cell.column_letter].width = width
    sheet.freeze_panes, sheet.print_title_rows = "A2", "1:1"


def text(sheet: Any, row: int, column: int, value: str) -> Any:
    """A cell that stays text, whatever it begins with."""
    cell = sheet.cell(row, column)
    cell.value = printable(value)
    cell.data_type = "s"
    cell.quotePrefix = True
    return cell


def printed(sheet: Any, *, landscape: bool = False) -> None:
    """On A4, as wide as the page."""
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.orientation = sheet.ORIENTATION_LANDSCAPE if landscape else sheet.ORIENTATION_PORTRAIT
    sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage = 0, True


def aligned(cells: Iterable[Any], vertical: str = "top") -> None:
    """A row whose text is all shown; what is no text stands in the middle of its column."""
    from openpyxl.styles import Alignment

    for cell in cells:
        sideways = "left" if isinstance(cell.value, str) else "center"
        cell.alignment = Alignment(horizontal=sideways, vertical=vertical, wrap_text=True)


def choose(sheet: Any, column: str, from_: str) -> None:
    """Let a column be chosen from a list; other words may be typed all the same."""
    from openpyxl.worksheet.datavalidation import DataValidation

    choice = DataValidation(type="list", formula1=from_, allow_blank=True, showErrorMessage=False)
    choice.add(f"{column}2:{column}{FILLED + 1}")
    sheet.add_data_validation(choice)


def saved(book: Any) -> bytes:
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()
