"""People brought in from Excel, by links to print and by name; roles, acting for somebody, leaving."""

import io
import re
import zipfile
from datetime import date

from openpyxl import load_workbook

from bot.rehearsal.telegram import Message
from messages.actions import pack
from messages.actions.invites import InviteLasts, InviteQr, InviteUses
from messages.actions.people import AskLeave, LeaveUnit, OpenMembers
from messages.actions.people_lists import TakeList
from messages.actions.roles import EndPost
from store.tables import Appointment, Delegation, Invite, Member, Membership, MembershipState, PeopleList, UnitRole
from tests.town import Actor, Town


def filled(given: Message, *rows: list[str]) -> bytes:
    """The sheet that the bot gave, with these rows."""
    assert given.document is not None
    book = load_workbook(io.BytesIO(given.document.read()))
    for row in rows:
        book.worksheets[0].append(row)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def sheet_of(actor: Actor) -> Message:
    return next(message for message in reversed(actor.heard) if message.document)


def lists(actor: Actor, *rows: list[str]) -> None:
    """A head sends the people of the own unit."""
    actor.sends("/donvi")
    actor.taps("Nhập danh sách từ Excel")
    actor.taps("Tải mẫu Excel")
    actor.sends_file("danh sách.xlsx", data=filled(sheet_of(actor), *rows))


def token_in(text: str) -> str:
    found = re.search(r"start=([0-9a-f]{32})", text)
    assert found is not None, text
    return found[1]


def test_an_office_lists_its_people_and_one_of_them_joins_under_the_name_of_the_list(town: Town) -> None:
    town.mai.sends("/quanly")
    town.mai.taps("Người và vai trò")
    town.mai.taps("Nhập danh sách từ Excel")
    town.mai.taps("Tải mẫu Excel")
    given = sheet_of(town.mai)
    town.mai.sends("đây ạ")
    assert town.mai.reads().startswith("Mời gửi một tệp Excel .xlsx")
    town.mai.sends_file("cũ.xls")
    assert "Excel cũ (.xls)" in town.mai.reads()
    town.mai.sends_file("a.xlsx", data=b"no archive")
    assert "không phải Excel .xlsx hoặc đã hỏng" in town.mai.reads()
    assert town.all(PeopleList)[-1].state == "refused"

    town.mai.taps("Gửi lại danh sách")
    town.mai.sends_file("a.xlsx", data=filled(given, ["Phạm Hà", "", "Sở Ytế", ""]))
    assert "Dòng 2: không có đơn vị “Sở Ytế”" in town.mai.reads()
    people = [["Phạm Minh Quân", "Chuyên viên", "syt"], ["Phạm Hà", "", "Sở Y tế", "Thủ trưởng"], ["Lan", "", "syt"]]
    town.mai.sends_file("a.xlsx", data=filled(given, *people))
    assert "2 người mới\ntrong đó 1 thủ trưởng đơn vị\n1 người đã có, giữ nguyên" in town.mai.reads()
    assert [one for one in town.all(Member) if one.account_id is None] == []
    town.mai.taps_twice("Thêm vào danh sách")
    assert [one.name for one in town.all(Member) if one.account_id is None] == ["Phạm Minh Quân", "Phạm Hà"]
    assert town.mai.reads().startswith("Đã thêm 2 người vào danh sách.")

    town.binh.sends("/donvi")
    assert "Không nhắn được, cần gọi điện:\n– Phạm Minh Quân (Chuyên viên)\n– Phạm Hà" in town.binh.reads()
    town.binh.taps("Tạo liên kết mời cán bộ")
    town.quan.starts(token_in(town.binh.reads()))
    assert "Họ và tên: Quân\n" in town.quan.reads()
    town.quan.taps("Chọn trong danh sách")
    assert town.quan.buttons()[0] == "Phạm Minh Quân – Chuyên viên"
    assert "Phạm Hà" not in str(town.quan.buttons())
    town.quan.sends("Phạm Hà")
    assert town.quan.reads().startswith("Không tìm thấy tên này")
    town.quan.sends("minh quan")
    assert "Họ và tên: Phạm Minh Quân\nCó trong danh sách của đơn vị." in town.quan.reads()
    town.quan.taps("Đồng ý và tham gia")
    assert "Trong danh sách của đơn vị: Phạm Minh Quân\nChức vụ: Chuyên viên" in town.binh.reads()
    town.binh.taps_twice("Duyệt")

    quan = town.one(Member, name="Phạm Minh Quân")
    assert (quan.account_id, quan.position) == (town.quan.id, "Chuyên viên")
    assert town.one(Membership, member_id=quan.id).state == MembershipState.ACTIVE
    assert town.quan.reads().startswith("Đồng chí đã được duyệt")


