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
from sqlmodel import Session
from telegram import Bot
from telegram.error import BadRequest, Forbidden

from bot.clock import Clock
from bot.trouble import is_away, trouble_of
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
        self._owed: list[Callable[[Session], None]] = []
        self.wake = asyncio.Event()

    async def step(self) -> int:
        """Do the oldest due jobs. How many were taken."""
        await self._pay()
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
        await self._settle(lambda session: finish_job(session, job.id))

    async def _not_done(self, job: TakenJob, error: Exception) -> None:
        """Try again later; a job that cannot be done is given up. A disk or a database in trouble gives up nothing."""
        reason, now = type(error).__name__, self._clock.now()
        ours = isinstance(error, OSError) or is_away(error)
        final = not ours and (isinstance(error, (BadRequest, Forbidden, KeyError)) or job.tries >= MAX_TRIES)
        log.warning(
            "job_not_done",
            job_id=job.id,
            kind=job.kind,
            error=reason,
            final=final,
            trouble=trouble_of(error).value if ours else None,
        )
        if final:
            await self._settle(lambda session: self._give_up(session, job, reason, now))
        else:
            await self._settle(lambda session: retry_job(session, job.id, at=now + backoff(job.tries), reason=reason))

    def _give_up(self, session: Session, job: TakenJob, reason: str, now: datetime) -> None:
        if job.kind == "fetch_file":
            file_lost(session, job.facts["file"], now=now)
        fail_job(session, job.id, reason=reason)

    async def _settle(self, change: Callable[[Session], None]) -> None:
        """Write down what became of a job, now or when the database is back."""
        self._owed.append(change)
        try:
            await self._pay()
        except Exception as error:
            if not is_away(error):
                raise

    async def _pay(self) -> None:
        while self._owed:
            change = self._owed.pop(0)
            try:
                await self._writer.write(change)
            except Exception as error:
                if is_away(error):
                    self._owed.insert(0, change)
                raise
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
                look_at = await self.next_due()
                due = look_at is not None and look_at <= self._clock.now()
                busy = (await self.step() if due or self._owed else 0) or len(self._owed)
            except Exception as error:
                if not is_away(error):
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
    try:
        with draft.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.rename(place)
    except OSError:
        draft.unlink(missing_ok=True)
        raise
    return digest
