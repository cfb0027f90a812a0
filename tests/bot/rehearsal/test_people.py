"""What people do becomes the updates a bot would get; what the bot does becomes what people see."""

from collections.abc import Callable
from typing import Any

import pytest
from telegram import Update

from bot.rehearsal.telegram import Event, Group, Impossible, Person, Upload
from tests.bot.rehearsal.conftest import Bench

Act = Callable[[Person], object]


def kinds(updates: list[dict[str, Any]]) -> list[str]:
    """What each update is about."""
    return [next(name for name in update if name != "update_id") for update in updates]


@pytest.mark.parametrize(
    "act",
    [
        lambda lan: lan.sends("Báo cáo sơ kết đợt 1 🏆 #thidua"),
        lambda lan: lan.sends("Cùng làm với Lan", mentions=[lan]),
        lambda lan: lan.sends("Đây", reply_to=lan.messages[0]),
        lambda lan: lan.sends_file("bao-cao.docx", b"noi dung", caption="Báo cáo", mime="application/msword"),
        lambda lan: lan.sends_file("phim.mp4", size=30_000_000, kind="video"),
        lambda lan: lan.sends_file("loi.ogg", kind="voice"),
        lambda lan: lan.sends_file("nhac.mp3", kind="audio"),
        lambda lan: lan.sends_file("tron.mp4", kind="video_note"),
        lambda lan: lan.sends_file("dong.mp4", kind="animation"),
        lambda lan: lan.sends_photo(caption="Lễ phát động"),
        lambda lan: lan.sends_content({"contact": {"phone_number": "0900", "first_name": "Lan"}}),
        lambda lan: lan.sends_content({"location": {"longitude": 105.8, "latitude": 21.0}}),
        lambda lan: lan.forwards(lan.sends_file("van-ban.pdf", b"x")),
        lambda lan: lan.forwards(lan.telegram.channel("Báo", "bao").posts("Tin mới")),
        lambda lan: lan.edits(lan.messages[0], "/start lần nữa"),
        lambda lan: lan.blocks_bot(),
    ],
)
def test_both_libraries_read_every_update_of_a_private_chat(town: Bench, lan: Person, act: Act) -> None:
    act(lan)
    updates = town.news()
    assert len(updates) in (1, 2)
    for update in updates:
        read = Update.de_json(update, None)
        assert read.effective_user is not None
        assert read.effective_user.id == lan.id
        assert read.effective_chat is not None
        assert read.effective_chat.id == lan.id


def test_both_libraries_read_every_update_of_a_group(town: Bench, lan: Person) -> None:
    group = town.group("Khối", [lan])
    mai = town.person("Mai")
    group.admit(mai, administrator=True)
    group.add_bot(by=lan, startgroup="abc")
    group.promote_bot(by=mai)
    group.anonymous_sends("/xephang")
    group.demote_bot()
    group.dismiss(mai)
    group.becomes_supergroup()
    group.remove_bot(by=lan)
    updates = town.news()
    assert kinds(updates) == [
        *("my_chat_member", "message", "message"),  # added, says so, /start@thidua_bot abc
        *("my_chat_member", "message", "my_chat_member"),
        *("message", "message", "message", "my_chat_member"),  # Mai left, moved to, moved from, thrown out
    ]
    read = [Update.de_json(update, None) for update in updates]
    assert [update.message.text for update in read if update.message and update.message.text] == [
        "/start@thidua_bot abc",
        "/xephang",
    ]
    anonymous = read[4].message
    assert anonymous is not None
    assert anonymous.from_user is not None
    assert anonymous.sender_chat is not None
    assert (anonymous.from_user.id, anonymous.sender_chat.id) == (1087968824, anonymous.chat.id)
    moved = [update.message for update in read if update.message and update.message.migrate_to_chat_id]
    assert [message.migrate_to_chat_id for message in moved] == [group.id]


