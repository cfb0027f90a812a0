"""Settings from the environment or `.env`, checked before anything starts."""

import re
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, SecretStr, ValidationError, model_validator
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails, PydanticCustomError
from pydantic_settings import BaseSettings, NoDecode, PydanticBaseSettingsSource, SettingsConfigDict
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

PREFIX = "THIDUA_"
TELEGRAM = "https://api.telegram.org"
SECRETS = frozenset({"bot_token", "webhook_secret", "database_url"})
"""Never quoted back, and each may come from a file named by `<NAME>_FILE`."""

OWN_PATHS = frozenset({"/healthz", "/readyz", "/metrics"})
"""Never the webhook's."""


class BadSetting(Exception):
    """A setting the bot cannot start with. The wording is `messages/templates/cli/bad_setting_<reason>`."""

    def __init__(self, name: str, reason: str, value: str = "", allowed: str = "") -> None:
        super().__init__(f"{name}: {reason}")
        self.name = name
        self.reason = reason
        self.value = value
        self.allowed = allowed

    @property
    def template(self) -> str:
        return f"cli/bad_setting_{self.reason}"

    @property
    def facts(self) -> dict[str, str]:
        return {"name": self.name, "value": self.value, "allowed": self.allowed}


@dataclass(frozen=True, slots=True)
class Listen:
    """Where the web endpoints listen; port 0 takes any free one."""

    host: str
    port: int

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


def _wrong(reason: str, field: str = "") -> PydanticCustomError:
    return PydanticCustomError("setting", "{reason}", {"reason": reason, "field": field})


def _listen(value: object) -> Listen:
    if isinstance(value, Listen):
        return value
    found = re.fullmatch(r"(?:\[([0-9A-Fa-f:.]+)\]|([^:\[\]\s]+)):(\d{1,5})", str(value).strip())
    if found is None or int(found[3]) > 65535:
        raise _wrong("listen")
    return Listen(found[1] or found[2], int(found[3]))


def _token(value: SecretStr) -> SecretStr:
    if not re.fullmatch(r"\d+:[A-Za-z0-9_-]{30,}", value.get_secret_value()):
        raise _wrong("token")
    return value


def _webhook_secret(value: SecretStr) -> SecretStr:
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", value.get_secret_value()):
        raise _wrong("webhook_secret")
    return value


def _address(value: str) -> str:
    try:
        parts = urlsplit(value)
        good = parts.scheme in {"http", "https"} and parts.hostname and not parts.query and not parts.fragment
        _ = parts.port
    except ValueError:
        good = False
    if not good or re.search(r"\s", value):
        raise _wrong("address")
    return value.rstrip("/")


def _webhook_url(value: str) -> str:
    address = _address(value)
    # What needs no quoting is spelt the same by Telegram, by any reverse proxy and by the route.
    path = urlsplit(address).path
    if not re.fullmatch(r"[A-Za-z0-9._~/-]*", path):
        raise _wrong("webhook_path")
    # A proxy that passes it on would show these to everybody.
    if path in OWN_PATHS:
        raise _wrong("webhook_path_taken")
    return address


def is_loopback(address: str) -> bool:
    """Whether this address is on this machine."""
    try:
        host = urlsplit(address).hostname or ""
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _database_url(value: SecretStr) -> SecretStr:
    try:
        url = make_url(value.get_secret_value())
    except ArgumentError:
        raise _wrong("database_url") from None
    if url.drivername in {"postgres", "postgresql", "postgresql+psycopg"}:
        return SecretStr(url.set(drivername="postgresql+psycopg").render_as_string(hide_password=False))
    if url.drivername == "sqlite" and url.database not in {None, "", ":memory:"}:
        return value
    raise _wrong("database_url")


def _folder(value: Path) -> Path:
    if value.exists() and not value.is_dir():
        raise _wrong("folder")
    return value


def _timezone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ValueError, OSError, KeyError):
        raise _wrong("timezone") from None
    return value


