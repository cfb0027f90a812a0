"""Confirming, verifying, adjusting, returning, rejecting and reversing achievements: as people do it."""

from decimal import Decimal
from typing import Any

import pytest

from messages.actions import pack
from messages.actions.verification import (
    AdjustAchievement,
    ConfirmAchievement,
    OpenAchievementReview,
    RejectAchievement,
    ReturnAchievement,
    ReverseAchievement,
    VerifyAchievement,
)
from store.achievements import AchievementText, add_evidence, record_achievement, to_verify
from store.tables import (
    Achievement,
    AchievementState,
    Appointment,
    BlocRole,
    Campaign,
    CampaignState,
    Entry,
    EntryDetails,
    Form,
    FormState,
    Member,
    Standing,
)
from tests.town import Actor, Town

PAPER = {"paper_number": "12/QĐ-UBND", "paper_day": "2020-01-02"}


def recorded(town: Town, actor: Actor, title: str = "Đề án một cửa", *, own: bool = True, **more: Any) -> int:
    """An achievement somebody sends in: of their own, or of their unit; under 1.2 if nothing else is said."""
    said = {"criterion": "1.2", "day": town.now.date(), "evidence": [PAPER], **more}
    evidence, campaign_id = said.pop("evidence"), said.pop("campaign_id", town.campaign_id)
    by, unit = (
        town.member(actor.name),
        town.unit({"Lan": "syt", "Bình": "syt", "Mai": "stttt"}.get(actor.name, "sgddt")),
    )
    with town.changing() as session:
        case = record_achievement(
            session,
            campaign_id,
            AchievementText(title=title, **said),
            evidence,
            unit_id=unit.id or 0,
            member_id=by.id if own else None,
            by=session.get_one(Member, by.id),
            now=town.now,
        )
        achievement_id = case.achievement.id or 0
    town.settles()
    return achievement_id


def confirmed(town: Town, actor: Actor, title: str = "Đề án một cửa", **more: Any) -> int:
    """One that waits for the council; staff's was confirmed by the head."""
    achievement_id = recorded(town, actor, title, **more)
    if more.get("own", True):
        head = {"syt": town.binh, "sgddt": town.tu}["syt" if actor.name in ("Lan", "Bình") else "sgddt"]
        head.taps_data(head.last, pack(ConfirmAchievement(achievement_id, 1)))
    return achievement_id


def serves(town: Town, actor: Actor, role: BlocRole = BlocRole.COUNCIL) -> None:
    with town.changing() as session:
        member_id = town.member(actor.name).id or 0
        session.add(Appointment(member_id=member_id, bloc_id=town.bloc_id, role=role, first_day=town.now.date()))


def state_of(town: Town, achievement_id: int) -> AchievementState:
    return town.one(Achievement, id=achievement_id).state


def points_of(town: Town, name: str) -> Decimal:
    """The points of a person in the whole campaign."""
    found = [one.points for one in town.all(Standing) if one.member_id == town.member(name).id and one.phase_id == 0]
    return found[0] if found else Decimal(0)


# The queue


def test_a_head_confirms_the_council_verifies_with_one_tap_and_sees_the_next(town: Town) -> None:
    first, second = recorded(town, town.lan), recorded(town, town.lan, "Văn bản tham mưu")
    screen = town.binh.heard[-2]
    town.binh.taps("Xác nhận", screen)
    town.binh.taps("Tiếp theo (còn 1)")
    assert screen.text.startswith("Chờ xem xét: 1/1\n\nVăn bản tham mưu\nSở Y tế · đồng chí Lan")
    town.binh.taps("Xác nhận", screen)
    assert "Không còn gì chờ đồng chí xem xét." in screen.text

    town.dung.taps("Bắt đầu")
    assert town.dung.reads().startswith("Chờ xem xét: 1/2\n\nĐề án một cửa\nSở Y tế · đồng chí Lan")
    assert "Đồng chí Lan gửi lúc 09:00 2/1/2020\nĐồng chí Bình đã xác nhận." in town.dung.reads()
    before = len(town.dung.heard)
    town.dung.acts = 0
    town.dung.taps("Đạt (10 điểm)")

    assert town.dung.acts == 1
    assert [one.text.splitlines()[0] for one in town.dung.heard[before - 1 :]] == [
        "✅ Đã công nhận: 10 điểm.",
        "Chờ xem xét: 1/1",
    ]
    assert "Văn bản tham mưu" in town.dung.reads()
    assert (state_of(town, first), state_of(town, second)) == (AchievementState.VERIFIED, AchievementState.CONFIRMED)
    assert town.lan.reads().startswith("✅ Thành tích đã được đồng chí Dũng công nhận: 10 điểm.")
    assert "Tổng điểm hiện nay: 10 (tạm tính)." in town.lan.reads()
    assert points_of(town, "Lan") == 10
    town.dung.taps("Đạt (10 điểm)")
    assert "Không còn gì chờ đồng chí xem xét." in town.dung.reads()
    assert points_of(town, "Lan") == 20


