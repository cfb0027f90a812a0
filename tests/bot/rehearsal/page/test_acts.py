"""What people do on the page reaches the bot as Telegram would bring it, or is refused with a sentence."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.rehearsal.telegram import Group, Person
from tests.bot.rehearsal.page.opened import Opened

PNG = b"\x89PNG\r\n\x1a\n and the rest"


def heard(page: Opened) -> list[Any]:
    """What the bot is to hear, and has not fetched."""
    return [
        {kind: body for kind, body in update.items() if kind != "update_id"} for update in page.telegram.updates.pending
    ]


def says(page: Opened, who: Person | Any, text: str, **keyboard: Any) -> str:
    """The bot says something. The message's key."""
    answer = page.calls("sendMessage", chat_id=who.id, text=text, **keyboard)
    assert answer["ok"], answer
    return f"{who.id}:{answer['result']['message_id']}"


def test_words_a_reply_an_edit_and_a_forward_reach_the_bot(page: Opened, lan: Person, group: Group) -> None:
    page.within(page.telegram.updates.drop)
    asked = says(page, lan, "Tên sản phẩm là gì?")

    answered = page.acts(lan, "say", chat=lan.id, text="  Đề án\nsố ", reply_to=asked).json["messages"][0]
    page.acts(lan, "edit", message=answered, text="Đề án chuyển đổi số")
    page.acts(lan, "forward", chat=group.id, messages=[answered])
    page.acts(lan, "say", chat=group.id, text="/hanchot")

    said, edited, command = heard(page)
    assert said["message"]["text"] == "Đề án\nsố"
    assert said["message"]["reply_to_message"]["text"] == "Tên sản phẩm là gì?"
    assert edited["edited_message"]["text"] == "Đề án chuyển đổi số"
    assert (command["message"]["chat"]["id"], command["message"]["text"]) == (group.id, "/hanchot")
    mine, forwarded = page.chat(lan.id)["messages"][-1], page.chat(group.id)["messages"][-2]
    assert (mine["edited"], mine["reply_to"], mine["from"]["name"]) == (True, asked, "Lan Trần")
    assert (forwarded["forwarded"]["name"], forwarded["text"]) == ("Lan Trần", "Đề án chuyển đổi số")


def test_a_tap_is_answered_with_a_toast_and_a_link_leads_to_a_group(page: Opened, lan: Person, minh: Person) -> None:
    page.within(page.telegram.updates.drop)
    link = "https://t.me/thidua_bot?startgroup=abc"
    rows = [[{"text": "Gửi", "callback_data": "x1|go"}], [{"text": "Thêm bot", "url": link}]]
    key = says(page, lan, "Gửi chứ?", reply_markup={"inline_keyboard": rows})
    other = page.acts(lan, "new_group", title="Nhóm mới", members=[minh.id]).json["group"]
    before = page.state()["event"]

    tapped = page.acts(lan, "tap", message=key, data="x1|go").json
    page.calls("answerCallbackQuery", callback_query_id=tapped["query"], text="Đã gửi", show_alert=True)
    unpicked = page.acts(lan, "tap", message=key, url=link).sentence
    page.acts(lan, "tap", message=key, url=link, group=other["id"])

    toasts = [data for name, data in page.hears(before, lambda name, _: name == "toast") if name == "toast"]
    assert toasts == [{"person": lan.id, "chat": lan.id, "text": "Đã gửi", "alert": True, "message": key}]
    assert unpicked == "Hãy chọn nhóm để thêm bot vào."
    assert [next(iter(update)) for update in heard(page)] == ["callback_query", "my_chat_member", "message", "message"]
    assert heard(page)[-1]["message"]["text"] == "/start@thidua_bot abc"
    assert [one["opens"] for row in page.chat(lan.id)["messages"][-1]["buttons"] for one in row if "url" in one] == [
        "group"
    ]
    assert (other["members"], other["admins"]) == ([minh.id, lan.id], [lan.id])


