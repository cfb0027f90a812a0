"""Real processes under a crowd, killed without a warning: nothing is lost, nothing is done twice."""

from collections import Counter
from pathlib import Path

import pytest
from sqlmodel import col, select

from store.tables import Letter, LetterState
from tests.storm.ledger import marked, reckon
from tests.storm.storm import PEOPLE, rage, storm
from tests.town import Town

KILLS = 10
FEWER = 12
SUCCESSION_SECONDS = 10.0


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/thidua.db"
    url: str = request.getfixturevalue("database_of_its_own")
    return url


def test_killed_at_any_instant_it_loses_nothing_and_repeats_only_what_was_in_flight(
    empty_database: str, tmp_path: Path
) -> None:
    with storm(tmp_path, empty_database, seed=KILLS) as one:
        figures = rage(one, KILLS)

    assert figures.ledger.faults == []
    assert figures.ledger.registrations >= PEOPLE


@pytest.mark.parametrize("way", ["polling", "webhook"])
def test_a_standby_answers_within_ten_seconds_of_the_kill_and_nothing_is_lost(
    way: str, empty_database: str, tmp_path: Path
) -> None:
    with storm(tmp_path, empty_database, seed=1, people=FEWER) as one:
        settings = one.called_through_proxy(2) if way == "webhook" else [{}, {}]
        active = one.starts(**settings[0])
        active.logs("active")
        standby = one.starts(**settings[1])
        standby.logs("standby")
        one.waits_for_requests(active, 20)

        assert one.succeeds(active, standby) < SUCCESSION_SECONDS

        one.ends(standby)
        one.taken = marked(one.engine)
        assert one.reckons().faults == []


def test_the_reckoning_finds_what_is_lost_doubled_unseen_or_open(town: Town) -> None:
    title = "Chuyển đổi số một cửa"
    town.lan.sends("/dangky")
    town.lan.taps("Đề án")
    town.lan.sends(title)
    town.lan.taps("Gửi")
    telegram = town.stage.telegram

    def faults(titles: list[str], acts: int = 4) -> list[str]:
        return reckon(town.engine, telegram, {town.lan.id: titles}, Counter(), acts).faults

    assert faults([title]) == []
    assert f"registration lost: Khác ({town.lan.id})" in faults([title, "Khác"])
    assert f"registration too many: {title} ({town.lan.id})" in faults([])
    assert faults([title], acts=5) == ["of 5 updates became {<UpdateState.DONE: 'done'>: 4}"]
    telegram.call("sendMessage", {"chat_id": str(town.lan.id), "text": "again"})
    assert faults([title]) == [f"chat {town.lan.id}: 1 messages came again, 0 were in flight"]
    telegram.chats[town.lan.id].messages.clear()
    assert any("no message" in fault for fault in faults([title]))
    with town.changing() as session:
        letter = session.exec(select(Letter).where(col(Letter.template) == "targets/sent")).one()
        letter.state = LetterState.WAITING
    assert "1 open: letter" in faults([title])
