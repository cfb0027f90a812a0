"""The one thread in which writing transactions run, one at a time. What somebody outside waits for goes first, but for
a turn or two: what came meanwhile is then settled in the same commit.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

from sqlalchemy import Engine
from sqlmodel import Session

from bot.trouble import TroubleLog
from store.engine import Access, begin

T = TypeVar("T")

PASSED = 2
"""Turns that may go between two works of those that go first (`make storm`: 5 letters in flight at a kill, 1.4 with
none, 6.4 without any order; each work between costs a commit)."""


class Writer:
    """Runs functions of a session, each in its own transaction, in the writer thread."""

    def __init__(self, engine: Engine, troubles: TroubleLog) -> None:
        self.engine = engine
        self._troubles = troubles
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="writer")
        self._first: deque[tuple[Callable[[], Any], Future[Any]]] = deque()
        self._then: deque[tuple[Callable[[], Any], Future[Any]]] = deque()
        self._passed = 0

    async def write(self, change: Callable[[Session], T], access: Access = Access.WRITE, *, first: bool = False) -> T:
        """One transaction: committed when `change` returns, rolled back when it raises."""

        def run() -> T:
            with begin(self.engine, access) as session:
                return change(session)

        return await self.run(run, first=first)

    async def run(self, work: Callable[[], T], *, first: bool = False) -> T:
        """Run something in the writer thread with transactions of its own; `first`: before turns that wait but two."""
        future: Future[T] = Future()
        (self._first if first else self._then).append((work, future))
        self._thread.submit(self._run_next)
        try:
            done = await asyncio.wrap_future(future)
        except Exception as error:
            self._troubles.note(error)
            raise
        self._troubles.over()
        return done

    def _run_next(self) -> None:
        """Once for everything that waits, so there is always something."""
        if self._first and (self._passed >= PASSED or not self._then):
            work, future = self._first.popleft()
            self._passed = 0
        else:
            work, future = self._then.popleft()
            self._passed += 1
        if not future.set_running_or_notify_cancel():
            return
        try:
            future.set_result(work())
        except BaseException as error:
            future.set_exception(error)

    def close(self) -> None:
        """Finish what was begun and end the thread."""
        self._thread.shutdown(wait=True)
