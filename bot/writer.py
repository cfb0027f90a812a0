"""The one thread in which writing transactions run, one at a time."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

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

    async def write(self, change: Callable[[Session], T], access: Access = Access.WRITE) -> T:
        """One transaction: committed when `change` returns, rolled back when it raises."""

        def run() -> T:
            with begin(self.engine, access) as session:
                return change(session)

        return await self.run(run)

    async def run(self, work: Callable[[], T]) -> T:
        """Run something in the writer thread that keeps its own transactions."""
        try:
            done = await asyncio.get_running_loop().run_in_executor(self._thread, work)
        except Exception as error:
            self._troubles.note(error)
            raise
        self._troubles.over()
        return done

    def close(self) -> None:
        """Finish what was begun and end the thread."""
        self._thread.shutdown(wait=True)