def test_a_topic_of_a_forum(town: Bench, lan: Person) -> None:
    forum = town.group("Diễn đàn", [lan], forum=True)
    forum.add_bot(by=lan)
    topic = forum.topic("Thi đua")
    lan.sends("/hanchot", to=forum, topic=topic)
    town.result("sendMessage", chat_id=forum.id, text="Hạn chót", message_thread_id=topic.id)
    opened, asked = (Update.de_json(update, None).message for update in town.news()[-2:])
    assert opened is not None
    assert asked is not None
    assert opened.forum_topic_created is not None
    assert (asked.message_thread_id, asked.is_topic_message) == (topic.id, True)
    assert forum.last.topic == topic.id


@pytest.mark.parametrize(
    ("text", "to_bot", "heard"),
    [
        ("chào cả nhà", False, False),
        ("20/6 nhé", False, False),
        ("/xephang", False, True),
        ("/xephang@thidua_bot", False, True),
        ("/xephang@other_bot", False, False),
        ("vâng", True, True),
    ],
)
def test_privacy_mode_hides_what_is_not_meant_for_the_bot(
    town: Bench, lan: Person, group: Group, text: str, to_bot: bool, heard: bool
) -> None:
    town.result("sendMessage", chat_id=group.id, text="Bảng")
    lan.sends(text, to=group, reply_to=group.last if to_bot else None)
    assert bool(town.news()) is heard
    town.privacy = False
    lan.sends("chào cả nhà", to=group)
    assert len(town.news()) == 1


def test_an_administrator_hears_everything(town: Bench, lan: Person, group: Group) -> None:
    group.promote_bot()
    lan.sends("chào cả nhà", to=group)
    assert kinds(town.news()) == ["my_chat_member", "message"]


def test_an_album_is_several_updates_of_one_media_group(town: Bench, lan: Person) -> None:
    parts = lan.sends_album(["a.jpg", ("b.png", b"x"), "c.jpg"], caption="Ba ảnh")
    updates = [update["message"] for update in town.news()]
    assert len({update["media_group_id"] for update in updates}) == 1
    assert [update.get("caption") for update in updates] == ["Ba ảnh", None, None]
    assert len({part.photo.unique_id for part in parts if part.photo}) == 3


def test_a_forwarded_file_keeps_its_unique_id_and_its_origin(town: Bench, lan: Person, group: Group) -> None:
    first = group.anonymous_sends("Thông báo")
    sent = lan.sends_file("a.pdf", b"x", to=group)
    for message in (sent, first):
        lan.forwards(message)
    file, words = (update["message"] for update in town.news())
    assert file["document"]["file_unique_id"] == sent.document.unique_id if sent.document else None
    assert file["forward_origin"]["sender_user"]["id"] == lan.id
    assert (words["forward_origin"]["type"], words["forward_origin"]["sender_chat"]["id"]) == ("chat", group.id)


def test_where_a_forwarded_message_came_from_is_told_as_telegram_does(town: Bench, lan: Person, group: Group) -> None:
    shy = town.person("Hạnh", "Lê")
    shy.hides_account = True
    group.admit(shy)
    public, closed = town.channel("Báo Sức khỏe", "suckhoe"), town.channel("Nội bộ")
    posts = [shy.sends("Ảnh đây", to=group), public.posts("Bài 1"), public.posts("Bài 2", b"anh"), closed.posts("Tin")]
    for post in posts:
        lan.forwards(lan.forwards(post, to=group))
    told = [update["message"] for update in town.news()]
    hidden, first, second, third = [one["forward_origin"] for one in told]

    assert (hidden["type"], hidden["sender_user_name"]) == ("hidden_user", "Hạnh Lê")
    assert "sender_user" not in hidden
    assert [one["type"] for one in (first, second, third)] == ["channel"] * 3
    assert (second["chat"]["title"], second["chat"]["username"]) == ("Báo Sức khỏe", "suckhoe")
    assert [one["message_id"] for one in (first, second, third)] == [1, 2, 1]
    assert "username" not in third["chat"]
    assert (told[2]["caption"], "photo" in told[2]) == ("Bài 2", True)
    assert len({public.chat.id, closed.chat.id, group.id}) == 3