def test_files_go_as_pictures_documents_and_albums_and_are_shown_as_what_they_are(page: Opened, lan: Person) -> None:
    page.sends(lan, ("ảnh.png", PNG), caption="Lễ phát động")
    page.sends(lan, ("ảnh.png", PNG), kind="document")
    page.sends(lan, ("a.jpg", b"\xff\xd8\xff..."), ("b.mp4", b"1234ftypmp42"), caption="Hai tệp")
    page.sends(lan, ("không phải ảnh.png", b"<script>alert(1)</script>"))

    photo, document, first, second, script = (one["file"] for one in page.chat(lan.id)["messages"][-5:])
    assert [one["kind"] for one in (photo, document, first, second)] == ["photo", "document", "photo", "video"]
    album = {one["album"] for one in page.chat(lan.id)["messages"][-3:-1]}
    assert len(album) == 1 and None not in album
    shown, run = page.gets(photo["url"]), page.gets(script["url"])
    assert (shown.body, shown.headers["content-type"]) == (PNG, "image/png")
    assert run.headers["content-type"] == "application/octet-stream"
    assert run.headers["content-disposition"].startswith("attachment; filename=")
    assert "filename*=UTF-8''kh%C3%B4ng" in run.headers["content-disposition"]
    for answer in (shown, run):
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["content-security-policy"] == "default-src 'none'; sandbox"


def test_too_many_and_too_large_files_are_refused(page: Opened, lan: Person) -> None:
    before = len(page.chat(lan.id)["messages"])

    refused = [
        page.sends(lan).sentence,
        page.sends(lan, *[("a.txt", b"a")] * 11).sentence,
        page.sends(lan, ("a.txt", b"")).sentence,
        page.sends(lan, ("a.txt", b"a"), caption="x" * 1025).sentence,
        page.sends(lan, ("a.bin", bytes(52 * 1024 * 1024))).sentence,
    ]

    assert refused == [
        "Chưa chọn tệp nào.",
        "Mỗi lần gửi tối đa 10 tệp.",
        "Tệp “a.txt” không có nội dung.",
        "Lời kèm tệp dài quá 1024 ký tự.",
        "Mỗi lần chỉ gửi được tối đa 50 MB.",
    ]
    assert len(page.chat(lan.id)["messages"]) == before


Given = Callable[[Opened, Person, Group], Any]
REFUSED: dict[str, dict[str, Any]] = {
    "Không có việc “fly”.": {"do": "fly"},
    "Không có người này.": {"as": 7, "do": "start"},
    "Còn thiếu “as”.": {"as": "", "do": "start"},
    "Giá trị của “as” không đúng.": {"as": [1], "do": "start"},
    "Hãy nhập nội dung.": {"do": "say", "chat": 1001, "text": " \n "},
    "Tin nhắn dài quá 4096 ký tự; hãy gửi thành nhiều tin.": {"do": "say", "chat": 1001, "text": "x" * 4097},
    "Không có nội dung này.": {"do": "say", "chat": 1002, "text": "chào"},
    "Không có nhóm này.": {"do": "say", "chat": -1, "text": "chào"},
    "Minh không ở trong nhóm này.": {"as": 1002, "do": "say", "chat": -4001, "text": "chào"},
    "Nhóm không có chủ đề này.": {"do": "say", "chat": -4001, "text": "chào", "topic": 9},
    "Tin nhắn này không còn.": {"do": "edit", "message": "1001:99", "text": "khác"},
    "Chỉ sửa được tin nhắn của chính mình.": {"do": "edit", "message": "-4001:9", "text": "khác"},
    "Nút này không còn trên tin nhắn.": {"do": "tap", "message": "1001:1", "data": "x"},
    "Đường dẫn này không đúng.": {"do": "follow", "url": "https://t.me/thidua_bot?start=có dấu"},
    "Hãy nhập tên, tối đa 64 ký tự.": {"do": "new_person", "name": "x" * 65},
    "Hãy nhập tên nhóm, tối đa 128 ký tự.": {"do": "new_group", "title": " "},
    "Nhóm này không chia chủ đề.": {"do": "topic", "group": -4001, "name": "Báo cáo"},
    "Bot đã ở trong nhóm này.": {"do": "add_bot", "group": -4001},
    "Chỉ quản trị viên của nhóm làm được việc này.": {"as": 1002, "do": "promote_bot", "group": -4001, "pins": True},
    "Giá trị của “pins” không đúng.": {"do": "promote_bot", "group": -4001, "pins": "yes"},
    "Giá trị của “members” không đúng.": {"do": "new_group", "title": "A", "members": 5},
    "Giá trị của “messages” không đúng.": {"do": "forward", "chat": 1001, "messages": "1001:1"},
}