def test_the_queue_mixes_registrations_and_achievements_oldest_first(town: Town) -> None:
    serves(town, town.mai, BlocRole.DEPUTY)
    confirmed(town, town.lan, "Việc đầu")
    town.moves_to("2020-01-03")
    town.binh.sends("/dangky")
    town.binh.taps("Đề án")
    town.binh.sends("Đăng ký ở giữa")
    town.binh.taps("Gửi")
    town.moves_to("2020-01-04")
    confirmed(town, town.hoa, "Việc cuối")

    town.mai.sends("/review")
    seen = [town.mai.reads()]
    for _ in range(3):
        town.mai.taps("Tiếp theo", town.mai.last)
        seen.append(town.mai.reads())

    titles = ("Việc đầu", "Đăng ký ở giữa", "Việc cuối", "Việc đầu")
    for text, title, place in zip(seen, titles, (1, 2, 3, 1), strict=True):
        assert text.startswith(f"Chờ xem xét: {place}/3\nSở Y tế: 2; Sở Giáo dục và Đào tạo: 1\n\n"), text
        assert title in text
    town.mai.taps("Tiếp theo", town.mai.last)
    town.mai.taps("Xác nhận")
    town.mai.taps("Tiếp theo (còn 2)", town.mai.last)
    assert "Việc cuối" in town.mai.reads()


def test_evidence_is_shown_in_place_three_files_first_and_all_on_demand(town: Town) -> None:
    town.lan.sends_album(["a.jpg", "b.jpg", "c.pdf", "d.pdf"], caption="Đề án được phê duyệt")
    town.lan.taps("Đề án")
    town.lan.taps("Gửi")
    town.binh.taps("Xác nhận")
    before = len(town.dung.heard)

    town.dung.taps_twice("Bắt đầu")

    assert [one.text for one in town.dung.heard[before:-1]] == [
        f"Đề án được phê duyệt ({number}/4)" for number in (1, 2, 3)
    ]
    assert town.dung.heard[before].file is not None
    assert "Minh chứng (4):\n• ảnh\n• ảnh\n• c.pdf\n• d.pdf" in town.dung.reads()
    item, before = town.dung.last, len(town.dung.heard)
    town.dung.taps("Xem minh chứng")
    assert [one.text for one in town.dung.heard[before:]] == [
        f"Đề án được phê duyệt ({number}/4)" for number in (1, 2, 3, 4)
    ]
    town.dung.taps("Đạt", item)
    assert item.text.startswith("✅ Đã công nhận: 10 điểm.")


