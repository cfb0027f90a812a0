"""The command line: what it prints, what it refuses, and that a refusal changes nothing."""

import errno
import os
import re
import shutil
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import SQLModel, col, select

from bot import cli
from store.campaign_file.samples import sample
from store.engine import begin, open_engine, reading
from store.points import Subject
from store.tables import Campaign, CriterionTotal, Entry, Inbox, Invite, Standing, Unit, UpdateState
from tests.bot.api_server import ApiServer
from tests.conftest import NOW
from tests.store.campaign_file.test_mistakes import TEN


@dataclass
class Ended:
    code: int
    out: str
    err: str


Run = Callable[..., Ended]


@pytest.fixture
def database(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'thidua.db'}"


@pytest.fixture
def run(tmp_path: Path, database: str, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(tmp_path)
    for name in ("THIDUA_BOT_TOKEN", "THIDUA_API_URL", "THIDUA_LOCALE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("THIDUA_DATABASE_URL", database)
    monkeypatch.setenv("COLUMNS", "200")

    def run(*words: str, **settings: str) -> Ended:
        for name, value in settings.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr(sys, "argv", ["thidua", *words])
        out, err = StringIO(), StringIO()
        with redirect_stdout(out), redirect_stderr(err), pytest.raises(SystemExit) as end:
            cli.main()
        assert "Traceback" not in out.getvalue() + err.getvalue()
        return Ended(int(end.value.code or 0), out.getvalue(), err.getvalue())

    return run


def rows(database: str) -> dict[str, int]:
    engine = open_engine(database)
    with reading(engine) as session:
        found = {table.name: len(session.execute(table.select()).all()) for table in SQLModel.metadata.sorted_tables}
    engine.dispose()
    return found


@pytest.mark.parametrize("name", ["khoi-vhxh-2020", "co-quan-ban-2020", "nhiem-ky-2021-2025"])
def test_init_without_a_token_prints_the_line_the_leader_sends(run: Run, database: str, name: str) -> None:
    ended = run("init", str(sample(name)))

    engine = open_engine(database)
    with reading(engine) as session:
        assert len(session.exec(select(Invite)).all()) == 1
    engine.dispose()
    assert (ended.code, ended.err) == (0, "")
    assert re.fullmatch("/start [0-9a-f]{32}", ended.out.splitlines()[-1])


def test_init_with_a_token_prints_the_leaders_link(run: Run) -> None:
    with ApiServer() as api:
        settings = {"THIDUA_BOT_TOKEN": api.telegram.token, "THIDUA_API_URL": api.url}
        ended = run("init", str(sample("khoi-vhxh-2020")), **settings)

    assert ended.out.splitlines()[-1].startswith("https://t.me/thidua_bot?start=")


def test_init_with_a_refused_token_adds_nothing(run: Run, database: str) -> None:
    with ApiServer() as api:
        api.refuses_token = True
        settings = {"THIDUA_BOT_TOKEN": api.telegram.token, "THIDUA_API_URL": api.url}
        ended = run("init", str(sample("khoi-vhxh-2020")), **settings)

    assert (ended.code, len(ended.err.splitlines())) == (1, 1)
    assert rows(database)["bloc"] == 0


def test_init_refuses_a_code_it_knows(run: Run, database: str) -> None:
    run("init", str(sample("khoi-vhxh-2020")))
    before = rows(database)

    ended = run("init", str(sample("khoi-vhxh-2020")))

    assert (ended.code, len(ended.err.splitlines())) == (1, 1)
    assert rows(database) == before


def test_import_adds_a_draft_to_a_bloc_that_is_there(run: Run, database: str, tmp_path: Path) -> None:
    run("init", str(sample("khoi-vhxh-2020")))
    text = sample("khoi-vhxh-2020").read_text().replace("code: vhxh-2020\n", "code: vhxh-2020-b\n")
    (tmp_path / "b.yaml").write_text(text)

    assert run("import", "b.yaml").code == 0
    again = run("import", "b.yaml")

    assert (again.code, len(again.err.splitlines())) == (1, 1)
    engine = open_engine(database)
    with reading(engine) as session:
        assert len(session.exec(select(Campaign)).all()) == 2
    engine.dispose()


def test_import_refuses_a_bloc_it_does_not_know(run: Run, database: str) -> None:
    ended = run("import", str(sample("khoi-vhxh-2020")))

    assert (ended.code, len(ended.err.splitlines())) == (1, 1)
    assert rows(database)["campaign"] == 0


@pytest.mark.parametrize("command", ["init", "import"])
def test_a_file_that_is_not_there_is_one_sentence(run: Run, command: str) -> None:
    ended = run(command, "no-such.yaml")

    assert (ended.code, ended.out) == (1, "")
    assert "no-such.yaml" in ended.err
    assert len(ended.err.splitlines()) == 1


@pytest.mark.parametrize("locale", ["vi", "en"])
def test_ten_mistakes_are_ten_lines_with_their_numbers_and_an_unchanged_database(
    run: Run, database: str, tmp_path: Path, locale: str
) -> None:
    run("init", str(sample("khoi-vhxh-2020")), THIDUA_LOCALE=locale)
    before = rows(database)
    (tmp_path / "ten.yaml").write_text(TEN)

    ended = run("init", "ten.yaml")

    lines = ended.err.splitlines()
    assert (ended.code, ended.out, len(lines)) == (1, "", 10)
    numbers = [int("".join(filter(str.isdigit, line.split(":")[0]))) for line in lines]
    assert numbers == sorted(numbers)
    assert len(set(numbers)) == 10
    assert rows(database) == before


def test_a_chain_that_holds_is_confirmed(run: Run) -> None:
    run("init", str(sample("khoi-vhxh-2020")))

    ended = run("verify")

    assert (ended.code, ended.err) == (0, "")


def test_a_chain_that_was_changed_is_reported(run: Run, database: str) -> None:
    run("init", str(sample("khoi-vhxh-2020")))
    engine = open_engine(database)
    with begin(engine) as session:
        entry = session.exec(select(Entry)).first()
        assert entry is not None
        entry.action = "changed"
    engine.dispose()

    ended = run("verify")

    assert (ended.code, len(ended.err.splitlines())) == (1, 1)
    assert "1" in ended.err


def test_totals_that_are_not_what_their_lines_come_to_are_reported(run: Run, database: str) -> None:
    run("init", str(sample("khoi-vhxh-2020")))
    engine = open_engine(database)
    with begin(engine) as session:
        unit = session.exec(select(Unit).where(Unit.code == "syt")).one()
        assert unit.id is not None
        subject = Subject(unit.id)
        standing = Standing(campaign_id=1, subject=subject.name, is_member=False, unit_id=unit.id, points=Decimal(30))
        session.add(standing)
        session.add(CriterionTotal(campaign_id=1, subject=subject.name, criterion="1.2", points=Decimal("30.5")))
    engine.dispose()

    ended = run("verify", THIDUA_LOCALE="en")

    assert (ended.code, ended.err.splitlines()) == (
        1,
        [
            "The points that are kept differ from those counted again in 2 places:",
            "vhxh-2020 · Sở Y tế · 1.2: 30.5 points are kept, counted again 0.",
            "vhxh-2020 · Sở Y tế: 30 points are kept, counted again 0.",
        ],
    )
    assert ended.out.startswith("History holds:")


@pytest.fixture
def parked(run: Run, database: str) -> Iterator[Engine]:
    """Three failed updates, the second of which was too old to keep its body."""
    run("db", "upgrade")
    engine = open_engine(database)
    with begin(engine) as session:
        for number, body in enumerate(('{"update_id":0,"message":{}}', "", '{"callback_query":{},"update_id":2}')):
            failed = Inbox(bot_id=1, update_id=number, chat_key=1, received_at=NOW, tries=3, body=body)
            failed.state, failed.closed_at, failed.error_id = UpdateState.FAILED, NOW, f"E{number}"
            session.add(failed)
    yield engine
    engine.dispose()


def states(engine: Engine) -> list[tuple[UpdateState, int, str | None]]:
    with reading(engine) as session:
        return [(row.state, row.tries, row.error_id) for row in session.exec(select(Inbox).order_by(col(Inbox.id)))]


AGAIN = (UpdateState.WAITING, 0, None)


def test_failed_updates_are_listed_with_their_kind_and_age(run: Run, parked: Engine) -> None:
    lines = run("inbox", "list", THIDUA_LOCALE="en").out.splitlines()

    assert [re.sub(r"received .* ago", "received ... ago", line) for line in lines] == [
        "Number 1: message, received ... ago, error E0.",
        "Number 3: callback_query, received ... ago, error E2.",
    ]


def test_failed_updates_are_taken_again_by_hand(run: Run, parked: Engine) -> None:
    ended = run("inbox", "retry", THIDUA_LOCALE="en")

    assert (ended.code, ended.out.split(";")[0]) == (0, "Updates put back: 2")
    assert states(parked) == [AGAIN, (UpdateState.FAILED, 3, "E1"), AGAIN]
    assert run("inbox", "list").out == run("inbox", "retry").out == "No failed update is put aside.\n"


def test_one_failed_update_is_taken_again_by_its_number(run: Run, parked: Engine) -> None:
    assert run("inbox", "retry", "3").code == 0
    refused = run("inbox", "retry", "1", "2", THIDUA_LOCALE="en")

    assert (refused.code, refused.err) == (1, "No failed update has the number 2; see thidua inbox list.\n")
    assert states(parked) == [(UpdateState.FAILED, 3, "E0"), (UpdateState.FAILED, 3, "E1"), AGAIN]


def test_an_upgrade_done_twice_changes_nothing(run: Run, database: str) -> None:
    assert run("db", "upgrade").code == 0
    before = rows(database)

    assert run("db", "upgrade").code == 0
    assert rows(database) == before


COMMANDS = [[name] for name in cli.COMMANDS] + [[group, name] for group, names in cli.GROUPS.items() for name in names]


@pytest.mark.parametrize("words", [[], *COMMANDS, *([group] for group in cli.GROUPS)], ids=" ".join)
def test_help_is_there_in_both_languages(run: Run, words: list[str]) -> None:
    shown = {locale: run(*words, "--help", THIDUA_LOCALE=locale) for locale in ("vi", "en")}

    assert [one.code for one in shown.values()] == [0, 0]
    assert shown["vi"].out != shown["en"].out


@pytest.mark.parametrize("words", [["nonsense"], ["init"], ["init", "a", "b"], ["run", "--nonsense"]], ids=" ".join)
def test_wrong_usage_is_told_apart_from_failure(run: Run, words: list[str]) -> None:
    assert run(*words).code == 2


def test_a_file_that_is_no_text_is_one_line_for_each_mistake(run: Run, tmp_path: Path) -> None:
    shutil.copy(sys.executable, tmp_path / "binary.yaml")

    ended = run("init", "binary.yaml")

    assert ended.code == 1
    assert len(ended.err.splitlines()) == 1


def test_a_reader_who_leaves_early_is_no_trouble_of_the_database(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_: object, **__: object) -> None:
        raise BrokenPipeError(errno.EPIPE, "Broken pipe")

    monkeypatch.setattr("typer.echo", gone)

    assert run("inbox", "list") == Ended(1, "", "")


def test_what_is_made_is_closed_to_other_users_of_the_machine(run: Run, tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        run("db", "upgrade")
    finally:
        os.umask(before)

    assert stat.filemode((tmp_path / "thidua.db").stat().st_mode) == "-rw-r-----"
