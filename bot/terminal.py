"""What a command of the command line needs: settings, words, and a way to fail in one sentence."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import typer
from sqlalchemy import Engine
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from bot.run import LockLost, TokenRefused
from bot.settings import BadSetting, Settings, load_settings
from bot.trouble import database_errors, trouble_of
from bot.web import CannotListen
from messages.render import Renderer, open_renderer
from store.campaign_file import BadCampaignFile, CampaignFile, read_campaign_file
from store.engine import open_engine
from store.errors import Refusal
from store.schema import NewerSchema, upgrade


class Failed(Exception):
    """The command cannot be done; the sentence is a template of `cli/`."""

    def __init__(self, template: str, **facts: Any) -> None:
        super().__init__(template)
        self.template, self.facts = template, facts


def told() -> tuple[type[Exception], ...]:
    """Every failure that is told in one sentence."""
    ours = (Failed, BadSetting, Refusal, SQLAlchemyError, NewerSchema, TokenRefused, LockLost, CannotListen)
    return (*ours, *database_errors())


def read_file(path: Path, *, for_import: bool = False) -> CampaignFile:
    """A campaign file, checked. Raises `Failed`, `BadCampaignFile`."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise Failed("unreadable_file", path=str(path)) from error
    return read_campaign_file(content, for_import=for_import)


class Terminal:
    """What a command needs: settings, words, and a way to fail in one sentence."""

    def __init__(self) -> None:
        self.renderer: Renderer = open_renderer()
        self.language = "vi"
        self._settings: Settings | None = None

    def read_settings(self) -> Settings:
        """Read the settings once; raises `BadSetting`."""
        if self._settings is None:
            self._settings = load_settings()
            self.language = self._settings.locale
        return self._settings

    @property
    def settings(self) -> Settings:
        return self.read_settings()

    def words(self, template: str, **facts: Any) -> str:
        return self.renderer.render_plain(f"cli/{template}", facts, self.language)

    def say(self, template: str, **facts: Any) -> None:
        typer.echo(self.words(template, **facts))

    def complain(self, template: str, **facts: Any) -> None:
        typer.echo(self.words(template, **facts), err=True)

    @contextmanager
    def guarded(self) -> Iterator[None]:
        """Every failure a person can cause becomes one sentence and exit code 1."""
        try:
            yield
        except BadCampaignFile as bad:
            for mistake in bad.mistakes:
                sentence = self.renderer.render_plain(f"campaign_file/{mistake.code}", mistake.facts, self.language)
                line = {"line": mistake.line, "sentence": sentence}
                typer.echo(self.renderer.render_plain("campaign_file/line", line, self.language), err=True)
            raise typer.Exit(1) from None
        except BrokenPipeError:  # whoever read along has left, as `| head` does; typer ends quietly
            raise
        except told() as error:
            typer.echo(self._sentence(error), err=True)
            raise typer.Exit(1) from None

    def _sentence(self, error: Exception) -> str:
        match error:
            case Failed():
                return self.words(error.template, **error.facts)
            case BadSetting():
                return self.renderer.render_plain(error.template, error.facts, self.language)
            case Refusal():
                return self.words(f"refused_{error.code}", **error.facts)
            case NewerSchema():
                return self.words("newer_schema")
            case TokenRefused():
                return self.words("token_refused")
            case LockLost():
                return self.words("lock_lost")
            case CannotListen():
                return self.words("cannot_listen", listen=str(self.settings.listen))
            case OSError() if error.filename is not None:
                place = str(error.filename)
            case _:
                place = database_place(self.settings)
        cause = error.orig if isinstance(error, DBAPIError) and error.orig else error
        return self.words(f"database_{trouble_of(error)}", place=place, kind=type(cause).__name__)

    def engine(self) -> Engine:
        """The database, at this code's schema."""
        engine = open_engine(self.settings.database)
        upgrade(engine)
        return engine


def database_place(settings: Settings) -> str:
    """Where the database is, without its password."""
    url = make_url(settings.database)
    return url.database or "" if url.get_backend_name() == "sqlite" else url.set(query={}).render_as_string()
