"""The home screen and what is said when nothing else fits."""

import pytest

from messages.actions import ACTIONS
from store.tables import Account, Chat, LetterKind
from tests.town import Town


def test_stray_words_show_the_home_screen(town: Town) -> None:
    town.binh.sends("xin chào")

    assert town.binh.reads().startswith("Xin chào đồng chí Bình!")
    assert "Thủ trưởng đơn vị" in town.binh.reads()


@pytest.mark.parametrize("who", ["mai", "binh", "lan", "dung"])
def test_every_button_of_the_home_screen_opens_something(town: Town, who: str) -> None:
    actor = getattr(town, who)
    actor.sends("/start")
    labels = actor.buttons()

    assert labels
    for label in labels:
        actor.sends("/start")
        home = actor.last
        actor.taps(label, home)
        assert actor.reads()
        assert not actor.reads().startswith(("Đồng chí không có quyền", "Có lỗi"))


def test_an_unknown_command_is_answered_with_the_likeliest(town: Town) -> None:
    town.lan.sends("/dangki")

    assert town.lan.reads().startswith("Không có lệnh /dangki.")
    assert "/dangky" in town.lan.reads()


def test_a_command_of_another_role_says_for_whom_it_is(town: Town) -> None:
    town.lan.sends("/donvi")

    assert town.lan.reads() == (
        "Đồng chí không có quyền thực hiện việc này. Việc này dành cho: Thủ trưởng đơn vị.\n\n"
        "Cần hỏi thêm, mời liên hệ:\nVăn phòng đơn vị Trưởng khối, 0204.000.000, vanphong@example.gov.vn"
    )


def test_a_link_with_a_commands_name_opens_it(town: Town) -> None:
    town.binh.starts("trogiup")

    assert "Thủ trưởng đơn vị duyệt người vào đơn vị" in town.binh.reads()


def test_help_names_the_contact_and_the_commands_of_the_role(town: Town) -> None:
    town.binh.sends("/help")
    head = town.binh.reads()
    town.lan.sends("/trogiup")
    staff = town.lan.reads()

    assert "Văn phòng đơn vị Trưởng khối, 0204.000.000, vanphong@example.gov.vn" in head
    assert "/donvi" in head
    assert "/donvi" not in staff


def test_the_language_changes_at_once_and_with_it_the_menu(town: Town) -> None:
    town.lan.sends("/ngonngu")
    town.lan.taps("English")

    assert town.lan.reads() == "From now on the bot answers in English."
    assert town.one(Account, id=town.lan.id).language == "en"
    assert town.one(Chat, telegram_id=town.lan.id).language == "en"
    menus = [one for one in town.letters("menus/commands") if one.kind == LetterKind.MENU]
    assert menus[-1].facts["language"] == "en"

    town.lan.sends("hello")
    assert town.lan.reads().startswith("Hello Lan!")


def test_an_edited_message_never_acts_and_is_told_once(town: Town) -> None:
    message = town.lan.sends("xin chào")
    town.lan.edits(message, "/donvi")
    told = town.lan.reads()
    heard = len(town.lan.heard)
    town.lan.edits(message, "/quanly")

    assert told.startswith("Bot không đọc tin nhắn đã sửa.")
    assert len(town.lan.heard) == heard


def test_cancel_and_resume_without_a_form_show_the_home_screen(town: Town) -> None:
    for words in ("/huy", "/tieptuc", "/cancel", "/resume"):
        town.lan.sends(words)
        assert town.lan.reads().startswith("Xin chào đồng chí Lan!")


def test_an_open_form_is_resumed_after_a_restart_and_cancelled(town: Town) -> None:
    town.quan.starts()
    town.quan.taps("Sở Y tế")
    screen = town.quan.reads()
    town.restarts()
    town.quan.sends("/tieptuc")
    again = town.quan.reads()
    town.quan.sends("/huy")

    assert again == screen
    assert town.quan.reads() == "Đã huỷ. Không có gì được gửi đi."


def test_an_old_button_shows_the_home_screen(town: Town) -> None:
    town.lan.sends("/trogiup")
    town.lan.taps_data(town.lan.last, "0zz:1")

    assert town.lan.reads().startswith("Xin chào đồng chí Lan!")


def test_an_unknown_command_names_only_commands_of_ones_own(town: Town) -> None:
    town.lan.sends("/quanli")

    assert not {"/quanly", "/donvi", "/lienket"} & set(town.lan.reads().split())


def test_an_album_that_nobody_asked_for_is_answered_once(unlaunched_town: Town) -> None:
    town = unlaunched_town
    before = len(town.lan.heard)
    town.lan.sends_album(["a.jpg", "b.jpg", "c.jpg"])

    assert len(town.lan.heard) == before + 1
    assert town.lan.reads() == (
        "Bot chưa nhận tệp này: hiện không có báo cáo hay thành tích nào chờ đồng chí gửi.\n"
        "Báo cáo của đơn vị do thủ trưởng đơn vị nộp."
    )


def test_the_only_campaign_is_not_named_on_every_screen(town: Town) -> None:
    for who, words in ((town.mai, "/tiendo"), (town.binh, "/tiendo"), (town.lan, "/dangky"), (town.binh, "/hanchot")):
        who.sends(words)
        assert town.campaign.title not in who.reads()


def test_who_waits_for_approval_is_told_so(town: Town) -> None:
    town.quan.starts()
    town.quan.taps("Sở Y tế")
    town.quan.taps("Đồng ý")
    town.quan.sends("/dangky")

    assert town.quan.reads().startswith("Yêu cầu tham gia của đồng chí đang chờ thủ trưởng đơn vị duyệt.")


def test_the_codes_of_home_and_people_are_taken() -> None:
    assert {"h", "hc", "hb", "hs", "hl", "pj", "po", "pa", "pr", "pm", "pu", "ph", "ps", "pc", "pi", "pv"} <= set(
        ACTIONS
    )