def test_an_english_reviewer_reads_english(english_town: Town) -> None:
    town = english_town
    recorded(town, town.lan)
    recorded(town, town.tu, "Cải cách", own=False, criterion="1.3", quantity=Decimal("92.5"))
    town.binh.taps("Confirm")
    assert town.dung.heard[-1].text.startswith("1 achievement waits for you to verify it.")
    town.dung.sends("/review")
    assert "Sent by Lan, 09:00 2 Jan 2020\nConfirmed by Bình." in town.dung.reads()
    assert town.dung.buttons()[:4] == ["Pass (10 points)", "Change points", "Return", "Reject"]
    town.dung.taps("Pass")
    assert "Result: 92.5" in town.dung.reads() and town.dung.buttons()[0] == "Pass (80 points)"
    town.dung.taps("Change points")
    town.dung.sends("a lot")
    assert town.dung.reads().startswith("Not right. Please type points from 0 to 100")
    town.dung.sends("85.5")
    town.dung.sends("The survey came late")
    town.dung.taps("Pass (85.5 points)")
    assert town.tu.reads().startswith("✅")
    assert "The survey came late" in town.tu.reads()
    town.dung.taps("See the achievement")
    town.dung.taps("Take verification back")
    town.dung.sends("Counted twice")
    assert "The verification was taken back" in town.dung.reads()
    town.dung.taps_data(town.dung.last, pack(VerifyAchievement(2, 1)))
    assert town.dung.reads().startswith("It cannot be verified. Its verification was taken back.")


# Points that the council gives


def test_points_are_adjusted_with_a_reason(town: Town) -> None:
    achievement_id = confirmed(town, town.lan)
    town.dung.sends("/duyet")
    town.dung.taps("Sửa điểm")
    assert "Theo quy tắc: 10 điểm." in town.dung.reads()
    for wrong in ("nhiều", "-1", "100,5", "1,255"):
        town.dung.sends(wrong)
        assert town.dung.reads().startswith("Chưa đúng. Mời gõ số điểm từ 0 đến 100"), wrong
    town.dung.sends_photo()
    assert town.dung.reads().startswith("Mời trả lời bằng chữ")
    town.dung.sends("7,5")
    town.dung.sends("à")
    assert town.dung.reads().startswith("Ngắn quá")
    town.dung.taps("Quay lại")
    town.dung.sends("12,25")
    town.dung.sends("Đề án có sức lan toả")
    assert "Chấm: 12,25 điểm\nTheo quy tắc: 10 điểm\nLý do: Đề án có sức lan toả" in town.dung.reads()
    town.dung.taps("Sửa điểm", town.dung.last)
    town.dung.sends("12,5")
    town.restarts()
    town.dung.taps("Sửa lý do", town.dung.last)
    town.dung.sends("Áp dụng toàn tỉnh")
    town.dung.taps_twice("Đạt (12,5 điểm)")

    one = town.one(Achievement, id=achievement_id)
    assert (one.state, one.given, one.points) == (AchievementState.VERIFIED, Decimal("12.5"), Decimal("12.5"))
    assert town.dung.last.text.startswith("✅ Đã công nhận: 12,5 điểm.")
    assert "Lý do chấm điểm: Áp dụng toàn tỉnh" in town.lan.reads()
    assert points_of(town, "Lan") == Decimal("12.5")
    assert [form.state for form in town.all(Form)] == [FormState.DONE]


def test_a_criterion_without_a_rule_asks_for_the_points(town: Town) -> None:
    achievement_id = confirmed(town, town.tu, "Hoàn thành chỉ tiêu", own=False, criterion="1.1")
    town.dung.taps("Bắt đầu")
    assert "Tiêu chí này do Hội đồng cho điểm." in town.dung.reads()
    assert town.dung.buttons()[:3] == ["Cho điểm", "Trả lại", "Không công nhận"]
    town.dung.taps_data(town.dung.last, pack(VerifyAchievement(achievement_id, 1)))
    assert town.dung.reads().startswith("Tiêu chí này do Hội đồng cho điểm. Mời bấm “Cho điểm”")
    town.dung.taps("Cho điểm")
    town.dung.sends("1.250,5")
    assert "từ 0 đến 300" in town.dung.reads()
    town.dung.sends("285")
    town.dung.taps("Đạt (285 điểm)")

    assert town.one(Achievement).points == 285
    unit = [one.points for one in town.all(Standing) if one.unit_id == town.unit("sgddt").id and one.phase_id == 0]
    assert unit == [285]


