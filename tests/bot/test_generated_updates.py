"""Ten thousand updates of every shape, whole and broken: nothing fails, every row is closed, people are answered."""

import json
import logging
from collections import Counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import update
from structlog.testing import capture_logs
from telegram import Update

from bot.polling import arrivals
from bot.reading import read
from bot.rehearsal.telegram.markup import parse_html
from bot.road import Road
from messages.limits import fit
from store.live import LIVE
from store.tables import Inbox, Letter, LetterKind, LetterState, UpdateState
from tests.bot.generated import Updates
from tests.town import Town

BATCH = 100
GROUPS = (-4001, -4002)
SHARES = [("sqlite", 1, 5000), ("sqlite", 2, 5000), ("postgresql", 3, 1500)]
"""Ten thousand on SQLite; PostgreSQL, stricter with types and slower, takes some more of its own."""


async def take_all(road: Road) -> None:
    """Everything that came is acted on; no letter is sent."""
    while await road.poller.step() + await road.dispatcher.step():
        pass
    await road.dispatcher.finish()


def comes(town: Town, seed: int, count: int) -> None:
    people = [one.id for one in (town.mai, town.binh, town.lan, town.tu, town.hoa, town.dung, town.quan)]
    source = Updates(seed, people, GROUPS)
    for _ in range(count // BATCH):
        for body in source.batch(BATCH):
            town.stage.telegram.updates.put(body)
        town.runs(take_all(town.stage.road))


def say_all(town: Town) -> Counter[str]:
    """Put every waiting letter into words as it would be sent, and close it. How many of each template."""
    said: Counter[str] = Counter()
    for letter in town.all(Letter):
        wordless = letter.kind not in (LetterKind.SEND, LetterKind.EDIT) or letter.template in LIVE
        if letter.state == LetterState.WAITING and not wordless:
            rendered = town.stage.road.renderer.render(letter.template, letter.facts, language="vi")
            text, _ = parse_html(fit(rendered).text)
            assert text.strip()
            said[letter.template] += 1
    with town.changing() as session:
        session.execute(update(Letter).values(state=LetterState.VOID))
    return said


@pytest.mark.parametrize(("database_url", "seed", "count"), SHARES, indirect=["database_url"])
def test_no_update_whatever_its_shape_fails_or_stays_open(
    town: Town, seed: int, count: int, caplog: pytest.LogCaptureFixture
) -> None:
    with capture_logs() as logs:
        comes(town, seed, count)

    rows = Counter((row.state, row.body) for row in town.all(Inbox))
    assert set(rows) == {(UpdateState.DONE, ""), (UpdateState.IGNORED, "")}
    assert rows[UpdateState.DONE, ""] > count // 20
    assert [entry for entry in logs if entry["log_level"] in ("error", "critical")] == []
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []
    assert len(say_all(town)) > 12

    town.lan.sends("/trogiup")
    newcomer = town.newcomer("Thu")
    newcomer.sends("xin chào")
    assert [len(one.heard) > 0 for one in (town.lan, newcomer)] == [True, True]


ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
CHAT = st.fixed_dictionaries({"id": ANY_JSON, "type": st.sampled_from(["private", "group", "?"]) | ANY_JSON})
FIELDS = ("message_id", "date", "chat", "from", "text", "entities", "photo", "id", "data", "new_chat_member")
BODY = st.fixed_dictionaries({}, optional=dict.fromkeys(FIELDS, ANY_JSON | CHAT))
KINDS = ("message", "edited_message", "callback_query", "my_chat_member", "poll")
UPDATE = st.fixed_dictionaries({}, optional={"update_id": st.integers(), **dict.fromkeys(KINDS, BODY | ANY_JSON)})


@settings(derandomize=True, max_examples=150, deadline=None)
@given(st.lists(UPDATE | ANY_JSON, max_size=3))
def test_any_json_is_kept_as_it_came_or_dropped(raw: list[Any]) -> None:
    came = [json.dumps(one, separators=(",", ":")) for one in raw]

    for kept in arrivals(raw, "thidua_bot"):
        assert kept.body in came
        assert abs(kept.update_id) < 2**63 and abs(kept.chat_key) < 2**63
        try:
            said = read(Update.de_json(json.loads(kept.body), None))
        except (AttributeError, KeyError, OverflowError, TypeError, ValueError):
            continue
        assert said is None or abs(said.chat_telegram_id) < 2**63