def test_each_of_a_units_list_has_a_link_that_makes_them_that_person_at_once(town: Town) -> None:
    lists(town.binh, ["Phạm Quân", "Chuyên viên"], ["Phạm Hà", ""])
    town.binh.taps("Thêm vào danh sách")
    town.binh.taps("Liên kết cho từng người")
    made = sheet_of(town.binh).document
    assert made is not None
    content = made.read()
    rows = list(load_workbook(io.BytesIO(content)).worksheets[0].values)
    assert [row[1] for row in rows] == ["Họ và tên", "Phạm Hà", "Phạm Quân\nChuyên viên"]
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert len([name for name in package.namelist() if name.startswith("xl/media/")]) == 4
    assert "start=" not in str([one.facts for one in town.letters("invites/sheet")])

    town.quan.starts(token_in(str(rows[2][2])))
    assert "Họ và tên: Phạm Quân\nCó trong danh sách" in town.quan.reads()
    town.quan.taps("Đồng ý và tham gia")
    assert town.quan.reads().startswith("Chào mừng đồng chí Phạm Quân")
    assert town.one(Member, name="Phạm Quân").account_id == town.quan.id

    other = town.newcomer("Thu")
    other.starts(token_in(str(rows[2][2])))
    assert other.reads().startswith("Liên kết mời đã được dùng hết số lần.")
    town.lan.starts(token_in(str(rows[1][2])))
    assert town.lan.reads().startswith("Đồng chí đã là thành viên của Sở Y tế")
    assert [one.name for one in town.all(Member) if one.account_id == town.lan.id] == ["Lan"]


def test_the_leader_prints_the_links_of_all_heads_that_have_not_joined(town: Town) -> None:
    town.mai.sends("/quanly")
    town.mai.taps("Liên kết mời")
    town.mai.taps("Thủ trưởng các đơn vị: Excel, mã QR")
    assert town.mai.reads().startswith("4/7 đơn vị chưa có thủ trưởng tham gia.")
    town.mai.taps("Đơn vị chưa tham gia (4)")
    document = sheet_of(town.mai).document
    assert document is not None
    book = load_workbook(io.BytesIO(document.read()))
    links = {str(row[1]): str(row[2]) for row in list(book.worksheets[0].values)[1:]}
    assert len(links) == 4
    assert "Sở Y tế" not in links
    assert book.worksheets[1].page_setup.paperSize == 9
    assert [one.id for one in book.worksheets[1].row_breaks.brk] == [6, 12, 18, 24]

    town.quan.starts(token_in(links["Ban Dân tộc"]))
    town.quan.taps("Đồng ý và tham gia")
    assert town.one(Membership, member_id=town.member("Quân").id).role == UnitRole.HEAD
    town.mai.sends("/quanly")
    town.mai.taps("Liên kết mời")
    assert "Đài Phát thanh" in town.mai.reads()
    assert "Ban Dân tộc" not in town.mai.reads()


