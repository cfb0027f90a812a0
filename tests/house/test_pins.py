"""constraints.txt pins everything that pyproject.toml asks for, from wherever it is installed."""

import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.house.paths import text

PROJECT = tomllib.loads(text("pyproject.toml"))
DECLARED = [
    *PROJECT["build-system"]["requires"],
    *PROJECT["project"]["dependencies"],
    *(line for extra in PROJECT["project"]["optional-dependencies"].values() for line in extra),
]


def pins() -> dict[str, str]:
    """Pinned versions by canonical name."""
    lines = [Requirement(line) for line in text("constraints.txt").splitlines()]
    assert [str(line) for line in lines if [one.operator for one in line.specifier] != ["=="]] == []
    return {canonicalize_name(line.name): next(iter(line.specifier)).version for line in lines}


def test_constraints_hold_no_address() -> None:
    assert [line for line in text("constraints.txt").splitlines() if "/" in line or "@" in line or "--" in line] == []


@pytest.mark.parametrize("declared", DECLARED)
def test_every_dependency_is_pinned_within_its_bounds(declared: str) -> None:
    asked = Requirement(declared)

    assert asked.specifier.contains(pins()[canonicalize_name(asked.name)], prereleases=True)


def test_the_installer_is_pinned_too() -> None:
    assert "uv" in pins()


@pytest.mark.parametrize("declared", PROJECT["project"]["dependencies"])
def test_every_dependency_has_bounds(declared: str) -> None:
    """The time zones are dated, so that there is no next version to be wary of."""
    operators = {one.operator for one in Requirement(declared).specifier}

    assert operators == ({">="} if Requirement(declared).name == "tzdata" else {">=", "<"})
