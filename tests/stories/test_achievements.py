"""Recording achievements by conversation and by simply sending what shows them: as people do it."""

import pytest

from messages.actions import pack
from messages.actions.achievements import (
    AddEvidence,
    AmendAchievement,
    OpenAchievement,
    ShowEvidence,
    UnitAchievements,
    WithdrawAchievement,
)
from store.tables import (
    Achievement,
    AchievementState,
    Evidence,
    File,
    FileState,
    Form,
    FormState,
    Membership,
    MembershipState,
    Report,
    Target,
    TargetState,
    UnitRole,
)
from tests.town import Actor, Town

CAPTION = "Tuyên truyền cải cách hành chính"


def records(actor: Actor, caption: str = CAPTION) -> None:
    """A captioned photo, its criterion, sent."""
    actor.sends_photo(caption=caption)
    actor.taps("Tin, bài")
    actor.taps("Gửi")


def part_of_album(actor: Actor, name: str, caption: str = "") -> None:
    """One part of an album whose parts come far from each other."""
    file = actor.person._uploads("document", name, name.encode(), None, "application/octet-stream")
    actor.person._write(None, text=caption, file=file, media_group_id="g1")
    actor.town.settles()


def said_since(actor: Actor, before: int) -> list[str]:
    return [message.text for message in actor.heard[before:]]


# Simply sending it


def test_a_captioned_photo_takes_three_acts(town: Town) -> None:
    records(town.lan)

    one = town.one(Achievement)
    assert town.lan.acts == 3
    assert (one.title, one.criterion, str(one.quantity), str(one.day)) == (CAPTION, "3.2", "1.00", "2020-01-02")
    assert (one.member_id, one.state) == (town.member("Lan").id, AchievementState.WAITING)
    assert [file.state for file in town.all(File)] == [FileState.STORED]
    assert [form.state for form in town.all(Form)] == [FormState.DONE]
    assert "chờ thủ trưởng đơn vị xác nhận" in town.lan.reads()
    assert town.binh.reads().startswith("Thành tích mới chờ đồng chí xác nhận")
    assert town.binh.buttons() == ["Xác nhận", "Trả lại", "Xem minh chứng", "Xem"]


def test_the_criterion_that_shares_words_with_the_caption_comes_first(town: Town) -> None:
    town.lan.sends_photo(caption="Giải Ba hội thi thể thao")
    assert town.lan.buttons()[0] == "Giải cao tại hội thi, hội diễn, thể thao"
    assert len(town.lan.buttons()) == 3 + len(["Tiêu chí khác", "Quay lại", "Huỷ"])

    town.lan.taps("Giải cao")
    town.lan.taps("Giải Ba")
    town.lan.taps("Gửi")

    assert town.one(Achievement).label == "Giải Ba"


def test_an_album_is_one_screen_and_its_first_caption_the_title(town: Town) -> None:
    before = len(town.lan.heard)
    town.lan.sends_album(["a.jpg", "b.jpg", "c.pdf"], caption=CAPTION)

    assert len(said_since(town.lan, before)) == 1
    assert town.lan.reads().startswith(f"{CAPTION}\nĐã nhận 3 tệp.")
    town.lan.taps("Tin, bài")
    town.lan.taps("Gửi")
    assert len(town.all(Evidence)) == 3


def test_parts_of_an_album_join_at_every_step_and_after_it_was_sent(town: Town) -> None:
    part_of_album(town.lan, "a.pdf")
    town.lan.taps("Tiêu chí khác")
    town.lan.taps("Tin, bài")
    assert "Đã làm được việc gì?" in town.lan.reads()
    part_of_album(town.lan, "b.pdf", caption=CAPTION)
    assert town.lan.reads().startswith("Xem lại trước khi gửi thành tích")
    part_of_album(town.lan, "c.pdf")
    assert "Minh chứng (3):" in town.lan.reads()
    town.lan.taps("Gửi")
    part_of_album(town.lan, "d.pdf")

    assert len(town.all(Achievement)) == 1
    assert sorted(file.name for file in town.all(File)) == ["a.pdf", "b.pdf", "c.pdf", "d.pdf"]


