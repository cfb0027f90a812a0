"""Updates go to the webhook: with its secret, in order within a chat, again until they are taken."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from tests.bot.server.conftest import Client, Place

Answer = Callable[[int], Awaitable[web.Response]]


class Hook:
    """A bot's end of the webhook. `answers` says what becomes of the nth update; the sender is asked until it is so."""

    def __init__(self, client: Client, answers: Answer | None = None) -> None:
        self.client = client
        self.answers = answers
        self.came: list[tuple[int, int]] = []
        """Chat and number of each update, in the order in which they came, repeats too."""
        self.secrets: set[str | None] = set()
        self.at_once = self.most_at_once = 0
        self._changed = asyncio.Event()

    async def __aenter__(self) -> "Hook":
        self._runner = web.ServerRunner(web.Server(self._take), shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}/hook"
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()

    async def set(self, **params: Any) -> None:
        assert await self.client.result("setWebhook", url=self.url, **params)

    async def until(self, count: int, *, left: int = 0) -> list[int]:
        """The numbers that came, once there are so many, none is on its way and so many are still to come."""
        while len(self.came) < count or self.at_once:
            self._changed.clear()
            await self._changed.wait()
        await self.settled(left)
        return self.numbers

    async def settled(self, left: int = 0) -> None:
        while (await self.client.result("getWebhookInfo"))["pending_update_count"] > left:
            await asyncio.sleep(0)

    @property
    def numbers(self) -> list[int]:
        return [number for _, number in self.came]

    async def _take(self, request: web.BaseRequest) -> web.Response:
        update = await request.json()
        self.secrets.add(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        self.came.append((update["message"]["chat"]["id"], update["update_id"] - 700_000_001))
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            return await self.answers(len(self.came)) if self.answers else web.Response()
        finally:
            self.at_once -= 1
            self._changed.set()


def test_updates_come_with_the_secret_and_are_confirmed_by_200(place: Place) -> None:
    async def story(client: Client) -> None:
        place.lan.sends("waited")
        async with Hook(client) as hook:
            await hook.set(secret_token="Bi-mat_1", max_connections=4, allowed_updates=["message"])
            edited = place.lan.sends("a")
            place.lan.edits(edited, "not wanted")
            assert await hook.until(2) == [3, 4]
            assert hook.secrets == {"Bi-mat_1"}
            about = await client.result("getWebhookInfo")
            assert about == {
                "url": hook.url,
                "has_custom_certificate": False,
                "pending_update_count": 0,
                "max_connections": 4,
                "allowed_updates": ["message"],
            }
            await client.result("deleteWebhook")
            place.lan.sends("polled")
            assert await client.polls() == [5]

    place.play(story)


def test_a_refused_update_comes_again_until_it_is_taken_and_holds_back_only_its_chat(place: Place) -> None:
    async def story(client: Client) -> None:
        async def thrice_unwell(number: int) -> web.Response:
            return web.Response(status={1: 500, 3: 503, 4: 401}.get(number, 200))

        async with Hook(client, thrice_unwell) as hook:
            place.lan.sends("3")
            place.lan.sends("4")
            place.lan.sends("/5", to=place.group)
            await hook.set(max_connections=1)
            assert await hook.until(6) == [3, 5, 3, 3, 3, 4]
            about = await client.result("getWebhookInfo")
            assert about["last_error_message"] == "Wrong response from the webhook: 401 Unauthorized"
            assert about["last_error_date"] == int(place.clock.now().timestamp())

    place.play(story)


def test_retry_after_says_when_an_update_comes_again(place: Place) -> None:
    async def story(client: Client) -> None:
        async def not_now(number: int) -> web.Response:
            later = {1: "3600", 2: "0", 3: "Fri, 06 Mar 2020"}.get(number)
            return web.Response() if later is None else web.Response(status=503, headers={"Retry-After": later})

        async with Hook(client, not_now) as hook:
            await hook.set(max_connections=1)
            place.lan.sends("put off")
            place.lan.sends("/again", to=place.group)
            await hook.until(4, left=1)
            assert hook.numbers == [3, 4, 4, 4]

    place.play(story)


def test_a_webhook_that_is_away_is_tried_again(place: Place) -> None:
    async def story(client: Client) -> None:
        async with Hook(client) as hook:
            url = hook.url
        place.lan.sends("a")
        await client.result("setWebhook", url=url)
        while "last_error_message" not in (about := await client.result("getWebhookInfo")):
            await asyncio.sleep(0)
        assert (about["last_error_message"], about["pending_update_count"]) == ("Connection refused", 1)
        async with Hook(client) as hook:
            await hook.set()
            assert await hook.until(1) == [3]

    place.play(story)


def test_a_webhook_that_hangs_up_is_tried_again(place: Place) -> None:
    async def story(client: Client) -> None:
        async def cut(number: int) -> web.Response:
            if number == 1:
                raise ConnectionResetError
            return web.Response()

        async with Hook(client, cut) as hook:
            await hook.set()
            place.lan.sends("a")
            assert await hook.until(2) == [3, 3]

    place.play(story)


def test_chats_are_served_at_once_as_many_as_the_bot_takes_and_each_in_order(place: Place) -> None:
    async def story(client: Client) -> None:
        gate = asyncio.Event()

        async def waits(number: int) -> web.Response:
            if number == 3:
                gate.set()
            await gate.wait()
            return web.Response()

        people = [place.telegram.person(f"Người {number}") for number in range(5)]
        async with Hook(client, waits) as hook:
            for person in people * 3:
                person.sends("a")
            await hook.set(max_connections=3)
            await hook.until(15)
            assert hook.most_at_once == 3
            for person in people:
                numbers = [number for chat, number in hook.came if chat == person.id]
                assert (len(numbers), numbers) == (3, sorted(numbers))

    place.play(story)


def test_updates_come_again_and_out_of_order(place: Place) -> None:
    async def story(client: Client) -> None:
        async with Hook(client) as hook:
            for number in range(3):
                place.lan.sends(str(number))
            client.telegram.updates.out_of_order()
            await hook.set(max_connections=1)
            assert await hook.until(3) == [5, 4, 3]
            client.telegram.updates.repeat(2)
            assert await hook.until(5) == [5, 4, 3, 4, 3]

    place.play(story)


def test_what_waits_can_be_dropped(place: Place) -> None:
    async def story(client: Client) -> None:
        place.lan.sends("a")
        async with Hook(client) as hook:
            await hook.set(drop_pending_updates=True)
            place.lan.sends("b")
            assert await hook.until(1) == [4]

    place.play(story)


def test_a_method_call_in_the_answer_is_loud(place: Place) -> None:
    async def story(client: Client) -> None:
        async def calls(number: int) -> web.Response:
            return web.json_response({"method": "sendMessage", "chat_id": place.lan.id, "text": "a"})

        async with Hook(client, calls) as hook:
            await hook.set()
            place.lan.sends("a")
            await hook.until(1)
        assert ['"method": "sendMessage"' in str(misuse) for misuse in client.telegram.misuses] == [True]
        client.telegram.misuses.clear()

    place.play(story)


def test_an_address_or_a_secret_that_telegram_would_not_take_is_refused(place: Place) -> None:
    async def story(client: Client) -> None:
        assert await client.refused("setWebhook", url="http://bot.example/hook") == (
            "400 Bad Request: bad webhook: An HTTPS URL must be provided for webhook"
        )
        assert await client.refused("setWebhook", url="https://bot.example/", secret_token="bí mật") == (
            "400 Bad Request: secret token contains unallowed characters"
        )

    place.play(story)
