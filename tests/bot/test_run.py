"""The real process, over a real socket: it starts, answers, waits its turn, stops cleanly, and says what is wrong."""

import asyncio
import json
import os
import socket
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy import Engine
from sqlalchemy import event as sqlalchemy_event
from sqlalchemy.engine import make_url
from sqlmodel import select
from structlog.testing import capture_logs

from bot import cli
from bot import run as run_module
from bot.rehearsal.telegram import Fault, server_error
from bot.run import Process
from bot.settings import Listen, Settings
from store.engine import begin, open_engine, reading
from store.schema import upgrade
from store.tables import Inbox, Letter, LetterState, Run, UpdateState
from tests.bot.api_server import PATIENCE, ApiServer
from tests.bot.living import Bot
from tests.bot.second_reader import read_twice


@pytest.fixture
def api() -> Iterator[ApiServer]:
    with read_twice(), ApiServer() as api:
        yield api
        assert api.telegram.misuses == []


@pytest.fixture
def start(tmp_path: Path, api: ApiServer) -> Iterator["Starter"]:
    starter = Starter(tmp_path, api)
    yield starter
    for bot in starter.bots:
        bot.lets_go()


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
    bot = start(**settings, THIDUA_LISTEN=f"127.0.0.1:{port}")

    api.until(lambda: bool(lan.heard))
    assert asked(port, "/healthz") == (200, "ok")
    status, body = asked(port, "/readyz")
    assert (status, json.loads(body)) == (200, {"ready": True, "reason": None})
    metrics = asked(port, "/metrics")[1]
    assert 'thidua_updates_total{outcome="done"} 1.0' in metrics
    assert "thidua_active 1.0" in metrics

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

    first.is_killed()
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
        monkeypatch.setattr(cli, "configure", lambda *_, **__: None)
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


@pytest.fixture
def runs_until(tmp_path: Path, api: ApiServer, monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """Run a process here until it has logged `event`, told of trouble by `struck`. What it logged."""

    def run(event: str, *, heal: Callable[[], None], **given: Any) -> list[str]:
        monkeypatch.chdir(tmp_path)
        settings = Settings(
            bot_token=SecretStr(api.telegram.token),
            api_url=api.url,
            listen=Listen("127.0.0.1", 0),
            data_dir=tmp_path / "data",
            **given,
        )

        async def story() -> None:
            process = Process(settings, first_pause=0.01)
            running = asyncio.create_task(process.run())
            while not any(entry["event"] == event for entry in logs):
                assert not running.done(), logs
                if any("again_in" in entry for entry in logs):
                    heal()
                await asyncio.sleep(0.005)
            process.stop.set()
            await running

        with capture_logs() as logs:
            asyncio.run(asyncio.wait_for(story(), PATIENCE))
        return [entry["event"] for entry in logs]

    return run


def test_telegram_that_is_away_at_the_start_is_waited_for(runs_until: Callable[..., list[str]], api: ApiServer) -> None:
    for method in ("getMe", "deleteWebhook"):
        api.telegram.faults.add(Fault(server_error(502), method=method))

    events = runs_until("active", heal=lambda: None)

    assert [event for event in events if event == "telegram_away"] == ["telegram_away"] * 2


def test_a_database_that_is_not_up_yet_is_waited_for(
    runs_until: Callable[..., list[str]], database_of_its_own: str, tmp_path: Path
) -> None:
    socket_folder = make_url(database_of_its_own).query["host"]
    late = tmp_path / "pg"

    def heal() -> None:
        if not late.is_symlink():
            late.symlink_to(str(socket_folder))

    url = make_url(database_of_its_own).update_query_dict({"host": str(late)}).render_as_string(hide_password=False)

    events = runs_until("active", heal=heal, database_url=SecretStr(url))

    assert events[0] == "database_away"
    assert events[-2:] == ["active", "stopped"]


def test_a_full_disk_at_the_start_is_waited_for(
    runs_until: Callable[..., list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = [10]

    def little_room(connection: Any, _record: object) -> None:
        connection.execute(f"PRAGMA max_page_count={pages[0]}")

    def open_on_a_small_disk(url: str) -> Engine:
        engine = open_engine(url)
        sqlalchemy_event.listen(engine, "connect", little_room)
        sqlalchemy_event.listen(engine, "checkout", lambda connection, *_: little_room(connection, None))
        return engine

    monkeypatch.setattr(run_module, "open_engine", open_on_a_small_disk)

    events = runs_until("active", heal=lambda: pages.__setitem__(0, 2**30))

    assert events[0] == "database_full"
    assert events[-2:] == ["active", "stopped"]


@pytest.mark.parametrize(
    ("user", "name", "said"),
    [("nobody", "postgres", "user or password"), ("postgres", "nothing", "has no database")],
    ids=["user", "name"],
)
def test_a_database_that_will_never_answer_ends_it_with_one_sentence(
    ends_at_once: Callable[..., str], postgresql_url: str, user: str, name: str, said: str
) -> None:
    url = make_url(postgresql_url).set(username=user, password="secret-of-ours", database=name)

    sentence = ends_at_once(THIDUA_DATABASE_URL=url.render_as_string(hide_password=False), THIDUA_LOCALE="en")

    assert said in sentence
    assert "secret-of-ours" not in sentence


def test_a_file_that_is_no_database_ends_it_with_one_sentence(ends_at_once: Callable[..., str], tmp_path: Path) -> None:
    (tmp_path / "thidua.db").write_text("no database at all, whatever its name says\n" * 50)

    sentence = ends_at_once(THIDUA_DATABASE_URL=f"sqlite:///{tmp_path / 'thidua.db'}", THIDUA_LOCALE="en")

    assert "is no SQLite database" in sentence


def test_a_data_folder_that_cannot_be_made_ends_it_with_one_sentence(
    ends_at_once: Callable[..., str], tmp_path: Path
) -> None:
    (tmp_path / "file").touch()

    sentence = ends_at_once(THIDUA_DATA_DIR=str(tmp_path / "file" / "data"), THIDUA_LOCALE="en")

    assert str(tmp_path / "file" / "data") in sentence


def test_a_lock_that_cannot_be_made_ends_it_with_one_sentence(ends_at_once: Callable[..., str], tmp_path: Path) -> None:
    (tmp_path / "data" / "thidua.db.lock").mkdir(parents=True)

    assert "thidua.db.lock" in ends_at_once(THIDUA_LOCALE="en")


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
