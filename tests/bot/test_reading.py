"""From an update to what was said; and which updates are for the bot at all."""

from datetime import UTC, datetime
from typing import Any

import pytest
from telegram import Update

from bot.reading import Unreadable, chat_key, read
from handlers.said import Origin, Said, SaidKind
from messages.actions import pack
from messages.actions.forms import Home

LAN = {"id": 11, "is_bot": False, "first_name": "Lan", "last_name": "Trần"}
PRIVATE = {"id": 11, "type": "private", "first_name": "Lan"}
GROUP = {"id": -5, "type": "group", "title": "Khối"}
COMMAND = [{"type": "bot_command", "offset": 0, "length": 9}]


def message(chat: dict[str, Any] = PRIVATE, kind: str = "message", **fields: Any) -> dict[str, Any]:
    return {"update_id": 1, kind: {"message_id": 7, "date": 0, "chat": chat, "from": LAN, **fields}}


def said(raw: dict[str, Any]) -> Said:
    update = Update.de_json(raw, None)
    found = read(update)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("raw", "key"),
    [
        (message(text="x"), 11),
        (message(text="x", kind="edited_message"), 11),
        (message(GROUP, text="x"), None),
        (message(GROUP, text="x", kind="edited_message"), None),
        (message(GROUP, text="/hanchot", entities=COMMAND), -5),
        (message(GROUP, text="/hanchot@Thidua_Bot x", entities=COMMAND), -5),
        (message(GROUP, text="/hanchot@other_bot", entities=COMMAND), None),
        (message(GROUP, text="xem /hanchot", entities=[{**COMMAND[0], "offset": 4}]), None),
        (message(GROUP, migrate_to_chat_id=-100), -5),
        (message(GROUP, photo=[], caption="/hanchot"), None),
        ({"callback_query": {"message": {"chat": GROUP}, "from": LAN}}, -5),
        ({"callback_query": {"from": LAN}}, 11),
        ({"my_chat_member": {"chat": GROUP, "from": LAN}}, -5),
        ({"poll": {}}, None),
        ({}, None),
    ],
)
def test_whose_order_an_update_keeps(raw: dict[str, Any], key: int | None) -> None:
    assert chat_key(raw, "thidua_bot") == key


@pytest.mark.parametrize(
    ("text", "command", "rest"),
    [
        ("/dangky", "dangky", ""),
        ("/dangky@thidua_bot  Đề án ", "dangky", "Đề án"),
        ("/dangky\nĐề án", "dangky", "Đề án"),
    ],
)
def test_a_command_and_what_follows_it(text: str, command: str, rest: str) -> None:
    found = said(message(text=text, entities=COMMAND))

    assert (found.kind, found.command, found.text) == (SaidKind.COMMAND, command, rest)


def test_words_are_composed_and_whole() -> None:
    found = said(message(text="  To\u0301an\x00 \ud83dhọc\n"))

    assert (found.kind, found.text) == (SaidKind.TEXT, "  Tóan học\n")


def test_a_file_is_read_with_its_caption_and_album() -> None:
    document = {"file_id": "f", "file_unique_id": "u", "file_name": "Ba\u0301o cáo.docx", "file_size": 5}
    found = said(message(document=document, caption="đợt 1", media_group_id="a"))

    assert found.kind == SaidKind.FILE
    assert found.file is not None
    assert (found.file.file_id, found.file.name, found.file.size) == ("f", "Báo cáo.docx", 5)
    assert (found.text, found.media_group) == ("đợt 1", "a")


def test_the_largest_size_of_a_photo_is_taken() -> None:
    sizes = [{"file_id": str(n), "file_unique_id": str(n), "width": n, "height": n} for n in (90, 1280)]
    found = said(message(photo=sizes))

    assert found.file is not None
    assert (found.file.file_id, found.file.kind) == ("1280", "photo")


def test_an_administrator_who_hides_is_nobody() -> None:
    found = said(message(GROUP, text="/x", entities=COMMAND, sender_chat=GROUP))

    assert (found.account_id, found.anonymous_admin) == (None, True)


