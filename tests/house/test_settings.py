"""README's table of settings is the settings."""

import re
from typing import Any

import pytest

from bot.settings import PREFIX, SECRETS, Settings
from tests.house.paths import between, text

ROWS = {
    name: (default, meaning)
    for name, default, meaning in re.findall(
        r"^\| `(\w+)` \| (.+) \| (.+) \|$", between("settings", text("README.md")), re.MULTILINE
    )
}


def told(name: str) -> tuple[str, str]:
    """What README says of a field: default and meaning."""
    return ROWS[f"{PREFIX}{name}".upper()]


def test_readme_lists_every_setting_and_no_other() -> None:
    assert sorted(ROWS) == sorted(f"{PREFIX}{name}".upper() for name in Settings.model_fields)


def test_readme_says_which_settings_are_secret() -> None:
    assert {name for name in Settings.model_fields if told(name)[1].endswith("; secret")} == SECRETS


@pytest.mark.parametrize(
    ("name", "default"),
    [(name, field.default) for name, field in Settings.model_fields.items() if field.default is not None],
)
def test_readme_gives_the_default_that_holds(name: str, default: Any) -> None:
    assert told(name)[0] == f"`{default}`"


def test_the_file_of_settings_and_the_secrets_are_never_committed() -> None:
    assert {str(Settings.model_config["env_file"]), "secrets/", "data/"} <= set(text(".gitignore").splitlines())
