"""`thidua demo`: the rehearsal's server with its page in this process, the real bot as its child."""

import asyncio
import contextlib
import os
import secrets
import signal
import socket
import sys
import webbrowser
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

from bot.rehearsal.demo.board import Board
from bot.rehearsal.demo.child import Child
from bot.rehearsal.demo.feed import Feed
from bot.rehearsal.demo.founding import Founded, found_bloc
from bot.rehearsal.demo.moving import Mover
from bot.rehearsal.demo.outlook import next_sweep
from bot.rehearsal.demo.pages import Pages
from bot.rehearsal.demo.timekeeper import Timekeeper
from bot.rehearsal.demo.troubles import Troubles
from bot.rehearsal.server import RehearsalServer
from store.campaign_file import CampaignFile
from store.engine import open_engine

PORTS = (8800, 8801, 8802, 0)
"""Tried in this order where none is asked for; 0: any that is free."""


class PortTaken(Exception):
    """Somebody else listens on the port that was asked for."""


@dataclass(frozen=True)
class Wanted:
    """How a rehearsal is held."""

    file: CampaignFile
    folder: Path
    language: str
    seed: int
    port: int | None
    browser: bool
    out: Callable[[str], None]
    """Hears what the bot says to whom."""
    told: Callable[[str], None]
    """Hears the page's address once it can be opened."""


@dataclass
class Rehearsal:
    """One rehearsal: its server, its bot, its clock."""

    wanted: Wanted
    founded: Founded
    engine: Engine
    clock_name: str = field(default_factory=lambda: secrets.token_urlsafe(16))

    def __post_init__(self) -> None:
        wanted, founded = self.wanted, self.founded
        self.keeper = Timekeeper(founded.clock, founded.telegram, self._next_sweep, self._changed)
        self.child = Child(wanted.folder, wanted.language, self._child_changed)
        self.board = Board(
            founded.telegram,
            self.engine,
            self.keeper,
            self.child,
            Troubles(founded.telegram),
            Feed(),
            founded.zone,
            wanted.file.bloc.name,
            wanted.language,
            self._print,
        )
        self.mover = Mover(self.board)
        self.server = self._server_at(0)

    def _server_at(self, port: int) -> RehearsalServer:
        page = Pages(self.board, self.mover, self.clock_name).application()
        return RehearsalServer(self.founded.telegram, port=port, page=page)

    async def _next_sweep(self) -> datetime | None:
        return await asyncio.to_thread(next_sweep, self.engine, self.founded.clock.now())

    def _changed(self) -> None:
        self.board.touch()

    async def _child_changed(self, alive: bool) -> None:
        await self.keeper.bot_is(alive=alive)
        self.board.touch()

    def _print(self) -> None:
        """What was said since the last look. Who came meanwhile has a name there too."""
        transcript = self.founded.transcript
        for number, name in self.board.names().items():
            transcript.names.setdefault(number, name if number > 0 else f"👥 {name}")
        transcript.flush()

    async def _listen(self) -> None:
        """Raises `PortTaken`."""
        for port in PORTS if self.wanted.port is None else (self.wanted.port,):
            self.server = self._server_at(port)
            with contextlib.suppress(OSError):
                await self.server.start()
                return
        raise PortTaken

    @contextlib.asynccontextmanager
    async def open(self) -> AsyncIterator[str]:
        """Serve, and have the bot run. The page's address."""
        await self._listen()
        self.child.api_url, self.child.clock_url = self.server.url, f"{self.server.url}/clock/{self.clock_name}"
        self.board.open()
        works = [asyncio.create_task(self.board.run()), asyncio.create_task(self.keeper.run())]
        try:
            await self.board.refresh()
            await self.child.start()
            yield self.server.url
        finally:
            await self.mover.stop()
            await self.child.stop()
            for work in works:
                work.cancel()
            await asyncio.gather(*works, return_exceptions=True)
            await self.server.stop()
            self._print()


async def hold(wanted: Wanted) -> None:
    """Found the bloc, open the page, and go on until SIGINT, SIGTERM or SIGHUP. Raises `PortTaken`."""
    _demand_free(wanted.port)
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    founded = await _unless_stopped(stop, wanted)
    if founded is None:
        return
    engine = read_only_engine(wanted.folder)
    rehearsal = Rehearsal(wanted, founded, engine)
    try:
        async with rehearsal.open() as address:
            wanted.told(address)
            if wanted.browser and may_open_browser(os.environ, sys.platform):
                await asyncio.to_thread(webbrowser.open, address)
            await stop.wait()
    finally:
        engine.dispose()


def _demand_free(port: int | None) -> None:
    """Founding takes seconds; that the port is taken is said before. Raises `PortTaken`."""
    if port is None:
        return
    with socket.socket() as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind(("127.0.0.1", port))
        except OSError:
            raise PortTaken from None


async def _unless_stopped(stop: asyncio.Event, wanted: Wanted) -> Founded | None:
    """Found the bloc; None when told to stop meanwhile."""
    founding = asyncio.create_task(
        found_bloc(wanted.folder, wanted.file, seed=wanted.seed, language=wanted.language, out=wanted.out)
    )
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait([founding, stopping], return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    if founding.done():
        return founding.result()
    founding.cancel()
    await asyncio.gather(founding, return_exceptions=True)
    return None


def may_open_browser(environment: Mapping[str, str], platform: str) -> bool:
    """Whether somebody sits before a screen."""
    if environment.get("CI"):
        return False
    return platform in {"darwin", "win32"} or bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))


def read_only_engine(folder: Path) -> Engine:
    """The bot's database, which the page looks at and never changes."""
    engine = open_engine(f"sqlite:///{folder}/thidua.db")
    event.listen(engine, "connect", _only_read)
    return engine


def _only_read(connection: Any, _record: Any) -> None:
    connection.execute("PRAGMA query_only=ON")
