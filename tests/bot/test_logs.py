import io
import json
import logging
from collections.abc import Iterator

import pytest
import structlog
from aiohttp.http_exceptions import BadHttpMessage
from aiohttp.web import RequestPayloadError

from bot.logs import configure, redact

TOKEN = "123456789:AAE-abcdefghijklmnopqrstuvwxyz_12345"


@pytest.fixture(autouse=True)
def logging_as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers, root.level = handlers, level
    structlog.reset_defaults()


@pytest.mark.parametrize("log_format", ["console", "json"])
def test_no_token_reaches_a_log(log_format: str) -> None:
    out = io.StringIO()
    configure("json" if log_format == "json" else "console", stream=out)

    structlog.get_logger("bot").warning("asked", url=f"https://api.telegram.org/bot{TOKEN}/getMe", deep={"a": [TOKEN]})
    logging.getLogger("somebody").error("went to %s", f"/bot{TOKEN}/x")
    try:
        raise ValueError(f"https://example.org/file/bot{TOKEN.replace(':', '%3A')}/photo.jpg")
    except ValueError:
        structlog.get_logger("bot").exception("failed")

    assert "AAE-abc" not in out.getvalue()
    assert out.getvalue().count("***") == 4
    assert "ValueError" in out.getvalue()


def test_a_traceback_shows_no_local_variables() -> None:
    out = io.StringIO()
    configure("console", stream=out)

    def read(said: str) -> int:
        return int(said)

    try:
        read("".join(["Lan", " nói"]))
    except ValueError as error:
        error.args = ()
        structlog.get_logger("bot").exception("failed")

    assert "Lan nói" not in out.getvalue()


def test_json_is_one_object_a_line_whoever_logs() -> None:
    out = io.StringIO()
    configure("json", stream=out)

    structlog.get_logger("bot.turns").info("turn", update_id=7)
    logging.getLogger("store").warning("slow %d", 3)
    logging.getLogger("httpx").info("HTTP Request")
    logging.getLogger("telegram.request.BaseRequest").error("Can not load invalid JSON data")

    lines = [json.loads(line) for line in out.getvalue().splitlines()]
    assert [(line["logger"], line["level"], line["event"]) for line in lines] == [
        ("bot.turns", "info", "turn"),
        ("store", "warning", "slow 3"),
    ]


def test_a_password_in_an_address_is_redacted() -> None:
    assert redact("postgresql://bot:hush@db/thidua at 10:30") == "postgresql://bot:***@db/thidua at 10:30"


def test_a_strangers_broken_http_fills_no_log_and_our_own_mistakes_do() -> None:
    out = io.StringIO()
    configure("console", stream=out)
    server = logging.getLogger("aiohttp.server")

    for error in (BadHttpMessage("Got more than 8190 bytes"), RequestPayloadError("not gzip"), ValueError("ours")):
        server.error("Error handling request", exc_info=error)

    assert "8190" not in out.getvalue() and "gzip" not in out.getvalue()
    assert "ValueError: ours" in out.getvalue()
