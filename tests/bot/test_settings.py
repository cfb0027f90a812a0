from pathlib import Path

import pytest

from bot.settings import BadSetting, Listen, load_settings

TOKEN = "123456789:" + "A" * 35


@pytest.fixture(autouse=True)
def clean(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    for name in [name for name in os.environ if name.startswith("THIDUA_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def test_defaults_need_nothing(tmp_path: Path) -> None:
    settings = load_settings()

    assert settings.api_url == "https://api.telegram.org"
    assert settings.database == f"sqlite:///{tmp_path}/data/thidua.db"
    assert settings.listen == Listen("127.0.0.1", 8080)
    assert (settings.timezone, settings.locale, settings.log_format) == ("Asia/Ho_Chi_Minh", "vi", "console")


def test_the_environment_wins_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text(f"THIDUA_LOCALE=en\nTHIDUA_LOG_FORMAT=json\nTHIDUA_BOT_TOKEN={TOKEN}\nOTHER=1\n")
    monkeypatch.setenv("THIDUA_LOCALE", "vi")
    monkeypatch.setenv("THIDUA_LOG_FORMAT", "")

    settings = load_settings()

    assert (settings.locale, settings.log_format, settings.token()) == ("vi", "json", TOKEN)


@pytest.mark.parametrize("where", ["environment", "file"])
def test_a_secret_may_come_from_a_file(where: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "token").write_text(TOKEN + "\n")
    if where == "environment":
        monkeypatch.setenv("THIDUA_BOT_TOKEN_FILE", str(tmp_path / "token"))
    else:
        (tmp_path / ".env").write_text(f"THIDUA_BOT_TOKEN_FILE={tmp_path / 'token'}\n")

    assert load_settings().token() == TOKEN


def test_secrets_are_in_no_representation(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THIDUA_BOT_TOKEN", TOKEN)
    monkeypatch.setenv("THIDUA_DATABASE_URL", "postgres://bot:hush@db/thidua?sslmode=require")

    settings = load_settings()

    assert settings.database == "postgresql+psycopg://bot:hush@db/thidua?sslmode=require"
    assert TOKEN not in repr(settings) + str(settings.model_dump_json())
    assert "hush" not in repr(settings) + str(settings.model_dump_json())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0.0.0.0:80", Listen("0.0.0.0", 80)),
        ("localhost:0", Listen("localhost", 0)),
        ("[::1]:8080", Listen("::1", 8080)),
    ],
)
def test_listen_is_host_and_port(text: str, expected: Listen, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THIDUA_LISTEN", text)

    assert load_settings().listen == expected
    assert str(expected) == text


WRONG = [
    ("BOT_TOKEN", "secret-without-colon", "token", ""),
    ("API_URL", "ftp://example.org", "address", "ftp://example.org"),
    ("API_URL", "http://example.org:port", "address", "http://example.org:port"),
    ("DATABASE_URL", "mysql://bot:hush@db/thidua", "database_url", ""),
    ("DATABASE_URL", "postgresql+asyncpg://bot:hush@db/thidua", "database_url", ""),
    ("DATABASE_URL", "thidua.db", "database_url", ""),
    ("DATABASE_URL", "sqlite://", "database_url", ""),
    ("DATA_DIR", "/etc/passwd", "folder", "/etc/passwd"),
    ("WEBHOOK_SECRET", "dấu cách", "webhook_secret", ""),
    ("WEBHOOK_SECRET", "x" * 257, "webhook_secret", ""),
    ("WEBHOOK_URL", "example.org/hook", "address", "example.org/hook"),
    ("WEBHOOK_URL", "https://example.org/{hook}", "webhook_path", "https://example.org/{hook}"),
    ("WEBHOOK_URL", "https://example.org/Đường", "webhook_path", "https://example.org/Đường"),
    ("WEBHOOK_URL", "https://example.org/metrics/", "webhook_path_taken", "https://example.org/metrics/"),
    ("WEBHOOK_SECRET_FILE", "/nowhere/secret", "unreadable_file", "/nowhere/secret"),
    ("LISTEN", "8080", "listen", "8080"),
    ("LISTEN", "::1:8080", "listen", "::1:8080"),
    ("LISTEN", "localhost:99999", "listen", "localhost:99999"),
    ("TIMEZONE", "Asia/Saigon2", "timezone", "Asia/Saigon2"),
    ("TIMEZONE", "../etc/passwd", "timezone", "../etc/passwd"),
    ("LOCALE", "fr", "choice", "fr"),
    ("LOG_FORMAT", "xml", "choice", "xml"),
    ("BOT_TOKEN_FILE", "/nowhere/token", "unreadable_file", "/nowhere/token"),
]


@pytest.mark.parametrize(("name", "value", "reason", "quoted"), WRONG)
def test_a_wrong_value_names_its_setting(
    name: str, value: str, reason: str, quoted: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"THIDUA_{name}", value)

    with pytest.raises(BadSetting) as caught:
        load_settings()

    assert (caught.value.name, caught.value.reason, caught.value.value) == (f"THIDUA_{name}", reason, quoted)
    assert "hush" not in str(caught.value)


def test_a_webhook_needs_its_secret_and_https(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THIDUA_WEBHOOK_URL", "http://example.org/hook")
    with pytest.raises(BadSetting) as missing:
        load_settings()
    (tmp_path / "secret").write_text("s3cret\n")
    monkeypatch.setenv("THIDUA_WEBHOOK_SECRET_FILE", str(tmp_path / "secret"))
    with pytest.raises(BadSetting) as plain:
        load_settings()
    monkeypatch.setenv("THIDUA_WEBHOOK_URL", "https://example.org/hook/")

    assert (missing.value.name, missing.value.reason) == ("THIDUA_WEBHOOK_SECRET", "missing")
    assert (plain.value.name, plain.value.reason) == ("THIDUA_WEBHOOK_URL", "not_https")
    assert load_settings().webhook == ("https://example.org/hook", "s3cret")
    assert "s3cret" not in repr(load_settings())


@pytest.mark.parametrize(
    ("api_url", "allowed"),
    [
        ("http://127.0.0.1:8081/", True),
        ("http://localhost:8081", True),
        ("http://[::1]:8081", True),
        ("http://192.0.2.1:8081", False),
        ("http://localhost.example.org", False),
    ],
)
def test_only_a_bot_api_server_on_this_machine_may_call_without_https(
    api_url: str, allowed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("THIDUA_WEBHOOK_URL", "http://127.0.0.1:8080/hook")
    monkeypatch.setenv("THIDUA_WEBHOOK_SECRET", "s3cret")
    monkeypatch.setenv("THIDUA_API_URL", api_url)

    if allowed:
        assert load_settings().webhook == ("http://127.0.0.1:8080/hook", "s3cret")
    else:
        with pytest.raises(BadSetting):
            load_settings()


def test_a_secret_alone_sets_no_webhook(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THIDUA_WEBHOOK_SECRET", "s3cret")

    assert load_settings().webhook is None


def test_running_without_a_token_is_one_refusal() -> None:
    with pytest.raises(BadSetting) as caught:
        load_settings().token()

    assert (caught.value.name, caught.value.reason) == ("THIDUA_BOT_TOKEN", "missing")


def test_every_reason_has_its_sentence() -> None:
    templates = Path(__file__).parents[2] / "messages" / "templates"
    reasons = {reason for _, _, reason, _ in WRONG} | {"missing", "not_https"}

    told = {path.stem.removeprefix("bad_setting_") for path in (templates / "cli").glob("bad_setting_*.j2")}

    assert told == reasons


def test_a_choice_says_what_is_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THIDUA_LOCALE", "fr")

    with pytest.raises(BadSetting) as caught:
        load_settings()

    assert caught.value.facts == {"name": "THIDUA_LOCALE", "value": "fr", "allowed": "'vi', 'en'"}
