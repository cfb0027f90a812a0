"""Real processes under a crowd, killed without a warning: nothing is lost, nothing is done twice."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.storm.ledger import marked
from tests.storm.storm import PEOPLE, Storm, rage, storm

KILLS = 10
SUCCESSION_SECONDS = 10.0


@pytest.fixture(params=["sqlite", "postgresql"])
def one(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Storm]:
    url = f"sqlite:///{tmp_path}/thidua.db"
    if request.param == "postgresql":
        url = request.getfixturevalue("database_of_its_own")
    with storm(tmp_path, url, seed=KILLS) as one:
        yield one


def test_killed_at_any_instant_it_loses_nothing_and_repeats_only_what_was_in_flight(one: Storm) -> None:
    figures = rage(one, KILLS)

    assert figures.ledger.faults == []
    assert figures.ledger.registrations >= PEOPLE


@pytest.mark.parametrize("way", ["polling", "webhook"])
def test_a_standby_answers_within_ten_seconds_of_the_kill_and_nothing_is_lost(one: Storm, way: str) -> None:
    settings = one.called_through_proxy(2) if way == "webhook" else [{}, {}]
    active = one.starts(**settings[0])
    active.logs("active")
    standby = one.starts(**settings[1])
    standby.logs("standby")
    one.waits_for_requests(active, 40)

    assert one.succeeds(active, standby) < SUCCESSION_SECONDS

    one.ends(standby)
    one.taken = marked(one.engine)
    assert one.reckons().faults == []
