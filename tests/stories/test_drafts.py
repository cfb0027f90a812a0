"""Campaigns made in the chat: few acts for a new one, last year's copied, one from a file, a unit's own."""

from datetime import date

from messages.actions import pack
from messages.actions.changes import ChangePart
from store.campaign_file.samples import sample
from store.changes.parts import Part
from store.tables import Campaign, CampaignState, Milestone, Occasion, Phase, PlanDocument
from tests.town import Actor, Town


def newest(town: Town) -> Campaign:
    return town.all(Campaign)[-1]


def milestones(town: Town, campaign: Campaign) -> dict[str, date | None]:
    return {one.title: one.day for one in town.all(Milestone) if one.campaign_id == campaign.id}


def manages(actor: Actor) -> None:
    actor.sends("/quanly")
    actor.taps("Phong trào")


def test_a_campaign_is_begun_in_four_acts_besides_its_title_and_launched(town: Town) -> None:
    mai = town.mai
    mai.acts = 0
    manages(mai)
    mai.taps("Phong trào mới")
    mai.sends("Thi đua <nước rút> cuối năm")
    assert "Đợt 1: 1/1/2020 – 30/6/2020" in mai.reads() and "Đợt 2: 1/7/2020 – 31/12/2020" in mai.reads()
    assert "Lấy theo: Phong trào thi đua năm 2020" in mai.reads()
    mai.taps_twice("Lưu dự thảo")
    assert mai.acts == 5
    campaign = newest(town)
    assert (campaign.title, campaign.state, len(town.all(Campaign))) == ("Thi đua <nước rút> cuối năm", "draft", 2)
    assert milestones(town, campaign) == {
        "Đăng ký thi đua": date(2020, 2, 15),
        "Báo cáo sơ kết đợt 1": date(2020, 6, 20),
        "Báo cáo tổng kết": date(2020, 12, 10),
        "Bảng tự chấm điểm kèm tài liệu kiểm chứng": date(2020, 12, 10),
    }

    mai.taps("Sửa các đợt")
    mai.taps("Sửa: Đợt 1")
    mai.taps("Sửa chủ đề")
    mai.sends("Thần tốc")
    assert "Chủ đề: Thần tốc" in mai.reads()
    mai.taps("Về phong trào")
    mai.taps("Sửa thời gian")
    mai.sends("1/2/2020 - 30/11/2020")
    assert "Đợt 1: 1/2/2020 – 30/6/2020" in mai.reads()
    assert "Báo cáo tổng kết: hạn nằm ngoài thời gian phong trào." in mai.reads()
    mai.taps("Sửa các mốc")
    mai.taps("Sửa: Báo cáo tổng kết")
    mai.taps("Bỏ mốc này")
    assert "Báo cáo tổng kết" not in mai.reads()
    mai.taps("Sửa: Đăng ký thi đua")
    mai.taps("Kèm ký giao ước: không")
    assert "Kèm ký giao ước." in mai.reads()
    mai.taps("Về phong trào")
    mai.taps("Sửa liên hệ")
    mai.sends("Văn phòng; không có số")
    assert mai.reads().startswith("“không có số” không phải số điện thoại")
    mai.sends("Văn phòng; 0204 000 000; vp@example.vn")
    mai.taps("Xem trước và phát động")
    mai.taps("Phát động ngay")
    assert newest(town).state == CampaignState.LAUNCHED
    assert "Điện thoại: 0204 000 000" in town.binh.reads()


