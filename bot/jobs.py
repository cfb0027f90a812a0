"""Jobs: slow work taken from its rows, done at least once, ended by the letters it posts."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlmodel import Session
from telegram.error import BadRequest, Forbidden

from bot.clock import Clock
from bot.downloads import Unusable
from bot.trouble import is_away, trouble_of
from bot.verdicts import backoff
from bot.writer import Writer
from store.jobs import MAX_TRIES, TakenJob, fail_job, finish_job, next_job_at, retry_job, take_jobs

PAUSE_WITHOUT_DATABASE = timedelta(seconds=1)
HOPELESS = (BadRequest, Forbidden, KeyError, Unusable)
"""Trying again would bring the same."""

log = structlog.get_logger()


def _nothing(_session: Session, _facts: Mapping[str, Any], _now: datetime) -> None:
    return None


@dataclass(frozen=True)
class Kind:
    """A kind of job: what is done, how many at a time, and what becomes of one that cannot be done."""

    work: Callable[[Mapping[str, Any]], Awaitable[None]]
    at_once: int = 1
    give_up: Callable[[Session, Mapping[str, Any], datetime], None] = _nothing


class Jobs:
    """Takes due jobs, the oldest first, so many of each kind at a time: a slow kind holds up no other."""

    def __init__(
        self,
        writer: Writer,
        clock: Clock,
        kinds: Mapping[str, Kind],
        *,
        run_id: int,
        on_commit: Callable[[], None],
    ) -> None:
        self._writer = writer
        self._clock = clock
        self._kinds = kinds
        self._run_id = run_id
        self._on_commit = on_commit
        self._busy: dict[asyncio.Task[None], str] = {}
        self._owed: list[Callable[[Session], None]] = []
        self.wake = asyncio.Event()

    async def step(self) -> int:
        """Do the oldest due jobs, to their ends. How many were taken."""
        begun = await self._begin()
        await asyncio.gather(*list(self._busy))
        return begun

    async def next_due(self) -> datetime | None:
        return await self._writer.write(next_job_at)

    @property
    def in_work(self) -> int:
        """How many jobs are being done."""
        return len(self._busy)

    async def _begin(self) -> int:
        """Take as many jobs of each kind as may begin now. How many those are."""
        await self._pay()
        now, busy = self._clock.now(), list(self._busy.values())
        free = {name: kind.at_once - busy.count(name) for name, kind in self._kinds.items()}

        def take(session: Session) -> list[TakenJob]:
            return [
                job
                for name, limit in free.items()
                if limit
                for job in take_jobs(session, self._run_id, kind=name, now=now, limit=limit)
            ]

        jobs = await self._writer.write(take)
        for job in jobs:
            task = asyncio.create_task(self._do(job), name=f"job:{job.id}")
            self._busy[task] = job.kind
            task.add_done_callback(self._ended)
        return len(jobs)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._busy.pop(task, None)
        error = None if task.cancelled() else task.exception()
        if error is not None and not is_away(error):
            log.error("jobs_failed", exc_info=error)
        self.wake.set()

    async def _do(self, job: TakenJob) -> None:
        try:
            await self._kinds[job.kind].work(job.facts)
        except Exception as error:
            await self._not_done(job, error)
            return
        await self._settle(lambda session: finish_job(session, job.id))

    async def _not_done(self, job: TakenJob, error: Exception) -> None:
        """Try again later; a job that cannot be done is given up. A disk or a database in trouble gives up nothing."""
        reason, now = type(error).__name__, self._clock.now()
        ours = isinstance(error, OSError) or is_away(error)
        final = not ours and (isinstance(error, HOPELESS) or job.tries >= MAX_TRIES)
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
        self._kinds[job.kind].give_up(session, job.facts, now)
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

    async def run(self, stop: asyncio.Event) -> None:
        """Work until told to stop; what was begun is finished."""
        while not stop.is_set():
            self.wake.clear()
            try:
                look_at = await self.next_due()
                due = look_at is not None and look_at <= self._clock.now()
                begun = await self._begin() if due or self._owed else 0
                look_at = None if due else look_at
            except Exception as error:
                if not is_away(error):
                    log.exception("jobs_failed")
                begun, look_at = 0, self._clock.now() + PAUSE_WITHOUT_DATABASE
            if not begun and not stop.is_set():
                await self._clock.wait_until(look_at, self.wake)
        await asyncio.gather(*list(self._busy), return_exceptions=True)
