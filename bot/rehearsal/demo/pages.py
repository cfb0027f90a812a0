"""The page's side of the rehearsal's server: its files, what it shows, what it asks for."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from aiohttp import web

from bot.rehearsal.demo import mail
from bot.rehearsal.demo.acts import act
from bot.rehearsal.demo.board import Board
from bot.rehearsal.demo.files import headers_of, pieces
from bot.rehearsal.demo.guards import HEADERS, PAGE_POLICY, demand_own
from bot.rehearsal.demo.moving import Mover
from bot.rehearsal.demo.refusing import Refused
from bot.rehearsal.demo.timekeeper import Report
from bot.rehearsal.demo.views import message_view, part_of
from bot.rehearsal.telegram import ApiError, Chat, Message
from bot.rehearsal.telegram.menus import shown_menu
from bot.rehearsal.uploading import read_request

Json = dict[str, Any]
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

FOLDER = Path(__file__).parent.parent / "page"
KINDS = {
    ".html": "text/html",
    ".css": "text/css",
    ".js": "text/javascript",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".woff2": "font/woff2",
}
QUIET = 15.0
"""Real seconds after which a stream says that it is still there."""
MOST_MESSAGES, MOST_LETTERS = 500, 200


@dataclass
class Pages:
    """Answers the page, and the clock's questions of the bot under a name only the bot is told."""

    board: Board
    mover: Mover
    clock_name: str

    def application(self) -> web.Application:
        app = web.Application(middlewares=[_guarded])
        app.on_response_prepare.append(_add_headers)
        app.router.add_get("/", self._index)
        app.router.add_get("/page/static/{path:.+}", self._static)
        app.router.add_get("/page/state", self._state)
        app.router.add_get("/page/chats/{chat}", self._chat)
        app.router.add_get("/page/files/{file}", self._file)
        app.router.add_get("/page/events", self._events)
        app.router.add_get("/page/outbox", self._outbox)
        app.router.add_post("/page/act", self._act)
        app.router.add_post("/page/clock", self._clock)
        app.router.add_post("/page/trouble", self._trouble)
        app.router.add_post(f"/clock/{self.clock_name}", self._ask_clock)
        app.router.add_route("*", "/page/{rest:.*}", _nothing)
        return app

    # The page's own files

    async def _index(self, _request: web.Request) -> web.StreamResponse:
        return _page_file(FOLDER / "index.html")

    async def _static(self, request: web.Request) -> web.StreamResponse:
        path = FOLDER / request.match_info["path"]
        if path not in FOLDER.rglob("*") or path.suffix not in KINDS:
            raise Refused("not_found", 404)
        return _page_file(path)

    # What it shows

    async def _state(self, _request: web.Request) -> web.StreamResponse:
        return _json(self.board.state())

    async def _chat(self, request: web.Request) -> web.StreamResponse:
        telegram = self.board.telegram
        chat = telegram.chats.get(_number(request.match_info["chat"]))
        if chat is None:
            raise Refused("not_found", 404)
        asking = _number(request.query["as"]) if "as" in request.query else chat.id
        who = telegram.people.get(asking)
        shown, more = part_of(self._history(chat), request.query.get("before", ""), _most(request, MOST_MESSAGES))
        menu = shown_menu(telegram, chat, (who.user.language_code or "") if who else self.board.language)
        return _json(
            {
                "id": chat.id,
                "messages": [message_view(telegram, message) for message in shown],
                "more": more,
                "menu": [{"command": one.command, "description": one.description} for one in menu],
                "pinned": [f"{chat.id}:{number}" for number in chat.pinned],
            }
        )

    def _history(self, chat: Chat) -> list[Message]:
        """What can be read in a chat; in a group that moved, what was said before it moved too."""
        group = next((one for one in self.board.telegram.groups if one.chat is chat), None)
        before = [message for old in group.moved_from for message in old.visible()] if group else []
        return before + chat.visible()

    async def _file(self, request: web.Request) -> web.StreamResponse:
        file = self.board.telegram.files.get(request.match_info["file"])
        if file is None:
            raise Refused("not_found", 404)
        response = web.StreamResponse(headers=headers_of(file))
        response.content_length = file.size
        await response.prepare(request)
        async for piece in pieces(file):
            await response.write(piece)
        await response.write_eof()
        return response

    async def _events(self, request: web.Request) -> web.StreamResponse:
        feed = self.board.feed
        after = request.headers.get("Last-Event-ID") or request.query.get("after") or ""
        headers = {"Content-Type": "text/event-stream", "Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        response = web.StreamResponse(headers=headers)
        await response.prepare(request)
        await response.write(b"retry: 1000\n\n")
        async for piece in feed.follow(after, quiet=QUIET):
            await response.write(piece)
        return response

    async def _outbox(self, request: web.Request) -> web.StreamResponse:
        board, state = self.board, request.query.get("state", "waiting")
        if state not in mail.SHOWN:
            raise Refused("wrong", what="state")
        found = mail.letters(board.engine, board.telegram, board.names(), state, _most(request, MOST_LETTERS))
        return _json({"counts": mail.counts(board.engine), "letters": found})

    # What it asks for

    async def _act(self, request: web.Request) -> web.StreamResponse:
        fields, files = await _read(request)
        answer = act(self.board.telegram, fields, files)
        if fields.get("do") == "supergroup":
            self.board.feed.tell("moved", {"from": int(fields["group"]), "to": answer["group"]})
        for url in answer.pop("opened", []):
            self.board.feed.tell("opened", {"person": int(fields["as"]), "url": url})
        self.board.keeper.stir()
        self.board.touch()
        people = self.board.telegram.people
        if "person" in answer:
            answer["person"] = self.board.person(people[answer["person"]])
        if "group" in answer:
            group = next(one for one in self.board.telegram.groups if one.id == answer["group"])
            answer["group"] = self.board.group(group)
        return _json(answer)

    async def _clock(self, request: web.Request) -> web.StreamResponse:
        fields, _ = await _read(request)
        await self.mover.do(fields)
        return _json(self.board.clock())

    async def _trouble(self, request: web.Request) -> web.StreamResponse:
        fields, _ = await _read(request)
        board, what = self.board, fields.get("what")
        ways = {"start": board.child.start, "stop": board.child.stop, "kill": board.child.kill}
        ways["restart"] = board.child.restart
        if isinstance(what, str) and what in ways:
            await ways[what]()
        elif not isinstance(what, str) or not board.troubles.provoke(what, fields):
            raise Refused("unknown_act", what=str(what)[:40])
        board.keeper.stir()
        board.touch()
        return _json({"troubles": board.troubles.view(), "bot": board.bot()})

    async def _ask_clock(self, request: web.Request) -> web.StreamResponse:
        fields, _ = await _read(request)
        number, now = await self.board.keeper.hear(_report(fields))
        return _json({"number": number, "now": now.isoformat()})


async def _nothing(_request: web.Request) -> web.StreamResponse:
    raise Refused("not_found", 404)


def _report(fields: Json) -> Report:
    held = fields.get("held_until")
    try:
        until = datetime.fromisoformat(held) if held else None
        return Report(int(fields.get("number", -1)), bool(fields.get("settled")), until)
    except (TypeError, ValueError):
        raise Refused("unreadable") from None


def _page_file(path: Path) -> web.Response:
    headers = {"Content-Security-Policy": PAGE_POLICY, "Cache-Control": "no-cache"}
    try:
        body = path.read_bytes()
    except OSError:
        raise Refused("not_found", 404) from None
    return web.Response(body=body, content_type=KINDS[path.suffix], charset="utf-8", headers=headers)


async def _read(request: web.Request) -> tuple[Json, tuple[Any, ...]]:
    """The request's fields, and its files in their order."""
    try:
        fields, files = await read_request(request, several="files")
        json.dumps(fields, ensure_ascii=False).encode()  # half of a character could be told to nobody
    except ApiError as error:
        raise Refused("too_large" if error.code == 413 else "unreadable", error.code) from None
    except UnicodeEncodeError:
        raise Refused("unreadable") from None
    return fields, tuple(files.values())


def _number(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise Refused("not_found", 404) from None


def _most(request: web.Request, limit: int) -> int:
    asked = request.query.get("most", "")
    return max(1, min(int(asked), limit)) if asked.isdecimal() and len(asked) < 10 else limit


def _json(body: Json, status: int = 200) -> web.Response:
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return web.Response(
        text=text, status=status, content_type="application/json", headers={"Cache-Control": "no-store"}
    )


@web.middleware
async def _guarded(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refusals become their sentence."""
    try:
        demand_own(request)
        return await handler(request)
    except Refused as refused:
        return _json({"error": refused.words}, refused.status)
    except web.HTTPException as error:
        return _json({"error": Refused("not_found").words}, error.status)


async def _add_headers(_request: web.Request, response: web.StreamResponse) -> None:
    response.headers.update(HEADERS)
