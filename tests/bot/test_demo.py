"""`thidua demo`, as far as nothing is served; and that a real bot knows nothing of rehearsals."""

import ast
import socket
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bot import cli
from bot.rehearsal.demo.opening import may_open_browser
from bot.rehearsal.telegram import TOKEN
from tests.bot.test_web import asked
from tests.house.paths import ROOT

Complains = Callable[..., str]


@pytest.fixture
def complains(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Complains:
    """Run a command that must fail, and read its one sentence."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("THIDUA_BOT_TOKEN", TOKEN)
    monkeypatch.setenv("COLUMNS", "200")

    def complains(*words: str, code: int = 1, **settings: str) -> str:
        for name, value in settings.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr(sys, "argv", ["thidua", *words])
        with pytest.raises(SystemExit) as end:
            cli.main()
        said = capsys.readouterr()
        assert end.value.code == code
        assert "Traceback" not in said.err
        return said.err.strip() or said.out.strip()

    return complains


def test_a_clock_is_followed_only_beside_a_telegram_of_this_machine(complains: Complains) -> None:
    here, away = "http://127.0.0.1:1/clock/x", "http://clock.example.org/clock/x"
    refused = "--clock chỉ dành cho buổi diễn thử: THIDUA_API_URL và --clock phải ở ngay máy này."

    assert complains("run", "--clock", here) == refused
    assert complains("run", "--clock", away, THIDUA_API_URL="http://127.0.0.1:1") == refused
    assert complains("run", "--clock", here, THIDUA_API_URL="http://127.0.0.1:1") == (
        f"Không hỏi được đồng hồ của buổi diễn thử ở {here}."
    )


def test_a_clock_is_nothing_that_help_offers(complains: Complains) -> None:
    said = complains("run", "--help", code=0)

    assert "--help" in said and "--clock" not in said


@pytest.mark.parametrize("path", ["/", "/page/state", "/page/events", "/page/static/main.js", f"/bot{TOKEN}/getMe"])
def test_a_real_bot_serves_nothing_of_a_rehearsal(path: str) -> None:
    assert asked(path)[0] == 404


def test_a_real_bot_loads_nothing_of_a_rehearsal() -> None:
    """Only the commands that rehearse import it, when they are run."""
    loaded = {
        (path.name, module)
        for path in (ROOT / "bot").glob("*.py")
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        for module in ([node.module or ""] if isinstance(node, ast.ImportFrom) else [])
        if module.startswith("bot.rehearsal")
    }

    assert loaded == set()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["nobody"], 'Không đọc được tệp "nobody".'),
        (["--language", "fr"], 'Không có ngôn ngữ "fr"; chỉ có vi và en.'),
        (["--data", "full"], 'Thư mục "full" không trống; mỗi buổi diễn thử cần một thư mục trống.'),
        (["--data", "file"], 'Không dùng được thư mục "file".'),
        (["bad.yaml"], "dòng 1: "),
    ],
)
def test_what_cannot_be_rehearsed_is_said_in_one_sentence(
    complains: Complains, tmp_path: Path, words: list[str], sentence: str
) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "something").touch()
    (tmp_path / "file").touch()
    (tmp_path / "bad.yaml").write_text("bloc: [", encoding="utf-8")

    said = complains("demo", *words)

    assert said.startswith(sentence) and len(said.splitlines()) == 1


def test_a_port_that_is_taken_is_said_before_anybody_is_invited(complains: Complains, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        said = complains("demo", "--port", str(port), "--data", "data", "--no-browser")

    assert said.startswith(f"Không mở được cổng 127.0.0.1:{port}")
    assert list((tmp_path / "data").iterdir()) == []


@pytest.mark.parametrize(
    ("environment", "platform", "opens"),
    [
        ({"DISPLAY": ":0"}, "linux", True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", True),
        ({}, "linux", False),
        ({}, "darwin", True),
        ({"CI": "true", "DISPLAY": ":0"}, "linux", False),
    ],
)
def test_the_browser_opens_where_somebody_sits_before_a_screen(
    environment: dict[str, str], platform: str, opens: bool
) -> None:
    assert may_open_browser(environment, platform) is opens
