"""Lists of people from Excel: what is read, what is refused, and that every wrong row is named."""

import io
import tempfile
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from sqlmodel import col, select

from messages.documents.people import people_sheet
from messages.making import make
from store.errors import BadAnswer, NotAllowed, NotFound
from store.people_lists import (
    check_sent,
    drop_list,
    list_read,
    list_unreadable,
    read_list,
    send_list,
    take_list,
)
from store.spreadsheets import BadSpreadsheet
from store.tables import Letter, Member, Membership, PeopleList, PeopleListState, UnitRole
from tests.conftest import NOW
from tests.store.test_joining import House, house  # noqa: F401

HEAD = ["Họ và tên", "Chức vụ", "Đơn vị", "Vai trò"]


def book_of(rows: list[list[Any]], head: list[str] | None = None, before: int = 0) -> Workbook:
    book = Workbook()
    sheet = book.worksheets[0]
    for number in range(before):
        sheet.cell(number + 1, 1).value = f"Tiêu đề {number}"
    for number, row in enumerate([head or HEAD, *rows], start=before + 1):
        for column, value in enumerate(row, start=1):
            sheet.cell(number, column).value = value
    return book


def saved(book: Workbook, folder: Path) -> Path:
    path = folder / "list.xlsx"
    book.save(path)
    return path


def why_of(path: Path, *, with_units: bool = True) -> str:
    with pytest.raises(BadSpreadsheet) as refused:
        read_list(path, with_units=with_units)
    return refused.value.why


UNITS = ["Sở Y tế", "syt", "Sở Giáo dục và Đào tạo", "sgddt"]


def many() -> Workbook:
    """500 people, 20 of whose rows are wrong, with empty rows between them."""
    rows: list[list[Any]] = [[f"Nguyễn Văn {place:03} An", "Chuyên viên", UNITS[place % 2], ""] for place in range(480)]
    rows[7] = ["Nguyễn Văn 006 An", "Chuyên viên", "Sở Y tế", ""]
    rows[50] = ["", "Chuyên viên", "Sở Y tế", ""]
    rows[51] = [None, "Chuyên viên", "Sở Y tế", ""]
    rows[60] = ['=HYPERLINK("http://x","Lan")', "", "Sở Y tế", ""]
    rows[61] = ["Lan", '=cmd|" /C calc"!A0', "Sở Y tế", ""]
    rows[62] = ["+84 912 345 678 An", "", "Sở Y tế", ""]
    rows[70] = ["Lan Anh", "", "Sở Ytế", ""]
    rows[71] = ["Lan Anh", "", "SYT 2", ""]
    rows[72] = ["Lan Anh", "", "", ""]
    rows[80] = ["L" * 101, "", "Sở Y tế", ""]
    rows[81] = ["12345", "", "Sở Y tế", ""]
    rows[82] = ["Lan Chi", "C" * 151, "Sở Y tế", ""]
    rows[90] = ["Lan Chi", "", "Sở Y tế", "Giám đốc điều hành"]
    rows[95] = ["Lan Ngọc", "", "Sở Y tế", ""]
    rows += [
        ["Trùng Tên", "", "syt", ""],
        ["trung ten", "", "Sở Y Tế", ""],
        [None, None, None, None],
        ["  ", "", "", ""],
    ]
    rows += [
        ["@SUM(A1)", "", "syt", ""],
        [1234, "", "syt", ""],
        ["#", "", "syt", ""],
        ["Nguyễn Văn 008 An", "Chuyên viên", "syt", ""],
    ]
    rows += [
        [f"Trần Thị {place:03} Bình", "", "sgddt", "Thủ trưởng" if place == 0 else "Cán bộ"] for place in range(20)
    ]
    book = book_of(rows, before=2)
    book.worksheets[0].merge_cells("A98:A99")
    return book


