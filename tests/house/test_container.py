"""The image and the compose file keep what README says of them."""

import re
from typing import Any

import yaml

from bot.settings import PREFIX
from tests.house.paths import ROOMS, text

FINAL_STAGE = re.split(r"^FROM ", text("Dockerfile"), flags=re.MULTILINE)[-1]


def compose() -> dict[str, Any]:
    """compose.yaml as data."""
    page: dict[str, Any] = yaml.safe_load(text("compose.yaml"))
    return page


def test_the_image_runs_as_a_user_without_rights() -> None:
    assert re.findall(r"^USER (\S+)", FINAL_STAGE, re.MULTILINE) == ["10001:10001"]


def test_every_stage_starts_from_one_pinned_image() -> None:
    images = re.findall(r"^FROM (\S+)", text("Dockerfile"), re.MULTILINE)

    assert len(images) == 2
    assert len(set(images)) == 1
    assert re.fullmatch(r"python:3\.\d+\.\d+-slim-\w+", images[0])


def test_the_image_holds_every_room_and_keeps_its_data_in_a_volume() -> None:
    assert set(re.findall(r"^COPY (\w+) \w+$", text("Dockerfile"), re.MULTILINE)) == set(ROOMS)
    assert "VOLUME /data" in FINAL_STAGE
    assert "THIDUA_DATA_DIR=/data" in FINAL_STAGE
    assert 'ENTRYPOINT ["thidua"]' in FINAL_STAGE
    assert "/healthz" in FINAL_STAGE


def test_the_build_sees_the_rooms_and_nothing_secret() -> None:
    lines = [line for line in text(".dockerignore").splitlines() if not line.startswith("#")]

    assert lines[0] == "*"
    assert {f"!{room}" for room in ROOMS} <= set(lines)
    assert {"!.env", "!secrets", "!data"} & set(lines) == set()


def test_compose_gives_secrets_as_files_only() -> None:
    services = compose()["services"]

    assert set(services) == {"bot", "db"}
    for service in services.values():
        given = [name for name, value in service["environment"].items() if "/run/secrets/" in value]
        assert sorted(service["environment"][name].rpartition("/")[2] for name in given) == sorted(service["secrets"])
        assert [name for name in given if not name.endswith("_FILE")] == []
    assert {secret["file"] for secret in compose()["secrets"].values()} == {
        f"./secrets/{name}" for name in compose()["secrets"]
    }


def test_readme_says_how_to_make_every_secret_file() -> None:
    assert set(re.findall(r"> secrets/(\w+)", text("README.md"))) == set(compose()["secrets"])


def test_readmes_webhook_in_containers_names_settings_that_exist() -> None:
    shown = re.search(r"```yaml\n(services:.*?)```", text("README.md"), re.DOTALL)
    assert shown is not None
    more = yaml.safe_load(shown[1])
    bot = more["services"]["bot"]

    assert set(more["services"]) <= set(compose()["services"])
    assert {name.removeprefix(PREFIX).removesuffix("_FILE").lower() for name in bot["environment"]} == {
        "webhook_url",
        "webhook_secret",
    }
    assert bot["secrets"] == list(more["secrets"]) == ["webhook_secret"]
    assert f"THIDUA_LISTEN=0.0.0.0:{bot['ports'][0].rpartition(':')[2]}" in FINAL_STAGE
