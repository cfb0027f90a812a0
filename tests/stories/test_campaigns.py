"""A campaign in the chat: the draft, the launch, its receipt, the phases and what a group reads."""

from datetime import date

from sqlmodel import col, select

from bot.rehearsal.telegram.group import Group
from messages.actions import pack
from messages.actions.campaigns import LaunchCampaign, OpenCampaign, PreviewLaunch
from store.tables import Campaign, CampaignState, Chat, Duty, LaunchReceipt, LetterState, Milestone, Phase
from tests.town import Actor, Town

TITLE = "Phong trào thi đua năm 2020 của Khối các cơ quan lĩnh vực Văn hóa - Xã hội"


def a_linked_group(town: Town) -> Group:
    cast: tuple[Actor, ...] = (town.mai, town.binh, town.lan)
    group = town.stage.telegram.group("Nhóm Khối", [actor.person for actor in cast])
    group.add_bot(town.mai.person)
    town.settles()
    with town.changing() as session:
        chat = session.exec(select(Chat).where(col(Chat.telegram_id) == group.id)).one()
        chat.bloc_id = town.bloc_id
    return group


def test_the_leader_launches_with_two_taps_and_everybody_hears_of_it(unlaunched_town: Town) -> None:
    town = unlaunched_town
    group = a_linked_group(town)

    town.mai.sends("/phongtrao")
    town.mai.taps("Xem dự thảo")
    assert "Sẽ gửi tới 1 nhóm và 3 thủ trưởng đơn vị." in town.mai.reads()
    assert town.one(Campaign).state == CampaignState.DRAFT
    town.mai.taps("Phát động ngay")

    assert town.campaign.state == CampaignState.LAUNCHED
    assert any("PHÁT ĐỘNG PHONG TRÀO THI ĐUA" in message.text for message in group.heard)
    assert "trước 5/3/2020 (hết thứ Tư 4/3), còn 62 ngày" in town.binh.heard[-1].text
    assert town.lan.heard == []


def test_a_double_tap_launches_once(unlaunched_town: Town) -> None:
    town = unlaunched_town
    town.mai.sends("/phongtrao")
    town.mai.taps("Xem dự thảo")
    town.mai.taps_twice("Phát động ngay")

    assert len(town.letters("launch/head", state=LetterState.SENT)) == 3
    assert len(town.all(Duty)) == 29


def test_a_head_receives_the_launch_and_the_office_sees_who_did_not(unlaunched_town: Town) -> None:
    town = unlaunched_town
    town.mai.sends("/phongtrao")
    town.mai.taps("Xem dự thảo")
    town.mai.taps("Phát động ngay")

    town.binh.taps_twice("Đã nhận")

    assert "Đã xác nhận lúc 09:00 2/1/2020." in town.binh.reads()
    assert [one.account_id for one in town.all(LaunchReceipt)] == [town.binh.id]
    town.mai.sends("/phongtrao")
    town.mai.taps("Xem")
    assert "Đã nhận thông báo phát động: 1/3" in town.mai.reads()
    assert "Chưa xác nhận: Mai, Tú" in town.mai.reads()


def test_a_head_who_comes_after_the_launch_still_says_received(town: Town) -> None:
    town.binh.sends("/phongtrao")
    town.binh.taps("Xem")
    town.binh.taps("Đã nhận phát động")

    assert [one.account_id for one in town.all(LaunchReceipt)] == [town.binh.id]
    town.binh.sends("/phongtrao")
    town.binh.taps("Xem")
    assert "Đã nhận phát động" not in town.binh.buttons()
    town.lan.sends("/phongtrao")
    town.lan.taps("Xem")
    assert "Đã nhận phát động" not in town.lan.buttons()


def test_a_forged_button_launches_nothing(unlaunched_town: Town) -> None:
    town = unlaunched_town
    town.binh.sends("/phongtrao")
    screen = town.binh.last
    for action in (PreviewLaunch(town.campaign_id), LaunchCampaign(town.campaign_id), OpenCampaign(town.campaign_id)):
        town.binh.taps_data(screen, pack(action))
        assert TITLE not in town.binh.reads()

    assert town.campaign.state == CampaignState.DRAFT
    assert town.all(Duty) == []


def test_a_draft_with_words_for_a_day_asks_for_the_day_before_it_is_launched(unlaunched_town: Town) -> None:
    town = unlaunched_town
    with town.changing() as session:
        milestone = session.get_one(Milestone, town.one(Milestone, code="dang-ky").id)
        milestone.form, milestone.day, milestone.around = type(milestone.form)("around"), None, "đầu năm"
    town.mai.sends("/phongtrao")
    town.mai.taps("Xem dự thảo")
    assert "Phát động ngay" not in town.mai.buttons()

    town.mai.taps("Chọn ngày")
    town.mai.sends("31/2")
    assert town.one(Milestone, code="dang-ky").day is None
    town.mai.sends("5/3/2021")
    assert "Gõ một ngày từ 1/1/2020 đến 31/12/2020" in town.mai.reads()
    town.mai.sends("5/3/2020")

    assert town.one(Milestone, code="dang-ky").day == date(2020, 3, 5)
    town.mai.taps("Phát động ngay")
    assert "chậm nhất 5/3/2020 (thứ Năm)" in town.binh.heard[-1].text


def test_phases_turn_by_themselves_and_the_group_reads_of_it_at_eight(town: Town) -> None:
    group = a_linked_group(town)
    first = len(group.heard)

    town.sleeps_until("2020-06-25")
    town.moves_to("2020-07-01")

    lines = [message.text.split("\n")[0] for message in group.heard[first:]]
    assert [line for line in lines if "kết thúc" in line or "MỞ ĐỢT" in line or "SƠ KẾT" in line] == [
        "MỞ ĐỢT THI ĐUA: Đợt 2",
        "SƠ KẾT ĐỢT 1 · TẠM TÍNH",
    ]
    assert [phase.state.value for phase in town.all(Phase)] == ["ended", "open"]


def test_the_campaigns_are_shown_with_phase_and_theme_in_private_and_in_the_group(town: Town) -> None:
    group = a_linked_group(town)

    town.lan.sends("/phongtrao")
    assert "Đang trong Đợt 1, đến hết ngày 30/6/2020." in town.lan.reads()
    town.lan.taps("Xem")
    assert "• Đợt 2: 1/7/2020 – 31/12/2020" in town.lan.reads()
    assert "Đã nhận thông báo" not in town.lan.reads()

    town.binh.sends("/phongtrao@thidua_bot", to=group)
    assert "Đang trong Đợt 1" in group.last.text


def test_a_group_that_is_not_linked_is_told_nothing(town: Town) -> None:
    group = town.stage.telegram.group("Nhóm lạ", [town.binh.person])
    group.add_bot(town.binh.person)
    for command in ("/phongtrao@thidua_bot", "/hanchot@thidua_bot"):
        town.binh.sends(command, to=group)
        assert TITLE not in group.last.text
        assert "chưa liên kết" in group.last.text


def test_a_stranger_sees_no_campaign(town: Town) -> None:
    town.quan.sends("/phongtrao")

    assert TITLE not in town.quan.reads()
    assert town.one(Campaign).title == TITLE


def test_english_readers_read_english(english_town: Town) -> None:
    english_town.binh.sends("/campaigns")

    assert "Campaigns under way" in english_town.binh.reads()
    english_town.binh.sends("/deadlines")
    assert "What is still to do, soonest first" in english_town.binh.reads()