def test_a_penalty_says_what_it_takes(town: Town) -> None:
    confirmed(town, town.tu, "Vi phạm", own=False, criterion="4.2", label="Khiển trách")
    town.dung.taps("Bắt đầu")
    assert town.dung.buttons()[0] == "Xác nhận (trừ 25 điểm)"
    town.dung.taps("Sửa điểm")
    town.dung.sends("100,01")
    assert "từ 0 đến 100" in town.dung.reads()
    town.dung.sends("30")
    town.dung.sends("Tái phạm")
    town.dung.taps("Xác nhận (trừ 30 điểm)")

    assert town.dung.reads().startswith("✅ Đã công nhận: trừ 30 điểm.")
    assert "Sở Y tế" not in town.tu.reads() and "trừ 30 điểm" in town.tu.reads()


# No


@pytest.mark.parametrize(
    ("label", "state", "told"),
    [
        ("Trả lại", AchievementState.RETURNED, "↩️ Thành tích được đồng chí Dũng trả lại:"),
        ("Không công nhận", AchievementState.REJECTED, "✖️ Thành tích không được công nhận, theo đồng chí Dũng:"),
    ],
)
def test_the_council_returns_or_rejects_with_a_reason(
    town: Town, label: str, state: AchievementState, told: str
) -> None:
    achievement_id = confirmed(town, town.lan)
    town.dung.taps("Bắt đầu")
    town.dung.taps(label)
    town.dung.sends("à")
    assert town.dung.reads().startswith("Ngắn quá")
    town.dung.taps("Quay lại")
    assert state_of(town, achievement_id) == AchievementState.CONFIRMED
    town.dung.sends("/duyet")
    town.dung.taps(label)
    town.dung.sends("Thiếu quyết định phê duyệt")

    assert state_of(town, achievement_id) == state
    assert "Lý do: Thiếu quyết định phê duyệt" in town.dung.reads()
    for concerned in (town.lan, town.binh):
        assert concerned.reads().startswith(told)
        assert "Lý do: Thiếu quyết định phê duyệt" in concerned.reads()
    assert town.all(Standing) == [] or points_of(town, "Lan") == 0


def test_a_head_returns_with_a_reason_and_confirms_what_comes_again(town: Town) -> None:
    achievement_id = recorded(town, town.lan)
    town.binh.taps("Trả lại")
    town.binh.sends("Chưa rõ ngày")
    assert state_of(town, achievement_id) == AchievementState.RETURNED
    assert "Chưa rõ ngày" in town.lan.reads()

    town.lan.taps("Xem thành tích")
    town.lan.taps("Sửa")
    town.lan.taps("Gửi")
    old = pack(ConfirmAchievement(achievement_id, 1))
    town.binh.taps_data(town.binh.last, old)
    assert town.binh.reads().startswith("Thành tích này đã được sửa sau khi đồng chí xem.")
    town.binh.taps("Xem thành tích")
    town.binh.taps_twice("Xác nhận")
    assert state_of(town, achievement_id) == AchievementState.CONFIRMED


def test_a_verification_is_taken_back_with_a_reason(town: Town) -> None:
    achievement_id = confirmed(town, town.lan)
    town.dung.taps("Bắt đầu")
    town.dung.taps("Đạt")
    assert points_of(town, "Lan") == 10
    town.dung.taps("Xem thành tích")
    town.dung.taps("Huỷ công nhận")
    town.dung.sends("Quyết định đã bị thu hồi")

    assert state_of(town, achievement_id) == AchievementState.REVERSED
    assert points_of(town, "Lan") == 0
    assert town.dung.reads().startswith("✖️ Đã huỷ công nhận, điểm đã được trừ lại.")
    assert "Quyết định đã bị thu hồi" in town.lan.reads()
    town.dung.taps_data(town.dung.last, pack(ReverseAchievement(achievement_id)))
    town.dung.sends("Một lần nữa")
    assert points_of(town, "Lan") == 0
    assert [one.action for one in town.all(Entry)].count("reversed") == 1


# Whose own interest it is


