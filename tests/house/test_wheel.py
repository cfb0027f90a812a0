"""What a room needs at run time and is no Python module reaches the wheel."""

import tomllib
from pathlib import Path

import pytest

from tests.house.paths import ROOMS, ROOT, files, text

SETUPTOOLS = tomllib.loads(text("pyproject.toml"))["tool"]["setuptools"]


def packed(room: str) -> set[Path]:
    """What the globs of package-data take from a room, relative to it."""
    globs = SETUPTOOLS["package-data"]["*"] + SETUPTOOLS["package-data"].get(room, [])
    return {path.relative_to(ROOT / room) for glob in globs for path in (ROOT / room).glob(glob) if path.is_file()}


@pytest.mark.parametrize("room", ROOMS)
def test_every_file_of_a_room_is_a_module_or_is_packed(room: str) -> None:
    modules = {
        path for path in files(room) if path.suffix == ".py" and (ROOT / room / path.parent / "__init__.py").exists()
    }

    assert set(files(room)) - modules - packed(room) == set()


@pytest.mark.parametrize(
    ("room", "folder"), [("messages", "templates"), ("messages", "locale"), ("store", "migrations")]
)
def test_templates_catalogues_and_migrations_are_packed(room: str, folder: str) -> None:
    assert [path for path in packed(room) if path.parts[0] == folder]


def test_every_room_is_a_package_of_the_wheel() -> None:
    assert set(ROOMS) <= set(SETUPTOOLS["packages"]["find"]["include"])