def test_a_link_is_shown_as_a_picture_and_changed_without_being_shown_again(town: Town) -> None:
    town.binh.sends("/donvi")
    town.binh.taps("Tạo liên kết mời cán bộ")
    link = town.binh.reads()
    town.binh.taps("Ảnh mã QR")
    assert town.binh.last.photo is not None
    assert token_in(town.binh.reads()) == token_in(link)
    town.binh.taps("Thời hạn, số lượt")
    town.binh.taps("7 ngày")
    town.binh.taps("10 lượt")
    assert "Đã dùng 0/10 lượt, đến 09:00 9/1/2020." in town.binh.reads()
    town.binh.taps("Các liên kết mời")
    assert "– Cán bộ đơn vị, Sở Y tế: 0/10 lượt" in town.binh.reads()
    invite = town.all(Invite)[-1].id or 0
    for forged in (InviteUses(invite, 3), InviteLasts(invite, 3000), InviteQr(invite, "0" * 32)):
        town.binh.taps_data(town.binh.last, pack(forged))
        assert town.binh.reads().startswith("Không tìm thấy mục này")
    assert town.all(Invite)[-1].max_uses == 10


def test_the_leader_gives_and_takes_roles_and_the_last_leader_stays(town: Town) -> None:
    def gives(role: str, name: str) -> None:
        town.mai.sends("/quanly")
        town.mai.taps("Người và vai trò")
        town.mai.taps("Giao vai trò")
        town.mai.taps(role)
        town.mai.sends(name)

    gives("Thường trực Hội đồng", "không có ai")
    assert town.mai.reads().startswith("Không có ai trong danh sách")
    town.mai.sends("tu")
    town.mai.taps_twice("Giao vai trò")
    assert town.tu.reads().startswith("Mai giao đồng chí vai trò Thường trực Hội đồng")
    gives("Người giám sát", "Hoa")
    town.mai.taps("Sở Y tế")
    town.mai.taps("Giao vai trò")
    assert "Người giám sát đối với Sở Y tế" in town.hoa.reads()
    town.hoa.sends("/tiendo")
    assert "Sở Y tế" in town.hoa.reads()
    town.tu.sends("/quanly")
    town.tu.taps("Người và vai trò")
    assert "– Hoa: Người giám sát, Sở Y tế" in town.tu.reads()
    assert "Giao vai trò" not in town.tu.buttons()

    town.mai.sends("/quanly")
    town.mai.taps("Người và vai trò")
    town.mai.taps("Tú: Thường trực Hội đồng")
    town.mai.taps_twice("Thôi vai trò này")
    assert town.tu.reads().startswith("Đồng chí thôi vai trò Thường trực Hội đồng")
    town.tu.sends("/quanly")
    assert "dành cho" in town.tu.reads()

    mine = town.one(Appointment, member_id=town.member("Mai").id)
    town.mai.sends("/quanly")
    town.mai.taps_data(town.mai.last, pack(EndPost(mine.id or 0)))
    assert town.mai.reads().startswith("Đây là Trưởng khối duy nhất")
    gives("Trưởng khối", "Bình")
    town.mai.taps("Giao vai trò")
    town.mai.taps_data(town.mai.last, pack(EndPost(mine.id or 0)))
    assert town.mai.reads() == "Mai thôi vai trò Trưởng khối."


def test_acting_for_the_leader_and_for_a_head_begins_and_ends_by_itself(town: Town) -> None:
    town.mai.sends("/quanly")
    town.mai.taps("Người và vai trò")
    town.mai.taps("Uỷ quyền Trưởng khối")
    town.mai.sends("Dũng")
    town.mai.sends("13/1/2020")
    town.mai.sends("12/1/2020")
    assert "Gõ một ngày từ 13/1/2020" in town.mai.reads()
    town.mai.sends("15/1/2020")
    town.mai.taps("Uỷ quyền")
    assert "từ 13/1/2020 đến hết 15/1/2020" in town.dung.reads()

    town.binh.sends("/donvi")
    town.binh.taps("Người trong đơn vị")
    town.binh.taps("Lan")
    town.binh.taps("Uỷ quyền thủ trưởng")
    town.binh.sends("13/1/2020")
    town.binh.sends("14/1/2020")
    town.binh.taps_twice("Uỷ quyền")
    assert len(town.all(Delegation)) == 1
    assert town.lan.reads().startswith("Bình uỷ quyền cho đồng chí làm việc của thủ trưởng Sở Y tế")

    def may(actor: Actor, command: str) -> bool:
        actor.sends(command)
        return "dành cho" not in actor.reads()

    assert not may(town.lan, "/donvi")
    assert not may(town.dung, "/quanly")
    town.moves_to("2020-01-13")
    assert may(town.lan, "/donvi")
    assert "Lan được uỷ quyền từ 13/1/2020 đến hết 14/1/2020." in town.lan.reads()
    assert may(town.dung, "/quanly")
    town.moves_to("2020-01-15")
    assert not may(town.lan, "/donvi")
    assert may(town.dung, "/quanly")
    town.moves_to("2020-01-16")
    assert not may(town.dung, "/quanly")


