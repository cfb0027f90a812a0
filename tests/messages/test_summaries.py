"""One summary's figures are the same in its text, its picture, its Word and its Excel file."""

import io
import json
import re
import runpy
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.shared import Mm
from openpyxl import load_workbook

from messages.documents.filling import HOUSE, LINE
from messages.limits import CAPTION, fit, visible_len
from messages.making import make
from messages.render import open_renderer

SAMPLES = runpy.run_path(str(Path(__file__).with_name("samples") / "summaries.py"))
FULL, FORTY, NOTHING, LISTS, REPORT = (SAMPLES[name] for name in ("FULL", "FORTY", "NOTHING", "LISTS", "REPORT"))
EMPTY_REPORT = SAMPLES["EMPTY_REPORT"]
SHEET = open_renderer().render_plain("documents/summary_sheet_words", {"data": {**FULL, **LISTS}}, "vi")

IN_TEXT = {
    r"Đơn vị tham gia: (\d+)/(\d+)": ("taking_part", "units"),
    r"Đăng ký: (\d+) nội dung, đã xác nhận (\d+), đã có kết quả (\d+)": ("targets", "confirmed", "done"),
    r"sản phẩm (\d+), chỉ tiêu (\d+), danh hiệu (\d+), sáng kiến (\d+), điển hình (\d+)": (
        *("product", "goal", "title", "initiative", "exemplar"),
    ),
    r"Nhiệm vụ: đúng hạn (\d+), trễ (\d+), còn thiếu (\d+)": ("on_time", "late", "missing"),
    r"chưa đến hạn (\d+)": ("open",),
    r"Thành tích: đã công nhận (\d+), chờ thẩm định (\d+)": ("verified", "unverified"),
}
IN_WORD = {
    r"Có (\d+)/(\d+) đơn vị tham gia, đăng ký (\d+) nội dung": ("taking_part", "units", "targets"),
    r"nội dung: (\d+) sản phẩm thi đua, (\d+) chỉ tiêu, (\d+) danh hiệu, (\d+) sáng kiến, giải pháp và (\d+) điển": (
        *("product", "goal", "title", "initiative", "exemplar"),
    ),
    r"Đã xác nhận (\d+), chờ xác nhận (\d+); (\d+) nội dung": ("confirmed", "unconfirmed", "done"),
    r"Trong (\d+) lượt nhiệm vụ của các đơn vị, có (\d+) đúng hạn, (\d+) trễ hạn, (\d+) còn thiếu và (\d+) chưa": (
        *("duties", "on_time", "late", "missing", "open"),
    ),
    r"Đã ghi nhận (\d+) thành tích, trong đó (\d+) đã được công nhận, (\d+) chờ": (
        *("achievements", "verified", "unverified"),
    ),
}


def taken(patterns: dict[str, tuple[str, ...]], text: str) -> dict[str, int]:
    """The figures that a text says, by name."""
    found: dict[str, int] = {}
    for pattern, names in patterns.items():
        match = re.search(pattern, text)
        if match:
            found |= dict(zip(names, map(int, match.groups()), strict=True))
    return found


def word(name: str, data: dict[str, Any], **more: Any) -> Any:
    return Document(io.BytesIO(make(name, data | more, "vi").content))


def text_of(document: Any) -> str:
    return "\n".join(node.text or "" for node in document.element.body.iter() if node.tag.endswith("}t"))


@pytest.mark.parametrize("data", [FULL, FORTY, NOTHING], ids=["7 units", "40 units", "nothing"])
def test_the_figures_are_equal_in_text_picture_word_and_excel(data: dict[str, Any]) -> None:
    figures = data["figures"]
    for template, facts in (
        ("summaries/summary", {"phases": []}),
        ("live/summaries/post", {"made": "summary_picture", "mine_url": ""}),
    ):
        rendered = open_renderer().render(template, {"data": data, **facts}, language="vi")
        assert "\n\n• Đơn vị tham gia" in rendered.text and "điểm\n<b>" not in rendered.text
        said = taken(IN_TEXT, rendered.text)
        assert said == {name: figures[name] for name in said}, template
        assert len(said) >= (15 if figures["targets"] else 9)
    picture = json.loads(open_renderer().render_plain("pictures/summary", {"data": data}, "vi"))
    assert picture["figures"] == figures
    shown = [picture["cards"][0]["value"], *(one["value"] for one in picture["kinds"])]
    assert shown == [
        f"{figures['taking_part']}/{figures['units']}",
        *(figures[name] for name in ("product", "goal", "title", "initiative", "exemplar")),
    ]

    document = word("summary_word", data)
    said = taken(IN_WORD, text_of(document))
    assert said == {name: figures[name] for name in said} and len(said) == 19
    registered, kept = (one for one in document.tables if one.rows[0].cells[0].text == "STT")
    sums = [[int(cell.text) for cell in table.rows[-1].cells if cell.text.isdigit()] for table in (registered, kept)]
    names = ("product", "goal", "title", "initiative", "exemplar", "targets", "confirmed", "done")
    assert sums[0] == [figures[name] for name in names]
    assert sums[1] == [figures[name] for name in ("on_time", "late", "missing", "open", "verified", "unverified")]
    for column, name in enumerate(names, start=2):
        assert sum(int(row.cells[column].text) for row in registered.rows[1:-1]) == figures[name]

    overview, units, *_ = load_workbook(io.BytesIO(make("summary_sheet", data | LISTS, "vi").content)).worksheets
    labels = json.loads(SHEET)["figures"]
    cells = {row[0].value: row[1].value for row in overview.iter_rows(min_row=6, max_row=5 + len(labels))}
    assert cells == {labels[name]: figures[name] for name in labels}
    assert units.row_dimensions[1].height >= 4 * LINE
    last = [cell.value for cell in units[units.max_row]]
    per_unit = [name for name in labels if name not in ("units", "taking_part")]
    assert last[2 : 2 + len(per_unit)] == [figures[name] for name in per_unit]


