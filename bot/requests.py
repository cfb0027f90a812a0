"""python-telegram-bot's requests through aiohttp: a third of the processor time of its own under load.

    NetworkError
    ├── NotSent              nothing of the request reached Telegram: send again freely
    │   ├── ConnectTimedOut  (TimedOut)
    │   ├── UnusableProxy    what the environment names as a proxy is none that can be used
    │   └── NotTelegram      somebody on the way refused it, or THIDUA_API_URL leads to another server
    └── CutAfterSend         Telegram may have acted on it
        └── AnswerTimedOut   (TimedOut)

No error carries an address, because the address carries the token.
"""

from abc import abstractmethod
from asyncio import timeout
from collections.abc import AsyncGenerator
from http import HTTPStatus
from typing import NoReturn
from urllib.request import getproxies, proxy_bypass

import aiohttp
from telegram._utils.defaultvalue import DefaultValue
from telegram._utils.types import ODVInput
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData
from yarl import URL

KEEP_ALIVE_SECONDS = 75
PIECE = 256 * 1024
UPLOAD_SECONDS = 300
"""For a whole upload; without files a request's write timeout counts."""


class NotSent(NetworkError):
    pass


class ConnectTimedOut(NotSent, TimedOut):
    pass


class UnusableProxy(NotSent):
    pass


class NotTelegram(NotSent):
    pass


class CutAfterSend(NetworkError):
    pass


class AnswerTimedOut(CutAfterSend, TimedOut):
    pass


class StreamingRequest(BaseRequest):
    """A client that also hands out files in pieces."""

    @abstractmethod
    def pieces(self, url: str) -> AsyncGenerator[bytes, None]:
        """A file's content as it comes. Raises NetworkError, also for what is not the file."""


class AiohttpRequest(StreamingRequest):
    """One client with its own connections. getUpdates is given one of its own, so that it never waits for another."""

    def __init__(
        self,
        *,
        connections: int = 32,
        read_timeout: float | None = 20.0,
        write_timeout: float | None = 10.0,
        connect_timeout: float | None = 10.0,
        pool_timeout: float | None = 10.0,
    ) -> None:
        self._connections = connections
        self._read = read_timeout
        self._write = write_timeout
        self._connect = connect_timeout
        self._pool = pool_timeout
        self._session: aiohttp.ClientSession | None = None
        self._proxies: dict[URL, URL | None] = {}

    @property
    def read_timeout(self) -> float | None:
        return self._read

    async def initialize(self) -> None:
        if self._session is None or self._session.closed:
            connector = aiohttp.TCPConnector(limit=self._connections, keepalive_timeout=KEEP_ALIVE_SECONDS)
            self._session = aiohttp.ClientSession(
                connector=connector, cookie_jar=aiohttp.DummyCookieJar(), headers={"User-Agent": self.USER_AGENT}
            )

    async def shutdown(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        write_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        connect_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        pool_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        session = self._opened()
        has_files = request_data is not None and request_data.contains_files
        read = _given(read_timeout, self._read)
        write = UPLOAD_SECONDS if has_files else _given(write_timeout, self._write)
        connect = _given(connect_timeout, self._connect)
        waiting = _sum(_given(pool_timeout, self._pool), connect)
        limits = aiohttp.ClientTimeout(total=None, connect=waiting, sock_connect=connect, sock_read=read)
        # aiohttp has no limit on writing. A download may take as long as it keeps coming.
        whole = _sum(waiting, write, read) if method == "POST" else None
        where = URL(url)
        try:
            async with (
                timeout(whole),
                session.request(
                    method,
                    where,
                    data=_body(request_data),
                    timeout=limits,
                    allow_redirects=False,
                    proxy=self._proxy(where),
                ) as response,
            ):
                status, body = response.status, await response.read()
        except (aiohttp.ClientError, OSError) as error:
            _raise_as_ours(error)
        if method == "POST" and _refused_on_the_way(status, body):
            raise NotTelegram(f"{status}, not from Telegram")
        return status, body

    async def pieces(self, url: str) -> AsyncGenerator[bytes, None]:
        where, session = URL(url), self._opened()
        waiting = _sum(self._pool, self._connect)
        limits = aiohttp.ClientTimeout(total=None, connect=waiting, sock_connect=self._connect, sock_read=self._read)
        try:
            async with session.get(where, timeout=limits, allow_redirects=False, proxy=self._proxy(where)) as response:
                if response.status != HTTPStatus.OK:
                    raise CutAfterSend(f"a download was answered with {response.status}")
                async for piece in response.content.iter_chunked(PIECE):
                    yield piece
        except (aiohttp.ClientError, OSError) as error:
            _raise_as_ours(error)

    def _opened(self) -> aiohttp.ClientSession:
        if self._session is None or self._session.closed:
            raise RuntimeError("initialize() comes first")
        return self._session

    def _proxy(self, url: URL) -> URL | None:
        """What the environment says; asked once a server, since aiohttp's own way reads .netrc every time."""
        server = url.origin()
        if server not in self._proxies:
            self._proxies[server] = _proxy_for(server)
        return self._proxies[server]


def _proxy_for(server: URL) -> URL | None:
    """The proxy that HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY, in capitals or not, name for a server."""
    named = getproxies()
    address = named.get(server.scheme) or named.get("all")
    if not address or proxy_bypass(f"{server.host}:{server.port}"):
        return None
    try:
        proxy = URL(address if "://" in address else f"http://{address}")
    except ValueError:
        proxy = URL()
    if proxy.scheme not in ("http", "https") or not proxy.host:
        # Going round a proxy that was asked for would be worse. Not quoted: it may hold a password.
        raise UnusableProxy("only http:// and https:// proxies")
    return proxy


def _body(data: RequestData | None) -> aiohttp.FormData | dict[str, str] | None:
    if data is None or not data.contains_files:
        return data.json_parameters if data else None
    # Telegram takes a file's name as it stands; quoted, "Báo cáo.docx" would arrive as percent signs.
    form = aiohttp.FormData(quote_fields=False)
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, mime) in data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=mime)
    return form


def _refused_on_the_way(status: int, body: bytes) -> bool:
    """Telegram refuses in JSON. A proxy's 404 would read as a refused token, its 403 as a bot that was blocked."""
    return 400 <= status < 500 and status != 413 and not body.lstrip().startswith(b"{")


def _given(value: ODVInput[float], default: float | None) -> float | None:
    return default if isinstance(value, DefaultValue) else value


def _sum(*seconds: float | None) -> float | None:
    return None if None in seconds else sum(second for second in seconds if second is not None)


def _raise_as_ours(error: aiohttp.ClientError | OSError) -> NoReturn:
    """`from None`, because aiohttp's texts quote the address."""
    what = type(error).__name__
    match error:
        case aiohttp.ConnectionTimeoutError():
            raise ConnectTimedOut(what) from None
        case aiohttp.ClientConnectorError() | aiohttp.ClientHttpProxyError() | aiohttp.InvalidURL():
            raise NotSent(what) from None
        case TimeoutError():
            raise AnswerTimedOut(what) from None
        case _:
            raise CutAfterSend(what) from None
