"""The real process as a child, `thidua run` unless told otherwise, forked from a process that has imported everything.

It starts in a tenth of the time of a new interpreter and is a process like any: it has its own memory, sockets and
locks, hears signals and dies of SIGKILL.
"""

import multiprocessing
import os
import sys
import threading
from collections.abc import Sequence
from multiprocessing.connection import Connection
from pathlib import Path

from bot import cli
from tests.bot.api_server import PATIENCE

NURSERY = multiprocessing.get_context("forkserver")
NURSERY.set_forkserver_preload(["tests.bot.living"])


class Bot:
    """A process that runs the bot. Its log is read as it comes."""

    def __init__(self, folder: Path, *, words: Sequence[str] = ("run",), **settings: str) -> None:
        given = {name: value for name, value in os.environ.items() if not name.startswith("THIDUA_")}
        given |= {"THIDUA_DATA_DIR": str(folder / "data"), "THIDUA_LOG_FORMAT": "json", **settings}
        self.lines: list[str] = []
        self._heard = threading.Condition()
        self._ended = False
        reader, writer = NURSERY.Pipe(duplex=False)
        self.process = NURSERY.Process(target=_live, args=(folder, ["thidua", *words], given, writer))
        self.process.start()
        self._log = os.fdopen(os.dup(reader.fileno()))
        for end in (reader, writer):
            end.close()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        for line in self._log:
            with self._heard:
                self.lines.append(line.rstrip())
                self._heard.notify_all()
        with self._heard:
            self._ended = True
            self._heard.notify_all()

    @property
    def running(self) -> bool:
        return not self._ended

    def logs(self, event: str) -> None:
        """Wait until it has logged this event."""
        self.prints(f'"{event}"')

    def prints(self, words: str) -> None:
        """Wait until a line has these words."""

        def seen() -> bool:
            return self._ended or any(words in line for line in self.lines)

        with self._heard:
            assert self._heard.wait_for(seen, PATIENCE) and not self._ended, self.lines

    def ends(self) -> tuple[int, list[str]]:
        """Wait for its end: exit code and everything it wrote."""
        self._reader.join(PATIENCE)
        return self._code(), self.lines

    def told_to_stop(self) -> tuple[int, list[str]]:
        self.process.terminate()
        return self.ends()

    def is_killed(self) -> None:
        self.process.kill()
        self._code()

    def lets_go(self) -> None:
        """Nothing of it is left."""
        self.is_killed()
        self._reader.join(PATIENCE)
        self._log.close()

    def _code(self) -> int:
        self.process.join(PATIENCE)
        assert self.process.exitcode is not None
        return self.process.exitcode


def _live(folder: Path, words: list[str], given: dict[str, str], log: Connection) -> None:
    for stream in (1, 2):
        os.dup2(log.fileno(), stream)
    log.close()
    os.environ.clear()
    os.environ.update(given)
    os.chdir(folder)
    sys.argv = words
    cli.main()