def test_own_work_and_own_unit_are_never_in_the_queue_and_refused_when_forged(town: Town) -> None:
    serves(town, town.binh)
    serves(town, town.hoa)
    hers, colleagues = confirmed(town, town.hoa, "Của Hoa"), confirmed(town, town.tu, "Của đơn vị", own=False)
    staffs = confirmed(town, town.lan, "Của Lan")

    town.hoa.sends("/duyet")
    assert town.hoa.reads().startswith("Chờ xem xét: 1/1\n\nCủa Lan")
    town.binh.sends("/duyet")
    assert town.binh.reads().startswith("Chờ xem xét: 1/2\n\nCủa Hoa")
    for achievement_id, why in ((hers, "của chính mình"), (colleagues, "vì là đơn vị mình")):
        for action in (VerifyAchievement, AdjustAchievement, RejectAchievement, ReturnAchievement):
            town.hoa.taps_data(town.hoa.last, pack(action(achievement_id, 1)))
            assert why in town.hoa.reads(), action
        assert state_of(town, achievement_id) == AchievementState.CONFIRMED
        town.hoa.taps_data(town.hoa.last, pack(OpenAchievementReview(achievement_id)))
        assert "Đạt (10 điểm)" not in town.hoa.buttons()
    town.binh.taps_data(town.binh.last, pack(VerifyAchievement(staffs, 1)))
    assert "vì là đơn vị mình" in town.binh.reads()
    town.hoa.sends("/duyet")

    skips = [one for one in town.all(Entry) if one.action == "skipped"]
    with town.reading() as session:
        whys = {one.id: (session.get_one(EntryDetails, one.id).details or {}).get("why") for one in skips}
    hoa, binh = town.member("Hoa").id, town.member("Bình").id
    assert sorted((one.actor_id, one.subject_id, whys[one.id]) for one in skips if one.actor_id == hoa) == [
        (hoa, hers, "own_work"),
        (hoa, colleagues, "own_unit"),
    ]
    assert [(one.subject_id, whys[one.id]) for one in skips if one.actor_id == binh] == [(staffs, "own_unit")]


def test_a_head_does_not_confirm_what_is_their_own(town: Town) -> None:
    achievement_id = recorded(town, town.tu, own=True)
    assert state_of(town, achievement_id) == AchievementState.CONFIRMED
    town.tu.taps_data(town.tu.last, pack(ConfirmAchievement(achievement_id, 1)))
    assert "của chính mình" in town.tu.reads()


def test_of_two_reviewers_the_second_reads_who_was_faster_and_nothing_counts_twice(town: Town) -> None:
    serves(town, town.tu)
    achievement_id = confirmed(town, town.lan)
    town.dung.sends("/duyet")
    town.tu.sends("/duyet")
    town.tu.taps("Trả lại")
    town.dung.taps_twice("Đạt (10 điểm)")
    assert town.dung.reads().startswith("✅ Đã công nhận: 10 điểm.")

    town.tu.sends("Thiếu minh chứng")
    assert town.tu.reads().startswith("Đồng chí Dũng đã xử lý việc này trước")
    town.tu.taps_data(town.tu.last, pack(VerifyAchievement(achievement_id, 1)))
    assert town.tu.reads().startswith("Đồng chí Dũng đã xử lý việc này trước")
    town.dung.taps_data(town.dung.last, pack(RejectAchievement(achievement_id, 1)))
    assert town.dung.reads().startswith("Không thể từ chối công nhận. Mục này đã được công nhận;")
    assert points_of(town, "Lan") == 10
    assert len(town.letters("achievements/verified")) == 1
    assert [one.action for one in town.all(Entry)].count("verified") == 1


def test_what_was_changed_since_it_was_shown_is_not_verified(town: Town) -> None:
    achievement_id = confirmed(town, town.tu, own=False)
    town.dung.sends("/duyet")
    screen = town.dung.last
    town.tu.sends("/cuatoi")
    with town.changing() as session:
        session.get_one(Achievement, achievement_id).version = 2

    town.dung.taps("Đạt", screen)

    assert town.dung.reads().startswith("Thành tích này đã được sửa sau khi đồng chí xem.")
    assert state_of(town, achievement_id) == AchievementState.CONFIRMED


