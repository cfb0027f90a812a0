"""Registering by conversation, deciding, amending, withdrawing: as people do it."""

import pytest

from messages.actions import Action, pack
from messages.actions.reviews import ConfirmTarget, OpenReview, ReopenTarget, ReturnTarget
from messages.actions.targets import AmendTarget, AskWithdraw, OpenTarget, UnitTargets, WithdrawTarget
from store.tables import (
    Form,
    FormState,
    Letter,
    Membership,
    MembershipState,
    Target,
    TargetKind,
    TargetState,
    UnitRole,
)
from tests.town import Actor, Town


def registers(actor: Actor, title: str = "Chuyển đổi số một cửa", product: str = "Đề án") -> None:
    actor.sends("/dangky")
    actor.taps(product)
    actor.sends(title)
    actor.taps("Gửi")


def test_a_product_takes_four_acts(town: Town) -> None:
    registers(town.lan)

    target = town.one(Target)
    assert town.lan.acts == 4
    assert (target.kind, target.item, target.title) == (TargetKind.PRODUCT, "Đề án", "Chuyển đổi số một cửa")
    assert (target.unit_id, target.member_id) == (town.unit("syt").id, town.member("Lan").id)
    assert town.lan.reads().startswith("Đã gửi đăng ký.")
    assert town.binh.reads().startswith("Đăng ký mới chờ đồng chí xem xét")


def test_a_title_takes_four_acts(town: Town) -> None:
    town.lan.sends("/dangky")
    town.lan.taps("Danh hiệu")
    assert "Tập thể lao động xuất sắc" not in town.lan.buttons()
    town.lan.taps("Chiến sĩ thi đua cơ sở")
    town.lan.taps("Gửi")

    target = town.one(Target)
    assert town.lan.acts == 4
    assert (target.kind, target.item) == (TargetKind.TITLE, "CSTDCS")


def test_a_goal_has_a_number_with_its_unit(town: Town) -> None:
    town.binh.sends("/register")
    town.binh.taps("Chỉ tiêu")
    town.binh.sends("Hồ sơ giải quyết đúng hạn")
    town.binh.sends("nhiều lắm")
    assert town.binh.reads().startswith("Chưa đọc được. Mời gõ một số kèm đơn vị tính")
    town.binh.sends("95,5 %")
    town.binh.taps("Gửi")

    target = town.one(Target)
    assert (target.body["number"], target.body["measure"], target.member_id) == ("95.5", "%", None)
    assert "Hồ sơ giải quyết đúng hạn (95,5 %)" in town.mai.reads()


def test_a_collective_title_is_the_units_and_a_personal_one_the_heads(town: Town) -> None:
    for title in ("Tập thể lao động xuất sắc", "Lao động tiên tiến"):
        town.binh.sends("/dangky")
        town.binh.taps("Danh hiệu")
        town.binh.taps(title)
        town.binh.taps("Gửi")

    collective, personal = town.all(Target)
    assert (collective.member_id, personal.member_id) == (None, town.member("Bình").id)


def test_each_line_of_the_preview_can_be_edited(town: Town) -> None:
    town.binh.sends("/dangky")
    town.binh.taps("Đề án")
    town.binh.sends("Đề án A")
    town.binh.taps("Sửa nội dung")
    town.binh.sends("Đề án B")
    town.binh.taps("Sửa loại")
    town.binh.taps("Hướng dẫn")
    town.binh.taps("Sửa mô tả")
    town.binh.sends("Nội dung chi tiết")
    town.binh.taps("Sửa ngày hoàn thành")
    town.binh.sends("31/2")
    assert town.binh.reads().startswith("Không có ngày này trong lịch.")
    town.binh.sends("20/6/2021")
    assert "1/1/2020" in town.binh.reads() and "31/12/2020" in town.binh.reads()
    town.binh.sends("20/6")
    town.binh.taps("Sửa người tham gia")
    town.binh.sends("Lan, Hoa")
    town.binh.taps("Sửa đợt")
    town.binh.taps("Đợt 1")
    town.binh.taps("Sửa đăng ký cho ai")
    town.binh.taps("Cho tôi")
    town.binh.taps("Gửi")

    target = town.one(Target)
    assert (target.title, target.item, target.member_id) == ("Đề án B", "Hướng dẫn", town.member("Bình").id)
    assert target.body == {"description": "Nội dung chi tiết", "planned_day": "2020-06-20", "people": "Lan, Hoa"}
    assert target.phase_id is not None


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("ab", "Ngắn quá: cần ít nhất 3 ký tự. Mời gõ lại."),
        ("\u200b\u202e\u2060", "Tin nhắn không có chữ nào đọc được. Mời gõ lại."),
        ("x" * 301, "Dài quá: 301 ký tự, tối đa 300. Mời gõ ngắn hơn."),
        ("x" * 4096, "Dài quá: 4096 ký tự, tối đa 300. Mời gõ ngắn hơn."),
    ],
)
def test_a_title_that_cannot_be_taken_leaves_the_form_where_it_was(town: Town, typed: str, answer: str) -> None:
    town.lan.sends("/dangky")
    town.lan.taps("Đề án")
    town.lan.sends(typed)

    assert town.lan.reads() == answer
    assert town.one(Form, state=FormState.OPEN).step == "title"
    assert town.all(Target) == []