def test_a_group_reads_it_under_a_picture(tmp_path: Path) -> None:
    facts = {"made": "summary_picture", "mine_url": "https://t.me/b?start=xephang"}
    for data in (FULL, FORTY):
        rendered = open_renderer().render("live/summaries/post", {**facts, "data": data}, language="vi")
        assert visible_len(fit(rendered, CAPTION).text) <= CAPTION
    named = open_renderer().render("live/summaries/post", {**facts, "data": FULL}, language="vi").text
    assert "Sở số 7" in named
    assert (
        "Sở số 7"
        not in open_renderer()
        .render("live/summaries/post", {**facts, "data": {**FULL, "named": False}}, language="vi")
        .text
    )
    for data, language in ((FULL, "vi"), (FORTY, "en"), (NOTHING, "vi")):
        made = make("summary_picture", data, language)
        assert made.content.startswith(b"\x89PNG")


def test_provisional_is_said_on_every_page_until_it_is_sealed() -> None:
    for sealed in (False, True):
        section = word("summary_word", FULL, provisional=not sealed).sections[0]
        headers = ["".join(p.text for p in one.paragraphs) for one in (section.first_page_header, section.header)]
        assert [("TẠM TÍNH" in one) for one in headers] == [not sealed] * 2
        book = load_workbook(
            io.BytesIO(make("summary_sheet", FULL | LISTS | {"provisional": not sealed}, "vi").content)
        )
        assert {("TẠM TÍNH" in (sheet.oddHeader.center.text or "")) for sheet in book.worksheets} == {not sealed}


def test_no_cell_that_somebody_typed_becomes_a_formula_and_numbers_stay_numbers() -> None:
    typed = {**LISTS["achievements"][0], "title": "=1+1", "person": "@Lan"}
    book = load_workbook(io.BytesIO(make("summary_sheet", FULL | LISTS | {"achievements": [typed]}, "vi").content))
    assert [sheet.title for sheet in book.worksheets] == [
        "Tổng hợp",
        "Đơn vị",
        "Nội dung đăng ký",
        "Thành tích",
        "Nhiệm vụ",
    ]
    row = book.worksheets[3][2]

    assert [(cell.data_type, cell.quotePrefix) for cell in (row[3], row[5])] == [("s", True)] * 2
    assert (row[3].value, row[9].value, row[7].value.isoformat()[:10]) == ("=1+1", 20, "2020-04-01")
    assert not any(cell.data_type == "f" for sheet in book.worksheets for line in sheet.iter_rows() for cell in line)


def test_the_draft_says_what_the_unit_did_and_leaves_open_what_a_person_must_write() -> None:
    text = text_of(word("report_word", REPORT))

    assert "Sở Y tế báo cáo kết quả từ ngày 1/1/2020 đến ngày 30/6/2020" in text
    assert "(DỰ THẢO)" in text and "Số:         /BC-……" in text and "ngày …… tháng …… năm 2020" in text
    assert text.count("[…]") == 8
    assert "Đã ghi nhận 2 thành tích với 7 minh chứng; 1 thành tích đã được công nhận, 1 chờ thẩm định." in text
    assert "trễ 2 ngày" in text and "Điểm thi đua" in text and "198,5" in text
    assert "- Chiến sĩ thi đua cơ sở: Lan." in text
    empty = text_of(word("report_word", EMPTY_REPORT))
    assert "Đơn vị chưa đăng ký nội dung nào." in empty and "Không có mốc nào trong thời gian này." in empty


def test_the_partys_layout_and_the_states() -> None:
    for name, data in (("summary_word", FULL), ("report_word", REPORT)):
        state, party = text_of(word(name, data)), text_of(word(name, data, style="party"))
        assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in state and "I. ĐẶC ĐIỂM" in state and "[…]./." in state
        assert "ĐẢNG CỘNG SẢN VIỆT NAM" in party and "I- ĐẶC ĐIỂM" in party and "-----" in party
        assert "./." not in party and "CỘNG HÒA" not in party and "Số         -BC/……" in party
        english = text_of(word(name, data, language="en"))
        assert "SOCIALIST REPUBLIC OF VIET NAM" in english and "II. RESULTS" in english and "(DRAFT)" in english


@pytest.mark.parametrize("name", ["summary", "report", "summary_party", "report_party", "pledge_party"])
def test_the_pages_are_laid_out_as_offices_lay_them_out(name: str) -> None:
    document = Document(str(HOUSE / f"{name}.docx"))
    page = document.sections[0]

    sides = (
        page.page_width,
        page.page_height,
        page.top_margin,
        page.bottom_margin,
        page.left_margin,
        page.right_margin,
    )
    assert [round((side or 0) / Mm(1)) for side in sides] == [210, 297, 20, 20, 30, 15]
    assert document.styles["Normal"].font.name == "Times New Roman" and page.different_first_page_header_footer


def test_the_pledge_and_the_registrations_follow_the_partys_layout_too() -> None:
    samples = runpy.run_path(str(Path(__file__).with_name("test_documents.py")))
    for name, facts in (("pledge", samples["PLEDGE"]), ("registrations_word", samples["ALL"])):
        party = text_of(word(name, facts, style="party"))
        assert "ĐẢNG CỘNG SẢN VIỆT NAM" in party and "CỘNG HÒA" not in party and "./." not in party
        assert "CỘNG HÒA XÃ HỘI" in text_of(word(name, facts, style="state"))
