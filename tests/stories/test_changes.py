"""Changes after the launch: with a reason, told with what was and is, followed by everything that hangs on it."""

from datetime import date
from typing import Any

from messages.actions import pack
from messages.actions.changes import ChangePart
from store.changes.parts import Part
from store.tables import CampaignChange, Milestone, Phase, PhaseState
from tests.town import Actor, Town


def opens(actor: Actor, town: Town) -> None:
    """To the page on which the campaign is changed, as somebody gets there."""
    actor.sends("/phongtrao")
    actor.taps("Xem chi tiết")
    actor.taps("Điều chỉnh")


def changes(actor: Actor, part: Part, row_id: Any, *said: str) -> None:
    actor.taps_data(actor.last, pack(ChangePart(part, row_id or 0)))
    for words in said:
        actor.sends(words)


def told(actor: Actor) -> list[str]:
    return [one.text for one in actor.heard if one.text.startswith("ĐIỀU CHỈNH")]


def test_a_deadline_moves_and_everybody_concerned_is_told_once(town: Town) -> None:
    mai, binh = town.mai, town.binh
    town.sleeps_until("2020-06-15")
    opens(mai, town)
    mai.taps("Sửa các mốc")
    mai.taps("Sửa: Báo cáo sơ kết đợt 1")
    mai.taps("Sửa hạn")
    mai.sends("trước 20/6")
    assert mai.reads().startswith("Giá trị này giống hiện nay")
    mai.sends("chậm nhất 30/6/2020")
    mai.sends("Theo công văn <12> của Hội đồng")
    assert "Trước đây: trước 20/6/2020 (hết thứ Sáu 19/6)" in mai.reads()
    assert "Nay là: chậm nhất 30/6/2020 (thứ Ba)" in mai.reads()
    mai.taps_twice("Điều chỉnh")

    assert mai.reads().startswith("Đã điều chỉnh và báo những người liên quan.")
    assert len(town.all(CampaignChange)) == 1
    (letter,) = told(binh)
    assert "Nay là: chậm nhất 30/6/2020 (thứ Ba)" in letter and "Lý do: Theo công văn <12>" in letter
    assert told(mai) == told(town.lan) == []
    duty = town.duty("bc-dot-1", "syt")
    assert (duty.day, duty.last_day) == (date(2020, 6, 30), date(2020, 6, 30))

    town.moves_to("2020-06-16")
    assert "Báo cáo sơ kết đợt 1" in binh.reads() and "còn 14 ngày" in binh.reads()
    heard = len(binh.heard)
    town.moves_to("2020-06-22")
    assert len(binh.heard) == heard
    town.moves_to("2020-06-23")
    assert "Báo cáo sơ kết đợt 1\nHạn: chậm nhất 30/6/2020 (thứ Ba), còn 7 ngày" in binh.reads()
    binh.sends("/phongtrao")
    binh.taps("Xem chi tiết")
    assert "Đã điều chỉnh 1 lần" in binh.reads()
    assert "Điều chỉnh" not in binh.buttons()
    binh.taps("Các lần điều chỉnh")
    assert "Lý do: Theo công văn <12> của Hội đồng" in binh.reads()


def test_a_report_in_time_becomes_late_when_its_deadline_moves_before_it_and_that_is_asked_about(
    one_town: Town,
) -> None:
    town = one_town
    mai = town.mai
    town.sleeps_until("2020-06-18")
    town.binh.sends("/baocao")
    town.binh.taps("Nộp Báo cáo sơ kết đợt 1")
    town.binh.sends("Kết quả 6 tháng")
    town.binh.taps("Xong")
    milestone = town.one(Milestone, code="bc-dot-1")
    mai.sends("/phongtrao")
    changes(mai, Part.DEADLINE, milestone.id, "chậm nhất 15/6/2020", "Họp sớm hơn")
    assert "Ngày này đã qua. Đồng chí có chắc không?" in mai.reads()
    assert "1 nơi đã làm đúng hạn cũ sẽ bị tính trễ." in mai.reads()
    mai.taps("Vẫn điều chỉnh")

    mai.sends("/tiendo")
    mai.taps("Sở Y tế")
    assert "Xong ngày 18/6/2020, trễ 3 ngày." in mai.reads()