def test_what_looks_like_html_and_hidden_signs_are_text(town: Town) -> None:
    registers(town.lan, "<b>Đề án</b> & \u202eabc")

    assert town.one(Target).title == "<b>Đề án</b> & abc"
    assert "<b>Đề án</b> & abc" in town.binh.reads()


def test_the_form_survives_a_restart_at_each_step(town: Town) -> None:
    town.lan.sends("/dangky")
    town.restarts()
    town.lan.taps("Đề án")
    town.restarts()
    town.lan.sends("Chuyển đổi số")
    town.restarts()
    town.lan.taps("Gửi")

    assert town.one(Target).title == "Chuyển đổi số"


def test_a_double_tap_registers_once(town: Town) -> None:
    town.lan.sends("/dangky")
    town.lan.taps("Đề án")
    town.lan.sends("Chuyển đổi số")
    town.lan.taps_twice("Gửi")

    assert len(town.all(Target)) == 1
    assert len(town.letters("reviews/waiting")) == 1


def test_back_and_cancel_keep_nothing(town: Town) -> None:
    town.lan.sends("/dangky")
    town.lan.taps("Đề án")
    town.lan.taps("Quay lại")
    town.lan.taps("Hướng dẫn")
    town.lan.sends("Hướng dẫn mới")
    town.lan.taps("Huỷ")

    assert town.all(Target) == []


def test_the_head_confirms_and_the_person_is_told(town: Town) -> None:
    registers(town.lan)
    town.binh.sends("/duyet")
    town.binh.taps_twice("Xác nhận")

    assert town.one(Target).state == TargetState.CONFIRMED
    assert town.lan.reads().startswith("✅ Đăng ký đã được đồng chí Bình xác nhận:")
    assert len(town.letters("targets/confirmed")) == 1


def test_returned_with_a_reason_is_amended_and_comes_back_with_the_difference(town: Town) -> None:
    registers(town.lan)
    town.binh.taps("Trả lại")
    town.binh.sends("Ghi rõ phạm vi")
    assert "Lý do: Ghi rõ phạm vi" in town.lan.reads()

    town.lan.taps("Sửa và gửi lại")
    town.lan.taps("Sửa nội dung")
    town.lan.sends("Chuyển đổi số toàn tỉnh")
    town.lan.taps("Gửi")

    target = town.one(Target)
    assert (target.state, target.version) == (TargetState.WAITING, 2)
    assert "Nội dung: Chuyển đổi số một cửa → Chuyển đổi số toàn tỉnh" in town.binh.reads()


def test_a_button_of_the_text_before_it_was_amended_confirms_nothing(town: Town) -> None:
    registers(town.lan)
    old = town.binh.last
    town.lan.taps("Xem đăng ký")
    town.lan.taps("Sửa")
    town.lan.taps("Sửa nội dung")
    town.lan.sends("Tên khác")
    town.lan.taps("Gửi")

    town.binh.taps("Xác nhận", old)

    assert town.binh.reads() == "Đăng ký này đã được sửa sau khi đồng chí xem. Mời xem lại."
    assert town.one(Target).state == TargetState.WAITING


def test_withdrawing_takes_a_second_tap(town: Town) -> None:
    registers(town.lan)
    town.lan.sends("/cuatoi")
    town.lan.taps("Xem 1")
    town.lan.taps("Rút đăng ký")
    assert town.one(Target).state == TargetState.WAITING
    town.lan.taps("Rút đăng ký")

    assert town.one(Target).state == TargetState.WITHDRAWN
    assert town.binh.reads().startswith("✖️ Một đăng ký đã được rút:")


