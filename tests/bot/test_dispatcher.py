"""The dispatcher: waiting chats in their turn, in order within a chat, and nothing odd ever stops it."""

import random
from typing import Any

import pytest

from store.tables import UpdateState
from tests.bot.roadside import Roadside, texts

DONE, IGNORED = UpdateState.DONE, UpdateState.IGNORED


def message(side: Roadside, **fields: Any) -> dict[str, Any]:
    chat = {"id": side.lan.id, "type": "private", "first_name": "Lan"}
    sender = {"id": side.lan.id, "is_bot": False, "first_name": "Lan"}
    return {"message": {"message_id": 900, "date": 1_583_110_800, "chat": chat, "from": sender, **fields}}


ODD: list[dict[str, Any]] = [
    {"message": "words"},
    {"message": []},
    {"message": {}},
    {"message": {"chat": None}},
    {"message": {"chat": [1], "text": "x"}},
    {"message": {"chat": {"id": "x", "type": "private"}}},
    {"message": {"chat": {"id": True, "type": "private"}}},
    {"message": {"chat": {"id": 2**70, "type": "private"}}},
    {"message": {"chat": {"id": 1001}}},
    {"message": {"chat": {"id": -5, "type": "group"}, "entities": 7, "text": "/hoi"}},
    {"message": {"chat": {"id": -5, "type": "group"}, "entities": [None, {"type": "bot_command"}], "text": 9}},
    {"callback_query": {}},
    {"callback_query": {"message": [], "from": None}},
    {"callback_query": {"message": {"chat": 3}, "from": {"id": None}}},
    {"my_chat_member": {"chat": {}}},
    {"my_chat_member": {"chat": {"id": -9, "type": "channel", "title": "x"}, "new_chat_member": "?"}},
    {"poll_of_the_future": {"chat": {"id": 1001, "type": "private"}}},
    {},
]
IN_A_CHAT: list[dict[str, Any]] = [
    {"message": {"chat": {"id": 1001, "type": "private"}}},
    {"message": {"chat": {"id": 1001, "type": "private"}, "message_id": "x", "date": "y"}},
    {"edited_message": {"chat": {"id": 1001, "type": "private"}, "message_id": 1}},
    {"callback_query": {"id": "1", "from": {"id": 1001, "is_bot": False, "first_name": "L"}}},
    {"callback_query": {"id": "1", "from": {"id": 1001}, "data": 5}},
    {"my_chat_member": {"chat": {"id": 1001, "type": "private"}}},
]


def test_updates_of_shapes_nobody_knows_pass_by(side: Roadside) -> None:
    for body in ODD:
        side.telegram.updates.put(body)
    side.says(side.lan, "xin chào")

    assert side.states() == [DONE]
    assert texts(side.lan) == ["xin chào"]


def test_updates_that_cannot_be_read_are_closed_as_ignored(side: Roadside) -> None:
    for body in IN_A_CHAT:
        side.telegram.updates.put(body)
    side.says(side.lan, "xin chào")

    *odd, good = side.updates()
    assert [(one.state, one.body) for one in odd] == [(IGNORED, "")] * len(IN_A_CHAT)
    assert good.state == DONE
    assert texts(side.lan) == ["xin chào"]


BROKEN: list[dict[str, Any]] = [
    {"from": {"id": {}}},
    {"text": "/hoi", "entities": [{"type": "bot_command", "offset": 0, "length": {}}]},
]


@pytest.mark.parametrize("broken", BROKEN)
def test_an_update_that_breaks_the_routing_holds_up_nobody(side: Roadside, broken: dict[str, Any]) -> None:
    side.telegram.updates.put(message(side, **broken))
    side.hoa.sends("xin chào")
    side.settle()

    assert side.states() == [IGNORED, DONE]
    assert texts(side.hoa) == ["xin chào"]


def test_a_contact_or_a_place_leads_home_and_a_pin_is_ignored(side: Roadside) -> None:
    side.lan.sends_content({"location": {"latitude": 21.0, "longitude": 105.8}})
    side.settle()
    pinned = {"message_id": 1, "date": 0, "chat": {"id": side.lan.id, "type": "private"}}
    side.telegram.updates.put(message(side, pinned_message=pinned))
    side.settle()

    assert side.states() == [DONE, IGNORED]


