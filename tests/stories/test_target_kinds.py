"""Titles with their law, initiatives, exemplars, and quotas: what each asks, shows and keeps."""

from typing import Any

from messages.actions import pack
from messages.actions.targets import GiveStaff
from store.tables import Campaign, Target, TargetKind, TargetState, Unit
from tests.town import Actor, Town

CATEGORIES = ["Học tập và làm theo Bác", "Văn hóa công sở"]
EITHER = [
    {"kind": "product", "products": ["Đề án"], "at_least": 1, "title": None},
    {"kind": "product", "products": ["Báo cáo chuyên đề", "Hướng dẫn"], "at_least": 2, "title": None},
]


def plans(town: Town, **parts: Any) -> None:
    """The campaign's plan says this too."""
    with town.changing() as session:
        campaign = session.get_one(Campaign, town.campaign_id)
        campaign.plan = {**campaign.plan, **parts}


def begins(actor: Actor, kind: str) -> None:
    actor.sends("/dangky")
    actor.taps(kind)


def test_an_initiative_takes_four_acts_and_says_where_it_is_used(town: Town) -> None:
    begins(town.lan, "Sáng kiến, giải pháp")
    town.lan.sends("Số hóa hồ sơ lưu trữ")
    assert town.lan.acts == 3
    for line, words in (("lĩnh vực", "Cải cách hành chính"), ("phạm vi", "Toàn sở"), ("minh chứng", "Quyết định")):
        town.lan.taps(f"Sửa {line}")
        town.lan.sends(words)
    town.lan.taps("Sửa phạm vi")
    town.lan.sends("x" * 301)
    assert town.lan.reads() == "Dài quá: 301 ký tự, tối đa 300. Mời gõ ngắn hơn."
    town.lan.sends("Toàn tỉnh")
    town.lan.taps("Gửi")

    target = town.one(Target)
    assert (target.kind, target.item, target.title) == (TargetKind.INITIATIVE, "", "Số hóa hồ sơ lưu trữ")
    assert target.body == {"field": "Cải cách hành chính", "scope": "Toàn tỉnh", "evidence": "Quyết định"}
    assert "Sáng kiến, giải pháp: Số hóa hồ sơ lưu trữ" in town.binh.reads()
    assert "Phạm vi áp dụng: Toàn tỉnh" in town.binh.reads()


def test_an_exemplar_takes_four_acts_and_is_compared_with_its_checklist(town: Town) -> None:
    plans(town, exemplars={"categories": CATEGORIES, "shortlist": {}, "chosen": {}})
    begins(town.lan, "Điển hình tiên tiến")
    town.lan.sends("Văn hóa công sở")
    assert town.lan.reads() == "Mời đồng chí chọn một trong các nút."
    town.lan.acts = 0
    begins(town.lan, "Điển hình tiên tiến")
    town.lan.taps("Văn hóa công sở")
    assert town.lan.acts == 3
    assert "☐ Giúp đỡ đồng nghiệp" in town.lan.reads() and "Đi đầu trong" not in town.lan.reads()
    town.lan.taps("Tự đối chiếu")
    town.lan.taps("☐ Giúp đỡ đồng nghiệp")
    town.lan.taps("☐ Gương mẫu")
    town.lan.taps("☑ Gương mẫu")
    town.lan.taps("Xong")
    assert "Đối chiếu – Hội đồng quyết định:" in town.lan.reads()
    assert "☑ Giúp đỡ đồng nghiệp" in town.lan.reads()
    town.lan.taps("Gửi")

    target = town.one(Target)
    assert (target.kind, target.item, target.title) == (TargetKind.EXEMPLAR, CATEGORIES[1], CATEGORIES[1])
    assert target.body == {"checks": "ex-helps"}
    town.binh.sends("/duyet")
    assert "☑ Giúp đỡ đồng nghiệp" in town.binh.reads()


def test_a_unit_is_an_exemplar_by_its_own_checklist_and_changes_are_named(town: Town) -> None:
    begins(town.binh, "Điển hình tiên tiến")
    town.binh.sends("Nụ cười người thầy thuốc")
    assert "☐ Đi đầu trong các phong trào thi đua" in town.binh.reads()
    assert "Giúp đỡ đồng nghiệp" not in town.binh.reads()
    town.binh.taps("Gửi")
    town.binh.taps("Xem đăng ký")
    town.binh.taps("Sửa")
    town.binh.taps("Tự đối chiếu")
    town.binh.taps("☐ Đi đầu")
    town.binh.taps("Xong")
    town.binh.taps("Gửi")

    assert town.one(Target).version == 2
    assert "Tự đối chiếu: (trống) → Đi đầu trong các phong trào thi đua" in town.mai.reads()