def test_what_cannot_be_done_is_refused_with_a_sentence_and_changes_nothing(page: Opened, group: Group) -> None:
    says(page, group, "Thông báo của bot")
    while group.chat.next_id <= 9:
        says(page, group, "Thông báo của bot")
    before = (len(page.telegram.updates.pending), page.chat(1001), page.chat(-4001), len(page.telegram.people))

    found = {page.posts("/page/act", **{"as": 1001, **fields}).sentence for fields in REFUSED.values()}

    assert found == set(REFUSED)
    assert (len(page.telegram.updates.pending), page.chat(1001), page.chat(-4001), len(page.telegram.people)) == before


def test_who_blocks_the_bot_or_is_gone_cannot_write_until_it_is_undone(page: Opened, lan: Person, minh: Person) -> None:
    page.acts(lan, "block")
    page.acts(lan, "block")
    blocked = page.acts(lan, "say", chat=lan.id, text="chào").sentence
    page.acts(lan, "start")
    page.acts(minh, "start")
    page.acts(minh, "delete_account")

    gone = [page.acts(minh, "start").sentence, page.acts(minh, "say", chat=minh.id, text="chào").sentence]

    assert blocked == "Lan Trần đang chặn bot; bỏ chặn trước đã."
    assert gone == ["Tài khoản này đã bị xoá."] * 2
    assert page.calls("sendMessage", chat_id=lan.id, text="a")["ok"]
    assert page.calls("sendMessage", chat_id=minh.id, text="a")["description"] == "Forbidden: user is deactivated"


def test_a_group_that_becomes_a_supergroup_keeps_what_was_said(page: Opened, lan: Person, group: Group) -> None:
    page.acts(lan, "say", chat=group.id, text="trước")
    before, old = page.state()["event"], group.id

    new = page.acts(lan, "supergroup", group=old).json["group"]["id"]
    page.acts(lan, "say", chat=new, text="sau")

    moved = page.hears(before, lambda name, _: name == "moved")[-1][1]
    messages = page.chat(new)["messages"]
    assert moved == {"from": old, "to": new}
    assert [one["text"] for one in messages if one["text"]] == ["trước", "sau"]
    assert len({one["key"] for one in messages}) == len(messages)
    assert [one["service"]["en"] for one in messages if one["service"]][-2:] == [
        "The group became a supergroup",
        "This supergroup used to be a group",
    ]
    assert page.acts(lan, "supergroup", group=new).sentence == "Nhóm này đã là siêu nhóm."


def test_people_come_and_go_and_the_bots_rights_change(page: Opened, lan: Person, minh: Person, group: Group) -> None:
    page.acts(minh, "join", group=group.id)
    page.acts(lan, "promote_bot", group=group.id, pins=True)
    made = page.state()["groups"][0]
    page.acts(minh, "leave", group=group.id)
    page.acts(lan, "remove_bot", group=group.id)

    left = page.state()["groups"][0]
    assert (made["members"], made["bot"], made["pins"]) == ([lan.id, minh.id], "administrator", True)
    assert (left["members"], left["bot"]) == ([lan.id], "kicked")
    assert [one["service"]["vi"] for one in page.chat(group.id)["messages"] if one["service"]] == [
        "Lan Trần đã thêm Thi Đua vào nhóm",
        "Minh đã vào nhóm",
        "Minh đã rời nhóm",
        "Lan Trần đã xoá Thi Đua khỏi nhóm",
    ]


@pytest.mark.parametrize("forum", [True, False])
def test_topics_are_opened_closed_and_written_in(page: Opened, lan: Person, forum: bool) -> None:
    group = page.acts(lan, "new_group", title="Diễn đàn", members=[], forum=forum).json["group"]["id"]
    opened = page.acts(lan, "topic", group=group, name="Báo cáo")
    if not forum:
        assert opened.sentence == "Nhóm này không chia chủ đề."
        return
    number = opened.json["topic"]

    page.acts(lan, "say", chat=group, topic=number, text="trong chủ đề")
    page.acts(lan, "close_topic", group=group, topic=number)

    found = next(one for one in page.state()["groups"] if one["id"] == group)
    assert found["topics"] == [{"id": number, "name": "Báo cáo", "closed": True}]
    assert [one["topic"] for one in page.chat(group)["messages"] if one["text"]] == [number]
