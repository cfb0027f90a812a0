"""The office keeps the units: new, renamed, described, merged and closed, with their history."""

from datetime import date

from sqlmodel import Session

from messages.actions import pack
from messages.actions.units import ChangeUnit, CloseUnit, EditUnit, MergeUnit, UnitField
from store.tables import Duty, Invite, Membership, MembershipState, Target, Unit, UnitName
from store.unit_names import name_on
from tests.town import Actor, Town


def opens(town: Town, code: str) -> Actor:
    """Mai before what is known of a unit."""
    town.mai.sends("/quanly")
    town.mai.taps_data(town.mai.last, pack(EditUnit(town.unit(code).id or 0)))
    return town.mai


def test_a_new_unit_owes_what_is_still_to_fall_due(town: Town) -> None:
    town.mai.sends("/quanly")
    town.mai.taps("Các đơn vị")
    town.mai.taps("Thêm đơn vị")
    town.mai.sends("so y te")
    assert town.mai.reads().startswith("Đã có đơn vị tên Sở Y tế.")
    town.mai.sends("Sở Nội vụ 2")
    town.mai.taps("Phòng, ban, vụ")
    town.mai.taps_twice("Thêm đơn vị")

    unit = town.one(Unit, name="Sở Nội vụ 2")
    assert (unit.code, unit.kind, unit.place) == ("snv2", "department", 8)
    owed = {one.day for one in town.all(Duty) if one.unit_id == unit.id}
    assert owed == {one.day for one in town.all(Duty) if one.unit_id == town.unit("syt").id}
    town.mai.sends("/tiendo")
    assert "0/8" in town.mai.reads()


def test_a_unit_is_renamed_and_described_and_keeps_its_old_name_by_day(town: Town) -> None:
    mai = opens(town, "syt")
    mai.taps("Đổi tên")
    mai.sends("Sở Y tế và Dân số")
    assert "Tên cũ: Sở Y tế (đến 1/1/2020)" in mai.reads()
    assert town.binh.reads() == "Sở Y tế từ nay có tên trên bot là Sở Y tế và Dân số."
    mai.taps("Số người")
    mai.sends("rất đông")
    mai.sends("62")
    mai.taps("Thứ tự")
    mai.sends("1")
    mai.taps("Lãnh đạo phụ trách")
    mai.sends("Đ/c Phó Chủ tịch")
    mai.taps("Chuyển loại: đoàn thể")
    mai.taps("Trực thuộc")
    mai.taps("Sở Thông tin")
    assert "Trực thuộc: Sở Thông tin và Truyền thông" in mai.reads()
    assert "Loại: đoàn thể\nSố người: 62\nThứ tự: 1" in mai.reads()
    opens(town, "stttt").taps("Trực thuộc")
    mai.taps("Sở Y tế và Dân số")
    assert mai.reads().startswith("Đơn vị này đang trực thuộc")
    assert [one.code for one in sorted(town.all(Unit), key=lambda one: one.place)][:2] == ["syt", "stttt"]
    with town.reading() as session:
        assert names(session, town.unit("syt")) == ["Sở Y tế", "Sở Y tế và Dân số"]
    assert len(town.all(UnitName)) == 1


def asks_to_join(actor: Actor, unit: str) -> None:
    actor.starts()
    actor.taps(unit)
    actor.taps("Đồng ý và tham gia")


def names(session: Session, unit: Unit) -> list[str]:
    return [name_on(session, unit, day) for day in (date(2020, 1, 1), date(2020, 1, 2))]


