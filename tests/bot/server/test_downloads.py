"""Originals over a real socket: in pieces, and every trouble is one to try again that tells no address."""

import asyncio
import hashlib
import traceback
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from telegram.error import NetworkError

from bot.downloads import keep, place_of
from bot.rehearsal.telegram import CutBefore, Fault, StoredFile, server_error
from bot.requests import PIECE, AiohttpRequest, NotSent
from tests.bot.server.conftest import Client, Place


@asynccontextmanager
async def request_of(client: Client) -> AsyncIterator[AiohttpRequest]:
    request = AiohttpRequest(read_timeout=5, connect_timeout=5)
    await request.initialize()
    yield request
    await request.shutdown()


def url_of(client: Client, file: StoredFile) -> str:
    return f"{client.server.url}/file/bot{client.telegram.token}/{file.path}"


def sent(place: Place, data: bytes, name: str = "Báo cáo số 1.docx") -> StoredFile:
    file = place.lan.sends_file(name, data).file
    assert file is not None
    return file


def test_an_original_comes_in_pieces_and_is_kept_whole(place: Place, tmp_path: Path) -> None:
    content = bytes(range(256)) * 4096
    file = sent(place, content)

    async def story(client: Client) -> None:
        async with request_of(client) as request:
            pieces = [piece async for piece in request.pieces(url_of(client, file))]
            digest = await keep(tmp_path, request.pieces(url_of(client, file)))
        assert b"".join(pieces) == content
        assert max(map(len, pieces)) <= PIECE
        assert digest == hashlib.sha256(content).hexdigest()
        assert place_of(tmp_path, digest).read_bytes() == content

    place.play(story)


@pytest.mark.parametrize("trouble", [server_error(), server_error(404), CutBefore])
def test_a_download_in_trouble_is_one_to_try_again(place: Place, tmp_path: Path, trouble: type[Exception]) -> None:
    file = sent(place, b"x")
    place.telegram.faults.add(Fault(trouble, method="download", times=None))

    async def story(client: Client) -> None:
        async with request_of(client) as request:
            with pytest.raises(NetworkError) as caught:
                await keep(tmp_path, request.pieces(url_of(client, file)))
            assert client.telegram.token not in "".join(traceback.format_exception(caught.value))
            client.telegram.faults.clear()
            await keep(tmp_path, request.pieces(url_of(client, file)))

    place.play(story)


def test_a_download_that_breaks_off_leaves_nothing(tmp_path: Path) -> None:
    async def half(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await _reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n" + b"x" * 400)
        await writer.drain()
        writer.close()

    async def story() -> None:
        server = await asyncio.start_server(half, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        request = AiohttpRequest()
        await request.initialize()
        with pytest.raises(NetworkError):
            await keep(tmp_path, request.pieces(f"http://127.0.0.1:{port}/file"))
        server.close()
        with pytest.raises(NotSent):
            await keep(tmp_path, request.pieces(f"http://127.0.0.1:{port}/file"))
        await request.shutdown()

    asyncio.run(asyncio.wait_for(story(), 30))
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
