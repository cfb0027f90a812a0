"""A turn is one commit: before it nothing has happened, after it nothing happens twice."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from bot import turns
from store.arrivals import arrive
from store.inbox import close_update, retry_failed
from store.tables import LetterState, UpdateState
from tests.bot.roadside import Roadside, texts

DONE, FAILED, TAKEN, WAITING = UpdateState.DONE, UpdateState.FAILED, UpdateState.TAKEN, UpdateState.WAITING


def once(error: BaseException, original: Callable[..., Any], after: bool = False) -> Callable[..., Any]:
    """A seam that breaks the first time and is whole afterwards."""
    left = [error]

    def seam(*args: Any, **kwargs: Any) -> Any:
        result = original(*args, **kwargs) if after or not left else None
        if left:
            raise left.pop()
        return result

    return seam


class Died(BaseException):
    """The process ends here: nothing catches it."""


def test_a_turn_keeps_its_change_its_letter_and_its_done_mark(side: Roadside) -> None:
    side.says(side.lan, "xin chào")

    assert side.name() == "xin chào|"
    assert texts(side.lan) == ["xin chào"]
    assert [(row.state, row.body, row.tries) for row in side.updates()] == [(DONE, "", 1)]
    assert [letter.state for letter in side.letters()] == [LetterState.SENT]


def test_an_error_keeps_nothing_and_is_told_with_its_id(side: Roadside) -> None:
    side.says(side.lan, "break")
    side.says(side.lan, "again")

    assert side.name() == "again|"
    failed, done = side.updates()
    assert (failed.state, done.state) == (FAILED, DONE)
    assert texts(side.lan) == [f"error {failed.error_id}", "again"]
    assert failed.body != ""


def test_a_refusal_keeps_nothing_but_its_reason(side: Roadside) -> None:
    side.says(side.lan, "refuse")

    assert (side.name(), texts(side.lan), side.states()) == ("", ["not allowed"], [DONE])


def test_a_refusal_leaves_an_open_form_as_it_was(side: Roadside) -> None:
    side.says(side.lan, "/hoi")
    before = side.form()

    side.says(side.lan, "x" * 41)

    after = side.form()
    assert before is not None and after is not None
    assert (after.step, after.answers) == (before.step, before.answers)
    assert texts(side.lan)[-1] == "no word"


@pytest.mark.parametrize("seam", ["close_update", "arrive"])
def test_an_error_at_a_step_before_the_commit_is_told_and_parked(
    side: Roadside, monkeypatch: pytest.MonkeyPatch, seam: str
) -> None:
    monkeypatch.setattr(turns, seam, once(RuntimeError("broken"), getattr(turns, seam)))

    side.says(side.lan, "một")
    side.says(side.lan, "hai")

    assert side.name() == "hai|"
    assert side.states() == [FAILED, DONE]
    assert texts(side.lan)[0].startswith("error ")


def test_an_error_that_cannot_even_be_told_is_parked_and_stops_nobody(
    side: Roadside, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: Any, **_kwargs: Any) -> Any:
        raise RuntimeError("broken")

    with monkeypatch.context() as patch:
        patch.setattr(turns, "arrive", broken)
        side.says(side.lan, "một")
    side.says(side.lan, "hai")

    assert (side.states(), side.name()) == ([FAILED, DONE], "hai|")


def died_in_step(side: Roadside, text: str) -> None:
    side.lan.sends(text)
    side.run(side.road.poller.step())
    with pytest.raises(Died):
        side.run(side.road.dispatcher.step())


@pytest.mark.parametrize("seam", ["arrive", "close_update"])
def test_a_process_that_ends_before_the_commit_has_changed_nothing_and_the_update_is_taken_again(
    side: Roadside, monkeypatch: pytest.MonkeyPatch, seam: str
) -> None:
    monkeypatch.setattr(turns, seam, once(Died(), getattr(turns, seam)))
    died_in_step(side, "một")

    assert (side.name(), side.states(), side.letters()) == ("", [TAKEN], [])

    side.crash_and_restart()
    side.settle()

    assert (side.name(), side.states(), texts(side.lan)) == ("một|", [DONE], ["một"])
    assert [row.tries for row in side.updates()] == [2]


def test_a_process_that_ends_after_the_commit_does_nothing_twice(side: Roadside) -> None:
    side.road.dispatcher._on_commit = once(Died(), lambda: None)
    died_in_step(side, "một")

    assert (side.name(), side.states()) == ("một|", [DONE])
    assert [letter.state for letter in side.letters()] == [LetterState.WAITING]

    side.crash_and_restart()
    side.settle()

    assert (side.name(), texts(side.lan)) == ("một|", ["một"])
    assert [letter.may_repeat for letter in side.letters()] == [False]


def test_the_third_end_of_the_process_parks_the_update_until_it_is_taken_again_by_hand(
    side: Roadside, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:

        def die(*_args: Any, **_kwargs: Any) -> Any:
            raise Died

        patch.setattr(turns, "close_update", die)
        died_in_step(side, "một")
        for _ in range(2):
            side.crash_and_restart()
            with pytest.raises(Died):
                side.run(side.road.dispatcher.step())
        side.crash_and_restart()
        assert side.run(side.road.dispatcher.step()) == 0

    assert [(row.state, row.error_id, row.body != "") for row in side.updates()] == [(FAILED, "crash", True)]
    assert side.name() == ""

    with side.change() as session:
        assert retry_failed(session) == 1
    side.settle()

    assert (side.states(), side.name()) == ([DONE], "một|")


def test_updates_that_waited_behind_the_one_that_ends_the_process_are_not_parked_with_it(
    side: Roadside, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = arrive

    def die_for_lan(*args: Any, **kwargs: Any) -> Any:
        if kwargs["account_id"] == side.lan.id:
            raise Died
        return original(*args, **kwargs)

    monkeypatch.setattr(turns, "arrive", die_for_lan)
    side.hoa.sends("chờ")
    side.telegram.updates.pending.insert(0, side.telegram.updates.pending.pop())
    died = 0
    side.lan.sends("chết")
    side.telegram.updates.pending.sort(key=lambda one: one["message"]["from"]["id"])
    for number, one in enumerate(side.telegram.updates.pending):
        one["update_id"] = 700_000_100 + number
    side.run(side.road.poller.step())
    for _ in range(3):
        with pytest.raises(Died):
            side.run(side.road.dispatcher.step())
        died += 1
        side.crash_and_restart()
    side.settle()

    assert died == 3
    assert {row.chat_key: row.state for row in side.updates()} == {side.lan.id: FAILED, side.hoa.id: DONE}
    assert side.name(side.hoa) == "chờ|"


def test_a_database_that_is_away_costs_an_update_nothing(side: Roadside, monkeypatch: pytest.MonkeyPatch) -> None:
    from bot import dispatcher

    monkeypatch.setattr(dispatcher, "PAUSE_WITHOUT_DATABASE", 0)
    away = OperationalError("", {}, Exception("gone"), connection_invalidated=True)
    monkeypatch.setattr(turns, "close_update", once(away, close_update))

    side.says(side.lan, "một")

    assert (side.name(), side.states(), texts(side.lan)) == ("một|", [DONE], ["một"])
    assert [row.tries for row in side.updates()] == [1]


def test_a_statement_that_is_wrong_is_the_turns_own_error(side: Roadside, monkeypatch: pytest.MonkeyPatch) -> None:
    from sqlalchemy import text

    original = arrive

    def wrong(session: Any, **kwargs: Any) -> Any:
        if not kwargs.pop("told", False) and side.states() == [TAKEN] and not wrong_once:
            wrong_once.append(1)
            session.execute(text("SELECT no_such_column FROM inbox"))
        return original(session, **kwargs)

    wrong_once: list[int] = []
    monkeypatch.setattr(turns, "arrive", wrong)

    side.says(side.lan, "một")

    assert side.states() == [FAILED]
    assert texts(side.lan)[0].startswith("error ")


def test_a_tap_is_answered_once_after_the_commit(side: Roadside) -> None:
    side.says(side.lan, "một")

    side.lan.taps_stale(side.lan.last, "nothing:known")
    side.settle()

    assert side.telegram.unanswered == []
    assert side.lan.toasts == ["toast & all"]
    assert [method for method, _ in side.telegram.calls].count("answerCallbackQuery") == 1


def test_a_tap_from_an_old_backlog_is_acted_on_without_an_answer(side: Roadside) -> None:
    from datetime import timedelta

    side.says(side.lan, "một")
    side.lan.taps_stale(side.lan.last, "nothing:known")
    side.run(side.road.poller.step())
    side.stage.clock.advance(timedelta(seconds=11))
    side.settle()

    assert len(side.telegram.unanswered) == 1
    assert side.states() == [DONE, DONE]


def test_a_tap_that_broke_is_answered_too(side: Roadside, monkeypatch: pytest.MonkeyPatch) -> None:
    side.says(side.lan, "một")
    monkeypatch.setattr(turns, "close_update", once(RuntimeError("broken"), close_update))

    side.lan.taps_stale(side.lan.last, "nothing:known")
    side.settle()

    assert side.telegram.unanswered == []
    assert side.states() == [DONE, FAILED]