def test_late_parts_of_an_album_that_was_dropped_are_dropped(town: Town) -> None:
    part_of_album(town.lan, "a.pdf")
    town.lan.taps("Huỷ")
    before = len(town.lan.heard)
    part_of_album(town.lan, "b.pdf")

    assert said_since(town.lan, before) == []
    assert {form.state for form in town.all(Form)} == {FormState.CANCELLED}


def test_a_link_outside_a_form_is_evidence_and_plain_words_go_home(town: Town) -> None:
    town.lan.sends("chào bot")
    assert town.lan.reads().startswith("Xin chào")
    town.lan.sends("Bài trên báo tỉnh: https://vi-du.vn/bai-1.")
    town.lan.taps("Tin, bài")
    town.lan.taps("Gửi")

    assert town.one(Evidence).link == "https://vi-du.vn/bai-1"
    assert town.one(Achievement).title == "Bài trên báo tỉnh:"


def test_video_voice_and_a_file_are_evidence(town: Town) -> None:
    town.lan.sends_video(caption=CAPTION)
    town.lan.sends_voice()
    town.lan.sends_file("giay khen.pdf")
    assert "Đã nhận 3 tệp.\n• phim.mp4" in town.lan.reads()
    town.lan.taps("Tin, bài")
    town.lan.taps("Gửi")

    assert [file.kind for file in town.all(File)] == ["video", "voice", "document"]


def test_where_a_forwarded_photo_came_from_is_kept_and_shown(town: Town) -> None:
    photo = town.quan.person.sends_photo(caption=CAPTION)
    town.lan.forwards(photo)
    assert "chuyển tiếp từ Quân, 09:00 2/1/2020" in town.lan.reads()
    town.lan.taps("Tin, bài")
    town.lan.taps("Gửi")

    origin = town.one(Evidence).origin
    assert (origin["kind"], origin["name"], origin["at"]) == ("user", "Quân", "2020-01-02T02:00:00+00:00")
    assert "ảnh – chuyển tiếp từ Quân, 09:00 2/1/2020" in town.binh.reads()


def test_who_has_no_unit_is_told_that_nothing_waits_for_the_file(town: Town) -> None:
    town.quan.sends_photo(caption=CAPTION)

    assert town.all(Achievement) == []
    assert town.all(Form)[-1].name == "joining"


# The question


def test_a_head_is_asked_once_which_duty_or_achievement_it_is_for(town: Town) -> None:
    before = len(town.binh.heard)
    town.binh.sends_album(["a.docx", "b.docx"], caption="Báo cáo")
    assert len(said_since(town.binh, before)) == 1
    assert town.binh.reads().startswith("Đã nhận 2 tệp.")
    assert town.binh.buttons()[0] == "Nộp Báo cáo sơ kết đợt 1 · trước 20/6"
    assert town.binh.buttons()[-3:] == ["Minh chứng thành tích", "Quay lại", "Bỏ"]

    town.restarts()
    town.binh.taps("Minh chứng thành tích")
    town.binh.taps("Đề án và văn bản")
    town.binh.taps("Gửi")

    one = town.one(Achievement)
    assert (one.member_id, one.state, one.title) == (None, AchievementState.CONFIRMED, "Báo cáo")
    assert len(town.all(Evidence)) == 2
    assert town.all(Report) == []


def test_a_second_tap_on_the_question_shows_the_form_it_opened(town: Town) -> None:
    town.binh.sends_photo(caption=CAPTION)
    town.binh.taps_twice("Minh chứng thành tích")

    assert town.binh.reads().endswith("Thành tích thuộc tiêu chí nào?")
    assert len(town.all(Form)) == 2


def test_what_no_report_takes_opens_the_form_at_once(town: Town) -> None:
    town.binh.sends_video(caption=CAPTION)

    assert town.binh.reads().endswith("Thành tích thuộc tiêu chí nào?")


def test_late_parts_of_an_album_join_what_the_question_was_answered_with(town: Town) -> None:
    part_of_album(town.binh, "a.pdf", caption=CAPTION)
    town.binh.taps("Minh chứng thành tích")
    part_of_album(town.binh, "b.pdf")
    town.binh.taps("Tin, bài")
    town.binh.taps("Gửi")
    part_of_album(town.binh, "c.pdf")

    assert len(town.all(Achievement)) == 1
    assert [file.name for file in town.all(File)] == ["a.pdf", "b.pdf", "c.pdf"]


