"""Trouble between the bot and Telegram, over real HTTP: a long flood, a blocked bot, a moved group, a cut line.

The clock is the rehearsal's, so that five minutes of waiting pass at once.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.rehearsal.server import RehearsalServer
from bot.rehearsal.telegram import CutAfter, Fault, flood
from bot.requests import AiohttpRequest
from bot.road import Road
from store.outbox import post
from store.tables import Account, Chat, ChatState, Letter, LetterKind, LetterState
from tests.stories.test_groups import chat, linked, post_launch
from tests.town import Actor, Town

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def wired(town: Town, monkeypatch: pytest.MonkeyPatch) -> Iterator[Town]:
    """The town with a real socket between its bot and its Telegram."""
    server = RehearsalServer(town.stage.telegram, longest_poll=0)
    town.runs(server.start())

    def over_http() -> Road:
        wiring = town.stage.road.wiring
        return Road(replace(wiring, api_url=server.url, request=AiohttpRequest(), poll_request=AiohttpRequest()))

    monkeypatch.setattr(town.stage, "_new_road", over_http)
    town.restarts()
    yield town
    town.runs(server.stop())


def asked(town: Town, actor: Actor) -> int:
    """How often the bot tried to send this person a message."""
    return town.stage.telegram.calls.count(("sendMessage", actor.id))


def letter_to(town: Town, actor: Actor) -> Letter:
    """The newest message to this person."""
    chat_id = town.one(Chat, telegram_id=actor.id).id
    return [one for one in town.all(Letter) if one.chat_id == chat_id and one.kind == LetterKind.SEND][-1]


def may_repeat_count(town: Town) -> float | None:
    return town.stage.road.metrics.registry.get_sample_value("thidua_may_repeat_total")


def test_a_flood_of_one_chat_is_waited_out_while_the_others_are_answered(wired: Town) -> None:
    over = wired.now + timedelta(seconds=300)
    wired.stage.telegram.faults.add(Fault(flood(300), method="sendMessage", chat=wired.lan.id, times=None, until=over))

    wired.lan.sends("/trogiup")
    wired.hoa.sends("/trogiup")
    assert (len(wired.lan.heard), len(wired.hoa.heard)) == (0, 1)

    wired.runs(wired.stage.move_to(over - timedelta(minutes=2)))
    assert (len(wired.lan.heard), asked(wired, wired.lan)) == (0, 1)

    wired.runs(wired.stage.move_to(over))
    assert (len(wired.lan.heard), asked(wired, wired.lan)) == (1, 2)
    assert (wired.lan.reads(), wired.lan.last.at) == (wired.hoa.reads(), over)
    assert letter_to(wired, wired.lan).may_repeat is False


def unreachable(town: Town) -> str:
    """Whom Mai is asked to phone."""
    town.mai.sends("/tiendo")
    town.mai.taps("Chưa liên lạc được")
    return town.mai.reads()


def test_who_blocked_the_bot_is_shown_to_the_office_until_they_come_back(wired: Town) -> None:
    assert "đ/c Bình" not in unreachable(wired)
    for actor in (wired.binh, wired.hoa):
        actor.person.blocks_bot()
        to = wired.one(Chat, telegram_id=actor.id).id
        with wired.changing() as session:
            post(session, "home/edited", to=to or 0, now=wired.now)
    wired.stage.telegram.updates.drop()
    wired.settles()

    assert (letter_to(wired, wired.binh).state, letter_to(wired, wired.binh).reason) == (LetterState.DEAD, "blocked")
    assert wired.one(Account, id=wired.binh.id).unreachable == "blocked"
    assert "• Sở Y tế: đ/c Bình" in unreachable(wired)
    wired.tu.sends("/donvi")
    assert "Hoa" in wired.tu.reads().partition("Không nhắn được, cần gọi điện:")[2]

    wired.binh.starts()

    assert letter_to(wired, wired.binh).state == LetterState.SENT
    assert wired.one(Account, id=wired.binh.id).unreachable is None
    assert "đ/c Bình" not in unreachable(wired)


def test_a_group_that_moved_gets_its_letter_once_in_its_new_place_and_its_buttons_work_there(wired: Town) -> None:
    group = linked(wired)
    old, row = group.id, chat(wired, group).id
    group.becomes_supergroup()
    wired.stage.telegram.updates.drop()

    post_launch(wired)

    assert len(group.heard) == 1
    assert (chat(wired, group).id, chat(wired, group).state) == (row, ChatState.READY)
    assert wired.all(Letter)[-1].state == LetterState.SENT
    tried = [to for method, to in wired.stage.telegram.calls if method == "sendMessage" and to in (old, group.id)]
    assert tried[-2:] == [old, group.id]

    wired.mai.sends("/start@thidua_bot", to=group)
    wired.mai.taps("✅ Xếp hạng", group.last)
    assert [button.text for button in group.last.buttons[1]] == ["▫️ Xếp hạng", "✅ Sơ kết, tổng kết"]
    assert len(group.heard) == 2


def test_a_cut_after_the_message_was_taken_is_repeated_once_and_counted(wired: Town) -> None:
    wired.stage.telegram.faults.add(Fault(CutAfter, method="sendMessage", chat=wired.lan.id))

    wired.lan.sends("/trogiup")

    assert [message.text for message in wired.lan.heard] == [wired.lan.reads()] * 2
    assert (letter_to(wired, wired.lan).state, letter_to(wired, wired.lan).may_repeat) == (LetterState.SENT, True)
    assert may_repeat_count(wired) == 1.0


def test_a_letter_cut_twice_is_given_up_and_the_next_one_arrives(wired: Town) -> None:
    wired.stage.telegram.faults.add(Fault(CutAfter, method="sendMessage", chat=wired.lan.id, times=2))

    wired.lan.sends("/trogiup")

    letter = letter_to(wired, wired.lan)
    assert (letter.state, letter.reason, letter.may_repeat) == (LetterState.DEAD, "unknown_twice", True)
    assert (len(wired.lan.heard), may_repeat_count(wired)) == (2, 1.0)
    assert wired.one(Chat, telegram_id=wired.lan.id).state == ChatState.READY

    wired.lan.sends("/trogiup")
    assert (len(wired.lan.heard), letter_to(wired, wired.lan).state) == (3, LetterState.SENT)