def test_of_500_people_every_wrong_row_is_named_and_nobody_is_added(house: House, tmp_path: Path) -> None:  # noqa: F811
    session = house.session
    path = saved(many(), tmp_path)
    found = send_list(session, None, file_id="f", file_name="a.xlsx", by=house.leader, now=NOW)
    before = len(session.exec(select(Member)).all())
    reading = read_list(path, with_units=True)
    list_read(session, found.id or 0, reading, now=NOW)

    (wrong,) = [one for one in session.exec(select(Letter)) if one.template.startswith("people_lists/")]
    named = {(one["row"], one["why"]) for one in wrong.facts["mistakes"]}
    assert named == {
        (11, "repeated"),
        (54, "no_name"),
        (55, "no_name"),
        (64, "formula"),
        (65, "formula"),
        (66, "formula"),
        (74, "unknown_unit"),
        (75, "unknown_unit"),
        (76, "no_unit"),
        (84, "long_name"),
        (85, "bad_name"),
        (86, "long_position"),
        (94, "bad_role"),
        (98, "merged"),
        (99, "merged"),
        (485, "repeated"),
        (488, "formula"),
        (489, "bad_name"),
        (490, "bad_name"),
        (491, "repeated"),
    }
    assert wrong.facts["count"] == len(named) == 20
    assert found.state == PeopleListState.REFUSED
    assert found.read == {}
    assert len(session.exec(select(Member)).all()) == before


def test_a_list_is_taken_whole_once_and_who_is_there_stays(house: House) -> None:  # noqa: F811
    session = house.session
    people = [
        ["Lê Văn Bình", "Giám đốc", "syt", "Thủ trưởng"],
        ["Trần Thị Lan", "", "Sở Y tế", ""],
        ["Mai", "", "stttt", ""],
    ]
    found = sent(house, people)
    assert found.state == PeopleListState.READY

    for _ in range(2):
        assert take_list(session, found.id or 0, by=house.leader, now=NOW)[1] == 2
    assert found.read == {"new": 2}
    rows = session.exec(
        select(Member.name, Member.account_id, Membership.role).join(
            Membership, col(Membership.member_id) == col(Member.id)
        )
    ).all()
    assert sorted(row[0] for row in rows) == ["Lê Văn Bình", "Mai", "Trần Thị Lan"]
    assert {row[0]: row[2] for row in rows}["Lê Văn Bình"] == UnitRole.HEAD
    assert [row[1] for row in rows if row[0] != "Mai"] == [None, None]

    again = sent(house, people)
    ready = [one for one in session.exec(select(Letter)) if one.template == "people_lists/ready"][-1]
    assert (ready.facts["new"], ready.facts["known"]) == (0, 3)
    assert drop_list(session, again.id or 0, by=house.leader, now=NOW).state == PeopleListState.DROPPED


def sent(house: House, people: list[list[Any]], unit_id: int | None = None, by: Member | None = None) -> PeopleList:  # noqa: F811
    """A list as the job leaves it."""
    by = by or house.leader
    found = send_list(house.session, unit_id, file_id="f", file_name="a.xlsx", by=by, now=NOW)
    with tempfile.TemporaryDirectory() as folder:
        reading = read_list(saved(book_of(people), Path(folder)), with_units=unit_id is None)
    list_read(house.session, found.id or 0, reading, now=NOW)
    return found


def test_a_head_lists_the_own_unit_and_makes_nobody_a_head(house: House) -> None:  # noqa: F811
    session, syt = house.session, house.unit_id("syt")
    binh = house.head("syt", 2, "Bình")
    found = sent(house, [["Trần Thị Lan", "", "ở đâu cũng được", "Thủ trưởng"]], syt, binh)
    (wrong,) = [one for one in session.exec(select(Letter)) if one.template == "people_lists/wrong"]
    assert [one["why"] for one in wrong.facts["mistakes"]] == ["head_by_office"]
    assert found.state == PeopleListState.REFUSED

    sent(house, [[f"Trần {place} Lan", "", "", "Thủ trưởng"] for place in range(21)], syt, binh)
    sheet, wrong = [one for one in session.exec(select(Letter)) if "wrong" in one.template][-2:]
    made = make(sheet.facts["made"], sheet.facts["data"], "vi")
    rows = list(load_workbook(io.BytesIO(made.content)).worksheets[0].values)
    assert (wrong.facts["count"], len(wrong.facts["mistakes"]), len(rows)) == (21, 20, 22)
    assert rows[1] == (2, "Trần 0 Lan: thủ trưởng do Thường trực khối mời")

    good = sent(house, [["Trần Thị Lan", "Chuyên viên", "", ""]], syt, binh)
    tu = house.head("sgddt", 3, "Tú")
    for other in (tu, house.leader):
        with pytest.raises(NotFound):
            take_list(session, good.id or 0, by=other, now=NOW)
    with pytest.raises(NotAllowed):
        send_list(session, syt, file_id="f", file_name="a.xlsx", by=tu, now=NOW)
    with pytest.raises(NotAllowed):
        send_list(session, None, file_id="f", file_name="a.xlsx", by=tu, now=NOW)
    assert take_list(session, good.id or 0, by=binh, now=NOW)[1] == 1