def test_the_question_takes_more_files_and_no_words_and_may_be_dropped(town: Town) -> None:
    town.binh.sends_file("a.docx")
    town.binh.sends("để làm gì")
    assert town.binh.reads() == "Mời đồng chí chọn một trong các nút."
    town.binh.sends_file("virus.exe")
    assert "Minh chứng nhận ảnh, video" in town.binh.reads()
    town.binh.sends_file("b.docx")
    town.binh.sends("/tieptuc")
    assert town.binh.reads().startswith("Đã nhận 2 tệp.")
    town.binh.taps("Bỏ")

    assert [form.answers for form in town.all(Form)] == [{}]
    assert town.all(File) == []


# By command


def test_by_command_each_wrong_answer_is_told_and_the_form_stays(town: Town) -> None:
    lan = town.lan
    lan.sends("/evidence")
    lan.sends("thể thao")
    assert lan.reads() == "Mời đồng chí chọn một trong các nút."
    lan.taps("Tiêu chí khác")
    lan.taps("Giải cao")
    lan.sends("ab")
    assert "Ngắn quá" in lan.reads()
    lan.sends("Giải Nhất hội thi cán bộ giỏi")
    lan.sends("Giải Nhất")
    assert lan.reads() == "Mời đồng chí chọn một trong các nút."
    lan.taps("Giải Nhất")
    assert "Xong" not in lan.buttons()
    lan.sends("giấy khen")
    assert lan.reads().startswith("Chưa đọc được minh chứng.")
    lan.sends("123/QĐ-UBND ngày 31/2/2020")
    assert lan.reads().startswith("Không có ngày này trong lịch.")
    lan.sends("123/QĐ-UBND ngày 31/12/2020")
    assert "Gõ một ngày từ" in lan.reads()
    lan.sends("123/QĐ-UBND ngày 31/12/2019\nhttps://vi-du.vn/giai")
    lan.sends("123/QĐ-UBND ngày 31/12/2019")
    lan.sends("https://vi-du.vn/giai")
    lan.sends_file("to.pdf", size=25 * 1024 * 1024)
    assert "quá mức 20 MB" in lan.reads()
    assert "gửi liên kết tới tệp" in lan.reads()
    lan.sends_file("rong.pdf", data=b"", size=0)
    assert "không có nội dung (0 byte)" in lan.reads()
    town.restarts()
    lan.sends("/tieptuc")
    lan.taps("Xong")
    assert "văn bản số 123/QĐ-UBND ngày 31/12/2019" in lan.reads()
    lan.taps("Gửi")

    one = town.one(Achievement)
    assert (one.criterion, one.label, one.title) == ("4.1", "Giải Nhất", "Giải Nhất hội thi cán bộ giỏi")
    assert [(piece.link, piece.paper_number) for piece in town.all(Evidence)] == [
        ("https://vi-du.vn/giai", ""),
        ("", "123/QĐ-UBND"),
    ]


def test_each_line_of_the_preview_may_be_edited(town: Town) -> None:
    lan = town.lan
    lan.sends_photo(caption=CAPTION)
    lan.taps("Tin, bài")
    lan.taps("Sửa số lượng")
    for wrong in ("0", "nhiều", "1,234", "-2"):
        lan.sends(wrong)
        assert lan.reads().startswith("Chưa đúng. Mời gõ một số từ 1 trở lên")
    lan.sends("3")
    lan.taps("Sửa ngày")
    lan.sends("3/1/2020")
    assert "Gõ một ngày từ 1/1/2020 đến 2/1/2020." in lan.reads()
    lan.sends("hôm qua")
    lan.taps("Sửa tương tác")
    assert "chia sẻ, thích, bình luận" in lan.reads()
    for wrong in ("12", "12 340 x", "1,5 2 3"):
        lan.sends(wrong)
        assert lan.reads().startswith("Chưa đúng. Mời gõ đủ các số nguyên")
    lan.sends("12, 1.340, 0")
    lan.taps("Sửa nội dung")
    lan.sends("Ba bài về chuyển đổi số")
    lan.taps("Sửa minh chứng")
    lan.taps("Gửi lại từ đầu")
    lan.sends("https://vi-du.vn/1 https://vi-du.vn/2")
    lan.taps("Xong")
    lan.taps("Gửi")

    one = town.one(Achievement)
    assert (one.title, str(one.quantity), str(one.day)) == ("Ba bài về chuyển đổi số", "3.00", "2020-01-01")
    assert one.reach == {"shares": 12, "likes": 1340, "comments": 0}
    assert [piece.link for piece in town.all(Evidence)] == ["https://vi-du.vn/1", "https://vi-du.vn/2"]