def test_an_album_forwarded_is_an_album_of_the_same_files(town: Bench, lan: Person, group: Group) -> None:
    parts = lan.sends_album(["a.jpg", "b.mp4"], to=group)
    lan.forwards_album(parts)
    first, second = (update["message"] for update in town.news())

    assert first["media_group_id"] == second["media_group_id"] != parts[0].media_group_id
    assert first["photo"][-1]["file_unique_id"] == parts[0].file.unique_id if parts[0].file else None
    assert "video" in second


def test_buttons_are_tapped_by_label_or_data_and_links_are_followed(town: Bench, lan: Person) -> None:
    rows = [
        [{"text": "Ký", "callback_data": "sign"}, {"text": "Mở", "url": "https://t.me/thidua_bot?start=abc"}],
        [{"text": "Luật", "url": "https://luat.vn/x"}],
    ]
    town.result("sendMessage", chat_id=lan.id, text="Giao ước", reply_markup={"inline_keyboard": rows})
    screen = lan.last
    assert [[button.text for button in row] for row in screen.buttons] == [["Ký", "Mở"], ["Luật"]]
    lan.taps(screen, "Ký")
    lan.taps(screen, "Mở")
    assert lan.taps(screen, "Luật") is None
    tap, start = (Update.de_json(update, None) for update in town.news())
    assert tap.callback_query is not None
    assert tap.callback_query.data == "sign"
    assert start.message is not None
    assert start.message.text == "/start abc"
    assert lan.opened == ["https://luat.vn/x"]


def test_a_startgroup_button_leads_into_the_group_that_is_picked(town: Bench, lan: Person) -> None:
    rows = [[{"text": "Thêm vào nhóm", "url": "https://t.me/thidua_bot?startgroup=abc"}]]
    town.result("sendMessage", chat_id=lan.id, text="Nhóm", reply_markup={"inline_keyboard": rows})
    picked = town.group("Khối", [lan])
    lan.taps(lan.last, "Thêm vào nhóm", to=picked)
    assert kinds(town.news()) == ["my_chat_member", "message", "message"]
    assert picked.messages[-1].text == "/start@thidua_bot abc"


def test_an_edit_changes_what_is_seen_and_takes_the_buttons_away(town: Bench, lan: Person) -> None:
    keyboard = {"inline_keyboard": [[{"text": "Ký", "callback_data": "sign"}]]}
    number = town.result("sendMessage", chat_id=lan.id, text="Giao ước", reply_markup=keyboard)["message_id"]
    screen = lan.last
    town.result("editMessageText", chat_id=lan.id, message_id=number, text="<b>Đã ký</b>", parse_mode="HTML")
    assert (screen.html, screen.buttons, screen.edited) == ("<b>Đã ký</b>", [], True)
    with pytest.raises(Impossible):
        lan.taps(screen, "Ký")
    lan.taps_stale(screen, "sign")
    assert kinds(town.news()) == ["callback_query"]
    town.result("deleteMessage", chat_id=lan.id, message_id=number)
    assert lan.heard == []


def test_a_message_is_deleted_where_the_bot_has_no_standing(town: Bench, lan: Person) -> None:
    number = town.result("sendMessage", chat_id=lan.id, text="Chào")["message_id"]
    del lan.chat.standing[town.bot.id]
    assert town.result("deleteMessage", chat_id=lan.id, message_id=number) is True


