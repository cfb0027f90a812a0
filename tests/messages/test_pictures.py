"""The picture of the standings: within Telegram's sizes, readable on a phone, with everybody in it."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typst

from messages.making import make
from messages.pictures.press import open_press
from messages.render import open_renderer

PICTURES = Path(__file__).parents[2] / "messages" / "pictures"
WIDTH = 1080
TALLEST = 2560
"""What Telegram keeps of a picture's longer side."""
LARGEST = 10 * 1024 * 1024
LETTERS = "aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵđ"
NAMES = [
    "Sở Thông tin và Truyền thông",
    "Sở Văn hóa, Thể thao và Du lịch",
    "Sở Lao động - Thương binh và Xã hội",
    "Ban Quản lý các khu công nghiệp và khu chế xuất tỉnh <Văn phòng> #thường_trực *phòng* $chống$ thiên tai",
    'Đài "Phát thanh" \\ Truyền hình',
]


def row(number: int, place: int | None, **more: Any) -> dict[str, Any]:
    name = f"{NAMES[number % len(NAMES)]} {number}"
    usual = {"unit_id": number, "unit": name, "points": f"{900 - number}.25", "place": place, "tied": False}
    return {**usual, "apart": "", "mine": number == 2, "moved": 1, "new": False, "council": False, "why": [], **more}


def board(rows: int, *, classes: int = 1) -> dict[str, Any]:
    listed = [row(number, number + 1, moved=[3, 0, -2, None][number % 4]) for number in range(rows - 1)]
    size = -(-len(listed) // classes)
    named = [
        {"name": f"Nhóm {start}" if classes > 1 else "", "left_over": False, "rows": listed[start : start + size]}
        for start in range(0, len(listed), size)
    ]
    left = {"name": "", "left_over": True, "rows": [row(99, None, why=["Có vụ án"], moved=None)]}
    return {
        "campaign": "Phong trào thi đua năm 2020 của Khối các cơ quan lĩnh vực Văn hóa - Xã hội",
        "bloc": "Khối thi đua các cơ quan lĩnh vực Văn hóa - Xã hội",
        "phase": "",
        "at": "2020-06-22T08:00:00+07:00",
        "provisional": True,
        "classes": [*named, left],
    }


def size_of(png: bytes) -> tuple[int, int]:
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    return int.from_bytes(png[16:20]), int.from_bytes(png[20:24])


@pytest.mark.parametrize("rows", [3, 7, 20, 40, 60])
def test_it_is_as_wide_as_a_phone_shows_and_not_taller_than_telegram_keeps(rows: int) -> None:
    made = make("standings", board(rows, classes=1 + rows // 20), "vi")
    width, height = size_of(made.content)

    assert (made.kind, made.name, width) == ("photo", "standings.png", WIDTH)
    assert 400 < height <= TALLEST
    assert len(made.content) < LARGEST


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("vi", ["BẢNG XẾP HẠNG THI ĐUA", "TẠM TÍNH", "Không xếp hạng", "Cả phong trào", "Cập nhật 08:00 22/6/2020"]),
        ("en", ["EMULATION STANDINGS", "PROVISIONAL", "Not ranked", "The whole campaign", "As of 08:00 22 Jun 2020"]),
    ],
)
def test_everybody_is_in_it_with_their_points(language: str, words: list[str]) -> None:
    facts = board(20, classes=2)
    data = open_renderer().render_plain("pictures/standings", {"board": facts}, language)
    parts = ("<heading>", "<boards>", "<foot>")
    laid_out = [typst.query(str(PICTURES / "standings.typ"), part, sys_inputs={"data": data}) for part in parts]
    shown = set(texts([json.loads(part) for part in laid_out]))

    for one in facts["classes"]:
        for unit in one["rows"]:
            number = unit["points"] if language == "en" else unit["points"].replace(".", ",")
            assert {unit["unit"], number} <= shown
    assert {*words, facts["campaign"], facts["bloc"], "Có vụ án", "Nhóm 0"} <= shown


def texts(drawn: Any) -> Iterator[str]:
    """Every text in what typst laid out."""
    if isinstance(drawn, dict):
        if isinstance(drawn.get("text"), str):
            yield drawn["text"]
        for value in drawn.values():
            yield from texts(value)
    elif isinstance(drawn, list):
        for value in drawn:
            yield from texts(value)


def test_every_vietnamese_letter_is_drawn_as_itself(tmp_path: Path) -> None:
    """A letter that the font lacks would look like every other that it lacks."""
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(open_press().letters)]
    )
    page = tmp_path / "letter.typ"
    settings = '#set page(width: 60pt, height: 60pt, margin: 20pt)\n#set text(font: "Be Vietnam Pro", size: 20pt)\n'
    page.write_text(f"{settings}#sys.inputs.letter")
    compiler = typst.Compiler(str(page), font_paths=fonts)
    letters = [*LETTERS, *LETTERS.upper(), "\ue000"]
    drawn = {compiler.compile(format="png", sys_inputs={"letter": letter}) for letter in letters}

    assert len(drawn) == len(letters)


def test_the_same_picture_is_drawn_once() -> None:
    facts = board(3)

    assert make("standings", facts, "vi").content is make("standings", facts, "vi").content
    assert make("standings", facts, "en").content != make("standings", facts, "vi").content
