import asyncio
import io
import json
import logging
import os
import socket
import time
import traceback
import tracemalloc
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import web
from sqlalchemy import Engine
from telegram import Bot, InputFile
from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError

from bot.clock import RealClock
from bot.requests import AiohttpRequest, AnswerTimedOut, CutAfterSend, NotSent, NotTelegram, UnusableProxy
from bot.road import Road, Wiring

TOKEN = "123456789:" + "A" * 35
MESSAGE = {"message_id": 5, "date": 0, "chat": {"id": 1, "type": "private"}, "text": "x"}
ME = {"id": 123456789, "is_bot": True, "first_name": "Thi Đua", "username": "thidua_bot"}
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@asynccontextmanager
async def telegram(handler: Handler) -> AsyncIterator[str]:
    app = web.Application(client_max_size=30_000_000)
    app.router.add_route("*", "/{rest:.*}", handler)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


@asynccontextmanager
async def bot_at(address: str, request: AiohttpRequest) -> AsyncIterator[Bot]:
    bot = Bot(
        TOKEN,
        base_url=f"{address}/bot",
        base_file_url=f"{address}/file/bot",
        request=request,
        get_updates_request=AiohttpRequest(),
    )
    await request.initialize()
    try:
        yield bot
    finally:
        await request.shutdown()


def test_a_message_goes_as_a_form_over_one_kept_connection() -> None:
    async def story() -> None:
        seen, ports = [], set()

        async def answer(request: web.Request) -> web.Response:
            seen.append((request.path, dict(await request.post())))
            ports.add(request.transport.get_extra_info("peername")[1] if request.transport else None)
            return web.json_response({"ok": True, "result": MESSAGE})

        async with telegram(answer) as address, bot_at(address, AiohttpRequest()) as bot:
            for _ in range(3):
                assert (await bot.send_message(1, "Chào Lan")).message_id == 5

        assert seen == [(f"/bot{TOKEN}/sendMessage", {"chat_id": "1", "text": "Chào Lan"})] * 3
        assert len(ports) == 1

    asyncio.run(story())


@pytest.mark.parametrize("handle", [False, True])
def test_a_file_goes_as_multipart_with_its_vietnamese_name(handle: bool) -> None:
    async def story() -> None:
        body = b""

        async def answer(request: web.Request) -> web.Response:
            nonlocal body
            body = await request.read()
            return web.json_response({"ok": True, "result": MESSAGE})

        content = "nội dung".encode()
        file = (
            InputFile(io.BytesIO(content), "Báo cáo.docx", read_file_handle=False)
            if handle
            else InputFile(content, "Báo cáo.docx")
        )
        async with telegram(answer) as address, bot_at(address, AiohttpRequest()) as bot:
            await bot.send_document(1, file, caption="Gửi đồng chí")

        assert 'filename="Báo cáo.docx"'.encode() in body
        assert content in body
        assert "Gửi đồng chí".encode() in body

    asyncio.run(story())


def test_a_file_is_fetched() -> None:
    async def story() -> None:
        async def answer(request: web.Request) -> web.Response:
            return web.Response(body=request.path.encode())

        async with telegram(answer) as address, bot_at(address, AiohttpRequest()) as bot:
            got = await bot.request.retrieve(f"{address}/file/bot{TOKEN}/documents/tệp 1.pdf")

        assert got.decode().endswith("/documents/tệp 1.pdf")

    asyncio.run(story())


@pytest.mark.parametrize(
    ("status", "body", "error"),
    [
        (400, {"ok": False, "description": "Bad Request: chat not found"}, BadRequest),
        (429, {"ok": False, "description": "Too Many", "parameters": {"retry_after": 7}}, RetryAfter),
        (502, {}, NetworkError),
    ],
)
def test_what_telegram_answers_stays_python_telegram_bots_to_read(
    status: int, body: dict[str, object], error: type[Exception]
) -> None:
    async def story() -> None:
        async def answer(_: web.Request) -> web.Response:
            return web.json_response(body, status=status)

        async with telegram(answer) as address, bot_at(address, AiohttpRequest()) as bot:
            with pytest.raises(error) as caught:
                await bot.send_message(1, "x")
            assert type(caught.value) is error

    asyncio.run(story())


