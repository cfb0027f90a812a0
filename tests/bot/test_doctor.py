"""`thidua doctor`: one line a check, everything that is wrong at once, and nothing changed by it."""

import asyncio
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import Engine

from bot import cli
from bot.clock import RealClock
from bot.doctor import machine
from bot.doctor.database import check_active, check_database
from bot.doctor.findings import Finding, Mark
from bot.doctor.machine import check_disk
from bot.doctor.telegram import check_clock, check_telegram
from bot.rehearsal.clock import RehearsalClock
from bot.rehearsal.telegram import Fault, Group, server_error
from bot.settings import Settings
from store.engine import begin
from store.figures import LinkedGroup
from store.inbox import Arrived, add_updates, close_update, take_updates
from store.letters import close_letter
from store.outbox import post
from store.schema import upgrade
from store.tables import Bloc, BlocKind, Chat, ChatKind, LetterState, UpdateState
from tests.bot.api_server import ApiServer
from tests.bot.living import Bot
from tests.conftest import NOW

OK, WARNING, FAILED = Mark
SECRET = "not-for-anybodys-eyes"


def told(findings: list[Finding]) -> list[tuple[Mark, str]]:
    return [(one.mark, one.template.removeprefix("doctor/")) for one in findings]


@pytest.fixture(scope="module")
def api() -> Iterator[ApiServer]:
    with ApiServer() as api:
        yield api


@pytest.fixture
def settings(api: ApiServer, tmp_path: Path) -> Settings:
    return Settings(bot_token=SecretStr(api.telegram.token), api_url=api.url, data_dir=tmp_path)


Doctor = Callable[..., tuple[int, list[str]]]


@pytest.fixture
def doctor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Doctor:
    """Exit code and lines of the command."""

    def run(*words: str, **settings: str) -> tuple[int, list[str]]:
        for name in [name for name in os.environ if name.startswith("THIDUA_")]:
            monkeypatch.delenv(name)
        for name, value in {"THIDUA_DATA_DIR": str(tmp_path), **settings}.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr(sys, "argv", ["thidua", "doctor", *words])
        monkeypatch.chdir(tmp_path)
        with redirect_stdout(StringIO()) as said, pytest.raises(SystemExit) as end:
            cli.main()
        return int(end.value.code or 0), said.getvalue().splitlines()

    return run


def test_every_wrong_setting_is_told_at_once_and_the_rest_is_looked_at(doctor: Doctor) -> None:
    code, lines = doctor(
        "--language",
        "en",
        THIDUA_BOT_TOKEN=SECRET,
        THIDUA_LISTEN="nowhere",
        THIDUA_TIMEZONE="Hanoi",
        THIDUA_WEBHOOK_URL="https://bot.example.org/hook",
    )

    failed = [line.split()[1].rstrip(":") for line in lines if line.strip().startswith("FAILED")]
    assert (code, failed) == (1, ["THIDUA_BOT_TOKEN", "THIDUA_LISTEN", "THIDUA_TIMEZONE", "THIDUA_WEBHOOK_SECRET"])
    assert SECRET not in "".join(lines)
    assert any("no database" in line for line in lines)


def test_a_webhook_without_its_secret_is_told(doctor: Doctor, api: ApiServer) -> None:
    code, lines = doctor(
        "--language",
        "en",
        THIDUA_BOT_TOKEN=api.telegram.token,
        THIDUA_API_URL=api.url,
        THIDUA_WEBHOOK_URL="https://x.vn/",
    )

    assert code == 1
    assert [line for line in lines if "FAILED" in line] == ["FAILED  THIDUA_WEBHOOK_SECRET is not set."]


