"""Progress: the bloc for the office and the council, the own unit for heads, numbers for a group."""

import pytest

from messages.actions import pack
from messages.actions.progress import OpenProgress, OpenUnitProgress, ShowUnreachable
from tests.town import Town


def test_the_office_sees_every_unit_and_who_is_missing(town: Town) -> None:
    town.sleeps_until("2020-06-18")
    town.binh.sends_file("a.docx")
    town.binh.taps("Nộp Báo cáo sơ kết")
    town.mai.sends("/tiendo")

    text = town.mai.reads()
    assert "1/7 đơn vị đã nộp." in text
    line = "4. Sở Y tế: đăng ký 0/1 · báo cáo 1/2 · tự chấm 0/1 · chưa ký giao ước · thiếu chỉ tiêu: 1 · quá hạn: 1"
    assert line in text
    town.mai.taps("Sở Y tế")
    assert "Xong ngày 18/6/2020, đúng hạn." in town.mai.reads()
    assert "Báo cáo tổng kết năm" in town.mai.reads()


def test_who_cannot_be_reached_is_shown_by_name(town: Town) -> None:
    town.binh.person.blocks_bot()
    town.moves_to("2020-03-04")
    town.mai.sends("/tiendo")
    town.mai.taps("Chưa liên lạc được")

    assert "• Sở Y tế: đ/c Bình" in town.mai.reads()
    assert "• Ban Dân tộc: chưa có thủ trưởng tham gia" in town.mai.reads()


def test_the_council_sees_the_bloc_but_cannot_remind(town: Town) -> None:
    town.dung.sends("/tiendo")

    assert "Tiến độ thi đua" in town.dung.reads()
    assert "Nhắc các đơn vị còn thiếu" not in town.dung.buttons()


def test_a_head_sees_the_own_unit_only(town: Town) -> None:
    town.binh.sends("/tiendo")
    assert town.binh.reads().startswith("Sở Y tế\n")
    other = town.unit("sgddt").id or 0
    town.binh.taps_data(town.binh.last, pack(OpenUnitProgress(town.campaign_id, other)))

    assert "Sở Giáo dục" not in town.binh.reads()


@pytest.mark.parametrize("action", [OpenProgress, ShowUnreachable])
def test_staff_see_no_progress(town: Town, action: type) -> None:
    town.lan.sends("/tiendo")
    assert "Tiến độ:" not in town.lan.reads()
    town.lan.taps_data(town.lan.last, pack(action(town.campaign_id)))

    assert "Sở" not in town.lan.reads()


def test_a_group_reads_numbers_only(town: Town) -> None:
    group = town.stage.telegram.group("Nhóm Khối", [town.mai.person, town.binh.person])
    town.mai.sends("/quanly")
    town.mai.taps("Nhóm")
    link = next(button.url for row in town.mai.last.buttons for button in row if button.url)
    town.mai.follows(link or "", to=group)
    town.mai.sends("/tiendo@thidua_bot", to=group)

    assert "0/7 đơn vị đã đăng ký." in group.messages[-1].text
    assert "Sở" not in group.messages[-1].text.replace("Khối các cơ quan", "")
