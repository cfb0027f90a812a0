"""The road with a feature of its own, on both databases."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from tests.bot.roadside import Roadside


@pytest.fixture
def side(tmp_path: Path, database_url: str) -> Iterator[Roadside]:
    with capture_logs() as logs:
        side = Roadside(tmp_path, database_url, logs)
        yield side
        side.close()
