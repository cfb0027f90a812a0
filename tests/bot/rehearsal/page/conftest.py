"""A page without a bot, for what is between people and the server; and one with the real bot as its child."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.rehearsal.clock import RehearsalClock
from bot.rehearsal.demo.child import Child
from bot.rehearsal.demo.founding import Founded
from bot.rehearsal.demo.opening import Wanted
from bot.rehearsal.telegram import Group, Person, Telegram
from bot.rehearsal.transcript import Transcript
from store.campaign_file import read_campaign_file
from tests.bot.rehearsal.page.opened import Opened
from tests.store.campaign_file.files import SHORT

NOW = datetime(2020, 3, 2, 1, 0, tzinfo=UTC)


async def _begin_nothing(_child: Child) -> None:
    """There is no bot in these tests."""


async def _founded(wanted: Wanted) -> Founded:
    """Two people, of whom Lan has started the bot, and their group with the bot in it."""
    clock = RehearsalClock(NOW)
    telegram = Telegram(clock.now)
    lan, minh = telegram.person("Lan", "Trần"), telegram.person("Minh")
    lan.starts()
    group = telegram.group("Tổ công tác", [lan])
    group.admit(lan, administrator=True)
    group.add_bot(by=lan)
    assert minh.messages == []
    return Founded(telegram, clock, Transcript(telegram, "Asia/Ho_Chi_Minh", "vi", wanted.out), "Asia/Ho_Chi_Minh")


@pytest.fixture
def page(tmp_path: Path, sqlite_template: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Opened]:
    monkeypatch.setattr(Child, "start", _begin_nothing)
    shutil.copy(sqlite_template, tmp_path / "thidua.db")
    page = Opened(tmp_path, read_campaign_file(SHORT), _founded)
    yield page
    page.closes()
    assert page.telegram.misuses == []


@pytest.fixture
def lan(page: Opened) -> Person:
    return page.person("Lan Trần")


@pytest.fixture
def minh(page: Opened) -> Person:
    return page.person("Minh")


@pytest.fixture
def group(page: Opened) -> Group:
    return page.telegram.groups[0]
