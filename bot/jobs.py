"""Jobs: slow work taken from its rows, done at least once, ended by the letters it posts."""

import asyncio
import hashlib
import os
import secrets
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import structlog
from telegram import Bot
from telegram.error import BadRequest, Forbidden

from bot.clock import Clock
from bot.verdicts import backoff
from bot.writer import Writer
from store.jobs import MAX_TRIES, TakenJob, fail_job, finish_job, next_job_at, retry_job, take_jobs
from store.originals import file_lost, file_stored, telegram_file

AT_ONCE = 2
PAUSE_WITHOUT_DATABASE = timedelta(seconds=1)

log = structlog.get_logger()

Work = Callable[[Mapping[str, Any]], Awaitable[None]]


class Jobs:
    """Takes due jobs, at most two at a time."""

    def __init__(
        self,
        writer: Writer,
        bot: Bot,
        clock: Clock,
        *,
        run_id: int,
        files: Path,
        on_commit: Callable[[], None],
    ) -> None:
        self._writer = writer
        self._bot = bot
        self._clock = clock
        self._run_id = run_id
        self._files = files
        self._on_commit = on_commit
        self._kinds: dict[str, Work] = {"fetch_file": self._fetch_file}
        self.wake = asyncio.Event()

    async def step(self) -> int:
        """Do the oldest due jobs. How many were taken."""
        now = self._clock.now()
        jobs = await self._writer.write(lambda session: take_jobs(session, self._run_id, now=now, limit=AT_ONCE))
        await asyncio.gather(*(self._do(job) for job in jobs))
        return len(jobs)

    async def next_due(self) -> datetime | None:
        return await self._writer.write(next_job_at)

    async def _do(self, job: TakenJob) -> None:
        try:
            await self._kinds[job.kind](job.facts)
        except Exception as error:
            await self._not_done(job, error)
            return
        await self._writer.write(lambda session: finish_job(session, job.id))
        self._on_commit()

    async def _not_done(self, job: TakenJob, error: Exception) -> None:
        reason, now = type(error).__name__, self._clock.now()
        final = isinstance(error, (BadRequest, Forbidden, KeyError)) or job.tries >= MAX_TRIES
        log.warning("job_not_done", job_id=job.id, kind=job.kind, error=reason, final=final)
        if not final:
            at = now + backoff(job.tries)
            await self._writer.write(lambda session: retry_job(session, job.id, at=at, reason=reason))
            return
        if job.kind == "fetch_file":
            await self._writer.write(lambda session: file_lost(session, job.facts["file"], now=now))
        await self._writer.write(lambda session: fail_job(session, job.id, reason=reason))
        self._on_commit()

    async def _fetch_file(self, facts: Mapping[str, Any]) -> None:
        """Fetch a file's original from Telegram and keep it under its SHA-256, written whole or not at all."""
        telegram_id = await self._writer.write(lambda session: telegram_file(session, facts["file"]))
        if telegram_id is None:
            return
        described = await self._bot.get_file(telegram_id)
        content = bytes(await described.download_as_bytearray())
        digest = await asyncio.to_thread(keep, self._files, content)
        now = self._clock.now()
        await self._writer.write(lambda session: file_stored(session, facts["file"], sha256=digest, now=now))

    async def run(self, stop: asyncio.Event) -> None:
        """Work until told to stop; what was begun is finished."""
        while not stop.is_set():
            self.wake.clear()
            try:
                busy = await self.step()
                look_at = await self.next_due()
            except Exception:
                log.exception("jobs_failed")
                busy, look_at = 0, self._clock.now() + PAUSE_WITHOUT_DATABASE
            if not busy and not stop.is_set():
                await self._clock.wait_until(look_at, self.wake)


def keep(folder: Path, content: bytes) -> str:
    """Write content under its SHA-256: to a temporary name, synced, renamed. The hash."""
    digest = hashlib.sha256(content).hexdigest()
    place = folder / digest[:2] / digest
    if place.exists():
        return digest
    place.parent.mkdir(parents=True, exist_ok=True)
    draft = place.with_name(f"{digest}.{secrets.token_hex(4)}.part")
    with draft.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.rename(place)
    return digest