def test_a_number_that_is_the_achievement_is_asked(town: Town) -> None:
    town.binh.sends("/minhchung")
    town.binh.taps("Tiêu chí khác")
    town.binh.taps("Cải cách hành chính")
    town.binh.sends("Chỉ số cải cách hành chính 2019")
    town.binh.sends("cao")
    assert town.binh.reads().startswith("Chưa đúng. Mời gõ một số từ 0 trở lên")
    town.binh.sends("95,5 %")
    town.binh.sends("https://vi-du.vn/chi-so")
    town.binh.taps("Xong")
    assert "Kết quả: 95,5" in town.binh.reads()
    town.binh.taps("Gửi")

    assert str(town.one(Achievement).quantity) == "95.50"


def test_what_another_criterion_asks_for_is_asked_when_it_is_changed(town: Town) -> None:
    town.lan.sends_photo(caption=CAPTION)
    town.lan.taps("Tin, bài")
    town.lan.taps("Sửa tiêu chí")
    town.lan.taps("Tiêu chí khác")
    town.lan.taps("Quay lại")
    town.lan.taps("Tiêu chí khác")
    town.lan.taps("Giải cao")
    assert "Mời chọn mức đạt được." in town.lan.reads()
    town.lan.taps("Giải Nhì")
    town.lan.taps("Gửi")

    assert (town.one(Achievement).criterion, town.one(Achievement).label) == ("4.1", "Giải Nhì")


def test_a_head_records_for_the_unit_or_for_oneself(town: Town) -> None:
    town.binh.sends("/minhchung")
    assert "Hoàn thành chỉ tiêu" in " ".join(town.binh.buttons())
    town.binh.taps("Hoàn thành chỉ tiêu")
    town.binh.sends("Hoàn thành 12 trên 12 chỉ tiêu")
    town.binh.sends_file("quyet dinh.pdf")
    town.binh.taps("Xong")
    town.binh.taps("Sửa ghi cho ai")
    town.binh.taps("Cho tôi")
    assert "Hoàn thành chỉ tiêu nhiệm vụ được giao" not in town.binh.buttons()
    town.binh.taps("Hoạt động nhân đạo")
    town.binh.taps("Gửi")

    one = town.one(Achievement)
    assert (one.member_id, one.criterion, one.state) == (town.member("Bình").id, "2.3", AchievementState.CONFIRMED)


def test_without_evidence_only_where_the_criterion_asks_for_none(town: Town) -> None:
    town.binh.sends("/minhchung")
    town.binh.taps("Tiêu chí khác")
    town.binh.taps("Thực hiện văn hóa công sở")
    town.binh.sends("Không vi phạm văn hóa công sở")
    town.binh.taps("Không có minh chứng")
    assert "Chưa có minh chứng." in town.binh.reads()
    town.binh.taps("Sửa tiêu chí")
    town.binh.taps("Tiêu chí khác")
    town.binh.taps("Hoàn thành chỉ tiêu")
    assert "Không có minh chứng" not in town.binh.buttons()
    town.binh.sends("https://vi-du.vn/1")
    town.binh.taps("Xong")
    town.binh.taps("Gửi")

    assert town.one(Achievement).criterion == "1.1"


def test_it_may_be_for_a_confirmed_registration(town: Town) -> None:
    for title in ("Chuyển đổi số một cửa", "Chưa xác nhận"):
        town.lan.sends("/dangky")
        town.lan.taps("Đề án")
        town.lan.sends(title)
        town.lan.taps("Gửi")
    with town.changing() as session:
        first = town.all(Target)[0]
        session.get_one(Target, first.id).state = TargetState.CONFIRMED
    town.lan.sends_photo(caption=CAPTION)
    town.lan.taps("Tin, bài")
    town.lan.taps("Theo đăng ký nào")
    assert [one for one in town.lan.buttons() if "Chưa xác nhận" in one] == []
    town.lan.taps("Đề án: Chuyển đổi số")
    assert "Theo đăng ký: Đề án: Chuyển đổi số một cửa" in town.lan.reads()
    town.lan.taps("Gửi")

    assert town.one(Achievement).target_id == first.id


