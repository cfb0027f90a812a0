"""Each trouble that can be provoked, and the queue of updates that survives it."""

from datetime import timedelta
from typing import Any

import pytest

from bot.rehearsal.clock import RehearsalClock
from bot.rehearsal.telegram import CutAfter, CutBefore, Fault, Group, Person, flood, refusal, server_error, wrong
from bot.rehearsal.telegram.faults import Trouble
from tests.bot.rehearsal.conftest import Bench


def numbers(updates: list[dict[str, Any]]) -> list[int]:
    """Update numbers, counted from the first of all."""
    return [update["update_id"] - 700_000_001 for update in updates]


@pytest.mark.parametrize(
    ("trouble", "answer"),
    [
        (flood(300), "429 Too Many Requests: retry after 300"),
        (refusal("bot was blocked by the user"), "403 Forbidden: bot was blocked by the user"),
        (wrong("chat not found"), "400 Bad Request: chat not found"),
        (server_error(), "502 Bad Gateway"),
        (server_error(500), "500 Internal Server Error"),
    ],
)
def test_a_fault_answers_once_and_nothing_is_sent(town: Bench, lan: Person, trouble: Trouble, answer: str) -> None:
    town.faults.add(Fault(trouble, method="sendMessage"))
    assert town.refused("sendMessage", chat_id=lan.id, text="a") == answer
    assert lan.heard == []
    town.result("sendMessage", chat_id=lan.id, text="a")
    assert len(lan.heard) == 1


def test_a_fault_says_how_long_to_wait(town: Bench, lan: Person) -> None:
    town.faults.add(Fault(flood(7)))
    answer = town.call("sendMessage", {"chat_id": lan.id, "text": "a"})
    assert answer["parameters"] == {"retry_after": 7}


def test_a_cut_connection_leaves_nothing_or_everything(town: Bench, lan: Person) -> None:
    for trouble, heard in ((CutBefore, 0), (CutAfter, 1)):
        town.faults.add(Fault(trouble))
        with pytest.raises(trouble):
            town.call("sendMessage", {"chat_id": lan.id, "text": "a"})
        assert len(lan.heard) == heard


def test_a_fault_matches_its_chat_method_and_turn(town: Bench, lan: Person, group: Group) -> None:
    fault = town.faults.add(Fault(server_error(), "sendMessage", lan.id, nth=2, times=2))
    town.result("sendMessage", chat_id=group.id, text="a")
    answers = [town.call("sendMessage", {"chat_id": lan.id, "text": "a"})["ok"] for _ in range(4)]
    assert answers == [True, False, False, True]
    town.faults.remove(fault)
    town.faults.add(Fault(server_error(), times=None))
    assert not any(town.call("getMe", {})["ok"] for _ in range(3))
    town.faults.clear()
    town.result("getMe")


def test_limits_hold_back_a_person_a_group_and_everything(
    town: Bench, lan: Person, group: Group, clock: RehearsalClock
) -> None:
    def fits(chat: int) -> int:
        """How many messages go to a chat before the first refusal."""
        count = 0
        while town.call("sendMessage", {"chat_id": chat, "text": "a"})["ok"]:
            count += 1
        return count

    assert fits(lan.id) == 5
    assert fits(group.id) == 20
    assert town.call("sendMessage", {"chat_id": group.id, "text": "a"})["parameters"] == {"retry_after": 60}
    others = [town.person(f"Người {number}") for number in range(6)]
    for other in others:
        other.starts()
    assert [town.call("sendMessage", {"chat_id": other.id, "text": "a"})["ok"] for other in others] == [
        *[True] * 5,
        False,
    ]
    clock.advance(timedelta(seconds=5))
    assert fits(lan.id) == 5
    clock.advance(timedelta(seconds=2))
    assert fits(lan.id) == 2
    town.limits.on = False
    for _ in range(100):
        town.result("sendMessage", chat_id=lan.id, text="a")


def test_updates_stay_until_a_later_offset_confirms_them(town: Bench) -> None:
    lan = town.person("Lan")
    for number in range(5):
        lan.sends(str(number))

    def fetch(**params: Any) -> list[int]:
        return numbers(town.result("getUpdates", **params))

    assert fetch(limit=2) == [0, 1]
    assert fetch(limit=2) == [0, 1]
    assert fetch(offset=700_000_003) == [2, 3, 4]
    assert fetch() == [2, 3, 4]
    assert fetch(offset=-1) == [4]
    assert fetch(offset=700_000_006) == []
    assert fetch() == []


def test_updates_can_be_repeated_and_come_out_of_order(town: Bench) -> None:
    lan = town.person("Lan")
    for number in range(3):
        lan.sends(str(number))
    town.updates.out_of_order()
    assert numbers(town.result("getUpdates")) == [2, 1, 0]
    assert numbers(town.result("getUpdates", offset=700_000_004)) == []
    town.updates.repeat(2)
    assert numbers(town.result("getUpdates", offset=700_000_004)) == [1, 2]
    assert numbers(town.result("getUpdates", offset=700_000_004)) == []
    town.updates.put({"new_kind": {"surprise": True}})
    assert numbers(town.result("getUpdates")) == [3]


def test_the_wanted_kinds_are_remembered(town: Bench, lan: Person) -> None:
    town.result("getUpdates", allowed_updates=["message"])
    message = lan.sends("a")
    lan.edits(message, "b")
    assert len(town.result("getUpdates")) == 1
    town.result("getUpdates", allowed_updates=["edited_message"])
    lan.sends("c")
    assert len(town.result("getUpdates")) == 1
    town.result("getUpdates", allowed_updates=[])
    lan.sends("d")
    assert len(town.result("getUpdates")) == 2


def test_a_webhook_and_polling_exclude_each_other(town: Bench, lan: Person) -> None:
    lan.sends("a")
    insecure = town.refused("setWebhook", url="http://bot.example/hook")
    assert insecure == "400 Bad Request: bad webhook: An HTTPS URL must be provided for webhook"
    town.result("setWebhook", url="http://127.0.0.1:8080/hook", secret_token="s", max_connections=4)
    assert town.refused("getUpdates") == (
        "409 Conflict: can't use getUpdates method while webhook is active; "
        "use deleteWebhook to delete the webhook first"
    )
    about = town.result("getWebhookInfo")
    assert (about["url"], about["pending_update_count"], about["max_connections"]) == (
        "http://127.0.0.1:8080/hook",
        1,
        4,
    )
    town.result("deleteWebhook")
    assert len(town.result("getUpdates")) == 1
    town.result("deleteWebhook", drop_pending_updates=True)
    assert town.result("getUpdates") == []
    assert town.result("getWebhookInfo")["url"] == ""
