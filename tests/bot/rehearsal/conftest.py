"""A small Telegram with a clock that is moved by hand."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from aiogram.types import Message as AiogramMessage
from aiogram.types import Update as AiogramUpdate

from bot.rehearsal.clock import RehearsalClock
from bot.rehearsal.telegram import Group, Person, Telegram

START = datetime(2020, 3, 2, 1, 0, tzinfo=UTC)


class Bench(Telegram):
    """A Telegram whose every update and message is also read by a second library's models."""

    def result(self, method: str, **params: Any) -> Any:
        """What a request that must succeed answers."""
        answer = self.call(method, params)
        assert answer["ok"], answer
        if isinstance(answer["result"], dict) and "message_id" in answer["result"]:
            AiogramMessage.model_validate(answer["result"])
        return answer["result"]

    def refused(self, method: str, **params: Any) -> str:
        """The words of a refusal, with its code in front."""
        answer = self.call(method, params)
        assert not answer["ok"], answer
        return f"{answer['error_code']} {answer['description']}"

    def news(self) -> list[dict[str, Any]]:
        """The updates that wait; they are confirmed by reading them here."""
        updates: list[dict[str, Any]] = self.result("getUpdates")
        for update in updates:
            AiogramUpdate.model_validate(update)
        if updates:
            self.updates.confirm(updates[-1]["update_id"])
        return updates


@pytest.fixture
def clock() -> RehearsalClock:
    return RehearsalClock(START)


@pytest.fixture
def town(clock: RehearsalClock) -> Iterator[Bench]:
    town = Bench(clock.now)
    yield town
    assert town.misuses == []


@pytest.fixture
def lan(town: Bench) -> Person:
    """Has started the bot; the update is read."""
    lan = town.person("Lan", "Trần", username="lan_tran")
    lan.starts()
    town.news()
    return lan


@pytest.fixture
def group(town: Bench, lan: Person) -> Group:
    """Lan's group, with the bot in it; the updates are read."""
    group = town.group("Khối thi đua", [lan])
    group.add_bot(by=lan)
    town.news()
    return group
