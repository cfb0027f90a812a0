"""Originals on their way from Telegram into the data folder: in pieces, so that none is ever whole in memory.

files/drafts/<random>      while it comes; swept when a process begins
files/<ab>/<sha256>        once it is whole and synced
"""

import asyncio
import hashlib
import os
import secrets
from collections.abc import AsyncGenerator
from contextlib import aclosing
from pathlib import Path

from bot.programs import is_program

LARGEST = 20 * 1024 * 1024
"""In bytes; Telegram hands a bot nothing larger."""


class Unusable(Exception):
    """Trying again would bring the same: nothing in it, or more than Telegram said."""


class Program(Exception):
    """A program under another name."""


def place_of(folder: Path, digest: str) -> Path:
    """Where the original of that SHA-256 is."""
    return folder / digest[:2] / digest


def sweep(folder: Path) -> None:
    """Take away what an ended process had begun. Only the active process has drafts."""
    for draft in (folder / "drafts").glob("*"):
        draft.unlink(missing_ok=True)


async def keep(folder: Path, pieces: AsyncGenerator[bytes, None]) -> str:
    """Write what comes under its SHA-256, whole or not at all. The hash."""
    draft = await asyncio.to_thread(Draft, folder)
    try:
        async with aclosing(pieces):
            async for piece in pieces:
                await asyncio.to_thread(draft.add, piece)
        return await asyncio.to_thread(draft.keep)
    finally:
        draft.drop()


class Draft:
    """A file while it is written."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._path = folder / "drafts" / secrets.token_hex(8)
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._file = self._path.open("xb")
        self._hash = hashlib.sha256()
        self._size = 0

    def add(self, piece: bytes) -> None:
        self._size += len(piece)
        if self._size > LARGEST:
            raise Unusable("larger than Telegram said")
        self._hash.update(piece)
        self._file.write(piece)

    def keep(self) -> str:
        """Give it its name for good; what is there already stays."""
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        if not self._size:
            raise Unusable("empty")
        if is_program(self._path):
            raise Program
        digest = self._hash.hexdigest()
        place = place_of(self._folder, digest)
        place.parent.mkdir(exist_ok=True)
        if not place.exists():
            self._path.rename(place)
            _sync(place.parent)
        return digest

    def drop(self) -> None:
        """Leave nothing behind but what was kept."""
        self._file.close()
        self._path.unlink(missing_ok=True)


def _sync(folder: Path) -> None:
    """A new name is on the disk only when its folder is."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
