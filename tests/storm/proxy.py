"""What stands before two processes behind one public address: a reverse proxy that asks the next when one says no."""

import socket

import aiohttp
from aiohttp import web

from bot.webhook import SECRET_HEADER


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


class Proxy:
    """Passes each call to the first bot that takes it; 503 when none does. Lives in the Telegram's event loop."""

    def __init__(self) -> None:
        self.ports: list[int] = []
        self.port = 0

    async def start(self) -> None:
        self._client = aiohttp.ClientSession()
        self._runner = web.ServerRunner(web.Server(self._pass))
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        if self.port:
            await self._runner.cleanup()
            await self._client.close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook"

    async def _pass(self, request: web.BaseRequest) -> web.Response:
        body, headers = await request.read(), {SECRET_HEADER: request.headers[SECRET_HEADER]}
        for port in self.ports:
            try:
                url = f"http://127.0.0.1:{port}{request.path}"
                async with self._client.post(url, data=body, headers=headers) as answer:
                    if answer.status != 503:
                        return web.Response(status=answer.status)
            except aiohttp.ClientError:
                continue
        return web.Response(status=503)
