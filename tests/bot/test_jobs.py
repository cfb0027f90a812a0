"""Jobs: a file is fetched at least once, kept whole under its hash, and told of when it cannot be had."""

import asyncio
import errno
import hashlib
import tracemalloc
from collections.abc import AsyncGenerator, Mapping
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError
from sqlmodel import Session
from telegram.error import NetworkError

from bot import fetching, jobs
from bot.downloads import LARGEST, Program, Unusable, keep, sweep
from bot.rehearsal.telegram import CutBefore, Fault, wrong
from bot.requests import PIECE
from store.jobs import add_job, finish_job
from store.tables import File, FileState, Job, JobState
from tests.town import Town

CONTENT = b"content of Bao cao.docx"
DIGEST = hashlib.sha256(CONTENT).hexdigest()


def hands_in(town: Town) -> None:
    town.sleeps_until("2020-06-18")
    town.binh.sends_file("Bao cao.docx")
    town.binh.taps("Nộp Báo cáo sơ kết")


def test_a_file_is_kept_whole_under_its_hash(town: Town, tmp_path: Path) -> None:
    hands_in(town)

    assert (tmp_path / "files" / DIGEST[:2] / DIGEST).read_bytes() == CONTENT
    assert [(file.state, file.sha256) for file in town.all(File)] == [(FileState.STORED, DIGEST)]
    assert [job.state for job in town.all(Job)] == [JobState.DONE]


def test_a_file_that_cannot_be_had_now_is_fetched_later(town: Town) -> None:
    town.stage.telegram.faults.add(Fault(CutBefore, method="getFile", times=2))
    hands_in(town)
    assert [job.state for job in town.all(Job)] == [JobState.WAITING]

    town.moves_to("2020-06-19")

    assert [file.state for file in town.all(File)] == [FileState.STORED]


def test_a_file_that_cannot_be_had_at_all_is_lost_and_the_person_told(town: Town) -> None:
    town.stage.telegram.faults.add(Fault(wrong("file is too big"), method="getFile"))
    hands_in(town)

    assert [job.state for job in town.all(Job)] == [JobState.FAILED]
    assert [file.state for file in town.all(File)] == [FileState.LOST]


def test_a_job_whose_process_ended_is_done_by_the_next(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    class Died(BaseException):
        pass

    def die(*_args: object) -> str:
        raise Died

    with monkeypatch.context() as patch:
        patch.setattr(fetching, "keep", die)
        with pytest.raises(Died):
            hands_in(town)
    assert [job.state for job in town.all(Job)] == [JobState.TAKEN]

    town.restarts()

    assert [(job.state, job.tries) for job in town.all(Job)] == [(JobState.DONE, 2)]
    assert [file.state for file in town.all(File)] == [FileState.STORED]


def test_two_downloads_at_a_time_hold_up_no_other_work(town: Town) -> None:
    with town.changing() as session:
        for number in range(5):
            add_job(session, "slow", key=f"slow:{number}", now=town.now)
        add_job(session, "quick", key="quick", now=town.now)

    async def story() -> None:
        gate, quick_done, all_done = asyncio.Event(), asyncio.Event(), asyncio.Event()
        at_once, begun, ended = [], 0, 0

        async def slow(_facts: Mapping[str, Any]) -> None:
            nonlocal begun, ended
            begun += 1
            at_once.append(begun - ended)
            await gate.wait()
            ended += 1
            if ended == 5:
                all_done.set()

        async def quick(_facts: Mapping[str, Any]) -> None:
            quick_done.set()

        kinds = {"slow": jobs.Kind(slow, at_once=2), "quick": jobs.Kind(quick)}
        road, stop = town.stage.road, asyncio.Event()
        worker = jobs.Jobs(road.writer, town.stage.clock, kinds, run_id=road.run_id, on_commit=lambda: None)
        working = asyncio.create_task(worker.run(stop))
        await quick_done.wait()
        assert (begun, ended) == (2, 0)
        gate.set()
        await all_done.wait()
        stop.set()
        worker.wake.set()
        await working
        assert max(at_once) == 2

    town.runs(asyncio.wait_for(story(), 20))
    assert {job.state for job in town.all(Job)} == {JobState.DONE}


async def in_pieces(*pieces: bytes, error: Exception | None = None) -> AsyncGenerator[bytes, None]:
    for piece in pieces:
        yield piece
    if error is not None:
        raise error


def kept(folder: Path, *pieces: bytes, error: Exception | None = None) -> str:
    return asyncio.run(keep(folder, in_pieces(*pieces, error=error)))


def files_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def test_the_same_content_is_kept_once_and_no_draft_is_left(tmp_path: Path) -> None:
    for cut in (0, 7, len(CONTENT)):
        assert kept(tmp_path, CONTENT[:cut], CONTENT[cut:]) == DIGEST

    assert files_in(tmp_path) == [DIGEST]


def test_a_write_that_breaks_leaves_nothing_under_the_hash(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_descriptor: int) -> None:
        raise OSError("disk full")

    with monkeypatch.context() as patch:
        patch.setattr("os.fsync", full)
        with pytest.raises(OSError, match="full"):
            kept(tmp_path, CONTENT)

    assert files_in(tmp_path) == []
    assert kept(tmp_path, CONTENT) == DIGEST


@pytest.mark.parametrize(
    ("pieces", "error", "raised"),
    [
        ([b"half"], NetworkError("cut"), NetworkError),
        ([], None, Unusable),
        ([b"MZ\x90\0" + bytes(80)], None, Program),
        ([bytes(LARGEST), b"x"], None, Unusable),
    ],
    ids=["cut", "empty", "program", "too large"],
)
def test_what_is_not_whole_or_not_wanted_leaves_nothing(
    tmp_path: Path, pieces: list[bytes], error: Exception | None, raised: type[Exception]
) -> None:
    with pytest.raises(raised):
        kept(tmp_path, *pieces, error=error)

    assert files_in(tmp_path) == []


def test_drafts_of_an_ended_process_are_swept_and_originals_stay(tmp_path: Path) -> None:
    kept(tmp_path, CONTENT)
    (tmp_path / "drafts" / "0123").write_bytes(b"half")

    sweep(tmp_path)

    assert files_in(tmp_path) == [DIGEST]


def test_a_long_download_is_never_whole_in_memory(tmp_path: Path) -> None:
    async def long() -> AsyncGenerator[bytes, None]:
        for number in range(80):
            yield bytes([number]) * PIECE

    tracemalloc.start()
    asyncio.run(keep(tmp_path, long()))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert most < 8 * PIECE  # of 80


def test_a_full_disk_gives_up_no_file(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_args: object) -> str:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(fetching, "keep", full)
        patch.setattr(jobs, "MAX_TRIES", 1)
        hands_in(town)
    assert [(file.state, job.state) for file, job in zip(town.all(File), town.all(Job), strict=True)] == [
        (FileState.LOADING, JobState.WAITING)
    ]

    town.moves_to("2020-06-19")

    assert [file.state for file in town.all(File)] == [FileState.STORED]


def test_a_job_done_while_the_database_goes_away_is_settled_when_it_is_back(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    away = [OperationalError("", {}, Exception("gone"), connection_invalidated=True)]

    def once_away(session: Session, job_id: int) -> None:
        if away:
            raise away.pop()
        finish_job(session, job_id)

    monkeypatch.setattr(jobs, "finish_job", once_away)
    hands_in(town)
    town.runs(town.stage.road.jobs.step())

    assert [(job.state, job.tries) for job in town.all(Job)] == [(JobState.DONE, 1)]
    assert [file.state for file in town.all(File)] == [FileState.STORED]