class _SecretFiles(PydanticBaseSettingsSource):
    """`THIDUA_BOT_TOKEN_FILE=/run/secrets/token` and its like, wherever the setting itself could stand."""

    def __init__(self, settings: type[BaseSettings], *sources: PydanticBaseSettingsSource) -> None:
        super().__init__(settings)
        self._sources = sources

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        return None, field_name, False

    def __call__(self) -> dict[str, Any]:
        given: dict[str, str] = {}
        for source in self._sources:
            given |= getattr(source, "env_vars", {})
        found = {}
        for name in SECRETS:
            path = given.get(f"{PREFIX}{name}_file".lower())
            if path:
                found[name] = self._read(f"{PREFIX}{name}_file".upper(), path)
        return found

    def _read(self, name: str, path: str) -> str:
        try:
            text = Path(path).read_text(encoding="utf-8").strip()
        except (OSError, ValueError):
            text = ""
        if not text:
            raise BadSetting(name, "unreadable_file", path)
        return text


class Settings(BaseSettings):
    """Everything that can be set from outside; each is `THIDUA_` and the name in capitals."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=".env",
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
    )
    bot_token: Annotated[SecretStr, AfterValidator(_token)] | None = None
    api_url: Annotated[str, AfterValidator(_address)] = TELEGRAM
    data_dir: Annotated[Path, AfterValidator(_folder)] = Path("data")
    database_url: Annotated[SecretStr, AfterValidator(_database_url)] | None = None
    webhook_url: Annotated[str, AfterValidator(_webhook_url)] | None = None
    webhook_secret: Annotated[SecretStr, AfterValidator(_webhook_secret)] | None = None
    listen: Annotated[Listen, NoDecode, BeforeValidator(_listen)] = Listen("127.0.0.1", 8080)
    timezone: Annotated[str, AfterValidator(_timezone)] = "Asia/Ho_Chi_Minh"
    locale: Literal["vi", "en"] = "vi"
    log_format: Literal["console", "json"] = "console"

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        files = _SecretFiles(settings_cls, dotenv_settings, env_settings)
        return init_settings, env_settings, files, dotenv_settings

    @model_validator(mode="after")
    def _webhook_is_whole(self) -> Self:
        if self.webhook_url is None:
            return self
        if self.webhook_secret is None:
            raise _wrong("missing", "webhook_secret")
        # Telegram calls https only; a Bot API server on this machine calls anything, and no secret leaves it.
        if not is_loopback(self.api_url) and not self.webhook_url.startswith("https://"):
            raise _wrong("not_https", "webhook_url")
        return self

    @property
    def database(self) -> str:
        """The database's address for SQLAlchemy, password included."""
        if self.database_url is not None:
            return self.database_url.get_secret_value()
        path = (self.data_dir / "thidua.db").absolute()
        return URL.create("sqlite", database=str(path)).render_as_string()

    @property
    def webhook(self) -> tuple[str, str] | None:
        """The address Telegram calls and the secret it sends along; None: polling."""
        if self.webhook_url is None or self.webhook_secret is None:
            return None
        return self.webhook_url, self.webhook_secret.get_secret_value()

    def token(self) -> str:
        """The bot token; most commands do without, the bot does not."""
        if self.bot_token is None:
            raise BadSetting(f"{PREFIX}BOT_TOKEN", "missing")
        return self.bot_token.get_secret_value()


def load_settings() -> Settings:
    """Read and check all settings; raises `BadSetting` for the first that is wrong."""
    try:
        return Settings()
    except ValidationError as error:
        raise _bad(error.errors(include_url=False)[0])[1] from None


def examine_settings() -> tuple[Settings | None, list[BadSetting]]:
    """Every setting that is wrong, and the settings with the wrong ones left out; None where not even those can be
    read."""
    left_out: dict[str, Any] = {}
    wrong: list[BadSetting] = []
    while True:
        try:
            return Settings(**left_out), wrong
        except BadSetting as bad:
            return None, [*wrong, bad]
        except ValidationError as error:
            for one in error.errors(include_url=False):
                field, found = _bad(one)
                wrong.append(found)
                # What is wrong between settings is the webhook's, which is whole or not there.
                left_out[field if one["loc"] else "webhook_url"] = Settings.model_fields[field].get_default()


def _bad(error: ErrorDetails) -> tuple[str, BadSetting]:
    context = error.get("ctx", {})
    field = str(error["loc"][0]) if error["loc"] else str(context.get("field", ""))
    value = "" if field in SECRETS or not error["loc"] else str(error["input"])
    reason = str(context.get("reason", "choice"))
    allowed = str(context.get("expected", "")).replace(" or ", ", ")
    return field, BadSetting(f"{PREFIX}{field}".upper(), reason, value, allowed)