@pytest.mark.parametrize(("data", "action"), [(pack(Home()), Home()), ("nonsense", None), (None, None)])
def test_a_tap_is_read_with_its_action(data: str | None, action: Home | None) -> None:
    query = {"id": "3", "from": LAN, "chat_instance": "1", "message": message()["message"]}
    found = said({"update_id": 1, "callback_query": {**query, **({"data": data} if data else {})}})

    assert (found.kind, found.action, found.message_id, found.query_id) == (SaidKind.TAP, action, 7, "3")


def test_a_tap_on_a_message_too_old_to_be_shown_is_read_too() -> None:
    query = {"id": "3", "from": LAN, "chat_instance": "1", "message": {"message_id": 7, "date": 0, "chat": PRIVATE}}

    assert said({"update_id": 1, "callback_query": {**query, "data": pack(Home())}}).action == Home()


def test_an_inline_tap_is_nothing() -> None:
    query = {"id": "3", "from": LAN, "chat_instance": "1", "inline_message_id": "x", "data": "y"}
    update = Update.de_json({"update_id": 1, "callback_query": query}, None)

    assert read(update) is None


def test_a_group_that_moves_says_where_to() -> None:
    found = said(message(GROUP, migrate_to_chat_id=-1005))

    assert (found.kind, found.moved_to) == (SaidKind.MOVED, -1005)


WRONG: list[Any] = [{"id": {}}, {"id": "11"}, {"id": 2**63}, {"id": True}, {"id": None}]


@pytest.mark.parametrize("wrong", WRONG)
def test_an_id_that_no_column_holds_is_unreadable(wrong: dict[str, Any]) -> None:
    tap = {"id": "3", "from": {**LAN, **wrong}, "chat_instance": "1", "message": message()["message"]}
    for raw in (message({**GROUP, **wrong}, text="x"), {"update_id": 1, "callback_query": tap}):
        with pytest.raises(Unreadable):
            said(raw)


@pytest.mark.parametrize("fields", [{"text": 5}, {"text": "x", "message_thread_id": 2**31, "is_topic_message": True}])
def test_words_that_are_no_text_and_topics_that_are_no_number_are_unreadable(fields: dict[str, Any]) -> None:
    with pytest.raises(Unreadable):
        said(message(GROUP, **fields))


def test_a_private_message_of_nobody_is_nothing() -> None:
    raw = message(text="x")
    del raw["message"]["from"]

    assert read(Update.de_json(raw, None)) is None


def test_names_are_whole_too() -> None:
    found = said(
        {"update_id": 1, "message": {**message({**GROUP, "title": "Kho\x00\u0302\ud83di"}, text="x")["message"]}}
    )

    assert found.chat_title == "Khôi"


CHANNEL = {"id": -1001, "type": "channel", "title": "Báo Bắc Giang", "username": "baobacgiang"}


@pytest.mark.parametrize(
    ("origin", "kind", "name", "link"),
    [
        ({"type": "user", "sender_user": LAN}, "user", "Lan Trần", ""),
        ({"type": "hidden_user", "sender_user_name": "Ẩn danh"}, "hidden_user", "Ẩn danh", ""),
        ({"type": "chat", "sender_chat": GROUP}, "chat", "Khối", ""),
        (
            {"type": "channel", "chat": CHANNEL, "message_id": 12},
            "channel",
            "Báo Bắc Giang",
            "https://t.me/baobacgiang/12",
        ),
        (
            {"type": "channel", "chat": {**CHANNEL, "username": None}, "message_id": 12},
            "channel",
            "Báo Bắc Giang",
            "",
        ),
    ],
)
def test_where_a_forwarded_message_came_from(origin: dict[str, Any], kind: str, name: str, link: str) -> None:
    forwarded = said(message(text="x", forward_origin={"date": 60, **origin}))

    assert forwarded.origin == Origin(kind, name, datetime.fromtimestamp(60, UTC), link)


def test_what_was_not_forwarded_has_no_origin() -> None:
    assert said(message(text="x")).origin is None
