"""Word and Excel files: office layout, the right words, nothing that becomes a formula, and the office's own file."""

import io
import shutil
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.shared import Mm
from openpyxl import load_workbook
from structlog.testing import capture_logs

from messages.documents.filling import HOUSE
from messages.made import Made
from messages.making import make
from tests.messages.samples.documents import GOAL, SHORT, TARGET

FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1+1", '=HYPERLINK("x")']
PLEDGE: dict[str, Any] = {
    "bloc": "Khối thi đua",
    "unit": "Sở Y tế",
    "campaign": "Phong trào & thi đua <2020>",
    "decision": "Kế hoạch số 1",
    "slogan": "",
    "text": "Dòng một.\nDòng hai\x07 {{ 7 * 7 }}.",
    "targets": [TARGET, GOAL],
    "today": "2020-02-03",
    "state": "signed",
    "signer": "Bình",
    "signed_at": "2020-02-03T09:00:00+07:00",
    "hash": "0123456789abcdef" * 4,
}


def unit(name: str, targets: list[dict[str, Any]], signed: str = "none") -> dict[str, Any]:
    who = {"signer": "Bình", "signed_at": "2020-02-03T09:00:00+07:00"} if signed == "signed" else {}
    missing = [] if targets else [SHORT]
    return {
        "unit": name,
        "missing": missing,
        "targets": targets,
        "signed": signed,
        "signer": "",
        "signed_at": None,
    } | who


ALL: dict[str, Any] = {
    "bloc": "Khối thi đua",
    "agency": False,
    "leading": "Sở Thông tin",
    "campaign": "Phong trào 2020",
    "decision": "",
    "at": "2020-03-05T08:30:00+07:00",
    "units": [
        unit("Sở Y tế", [TARGET | {"title": words} for words in FORMULAS] + [GOAL], "signed"),
        unit("Ban Dân tộc", []),
    ],
}


def words(made: Made) -> str:
    """All text of a Word file, tables included, in order."""
    document = Document(io.BytesIO(made.content))
    return "\n".join(node.text or "" for node in document.element.body.iter() if node.tag.endswith("}t"))


@pytest.mark.parametrize("name", ["pledge", "registrations"])
def test_the_page_is_laid_out_as_the_decree_on_papers_says(name: str) -> None:
    document = Document(str(HOUSE / f"{name}.docx"))
    page = document.sections[0]

    assert [round((side or 0) / Mm(1)) for side in (page.page_width, page.page_height)] == [210, 297]
    assert [
        round((side or 0) / Mm(1))
        for side in (page.top_margin, page.bottom_margin, page.left_margin, page.right_margin)
    ] == [20, 20, 30, 15]
    assert document.styles["Normal"].font.name == "Times New Roman"
    assert page.different_first_page_header_footer


def test_a_pledge_says_what_was_signed_and_invents_nothing() -> None:
    made = make("pledge", PLEDGE, "en")
    text = words(made)

    assert made.name == "Giao ước thi đua - Sở Y tế (dự thảo).docx"
    assert "(DỰ THẢO)" in text and "…………, ngày …… tháng …… năm 2020" in text
    assert "Phong trào & thi đua <2020>" in text and 'Chuyển đổi số "một cửa" <&>' in text
    assert "Dòng hai {{ 7 * 7 }}." in text
    assert "Hồ sơ đúng hạn (95,5 %)" in text and "20/6/2020" in text
    assert "đồng chí Bình xác nhận trên hệ thống thi đua lúc 09:00 ngày 3/2/2020, mã nội dung 0123456789abcdef." in text
    assert "Khẩu hiệu" not in text


def test_a_pledge_not_signed_says_so_and_has_the_houses_words() -> None:
    facts = PLEDGE | {"state": "none", "signer": "", "signed_at": None, "text": "", "targets": []}
    text = words(make("pledge", facts, "vi"))

    assert "Giao ước này chưa được ký trên hệ thống thi đua." in text
    assert "Đơn vị cam kết thực hiện tốt các nội dung thi đua đã đăng ký dưới đây" in text
    assert "Đơn vị chưa đăng ký nội dung nào." in text


def test_the_summary_names_who_is_missing() -> None:
    text = words(make("registrations_word", ALL, "vi"))

    assert (
        "Số liệu đến 08:30 ngày 5/3/2020. Có 1/2 đơn vị đã đăng ký với 7 nội dung; 1/2 đơn vị đã ký giao ước." in text
    )
    assert "Chưa đăng ký: Ban Dân tộc." in text
    assert "Chưa ký giao ước hoặc cần ký lại: Ban Dân tộc." in text
    assert "Ban Dân tộc còn thiếu: 1 Đề án đã xác nhận." in text
    assert text.index("1. Sở Y tế") < text.index("2. Ban Dân tộc")


def test_no_cell_that_somebody_typed_becomes_a_formula() -> None:
    book = load_workbook(io.BytesIO(make("registrations_sheet", ALL, "vi").content))
    units, registered = book.worksheets
    typed = [registered.cell(row, 4) for row in range(2, 2 + len(FORMULAS))]

    assert [(cell.value, cell.data_type, cell.quotePrefix) for cell in typed] == [
        (one.strip(), "s", True) for one in FORMULAS
    ]
    assert [sheet.freeze_panes for sheet in book.worksheets] == ["C2", "C2"]
    assert [cell.value for cell in units[2]] == [1, "Sở Y tế", 6, 1, 0, 0, 0, 7, 1, "Đã ký 3/2/2020, đ/c Bình", None]
    assert [cell.value for cell in units[3]][-2:] == ["Chưa ký", "1 Đề án đã xác nhận"]
    assert registered.max_row == 8 and registered.row_dimensions[2].height >= 17


def test_the_offices_own_file_wins_and_a_broken_one_does_not(tmp_path: Path) -> None:
    mine = Document(str(HOUSE / "pledge.docx"))
    mine.add_paragraph("Mẫu riêng của {{ unit }}")
    mine.save(str(tmp_path / "pledge.docx"))
    assert "Mẫu riêng của Sở Y tế" in words(make("pledge", PLEDGE, "vi", own=tmp_path))

    for broken in (b"not a document", None):
        if broken is None:
            mine.add_paragraph("{{ khong_co }}")
            mine.save(str(tmp_path / "pledge.docx"))
        else:
            (tmp_path / "pledge.docx").write_bytes(broken)
        with capture_logs() as logged:
            text = words(make("pledge", PLEDGE, "vi", own=tmp_path))
        assert "GIAO ƯỚC THI ĐUA" in text and "Mẫu riêng" not in text
        assert [line["event"] for line in logged] == ["own_template_broken"]


def test_the_offices_own_workbook_wins_too(tmp_path: Path) -> None:
    shutil.copy(HOUSE / "registrations.xlsx", tmp_path)
    book = load_workbook(tmp_path / "registrations.xlsx")
    book.worksheets[0]["B1"] = "Cơ quan"
    book.save(tmp_path / "registrations.xlsx")

    found = load_workbook(io.BytesIO(make("registrations_sheet", ALL, "vi", own=tmp_path).content))
    assert found.worksheets[0]["B1"].value == "Cơ quan"


def test_a_file_is_saved_under_its_name_on_every_computer() -> None:
    made = make("pledge", PLEDGE | {"unit": 'Phòng KH/TC: "Quý 1|2" <tỉnh>\n'}, "vi")
    assert made.name == "Giao ước thi đua - Phòng KH-TC- -Quý 1-2- -tỉnh- (dự thảo).docx"