@pytest.mark.parametrize("status", [400, 401, 403, 404])
@pytest.mark.parametrize("body", ["", "<html>Not here</html>"])
def test_what_somebody_else_refuses_is_not_telegrams_word(status: int, body: str) -> None:
    async def story() -> None:
        async def answer(_: web.Request) -> web.Response:
            return web.Response(text=body, status=status)

        async with telegram(answer) as address, bot_at(address, AiohttpRequest()) as bot:
            with pytest.raises(NotTelegram, match=f"^{status}, not from Telegram$"):
                await bot.send_message(1, "x")

    asyncio.run(story())


def test_a_refused_connection_was_not_sent() -> None:
    async def story() -> None:
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            address = f"http://127.0.0.1:{taken.getsockname()[1]}"
            async with bot_at(address, AiohttpRequest()) as bot:
                with pytest.raises(NotSent) as caught:
                    await bot.send_message(1, "x")
        _assert_no_token(caught.value)

    asyncio.run(story())


def test_waiting_for_a_free_connection_in_vain_was_not_sent() -> None:
    async def story() -> None:
        release = asyncio.Event()

        async def answer(_: web.Request) -> web.Response:
            await release.wait()
            return web.json_response({"ok": True, "result": MESSAGE})

        request = AiohttpRequest(connections=1, pool_timeout=0.1, connect_timeout=0.1)
        async with telegram(answer) as address, bot_at(address, request) as bot:
            first = asyncio.create_task(bot.send_message(1, "x"))
            await asyncio.sleep(0.05)
            with pytest.raises(NotSent) as caught:
                await bot.send_message(1, "y")
            release.set()
            assert (await first).message_id == 5
        _assert_no_token(caught.value)

    asyncio.run(story())


def test_a_connection_cut_while_waiting_may_have_been_taken() -> None:
    async def story() -> None:
        async def answer(request: web.Request) -> web.Response:
            await request.read()
            assert request.transport is not None
            request.transport.abort()
            return web.Response()

        async with telegram(answer) as address, bot_at(address, AiohttpRequest()) as bot:
            with pytest.raises(CutAfterSend) as caught:
                await bot.send_message(1, "x")
        _assert_no_token(caught.value)

    asyncio.run(story())


@pytest.mark.parametrize("halfway", [False, True])
def test_an_answer_that_does_not_come_may_have_been_taken(halfway: bool) -> None:
    async def story() -> None:
        async def answer(request: web.Request) -> web.StreamResponse:
            response = web.StreamResponse(headers={"Content-Length": "100"})
            if halfway:
                await response.prepare(request)
                await response.write(b"{")
            await asyncio.sleep(0.3)
            return response

        async with telegram(answer) as address, bot_at(address, AiohttpRequest(read_timeout=0.1)) as bot:
            with pytest.raises(AnswerTimedOut) as caught:
                await bot.send_message(1, "x")
        _assert_no_token(caught.value)

    asyncio.run(story())