def test_late_is_said_and_the_office_opens_it_again(town: Town) -> None:
    town.sleeps_until("2020-03-06")
    registers(town.tu)
    assert "trễ 2 ngày" in town.tu.reads()
    assert town.letters("reviews/waiting")[0].facts["target"]["days_late"] == 2
    town.mai.sends("/duyet")
    town.mai.taps("Xác nhận")
    town.tu.taps("Xem đăng ký")
    assert "Sửa" not in town.tu.buttons()

    town.mai.taps("Tất cả đăng ký")
    town.mai.taps("Sở Giáo dục")
    town.mai.taps("Xem 1")
    town.mai.taps("Trả lại để sửa")
    town.mai.sends("Đề nghị sửa tên")
    town.tu.taps("Sửa và gửi lại")
    town.tu.taps("Gửi")

    assert town.one(Target).state == TargetState.WAITING


def test_the_queue_goes_oldest_first_with_next(town: Town) -> None:
    registers(town.lan, "Việc thứ nhất")
    registers(town.lan, "Việc thứ hai")
    town.binh.sends("/review")
    assert "Chờ xem xét: 1/2" in town.binh.reads() and "Việc thứ nhất" in town.binh.reads()
    town.binh.taps("Tiếp theo")
    assert "Chờ xem xét: 2/2" in town.binh.reads() and "Việc thứ hai" in town.binh.reads()
    town.binh.taps("Xác nhận")
    town.binh.taps("Tiếp theo (còn 1)")
    town.binh.taps("Xác nhận")

    assert [target.state for target in town.all(Target)] == [TargetState.CONFIRMED] * 2
    town.binh.sends("/duyet")
    assert town.binh.reads() == "Không còn gì chờ đồng chí xem xét."


@pytest.mark.parametrize(
    "action",
    [
        OpenTarget(1),
        OpenReview(1),
        AmendTarget(1),
        AskWithdraw(1),
        WithdrawTarget(1, 1),
        ConfirmTarget(1, 1),
        ReturnTarget(1, 1),
        ReopenTarget(1, 1),
        UnitTargets(4),
    ],
    ids=lambda action: type(action).__name__,
)
def test_another_unit_sees_and_changes_nothing_by_a_forged_button(town: Town, action: Action) -> None:
    registers(town.lan, "Việc riêng của Sở Y tế")
    for stranger in (town.tu, town.hoa):
        stranger.sends("/cuatoi")
        heard = len(stranger.heard)

        stranger.taps_data(stranger.last, pack(action))

        assert not any("Sở Y tế" in message.text for message in [*stranger.heard[heard:], stranger.last])
    assert town.one(Target).state == TargetState.WAITING
    assert [letter for letter in town.all(Letter) if letter.template == "targets/target"] == []


@pytest.mark.parametrize("command", ["/duyet", "/giaouoc"])
def test_staff_are_told_for_whom_a_command_is(town: Town, command: str) -> None:
    town.lan.sends(command)

    assert town.lan.reads().startswith("Đồng chí không có quyền thực hiện việc này.")


def test_the_council_reads_all_and_decides_nothing(town: Town) -> None:
    registers(town.lan)
    town.dung.sends("/duyet")
    town.dung.taps("Tất cả đăng ký")
    town.dung.taps("Sở Y tế")
    assert "Chuyển đổi số một cửa" in town.dung.reads()

    town.dung.taps_data(town.dung.last, pack(ConfirmTarget(1, 1)))

    assert town.one(Target).state == TargetState.WAITING


def test_the_whole_conversation_in_english(english_town: Town) -> None:
    town = english_town
    town.lan.sends("/register")
    assert town.lan.reads() == "What do you register?\n\nThe unit still lacks: 1 product(s) confirmed."
    town.lan.taps("Title of honour")
    town.lan.taps("Advanced Worker")
    town.lan.taps("Send")
    town.binh.taps("Confirm")

    assert town.lan.reads().startswith("✅ The registration was confirmed by Bình:")


def test_who_belongs_to_two_units_picks_one_by_one_more_tap(town: Town) -> None:
    with town.changing() as session:
        session.add(
            Membership(
                member_id=town.member("Lan").id or 0,
                unit_id=town.unit("bdt").id or 0,
                role=UnitRole.MEMBER,
                state=MembershipState.ACTIVE,
                first_day=town.now.date(),
            )
        )
    town.lan.sends("/dangky")
    town.lan.taps(next(label for label in town.lan.buttons() if "Ban Dân tộc" in label))
    town.lan.taps("Hướng dẫn")
    town.lan.sends("Hướng dẫn mới")
    town.lan.taps("Gửi")

    assert town.lan.acts == 5
    assert town.one(Target).unit_id == town.unit("bdt").id
