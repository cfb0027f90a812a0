"""Joining, from the link to the home screen, and the unit head's answer."""

import re

from messages.actions import pack
from messages.actions.invites import InviteHead, InviteOffice, OpenUnit, RevokeInvite
from messages.actions.joining import ApproveMember, OpenRequest
from store.tables import (
    Account,
    Bloc,
    BlocRole,
    Form,
    Invite,
    LetterKind,
    Member,
    Membership,
    MembershipState,
    UnitRole,
)
from tests.town import Actor, Town


def staff_link(town: Town) -> str:
    """The token of a link that Bình makes for his staff."""
    town.binh.sends("/donvi")
    town.binh.taps("Tạo liên kết mời cán bộ")
    return token_in(town.binh)


def token_in(actor: Actor) -> str:
    found = re.search(r"start=([0-9a-f]{32})", actor.reads())
    assert found is not None, actor.reads()
    return found[1]


def place(town: Town, name: str) -> Membership:
    return town.one(Membership, member_id=town.member(name).id)


def test_joining_takes_two_acts(town: Town) -> None:
    town.quan.starts(staff_link(town))
    screen = town.quan.reads()
    town.quan.taps("Đồng ý và tham gia")

    assert town.quan.acts == 2
    assert "Đơn vị: Sở Y tế" in screen
    assert "Họ và tên: Quân" in screen
    assert town.quan.reads() == ("Đã gửi yêu cầu tham gia Sở Y tế. Thủ trưởng đơn vị duyệt xong, bot sẽ nhắn ngay.")
    assert town.binh.reads() == "Quân xin tham gia Sở Y tế.\n\nTên trên Telegram: Quân"
    assert place(town, "Quân").state == MembershipState.WAITING


def test_the_head_lets_somebody_in_who_then_has_a_home_screen(town: Town) -> None:
    town.quan.starts(staff_link(town))
    town.quan.taps("Đồng ý và tham gia")

    town.binh.taps("Duyệt")
    told = town.quan.reads()
    town.quan.taps("Bắt đầu")

    assert town.binh.reads() == "Đã duyệt Quân vào Sở Y tế."
    assert told == "Đồng chí đã được duyệt vào Sở Y tế."
    assert town.quan.reads().startswith("Xin chào đồng chí Quân!")
    menu = [one for one in town.letters("menus/commands") if one.kind == LetterKind.MENU][-1]
    assert "dangky" in menu.facts["commands"]
    assert "donvi" not in menu.facts["commands"]
    assert len(menu.facts["commands"]) <= 8


def test_the_head_can_say_no(town: Town) -> None:
    town.quan.starts(staff_link(town))
    town.quan.taps("Đồng ý và tham gia")

    town.binh.taps("Từ chối")

    assert town.quan.reads().startswith("Yêu cầu tham gia Sở Y tế không được duyệt.")
    assert place(town, "Quân").state == MembershipState.REFUSED


def test_a_link_without_approval_lets_in_at_once(town: Town) -> None:
    town.binh.sends("/donvi")
    town.binh.taps("Liên kết mời")
    town.binh.taps("Tạo liên kết không cần duyệt")
    town.quan.starts(token_in(town.binh))
    town.quan.taps("Đồng ý và tham gia")

    assert town.quan.reads().startswith("Chào mừng đồng chí Quân tham gia")
    assert place(town, "Quân").state == MembershipState.ACTIVE


def test_a_double_tap_joins_once(town: Town) -> None:
    town.quan.starts(staff_link(town))
    town.quan.taps_twice("Đồng ý và tham gia")

    assert len(town.letters("joining/request")) == 1
    assert len(town.letters("joining/waiting")) == 1


def test_the_name_can_be_changed_first(town: Town) -> None:
    town.quan.starts(staff_link(town))
    town.quan.taps("Sửa họ tên")
    town.quan.sends("1234")
    refused = town.quan.reads()
    town.quan.sends("  Phạm   Minh <b>Quân</b> ")
    town.quan.taps("Đồng ý và tham gia")

    assert refused.startswith("Đây chưa phải họ và tên.")
    assert town.one(Member, account_id=town.quan.id).name == "Phạm Minh <b>Quân</b>"
    assert town.binh.reads().startswith("Phạm Minh <b>Quân</b> xin tham gia")


def test_nothing_about_a_person_is_kept_before_they_agree(town: Town) -> None:
    token = staff_link(town)
    town.quan.starts(token)
    town.quan.taps("Huỷ")

    account = town.one(Account, id=town.quan.id)
    assert (account.telegram_name, account.consented_at, account.bloc_id) == ("", None, None)
    assert [one for one in town.all(Member) if one.account_id == town.quan.id] == []
    assert "Quân" not in str([form.answers for form in town.all(Form)])


def test_a_stranger_without_a_link_sees_the_list_of_units_and_nothing_else(town: Town) -> None:
    town.quan.sends("xin chào")

    assert town.quan.reads().startswith(town.bloc.name)
    assert "Sở Y tế" in town.quan.buttons()
    for words in ("/dangky", "/cuatoi", "/donvi", "/quanly", "/giaouoc"):
        town.quan.sends(words)
        assert town.quan.reads().startswith("Chức năng này dành cho thành viên.")


def test_a_stranger_chooses_a_unit_and_waits(town: Town) -> None:
    town.quan.starts()
    town.quan.taps("Sở Y tế")
    town.quan.taps("Đồng ý và tham gia")
    town.quan.sends("/start")

    assert place(town, "Quân").state == MembershipState.WAITING
    assert town.quan.reads().startswith("Yêu cầu tham gia của đồng chí đang chờ")
    assert town.binh.reads().startswith("Quân xin tham gia Sở Y tế.")


