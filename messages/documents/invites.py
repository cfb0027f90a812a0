"""Links to print: a workbook with a QR code a unit or person, and one code alone. In the reader's language."""

import io
from collections.abc import Mapping
from typing import Any

from messages.documents.people import aligned, heading, printed, saved, text, words_of
from messages.made import Made

SMALL, LARGE = 110, 340
"""Pixels a side in the list and on a page of its own."""

PHOTO = 12
"""Pixels of a code's smallest square in a picture of its own."""

ROW = 86
"""Points: as high as a small code."""


def invite_qr(data: Mapping[str, Any], language: str) -> Made:
    """The code of one link. `link`: the address."""
    return Made("photo", "qr.png", qr_png(data["link"], PHOTO))


def invite_sheet(data: Mapping[str, Any], language: str) -> Made:
    """`rows`: [{name, position, link}] of units, or of the people of `unit`; `expires`: the last instant."""
    from openpyxl import Workbook

    words = words_of("documents/invite_sheet", data, language)
    book = Workbook()
    listed, printed = book.worksheets[0], book.create_sheet(words["to_print"])
    listed.title = words["sheet"]
    _list(listed, data, words)
    _pages(printed, data, words)
    return Made("document", f"{words['file']}.xlsx", saved(book))


def _list(sheet: Any, data: Mapping[str, Any], words: Mapping[str, Any]) -> None:
    """A row a link, with a small code beside it."""
    printed(sheet, landscape=True)
    heading(sheet, [(words["number"], 6), (words["name"], 40), (words["link"], 70), (words["code"], 18)])
    for number, row in enumerate(data["rows"], start=2):
        sheet.cell(number, 1).value = number - 1
        text(sheet, number, 2, _label(row))
        text(sheet, number, 3, row["link"]).hyperlink = row["link"]
        aligned(sheet[number], "center")
        sheet.row_dimensions[number].height = ROW
        sheet._images.append(picture(qr_png(row["link"], 3), SMALL, f"D{number}"))


def _label(row: Mapping[str, Any]) -> str:
    """For whom a link is: a unit, or a person with what they are below the name."""
    return "\n".join(filter(None, (row["name"], row["position"])))


def _pages(sheet: Any, data: Mapping[str, Any], words: Mapping[str, Any]) -> None:
    """A page a link: what it is, for whom, the code large enough to scan from paper, and how to use it."""
    from openpyxl.styles import Alignment, Font
    from openpyxl.worksheet.pagebreak import Break

    printed(sheet)
    sheet.print_options.horizontalCentered = True
    sheet.column_dimensions["A"].width = 80
    middle = Alignment(horizontal="center", vertical="center", wrap_text=True)
    for place, row in enumerate(data["rows"]):
        first = place * 6 + 1
        lines = [(words["title"], 16, 40), (data["bloc"], 14, 60), (_label(row), 22, 80)]
        lines += [("", 11, LARGE * 4 // 5), (words["how"], 14, 90), (row["link"], 11, 40)]
        for number, (said, size, height) in enumerate(lines, start=first):
            cell = text(sheet, number, 1, said)
            cell.font, cell.alignment = Font(size=size, bold=number < first + 3), middle
            sheet.row_dimensions[number].height = height
        sheet._images.append(picture(qr_png(row["link"], 10), LARGE, f"A{first + 3}", indent=115))
        sheet.row_breaks.append(Break(id=first + 5))
    sheet.print_area = f"A1:A{len(data['rows']) * 6}"


def qr_png(link: str, scale: int) -> bytes:
    """The code as a PNG; a quarter of it may be covered or stained."""
    import segno

    written = io.BytesIO()
    segno.make_qr(link, error="q").save(written, kind="png", scale=scale, border=4)
    return written.getvalue()


def picture(content: bytes, side: int, cell: str, *, indent: int = 4) -> Any:
    """A PNG in a cell; `side` and `indent` (from the cell's left edge) in pixels.

    openpyxl's own making of an image asks Pillow for the size, which is known here.
    """
    from openpyxl.drawing.image import Image
    from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, OneCellAnchor
    from openpyxl.drawing.xdr import XDRPositiveSize2D
    from openpyxl.utils.cell import coordinate_to_tuple
    from openpyxl.utils.units import pixels_to_EMU

    row, column = coordinate_to_tuple(cell)
    emu = pixels_to_EMU(side)
    corner = AnchorMarker(col=column - 1, row=row - 1, colOff=pixels_to_EMU(indent), rowOff=pixels_to_EMU(2))
    image: Any = Image.__new__(Image)
    image.format, image.width, image.height = "png", side, side
    image.anchor = OneCellAnchor(_from=corner, ext=XDRPositiveSize2D(emu, emu))
    image._data = lambda: content
    return image