def test_words_keep_their_order_however_the_chats_are_mixed(side: Roadside) -> None:
    people = [side.lan, side.hoa, *(side.telegram.person(f"P{number}") for number in range(3))]
    acts = [person for person in people for _ in range(4)]
    random.Random(4).shuffle(acts)
    for number, person in enumerate(acts):
        person.sends(str(number))

    side.settle()

    for person in people:
        mine = [str(number) for number, other in enumerate(acts) if other is person]
        assert side.name(person) == "".join(f"{one}|" for one in mine)
        assert texts(person) == mine


def test_a_flood_of_one_delays_nobody_else(side: Roadside) -> None:
    for number in range(50):
        side.lan.sends(str(number))
    side.hoa.sends("tôi")
    side.run(side.road.poller.step())

    assert side.run(side.road.dispatcher.step()) == 2

    assert side.name(side.hoa) == "tôi|"


def test_group_chatter_never_reaches_the_inbox(side: Roadside) -> None:
    group = side.telegram.group("Khối", [side.lan])
    group.add_bot(by=side.lan)
    group.promote_bot(by=side.lan)
    side.settle()
    before = len(side.updates())

    said = side.lan.sends("hôm nay trời đẹp", to=group)
    side.lan.edits(said, "hôm nay trời mưa")
    side.lan.sends_photo(to=group)
    side.lan.sends("/nhom@another_bot", to=group)
    group.anonymous_sends("chào cả nhà")
    side.settle()
    assert len(side.updates()) == before

    side.lan.sends("/nhom@thidua_bot chào", to=group)
    side.settle()
    assert len(side.updates()) == before + 1
    assert [message.text for message in group.heard] == ["chào"]


def test_a_command_may_be_followed_by_a_new_line(side: Roadside) -> None:
    group = side.telegram.group("Khối", [side.lan])
    group.add_bot(by=side.lan)
    side.lan.sends("/nhom\nchào", to=group)
    side.settle()

    assert [message.text for message in group.heard] == ["chào"]


def test_an_edited_message_never_acts_and_that_is_said_once(side: Roadside) -> None:
    said = side.says(side.lan, "một")
    for text in ("hai", "ba"):
        side.lan.edits(said, text)
        side.settle()

    assert side.name() == "một|"
    assert texts(side.lan) == ["một", "edited"]


def test_an_edited_command_does_not_run(side: Roadside) -> None:
    said = side.says(side.lan, "một")
    side.lan.edits(said, "/hoi")
    side.settle()

    assert side.form() is None


def test_a_toast_that_cannot_be_rendered_harms_nothing(side: Roadside, monkeypatch: pytest.MonkeyPatch) -> None:
    side.says(side.lan, "một")
    render = side.renderer.render

    def broken(template: str, facts: Any, *, language: str) -> Any:
        if template == "test/toast":
            raise KeyError(template)
        return render(template, facts, language=language)

    monkeypatch.setattr(side.renderer, "render", broken)
    side.lan.taps_stale(side.lan.last, "x")
    side.settle()

    assert side.states() == [DONE, DONE]
    assert side.telegram.unanswered == []


@pytest.mark.parametrize("text", ["\x00", "a\x00b", "\ud83d", "\u202e<b>ngược", "e\u0301\u0323"])
def test_odd_characters_are_kept_as_far_as_they_can_be(side: Roadside, text: str) -> None:
    side.telegram.updates.put(message(side, text=text))
    side.lan.chat.started = True
    side.lan.chat.standing[side.telegram.bot.id] = next(iter(side.lan.chat.standing.values()))
    side.settle()

    assert side.states() == [DONE]
    assert "\x00" not in side.name()


def test_every_update_that_comes_again_changes_nothing(side: Roadside) -> None:
    for text in ("một", "/hoi", "hai"):
        side.says(side.lan, text)
    before = (side.name(), texts(side.lan), side.states())

    side.telegram.updates.repeat(3)
    side.settle()

    assert (side.name(), texts(side.lan), side.states()) == before