def test_a_form_left_in_the_middle_is_dropped_whole(town: Town) -> None:
    town.lan.sends_photo(caption=CAPTION)
    town.lan.taps("Tin, bài")
    town.lan.taps("Quay lại")
    assert town.lan.reads().endswith("Thành tích thuộc tiêu chí nào?")
    town.lan.taps("Huỷ")

    assert (town.all(Achievement), town.all(File)) == ([], [])
    assert [form.answers for form in town.all(Form)] == [{}]


def test_a_double_tap_records_once(town: Town) -> None:
    town.lan.sends_photo(caption=CAPTION)
    town.lan.taps("Tin, bài")
    town.lan.taps_twice("Gửi")

    assert len(town.all(Achievement)) == 1
    assert len(town.letters("achievements/waiting")) == 1


# As it stands


def test_evidence_is_shown_in_place_and_added_while_in_review(town: Town) -> None:
    records(town.lan)
    town.lan.taps("Thêm minh chứng")
    town.lan.sends("45/GCN ngày 1/1/2020")
    town.lan.sends("https://vi-du.vn/bai")
    town.lan.taps("Xong")
    assert town.lan.reads().startswith("Đã thêm 2 minh chứng.")

    town.binh.taps("Xem minh chứng")
    photo, texts = town.binh.heard[-2:]
    assert photo.file is not None
    assert photo.text == f"{CAPTION} (1/3)"
    assert texts.text == f"{CAPTION}\n(2/3) Văn bản số 45/GCN ngày 1/1/2020\n(3/3) https://vi-du.vn/bai"


def test_it_is_changed_by_who_recorded_it_and_decided_on_anew(town: Town) -> None:
    records(town.lan)
    town.lan.taps("Xem thành tích")
    town.lan.taps("Sửa")
    assert town.lan.reads().startswith("Xem lại trước khi gửi sửa đổi")
    town.lan.taps("Sửa nội dung")
    town.lan.sends("Hai bài trên báo tỉnh")
    town.lan.taps("Gửi")

    assert (town.one(Achievement).title, town.one(Achievement).version) == ("Hai bài trên báo tỉnh", 2)
    assert town.binh.reads().startswith("Thành tích đã sửa, chờ đồng chí xác nhận")


def test_it_is_withdrawn_by_a_second_tap_and_the_head_is_told(town: Town) -> None:
    records(town.lan)
    town.lan.taps("Xem thành tích")
    town.lan.taps("Rút thành tích")
    town.lan.taps_twice("Rút thành tích")

    assert town.one(Achievement).state == AchievementState.WITHDRAWN
    assert town.lan.reads().startswith("Đã rút thành tích.")
    assert town.binh.reads().startswith("✖️ Một thành tích chờ đồng chí xác nhận đã được rút:")
    assert len(town.letters("achievements/withdrawn_letter")) == 1


def test_a_head_who_changes_or_withdraws_tells_the_person(town: Town) -> None:
    records(town.lan)
    town.binh.taps("Xem")
    town.binh.taps("Sửa")
    town.binh.taps("Sửa nội dung")
    town.binh.sends("Bài trên báo tỉnh")
    town.binh.taps("Gửi")
    assert town.lan.reads().startswith("Thành tích của đồng chí đã được đồng chí Bình sửa:")
    town.binh.taps("Xem thành tích")
    town.binh.taps("Rút thành tích")
    town.binh.taps("Rút thành tích")

    assert town.lan.reads().startswith("Thành tích của đồng chí đã được đồng chí Bình rút:")


