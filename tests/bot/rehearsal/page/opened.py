"""A rehearsal's server in a thread of its own, asked as its page asks it."""

import asyncio
import http.client
import json
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.rehearsal.demo.founding import Founded, found_bloc
from bot.rehearsal.demo.opening import Rehearsal, Wanted, read_only_engine
from bot.rehearsal.telegram import Person, Telegram
from store.campaign_file import CampaignFile
from tests.bot.api_server import PATIENCE

BOUNDARY = "a-boundary-of-the-tests"


@dataclass(frozen=True)
class Answer:
    """What the server answered."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def sentence(self) -> str:
        """Why it was refused, in Vietnamese; it says so in English too."""
        assert self.status >= 400, self.body
        error = self.json["error"]
        assert set(error) == {"vi", "en"} and all(error.values())
        return str(error["vi"])


class Opened:
    """An open rehearsal. `found`: what it begins with."""

    def __init__(self, folder: Path, file: CampaignFile, found: Callable[[Wanted], Any]) -> None:
        self._folder, self._found, self.printed = folder, found, list[str]()
        self.wanted = Wanted(file, folder, "vi", 1, 0, False, self.printed.append, self.printed.append)
        self._loop = asyncio.new_event_loop()
        self._stack = AsyncExitStack()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._started = threading.Event()
        self.rehearsal: Rehearsal
        self._thread.start()
        assert self._started.wait(PATIENCE)

    def _serve(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._open())
        self._started.set()
        self._loop.run_forever()
        self._loop.run_until_complete(self._stack.aclose())
        self.rehearsal.engine.dispose()
        self._loop.close()

    async def _open(self) -> None:
        founded: Founded = await self._found(self.wanted)
        self.rehearsal = Rehearsal(self.wanted, founded, read_only_engine(self._folder))
        await self._stack.enter_async_context(self.rehearsal.open())

    def closes(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(PATIENCE)
        assert not self._thread.is_alive()

    @property
    def telegram(self) -> Telegram:
        return self.rehearsal.founded.telegram

    def person(self, name: str) -> Person:
        return next(one for one in self.telegram.people.values() if one.name == name)

    def within(self, act: Callable[[], Any]) -> Any:
        """Do something on the server's own loop."""

        async def run() -> Any:
            done = act()
            return await done if asyncio.iscoroutine(done) else done

        return asyncio.run_coroutine_threadsafe(run(), self._loop).result(PATIENCE)

    def calls(self, method: str, **params: Any) -> Any:
        """The bot asks Telegram for something."""
        return self.within(lambda: self.telegram.call(method, params))

    # Asking

    def asks(
        self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        line = http.client.HTTPConnection("127.0.0.1", self.rehearsal.server.port, timeout=PATIENCE)
        try:
            line.request(method, path, body, dict(headers or {}))
            got = line.getresponse()
            return Answer(got.status, {name.lower(): value for name, value in got.getheaders()}, got.read())
        finally:
            line.close()

    def gets(self, path: str, **headers: str) -> Answer:
        return self.asks("GET", path, None, {name.replace("_", "-"): value for name, value in headers.items()})

    def posts(self, path: str, **fields: Any) -> Answer:
        return self.asks("POST", path, json.dumps(fields).encode(), {"Content-Type": "application/json"})

    def acts(self, who: Person, do: str, **fields: Any) -> Answer:
        return self.posts("/page/act", **{"as": who.id, "do": do, **fields})

    def sends(self, who: Person, *files: tuple[str, bytes], **fields: Any) -> Answer:
        """Send files, as a form does."""
        parts = []
        for name, value in {"as": who.id, "do": "files", "chat": who.id, **fields}.items():
            parts.append(f'Content-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode())
        for name, data in files:
            head = f'Content-Disposition: form-data; name="files"; filename="{name}"\r\nContent-Type: text/html\r\n\r\n'
            parts.append(head.encode() + data + b"\r\n")
        body = b"".join(b"--" + BOUNDARY.encode() + b"\r\n" + part for part in parts) + f"--{BOUNDARY}--\r\n".encode()
        return self.asks("POST", "/page/act", body, {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"})

    def chat(self, chat: int, query: str = "") -> Any:
        answer = self.gets(f"/page/chats/{chat}{query}")
        assert answer.status == 200, answer.body
        return answer.json

    def state(self) -> Any:
        return self.gets("/page/state").json

    def hears(self, after: str, until: Callable[[str, Any], bool], **headers: str) -> list[tuple[str, Any]]:
        """The events after that one, up to the first of which this is true."""
        line = http.client.HTTPConnection("127.0.0.1", self.rehearsal.server.port, timeout=PATIENCE)
        found: list[tuple[str, Any]] = []
        name = ""
        try:
            line.request("GET", f"/page/events?after={after}", headers=headers)
            stream = line.getresponse()
            late = time.monotonic() + PATIENCE
            while time.monotonic() < late:
                said = stream.readline().decode().rstrip("\n")
                if said.startswith("event: "):
                    name = said.removeprefix("event: ")
                elif said.startswith("data: "):
                    found.append((name, json.loads(said.removeprefix("data: "))))
                    if until(*found[-1]):
                        return found
            raise AssertionError(found)
        finally:
            line.close()

    def settles(self, seen: Callable[[], bool]) -> None:
        """Wait until something is so; each look of the server's at its database is a reason to look here."""
        late = time.monotonic() + PATIENCE
        while not seen():
            assert time.monotonic() < late, self.state()
            after = self.state()["event"]
            if seen():
                return
            self.hears(after, lambda name, _data: name not in {"message", "toast", "menu"})

    def taps(self, who: Person, label: str) -> None:
        """Tap a button as soon as a message has it."""
        self.settles(lambda: self._button(who, label) is not None)
        key, data = self._button(who, label) or ("", "")
        assert self.acts(who, "tap", message=key, data=data).status == 200

    def _button(self, who: Person, label: str) -> tuple[str, str] | None:
        """The newest message with such a button, and what the button sends."""
        found = (
            (one["key"], button["data"])
            for one in reversed(self.chat(who.id)["messages"])
            for row in one["buttons"]
            for button in row
            if button["text"] == label
        )
        return next(found, None)

    def moved(self) -> Any:
        """Wait until the clock stands still. What it says then."""
        self.settles(lambda: not self.state()["clock"]["moving"])
        return self.state()["clock"]


async def founded_for_real(wanted: Wanted) -> Founded:
    return await found_bloc(wanted.folder, wanted.file, seed=wanted.seed, language=wanted.language, out=wanted.out)
