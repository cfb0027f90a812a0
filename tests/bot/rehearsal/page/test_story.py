"""The real bot as a child: what a newcomer does first, and what becomes of it when the bot is killed."""

import asyncio
import os
import select
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.rehearsal.demo import child as child_module
from bot.rehearsal.demo.child import Child
from store.campaign_file import read_campaign_file
from tests.bot.api_server import PATIENCE
from tests.bot.living import Bot
from tests.bot.rehearsal.page.opened import Opened, founded_for_real
from tests.store.campaign_file.files import with_more

FILE = with_more(
    """
    launch: 2019-12-30
    phases:
      - {code: dot-1, name: Đợt 1, starts: 2020-01-01, ends: 2020-06-30}
    milestones:
      - {code: bao-cao, kind: report, title: Báo cáo sơ kết, from: units, before: 2020-06-20}
    """
)
DEAF = """
import signal
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print("hangs", flush=True)
signal.pause()
"""
"""What Python runs first, before anything of ours."""
REMINDED = "Nhắc hạn"


@pytest.fixture
def page(tmp_path: Path) -> Iterator[Opened]:
    page = Opened(tmp_path, read_campaign_file(FILE), founded_for_real)
    yield page
    page.closes()
    assert page.telegram.misuses == []


def reminded(page: Opened) -> dict[str, int]:
    """How often each has been reminded, by name; the group too."""
    chats = {one.name: one.id for one in page.telegram.people.values()} | {"nhóm": page.telegram.groups[0].id}
    counts = {name: sum(REMINDED in one["text"] for one in page.chat(chat)["messages"]) for name, chat in chats.items()}
    return {name: count for name, count in counts.items() if count}


def test_launch_reminders_and_a_bot_that_is_killed_and_begins_again(page: Opened) -> None:
    leader, head = page.person("Nguyễn Thị Mai"), page.person("Phạm Thị Tú")
    begun = page.state()
    page.acts(leader, "say", chat=leader.id, text="/phongtrao")
    page.taps(leader, "Xem dự thảo")
    page.taps(leader, "Phát động ngay")
    page.settles(lambda: page.state()["clock"]["next"]["kind"] == "phases")

    assert begun["clock"]["now"] < "2019-12-27" and begun["clock"]["next"]["kind"] == "launch"
    assert [one["what"]["vi"] for one in begun["people"]] == [
        "Trưởng khối · Thủ trưởng Sở Y tế",
        "Cán bộ Sở Y tế",
        "Hội đồng · Thủ trưởng Ban Dân tộc",
        "Cán bộ Ban Dân tộc",
        "Thường trực Hội đồng",
        "chưa có vai trò",
    ]
    launched = page.state()["clock"]
    assert (launched["next"]["what"]["vi"], launched["next"]["at"]) == ("Mở Đợt 1", "2019-12-31T17:00:00Z")
    assert any(one["what"]["en"] == "Reminder: Báo cáo sơ kết" for one in launched["ahead"])

    # Three days before the deadline: the heads are reminded, and nobody else.
    page.posts("/page/clock", do="to", at="2020-06-16T12:00")
    assert page.posts("/page/clock", do="next").status == 409
    clock = page.moved()
    heads = {leader.name, head.name}
    assert clock["now"] == "2020-06-16T05:00:00Z" and clock["why"] is None
    assert set(reminded(page)) == heads
    assert len(set(reminded(page).values())) == 1
    assert {one["at"][11:16] for one in page.chat(head.id)["messages"] if REMINDED in one["text"]} == {"01:00"}

    # Killed: what people say meanwhile waits, and what falls due is done afterwards, once.
    before = reminded(page)
    killed = page.posts("/page/trouble", what="kill").json["bot"]
    page.acts(head, "say", chat=head.id, text="/hanchot")
    page.posts("/page/clock", do="to", at="2020-06-18")
    page.moved()
    assert (killed["state"], reminded(page)) == ("stopped", before)
    page.posts("/page/trouble", what="start")
    page.settles(
        lambda: sum(reminded(page).values()) == sum(before.values()) + 2 and page.state()["outbox"]["waiting"] == 0
    )
    assert reminded(page) == {name: count + 1 for name, count in before.items()}
    answers = [one["text"] for one in page.chat(head.id)["messages"] if one["text"].startswith("Việc còn phải làm")]
    assert len(answers) == 1

    # And the terminal said what the bot said to whom.
    printed = "\n".join(page.printed)
    assert "→ 👥 Khối mẫu" in printed and "Nhắc hạn" in printed
    assert "Phạm Thị Tú (bdt)" in printed


def test_a_bot_that_ends_by_itself_says_why(tmp_path: Path) -> None:
    changes: list[bool] = []

    async def changed(alive: bool) -> None:
        changes.append(alive)
        if not alive:
            over.set()

    async def lives() -> None:
        await child.start()
        await child.start()
        await asyncio.wait_for(over.wait(), PATIENCE)

    over = asyncio.Event()
    child = Child(tmp_path, "vi", changed, "http://127.0.0.1:1", "http://127.0.0.1:1/clock/x")
    asyncio.run(lives())

    assert changes == [True, False]
    assert (child.state, child.why, child.code, child.pid) == ("stopped", "ended", 1, None)
    assert child.last_line == "Không hỏi được đồng hồ của buổi diễn thử ở http://127.0.0.1:1/clock/x."


def test_a_bot_that_hangs_is_killed_when_it_does_not_stop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child_module, "TO_STOP", 0.1)
    (tmp_path / "sitecustomize.py").write_text(DEAF)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))

    async def changed(_alive: bool) -> None:
        """Nobody needs to know."""

    async def lives() -> None:
        await child.start()
        async with asyncio.timeout(PATIENCE):
            while child.last_line != "hangs":
                await asyncio.sleep(0)
        await child.stop()

    child = Child(tmp_path, "vi", changed, "http://127.0.0.1:1", "http://127.0.0.1:1/clock/x")
    asyncio.run(lives())

    assert (child.state, child.why, child.code) == ("stopped", "stopped", -signal.SIGKILL)


def test_the_bot_does_not_outlive_the_rehearsal(tmp_path: Path) -> None:
    (tmp_path / "khoi.yaml").write_text(FILE)
    data = tmp_path / "data"
    demo = Bot(tmp_path, words=("demo", "khoi.yaml", "--no-browser", "--data", str(data)))
    try:
        demo.prints("http://127.0.0.1:")
        begun = [line for line in demo.lines if "http://127.0.0.1:" in line]
        child = int(Path(f"/proc/{demo.process.pid}/task/{demo.process.pid}/children").read_text().split()[0])
        watched = os.pidfd_open(child)
        demo.is_killed()
        gone, _, _ = select.select([watched], [], [], PATIENCE)
        os.close(watched)
    finally:
        demo.lets_go()

    assert gone and len(begun) == 1
    assert (data / "thidua.db").exists()