def test_what_the_verifier_should_know_is_on_the_item(town: Town) -> None:
    """Evidence that came later, the same content elsewhere, and how late it was sent in."""
    first = confirmed(town, town.tu, "Báo cáo chung", own=False)
    town.sleeps_until("2020-07-03")
    second = confirmed(town, town.lan, "Báo cáo của Lan", day=town.now.date().replace(month=6, day=20))
    town.dung.taps_data(town.dung.last, pack(OpenAchievementReview(second)))
    assert "trễ 3 ngày" in town.dung.reads()
    assert (
        "⚠️ Minh chứng trùng với thành tích khác:\n• “Báo cáo chung” – Sở Giáo dục và Đào tạo, ngày 2/1/2020"
    ) in town.dung.reads()
    with town.changing() as session:
        lan = session.get_one(Member, town.member("Lan").id)
        link = {"link": "https://vi-du.vn/bai-2"}
        add_evidence(session, second, [link], by=lan, now=town.now)
    town.dung.taps_data(town.dung.last, pack(OpenAchievementReview(second)))
    assert "Minh chứng (2):" in town.dung.reads() and "https://vi-du.vn/bai-2" in town.dung.reads()
    town.dung.taps("Đạt")
    assert (state_of(town, first), state_of(town, second)) == (AchievementState.CONFIRMED, AchievementState.VERIFIED)


# A unit's own campaign, the daily letter


def own_campaign(town: Town) -> int:
    """A campaign of Sở Y tế itself, with the table of the bloc's."""
    with town.changing() as session:
        model = session.get_one(Campaign, town.campaign_id).model_dump(exclude={"id", "code", "title"})
        campaign = Campaign(
            **{**model, "code": "syt-2020", "title": "Phong trào của Sở", "owner_unit_id": town.unit("syt").id}
        )
        campaign.state = CampaignState.LAUNCHED
        session.add(campaign)
        session.flush()
        return campaign.id or 0


def test_in_a_units_own_campaign_its_head_verifies_and_nobody_else(town: Town) -> None:
    campaign_id = own_campaign(town)
    staffs = recorded(town, town.lan, "Việc của Lan", campaign_id=campaign_id)
    own = recorded(town, town.binh, "Việc của Bình", campaign_id=campaign_id)
    assert state_of(town, staffs) == AchievementState.CONFIRMED
    assert town.binh.reads().startswith("1 thành tích chờ đồng chí thẩm định.")
    for other in (town.dung, town.tu):
        other.sends("/help")
        other.taps_data(other.last, pack(VerifyAchievement(staffs, 1)))
        assert state_of(town, staffs) == AchievementState.CONFIRMED

    town.binh.taps("Bắt đầu")
    assert town.binh.reads().startswith("Chờ xem xét: 1/2\n\nViệc của Lan")
    town.binh.taps("Đạt (10 điểm)")
    town.binh.taps("Đạt (10 điểm)")

    assert state_of(town, own) == AchievementState.VERIFIED, "the only head verifies their own as well"
    assert town.lan.reads().startswith("✅ Thành tích đã được đồng chí Bình công nhận: 10 điểm.")


def test_those_who_verify_are_told_once_a_day(town: Town) -> None:
    first = confirmed(town, town.lan)
    confirmed(town, town.hoa)
    assert len([one for one in town.dung.heard if "chờ đồng chí thẩm định" in one.text]) == 1
    assert "chờ đồng chí thẩm định" not in "".join(one.text for one in (*town.binh.heard, *town.tu.heard))
    town.moves_to("2020-01-03")
    confirmed(town, town.hoa, "Văn bản")
    assert town.dung.reads() == "3 thành tích chờ đồng chí thẩm định.\n\nSở Giáo dục và Đào tạo: 2\nSở Y tế: 1"
    assert state_of(town, first) == AchievementState.CONFIRMED


def test_the_daily_letter_is_void_when_nothing_waits_any_more(town: Town) -> None:
    achievement_id = confirmed(town, town.lan)
    letter = town.letters("live/achievements/to_verify")[0]
    town.dung.taps_data(town.dung.last, pack(VerifyAchievement(achievement_id, 1)))

    with town.reading() as session:
        assert to_verify(session, letter.facts, town.now) is None
