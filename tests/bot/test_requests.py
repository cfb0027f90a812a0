import asyncio
import io
import socket
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from aiohttp import web
from telegram import Bot, InputFile
from telegram.error import BadRequest, NetworkError, RetryAfter

from bot.requests import AiohttpRequest, AnswerTimedOut, CutAfterSend, NotSent

TOKEN = "123456789:" + "A" * 35
MESSAGE = {"message_id": 5, "date": 0, "chat": {"id": 1, "type": "private"}, "text": "x"}
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
    bot = Bot(TOKEN, base_url=f"{address}/bot", base_file_url=f"{address}/file/bot", request=request)
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
            await asyncio.sleep(1)
            return response

        async with telegram(answer) as address, bot_at(address, AiohttpRequest(read_timeout=0.1)) as bot:
            with pytest.raises(AnswerTimedOut) as caught:
                await bot.send_message(1, "x")
        _assert_no_token(caught.value)

    asyncio.run(story())


def test_a_proxy_named_in_the_environment_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    async def story() -> None:
        seen = []

        async def answer(request: web.Request) -> web.Response:
            seen.append((request.host, request.path))
            return web.json_response({"ok": True, "result": MESSAGE})

        async with telegram(answer) as address:
            monkeypatch.setenv("http_proxy", address)
            monkeypatch.setenv("no_proxy", "")
            async with bot_at("http://telegram.invalid", AiohttpRequest()) as bot:
                await bot.send_message(1, "x")

        assert seen == [("telegram.invalid", f"/bot{TOKEN}/sendMessage")]

    asyncio.run(story())


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
