"""Delivery: a letter is claimed, committed, sent outside any transaction, settled; a cut anywhere loses none."""

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import col, select

from bot.rehearsal.telegram import CutAfter, CutBefore, Fault, Group, Person, flood, refusal, server_error, wrong
from bot.rehearsal.telegram.faults import Trouble
from store.letters import close_letter
from store.live import LIVE
from store.outbox import post
from store.tables import Account, Chat, ChatKind, Lane, Letter, LetterKind, LetterState
from tests.bot.roadside import Roadside, texts

SENT, TAKEN, WAITING, DEAD, VOID = (
    LetterState.SENT,
    LetterState.TAKEN,
    LetterState.WAITING,
    LetterState.DEAD,
    LetterState.VOID,
)


class Died(BaseException):
    """The process ends here."""


def posts(side: Roadside, text: str = "tin", template: str = "home/words", to: int | None = None, **more: Any) -> None:
    """A letter to Lan (or to the chat of that Telegram id)."""
    with side.change() as session:
        chat = session.exec(select(Chat).where(col(Chat.telegram_id) == (to or side.lan.id))).one()
        assert chat.id is not None
        post(session, template, to=chat.id, now=side.stage.clock.now(), said=text, **more)


@pytest.fixture
def known(side: Roadside) -> Roadside:
    """Lan has spoken, and all is settled."""
    side.says(side.lan, "chào")
    side.stage.clock.advance(timedelta(minutes=1))
    return side


def last(side: Roadside) -> Letter:
    return side.letters()[-1]


def test_a_letter_is_taken_in_a_commit_before_it_is_sent(known: Roadside) -> None:
    posts(known)
    seen: list[LetterState] = []
    known.telegram.listeners.append(lambda event: seen.append(last(known).state))

    known.settle()

    assert seen == [TAKEN]
    assert (last(known).state, last(known).message_id) == (SENT, known.lan.last.id)


def test_a_process_that_ends_between_claim_and_send_sends_after_all(known: Roadside) -> None:
    posts(known)
    delivery = known.road.delivery

    async def story() -> None:
        await delivery.step()
        for task in delivery._busy.values():
            task.cancel()

    known.run(story())
    assert last(known).state == TAKEN
    known.crash_and_restart()
    known.settle()

    assert texts(known.lan) == ["chào", "tin"]
    assert (last(known).state, last(known).may_repeat) == (SENT, True)


def test_a_process_that_ends_between_send_and_settle_sends_again_and_says_so(known: Roadside) -> None:
    posts(known)

    async def story() -> None:
        await known.road.delivery.step()
        while known.road.delivery.in_flight:
            await asyncio.sleep(0)

    known.run(story())
    assert texts(known.lan) == ["chào", "tin"]
    assert last(known).state == TAKEN
    known.crash_and_restart()
    known.settle()

    assert texts(known.lan) == ["chào", "tin", "tin"]
    assert (last(known).state, last(known).may_repeat) == (SENT, True)
    assert [letter.may_repeat for letter in known.letters()] == [False, True]