def test_a_list_that_no_longer_fits_is_not_taken(house: House) -> None:  # noqa: F811
    found = sent(house, [["Trần Thị Lan", "", "Sở Y tế", ""]])
    house.unit("syt").name = "Sở Y tế tỉnh"
    house.session.flush()

    assert take_list(house.session, found.id or 0, by=house.leader, now=NOW) == (found, 0)
    assert found.state == PeopleListState.REFUSED


def test_the_form_that_the_bot_gives_is_read_again(tmp_path: Path) -> None:
    for language, units in (("vi", [{"code": "syt", "name": "Sở Y tế"}]), ("en", [])):
        made = people_sheet({"units": units}, language)
        book = load_workbook(io.BytesIO(made.content))
        book.worksheets[0].append(["Trần Thị Lan", "Chuyên viên", *(["syt", "Thủ trưởng"] if units else [])])
        reading = read_list(saved(book, tmp_path), with_units=bool(units))
        assert [one.name for one in reading.people] == ["Trần Thị Lan"]
        assert reading.mistakes == []


def test_lists_as_offices_write_them_are_read(tmp_path: Path) -> None:
    """A title over joined cells, a line that counts the columns, a dash before the name, a hidden sheet."""
    book = book_of([["old", "", "old", ""]])
    sheet = book.create_sheet("Danh sách")
    rows = [
        ["DANH SÁCH CÁN BỘ"],
        ["STT", "HỌ VÀ TÊN (*)", "Chức vụ, chức danh", "Cơ quan,\nđơn vị", "VAI TRÒ"],
        ["(1)", "(2)", "(3)", "(4)", 5],
        [1, "- Lê\xa0Văn Tám\u200b", "Chuyên\xa0viên", " SỞ\xa0Y TẾ", "thủ  TRƯỞNG"],
        [None] * 5,
    ]
    for row in rows:
        sheet.append(row)
    sheet.merge_cells("A1:E1")
    book.worksheets[0].sheet_state = "hidden"
    book.create_sheet("Mẫu").append(HEAD)

    reading = read_list(saved(book, tmp_path), with_units=True)
    told = [(one.row, one.name, one.position, one.unit, one.role) for one in reading.people]

    assert told == [(4, "Lê Văn Tám", "Chuyên viên", "SỞ Y TẾ", "head")]
    assert reading.mistakes == []


def zipped(folder: Path, parts: dict[str, bytes]) -> Path:
    path = folder / "list.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return path


def parts_of(book: Workbook) -> dict[str, bytes]:
    written = io.BytesIO()
    book.save(written)
    with zipfile.ZipFile(written) as package:
        return {name: package.read(name) for name in package.namelist()}


ONE = [["Trần Thị Lan", "", "syt", ""]]
SHEET = "xl/worksheets/sheet1.xml"


def bomb(folder: Path) -> Path:
    parts = parts_of(book_of(ONE))
    parts[SHEET] = parts[SHEET].replace(b"</sheetData>", b"<row r='9'/>" * 4_000_000 + b"</sheetData>")
    return zipped(folder, parts)


def entities(folder: Path) -> Path:
    parts = parts_of(book_of(ONE))
    parts[SHEET] = parts[SHEET].replace(b"<worksheet", b'<!DOCTYPE a [<!ENTITY b "c">]><worksheet', 1)
    return zipped(folder, parts)


