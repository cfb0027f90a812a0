"""Each trouble that can be switched on, as a client sees it through a socket."""

import asyncio
from datetime import timedelta

import aiohttp
import pytest

from bot.rehearsal.telegram import CutAfter, CutBefore, Fault, flood, refusal, server_error, wrong
from bot.rehearsal.telegram.faults import Trouble
from tests.bot.server.conftest import Client, Place


@pytest.mark.parametrize(
    ("trouble", "answer"),
    [
        (flood(300), "429 Too Many Requests: retry after 300"),
        (refusal("bot was blocked by the user"), "403 Forbidden: bot was blocked by the user"),
        (wrong("message can't be edited"), "400 Bad Request: message can't be edited"),
        (server_error(500), "500 Internal Server Error"),
        (server_error(502), "502 Bad Gateway"),
        (server_error(504), "504 Gateway Timeout"),
    ],
)
def test_a_trouble_comes_as_often_or_as_long_as_told(place: Place, trouble: Trouble, answer: str) -> None:
    async def story(client: Client) -> None:
        faults = client.telegram.faults
        lan = place.lan.id
        faults.add(Fault(trouble, "sendMessage", lan, times=2))
        for _ in range(2):
            assert await client.refused("sendMessage", chat_id=lan, text="a") == answer
        await client.result("sendMessage", chat_id=lan, text="a")
        faults.add(Fault(trouble, times=None, until=place.clock.now() + timedelta(seconds=30)))
        for _ in range(3):
            assert await client.refused("sendMessage", chat_id=place.group.id, text="a") == answer
        place.clock.advance(timedelta(seconds=30))
        await client.result("sendMessage", chat_id=place.group.id, text="a")
        assert len(place.lan.heard) == 1

    place.play(story)


def test_a_flood_holds_back_one_chat_or_all_and_says_how_long(place: Place) -> None:
    async def story(client: Client) -> None:
        limits, now = client.telegram.limits, place.clock.now()
        limits.on = False

        async def waits(chat: int) -> int | None:
            _, body = await client.ask("sendMessage", chat_id=chat, text="a")
            after: int | None = body.get("parameters", {}).get("retry_after")
            return after

        limits.hold(now + timedelta(seconds=300), place.lan.id)
        assert (await waits(place.lan.id), await waits(place.group.id)) == (300, None)
        limits.hold(now + timedelta(seconds=20))
        place.clock.advance(timedelta(seconds=12))
        assert (await waits(place.lan.id), await waits(place.group.id)) == (288, 8)
        assert await client.result("getMe")
        place.clock.advance(timedelta(seconds=288))
        assert (await waits(place.lan.id), await waits(place.group.id)) == (None, None)

    place.play(story)


def test_the_limits_hold_back_a_person_a_group_and_everybody(place: Place) -> None:
    async def story(client: Client) -> None:
        async def fits(chat: int) -> int:
            count = 0
            while (await client.ask("sendMessage", chat_id=chat, text="a"))[0] == 200:
                count += 1
            return count

        assert (await fits(place.lan.id), await fits(place.group.id)) == (5, 20)
        others = [place.telegram.person(f"Người {number}") for number in range(6)]
        for other in others:
            other.starts()
        answers = [(await client.ask("sendMessage", chat_id=other.id, text="a"))[0] for other in others]
        assert answers == [200] * 5 + [429]
        client.telegram.limits.on = False
        assert [(await client.ask("sendMessage", chat_id=other.id, text="a"))[0] for other in others] == [200] * 6

    place.play(story)


@pytest.mark.parametrize(("trouble", "taken"), [(CutBefore, 0), (CutAfter, 1)])
def test_a_connection_is_cut_before_or_after_the_message_was_taken(place: Place, trouble: Trouble, taken: int) -> None:
    async def story(client: Client) -> None:
        client.telegram.faults.add(Fault(trouble, "sendMessage"))
        with pytest.raises(aiohttp.ClientError):
            await client.ask("sendMessage", chat_id=place.lan.id, text="a")
        assert len(place.lan.heard) == taken
        await client.result("sendMessage", chat_id=place.lan.id, text="a")
        assert len(place.lan.heard) == taken + 1

    place.play(story)


def test_an_answer_is_as_slow_as_told_and_delays_no_other(place: Place) -> None:
    async def story(client: Client) -> None:
        client.telegram.latency = 3600
        asked = [asyncio.create_task(client.result("getMe")) for _ in range(20)]
        while client.telegram.called["getMe"] < 20:
            await asyncio.sleep(0)
        assert not any(one.done() for one in asked)
        for one in asked:
            one.cancel()
        client.telegram.latency = 0.001
        assert (await client.result("getMe"))["username"] == "thidua_bot"

    place.play(story)


def test_a_group_that_moved_says_where_and_both_groups_tell_it(place: Place) -> None:
    async def story(client: Client) -> None:
        old = place.group.id
        place.group.becomes_supergroup()
        _, body = await client.ask("sendMessage", chat_id=old, text="a")
        assert body == {
            "ok": False,
            "error_code": 400,
            "description": "Bad Request: group chat was upgraded to a supergroup chat",
            "parameters": {"migrate_to_chat_id": place.group.id},
        }
        went, came = (update["message"] for update in await client.result("getUpdates"))
        assert (went["chat"]["id"], went["migrate_to_chat_id"]) == (old, place.group.id)
        assert (came["chat"]["id"], came["migrate_from_chat_id"]) == (place.group.id, old)
        assert (await client.result("sendMessage", chat_id=place.group.id, text="a"))["chat"]["type"] == "supergroup"

    place.play(story)


def test_a_pin_is_told_in_the_chat_and_to_the_bot_once(place: Place) -> None:
    async def story(client: Client) -> None:
        board = await client.result("sendMessage", chat_id=place.lan.id, text="Bảng")
        for _ in range(2):
            await client.result("pinChatMessage", chat_id=place.lan.id, message_id=board["message_id"])
        (update,) = await client.result("getUpdates")
        note = update["message"]
        assert (note["from"]["is_bot"], note["pinned_message"]["text"]) == (True, "Bảng")
        assert place.lan.last.text == "Bảng"

    place.play(story)


def test_a_bounded_history_forgets_the_oldest(place: Place) -> None:
    async def story(client: Client) -> None:
        client.telegram.history, client.telegram.limits.on = 3, False
        buttons = {"inline_keyboard": [[{"text": "Ký", "callback_data": "sign"}]]}
        for number in range(7):
            await client.result("sendMessage", chat_id=place.lan.id, text=str(number), reply_markup=buttons)
            tap = place.lan.taps(place.lan.last, "Ký")
            await client.result("answerCallbackQuery", callback_query_id=tap, text=str(number))
        assert [message.text for message in place.lan.heard] == ["4", "5", "6"]
        assert (len(client.telegram.queries), place.lan.toasts) == (3, ["4", "5", "6"])
        for _ in range(5):
            place.lan.taps(place.lan.last, "Ký")
        assert len(client.telegram.unanswered) == 5
        assert 3 <= len(client.telegram.calls) <= 6
        assert client.telegram.called["sendMessage"] == 7

    place.play(story)
