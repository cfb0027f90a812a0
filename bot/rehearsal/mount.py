"""The emulated Bot API without a socket: requests of python-telegram-bot go straight into the core."""

import asyncio
import json
from collections.abc import AsyncGenerator, Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import unquote, urlsplit

from telegram.error import NetworkError
from telegram.request import BaseRequest, RequestData

from bot.rehearsal.answering import LONGEST_POLL, answer
from bot.rehearsal.telegram import ApiError, ConnectionCut, Telegram, Upload
from bot.requests import PIECE, CutAfterSend, StreamingRequest


class RehearsalRequest(StreamingRequest):
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
        if token not in segments or self._telegram.token_refused:
            return _answer(ApiError(401, "Unauthorized").envelope())
        rest = segments[segments.index(token) + 1 :]
        if method == "GET":
            return self._download("/".join(rest))
        params: Mapping[str, Any] = request_data.json_parameters if request_data else {}
        longest_poll = LONGEST_POLL if self._wait else 0
        try:
            body = await answer(self._telegram, rest[0], params, _uploads(request_data), longest_poll=longest_poll)
        except ConnectionCut as cut:
            raise NetworkError(f"connection cut: {type(cut).__name__}") from cut
        return _answer(body)

    async def pieces(self, url: str) -> AsyncGenerator[bytes, None]:
        path = unquote(urlsplit(url).path).partition(f"/file/bot{self._telegram.token}/")[2]
        try:
            file = self._telegram.file_at(path)
        except (ApiError, ConnectionCut) as trouble:
            raise CutAfterSend(f"{type(trouble).__name__}") from trouble
        for start in range(0, file.size, PIECE):
            await asyncio.sleep(0)
            yield file.piece(start, PIECE)

    def _download(self, path: str) -> tuple[int, bytes]:
        try:
            return HTTPStatus.OK, self._telegram.file_at(path).read()
        except ApiError as error:
            return _answer(error.envelope())


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