def test_a_merged_units_people_and_open_work_go_to_the_other(town: Town) -> None:
    town.lan.sends("/dangky")
    town.lan.taps("Đề án")
    town.lan.sends("Chuyển đổi số một cửa")
    town.lan.taps("Gửi")
    town.binh.sends("/donvi")
    town.binh.taps("Tạo liên kết mời cán bộ")
    asks_to_join(town.quan, "Sở Y tế")
    mai, syt, sgddt = opens(town, "syt"), town.unit("syt").id, town.unit("sgddt").id
    mai.taps("Sáp nhập")
    mai.taps("Sở Giáo dục")
    assert "2 người, các quyền, đăng ký và thành tích chưa công nhận chuyển sang" in mai.reads()
    mai.taps_twice("Sáp nhập")

    assert mai.reads().startswith("Đã sáp nhập Sở Y tế vào")
    assert (town.unit("syt").closed_on, town.unit("syt").successor_id) == (date(2020, 1, 1), sgddt)
    assert town.all(Target)[-1].unit_id == sgddt
    places = {(one.unit_id, one.state) for one in town.all(Membership) if one.member_id == town.member("Lan").id}
    assert places == {(syt, MembershipState.ENDED), (sgddt, MembershipState.ACTIVE)}
    assert all(one.revoked_at is not None for one in town.all(Invite) if one.unit_id == syt)
    for actor in (town.lan, town.binh, town.tu, town.hoa):
        assert "Sở Y tế đã sáp nhập vào Sở Giáo dục và Đào tạo" in actor.reads()
    asked = next(message for message in reversed(town.binh.heard) if "xin tham gia Sở Giáo dục" in message.text)
    town.binh.taps("Duyệt", asked)
    assert town.quan.reads().startswith("Đồng chí đã được duyệt vào Sở Giáo dục và Đào tạo")
    town.binh.sends("/donvi")
    assert "Thủ trưởng đơn vị:\n– Tú\n– Bình" in town.binh.reads()
    town.binh.sends("/duyet")
    assert "Chuyển đổi số một cửa" in town.binh.reads()
    mai.sends("/tiendo")
    assert "Sở Y tế" not in str(mai.buttons())
    mai.sends("/quanly")
    mai.taps("Các đơn vị")
    assert "– Sở Y tế: vào Sở Giáo dục và Đào tạo, đến hết 1/1/2020" in mai.reads()
    for action in (ChangeUnit(syt or 0, UnitField.NAME), MergeUnit(syt or 0), CloseUnit(syt or 0)):
        mai.taps_data(mai.last, pack(action))
        assert mai.reads().startswith("Không thể sửa đơn vị. Đơn vị này đã đóng.")
    town.moves_to("2020-03-02")
    assert town.binh.reads().count("Đăng ký thi đua và ký giao ước") == 1


def test_a_closed_unit_owes_nothing_after_its_last_day_and_its_people_are_told(town: Town) -> None:
    mai = opens(town, "stttt")
    mai.taps("Đóng đơn vị")
    mai.taps("Hôm nay")
    mai.sends("Giải thể")
    mai.taps("Đóng đơn vị")
    assert mai.reads().startswith("Sở Thông tin và Truyền thông là đơn vị Trưởng khối năm nay")

    opens(town, "syt").taps("Đóng đơn vị")
    mai.sends("1/1/2019")
    assert "Gõ một ngày từ 2/1/2020" in mai.reads()
    mai.sends("20/2/2020")
    asks_to_join(town.quan, "Sở Y tế")
    mai.sends("QĐ 12/QĐ-UBND")
    mai.taps("Đóng đơn vị")
    assert town.quan.reads().startswith("Yêu cầu tham gia Sở Y tế không được duyệt.")
    asks_to_join(town.quan, "Sở Y tế")
    town.binh.taps("Duyệt")
    assert town.lan.reads().startswith("Sở Y tế hoạt động trên bot đến hết 20/2/2020.\nLý do: QĐ 12/QĐ-UBND")
    town.moves_to("2020-02-20")
    town.binh.sends("/donvi")
    assert town.binh.reads().startswith("Sở Y tế")
    town.moves_to("2020-02-21")
    heard, reminded = len(town.binh.heard), len(town.tu.heard)
    town.moves_to("2020-03-06")
    assert len(town.binh.heard) == heard and len(town.tu.heard) > reminded
    for actor, command in ((town.binh, "/donvi"), (town.quan, "/dangky")):
        actor.sends(command)
        assert actor.reads().startswith("Chức năng này dành cho thành viên.")
    mai.sends("/tiendo")
    assert "/6" in mai.reads()