def rows_beyond(folder: Path) -> Path:
    """100,000 rows, as small as such a file can be."""
    parts = parts_of(book_of(ONE))
    row = b"".join(
        b'<row r="%d"><c r="A%d" t="inlineStr"><is><t>Lan</t></is></c></row>' % (n, n) for n in range(3, 100_003)
    )
    parts[SHEET] = parts[SHEET].replace(b"</sheetData>", row + b"</sheetData>")
    return zipped(folder, parts)


def two_lists(folder: Path) -> Path:
    book = book_of(ONE)
    for row in (HEAD, ["Lan", "", "sgddt", ""]):
        sheet = book.worksheets[1] if len(book.worksheets) > 1 else book.create_sheet()
        sheet.append(row)
    return saved(book, folder)


def plain(content: bytes) -> Callable[[Path], Path]:
    def write(folder: Path) -> Path:
        path = folder / "list.xlsx"
        path.write_bytes(content)
        return path

    return write


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600

UNREADABLE: dict[str, tuple[Callable[[Path], Path], str]] = {
    "a zip bomb": (bomb, "too_large"),
    "entities": (entities, "not_xlsx"),
    "100,000 rows": (rows_beyond, "too_many_rows"),
    "an empty file": (plain(b""), "not_xlsx"),
    "a picture": (plain(b"\x89PNG\r\n\x1a\n" + b"\0" * 99), "not_xlsx"),
    "an old workbook": (plain(OLE), "old_excel"),
    "a password": (plain(OLE + "EncryptedPackage".encode("utf-16-le")), "locked"),
    "more than 5 MB": (plain(b"PK" + b"\0" * (5 * 1024 * 1024)), "too_large"),
    "another archive": (lambda folder: zipped(folder, {"a.txt": b"a"}), "not_xlsx"),
    "many parts": (
        lambda folder: zipped(folder, {**parts_of(book_of(ONE)), **{f"xl/{n}": b"" for n in range(300)}}),
        "too_large",
    ),
    "no workbook in it": (
        lambda folder: zipped(folder, {"[Content_Types].xml": b"<a/>", "xl/a.xml": b"<a/>"}),
        "unreadable",
    ),
    "another sheet": (lambda folder: saved(book_of([["1", "2"]], ["STT", "Tên hàng"]), folder), "no_columns"),
    "no unit column": (lambda folder: saved(book_of([["Lan"]], ["Họ và tên"]), folder), "no_columns"),
    "people on two sheets": (two_lists, "two_lists"),
    "broken rows": (
        lambda folder: zipped(folder, {**parts_of(book_of(ONE)), SHEET: b"<worksheet><sheetData><row"}),
        "unreadable",
    ),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_is_no_list_is_refused_within_bounds(name: str, tmp_path: Path) -> None:
    make, why = UNREADABLE[name]
    path = make(tmp_path)
    tracemalloc.start()
    try:
        assert why_of(path) == why
        assert tracemalloc.get_traced_memory()[1] < 40 * 1024 * 1024
    finally:
        tracemalloc.stop()


def test_the_sender_is_told_once_why_a_file_cannot_be_read(house: House) -> None:  # noqa: F811
    found = send_list(house.session, None, file_id="f", file_name="a.xlsx", by=house.leader, now=NOW)
    for _ in range(2):
        list_unreadable(house.session, found.id or 0, "locked", now=NOW)
    told = [one.facts["why"] for one in house.session.exec(select(Letter)) if one.template == "people_lists/unreadable"]

    assert (told, found.state) == (["locked"], PeopleListState.REFUSED)


@pytest.mark.parametrize(
    ("name", "size", "why"),
    [
        ("a.xls", 1, "sheet_old"),
        ("a.docx", 1, "sheet_kind"),
        ("", 1, "sheet_kind"),
        ("A.XLSX", 9_000_000, "sheet_large"),
    ],
)
def test_what_a_name_or_a_size_shows_is_refused_at_once(name: str, size: int, why: str) -> None:
    with pytest.raises(BadAnswer) as refused:
        check_sent(name, size, 5_000_000)

    assert refused.value.code == f"answer_{why}"
