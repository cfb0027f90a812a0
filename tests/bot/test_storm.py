"""Real processes under a crowd, killed without a warning: nothing is lost, nothing is done twice."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.storm.nursery import Nursery
from tests.storm.storm import PEOPLE, Storm, rage, storm

KILLS = 10


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    with Nursery() as nursery:
        yield nursery


@pytest.fixture(params=["sqlite", "postgresql"])
def one(request: pytest.FixtureRequest, nursery: Nursery, tmp_path: Path) -> Iterator[Storm]:
    url = f"sqlite:///{tmp_path}/thidua.db"
    if request.param == "postgresql":
        url = request.getfixturevalue("database_of_its_own")
    with storm(nursery, tmp_path, url, seed=KILLS) as one:
        yield one


def test_killed_at_any_instant_it_loses_nothing_and_repeats_only_what_was_in_flight(one: Storm) -> None:
    figures = rage(one, KILLS)

    assert figures.ledger.faults == []
    assert figures.ledger.registrations >= PEOPLE
