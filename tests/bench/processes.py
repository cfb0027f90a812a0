"""The bots that are compared, each in a process of its own, and what Linux says that it uses."""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).parents[2]
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Kind:
    """A bot that is measured. `keeps`: it has a database that must know the people."""

    name: str
    module: str
    keeps: bool = False

    def command(self, token: str, url: str) -> Sequence[str]:
        return ["run"] if self.keeps else [token, url]

    def environment(self, folder: Path, token: str, url: str) -> Mapping[str, str]:
        if not self.keeps:
            return {}
        return {
            "THIDUA_BOT_TOKEN": token,
            "THIDUA_API_URL": url,
            "THIDUA_DATA_DIR": str(folder),
            "THIDUA_LISTEN": "127.0.0.1:0",
            "THIDUA_LOG_FORMAT": "json",
        }


OURS = Kind("thidua", "bot", keeps=True)
STOCK = Kind("python-telegram-bot", "tests.bench.bots.stock_ptb")
LIMITER = Kind(STOCK.name, "tests.bench.bots.stock_limiter")
"""The same with its AIORateLimiter and a plain loop that announces."""
AIOGRAM = Kind("aiogram", "tests.bench.bots.aiogram_fsm")
KINDS = (OURS, STOCK, AIOGRAM)


def machine_cpu() -> float:
    """Seconds of processor time that everything on this machine has used so far."""
    user, nice, system, _idle, _iowait, irq, softirq, steal = Path("/proc/stat").read_text().split()[1:9]
    return sum(map(int, (user, nice, system, irq, softirq, steal))) / TICKS


def peak_memory() -> float:
    """The most that this process has held so far, in MB."""
    return _megabytes(Path("/proc/self/status").read_text(), "VmHWM")


class BotProcess:
    """One bot that runs; its log goes to a file in `folder`."""

    def __init__(self, kind: Kind, folder: Path, token: str, url: str) -> None:
        # An environment that keeps Python from keeping what it compiled would time the compiling of every library.
        left_out = ("THIDUA_", "PYTHONDONTWRITEBYTECODE")
        plain = {name: value for name, value in os.environ.items() if not name.startswith(left_out)}
        self._log = folder / "bot.log"
        with self._log.open("wb") as log:
            self.started = perf_counter()
            self._process = subprocess.Popen(
                [sys.executable, "-m", kind.module, *kind.command(token, url)],
                env={**plain, "PYTHONPATH": str(ROOT), "no_proxy": "127.0.0.1", **kind.environment(folder, token, url)},
                cwd=folder,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    @property
    def cpu(self) -> float:
        """Seconds of processor time so far."""
        fields = self._proc("stat").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    @property
    def memory(self) -> float:
        """Resident now, in MB."""
        return _megabytes(self._proc("status"), "VmRSS")

    @property
    def said(self) -> str:
        """The end of its log."""
        return self._log.read_text(errors="replace")[-3000:]

    def ends(self) -> None:
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()

    def _proc(self, name: str) -> str:
        try:
            return Path(f"/proc/{self._process.pid}/{name}").read_text()
        except (FileNotFoundError, ProcessLookupError) as error:
            raise RuntimeError(f"the bot has ended:\n{self.said}") from error


def _megabytes(status: str, name: str) -> float:
    line = next(line for line in status.splitlines() if line.startswith(f"{name}:"))
    return int(line.split()[1]) / 1024
