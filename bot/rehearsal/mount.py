"""The emulated Bot API without a socket: requests of python-telegram-bot go straight into the core."""

import asyncio
import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import unquote, urlsplit

from telegram.error import NetworkError
from telegram.request import BaseRequest, RequestData

from bot.rehearsal.telegram import ApiError, ConnectionCut, Misuse, Telegram, Upload


class RehearsalRequest(BaseRequest):
    """Both requests of an Application.

    With `wait`, getUpdates waits for an update up to its timeout in real seconds, as Telegram does; without,
    it answers at once, so that whoever drives the rehearsal decides when time passes.
    """

    def __init__(self, telegram: Telegram, *, wait: bool = False) -> None:
        self._telegram = telegram
        self._wait = wait

    @property
    def read_timeout(self) -> float | None:
        return 5.0

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Status and body as Telegram would answer; NetworkError where a connection is cut."""
        await asyncio.sleep(0)
        segments = unquote(urlsplit(url).path).strip("/").split("/")
        token = f"bot{self._telegram.token}"
        if token not in segments:
            return _answer(ApiError(401, "Unauthorized").envelope())
        rest = segments[segments.index(token) + 1 :]
        if method == "GET":
            return self._download("/".join(rest))
        try:
            return _answer(await self._ask(rest[0], request_data))
        except ConnectionCut as cut:
            raise NetworkError(f"connection cut: {type(cut).__name__}") from cut
        except Misuse as misuse:
            return _answer({"ok": False, "error_code": 404, "description": f"Not Found: {misuse}"})

    def _download(self, path: str) -> tuple[int, bytes]:
        try:
            return HTTPStatus.OK, self._telegram.download(path)
        except ApiError as error:
            return _answer(error.envelope())

    async def _ask(self, method: str, data: RequestData | None) -> dict[str, Any]:
        params: Mapping[str, Any] = data.json_parameters if data else {}
        answer = self._telegram.call(method, params, _uploads(data))
        seconds = float(params.get("timeout", 0))
        if method == "getUpdates" and self._wait and answer.get("result") == [] and seconds > 0:
            await self._arrival(seconds)
            answer = self._telegram.call(method, params)
        return answer

    async def _arrival(self, seconds: float) -> None:
        """Until an update comes, or the time is up. People may act from another thread."""
        loop, arrived = asyncio.get_running_loop(), asyncio.Event()

        def notify() -> None:
            loop.call_soon_threadsafe(arrived.set)

        self._telegram.updates.on_arrival.append(notify)
        try:
            if not self._telegram.updates.waiting:
                async with asyncio.timeout(seconds):
                    await arrived.wait()
        except TimeoutError:
            return
        finally:
            self._telegram.updates.on_arrival.remove(notify)


def _answer(envelope: Mapping[str, Any]) -> tuple[int, bytes]:
    status = HTTPStatus.OK if envelope["ok"] else envelope["error_code"]
    return status, json.dumps(envelope).encode()


def _uploads(data: RequestData | None) -> dict[str, Upload]:
    if data is None or not data.contains_files:
        return {}
    uploads = {}
    for name, (filename, content, mime) in data.multipart_data.items():
        uploads[name] = Upload(filename, content if isinstance(content, bytes) else content.read(), mime)
    return uploads