def test_the_preview_of_a_new_campaign_can_be_changed_line_by_line(one_town: Town) -> None:
    town = one_town
    mai = town.mai
    manages(mai)
    mai.taps("Phong trào mới")
    mai.sends("Thi đua quý IV")
    mai.taps("Sửa thời gian")
    mai.sends("1/1/2020 - 31/12/2030")
    assert mai.reads().startswith("Một phong trào dài tối đa 6 năm.")
    mai.sends("từ 1/10 đến hết ngày 31/12/2020")
    mai.taps("Sửa số đợt")
    mai.sends("3 đợt")
    mai.taps("Sửa bảng điểm")
    mai.taps("Chưa lấy")
    mai.taps("Sửa kế hoạch số")
    mai.sends("Kế hoạch số 5")
    assert "Đợt 3: 1/12/2020 – 31/12/2020" in mai.reads()
    assert "chưa có bảng điểm" in mai.reads()
    mai.taps("Lưu dự thảo")
    campaign = newest(town)
    assert (campaign.decision, campaign.starts) == ("Kế hoạch số 5", date(2020, 10, 1))
    assert "Bảng tự chấm" not in str(milestones(town, campaign))

    mai.taps("Sửa các đợt")
    mai.taps("Sửa: Đợt 3")
    mai.taps("Bỏ đợt này")
    mai.taps("Thêm đợt")
    mai.sends("Đợt nước rút")
    mai.sends("1/12/2020 - 20/12/2020")
    assert "• Đợt nước rút: 1/12/2020 – 20/12/2020" in mai.reads()
    mai.taps("Về phong trào")
    mai.taps("Sửa ngày phát động")
    mai.sends("1/1/2021")
    assert mai.reads().startswith("Ngày phát động không thể sau ngày phong trào kết thúc (31/12/2020).")
    mai.sends("28/9/2020")
    assert "Ngày phát động theo kế hoạch: 28/9/2020" in mai.reads()
    mai.taps("Sửa các mốc")
    mai.taps("Sửa: Báo cáo tổng kết")
    assert "Không thuộc đợt nào." in mai.reads() and "Các đơn vị thực hiện." in mai.reads()
    mai.taps("Sửa đối tượng")
    mai.sends("cán bộ")
    assert mai.reads().startswith("Mời đồng chí chọn một trong các nút.")
    mai.sends("/tieptuc")
    mai.taps("Từng người")
    mai.taps("Sửa đợt")
    mai.taps("Đợt nước rút")
    assert mai.reads().split("\n")[2] == "Đợt nước rút" and "Từng người thực hiện." in mai.reads()
    mai.taps("Sửa hạn")
    mai.taps("Quay lại")
    assert mai.reads().startswith("Báo cáo tổng kết\nThi đua quý IV")
    mai.taps("Về phong trào")
    mai.taps("Xoá dự thảo")
    mai.taps("Giữ lại")
    mai.taps("Xoá dự thảo")
    mai.taps_twice("Xoá")
    assert len(town.all(Campaign)) == 1
    assert len(town.all(Phase)) == 2


def test_last_years_campaign_is_copied_with_its_dates_shifted(one_town: Town) -> None:
    town = one_town
    mai = town.mai
    mai.sends("/phongtrao")
    mai.taps("Xem chi tiết")
    mai.taps("Sao chép cho năm sau")
    assert mai.reads().startswith("Sao chép cho năm sau\nPhong trào thi đua năm 2021 của Khối")
    assert "Báo cáo sơ kết đợt 1: trước 20/6/2021 (hết thứ Bảy 19/6)" in mai.reads()
    assert "91 năm Ngày thành lập Đảng Cộng sản Việt Nam: 3/2/2021" in mai.reads()
    mai.taps("Sửa cách dời ngày")
    mai.taps("Giữ thứ trong tuần")
    assert "Báo cáo sơ kết đợt 1: trước 19/6/2021 (hết thứ Sáu 18/6)" in mai.reads()
    mai.taps("Lưu dự thảo")

    copy, first = newest(town), town.campaign
    assert (copy.code, copy.state, copy.decision) == ("vhxh-2021", "draft", None)
    assert copy.plan["score_tables"] == first.plan["score_tables"]
    assert copy.plan["quotas"] == first.plan["quotas"]
    assert "Chủ đề lấy từ bản trước, cần viết lại." in mai.reads()
    phase = next(one for one in town.all(Phase) if one.campaign_id == copy.id)
    assert (phase.starts, phase.ends) == (date(2021, 1, 1), date(2021, 6, 30))
    mai.taps_data(mai.last, pack(ChangePart(Part.THEME, phase.id or 0)))
    mai.sends("Chủ đề mới")
    mai.taps("Về phong trào")
    assert mai.reads().count("cần viết lại") == 1
    mai.taps("Xem trước và phát động")
    assert "Chủ đề của Đợt 2 lấy từ bản trước, chưa viết lại." in mai.reads()
    assert [one.year for one in town.all(Occasion) if one.campaign_id == copy.id] == [2021] * 5


