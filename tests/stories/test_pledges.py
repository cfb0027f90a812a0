"""The pledge is read, signed with a second tap, and signed anew after a change."""

from messages.actions import pack
from messages.actions.pledges import AskSign, PledgeSigners, ShowPledge, SignPledge
from store.tables import Campaign, Duty, Letter, Pledge
from tests.stories.test_targets import registers
from tests.town import Town


def signs(town: Town) -> None:
    town.binh.sends("/giaouoc")
    town.binh.taps("Ký giao ước")
    town.binh.taps("Xác nhận ký")


def test_signing_takes_a_second_tap_and_the_office_is_told(town: Town) -> None:
    registers(town.lan)
    town.binh.sends("/giaouoc")
    assert "1. Đề án: Chuyển đổi số một cửa" in town.binh.reads()
    town.binh.taps("Ký giao ước")
    assert town.all(Pledge) == []
    town.binh.taps_twice("Xác nhận ký")

    pledge = town.one(Pledge)
    assert (pledge.signed_by_id, pledge.unit_id) == (town.member("Bình").id, town.unit("syt").id)
    assert town.binh.reads().startswith("✅ Giao ước thi đua của Sở Y tế đã được ký: đồng chí Bình")
    assert town.mai.reads().startswith("✍️ Sở Y tế đã ký giao ước thi đua: đồng chí Bình")
    assert len(town.letters("pledges/unit_signed")) == 1


def test_pledge_changed_after_it_was_shown_is_not_signed(town: Town) -> None:
    town.binh.sends("/giaouoc")
    screen = town.binh.last
    registers(town.lan)

    town.binh.taps("Ký giao ước", screen)

    assert town.binh.reads() == "Nội dung giao ước đã thay đổi. Mời xem lại trước khi ký."
    town.binh.taps("Xem giao ước")
    assert "Chuyển đổi số một cửa" in town.binh.reads()
    assert town.all(Pledge) == []


def test_changed_between_the_two_taps_is_not_signed(town: Town) -> None:
    town.binh.sends("/giaouoc")
    town.binh.taps("Ký giao ước")
    screen = town.binh.last
    registers(town.lan)

    town.binh.taps("Xác nhận ký", screen)

    assert town.binh.reads() == "Nội dung giao ước đã thay đổi. Mời xem lại trước khi ký."
    assert town.all(Pledge) == []


def test_a_later_registration_asks_once_for_a_new_signature(town: Town) -> None:
    signs(town)
    registers(town.lan, "Việc thứ nhất")
    registers(town.lan, "Việc thứ hai")
    assert len(town.letters("pledges/sign_again")) == 1

    town.binh.taps("Xem và ký lại")
    town.binh.sends("/giaouoc")
    assert "nhưng nội dung đã thay đổi: cần ký lại" in town.binh.reads()
    town.binh.taps("Ký giao ước")
    town.binh.taps("Xác nhận ký")

    content = town.one(Pledge).signed_content
    assert content is not None
    assert [one["title"] for one in content["targets"]] == ["Việc thứ nhất", "Việc thứ hai"]


def test_the_duty_is_done_when_confirmed_and_signed(town: Town) -> None:
    registers(town.lan)
    town.binh.taps("Xác nhận")
    assert town.duty("dang-ky", "syt").done_at is None
    signs(town)

    assert town.duty("dang-ky", "syt").done_at is not None
    assert [duty.id for duty in town.all(Duty) if duty.done_at] == [town.duty("dang-ky", "syt").id]


def test_staff_see_who_has_signed(town: Town) -> None:
    signs(town)
    town.lan.sends("/cuatoi")
    town.lan.taps("Đơn vị nào đã ký giao ước")

    assert town.lan.reads().startswith("Đã ký giao ước: 1/7 đơn vị")
    assert "✅ Sở Y tế (đ/c Bình, 2/1/2020)" in town.lan.reads()


def test_a_forged_button_neither_shows_nor_signs_anothers_pledge(town: Town) -> None:
    registers(town.lan, "Việc riêng của Sở Y tế")
    unit_id = town.unit("syt").id or 0
    for stranger in (town.tu, town.hoa, town.lan, town.dung):
        stranger.sends("/cuatoi")
        for action in (
            ShowPledge(town.campaign_id, unit_id),
            AskSign(town.campaign_id, unit_id, "0" * 16),
            SignPledge(town.campaign_id, unit_id, "0" * 16),
        ):
            stranger.taps_data(stranger.last, pack(action))
    town.quan.starts()
    town.quan.taps_data(town.quan.last, pack(PledgeSigners(town.campaign_id)))

    assert town.all(Pledge) == []
    shown = {letter.template for letter in town.all(Letter) if letter.template.startswith("pledges/")}
    assert shown == set()


def test_a_long_text_goes_before_it_and_whole(town: Town) -> None:
    words = ("Chúng tôi cam kết thi đua. " * 160)[:4000].strip()
    with town.changing() as session:
        campaign = session.get_one(Campaign, town.campaign_id)
        campaign.plan = {**campaign.plan, "pledge": {"text": words}}
    town.binh.sends("/giaouoc")

    assert town.binh.heard[-2].text == words
    assert "Nội dung cam kết ở tin nhắn ngay trên." in town.binh.reads()
