"""The job that packs a unit's evidence into archives small enough to be sent."""

import asyncio
import zipfile
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from bot.clock import Clock
from bot.downloads import place_of
from bot.jobs import Kind
from bot.writer import Writer
from messages.render import Renderer
from store.evidence_packs import PackFacts, pack_facts, pack_ready

LARGEST_ARCHIVE = 49 * 1024 * 1024
"""In bytes. A bot may send 50 MB; the rest is for names and the index."""

KEPT_FOR = timedelta(days=2)
"""How long an archive waits for its letter to be sent."""

Archive = list[tuple[str, Path]]


class Packer:
    def __init__(self, writer: Writer, renderer: Renderer, clock: Clock, files: Path, packs: Path) -> None:
        self._writer = writer
        self._renderer = renderer
        self._clock = clock
        self._files = files
        self._packs = packs

    @property
    def kind(self) -> Kind:
        return Kind(self._pack)

    async def _pack(self, job: Mapping[str, Any]) -> None:
        now = self._clock.now()
        facts = await self._writer.write(lambda session: pack_facts(session, job["unit_id"], job["member_id"], now=now))
        if facts is None:
            return
        names = await asyncio.to_thread(self._write, job["name"], facts, now.date())
        archives = [
            {"kept": name, "file_name": f"{facts['unit_code']}-{facts['at'][:10]}-{number}.zip"}
            for number, name in enumerate(names, start=1)
        ]
        await self._writer.write(lambda session: pack_ready(session, job, facts, archives, now=now))

    def _write(self, job: str, facts: PackFacts, today: date) -> list[str]:
        """The archives' names in the folder of packs. Writing them again writes the same."""
        self._packs.mkdir(parents=True, exist_ok=True)
        _sweep(self._packs, today)
        archives = self._share_out(facts)
        shown = {**facts, "parts": len(archives)}
        index = self._renderer.render_plain("archives/evidence_index", shown, facts["language"])
        names = [f"{job}-{number}.zip" for number in range(1, len(archives) + 1)]
        for name, archive in zip(names, archives, strict=True):
            _write_archive(self._packs / name, index, archive)
        return names

    def _share_out(self, facts: PackFacts) -> list[Archive]:
        """Which file goes into which archive, written into the facts; one whose original is gone is told as lost."""
        archives: list[Archive] = [[]]
        room = LARGEST_ARCHIVE
        for piece in (piece for group in facts["criteria"] for one in group["achievements"] for piece in one["pieces"]):
            original = place_of(self._files, piece["sha256"]) if piece["path"] else None
            if original is None or not original.exists():
                piece["path"] = ""
                piece["state"] = "lost" if piece["sha256"] else piece["state"]
                continue
            size = original.stat().st_size
            if size > room and archives[-1]:
                archives.append([])
                room = LARGEST_ARCHIVE
            room -= size
            piece["part"] = len(archives)
            archives[-1].append((piece["path"], original))
        return archives


def _write_archive(path: Path, index: str, archive: Archive) -> None:
    """Photos, videos and office files are compressed already: they are only put together."""
    draft = path.with_suffix(".part")
    with zipfile.ZipFile(draft, "w", zipfile.ZIP_STORED) as packed:
        packed.writestr("index.html", index.encode())
        for name, original in archive:
            packed.write(original, name)
    draft.rename(path)


def _sweep(folder: Path, today: date) -> None:
    for path in folder.iterdir():
        if date.fromisoformat(path.name[:10]) < today - KEPT_FOR:
            path.unlink(missing_ok=True)