def test_a_file_is_read_as_the_command_line_reads_it(one_town: Town) -> None:
    town = one_town
    mai = town.mai
    good = sample("khoi-vhxh-2020").read_text(encoding="utf-8").replace("code: vhxh-2020", "code: vhxh-moi")
    mai.sends_file("phong-trao.yaml", data=good.encode())
    assert mai.reads().startswith("Đã lưu dự thảo: Phong trào thi đua năm 2020")
    mai.taps("Xem dự thảo")
    assert mai.reads().startswith("Dự thảo, chưa phát động")

    mai.sends_file("phong-trao.yml", data=good.encode())
    assert mai.reads().startswith("Phong trào “vhxh-moi” đã có rồi.")
    wrong = good.replace("starts: 2020", "startz: 2020").replace("kind: report", "kind: bao-cao")
    mai.sends_file("sai.yaml", data=wrong.encode())
    assert mai.reads().startswith("Tệp sai.yaml có ")
    assert "Không có mục “startz” ở đây. Có phải là “starts”?" in mai.reads()
    many = good.replace("kind: ", "kynd: ")
    mai.sends_file("nhieu.yaml", data=many.encode())
    assert "Danh sách đầy đủ ở tệp kèm theo." in mai.reads()
    assert mai.last.file is not None and mai.last.file.name == "cho-chua-dung.txt"
    mai.sends_file("khac.yaml", data=good.replace("code: vhxh\n", "code: khac\n").encode())
    assert mai.reads().startswith("Tệp khac.yaml là của khối “khac”")
    assert len(town.all(Campaign)) == 2

    town.lan.sends_file("phong-trao.yaml", data=good.replace("vhxh-moi", "vhxh-lan").encode())
    town.binh.sends_file("phong-trao.yaml", data=good.replace("vhxh-moi", "vhxh-binh").encode())
    assert "cần ghi owner_unit" in town.binh.reads()
    assert len(town.all(Campaign)) == 2
    unnamed = "campaign: {code: sach, title: Xanh, starts: 2020-01-01, ends: 2020-12-31, owner_unit: syt}"
    town.binh.sends_file("xanh.yaml", data=unnamed.encode())
    assert town.binh.reads().startswith("Đã lưu dự thảo: Xanh")


def test_a_head_runs_a_campaign_of_the_own_unit_which_others_do_not_hear_of(one_town: Town) -> None:
    town = one_town
    binh = town.binh
    binh.sends("/donvi")
    binh.taps("Phong trào của đơn vị")
    assert "Phong trào mới" not in binh.buttons()
    binh.taps("Phong trào mới của Sở Y tế")
    binh.sends("Bệnh viện xanh")
    binh.taps("Lưu dự thảo")
    own = newest(town)
    assert own.owner_unit_id == town.unit("syt").id
    heard = len(town.tu.heard)
    binh.taps("Xem trước và phát động")
    binh.taps("Phát động ngay")
    assert "Bệnh viện xanh" in town.lan.reads()
    assert len(town.tu.heard) == heard
    binh.taps_data(binh.last, pack(ChangePart(Part.TITLE, own.id or 0)))
    binh.sends("Bệnh viện xanh, sạch")
    binh.sends("Thêm nội dung")
    binh.taps("Điều chỉnh")
    assert "Nay là: Bệnh viện xanh, sạch" in town.lan.reads()
    assert len(town.tu.heard) == heard


def test_the_plan_itself_is_handed_out(one_town: Town) -> None:
    town = one_town
    mai, lan = town.mai, town.lan
    manages(mai)
    mai.taps("Xem: Phong trào")
    mai.taps("Điều chỉnh")
    mai.taps("Tệp kế hoạch")
    mai.sends("không phải tệp")
    assert mai.reads().startswith("Mời gửi một tệp Word hoặc PDF")
    mai.sends_file("Kế hoạch 2020.pdf", mime="application/pdf")
    assert mai.reads() == "Đã đính kèm kế hoạch: Kế hoạch 2020.pdf"
    lan.sends("/phongtrao")
    lan.taps("Xem chi tiết")
    lan.taps("Tải kế hoạch")
    assert lan.last.file is not None and lan.last.file.name == "Kế hoạch 2020.pdf"
    assert len(town.all(PlanDocument)) == 1


def test_it_reads_in_english(english_town: Town) -> None:
    mai = english_town.mai
    mai.sends("/manage")
    mai.taps("Campaigns")
    mai.taps("New campaign")
    mai.sends("Green office")
    mai.taps("Save the draft")
    assert mai.reads().startswith("Draft, not launched\nGreen office")
    mai.sends("/campaigns")
    mai.taps("See details")
    mai.taps("Change")
    mai.taps("Change the slogan")
    mai.sends("Faster")
    mai.sends("Asked for by the council")
    mai.taps("Change")
    assert "Now: Faster" in english_town.binh.reads()