def test_a_milestone_is_added_and_another_withdrawn(town: Town) -> None:
    mai, binh = town.mai, town.binh
    opens(mai, town)
    mai.taps("Sửa các mốc")
    mai.taps("Thêm mốc")
    mai.taps("Báo cáo")
    mai.sends("Báo cáo chuyên đề chuyển đổi số")
    mai.sends("1/1/2020")
    assert "Gõ một ngày từ 2/1/2020 đến 31/12/2020." in mai.reads()
    mai.sends("chậm nhất 15/5/2020")
    mai.sends("Tỉnh yêu cầu thêm")
    mai.taps("Điều chỉnh")
    assert "Thêm một mốc\nBáo cáo chuyên đề chuyển đổi số: chậm nhất 15/5/2020 (thứ Sáu)" in told(binh)[-1]
    binh.sends("/hanchot")
    assert "Báo cáo chuyên đề chuyển đổi số" in binh.reads()

    withdrawn = town.one(Milestone, code="bc-dot-1")
    changes(mai, Part.WITHDRAW, withdrawn.id, "Gộp vào báo cáo năm")
    mai.taps("Điều chỉnh")
    assert "Bỏ một mốc\nBáo cáo sơ kết đợt 1" in told(binh)[-1]
    binh.sends("/hanchot")
    assert "Báo cáo sơ kết đợt 1" not in binh.reads()
    heard = len(binh.heard)
    changes(mai, Part.WITHDRAW, withdrawn.id)
    assert mai.reads().startswith("Báo cáo sơ kết đợt 1 đã chốt")
    town.sleeps_until("2020-06-23")
    assert not any("Báo cáo sơ kết đợt 1" in one.text for one in binh.heard[heard:])
    rules = [
        one["rule"]["milestones"]
        for table in town.campaign.plan["score_tables"]
        for group in table["groups"]
        for one in group["criteria"]
        if one["rule"]["kind"] == "timely"
    ]
    assert [one["code"] for one in rules[0]] == ["dang-ky", "bc-nam", "cham-diem"]


def test_a_phase_that_ended_opens_again_and_ends_once_more(one_town: Town) -> None:
    town = one_town
    mai = town.mai
    town.sleeps_until("2020-07-01")
    phase = town.one(Phase, code="dot-1")
    assert phase.state == PhaseState.ENDED
    mai.sends("/phongtrao")
    changes(mai, Part.PHASE_SPAN, phase.id, "1/1/2020 - 31/12/2021")
    assert "Gõ một ngày từ 1/1/2020 đến 31/12/2020." in mai.reads()
    mai.sends("31/7/2020 - 1/1/2020")
    assert mai.reads().startswith("Ngày cuối (1/1/2020) đứng trước ngày đầu (31/7/2020).")
    mai.sends("1/1/2020 - 15/7/2020")
    mai.sends("Kéo dài cao điểm")
    mai.taps("Điều chỉnh")
    assert town.one(Phase, code="dot-1").state == PhaseState.OPEN
    assert "Thời gian của Đợt 1\nTrước đây: 1/1/2020 – 30/6/2020\nNay là: 1/1/2020 – 15/7/2020" in told(town.binh)[-1]

    town.sleeps_until("2020-07-16")
    assert town.one(Phase, code="dot-1").state == PhaseState.ENDED
    mai.sends("/phongtrao")
    changes(mai, Part.THEME, phase.id, "Thi đua nước rút", "Chủ đề mới của tỉnh")
    mai.taps("Điều chỉnh")
    assert town.one(Phase, code="dot-1").theme == "Thi đua nước rút"


def test_the_campaign_ends_later_and_its_last_phase_with_it(one_town: Town) -> None:
    town = one_town
    mai = town.mai
    opens(mai, town)
    mai.taps("Sửa thời gian")
    mai.sends("1/7/2020 - 31/1/2021")
    assert mai.reads().startswith("Chưa đọc được ngày.")
    mai.sends("1/3/2020")
    assert mai.reads().startswith("Đợt 1 (1/1/2020 – 30/6/2020) nằm ngoài thời gian này.")
    mai.sends("31/1/2021")
    mai.sends("Tổng kết vào tháng Một")
    mai.taps("Điều chỉnh")
    assert (town.campaign.ends, town.one(Phase, code="dot-2").ends) == (date(2021, 1, 31), date(2021, 1, 31))