def test_mine_stands_beside_the_registrations(town: Town) -> None:
    records(town.lan)
    town.lan.sends("/cuatoi")
    assert "Thành tích: 1" in town.lan.reads()
    assert f"• {CAPTION}\n   ⏳ chờ thủ trưởng đơn vị xác nhận" in town.lan.reads()
    town.lan.taps("Tất cả thành tích (1)")
    town.lan.taps("Xem 1")
    assert town.lan.reads().startswith(CAPTION)
    town.binh.sends("/cuatoi")
    assert f"• {CAPTION} · đ/c Lan" in town.binh.reads()
    town.hoa.sends("/cuatoi")
    assert "Thành tích: " not in town.hoa.reads()


def test_a_head_and_the_council_see_the_units_list(town: Town) -> None:
    records(town.lan)
    records(town.hoa, "Tin, bài của đơn vị khác")
    town.binh.sends("/cuatoi")
    town.binh.taps("Tất cả thành tích (1)")
    town.binh.taps("Thành tích của đơn vị")
    assert town.binh.reads().startswith(f"Sở Y tế: 1 thành tích\n\n1. {CAPTION} · đ/c Lan")
    town.dung.sends("/start")
    town.dung.taps_data(town.dung.last, pack(UnitAchievements(town.unit("sgddt").id or 0)))
    assert "1. Tin, bài của đơn vị khác · đ/c Hoa" in town.dung.reads()


def test_who_belongs_to_two_units_says_for_which(town: Town) -> None:
    with town.changing() as session:
        lan, unit = town.member("Lan").id or 0, town.unit("bdt").id or 0
        session.add(
            Membership(
                member_id=lan,
                unit_id=unit,
                role=UnitRole.MEMBER,
                state=MembershipState.ACTIVE,
                first_day=town.campaign.starts,
            )
        )
    town.lan.sends_photo(caption=CAPTION)
    assert town.lan.reads().endswith("Thành tích ở phong trào và đơn vị nào?")
    town.lan.sends("Ban Dân tộc")
    assert town.lan.reads() == "Mời đồng chí chọn một trong các nút."
    question = town.lan.heard[-2]
    town.lan.taps(next(row[0].text for row in question.buttons if "Ban Dân tộc" in row[0].text), question)
    town.lan.taps("Tin, bài")
    town.lan.taps("Gửi")

    assert town.one(Achievement).unit_id == unit


def test_another_unit_and_a_stranger_see_and_change_nothing(town: Town) -> None:
    records(town.lan)
    one, unit = town.one(Achievement).id or 0, town.unit("syt").id or 0
    forged = [
        OpenAchievement(one),
        ShowEvidence(one),
        AmendAchievement(one),
        AddEvidence(one),
        WithdrawAchievement(one, 1),
        UnitAchievements(unit),
    ]
    for actor in (town.tu, town.hoa, town.quan):
        actor.sends("/start")
        home = actor.last
        for action in forged:
            before = len(actor.heard)
            actor.taps_data(home, pack(action))
            assert CAPTION not in "".join(said_since(actor, before)), action
    assert town.one(Achievement).state == AchievementState.WAITING


@pytest.mark.parametrize("end", ["lost", "refused"])
def test_a_file_that_cannot_be_kept_is_asked_for_again(town: Town, end: str) -> None:
    from store.originals import file_lost, file_refused

    records(town.lan)
    with town.changing() as session:
        row = session.get_one(File, town.one(File).id)
        row.state = FileState.LOADING
        session.flush()
        (file_lost if end == "lost" else file_refused)(session, row.id or 0, now=town.now)
    town.settles()

    assert CAPTION in town.lan.reads()
    town.lan.taps("Gửi lại" if end == "lost" else "Thêm minh chứng")
    town.lan.sends_photo(data=b"again")
    town.lan.taps("Xong")
    assert len(town.all(Evidence)) == 2


def test_english_people_read_english(english_town: Town) -> None:
    english_town.lan.sends_photo(caption=CAPTION)
    assert english_town.lan.reads() == f"{CAPTION}\nReceived 1 file.\n• photo\n\nWhich criterion does it belong to?"
    english_town.lan.taps("Tin, bài")
    assert "By Lan, Sở Y tế" in english_town.lan.reads()
    english_town.lan.taps("Send")

    assert english_town.lan.reads().startswith("The achievement was sent.")
    assert english_town.binh.reads().startswith("A new achievement waits for you to confirm it")
    english_town.binh.sends_file("a.docx")
    assert english_town.binh.buttons()[-3:] == ["Evidence of an achievement", "Back", "Drop it"]