@pytest.mark.parametrize(
    "act",
    [
        lambda lan: lan.sends(""),
        lambda lan: lan.sends("a" * 4097),
        lambda lan: lan.sends("a", to=lan.telegram.group("Nhóm lạ")),
        lambda lan: lan.sends("a", mentions=[lan]),
        lambda lan: lan.follows("https://t.me/thidua_bot?startgroup=abc"),
        lambda lan: lan.follows("https://t.me/thidua_bot?start=a.b"),
        lambda lan: lan.sends_album(["a.jpg"]),
        lambda lan: (lan.blocks_bot(), lan.sends("a")),
        lambda lan: lan.telegram.group("Nhóm", [lan]).topic("Chủ đề"),
        lambda lan: lan.last,
    ],
)
def test_what_nobody_could_do_is_refused(lan: Person, act: Act) -> None:
    with pytest.raises(Impossible):
        act(lan)


def test_a_blocked_bot_may_write_again_after_start(town: Bench, lan: Person) -> None:
    lan.blocks_bot()
    lan.starts("abc")
    assert kinds(town.news()) == ["my_chat_member", "my_chat_member", "message"]
    town.result("sendMessage", chat_id=lan.id, text="Chào lại")
    assert lan.last.text == "Chào lại"


def test_menus_are_shown_by_the_narrowest_scope_and_own_language(town: Bench, lan: Person, group: Group) -> None:
    def set_menu(command: str, **where: Any) -> None:
        town.result("setMyCommands", commands=[{"command": command, "description": "Mô tả"}], **where)

    john = town.person("John", language_code="en")
    set_menu("moi")
    set_menu("any", language_code="en")
    set_menu("nhom", scope={"type": "all_group_chats"})
    set_menu("rieng", scope={"type": "chat", "chat_id": lan.id})
    menus = [[line.command for line in menu] for menu in (lan.menu, john.menu, group.menu())]
    assert menus == [["rieng"], ["any"], ["nhom"]]
    town.result("deleteMyCommands", scope={"type": "chat", "chat_id": lan.id})
    assert town.result("getMyCommands") == [{"command": "moi", "description": "Mô tả"}]
    assert [line.command for line in lan.menu] == ["moi"]


@pytest.mark.parametrize(
    ("command", "where", "refusal"),
    [
        ({"command": "Đăng", "description": "a"}, {}, "BOT_COMMAND_INVALID"),
        ({"command": "a", "description": ""}, {}, "BOT_COMMAND_DESCRIPTION_INVALID"),
        ({"command": "a", "description": "b"}, {"language_code": "vie"}, "invalid language code specified"),
        ({"command": "a", "description": "b"}, {"scope": {"type": "chat", "chat_id": 5}}, "chat not found"),
        (
            {"command": "a", "description": "b"},
            {"scope": {"type": "all"}},
            "can't parse BotCommandScope: unsupported type specified",
        ),
    ],
)
def test_a_wrong_menu_is_refused(town: Bench, command: dict[str, str], where: dict[str, Any], refusal: str) -> None:
    assert town.refused("setMyCommands", commands=[command], **where) == f"400 Bad Request: {refusal}"


def test_listeners_hear_what_the_bot_does(town: Bench, lan: Person) -> None:
    events: list[Event] = []
    town.listeners.append(events.append)
    number = town.result("sendMessage", chat_id=lan.id, text="Chào")["message_id"]
    town.refused("sendMessage", chat_id=99, text="Chào")
    town.result("pinChatMessage", chat_id=lan.id, message_id=number)
    town.call("sendDocument", {"chat_id": lan.id}, {"document": Upload("a.docx", b"x")})
    assert [(event.method, event.message, event.at) for event in events] == [
        ("sendMessage", lan.heard[0], town.now()),
        ("pinChatMessage", lan.heard[0], town.now()),
        ("sendDocument", lan.heard[1], town.now()),
    ]


def test_the_same_acts_give_the_same_ids(town: Bench) -> None:
    def play(stage: Bench) -> list[dict[str, Any]]:
        lan = stage.person("Lan")
        lan.starts()
        lan.sends_file("a.pdf", b"x")
        stage.group("Khối", [lan]).add_bot(by=lan)
        return stage.news()

    assert play(town) == play(Bench(town.now))
