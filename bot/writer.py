"""The one thread in which writing transactions run, one at a time. What somebody outside waits for goes first."""

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


class Writer:
    """Runs functions of a session, each in its own transaction, in the writer thread."""

    def __init__(self, engine: Engine, troubles: TroubleLog) -> None:
        self.engine = engine
        self._troubles = troubles
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="writer")
        self._first: deque[tuple[Callable[[], Any], Future[Any]]] = deque()
        self._then: deque[tuple[Callable[[], Any], Future[Any]]] = deque()

    async def write(self, change: Callable[[Session], T], access: Access = Access.WRITE, *, first: bool = False) -> T:
        """One transaction: committed when `change` returns, rolled back when it raises."""

        def run() -> T:
            with begin(self.engine, access) as session:
                return change(session)

        return await self.run(run, first=first)

    async def run(self, work: Callable[[], T], *, first: bool = False) -> T:
        """Run something in the writer thread that keeps its own transactions; `first`: before what waits already."""
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
        work, future = (self._first or self._then).popleft()
        if not future.set_running_or_notify_cancel():
            return
        try:
            future.set_result(work())
        except BaseException as error:
            future.set_exception(error)

    def close(self) -> None:
        """Finish what was begun and end the thread."""
        self._thread.shutdown(wait=True)
