"""Commemorative days: posted on their morning, kept by the office from the catalogue or by hand."""

from bot.rehearsal.telegram.group import Group
from store.tables import Occasion
from tests.stories.test_groups import linked
from tests.town import Town


def posts(group: Group) -> list[str]:
    return [one.text for one in group.heard if "Kỷ niệm" in one.text or "90 năm" in one.text or "130 năm" in one.text]


def test_the_days_of_the_plan_are_posted_on_their_morning_and_never_again(town: Town) -> None:
    group = linked(town)
    town.moves_to("2020-02-03")
    (text,) = posts(group)
    assert text.startswith("90 năm Ngày thành lập Đảng Cộng sản Việt Nam")
    assert "Đợt 1, chủ đề: Lập thành tích" in text
    assert "• Đăng ký thi đua và ký giao ước: 0/7 đơn vị" in text
    town.restarts()
    town.moves_to("2020-02-04")
    assert len(posts(group)) == 1

    town.sleeps_until("2020-05-02")
    assert len(posts(group)) == 1
    town.lan.sends("/phongtrao@thidua_bot", to=group)
    assert "Ngày kỷ niệm sắp tới\n• 19/5/2020: 130 năm Ngày sinh Chủ tịch Hồ Chí Minh" in group.heard[-1].text
    town.mai.sends("/phongtrao")
    town.mai.taps("Xem chi tiết")
    assert "• 19/5/2020: 130 năm Ngày sinh Chủ tịch Hồ Chí Minh" in town.mai.reads()
    assert "45 năm" not in town.mai.reads()


def test_the_office_keeps_days_of_the_catalogue_and_of_a_unit(one_town: Town) -> None:
    town = one_town
    group, mai = linked(town), town.mai
    mai.sends("/quanly")
    mai.taps("Phong trào")
    mai.taps("Ngày kỷ niệm")
    mai.taps("Thêm từ danh mục")
    mai.taps("Trang sau")
    mai.taps_twice("Thêm 11/6")
    assert "Thêm 11/6" not in "".join(mai.buttons())
    mai.taps("Ngày kỷ niệm")
    mai.taps("Thêm ngày khác")
    mai.sends("31/2/1956")
    assert mai.reads().startswith("Không có ngày này trong lịch.")
    mai.sends("12/6/1955")
    mai.sends("Ngày truyền thống <y tế>")
    mai.taps("Chọn đơn vị")
    mai.taps("Sở Y tế")
    mai.taps("Thêm")
    assert "12/6/2020: Ngày truyền thống <y tế> (Sở Y tế)" in mai.reads()
    mai.taps("Tắt 19/5")
    mai.taps("Bỏ 30/4")
    assert len(town.all(Occasion)) == 6

    town.sleeps_until("2020-06-10")
    town.moves_to("2020-06-12")
    assert [one.split("\n")[:2] for one in posts(group)] == [
        [
            "Ngày Chủ tịch Hồ Chí Minh ra Lời kêu gọi thi đua ái quốc, Ngày truyền thống thi đua yêu nước",
            "Kỷ niệm 72 năm (1948 – 2020)",
        ],
        ["Ngày truyền thống <y tế> (Sở Y tế)", "⭐ Kỷ niệm 65 năm, năm lẻ 5 (1955 – 2020)"],
    ]