def test_words_where_a_button_is_expected_are_refused_and_the_form_stays(town: Town) -> None:
    town.quan.starts()
    town.quan.sends("Sở Y tế")

    assert town.quan.reads() == "Mời đồng chí chọn một trong các nút."
    town.quan.taps("Sở Y tế")
    assert [one.text for one in town.quan.heard if "Đơn vị: Sở Y tế" in one.text]


def test_a_member_is_told_that_a_link_gives_nothing_new(town: Town) -> None:
    town.lan.starts(staff_link(town))

    assert town.lan.reads().startswith("Đồng chí đã là thành viên của Sở Y tế")
    assert [one.uses for one in town.all(Invite) if one.unit_role == UnitRole.MEMBER] == [0]


def test_of_two_who_open_a_head_link_one_gets_the_seat(town: Town) -> None:
    town.mai.sends("/quanly")
    town.mai.taps("Các đơn vị")
    town.mai.taps("Mời: Ban Dân tộc")
    town.mai.taps("Tạo liên kết mời thủ trưởng")
    token = token_in(town.mai)
    other = town.newcomer("Thu")
    town.quan.starts(token)
    other.starts(token)

    town.quan.taps("Đồng ý và tham gia")
    other.taps("Đồng ý và tham gia")

    assert town.quan.reads().startswith("Chào mừng đồng chí Quân tham gia")
    assert other.reads().startswith("Liên kết mời đã được dùng hết số lần.")
    assert place(town, "Quân").role == UnitRole.HEAD
    assert [one for one in town.all(Member) if one.account_id == other.id] == []
    assert town.mai.reads() == "Đồng chí Quân đã tham gia với vai trò Thủ trưởng đơn vị, Ban Dân tộc."


def test_a_link_is_emptied_from_the_letter_once_it_was_sent(town: Town) -> None:
    staff_link(town)

    (letter,) = town.letters("invites/link")
    assert letter.facts == {}


def test_a_revoked_link_says_so_and_whom_to_ask(town: Town) -> None:
    token = staff_link(town)
    town.binh.taps("Thu hồi liên kết")
    town.quan.starts(token)

    assert town.quan.reads().startswith("Liên kết mời không còn hiệu lực.")
    assert "Văn phòng đơn vị Trưởng khối, 0204.000.000" in town.quan.reads()


def test_a_forged_button_opens_nothing(town: Town) -> None:
    town.quan.starts()
    town.quan.taps("Sở Y tế")
    town.quan.taps("Đồng ý và tham gia")
    request = place(town, "Quân").id
    syt = town.unit("syt").id
    assert request is not None and syt is not None
    invites = len(town.all(Invite))

    for actor in (town.lan, town.tu, town.hoa, town.dung, town.quan):
        actor.sends("/trogiup")
        screen = actor.last
        for action in (
            OpenRequest(request),
            ApproveMember(request),
            OpenUnit(syt),
            InviteHead(syt),
            InviteOffice(BlocRole.COUNCIL),
            RevokeInvite(1),
        ):
            actor.taps_data(screen, pack(action))
            assert actor.reads().startswith(
                ("Không tìm thấy mục này", "Đồng chí không có quyền", "Yêu cầu tham gia của đồng chí đang chờ")
            )

    town.quan.sends("/dulieu")
    assert "Chờ duyệt vào Sở Y tế." in town.quan.reads() and "Không còn vai trò" not in town.quan.reads()
    assert place(town, "Quân").state == MembershipState.WAITING
    assert len(town.all(Invite)) == invites
    assert town.one(Invite, id=1).revoked_at is None


def test_back_goes_one_step_back_and_cancel_ends(town: Town) -> None:
    town.quan.starts()
    units = town.quan.reads()
    town.quan.taps("Sở Y tế")
    town.quan.taps("Sửa họ tên")
    town.quan.taps("Quay lại")
    assert "Đồng ý và tham gia" in town.quan.buttons()
    town.quan.taps("Quay lại")
    assert town.quan.reads() == units
    town.quan.taps("Huỷ")
    assert town.quan.reads() == "Đã huỷ. Không có gì được gửi đi."


def test_a_form_left_for_a_day_asks_before_it_takes_an_answer(town: Town) -> None:
    town.quan.starts()
    town.quan.taps("Sở Y tế")
    town.quan.taps("Sửa họ tên")
    town.moves_to("2020-01-04")
    town.quan.sends("Phạm Quân")
    asked = town.quan.reads()
    town.quan.taps("Tiếp tục")
    town.quan.sends("Phạm Quân")

    assert asked.startswith("Đồng chí có việc đang làm dở từ hôm trước.")
    assert "Họ và tên: Phạm Quân" in town.quan.reads()


def test_a_newcomer_reads_the_language_of_the_bloc(town: Town) -> None:
    with town.changing() as session:
        session.get_one(Bloc, town.bloc_id).locale = "en"
    town.quan.starts()
    greeted = town.quan.reads()
    town.quan.sends("/ngonngu")
    town.quan.taps("Tiếng Việt")
    town.quan.starts()

    assert "Which unit do you work in?" in greeted
    assert "Đồng chí công tác ở đơn vị nào?" in town.quan.reads()


def test_joining_in_english(english_town: Town) -> None:
    town = english_town
    town.binh.sends("/unit")
    town.binh.taps("Make an invite link for staff")
    town.quan.sends("/language")
    town.quan.taps("English")
    town.quan.starts(token_in(town.binh))
    town.quan.taps("Agree and join")
    town.binh.taps("Approve")

    assert town.quan.reads() == "You were approved for Sở Y tế."
