"""The bot's own process: begun, ended, killed and begun again while the rehearsal goes on."""

import asyncio
import contextlib
import os
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

import bot
from bot.rehearsal.telegram import TOKEN

TO_STOP = 8.0
"""Real seconds until a process that does not stop is killed."""
PROXIES = frozenset({"http_proxy", "https_proxy", "all_proxy"})


@dataclass
class Child:
    """`thidua run` on this rehearsal's Telegram, clock and folder. `changed`: it began or ended."""

    folder: Path
    locale: str
    changed: Callable[[bool], Awaitable[None]]
    api_url: str = ""
    clock_url: str = ""
    state: str = "stopped"
    """running, stopped."""
    why: str = ""
    """How it ended, where it is down: a word of `words.WHY`."""
    code: int | None = None
    _process: asyncio.subprocess.Process | None = None
    _watch: "asyncio.Task[None] | None" = None
    _asked_to_end: str = ""
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    @property
    def log(self) -> Path:
        """What it writes."""
        return self.folder / "bot.log"

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process is not None and self.state == "running" else None

    @property
    def last_line(self) -> str:
        """What it wrote last."""
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines() if self.log.exists() else []
        return next((line.strip() for line in reversed(lines) if line.strip()), "")[:300]

    async def start(self) -> None:
        """Begin, unless it runs."""
        async with self._turn:
            await self._start()

    async def stop(self) -> None:
        """As Ctrl-C does: it finishes what it has taken. One that hangs is killed."""
        async with self._turn:
            await self._end("stopped")

    async def kill(self) -> None:
        """kill -9."""
        async with self._turn:
            await self._end("killed")

    async def restart(self) -> None:
        async with self._turn:
            await self._end("stopped")
            await self._start()

    async def _start(self) -> None:
        if self.state == "running":
            return
        with self.log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "bot", "run", "--clock", self.clock_url),
                cwd=self.folder,
                env=self._environment(),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C is ours to pass on
            )
        self.state, self.why, self.code, self._asked_to_end = "running", "", None, ""
        self._watch = asyncio.create_task(self._until_it_ends(self._process))
        await self.changed(True)

    async def _end(self, how: str) -> None:
        process, watch = self._process, self._watch
        if process is None or watch is None or self.state != "running":
            return
        self._asked_to_end = how
        with contextlib.suppress(ProcessLookupError):
            if how == "killed":
                process.kill()
            else:
                process.terminate()
        try:
            await asyncio.wait_for(asyncio.shield(watch), TO_STOP)
        except TimeoutError:
            process.kill()
            await watch

    async def _until_it_ends(self, process: asyncio.subprocess.Process) -> None:
        self.code = await process.wait()
        self.state, self.why = "stopped", self._asked_to_end or "ended"
        await self.changed(False)

    def _environment(self) -> dict[str, str]:
        """Nothing that was set for a real bot reaches this one, and no proxy stands in between."""
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith("THIDUA_") and name.lower() not in PROXIES
        }
        source = str(Path(bot.__file__).parent.parent)
        return kept | {
            "PYTHONPATH": os.pathsep.join([source, *filter(None, [kept.get("PYTHONPATH")])]),
            "THIDUA_BOT_TOKEN": TOKEN,
            "THIDUA_API_URL": self.api_url,
            "THIDUA_DATA_DIR": str(self.folder),
            "THIDUA_LISTEN": "127.0.0.1:0",
            "THIDUA_LOCALE": self.locale,
        }
