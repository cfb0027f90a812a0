"""Long polls, with Telegram's way of confirming and of ending them."""

import asyncio

import aiohttp
import pytest

from bot.rehearsal.telegram import Telegram
from tests.bot.server.conftest import Client, Place

FIRST = 700_000_001


async def begun(telegram: Telegram) -> None:
    """Until one more poll waits: the webhook's sender is the first that listens."""
    while len(telegram.updates.on_arrival) < 2:
        await asyncio.sleep(0)


def test_a_poll_waits_for_what_comes_and_an_offset_confirms_it(place: Place) -> None:
    async def story(client: Client) -> None:
        assert await client.polls() == []
        waiting = asyncio.create_task(client.polls(timeout=30))
        await begun(client.telegram)
        place.lan.sends("a")
        assert await waiting == [3]
        for number in range(4):
            place.lan.sends(str(number))
        assert await client.polls(limit=2) == [3, 4]
        assert await client.polls(limit=2, offset=FIRST + 4) == [4, 5]
        assert await client.polls(offset=-2) == [6, 7]
        assert await client.polls(offset=0) == [6, 7]
        assert await client.polls(offset=FIRST + 8, timeout=0.01) == []
        assert client.telegram.updates.pending == []

    place.play(story)


def test_a_poll_remembers_what_was_wanted(place: Place) -> None:
    async def story(client: Client) -> None:
        assert await client.polls(allowed_updates=["edited_message"]) == []
        message = place.lan.sends("a")
        waiting = asyncio.create_task(client.polls(timeout=30))
        await begun(client.telegram)
        place.lan.sends("not wanted")
        place.lan.edits(message, "b")
        assert await waiting == [3]

    place.play(story)


def test_a_second_poll_ends_the_first(place: Place) -> None:
    async def story(client: Client) -> None:
        first = asyncio.create_task(client.refused("getUpdates", timeout=30))
        await begun(client.telegram)
        second = asyncio.create_task(client.polls(timeout=30))
        assert await first == (
            "409 Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
        )
        place.lan.sends("a")
        assert await second == [3]

    place.play(story)


def test_a_webhook_that_is_set_ends_a_poll_and_bars_the_next(place: Place) -> None:
    async def story(client: Client) -> None:
        waiting = asyncio.create_task(client.refused("getUpdates", timeout=30))
        await begun(client.telegram)
        assert await client.result("setWebhook", url="https://bot.example/hook")
        assert await waiting == "409 Conflict: terminated by setWebhook request"
        assert await client.refused("getUpdates") == (
            "409 Conflict: can't use getUpdates method while webhook is active; "
            "use deleteWebhook to delete the webhook first"
        )
        assert await client.result("deleteWebhook")
        assert await client.polls() == []

    place.play(story)


def test_a_client_that_hangs_up_ends_its_poll(place: Place) -> None:
    async def story(client: Client) -> None:
        waiting = asyncio.create_task(client.polls(timeout=30))
        await begun(client.telegram)
        waiting.cancel()
        while len(client.telegram.updates.on_arrival) > 1:
            await asyncio.sleep(0)
        place.lan.sends("a")
        assert await client.polls() == [3]

    place.play(story)


def test_a_server_that_stops_hangs_up_on_a_poll(place: Place) -> None:
    async def story(client: Client) -> None:
        waiting = asyncio.create_task(client.polls(timeout=30))
        await begun(client.telegram)
        await client.server.stop()
        with pytest.raises(aiohttp.ClientError):
            await waiting

    place.play(story)


def test_updates_come_again_and_out_of_order(place: Place) -> None:
    async def story(client: Client) -> None:
        for number in range(3):
            place.lan.sends(str(number))
        client.telegram.updates.out_of_order()
        assert await client.polls() == [5, 4, 3]
        waiting = asyncio.create_task(client.polls(offset=FIRST + 6, timeout=30))
        await begun(client.telegram)
        client.telegram.updates.repeat(2)
        assert await waiting == [4, 5]
        assert await client.polls() == []

    place.play(story)