def test_a_bot_that_runs_is_found_well_beside_it_and_in_both_languages(
    doctor: Doctor, api: ApiServer, tmp_path: Path
) -> None:
    given = {"THIDUA_BOT_TOKEN": api.telegram.token, "THIDUA_API_URL": api.url, "THIDUA_LISTEN": "127.0.0.1:0"}
    bot = Bot(tmp_path, **given, THIDUA_DATA_DIR=str(tmp_path))
    try:
        bot.logs("active")
        asked = len(api.telegram.calls)
        code, lines = doctor(**given)
        _, english = doctor("--language", "en", **given)
        methods = {method for method, _ in api.telegram.calls[asked:]}
    finally:
        bot.lets_go()

    assert code == 0, lines
    assert "Failed: 0; to look at: 0; good: 10." in english, english
    assert len(lines) == len(english) == 11
    assert not set(lines) & set(english)
    assert methods <= {"getMe", "getWebhookInfo", "getUpdates"}
    assert api.telegram.token.partition(":")[2] not in "".join(lines)


def test_a_language_nobody_speaks_is_refused(doctor: Doctor) -> None:
    assert doctor("--language", "fr") == (1, [])


@pytest.fixture
def migrated(engine: Engine) -> Engine:
    with begin(engine) as session:
        for table in ("alembic_version",):
            session.connection().exec_driver_sql(f"DROP TABLE IF EXISTS {table}")
        session.connection().exec_driver_sql("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
    return engine


def stamp(engine: Engine, version: str) -> None:
    with begin(engine) as session:
        session.connection().exec_driver_sql("DELETE FROM alembic_version")
        session.connection().exec_driver_sql(f"INSERT INTO alembic_version VALUES ('{version}')")


def head() -> str:
    versions = Path(upgrade.__code__.co_filename).parent / "migrations" / "versions"
    return max(path.name for path in versions.glob("[0-9]*.py"))[:4]


@pytest.mark.parametrize(
    ("version", "expected"),
    [
        ("", [(WARNING, "schema_empty")]),
        ("9999", [(OK, "database"), (FAILED, "cli/newer_schema")]),
        (head(), [(OK, "database"), (OK, "schema_current"), (OK, "nothing_undone")]),
    ],
    ids=["empty", "newer", "current"],
)
def test_the_schema_is_compared_with_the_codes(
    migrated: Engine, database_url: str, version: str, expected: list[tuple[Mark, str]]
) -> None:
    if version:
        stamp(migrated, version)

    assert told(check_database(database_url, "here", NOW).findings) == expected


def test_what_was_left_undone_is_told(migrated: Engine, database_url: str) -> None:
    stamp(migrated, head())
    with begin(migrated) as session:
        bloc = Bloc(code="b", name="Bloc", kind=BlocKind.BLOC, timezone="Asia/Ho_Chi_Minh", locale="vi")
        session.add(bloc)
        session.flush()
        group = Chat(telegram_id=-5, kind=ChatKind.GROUP, title="Khối", bloc_id=bloc.id, topic_id=7)
        session.add(group)
        session.flush()
        assert group.id is not None
        post(session, "test/x", to=group.id, now=NOW)
        dead = post(session, "test/x", to=group.id, now=NOW)
        assert dead is not None
        close_letter(session, dead, LetterState.DEAD, now=NOW, reason="broken")
        add_updates(session, 1, [Arrived(1, 1, "{}")], now=NOW)
        (taken,) = take_updates(session, 1, limit=1, now=NOW)
        close_update(session, taken.id, UpdateState.FAILED, now=NOW, error_id="A1")

    found = check_database(database_url, "here", NOW + timedelta(minutes=30))

    assert told(found.findings)[2:] == [
        (WARNING, "letters_late"),
        (WARNING, "letters_dead"),
        (WARNING, "updates_parked"),
    ]
    assert found.findings[2].facts == {"count": 1, "minutes": 30}
    assert found.groups == [LinkedGroup(-5, "Khối", has_topic=True)]


def test_a_database_that_is_not_there_yet_is_not_made(tmp_path: Path) -> None:
    path = tmp_path / "none" / "thidua.db"

    assert told(check_database(f"sqlite:///{path}", str(path), NOW).findings) == [(WARNING, "database_missing")]
    assert told(asyncio.run(check_active(f"sqlite:///{path}"))) == [(WARNING, "nobody_active")]
    assert not path.parent.exists()


def test_a_database_that_does_not_answer_is_told_once(tmp_path: Path) -> None:
    (tmp_path / "thidua.db").write_text("no database at all " * 50)
    nobody = f"postgresql+psycopg://bot:{SECRET}@/thidua?host={tmp_path}"

    assert told(check_database(f"sqlite:///{tmp_path}/thidua.db", "here", NOW).findings) == [
        (FAILED, "cli/database_broken")
    ]
    assert told(check_database(nobody, "here", NOW).findings) == [(FAILED, "cli/database_away")]
    assert asyncio.run(check_active(nobody)) == []


def test_a_folder_that_cannot_be_made_is_told_before_the_start_fails_at_it(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    to_be_made, never = (settings.model_copy(update={"data_dir": tmp_path / name}) for name in ("a/b", "file/b"))

    assert told(check_disk(to_be_made)) == [(WARNING, "folder_missing")]
    assert told(check_disk(never)) == [(FAILED, "cli/database_closed")]
    assert [one.name for one in tmp_path.iterdir()] == ["file"]


@pytest.mark.parametrize(("free", "mark"), [(499, WARNING), (49, FAILED)])
def test_a_disk_with_little_room_is_told(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, free: int, mark: Mark, tmp_path: Path
) -> None:
    assert told(check_disk(settings)) == [(OK, "folder")]
    assert list(tmp_path.iterdir()) == []

    class Usage:
        pass

    Usage.free = free * machine.MEGABYTE  # type: ignore[attr-defined]
    monkeypatch.setattr("shutil.disk_usage", lambda _folder: Usage)

    assert told(check_disk(settings)) == [(mark, "disk_low")]


def asks(settings: Settings, *groups: LinkedGroup) -> list[tuple[Mark, str]]:
    return told(asyncio.run(check_telegram(settings, groups)))


def test_telegram_that_cannot_be_reached_is_told(settings: Settings, api: ApiServer) -> None:
    api.telegram.faults.add(Fault(server_error(502), method="getMe"))

    assert asks(settings) == [(FAILED, "telegram_away")]


def test_a_refused_token_is_told(settings: Settings) -> None:
    other = settings.model_copy(update={"bot_token": SecretStr("1:" + "x" * 35)})

    assert asks(other) == [(FAILED, "cli/token_refused")]


def linked(group: Group, *, has_topic: bool = False) -> LinkedGroup:
    return LinkedGroup(group.id, group.title, has_topic)


def test_what_the_bot_may_do_in_a_group_is_told(settings: Settings, api: ApiServer) -> None:
    lan = api.telegram.person("Lan")
    good, plain, mute, gone = (api.telegram.group(title, [lan]) for title in ("một", "hai", "ba", "bốn"))
    for group in (good, plain, mute):
        group.add_bot(lan)
    for group in (good, mute):
        group.silence()
    good.promote_bot()

    found = asks(settings, *map(linked, (good, plain, mute, gone)), linked(plain, has_topic=True))

    assert found[-5:] == [
        (OK, "group"),
        (WARNING, "group_no_pin"),
        (FAILED, "group_mute"),
        (FAILED, "group_gone"),
        (WARNING, "group_without_topics"),
    ]


def test_a_webhook_other_than_the_settings_is_told(settings: Settings, api: ApiServer) -> None:
    hook = {"webhook_url": "https://bot.example.org/hook", "webhook_secret": SecretStr(SECRET)}

    assert (OK, "polling") in asks(settings)
    assert (WARNING, "webhook_other") in asks(settings.model_copy(update=hook))


def test_a_clock_that_is_off_is_told(settings: Settings) -> None:
    real = RealClock()

    assert told(asyncio.run(check_clock(settings, real))) == [(OK, "clock")]
    late = RehearsalClock(real.now() - timedelta(minutes=3))
    assert told(asyncio.run(check_clock(settings, late))) == [(WARNING, "clock_off")]
