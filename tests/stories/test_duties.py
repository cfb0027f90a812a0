"""Duties in the chat: what is owed until when, more time, received on paper, a meeting held."""

from datetime import date

from messages.actions import pack
from messages.actions.campaigns import ExtendDuty, MarkHeld, MarkReceived, OpenDuty, UnmarkDuty
from store.tables import DoneHow, Form, FormState
from tests.stories.test_campaigns import a_linked_group
from tests.town import Actor, Town


def opens(town: Town, actor: Actor, duty_id: int | None) -> None:
    """The duty's screen, as a button elsewhere opens it."""
    actor.sends("/hanchot")
    actor.taps_data(actor.last, pack(OpenDuty(duty_id or 0)))


def test_a_head_reads_what_the_unit_owes_soonest_first_each_with_its_button(town: Town) -> None:
    town.binh.sends("/hanchot")

    text = town.binh.reads()
    titles = ["Đăng ký thi đua và ký giao ước", "Báo cáo sơ kết đợt 1", "Báo cáo tổng kết năm"]
    assert [text.index(title) for title in titles] == sorted(text.index(title) for title in titles)
    assert "trước 5/3/2020 (hết thứ Tư 4/3), còn 62 ngày" in text
    assert town.binh.buttons()[:3] == ["1. Đăng ký", "1. Giao ước", "2. Nộp ngay"]


def test_staff_read_the_units_deadlines_without_the_heads_buttons(town: Town) -> None:
    town.lan.sends("/hanchot")

    assert "Báo cáo sơ kết đợt 1" in town.lan.reads()
    assert "2. Nộp ngay" not in town.lan.buttons()


def test_a_group_reads_all_dates(town: Town) -> None:
    group = a_linked_group(town)

    town.binh.sends("/hanchot@thidua_bot", to=group)

    assert "• Giao ban Khối và sơ kết 6 tháng: trước 10/7/2020" in group.last.text


def test_the_office_extends_for_one_unit_and_the_head_is_told_old_and_new(town: Town) -> None:
    duty = town.duty("bc-dot-1", "syt")
    opens(town, town.mai, duty.id)
    town.mai.taps("Gia hạn")
    town.mai.sends("19/6/2020")
    assert town.duty("bc-dot-1", "syt").extended_to is None
    town.mai.sends("25/6/2020")
    town.mai.sends("Chờ số liệu của tỉnh")
    assert "Hạn mới: đến hết ngày 25/6/2020" in town.mai.reads()
    town.mai.taps_twice("Gia hạn")

    assert town.duty("bc-dot-1", "syt").extended_to == date(2020, 6, 25)
    assert town.duty("bc-dot-1", "sgddt").extended_to is None
    assert town.binh.reads().split("\n") == [
        "Gia hạn: Báo cáo sơ kết đợt 1",
        "Sở Y tế",
        "Hạn cũ: trước 20/6/2020 (hết thứ Sáu 19/6)",
        "Hạn mới: đến hết thứ Năm 25/6/2020 (gia hạn), còn 175 ngày",
        "Lý do: Chờ số liệu của tỉnh",
    ]
    assert len(town.letters("duties/extended")) == 1
    assert town.letters("duties/extended")[0].facts["reason"] == "Chờ số liệu của tỉnh"


def test_the_office_marks_a_paper_as_received_and_takes_it_back(town: Town) -> None:
    duty = town.duty("bc-dot-1", "syt")
    opens(town, town.mai, duty.id)
    town.mai.taps("Đã nhận ngoài bot")
    town.mai.sends("CV 12/SYT")
    town.mai.taps("Sửa ngày")
    town.mai.sends("ngày mai")
    town.mai.sends("1/1")
    assert "Đã nhận ngoài bot ngày 1/1/2020." in town.mai.reads()
    town.mai.taps("Ghi nhận")

    marked = town.duty("bc-dot-1", "syt")
    assert (marked.done_how, marked.done_on, marked.done_note) == (DoneHow.OUTSIDE, date(2020, 1, 1), "CV 12/SYT")
    assert "đã nhận ngoài bot ngày 1/1/2020" in town.binh.reads()

    town.mai.taps("Bỏ đánh dấu")
    assert town.duty("bc-dot-1", "syt").done_at is None
    assert "việc này lại cần hoàn thành" in town.binh.reads()


def test_the_office_says_that_the_meeting_was_held_in_four_acts(town: Town) -> None:
    town.mai.sends("/hanchot")
    town.mai.acts = 0
    town.mai.taps("3. Xem và đánh dấu")
    town.mai.taps("Đã họp")
    town.mai.taps("Không ghi chú")
    town.mai.taps("Ghi nhận")

    assert town.mai.acts == 4
    held = town.duty("giao-ban")
    assert (held.done_how, held.done_on) == (DoneHow.HELD, date(2020, 1, 2))
    assert "Đã họp ngày 2/1/2020." in town.mai.reads()


def test_every_step_survives_a_restart_and_can_be_left(town: Town) -> None:
    duty = town.duty("bc-dot-1", "syt")
    opens(town, town.mai, duty.id)
    town.mai.taps("Gia hạn")
    town.restarts()
    town.mai.sends("25/6/2020")
    town.restarts()
    town.mai.taps("Quay lại")
    town.mai.sends("26/6/2020")
    town.mai.sends("\u200b \u200b")
    town.mai.sends("a" * 301)
    town.mai.sends("<b>Lý do</b> & khác")
    assert "Lý do: <b>Lý do</b> & khác" in town.mai.reads()
    town.restarts()
    town.mai.taps("Huỷ")

    assert town.duty("bc-dot-1", "syt").extended_to is None
    assert [form.state for form in town.all(Form)][-1] == FormState.CANCELLED


def test_forged_buttons_show_and_change_nothing(town: Town) -> None:
    duty = town.duty("bc-dot-1", "syt")
    for actor in (town.tu, town.lan, town.hoa):
        for action in (OpenDuty, MarkReceived, MarkHeld, ExtendDuty, UnmarkDuty):
            actor.sends("/phongtrao")
            actor.taps_data(actor.last, pack(action(duty.id or 0)))
            assert "Sở Y tế" not in actor.reads()
    town.mai.sends("/phongtrao")
    town.mai.taps_data(town.mai.last, pack(OpenDuty(999_999)))
    assert town.duty("bc-dot-1", "syt").done_at is None
    assert [form for form in town.all(Form) if form.state == FormState.OPEN] == []
