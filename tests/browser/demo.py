"""`thidua demo` as a process of its own, as somebody at home starts it."""

import os
import re
import signal
import subprocess
import sys
import threading
from pathlib import Path

from tests.bot.api_server import PATIENCE

ADDRESS = re.compile(r"http://(?:127\.0\.0\.1|localhost):\d+/?")


class Demo:
    """The rehearsal's server with the bot as its child. `address`: of the page."""

    def __init__(self, folder: Path, *options: str) -> None:
        given = {name: value for name, value in os.environ.items() if not name.startswith("THIDUA_")}
        command = [sys.executable, "-m", "bot", "demo", "--no-browser", "--data", str(folder), *options]
        self.lines: list[str] = []
        self._found = threading.Condition()
        self._ended = False
        self.process = subprocess.Popen(
            command, env=given, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        self.address = self._says_its_address()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            with self._found:
                self.lines.append(line.rstrip())
                self._found.notify_all()
        with self._found:
            self._ended = True
            self._found.notify_all()

    def _says_its_address(self) -> str:
        with self._found:
            assert self._found.wait_for(lambda: self._ended or self._address() is not None, PATIENCE), self.lines
        address = self._address()
        assert address is not None, self.lines
        return address.rstrip("/")

    def _address(self) -> str | None:
        found = (ADDRESS.search(line) for line in self.lines)
        return next((match.group() for match in found if match is not None), None)

    def ends(self) -> None:
        """As Ctrl-C does; what hangs is killed with everything it began."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(PATIENCE)
        self._reader.join(PATIENCE)
