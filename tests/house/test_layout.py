"""Where things are, and what they may be called."""

import pytest

from tests.house.paths import ROOMS, ROOT, files, top_level

VAGUE = {"utils", "helpers", "base", "common", "manager"}
FOLDERS = {*ROOMS, "tests", "docs"}
FILES = {
    "pyproject.toml",
    "constraints.txt",
    "Makefile",
    "Dockerfile",
    "compose.yaml",
    "README.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "LICENSE",
}


def test_nothing_lies_at_the_top_that_the_design_does_not_name() -> None:
    visible = {name for name in top_level() if not name.startswith(".")}

    assert visible - FOLDERS - FILES == set()
    assert FILES - visible == set()
    assert {*ROOMS, "tests"} - visible == set()


@pytest.mark.parametrize("room", [*ROOMS, "tests"])
def test_no_module_or_folder_has_a_name_that_says_nothing(room: str) -> None:
    vague = [str(path) for path in files(room) if VAGUE & {part.partition(".")[0] for part in path.parts}]

    assert vague == []


@pytest.mark.parametrize("room", [*ROOMS, "tests"])
def test_every_folder_with_modules_is_a_package(room: str) -> None:
    """Alembic loads revisions by path; every other module is imported by its full name."""
    folders = {path.parent for path in files(room) if path.suffix == ".py" and "migrations" not in path.parts}

    assert [str(folder) for folder in sorted(folders) if not (ROOT / room / folder / "__init__.py").exists()] == []
