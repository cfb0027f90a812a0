"""Each way of asking, each way of refusing to understand, and files both ways."""

import json
from urllib.parse import quote

import aiohttp
import pytest

from bot.rehearsal.server import RehearsalServer
from bot.rehearsal.telegram import LARGEST_UPLOAD
from tests.bot.server.conftest import Client, Place

MEGABYTE = 1024 * 1024


def a_form(**fields: str) -> aiohttp.FormData:
    form = aiohttp.FormData(quote_fields=False)
    for name, value in fields.items():
        form.add_field(name, value)
    return form


def test_a_method_is_asked_for_in_each_way_the_bot_api_knows(place: Place) -> None:
    async def story(client: Client) -> None:
        lan, address = place.lan, client.address("sendMessage")
        buttons = {"inline_keyboard": [[{"text": "Ký", "callback_data": "sign"}]]}
        fields = {"chat_id": str(lan.id), "text": "Đề án & <sáng kiến>", "reply_markup": json.dumps(buttons)}
        parts = aiohttp.FormData(quote_fields=False)
        for name, value in fields.items():
            parts.add_field(name, value, content_type="text/plain")
        asked = [
            client.http.get(address, params=fields),
            client.http.post(address, params=fields),
            client.http.post(address, data=fields),
            client.http.post(address, json={**fields, "chat_id": lan.id, "reply_markup": buttons}),
            client.http.post(address, data=parts),
        ]
        for request in asked:
            async with request as response:
                assert (response.status, response.content_type) == (200, "application/json")
                assert (await response.json())["ok"] is True
        assert [(one.text, one.buttons[0][0].data) for one in lan.heard] == [("Đề án & <sáng kiến>", "sign")] * 5

    place.play(story)


def test_what_cannot_be_read_or_is_not_there_is_said(place: Place) -> None:
    async def story(client: Client) -> None:
        async def posted(path: str, kind: str, body: bytes = b"") -> tuple[int, str]:
            headers = {"Content-Type": kind}
            async with client.http.post(f"{client.server.url}/{path}", data=body, headers=headers) as response:
                return response.status, (await response.json())["description"]

        mine = f"bot{client.telegram.token}"
        assert await posted(f"{mine}/getMe", "application/json", b"[") == (400, "Bad Request: can't parse JSON object")
        assert await posted(f"{mine}/getMe", "application/json", b"[]") == (400, "Bad Request: can't parse JSON object")
        assert await posted(f"{mine}/getMe", "text/plain", b"a") == (400, "Bad Request: unsupported content type")
        assert (await posted(f"{mine}/getMe", "application/json", b" " * 2 * MEGABYTE))[0] == 413
        assert await posted("bot1:another/getMe", "application/json") == (401, "Unauthorized")
        assert await posted("nowhere", "application/json") == (404, "Not Found")
        client.telegram.token_refused = True
        assert await posted(f"{mine}/getMe", "application/json") == (401, "Unauthorized")
        assert await posted(f"file/{mine}/a", "application/json") == (401, "Unauthorized")

    place.play(story)


def test_what_is_not_emulated_is_loud(place: Place) -> None:
    async def story(client: Client) -> None:
        assert await client.refused("sendDice", chat_id=1) == "404 Not Found: sendDice"
        assert (await client.refused("getMe", colour="red")).startswith("404 Not Found")
        assert [str(misuse) for misuse in client.telegram.misuses] == ["sendDice", "getMe is not emulated with colour"]
        client.telegram.misuses.clear()

    place.play(story)


def test_a_file_goes_up_with_its_name_and_comes_down_whole(place: Place) -> None:
    content = bytes(range(256)) * 4096

    async def story(client: Client) -> None:
        form = a_form(chat_id=str(place.lan.id), caption="Minh chứng")
        form.add_field("document", content, filename="Báo cáo 'sơ kết' 50%.docx", content_type="application/msword")
        sent = await client.result("sendDocument", form)
        document = sent["document"]
        assert (document["file_name"], document["file_size"]) == ("Báo cáo 'sơ kết' 50%.docx", len(content))
        assert document["mime_type"] == "application/msword"
        path = (await client.result("getFile", file_id=document["file_id"]))["file_path"]
        address = f"{client.server.url}/file/bot{client.telegram.token}"
        async with client.http.get(f"{address}/{quote(path)}") as response:
            assert (response.status, await response.read()) == (200, content)
        async with client.http.get(f"{address}/nothing") as response:
            assert (response.status, (await response.json())["description"]) == (404, "Not Found")

    place.play(story)


def test_an_albums_files_are_attached_by_name(place: Place) -> None:
    async def story(client: Client) -> None:
        media = [{"type": "document", "media": f"attach://file{number}"} for number in range(2)]
        form = a_form(chat_id=str(place.lan.id), media=json.dumps(media))
        for number in range(2):
            form.add_field(f"file{number}", b"a", filename=f"Phụ lục {number}.pdf")
        parts = await client.result("sendMediaGroup", form)
        assert [part["document"]["file_name"] for part in parts] == ["Phụ lục 0.pdf", "Phụ lục 1.pdf"]
        assert await client.refused("sendMediaGroup", a_form(chat_id=str(place.lan.id), media=json.dumps(media))) == (
            "400 Bad Request: wrong file identifier/HTTP URL specified"
        )

    place.play(story)


def test_twenty_megabytes_come_down_and_fifty_go_up_and_not_a_byte_more(place: Place) -> None:
    async def story(client: Client) -> None:
        just, over = (place.lan.sends_file("a.pdf", size=20 * MEGABYTE + more).file for more in (0, 1))
        assert just is not None
        assert over is not None
        path = (await client.result("getFile", file_id=just.id))["file_path"]
        async with client.http.get(f"{client.server.url}/file/bot{client.telegram.token}/{path}") as response:
            assert len(await response.read()) == 20 * MEGABYTE
        assert await client.refused("getFile", file_id=over.id) == "400 Bad Request: file is too big"
        form = a_form(chat_id=str(place.lan.id))
        form.add_field("document", bytes(LARGEST_UPLOAD + 1), filename="a.zip")
        assert await client.refused("sendDocument", form) == "413 Request Entity Too Large"

    place.play(story)


def test_a_port_that_is_taken_is_said_and_leaves_nothing_open(place: Place) -> None:
    async def story(client: Client) -> None:
        second = RehearsalServer(place.telegram, port=client.server.port)
        with pytest.raises(OSError, match="address already in use"):
            await second.start()
        await second.stop()
        assert await client.result("getMe")

    place.play(story)


def test_it_listens_on_this_machine_only(place: Place) -> None:
    with pytest.raises(ValueError, match=r"0\.0\.0\.0"):
        RehearsalServer(place.telegram, host="0.0.0.0")