def test_a_settling_that_failed_is_done_again_without_sending_again(
    known: Roadside, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bot import delivery

    posts(known)
    broken, original = [True], close_letter

    def close(*args: Any, **kwargs: Any) -> None:
        if broken:
            broken.pop()
            raise OSError("disk")
        original(*args, **kwargs)

    monkeypatch.setattr(delivery, "close_letter", close)
    with pytest.raises(OSError, match="disk"):
        known.settle()
    known.settle()

    assert texts(known.lan) == ["chào", "tin"]
    assert last(known).state == SENT


@pytest.mark.parametrize(
    ("trouble", "state", "reason", "reads"),
    [
        (CutBefore, SENT, None, 1),
        (CutAfter, SENT, None, 2),
        (server_error(502), SENT, None, 1),
        (flood(3), SENT, None, 1),
        (refusal("bot was blocked by the user"), DEAD, "blocked", 0),
        (refusal("user is deactivated"), DEAD, "deactivated", 0),
        (wrong("chat not found"), DEAD, "chat_not_found", 0),
        (wrong("can't parse entities"), DEAD, "bad_request", 0),
    ],
)
def test_what_becomes_of_a_letter_telegram_did_not_take(
    known: Roadside, trouble: Trouble, state: LetterState, reason: str | None, reads: int
) -> None:
    known.telegram.faults.add(Fault(trouble, method="sendMessage"))
    posts(known)
    known.settle()

    assert (last(known).state, last(known).reason) == (state, reason)
    assert texts(known.lan)[1:] == ["tin"] * reads


def test_a_letter_cut_twice_is_given_up_rather_than_sent_a_third_time(known: Roadside) -> None:
    known.telegram.faults.add(Fault(CutAfter, method="sendMessage", times=2))
    posts(known)
    known.settle()

    assert (last(known).state, last(known).reason, last(known).may_repeat) == (DEAD, "unknown_twice", True)
    assert texts(known.lan)[1:] == ["tin", "tin"]


def test_who_blocked_the_bot_is_shown_as_unreachable_until_they_come_back(known: Roadside) -> None:
    known.lan.blocks_bot()
    posts(known)
    known.settle()
    assert [letter.state for letter in known.letters()][-1] == DEAD

    known.lan.starts()
    known.settle()

    assert texts(known.lan)[-1] != ""
    assert known.letters()[-1].state == SENT


def test_letters_of_a_chat_keep_their_order_when_the_first_is_held_back(known: Roadside) -> None:
    known.telegram.faults.add(Fault(flood(5), method="sendMessage"))
    for number in range(4):
        posts(known, str(number))
    known.settle()

    assert texts(known.lan)[1:] == ["0", "1", "2", "3"]


def test_one_chats_flood_holds_up_nobody_else(known: Roadside) -> None:
    known.says(known.hoa, "tôi")
    known.stage.clock.advance(timedelta(minutes=1))
    known.telegram.faults.add(Fault(flood(60), method="sendMessage", chat=known.lan.id))
    posts(known)
    known.run(known.road.settle())
    known.hoa.sends("còn tôi")
    known.run(known.road.settle())

    assert texts(known.hoa) == ["tôi", "còn tôi"]
    assert last(known).state == SENT
    assert texts(known.lan) == ["chào"]


def test_of_several_edits_of_a_message_only_the_newest_goes(known: Roadside) -> None:
    on = known.lan.last.id
    for text in ("một", "hai", "ba"):
        posts(known, text, kind=LetterKind.EDIT, message_id=on)
    known.settle()

    assert texts(known.lan) == ["ba"]
    assert [letter.state for letter in known.letters()[-3:]] == [VOID, VOID, SENT]


def test_an_edit_that_changes_nothing_counts_as_sent(known: Roadside) -> None:
    posts(known, "chào", kind=LetterKind.EDIT, message_id=known.lan.last.id)
    known.settle()

    assert last(known).state == SENT


def test_an_edit_of_a_message_that_is_gone_is_sent_anew(known: Roadside) -> None:
    posts(known, "mới", kind=LetterKind.EDIT, message_id=9999)
    known.settle()

    assert texts(known.lan) == ["chào", "mới"]
    assert (last(known).state, last(known).kind) == (SENT, LetterKind.SEND)


def test_a_letter_that_cannot_be_rendered_is_dead_and_the_next_one_goes(known: Roadside) -> None:
    posts(known, template="no/such/template")
    posts(known, "sau")
    known.settle()

    assert [(one.state, one.reason) for one in known.letters()[-2:]] == [(DEAD, "broken"), (SENT, None)]
    assert "letter_broken" in known.events()


def asks(answer: Callable[[], dict[str, Any] | None]) -> Any:
    return lambda _session, _facts, _now: answer()


@pytest.mark.parametrize(
    ("answer", "state", "reason"),
    [
        (lambda: {"said": "bây giờ"}, SENT, None),
        (lambda: None, VOID, "nothing_left"),
        (lambda: 1 / 0, DEAD, "broken"),
    ],
)
def test_a_live_letter_asks_when_it_is_sent(
    known: Roadside, monkeypatch: pytest.MonkeyPatch, answer: Any, state: LetterState, reason: str | None
) -> None:
    monkeypatch.setitem(LIVE, "home/words", asks(answer))
    posts(known, "lúc đó")
    posts(known, template="home/edited")
    known.settle()

    live, other = known.letters()[-2:]
    assert (live.state, live.reason, other.state) == (state, reason, SENT)
    assert texts(known.lan)[1:] == ["bây giờ", "edited"] if state == SENT else ["edited"]


def test_a_letter_that_came_too_late_is_void(known: Roadside) -> None:
    posts(known, useless_after=known.stage.clock.now() - timedelta(seconds=1))
    known.settle()

    assert (last(known).state, texts(known.lan)) == (VOID, ["chào"])


def test_a_letter_waits_for_its_instant(known: Roadside) -> None:
    posts(known, due=known.stage.clock.now() + timedelta(hours=3), lane=Lane.REMINDER)
    known.settle()
    assert texts(known.lan) == ["chào"]

    known.run(known.stage.move_to(known.stage.clock.now() + timedelta(hours=3)))
    assert texts(known.lan) == ["chào", "tin"]


def test_values_that_hold_a_link_are_emptied_once_sent(known: Roadside) -> None:
    posts(known, join_link="https://t.me/x?start=secret")
    known.settle()

    assert last(known).facts == {"said": "tin", "join_link": ""}


def test_a_group_that_moved_gets_its_letter_in_its_new_place(known: Roadside) -> None:
    group = known.telegram.group("Khối", [known.lan])
    group.add_bot(by=known.lan)
    known.lan.sends("/nhom xin chào", to=group)
    known.settle()
    known.stage.clock.advance(timedelta(minutes=2))
    group.becomes_supergroup()
    known.telegram.updates.drop()

    posts(known, to=group.moved_from[0].id)
    known.settle()

    assert [message.text for message in group.heard] == ["tin"]
    assert last(known).state == SENT


def test_a_token_refused_while_sending_is_fatal_and_keeps_the_letter(known: Roadside) -> None:
    posts(known)
    known.telegram.token = "1:" + "x" * 35

    async def story() -> None:
        await known.road.delivery.step()
        await known.road.delivery.finish()

    known.run(story())

    assert known.road.fatal.is_set()
    assert last(known).state == WAITING


def test_finishing_sends_and_settles_what_was_taken(known: Roadside) -> None:
    posts(known)

    async def story() -> None:
        await known.road.delivery.step()
        await known.road.delivery.finish()

    known.run(story())

    assert (last(known).state, texts(known.lan)) == (SENT, ["chào", "tin"])


def announces(side: Roadside, people: Sequence[Person], groups: Sequence[Group] = (), number: int = 1) -> None:
    """One announcement to chats that the bot may write to."""
    now = side.stage.clock.now()
    with side.change() as session:
        for one in people:
            session.add(Account(id=one.id, language="vi"))
        session.flush()
        known = [Chat(telegram_id=one.id, kind=ChatKind.PRIVATE, account_id=one.id) for one in people]
        known += [Chat(telegram_id=one.id, kind=ChatKind.GROUP) for one in groups]
        session.add_all(known)
        session.flush()
        for chat in known:
            key = f"ann:{number}:{chat.telegram_id}"
            post(session, "home/words", to=chat.id or 0, now=now, lane=Lane.BROADCAST, key=key, said=f"tin {number}")


def meets(side: Roadside, count: int) -> list[Person]:
    people = [side.telegram.person(f"Người {number}") for number in range(count)]
    for one in people:
        one.starts()
    side.telegram.updates.drop()
    return people


def test_every_trouble_at_once_disturbs_nobody_else(known: Roadside) -> None:
    slow, gone, twice, *others = people = meets(known, 24)
    group = known.telegram.group("Khối", [known.lan])
    group.add_bot(by=known.lan)
    announces(known, people, [group])
    group.becomes_supergroup()
    known.telegram.updates.drop()
    gone.blocks_bot()
    start, add = known.stage.clock.now(), known.telegram.faults.add
    add(Fault(server_error(500), method="sendMessage", times=None, until=start + timedelta(minutes=1)))
    add(Fault(flood(300), method="sendMessage", chat=slow.id))
    add(Fault(CutAfter, method="sendMessage", chat=twice.id))
    known.settle()

    assert texts(slow) == texts(gone) == []
    assert texts(twice) == ["tin 1", "tin 1"]
    assert [texts(one) for one in others] == [["tin 1"]] * 21
    assert [message.text for message in group.heard] == ["tin 1"]
    assert {one.at - start < timedelta(minutes=3) for other in others for one in other.heard} == {True}
    known.run(known.stage.move_to(start + timedelta(minutes=10)))
    assert texts(slow) == ["tin 1"]

    letters = [one for one in known.letters() if one.lane == Lane.BROADCAST]
    assert Counter((one.state, one.reason) for one in letters) == {(SENT, None): 24, (DEAD, "blocked"): 1}
    assert [one.may_repeat for one in letters].count(True) == 1


def test_a_restart_in_the_middle_of_an_announcement_loses_and_doubles_nothing(known: Roadside) -> None:
    people = meets(known, 30)
    announces(known, people)
    stop, began = asyncio.Event(), len(known.telegram.calls)

    def notices(_event: Any) -> None:
        if len(known.telegram.calls) - began >= 4:
            stop.set()

    known.telegram.listeners.append(notices)
    known.run(known.road.run(stop))
    sent = sum(texts(one) == ["tin 1"] for one in people)
    assert 3 <= sent < 30
    assert TAKEN not in {one.state for one in known.letters()}
    known.crash_and_restart()
    known.settle()

    assert [texts(one) for one in people] == [["tin 1"]] * 30
    assert [one.may_repeat for one in known.letters()].count(True) == 0


def test_a_small_announcement_does_not_wait_for_a_large_one(known: Roadside) -> None:
    large, small = meets(known, 40), meets(known, 8)
    announces(known, large, number=1)
    announces(known, small, number=2)
    order: list[str] = []
    known.telegram.listeners.append(lambda event: order.append(event.message.text if event.message else ""))
    known.settle()

    assert order[:16] == ["tin 1", "tin 2"] * 8
    assert len(order) == 48
