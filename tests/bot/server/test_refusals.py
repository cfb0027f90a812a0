"""What Telegram refuses by itself, in its own words, through a socket."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.bot.server.conftest import Client, Place

Change = Callable[[Place], Any]
"""What happens first; it may say what else the request names."""

NOT_MODIFIED = (
    "400 Bad Request: message is not modified: specified new message content and reply markup are exactly the same as "
    "a current content and reply markup of the message"
)


def nothing(place: Place) -> None:
    """All is well."""


def a_closed_topic(place: Place) -> dict[str, Any]:
    forum = place.telegram.group("Diễn đàn", [place.lan], forum=True)
    forum.add_bot(by=place.lan)
    topic = forum.topic("Đợt 1")
    forum.close_topic(topic)
    return {"chat_id": forum.id, "message_thread_id": topic.id}


def a_deleted_topic(place: Place) -> dict[str, Any]:
    forum = place.telegram.group("Diễn đàn", [place.lan], forum=True)
    forum.add_bot(by=place.lan)
    topic = forum.topic("Đợt 1")
    forum.delete_topic(topic)
    return {"chat_id": forum.id, "message_thread_id": topic.id}


def somebody_new(place: Place) -> dict[str, Any]:
    return {"chat_id": place.telegram.person("Quân").id}


def a_foreign_group(place: Place) -> dict[str, Any]:
    return {"chat_id": place.telegram.group("Nơi khác").id}


def a_message_of_lans(place: Place) -> dict[str, Any]:
    return {"message_id": place.lan.sends("a").id}


@pytest.mark.parametrize(
    ("change", "method", "params", "answer"),
    [
        (lambda place: place.lan.blocks_bot(), "sendMessage", {}, "403 Forbidden: bot was blocked by the user"),
        (lambda place: place.lan.deletes_account(), "sendMessage", {}, "403 Forbidden: user is deactivated"),
        (somebody_new, "sendMessage", {}, "403 Forbidden: bot can't initiate conversation with a user"),
        (
            lambda place: place.group.remove_bot(place.lan),
            "sendMessage",
            {"chat_id": "group"},
            "403 Forbidden: bot was kicked from the group chat",
        ),
        (a_foreign_group, "sendMessage", {}, "403 Forbidden: bot is not a member of the group chat"),
        (nothing, "sendMessage", {"chat_id": 77}, "400 Bad Request: chat not found"),
        (nothing, "sendMessage", {"text": "  "}, "400 Bad Request: message text is empty"),
        (nothing, "sendMessage", {"text": "a" * 4097}, "400 Bad Request: message is too long"),
        (a_closed_topic, "sendMessage", {}, "400 Bad Request: TOPIC_CLOSED"),
        (a_deleted_topic, "sendMessage", {}, "400 Bad Request: message thread not found"),
        (
            lambda place: place.group.silence(),
            "sendMessage",
            {"chat_id": "group"},
            "400 Bad Request: not enough rights to send text messages to the chat",
        ),
        (
            nothing,
            "pinChatMessage",
            {"chat_id": "group", "message_id": 1},
            "400 Bad Request: not enough rights to manage pinned messages in the chat",
        ),
        (nothing, "editMessageText", {"message_id": "said"}, NOT_MODIFIED),
        (nothing, "editMessageText", {"message_id": 99}, "400 Bad Request: message to edit not found"),
        (a_message_of_lans, "editMessageText", {}, "400 Bad Request: message can't be edited"),
        (nothing, "deleteMessage", {"message_id": 99}, "400 Bad Request: message to delete not found"),
        (
            nothing,
            "answerCallbackQuery",
            {"callback_query_id": "1"},
            "400 Bad Request: query is too old and response timeout expired or query ID is invalid",
        ),
        (nothing, "sendDocument", {"document": "b"}, "400 Bad Request: wrong file identifier/HTTP URL specified"),
        (nothing, "getFile", {"file_id": "b"}, "400 Bad Request: invalid file_id"),
    ],
)
def test_telegram_refuses_in_its_own_words(
    place: Place, change: Change, method: str, params: dict[str, Any], answer: str
) -> None:
    async def story(client: Client) -> None:
        said = await client.result("sendMessage", chat_id=place.lan.id, text="a")
        names = {"group": place.group.id, "said": said["message_id"]}
        more = change(place)
        given = params | more if isinstance(more, dict) else params
        given = {name: names.get(value, value) for name, value in given.items()}
        if method in {"sendMessage", "editMessageText"}:
            given = {"text": "a"} | given
        if method not in {"answerCallbackQuery", "getFile"}:
            given = {"chat_id": place.lan.id} | given
        assert await client.refused(method, **given) == answer

    place.play(story)


def test_a_topic_that_is_open_again_takes_messages(place: Place) -> None:
    async def story(client: Client) -> None:
        forum = place.telegram.group("Diễn đàn", [place.lan], forum=True)
        forum.add_bot(by=place.lan)
        topic = forum.topic("Đợt 1")
        forum.close_topic(topic)
        forum.reopen_topic(topic)
        sent = await client.result("sendMessage", chat_id=forum.id, message_thread_id=topic.id, text="a")
        assert sent["message_thread_id"] == topic.id
        kinds = [set(update["message"]) for update in await client.result("getUpdates") if "message" in update]
        assert any("forum_topic_closed" in kind for kind in kinds)
        assert any("forum_topic_reopened" in kind for kind in kinds)

    place.play(story)