@pytest.mark.parametrize(("seconds", "connections"), [(60, 1), (80, 2)])
def test_a_connection_is_kept_for_more_than_a_minute_of_silence(
    seconds: int, connections: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def story() -> None:
        ports = set()

        async def answer(request: web.Request) -> web.Response:
            ports.add(request.transport.get_extra_info("peername")[1] if request.transport else None)
            return web.json_response({"ok": True, "result": MESSAGE})

        async with telegram(answer) as address, bot_at(address, AiohttpRequest()) as bot:
            await bot.send_message(1, "x")
            monkeypatch.setattr("aiohttp.connector.monotonic", lambda: time.monotonic() + seconds)
            await bot.send_message(1, "y")

        assert len(ports) == connections

    asyncio.run(story())


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_long_poll_holds_up_no_message(engine: Engine) -> None:
    """With one connection each, so that a shared client would have to wait."""

    async def story() -> None:
        release, asked = asyncio.Event(), asyncio.Event()

        async def answer(request: web.Request) -> web.Response:
            if request.path.endswith("/getUpdates"):
                asked.set()
                await release.wait()
                return web.json_response({"ok": True, "result": []})
            result = ME if request.path.endswith("/getMe") else MESSAGE
            return web.json_response({"ok": True, "result": result})

        async with telegram(answer) as address:
            wiring = Wiring(
                engine=engine,
                token=TOKEN,
                api_url=address,
                data_dir=Path(),
                clock=RealClock(),
                request=AiohttpRequest(connections=1),
                poll_request=AiohttpRequest(connections=1),
            )
            async with Road(wiring).bot as bot:
                poll = asyncio.create_task(bot.get_updates(timeout=30))
                await asked.wait()
                assert (await bot.send_message(1, "x")).message_id == 5
                assert not poll.done()
                release.set()
                assert await poll == ()

    asyncio.run(story())


LARGE = 45 * 1024 * 1024


def test_a_large_file_is_streamed_from_disk(tmp_path: Path) -> None:
    path = tmp_path / "Báo cáo.pdf"
    with path.open("wb") as file:
        file.truncate(LARGE)

    async def story() -> tuple[int, int]:
        received = 0

        async def answer(request: web.Request) -> web.Response:
            nonlocal received
            async for piece in request.content.iter_any():
                received += len(piece)
            return web.json_response({"ok": True, "result": MESSAGE})

        async with telegram(answer) as address, bot_at(address, AiohttpRequest()) as bot:
            with path.open("rb") as file:
                tracemalloc.start()
                await bot.send_document(1, InputFile(file, "Báo cáo.pdf", read_file_handle=False))
                peak = tracemalloc.get_traced_memory()[1]
                tracemalloc.stop()
        return received, peak

    received, peak = asyncio.run(story())

    assert received > LARGE
    assert peak < LARGE / 10


@asynccontextmanager
async def proxy() -> AsyncIterator[tuple[str, list[str]]]:
    """A proxy that lets plain requests through to nowhere and tunnels nothing; the heads it was sent."""
    heads: list[str] = []
    body = json.dumps({"ok": True, "result": MESSAGE})

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        heads.append(head)
        if not head.startswith("CONNECT"):
            writer.write(f"HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode())
        else:
            writer.write(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        host, port = server.sockets[0].getsockname()
        yield f"{host}:{port}", heads


@pytest.fixture
def no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.lower().endswith("_proxy")]:
        monkeypatch.delenv(name)


@pytest.mark.parametrize("name", ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"])
@pytest.mark.parametrize("form", ["http://mai:p%40ss@{}", "{}"])
@pytest.mark.usefixtures("no_proxies")
def test_a_proxy_named_in_the_environment_is_used(name: str, form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async def story() -> None:
        async with proxy() as (address, heads):
            monkeypatch.setenv(name, form.format(address))
            monkeypatch.setenv("HTTPS_PROXY", "http://192.0.2.1:1")
            async with bot_at("http://telegram.invalid", AiohttpRequest()) as bot:
                assert (await bot.send_message(1, "x")).message_id == 5

        assert [head.split()[:2] for head in heads] == [["POST", f"http://telegram.invalid/bot{TOKEN}/sendMessage"]]
        assert ("Proxy-Authorization: Basic bWFpOnBAc3M=" in heads[0]) is ("mai" in form)

    asyncio.run(story())


@pytest.mark.parametrize("name", ["HTTPS_PROXY", "ALL_PROXY"])
@pytest.mark.usefixtures("no_proxies")
def test_telegram_is_reached_through_a_tunnel_in_which_the_proxy_sees_no_token(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def story() -> None:
        async with proxy() as (address, heads):
            monkeypatch.setenv(name, f"http://mai:secret@{address}")
            async with bot_at("https://telegram.invalid", AiohttpRequest()) as bot:
                with pytest.raises(NotSent) as refused:
                    await bot.send_message(1, "x")

        assert [head.split()[:2] for head in heads] == [["CONNECT", "telegram.invalid:443"]]
        assert TOKEN not in heads[0]
        _assert_no_token(refused.value)
        assert "secret" not in "".join(traceback.format_exception(refused.value))

    asyncio.run(story())


@pytest.mark.parametrize("exempt", ["127.0.0.1", "example.org,127.0.0.1", "127.0.0.1:{port}", "*"])
@pytest.mark.parametrize("name", ["NO_PROXY", "no_proxy"])
@pytest.mark.usefixtures("no_proxies")
def test_no_proxy_exempts(name: str, exempt: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async def story() -> None:
        async def answer(_: web.Request) -> web.Response:
            return web.json_response({"ok": True, "result": MESSAGE})

        async with telegram(answer) as address, proxy() as (elsewhere, heads):
            monkeypatch.setenv("ALL_PROXY", f"http://{elsewhere}")
            monkeypatch.setenv(name, exempt.format(port=address.rpartition(":")[2]))
            async with bot_at(address, AiohttpRequest()) as bot:
                assert (await bot.send_message(1, "x")).message_id == 5

        assert heads == []

    asyncio.run(story())


@pytest.mark.parametrize("address", ["socks5://mai:secret@127.0.0.1:1080", "http://[::", "http://"])
@pytest.mark.usefixtures("no_proxies")
def test_a_proxy_that_cannot_be_used_is_not_gone_round(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async def story() -> None:
        monkeypatch.setenv("ALL_PROXY", address)
        async with bot_at("https://telegram.invalid", AiohttpRequest()) as bot:
            with pytest.raises(UnusableProxy) as caught:
                await bot.send_message(1, "x")
        _assert_no_token(caught.value)
        assert "secret" not in "".join(traceback.format_exception(caught.value))

    asyncio.run(story())


def test_no_log_holds_a_token_whatever_happens(caplog: pytest.LogCaptureFixture) -> None:
    async def story() -> None:
        troubles = [502, 401, 429, None, 200]

        async def answer(request: web.Request) -> web.Response:
            await request.read()
            status = troubles.pop(0)
            if status is None:
                assert request.transport is not None
                request.transport.abort()
            return web.Response(status=status or 500, text="no json")

        async with telegram(answer) as address, bot_at(address, AiohttpRequest()) as bot:
            while troubles:
                with pytest.raises(TelegramError) as caught:
                    await bot.send_message(1, "x")
                _assert_no_token(caught.value)

    with caplog.at_level(logging.INFO), caplog.at_level(logging.INFO, logger="telegram.request"):
        asyncio.run(story())

    ours = [record for record in caplog.records if record.name != "aiohttp.access"]
    assert any(record.name == "telegram.request.BaseRequest" for record in ours)
    assert TOKEN not in "".join(logging.Formatter().format(record) for record in ours)


def test_a_client_can_be_started_again_and_names_its_timeout() -> None:
    async def story() -> None:
        request = AiohttpRequest(read_timeout=7)
        assert request.read_timeout == 7
        with pytest.raises(NetworkError, match="initialize"):
            await request.retrieve("http://127.0.0.1/")
        for _ in range(2):
            await request.initialize()
            await request.initialize()
            await request.shutdown()
            await request.shutdown()

    asyncio.run(story())


def _assert_no_token(error: BaseException) -> None:
    assert TOKEN not in "".join(traceback.format_exception(error))
