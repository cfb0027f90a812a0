"""Bots that start at once: everything is imported in one process, and each bot is a fork of it.

A bot is a process of its own all the same (`thidua run`, with its own memory, sockets and locks), so that it can be
killed as any other; only the second or more that Python needs for its imports is paid once, not at every kill.
`python -m tests.storm.nursery` is the process that forks; `Nursery` speaks with it.
"""

import json
import os
import select
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any

LOG = "bots.log"
PATIENCE = 30.0
"""Seconds a bot is waited for that has been told to end."""


@dataclass
class Bot:
    """One bot that was started; it may be dead by now."""

    pid: int
    handle: int
    """A file descriptor that becomes readable when the process has ended."""

    @property
    def running(self) -> bool:
        return not select.select([self.handle], [], [], 0)[0]

    @property
    def memory(self) -> int:
        """Resident bytes now."""
        pages = Path(f"/proc/{self.pid}/statm").read_text().split()[1]
        return int(pages) * os.sysconf("SC_PAGE_SIZE")

    def is_killed(self) -> None:
        """kill -9, and wait until nothing is left of it."""
        self._gets(signal.SIGKILL)

    def is_told_to_stop(self) -> None:
        self._gets(signal.SIGTERM)

    def _gets(self, number: signal.Signals) -> None:
        signal.pidfd_send_signal(self.handle, number)
        ended = select.select([self.handle], [], [], PATIENCE)[0]
        assert ended, f"the bot ignores {number.name}"


@dataclass
class Nursery:
    """Starts bots. Whatever still runs at the end is killed."""

    bots: list[Bot] = field(default_factory=list)

    def __enter__(self) -> "Nursery":
        plain = {name: value for name, value in os.environ.items() if not name.startswith("THIDUA_")}
        self._forks = subprocess.Popen(
            [sys.executable, "-m", "tests.storm.nursery"],
            env={**plain, "PYTHONPATH": str(Path(__file__).parents[2]), "NO_PROXY": "127.0.0.1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        return self

    def __exit__(self, _type: type[BaseException] | None, _error: object, _trace: TracebackType | None) -> None:
        for bot in self.bots:
            if bot.running:
                bot.is_killed()
            os.close(bot.handle)
        self._forks.communicate()

    def starts(self, folder: Path, settings: Mapping[str, str]) -> Bot:
        """Start `thidua run` in a folder with these settings. What it says is added to `bots.log` there."""
        assert self._forks.stdin is not None and self._forks.stdout is not None
        order = {"settings": dict(settings), "folder": str(folder)}
        self._forks.stdin.write(json.dumps(order) + "\n")
        self._forks.stdin.flush()
        pid = int(self._forks.stdout.readline())
        bot = Bot(pid, os.pidfd_open(pid))
        self.bots.append(bot)
        return bot


def main() -> None:
    """Fork a bot for each line on standard input and say its number."""
    from bot import cli

    started: list[int] = []
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            _becomes(cli, **json.loads(line))
        started.append(pid)
        print(pid, flush=True)
    for pid in started:
        os.waitpid(pid, 0)


def _becomes(cli: Any, *, settings: Mapping[str, str], folder: str) -> None:
    """This process is the bot from now on."""
    os.chdir(folder)
    said = os.open(LOG, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(said, 1)
    os.dup2(said, 2)
    os.environ.update(settings)
    sys.argv = ["thidua", "run"]
    try:
        cli.main()
    except SystemExit as end:
        os._exit(int(end.code or 0))
    os._exit(0)


if __name__ == "__main__":
    main()
