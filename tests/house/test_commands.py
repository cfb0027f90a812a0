"""README, CONTRIBUTING, .ci/run and the Makefile speak of the same commands."""

import re

import pytest

from tests.house.paths import text

TARGETS = set(re.findall(r"^([a-z]+):.*## ", text("Makefile"), re.MULTILINE))


def test_readme_begins_with_two_commands_that_exist() -> None:
    block = re.search(r"^```sh\n(.*?)^```", text("README.md"), re.MULTILINE | re.DOTALL)

    assert block is not None
    commands = [line.partition("#")[0].strip() for line in block[1].splitlines()]
    assert commands == ["make demo", "make test"]
    assert {"demo", "test"} <= TARGETS


def test_the_house_has_one_command_each() -> None:
    assert {"demo", "play", "test", "check", "bench", "help"} <= TARGETS


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", ".ci/run"])
def test_no_page_names_a_command_that_does_not_exist(page: str) -> None:
    named = set(re.findall(r"(?:^|`|timed )make ([a-z]+)", text(page), re.MULTILINE))

    assert named - TARGETS == set()
    assert named


def test_ci_takes_its_test_command_from_readme() -> None:
    mark = "# run every test"

    assert [line.partition(mark)[0].strip() for line in text("README.md").splitlines() if mark in line] == ["make test"]
    assert mark in text(".ci/run")