def test_who_leaves_keeps_their_history_and_the_head_gets_what_is_open(town: Town) -> None:
    town.lan.sends("/dangky")
    town.lan.taps("Đề án")
    town.lan.sends("Chuyển đổi số một cửa")
    town.lan.taps("Gửi")
    place = town.one(Membership, member_id=town.member("Lan").id)
    town.lan.sends("/start")
    town.lan.taps("Đơn vị của tôi")
    town.lan.taps("Rời Sở Y tế")
    assert "1 việc còn dở sẽ chuyển về thủ trưởng đơn vị:\n– Chuyển đổi số một cửa" in town.lan.reads()
    town.lan.taps_twice("Rời đơn vị")

    assert town.one(Membership, id=place.id).last_day == date(2020, 1, 2)
    assert "Lan đã rời Sở Y tế." in town.binh.reads()
    assert "– Chuyển đổi số một cửa" in town.binh.reads()
    town.binh.taps("Xem xét việc đang chờ")
    assert "Chuyển đổi số một cửa" in town.binh.reads()
    town.binh.taps("Xác nhận")
    town.binh.taps_data(town.binh.last, pack(AskLeave(town.one(Membership, member_id=town.member("Bình").id).id or 0)))
    assert "Đồng chí là thủ trưởng duy nhất trên bot" in town.binh.reads()
    for action in (LeaveUnit(place.id or 0), AskLeave(place.id or 0)):
        town.binh.taps_data(town.binh.last, pack(action))
    town.lan.sends("/dangky")
    assert town.lan.reads().startswith("Chức năng này dành cho thành viên.")


def test_a_head_takes_staff_out_with_a_reason_and_the_office_changes_heads(town: Town) -> None:
    unit = town.unit("syt").id or 0
    town.binh.sends("/donvi")
    town.binh.taps("Người trong đơn vị")
    town.binh.taps("Bình")
    assert "Đưa ra khỏi đơn vị" not in town.binh.buttons()
    town.binh.taps("Danh sách người")
    town.binh.taps("Lan")
    town.binh.taps("Đưa ra khỏi đơn vị")
    town.binh.sends("Chuyển công tác")
    assert town.binh.reads() == "Đã đưa Lan ra khỏi Sở Y tế."
    assert "Lý do: Chuyển công tác" in town.lan.reads()

    town.mai.sends("/quanly")
    town.mai.taps_data(town.mai.last, pack(OpenMembers(unit, 0)))
    town.mai.taps("Bình")
    town.mai.taps("Thôi làm thủ trưởng")
    assert town.binh.reads().startswith("Mai đã chuyển đồng chí về cán bộ của Sở Y tế")
    town.binh.sends("/donvi")
    assert "dành cho" in town.binh.reads()
    town.mai.taps("Giao làm thủ trưởng")
    town.binh.sends("/donvi")
    assert "Thủ trưởng đơn vị:\n– Bình" in town.binh.reads()


def test_a_list_of_somebody_else_is_not_taken(town: Town) -> None:
    lists(town.binh, ["Phạm Hà", ""])
    found = town.all(PeopleList)[-1]
    town.tu.sends("/donvi")
    town.tu.taps_data(town.tu.last, pack(TakeList(found.id or 0)))
    assert town.all(PeopleList)[-1].state == "ready"
    town.binh.taps("Bỏ")
    assert town.all(PeopleList)[-1].read == {}
