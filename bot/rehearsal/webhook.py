"""Sends updates to the webhook as Telegram does: in order within a chat, several chats at once, until it says 2xx."""

import asyncio
import json
from collections import deque
from typing import Any

import aiohttp

from bot.rehearsal.telegram import Misuse, Telegram, Webhook

LONGEST_PAUSE = 60.0
LONGEST_WISH = 3600.0
"""The most that `Retry-After` can put off."""

PATIENCE = 60.0
"""Seconds to wait for the bot's answer."""

Update = dict[str, Any]
Lane = tuple[str, int]
"""A chat, or one update that is out of order."""


class WebhookAnswer(Misuse):
    """The bot answered with a method call in the webhook's body, which is not emulated."""


class WebhookSender:
    """A task beside the server. It does nothing until a webhook is set."""

    def __init__(self, telegram: Telegram, *, pause: float = 1.0) -> None:
        """`pause`: seconds before an update is sent again; doubled each time, up to a minute."""
        self._telegram = telegram
        self._pause = pause
        self._wake = asyncio.Event()
        self._hook: Webhook | None = None
        self._lanes: dict[Lane, deque[Update]] = {}
        self._ready: deque[Lane] = deque()
        self._tries: dict[Lane, int] = {}
        self._seen = 0
        self._posts: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        self._loop = asyncio.get_running_loop()
        connector = aiohttp.TCPConnector(limit=0)
        self._session = aiohttp.ClientSession(connector=connector, timeout=aiohttp.ClientTimeout(total=PATIENCE))
        self._telegram.updates.on_arrival.append(self._notify)
        self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        self._telegram.updates.on_arrival.remove(self._notify)
        tasks = [self._task, *self._posts]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._hook = None
        await self._session.close()

    def _notify(self) -> None:
        if self._telegram.webhook is not None or self._hook is not None:
            self._loop.call_soon_threadsafe(self._wake.set)

    async def _run(self) -> None:
        while True:
            self._wake.clear()
            self._follow(self._telegram.webhook)
            if self._hook is not None:
                self._sort_in()
                self._send(self._hook)
            await self._wake.wait()

    def _follow(self, hook: Webhook | None) -> None:
        """A webhook that was set anew begins with everything that waits."""
        if hook is not self._hook:
            self._hook, self._seen = hook, 0
            self._lanes, self._ready, self._tries = {}, deque(), {}

    def _sort_in(self) -> None:
        """New updates join their chats' lanes; those out of order get lanes of their own, newest first."""
        updates = self._telegram.updates
        fresh = updates.since(self._seen)
        self._seen = fresh[-1]["update_id"] if fresh else self._seen
        again = updates.take_again(1000)
        if fresh and updates.turned():
            fresh.reverse()
            for update in fresh:
                self._join(("update", update["update_id"]), update)
        else:
            for update in again + fresh:
                self._join(_chat(update), update)

    def _join(self, key: Lane, update: Update) -> None:
        lane = self._lanes.get(key)
        if lane is None:
            lane = self._lanes[key] = deque()
            self._ready.append(key)
        lane.append(update)

    def _send(self, hook: Webhook) -> None:
        while self._ready and len(self._posts) < hook.max_connections:
            task = asyncio.create_task(self._carry(hook, self._ready.popleft()))
            self._posts.add(task)
            task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._posts.discard(task)
        self._wake.set()
        if not task.cancelled():
            task.result()

    async def _carry(self, hook: Webhook, key: Lane) -> None:
        """The oldest update of one lane; the lane waits for it."""
        lane = self._lanes[key]
        taken, wish = await self._post(hook, lane[0])
        if taken:
            self._telegram.updates.confirm_one(lane[0]["update_id"])
        if hook is not self._hook:
            return
        if taken:
            lane.popleft()
            self._tries.pop(key, None)
            self._turn_up(key)
        else:
            self._loop.call_later(wish or self._longer(key), self._retry, hook, key)

    def _longer(self, key: Lane) -> float:
        """The pause before an update is sent again that nobody gave a time for."""
        self._tries[key] = tries = self._tries.get(key, 0) + 1
        return min(self._pause * 2.0 ** min(tries - 1, 16), LONGEST_PAUSE)

    def _turn_up(self, key: Lane) -> None:
        if self._lanes[key]:
            self._ready.append(key)
        else:
            del self._lanes[key]

    def _retry(self, hook: Webhook, key: Lane) -> None:
        if hook is self._hook:
            self._ready.append(key)
            self._wake.set()

    async def _post(self, hook: Webhook, update: Update) -> tuple[bool, float | None]:
        """Whether the bot took it, and in how many seconds it wants it again; why not stands in getWebhookInfo."""
        await asyncio.sleep(self._telegram.latency)
        headers = {"Content-Type": "application/json"}
        if hook.secret:
            headers["X-Telegram-Bot-Api-Secret-Token"] = hook.secret
        try:
            async with self._session.post(hook.url, data=json.dumps(update).encode(), headers=headers) as response:
                body = await response.read()
        except TimeoutError:
            return self._failed(hook, "Read timeout expired"), None
        except aiohttp.ClientConnectorError:
            return self._failed(hook, "Connection refused"), None
        except aiohttp.ClientError:
            return self._failed(hook, "Connection closed by the webhook"), None
        if not 200 <= response.status < 300:
            why = f"Wrong response from the webhook: {response.status} {response.reason}"
            return self._failed(hook, why), _retry_after(response)
        if b'"method"' in body:
            self._telegram.misuses.append(WebhookAnswer(body.decode("utf-8", "replace")))
        return True, None

    def _failed(self, hook: Webhook, why: str) -> bool:
        hook.last_error_at, hook.last_error = self._telegram.now(), why
        return False


def _retry_after(response: aiohttp.ClientResponse) -> float | None:
    """The seconds of `Retry-After`, at most an hour; a date is none, and 0 says nothing."""
    said = response.headers.get("Retry-After", "")
    return min(float(said), LONGEST_WISH) if said.isascii() and said.isdigit() else None


def _chat(update: Update) -> Lane:
    """The chat an update is about; 0 for what is about none."""
    for body in update.values():
        if isinstance(body, dict):
            about = body.get("message", body)
            chat = about.get("chat") if isinstance(about, dict) else None
            number = chat.get("id") if isinstance(chat, dict) else None
            return "chat", number if isinstance(number, int) else 0
    return "chat", 0
