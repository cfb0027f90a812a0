"""What Telegram refuses, word for word."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from bot.rehearsal.clock import RehearsalClock
from bot.rehearsal.telegram import Group, Misuse, Person, UnknownMethod, UnknownParameter, Upload
from tests.bot.rehearsal.conftest import Bench


def keyboard(*rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {"inline_keyboard": list(rows)}


def button(**action: Any) -> dict[str, Any]:
    return {"text": "Ký", **action}


@pytest.mark.parametrize(
    ("params", "refusal"),
    [
        ({"text": ""}, "400 Bad Request: message text is empty"),
        ({"text": "<b> </b>", "parse_mode": "HTML"}, "400 Bad Request: message text is empty"),
        ({"text": "a" * 4097}, "400 Bad Request: message is too long"),
        ({"text": "🏆" * 2049}, "400 Bad Request: message is too long"),
        (
            {"text": "<b>", "parse_mode": "HTML"},
            "400 Bad Request: can't parse entities: Can't find end tag corresponding to start tag \"b\"",
        ),
        ({"text": "a", "message_thread_id": 5}, "400 Bad Request: message thread not found"),
        ({"text": "a", "reply_parameters": {"message_id": 99}}, "400 Bad Request: message to be replied not found"),
        (
            {"text": "a", "reply_markup": keyboard([button(callback_data="x" * 65)])},
            "400 Bad Request: BUTTON_DATA_INVALID",
        ),
        (
            {"text": "a", "reply_markup": keyboard([button(callback_data="đ" * 33)])},
            "400 Bad Request: BUTTON_DATA_INVALID",
        ),
        ({"text": "a", "reply_markup": keyboard([button(callback_data="")])}, "400 Bad Request: BUTTON_DATA_INVALID"),
        (
            {"text": "a", "reply_markup": keyboard([button()])},
            "400 Bad Request: can't parse inline keyboard button: exactly one action is allowed in the inline keyboard",
        ),
        (
            {"text": "a", "reply_markup": keyboard([button(callback_data="x", url="https://x.vn")])},
            "400 Bad Request: can't parse inline keyboard button: exactly one action is allowed in the inline keyboard",
        ),
        (
            {"text": "a", "reply_markup": keyboard([button(url="không phải")])},
            "400 Bad Request: inline keyboard button URL 'không phải' is invalid: Wrong HTTP URL",
        ),
        (
            {"text": "a", "reply_markup": keyboard([{"text": " ", "callback_data": "x"}])},
            '400 Bad Request: can\'t parse inline keyboard button: Field "text" must be a non-empty String',
        ),
        (
            {"text": "a", "reply_markup": keyboard(*[[button(callback_data="x")] for _ in range(101)])},
            "400 Bad Request: REPLY_MARKUP_TOO_LONG",
        ),
        ({"text": "a", "reply_markup": "{broken"}, "400 Bad Request: can't parse reply_markup JSON object"),
    ],
)
def test_a_wrong_message_is_refused_and_leaves_nothing(
    town: Bench, lan: Person, params: dict[str, Any], refusal: str
) -> None:
    assert town.refused("sendMessage", chat_id=lan.id, **params) == refusal
    assert lan.heard == []


def test_the_longest_that_is_allowed_goes_through(town: Bench, lan: Person) -> None:
    hundred = keyboard(*[[button(callback_data="x" * 64)] for _ in range(100)])
    town.result(
        "sendMessage", chat_id=lan.id, text="<b>" + "🏆" * 2048 + "</b>", parse_mode="HTML", reply_markup=hundred
    )
    assert lan.last.text == "🏆" * 2048
    assert len(lan.last.buttons) == 100


def test_who_may_be_written_to(town: Bench, lan: Person, group: Group) -> None:
    stranger, blocker, gone = town.person("Quân"), town.person("Hoa"), town.person("Tú")
    for person in (blocker, gone):
        person.starts()
    blocker.blocks_bot()
    gone.deletes_account()
    foreign, kicked = town.group("Nhóm khác", [lan]), town.group("Nhóm cũ", [lan], forum=True)
    kicked.add_bot(by=lan)
    kicked.remove_bot(by=lan)
    group.becomes_supergroup()

    words = {
        chat: town.refused("sendMessage", chat_id=chat, text="a")
        for chat in (stranger.id, blocker.id, gone.id, 99, "@someone", "", foreign.id, kicked.id)
    }

    assert words == {
        stranger.id: "403 Forbidden: bot can't initiate conversation with a user",
        blocker.id: "403 Forbidden: bot was blocked by the user",
        gone.id: "403 Forbidden: user is deactivated",
        99: "400 Bad Request: chat not found",
        "@someone": "400 Bad Request: chat not found",
        "": "400 Bad Request: chat_id is empty",
        foreign.id: "403 Forbidden: bot is not a member of the group chat",
        kicked.id: "403 Forbidden: bot was kicked from the supergroup chat",
    }


def test_a_group_that_moved_says_where_to(town: Bench, lan: Person, group: Group) -> None:
    old = group.id
    group.becomes_supergroup()
    answer = town.call("sendMessage", {"chat_id": old, "text": "a"})
    assert answer == {
        "ok": False,
        "error_code": 400,
        "description": "Bad Request: group chat was upgraded to a supergroup chat",
        "parameters": {"migrate_to_chat_id": group.id},
    }
    town.result("sendMessage", chat_id=group.id, text="a")


@pytest.mark.parametrize(
    ("method", "params", "refusal"),
    [
        ("editMessageText", {"message_id": 99, "text": "a"}, "message to edit not found"),
        ("editMessageText", {"message_id": 1, "text": "a"}, "message can't be edited"),
        ("editMessageCaption", {"message_id": 2, "caption": "a"}, "there is no caption in the message to edit"),
        ("deleteMessage", {"message_id": 99}, "message to delete not found"),
        ("pinChatMessage", {"message_id": 99}, "message to pin not found"),
        ("unpinChatMessage", {"message_id": 2}, "message to unpin not found"),
        ("sendDocument", {"document": "no-such-file"}, "wrong file identifier/HTTP URL specified"),
        ("sendDocument", {}, "there is no document in the request"),
        ("sendMediaGroup", {"media": [{"type": "photo", "media": "x"}]}, "an album must have from 2 to 10 items"),
        ("sendChatAction", {"action": "dancing"}, "wrong parameter action in request"),
        ("getChatMember", {"user_id": 12}, "user not found"),
        ("getChatAdministrators", {}, "there are no administrators in the private chat"),
    ],
)
def test_a_wrong_request_is_refused(
    town: Bench, lan: Person, method: str, params: dict[str, Any], refusal: str
) -> None:
    town.result("sendMessage", chat_id=lan.id, text="Chào")
    assert town.refused(method, chat_id=lan.id, **params) == f"400 Bad Request: {refusal}"


def test_an_edit_that_changes_nothing_is_said_so(town: Bench, lan: Person) -> None:
    words = {"text": '<b>Chào</b> <a href="tg://user?id=1001">Lan</a>', "parse_mode": "HTML"}
    number = town.result("sendMessage", chat_id=lan.id, **words)["message_id"]
    same = "400 Bad Request: message is not modified: specified new message content and reply markup are exactly"
    assert town.refused("editMessageText", chat_id=lan.id, message_id=number, **words).startswith(same)
    assert town.refused("editMessageReplyMarkup", chat_id=lan.id, message_id=number).startswith(same)
    assert not lan.last.edited
    town.result("editMessageText", chat_id=lan.id, message_id=number, text="Chào Lan")
    assert (lan.last.edited, lan.last.html) == (True, "Chào Lan")


def test_a_caption_has_1024_units_and_its_message_no_text(town: Bench, lan: Person) -> None:
    files = {"document": Upload("a.docx", b"x")}
    params = {"chat_id": lan.id, "caption": "a" * 1025}
    assert town.call("sendDocument", params, files)["description"] == "Bad Request: message caption is too long"
    assert town.call("sendDocument", {**params, "caption": "a" * 1024}, files)["ok"]
    number = lan.last.id
    assert town.refused("editMessageText", chat_id=lan.id, message_id=number, text="a").endswith(
        "there is no text in the message to edit"
    )


def test_a_photo_has_at_most_ten_megabytes(town: Bench, lan: Person) -> None:
    answer = town.call("sendPhoto", {"chat_id": lan.id}, {"photo": Upload("a.png", bytes(10 * 1024 * 1024 + 1))})
    assert answer["description"] == (
        "Bad Request: file of size 10485761 bytes is too big for a photo; the maximum size is 10485760 bytes"
    )


def test_a_file_keeps_its_kind(town: Bench, lan: Person) -> None:
    lan.sends_file("bao-cao.docx", b"noi dung")
    sent = lan.messages[-1].document
    assert sent is not None
    town.result("sendDocument", chat_id=lan.id, document=sent.id)
    assert lan.last.document is sent
    assert town.refused("sendPhoto", chat_id=lan.id, photo=sent.id) == (
        "400 Bad Request: can't use file of type Document as Photo"
    )


def test_pinning_in_a_group_needs_the_right(town: Bench, group: Group) -> None:
    number = town.result("sendMessage", chat_id=group.id, text="Bảng")["message_id"]
    pin: Callable[[], str] = lambda: town.refused("pinChatMessage", chat_id=group.id, message_id=number)  # noqa: E731
    denied = "400 Bad Request: not enough rights to manage pinned messages in the chat"
    assert pin() == denied
    group.promote_bot(can_pin=False)
    assert pin() == denied
    group.promote_bot(can_pin=True)
    town.result("pinChatMessage", chat_id=group.id, message_id=number)
    assert group.last.pinned
    town.result("unpinChatMessage", chat_id=group.id)
    assert not group.last.pinned


def test_old_messages_cannot_be_deleted(town: Bench, lan: Person, clock: RehearsalClock) -> None:
    number = town.result("sendMessage", chat_id=lan.id, text="a")["message_id"]
    clock.advance(timedelta(hours=48, seconds=1))
    assert town.refused("deleteMessage", chat_id=lan.id, message_id=number).endswith(
        "message can't be deleted for everyone"
    )


def test_a_tap_is_answered_within_a_quarter_of_an_hour(town: Bench, lan: Person, clock: RehearsalClock) -> None:
    town.result("sendMessage", chat_id=lan.id, text="a", reply_markup=keyboard([button(callback_data="x")]))
    first, second = lan.taps(lan.last, "Ký"), lan.taps(lan.last, "x")
    assert len(town.unanswered) == 2
    town.result("answerCallbackQuery", callback_query_id=first, text="Đã ký")
    town.result("answerCallbackQuery", callback_query_id=first)
    clock.advance(timedelta(minutes=15, seconds=1))
    too_old = "400 Bad Request: query is too old and response timeout expired or query ID is invalid"
    assert town.refused("answerCallbackQuery", callback_query_id=second) == too_old
    assert town.refused("answerCallbackQuery", callback_query_id="77") == too_old
    assert lan.toasts == ["Đã ký"]


def test_files_over_twenty_megabytes_cannot_be_fetched(town: Bench, lan: Person) -> None:
    small = lan.sends_file("a.pdf", b"noi dung").document
    limit = lan.sends_file("b.pdf", size=20 * 1024 * 1024).document
    large = lan.sends_file("c.mp4", size=20 * 1024 * 1024 + 1, kind="video").file
    assert small is not None
    assert limit is not None
    assert large is not None
    assert town.file_at(town.result("getFile", file_id=small.id)["file_path"]).read() == b"noi dung"
    assert len(town.file_at(town.result("getFile", file_id=limit.id)["file_path"]).read()) == 20 * 1024 * 1024
    assert town.refused("getFile", file_id=large.id) == "400 Bad Request: file is too big"


def test_the_preview_of_a_photo_is_not_the_photo(town: Bench, lan: Person) -> None:
    lan.sends_photo(b"anh")
    small, full = town.news()[-1]["message"]["photo"]
    assert town.refused("getFile", file_id=small["file_id"]) == "400 Bad Request: invalid file_id"
    assert town.file_at(town.result("getFile", file_id=full["file_id"])["file_path"]).read() == b"anh"


def test_a_file_is_sent_again_only_as_what_it_is(town: Bench, lan: Person) -> None:
    kinds = {"video": "sendVideo", "animation": "sendAnimation", "voice": "sendVoice", "video_note": "sendVideoNote"}
    for kind, method in kinds.items():
        file = lan.sends_file("x", b"x", kind=kind).file
        assert file is not None
        assert town.result(method, chat_id=lan.id, **{kind: file.id})[kind]["file_unique_id"] == file.unique_id
        refusal = town.refused("sendDocument", chat_id=lan.id, document=file.id)
        assert refusal == f"400 Bad Request: can't use file of type {kind.title()} as Document"


def test_a_picture_is_changed_in_its_place(town: Bench, lan: Person) -> None:
    first, second = (lan.sends_photo(name).file for name in (b"mot", b"hai"))
    assert first is not None
    assert second is not None
    sent = town.result("sendPhoto", chat_id=lan.id, photo=first.id, caption="Tuần 1")
    there = {"chat_id": lan.id, "message_id": sent["message_id"]}

    changed = town.result("editMessageMedia", **there, media={"type": "photo", "media": second.id, "caption": "Tuần 2"})
    same = town.refused("editMessageMedia", **there, media={"type": "photo", "media": second.id, "caption": "Tuần 2"})

    assert (changed["photo"][-1]["file_unique_id"], changed["caption"]) == (second.unique_id, "Tuần 2")
    assert same.startswith("400 Bad Request: message is not modified")
    assert town.refused("editMessageMedia", **there, media={"type": "voice", "media": second.id}).startswith("400")
    assert lan.last.photo is second


@pytest.mark.parametrize(
    ("method", "params"),
    [
        ("sendDice", {}),
        ("sendMessage", {"text": "a", "colour": "red"}),
        ("sendMessage", {"text": "a", "parse_mode": "MarkdownV2"}),
        ("sendMessage", {"text": "a", "reply_markup": {"keyboard": [["a"]]}}),
        ("sendMessage", {"text": "a", "reply_markup": keyboard([button(web_app={"url": "https://x.vn"})])}),
        ("sendMessage", {"text": "a", "reply_parameters": {"message_id": 1, "quote": "a"}}),
    ],
)
def test_what_is_not_emulated_fails_loudly(town: Bench, lan: Person, method: str, params: dict[str, Any]) -> None:
    with pytest.raises((UnknownMethod, UnknownParameter)) as misuse:
        town.call(method, {"chat_id": lan.id, **params})
    assert [type(kept) for kept in town.misuses] == [misuse.type]
    assert issubclass(misuse.type, Misuse)
    town.misuses.clear()
