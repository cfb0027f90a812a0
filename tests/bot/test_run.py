"""The real process, over a real socket: it starts, answers, waits its turn, stops cleanly, and says what is wrong."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr
from io import StringIO
from pathlib import Path

import pytest
from sqlmodel import select
from structlog.testing import capture_logs

from bot import cli
from bot.rehearsal.telegram import Fault, server_error
from store.engine import begin, open_engine, reading
from store.schema import upgrade
from store.tables import Inbox, Letter, LetterState, Run, UpdateState
from tests.bot.api_server import PATIENCE, ApiServer


class Bot:
    """`python -m bot run` as a child. Its log is read as it comes."""

    def __init__(self, folder: Path, **settings: str) -> None:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("THIDUA_")}
        defaults = {"THIDUA_DATA_DIR": str(folder / "data"), "THIDUA_LOG_FORMAT": "json"}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bot", "run"],
            env={**environment, **defaults, **settings, "PYTHONPATH": str(Path(__file__).parents[2])},
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.lines: list[str] = []
        self._heard = threading.Condition()
        self._ended = False
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            with self._heard:
                self.lines.append(line.rstrip())
                self._heard.notify_all()
        with self._heard:
            self._ended = True
            self._heard.notify_all()

    def logs(self, event: str) -> None:
        """Wait until it has logged this event."""

        def seen() -> bool:
            return self._ended or any(f'"{event}"' in line for line in self.lines)

        with self._heard:
            assert self._heard.wait_for(seen, PATIENCE) and not self._ended, self.lines

    def ends(self) -> tuple[int, list[str]]:
        """Wait for its end: exit code and everything it wrote."""
        code = self.process.wait(PATIENCE)
        self._reader.join(PATIENCE)
        return code, self.lines

    def told_to_stop(self) -> tuple[int, list[str]]:
        self.process.send_signal(signal.SIGTERM)
        return self.ends()


@pytest.fixture
def api() -> Iterator[ApiServer]:
    with ApiServer() as api:
        yield api
        assert api.telegram.misuses == []


@pytest.fixture
def start(tmp_path: Path, api: ApiServer) -> Iterator["Starter"]:
    starter = Starter(tmp_path, api)
    yield starter
    for bot in starter.bots:
        if bot.process.poll() is None:
            bot.process.kill()
            bot.process.wait()
        if bot.process.stdout is not None:
            bot.process.stdout.close()


class Starter:
    def __init__(self, folder: Path, api: ApiServer) -> None:
        self.folder, self.api = folder, api
        self.bots: list[Bot] = []

    def __call__(self, **settings: str) -> Bot:
        given = {"THIDUA_BOT_TOKEN": self.api.telegram.token, "THIDUA_API_URL": self.api.url}
        given["THIDUA_LISTEN"] = f"127.0.0.1:{free_port()}"
        bot = Bot(self.folder, **{**given, **settings})
        self.bots.append(bot)
        return bot


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def asked(port: int, path: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=PATIENCE) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def settings_for(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> dict[str, str]:
    if kind == "sqlite":
        return {"THIDUA_DATABASE_URL": f"sqlite:///{tmp_path / 'thidua.db'}"}
    url: str = request.getfixturevalue("database_of_its_own")
    return {"THIDUA_DATABASE_URL": url}


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_it_answers_shows_its_health_and_stops_cleanly(
    kind: str, start: Starter, api: ApiServer, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    settings, port = settings_for(kind, tmp_path, request), free_port()
    lan = api.telegram.person("Lan")
    api.acts(lan.starts)
    for method in ("getMe", "deleteWebhook"):  # Telegram that is away at the start is waited for
        api.telegram.faults.add(Fault(server_error(502), method=method))
    bot = start(**settings, THIDUA_LISTEN=f"127.0.0.1:{port}")

    api.until(lambda: bool(lan.heard))
    assert asked(port, "/healthz") == (200, "ok")
    status, body = asked(port, "/readyz")
    assert (status, json.loads(body)) == (200, {"ready": True, "reason": None})
    assert 'thidua_updates_total{outcome="done"} 1.0' in asked(port, "/metrics")[1]

    code, lines = bot.told_to_stop()

    assert code == 0, lines
    assert not any("Traceback" in line or "Unclosed" in line for line in lines), lines
    engine = open_engine(settings["THIDUA_DATABASE_URL"])
    with reading(engine) as session:
        assert [row.state for row in session.exec(select(Inbox))] == [UpdateState.DONE]
        assert {row.state for row in session.exec(select(Letter))} == {LetterState.SENT}
        assert [row.ended_at is not None for row in session.exec(select(Run))] == [True]
    engine.dispose()
    token = api.telegram.token.partition(":")[2]
    assert not any(token in line for line in lines)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_second_process_waits_and_takes_over_when_the_first_is_killed(
    kind: str, start: Starter, api: ApiServer, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    settings, port = settings_for(kind, tmp_path, request), free_port()
    first = start(**settings)
    first.logs("active")
    second = start(**settings, THIDUA_LISTEN=f"127.0.0.1:{port}")
    second.logs("standby")

    status, body = asked(port, "/readyz")
    assert (status, json.loads(body)["reason"]) == (503, "standby")
    assert asked(port, "/healthz")[0] == 200

    third = start(**settings)
    third.logs("standby")
    assert third.told_to_stop()[0] == 0

    first.process.kill()
    lan = api.telegram.person("Lan")
    api.acts(lan.starts)
    api.until(lambda: bool(lan.heard))

    assert asked(port, "/readyz")[0] == 200
    assert second.told_to_stop()[0] == 0


@pytest.fixture
def ends_at_once(tmp_path: Path, api: ApiServer, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """Run in this process what must end by itself, with exit code 1 and one sentence."""

    def run(**settings: str) -> str:
        for name in [name for name in os.environ if name.startswith("THIDUA_")]:
            monkeypatch.delenv(name)
        given = {"THIDUA_BOT_TOKEN": api.telegram.token, "THIDUA_API_URL": api.url, "THIDUA_LISTEN": "127.0.0.1:0"}
        for name, value in {**given, "THIDUA_DATA_DIR": str(tmp_path / "data"), **settings}.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr(sys, "argv", ["thidua", "run"])
        monkeypatch.setattr(cli, "configure", lambda _format: None)
        monkeypatch.chdir(tmp_path)
        said = StringIO()
        with capture_logs(), redirect_stderr(said), pytest.raises(SystemExit) as end:
            cli.main()
        assert end.value.code == 1
        lines = said.getvalue().splitlines()
        assert len(lines) == 1, lines
        return lines[0]

    return run


def test_a_refused_token_at_the_start_ends_it_with_one_sentence(
    ends_at_once: Callable[..., str], api: ApiServer
) -> None:
    api.refuses_token = True

    assert "Telegram" in ends_at_once()


def test_a_token_refused_later_ends_it_with_one_sentence(ends_at_once: Callable[..., str], api: ApiServer) -> None:
    api.refuses_token_after = "getUpdates"

    assert "Telegram" in ends_at_once()


@pytest.mark.parametrize(
    "wrong",
    [
        {"THIDUA_BOT_TOKEN": ""},
        {"THIDUA_BOT_TOKEN": "nonsense"},
        {"THIDUA_API_URL": "telegram"},
        {"THIDUA_LISTEN": "nowhere"},
        {"THIDUA_LOCALE": "fr"},
        {"THIDUA_TIMEZONE": "Hanoi"},
        {"THIDUA_DATABASE_URL": "mysql://x/y"},
    ],
    ids=lambda wrong: next(iter(wrong.values())) or "missing",
)
def test_a_wrong_setting_ends_it_with_one_sentence_that_names_it(
    ends_at_once: Callable[..., str], wrong: dict[str, str]
) -> None:
    assert next(iter(wrong)) in ends_at_once(**wrong)


@pytest.mark.parametrize("locale", ["vi", "en"])
def test_a_database_that_cannot_be_reached_ends_it_with_one_sentence(
    ends_at_once: Callable[..., str], locale: str
) -> None:
    url = f"postgresql://nobody:secret@127.0.0.1:{free_port()}/none"

    sentence = ends_at_once(THIDUA_DATABASE_URL=url, THIDUA_LOCALE=locale)

    assert "secret" not in sentence
    assert ("database" in sentence) is (locale == "en")


def test_a_folder_that_is_no_place_for_a_database_ends_it_with_one_sentence(
    ends_at_once: Callable[..., str], tmp_path: Path
) -> None:
    (tmp_path / "thidua.db").mkdir()

    assert ends_at_once(THIDUA_DATABASE_URL=f"sqlite:///{tmp_path / 'thidua.db'}")


def test_a_port_in_use_ends_it_with_one_sentence(ends_at_once: Callable[..., str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        address = f"127.0.0.1:{taken.getsockname()[1]}"

        assert address in ends_at_once(THIDUA_LISTEN=address)


def test_a_database_of_newer_code_ends_it_with_one_sentence(ends_at_once: Callable[..., str], tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'newer.db'}"
    engine = open_engine(url)
    upgrade(engine)
    with begin(engine) as session:
        session.connection().exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    engine.dispose()

    assert ends_at_once(THIDUA_DATABASE_URL=url)
