"""A registration interrupted at each of its steps, by an error and by a process that ends on the spot."""

import asyncio
import multiprocessing
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import pytest
from sqlmodel import select

from bot import delivery, turns
from bot.rehearsal.stage import Stage
from store.engine import begin, open_engine, reading
from store.inbox import close_update, retry_failed
from store.letters import close_letter
from store.tables import Form, FormState, Inbox, Letter, LetterState, Target, UpdateState
from tests.stories.crash import CAST, ENDED, main, open_again
from tests.town import Town

T = TypeVar("T")

PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["tests.stories.crash"])


@dataclass
class Found:
    """What stands in the database of a bot whose process has ended."""

    targets: int
    forms: list[FormState]
    updates: Counter[UpdateState]
    letters: list[Letter]

    def repeated(self) -> list[Letter]:
        return [letter for letter in self.letters if letter.may_repeat]


def found(database_url: str) -> Found:
    engine = open_engine(database_url)
    with reading(engine) as session:
        forms = [form.state for form in session.exec(select(Form).order_by(Form.id))]  # type: ignore[arg-type]
        updates = Counter(row.state for row in session.exec(select(Inbox)))
        letters = list(session.exec(select(Letter).order_by(Letter.id)))  # type: ignore[arg-type]
        state = Found(len(session.exec(select(Target)).all()), forms, updates, letters)
    engine.dispose()
    return state


def ended(seam: str, database_url: str, folder: Path) -> None:
    """A bot of its own ran on this database until the seam."""
    child = PROCESSES.Process(target=main, args=(seam, database_url, folder))
    child.start()
    child.join(60)
    assert child.exitcode == ENDED
    child.close()


def next_process(database_url: str, folder: Path) -> dict[str, list[str]]:
    """Another bot takes the database over and does what is left. What each of the cast reads from it."""

    async def story() -> Stage:
        stage = open_again(database_url, folder)
        await stage.open()
        await stage.settle()
        await stage.close()
        return stage

    stage = asyncio.run(story())
    assert stage.telegram.misuses == []
    people = dict(zip(CAST, stage.telegram.people.values(), strict=True))
    return {name: [message.text for message in person.heard] for name, person in people.items()}


def registered(database_url: str) -> Found:
    """The registration stands exactly once, and everything about it was said."""
    state = found(database_url)
    assert state.targets == 1
    assert state.forms == [FormState.DONE]
    assert set(state.updates) == {UpdateState.DONE}
    assert {letter.state for letter in state.letters} <= {LetterState.SENT, LetterState.VOID}
    return state


def test_a_process_that_ends_before_the_commit_has_done_nothing_and_the_next_does_all(
    database_url: str, tmp_path: Path
) -> None:
    ended("before_commit", database_url, tmp_path)
    before = found(database_url)
    assert (before.targets, before.forms, before.updates[UpdateState.TAKEN]) == (0, [FormState.OPEN], 1)

    reads = next_process(database_url, tmp_path)

    assert registered(database_url).repeated() == []
    assert [text.startswith("Đã gửi đăng ký.") for text in reads["Lan"]] == [True]
    assert len(reads["Bình"]) == 1


def test_a_process_that_ends_after_the_commit_leaves_only_the_letters_to_the_next(
    database_url: str, tmp_path: Path
) -> None:
    ended("after_commit", database_url, tmp_path)
    before = found(database_url)
    assert (before.targets, before.forms, set(before.updates)) == (1, [FormState.DONE], {UpdateState.DONE})
    assert sum(letter.state == LetterState.WAITING for letter in before.letters) == 2

    reads = next_process(database_url, tmp_path)

    assert registered(database_url).repeated() == []
    assert [len(reads["Lan"]), len(reads["Bình"])] == [1, 1]


@pytest.mark.parametrize("seam", ["claimed", "sent"])
def test_a_process_that_ends_around_a_sending_sends_that_letter_again_and_marks_it(
    database_url: str, tmp_path: Path, seam: str
) -> None:
    ended(seam, database_url, tmp_path)
    before = found(database_url)
    in_flight = [letter.id for letter in before.letters if letter.state == LetterState.TAKEN]
    assert (before.targets, len(in_flight)) == (1, 1)

    reads = next_process(database_url, tmp_path)

    assert [letter.id for letter in registered(database_url).repeated()] == in_flight
    assert [len(reads["Lan"]), len(reads["Bình"])] == [1, 1]


def test_what_ends_three_processes_is_parked_and_can_be_taken_again(database_url: str, tmp_path: Path) -> None:
    for seam in ("before_commit", "again", "again"):
        ended(seam, database_url, tmp_path)

    reads = next_process(database_url, tmp_path)
    parked = found(database_url)
    assert (parked.targets, parked.updates[UpdateState.FAILED], reads["Lan"]) == (0, 1, [])

    engine = open_engine(database_url)
    with begin(engine) as session:
        assert retry_failed(session) == 1
    engine.dispose()
    next_process(database_url, tmp_path)

    registered(database_url)


def once(original: Callable[..., T], *, after: bool = False) -> Callable[..., T]:
    """An error at the first call, before the original or after it."""
    left = [RuntimeError("interrupted")]

    def seam(*args: Any, **kwargs: Any) -> T:
        if left and not after:
            raise left.pop()
        result = original(*args, **kwargs)
        if left:
            raise left.pop()
        return result

    return seam


def at_the_preview(town: Town) -> None:
    town.lan.sends("/dangky")
    town.lan.taps("Đề án")
    town.lan.sends("Chuyển đổi số một cửa")


@pytest.mark.parametrize("after", [False, True])
def test_an_error_before_the_commit_leaves_the_form_open_and_the_person_told(
    town: Town, monkeypatch: pytest.MonkeyPatch, after: bool
) -> None:
    at_the_preview(town)
    monkeypatch.setattr(turns, "close_update", once(close_update, after=after))

    town.lan.taps("Gửi")
    failed = town.one(Inbox, state=UpdateState.FAILED)
    assert town.all(Target) == []
    assert [form.state for form in town.all(Form)] == [FormState.OPEN]
    assert failed.error_id is not None
    assert failed.error_id in town.lan.reads()

    town.restarts()
    with town.changing() as session:
        retry_failed(session)
    town.settles()
    assert len(town.all(Target)) == 1


def test_an_error_after_the_commit_does_nothing_twice(town: Town) -> None:
    at_the_preview(town)
    dispatcher = town.stage.road.dispatcher
    dispatcher._on_commit = once(dispatcher._on_commit)

    with pytest.raises(RuntimeError, match="interrupted"):
        town.lan.taps("Gửi")
    town.restarts()

    assert len(town.all(Target)) == 1
    assert town.lan.reads().startswith("Đã gửi đăng ký.")
    assert [letter for letter in town.all(Letter) if letter.may_repeat] == []


def test_an_error_while_settling_sends_nothing_twice(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    at_the_preview(town)
    monkeypatch.setattr(delivery, "close_letter", once(close_letter))

    with pytest.raises(RuntimeError, match="interrupted"):
        town.lan.taps("Gửi")
    before = len(town.binh.heard)
    town.settles()

    assert len(town.binh.heard) == before + (before == 0)
    assert {letter.state for letter in town.all(Letter)} <= {LetterState.SENT, LetterState.VOID}
