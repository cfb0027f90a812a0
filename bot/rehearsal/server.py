"""The emulated Bot API as a server on this machine, for any client library."""

import json
from collections.abc import Callable
from ipaddress import ip_address
from urllib.parse import unquote

from aiohttp import web

from bot.rehearsal.answering import LONGEST_POLL, answer
from bot.rehearsal.telegram import ApiError, ConnectionCut, StoredFile, Telegram
from bot.rehearsal.uploading import read_request
from bot.rehearsal.webhook import WebhookSender

PIECE = 256 * 1024
UNAUTHORIZED = ApiError(401, "Unauthorized").envelope()


class RehearsalServer:
    """Serves one Telegram under `/bot<token>/<method>` and `/file/bot<token>/<path>`, and feeds its webhook.

    Everything happens on the event loop that started it; people act there too.
    """

    def __init__(
        self,
        telegram: Telegram,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        longest_poll: float = LONGEST_POLL,
        webhook_pause: float = 1.0,
        on_answer: Callable[[str], None] | None = None,
        page: web.Application | None = None,
    ) -> None:
        """`webhook_pause`: seconds before the first retry. `on_answer` hears each method that was asked for.

        `page`: what is served beside the Bot API, on paths of its own.
        """
        if not ip_address(host).is_loopback:
            raise ValueError(f"{host} can be reached from outside")
        self.telegram = telegram
        self.host = host
        self.port = port
        self.longest_poll = longest_poll
        self._on_answer = on_answer or (lambda _method: None)
        self._webhook = WebhookSender(telegram, pause=webhook_pause)
        self._page = page
        self._runner: web.ServerRunner | web.AppRunner | None = None

    @property
    def url(self) -> str:
        return f"http://{self.host}:{self.port}"

    async def start(self) -> None:
        """Listen; with port 0 on one that is free."""
        self._runner = self._make_runner()
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, self.host, self.port, backlog=1024).start()
        except OSError:
            await self._runner.cleanup()
            self._runner = None
            raise
        self.port = self._runner.addresses[0][1]
        await self._webhook.start()

    def _make_runner(self) -> web.ServerRunner | web.AppRunner:
        """A client that hangs up ends its long poll."""
        if self._page is not None:
            self._page.router.add_route("*", "/{path:.*}", self._handle)
            return web.AppRunner(self._page, handler_cancellation=True, access_log=None, shutdown_timeout=0.1)
        # No router: two paths, and it would cost as much as the core.
        server = web.Server(self._handle, handler_cancellation=True, access_log=None)
        return web.ServerRunner(server, shutdown_timeout=0.1)

    async def stop(self) -> None:
        """Hang up on everybody. What waits stays with the Telegram."""
        if self._runner is None:
            return
        await self._webhook.stop()
        await self._runner.cleanup()
        self._runner = None

    async def _handle(self, request: web.BaseRequest) -> web.StreamResponse:
        first, _, rest = request.path.removeprefix("/").partition("/")
        if first == "file":
            bot, _, path = rest.partition("/")
            return await self._download(request, bot, path)
        if not first.startswith("bot"):
            return _json(ApiError(404, "Not Found").envelope())
        return await self._ask(request, first, rest)

    async def _ask(self, request: web.BaseRequest, bot: str, method: str) -> web.Response:
        if not self._knows(bot):
            return _json(UNAUTHORIZED)
        try:
            params, files = await read_request(request)
            body = await answer(self.telegram, method, params, files, longest_poll=self.longest_poll)
        except ApiError as error:
            body = error.envelope()
        except ConnectionCut:
            body = {}
        self._on_answer(method)
        return _json(body) if body else _cut(request)

    async def _download(self, request: web.BaseRequest, bot: str, path: str) -> web.StreamResponse:
        try:
            if not self._knows(bot):
                return _json(UNAUTHORIZED)
            file = self.telegram.file_at(path)
        except ApiError as error:
            return _json(error.envelope())
        except ConnectionCut:
            return _cut(request)
        return await _send(request, file)

    def _knows(self, bot: str) -> bool:
        return not self.telegram.token_refused and unquote(bot) == f"bot{self.telegram.token}"


async def _send(request: web.BaseRequest, file: StoredFile) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Type": "application/octet-stream"})
    response.content_length = file.size
    await response.prepare(request)
    for start in range(0, file.size, PIECE):
        await response.write(file.piece(start, PIECE))
    await response.write_eof()
    return response


def _cut(request: web.BaseRequest) -> web.Response:
    """The line goes dead; what is returned reaches nobody."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=500)


def _json(body: dict[str, object]) -> web.Response:
    status = 200 if body["ok"] else int(str(body["error_code"]))
    return web.Response(body=json.dumps(body).encode(), status=status, content_type="application/json")
