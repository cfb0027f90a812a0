"""The office enters a day off and a working Saturday; reminders follow."""

from datetime import date

from messages.actions import pack
from messages.actions.days_off import AddDayOff, DropDayOff, OpenDaysOff
from store.tables import DayOverride, Form
from tests.town import Actor, Town


def enters(actor: Actor, button: str, day: str) -> None:
    actor.sends("/quanly")
    actor.taps("Ngày nghỉ, làm bù")
    actor.taps(button)
    actor.sends(day)


def test_the_office_enters_a_day_off_and_the_reminder_of_that_day_comes_the_day_before(town: Town) -> None:
    enters(town.mai, "Thêm ngày nghỉ", "19/6/2020")
    assert town.mai.reads().startswith("Ngày nghỉ: Thứ Sáu 19/6/2020")
    town.mai.taps("Sửa ghi chú")
    town.mai.sends("Theo <thông báo> & lịch")
    assert "Ghi chú: Theo <thông báo> & lịch" in town.mai.reads()
    town.mai.taps_twice("Gửi")
    assert "• Thứ Sáu 19/6/2020: nghỉ" in town.mai.reads()
    assert [one.day for one in town.all(DayOverride)] == [date(2020, 6, 19)]

    town.moves_to("2020-06-17")
    heard = len(town.binh.heard)
    town.moves_to("2020-06-18")
    assert "Báo cáo sơ kết đợt 1" in town.binh.reads()
    assert len(town.binh.heard) == heard + 1
    town.moves_to("2020-06-19")
    assert len(town.binh.heard) == heard + 1


def test_a_working_saturday_is_entered_replaced_and_dropped(town: Town) -> None:
    enters(town.mai, "Thêm ngày làm bù", "13/6/2020")
    town.mai.taps("Gửi")
    assert "• Thứ Bảy 13/6/2020: làm việc" in town.mai.reads()
    assert [(one.day, one.off) for one in town.all(DayOverride)] == [(date(2020, 6, 13), False)]

    town.mai.taps("Thêm ngày nghỉ")
    town.mai.sends("13/6/2020")
    town.mai.taps("Gửi")
    assert [(one.day, one.off) for one in town.all(DayOverride)] == [(date(2020, 6, 13), True)]

    town.mai.taps_twice("Bỏ ngày 13/6/2020")
    assert town.all(DayOverride) == []
    assert "Chưa ghi thêm ngày nào." in town.mai.reads()
    town.mai.taps("Về Quản lý")
    assert "Ngày nghỉ, làm bù" in town.mai.buttons()


def test_a_wrong_day_is_answered_with_what_is_accepted(town: Town) -> None:
    enters(town.mai, "Thêm ngày nghỉ", "một ngày nào đó")
    assert town.mai.reads().startswith("Chưa đọc được ngày.")
    town.mai.sends("31/2/2020")
    assert town.mai.reads().startswith("Không có ngày này trong lịch.")
    town.mai.sends("1/1/2030")
    assert "Gõ một ngày từ 1/1/2019 đến 2/1/2022." in town.mai.reads()
    town.mai.sends("19/6/2020")
    town.mai.taps("Sửa ghi chú")
    town.mai.sends("a" * 101)
    assert "100" in town.mai.reads()
    town.mai.taps("Không ghi chú")
    town.mai.taps("Gửi")

    assert [(one.day, one.note) for one in town.all(DayOverride)] == [(date(2020, 6, 19), "")]


def test_staff_and_heads_are_refused(town: Town) -> None:
    enters(town.mai, "Thêm ngày nghỉ", "19/6/2020")
    town.mai.taps("Gửi")
    forms = len(town.all(Form))
    (entered,) = town.all(DayOverride)
    for actor in (town.lan, town.binh, town.dung):
        for action in (OpenDaysOff(), AddDayOff(True), DropDayOff(entered.id or 0)):
            actor.sends("/phongtrao")
            actor.taps_data(actor.last, pack(action))
            assert "19/6/2020" not in actor.reads()
    assert town.all(DayOverride) == [entered]
    assert len(town.all(Form)) == forms


def test_it_reads_in_english(english_town: Town) -> None:
    mai = english_town.mai
    mai.sends("/manage")
    mai.taps("Days off, working days")
    mai.taps("Add a day off")
    mai.sends("19/6/2020")
    mai.taps("Send")

    assert "• Friday 19 Jun 2020: off" in mai.reads()