def test_going_back_to_another_kind_asks_its_own_question(town: Town) -> None:
    begins(town.lan, "Danh hiệu")
    town.lan.taps("Lao động tiên tiến")
    town.lan.taps("Quay lại")
    town.lan.taps("Quay lại")
    town.lan.taps("Đề án")
    assert town.lan.reads() == "Đề án: mời gõ tên, từ 3 đến 300 ký tự."
    town.lan.sends("Bệnh án điện tử")
    town.lan.taps("Gửi")

    assert (town.one(Target).kind, town.one(Target).title) == (TargetKind.PRODUCT, "Bệnh án điện tử")


def test_a_title_shows_its_law_and_what_is_compared(town: Town) -> None:
    begins(town.binh, "Danh hiệu")
    town.binh.taps("Tập thể lao động tiên tiến")

    assert "Căn cứ: Luật Thi đua, khen thưởng số 15/2003/QH11 và các luật sửa đổi." in town.binh.reads()
    assert "☐ Trên 50% cá nhân đạt Lao động tiên tiến" in town.binh.reads()
    town.binh.taps("Sửa danh hiệu")
    town.binh.taps("Cờ thi đua của Chính phủ")
    assert "(nguồn chưa kiểm chứng)" in town.binh.reads() and "Đối chiếu" not in town.binh.reads()


def test_what_is_missing_is_said_with_its_alternatives_until_it_is_there(town: Town) -> None:
    quota = {"scope": "unit", "any_of": EITHER}
    plans(town, quotas=[quota | {"counts": "confirmed"}, quota | {"counts": "verified"}])
    either = "1 Đề án hoặc 2 Báo cáo chuyên đề/Hướng dẫn"
    town.lan.sends("/dangky")
    assert f"Đơn vị còn thiếu: {either} đã xác nhận." in town.lan.reads()
    assert f"Đơn vị còn thiếu: {either} có thành tích được công nhận." in town.lan.reads()
    town.lan.taps("Hướng dẫn")
    town.lan.sends("Hướng dẫn thứ nhất")
    town.lan.taps("Gửi")
    town.binh.taps("Xác nhận")

    town.binh.sends("/cuatoi")
    half = "1 Đề án hoặc 1 Báo cáo chuyên đề/Hướng dẫn"
    assert f"Đơn vị còn thiếu: {half} đã xác nhận." in town.binh.reads()
    town.mai.sends("/tiendo")
    town.mai.taps("Sở Y tế")
    assert f"Còn thiếu: {half} đã xác nhận." in town.mai.reads()
    assert f"Còn thiếu: {either} có thành tích được công nhận." in town.mai.reads()


def test_a_percentage_asks_the_head_how_many_people_there_are_and_is_kept(town: Town) -> None:
    with town.changing() as session:
        session.get_one(Unit, town.unit("syt").id).staff = None
    begins(town.lan, "Danh hiệu")
    town.lan.taps("Chiến sĩ thi đua cơ sở")
    assert "Số người của Sở Y tế chưa có" in town.lan.reads()
    town.lan.taps("Gửi")
    assert len(town.letters("targets/staff_needed")) == 1
    town.binh.sends("/duyet")
    town.binh.taps("Xác nhận")
    assert town.binh.reads().startswith("Chưa xác nhận được: số lượng tối đa tính theo tỷ lệ số người")
    town.lan.taps_data(town.lan.last, pack(GiveStaff(town.unit("syt").id or 0)))
    town.tu.sends("/cuatoi")
    town.tu.taps_data(town.tu.last, pack(GiveStaff(town.unit("syt").id or 0)))
    assert town.unit("syt").staff is None

    town.binh.taps("Nhập số người của đơn vị")
    for wrong in ("nhiều", "0", "2,5", "100001"):
        town.binh.sends(wrong)
        assert town.binh.reads().startswith("Chưa đọc được. Mời gõ số người bằng số nguyên từ 1 đến 100.000")
    town.binh.sends("12")
    assert town.binh.reads() == "Đã ghi: Sở Y tế có 12 người."
    town.binh.sends("/duyet")
    town.binh.taps("Xác nhận")
    assert town.one(Target).state == TargetState.CONFIRMED

    begins(town.binh, "Danh hiệu")
    town.binh.taps("Chiến sĩ thi đua cơ sở")
    assert "Đã đủ số lượng tối đa được xác nhận (1)" in town.binh.reads()


def test_the_kinds_in_english(english_town: Town) -> None:
    town = english_town
    town.binh.sends("/register")
    town.binh.taps("Exemplar")
    town.binh.sends("Smiles at the desk")
    assert "☐ Leads the emulation movements" in town.binh.reads()
    town.binh.taps("Own comparison")
    town.binh.taps("☐ United")
    town.binh.taps("Done")
    town.binh.taps("Send")

    assert town.one(Target).body == {"checks": "ex-united"}
