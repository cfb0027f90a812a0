"""Announcements when Telegram makes trouble, and when the bot's process ends in the middle of one."""

import asyncio
import multiprocessing
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import col, select

from bot.rehearsal.stage import Stage
from bot.rehearsal.telegram import CutAfter, Fault, flood, server_error
from messages.actions import pack
from messages.actions.announcements import OpenAnnouncement
from store.engine import open_engine, reading
from store.tables import Announcement, AnnouncementReader, AnnouncementState, Chat, Letter, LetterState
from tests.stories.announcement_crash import (
    AT_ONCE,
    ENDS_AT,
    FEW,
    FEW_END_AT,
    PEOPLE,
    TEXT,
    TOLD,
    main,
    open_again,
)
from tests.stories.crash import CAST, ENDED
from tests.stories.test_announcements import composes, passes
from tests.stories.test_groups import linked
from tests.town import Actor, Town

PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["tests.stories.crash"])


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_trouble_with_some_leaves_the_rest_undisturbed_and_the_author_sees_what_happened(town: Town) -> None:
    group, faults = linked(town), town.stage.telegram.faults
    composes(town.mai, "Các nhóm", "Tất cả cán bộ")
    group.becomes_supergroup()
    town.hoa.person.blocks_bot()
    town.stage.telegram.updates.drop()
    flooded, cut = (Fault(flood(300), chat=town.lan.id), Fault(CutAfter, chat=town.tu.id))
    faults.add(flooded)
    faults.add(cut)
    unwell = Fault(server_error(500), chat=town.dung.id, times=None, until=town.now + timedelta(seconds=60))
    faults.add(unwell)
    begins = town.now
    town.mai.taps("Gửi ngay")
    page = next(one for one in reversed(town.mai.heard) if "Đã tới" in one.text)
    passes(town, seconds=10)

    assert times(town.binh) == [begins]
    assert len(times(town.tu)) == 2
    assert times(town.dung)[0] >= begins + timedelta(seconds=60)
    assert group.heard[-1].text.startswith("Thông báo ·")
    assert times(town.lan) == []
    assert "📤 đang gửi" in page.text
    assert "Đã tới: 5/7" in page.text
    assert "Đang chờ gửi: 1" in page.text
    assert "• Hoa – Sở Giáo dục và Đào tạo: đã chặn bot" in page.text

    passes(town, seconds=300)
    assert [at >= begins + timedelta(seconds=300) for at in times(town.lan)] == [True]
    assert "Đã tới: 6/7" in page.text
    assert "✅ đã gửi" in page.text
    assert len([one for one in town.mai.heard if "Đã tới" in one.text]) == 1


def times(actor: Actor) -> list[datetime]:
    """When the announcement came to somebody."""
    return [one.at for one in actor.heard if one.text.startswith("Thông báo ·")]


def heard_again(database_url: str, folder: Path, size: int) -> tuple[Counter[int], str]:
    """The next process does what is left: who is told by it, and what the author reads then."""

    async def story() -> tuple[Stage, str]:
        stage = open_again(database_url, folder, size)
        await stage.open()
        stage.telegram.updates.drop()
        await stage.move_to(stage.clock.now() + timedelta(seconds=90))
        mai = stage.telegram.people[min(stage.telegram.people)]
        mai.sends("/thongbao")
        await stage.settle()
        mai.taps_stale(mai.last, pack(OpenAnnouncement(2)))
        await stage.settle()
        await stage.close()
        return stage, mai.last.text

    stage, page = asyncio.run(story())
    assert stage.telegram.misuses == []
    told = Counter(
        person.id
        for person in stage.telegram.people.values()
        for message in person.heard
        if TEXT in message.text and message.text.startswith("Thông báo ·")
    )
    return told, page


def test_a_process_that_ends_in_the_middle_of_a_thousand_tells_everybody_and_only_those_in_flight_twice(
    database_url: str, tmp_path: Path
) -> None:
    size, ends_at = (PEOPLE, ENDS_AT) if database_url.startswith("sqlite") else (FEW, FEW_END_AT)
    child = PROCESSES.Process(target=main, args=(database_url, tmp_path, size, ends_at))
    child.start()
    child.join(120)
    assert child.exitcode == ENDED
    child.close()
    first = Counter(map(int, (tmp_path / TOLD).read_text().split()))
    assert (len(first), first.total()) == (ends_at, ends_at)
    engine = open_engine(database_url)
    with reading(engine) as session:
        taken = session.exec(select(Letter).where(col(Letter.state) == LetterState.TAKEN)).all()
        in_flight = {session.get_one(Chat, one.chat_id).telegram_id for one in taken}
    assert 0 < len(in_flight) <= AT_ONCE

    second, page = heard_again(database_url, tmp_path, size)

    everybody = first + second
    assert len(everybody) == size + len(CAST)
    assert {one for one, times in everybody.items() if times > 1} <= in_flight
    assert max(everybody.values()) <= 2
    assert f"Đã tới: {size + len(CAST)}/{size + len(CAST)}" in page
    with reading(engine) as session:
        assert set(session.exec(select(Announcement.state))) == {AnnouncementState.SENT}
        mine = select(AnnouncementReader.who).where(col(AnnouncementReader.announcement_id) == 2)
        assert len(session.exec(mine).all()) == size + len(CAST)
    engine.dispose()
