"""The command line. Exit codes: 0 done, 1 refused or failed with one sentence on stderr, 2 wrong usage."""

import asyncio
import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import psycopg
import typer
from sqlalchemy import Engine
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from telegram import Bot
from telegram.error import InvalidToken, TelegramError

from bot.logs import configure
from bot.requests import AiohttpRequest
from bot.run import LockLost, Process, TokenRefused
from bot.settings import BadSetting, Settings, load_settings
from bot.trouble import trouble_of
from bot.web import CannotListen
from messages.render import Renderer, open_renderer
from store.blocs import bloc_of_code, init_bloc
from store.campaign_file import SAMPLES, BadCampaignFile, CampaignFile, read_campaign_file, sample
from store.campaigns import import_campaign
from store.engine import begin, open_engine, reading
from store.errors import Refusal
from store.history import verify_history
from store.inbox import retry_failed
from store.runs import bot_username
from store.schema import NewerSchema, upgrade


class Failed(Exception):
    """The command cannot be done; the sentence is a template of `cli/`."""

    def __init__(self, template: str, **facts: Any) -> None:
        super().__init__(template)
        self.template, self.facts = template, facts


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
        except (
            Failed,
            BadSetting,
            Refusal,
            SQLAlchemyError,
            psycopg.Error,
            OSError,
            NewerSchema,
            TokenRefused,
            LockLost,
            CannotListen,
        ) as error:
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


def now() -> datetime:
    return datetime.now(UTC)


def read_file(path: Path, *, for_import: bool = False) -> CampaignFile:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise Failed("unreadable_file", path=str(path)) from error
    return read_campaign_file(content, for_import=for_import)


def make_app(terminal: Terminal) -> typer.Typer:
    """All commands, with their help in the terminal's language."""
    app = typer.Typer(
        help=terminal.words("help"), no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False
    )
    for name, command in COMMANDS.items():
        app.command(name, help=terminal.words(f"help_{name}"))(command(terminal))
    for group, commands in GROUPS.items():
        sub = typer.Typer(help=terminal.words(f"help_{group}"), no_args_is_help=True)
        for name, command in commands.items():
            sub.command(name, help=terminal.words(f"help_{group}_{name}"))(command(terminal))
        app.add_typer(sub, name=group)
    return app


def _run(terminal: Terminal) -> Callable[[], None]:
    def run() -> None:
        with terminal.guarded():
            settings = terminal.settings
            settings.token()
            configure(settings.log_format)
            asyncio.run(Process(settings).run())

    return run


def _init(terminal: Terminal) -> Callable[[Path], None]:
    def init(file: Path) -> None:
        with terminal.guarded():
            settings, read = terminal.settings, read_file(file)
            engine = terminal.engine()
            name = _bot_name(settings, engine)
            with begin(engine) as session:
                new = init_bloc(session, read, timezone=settings.timezone, locale=settings.locale, now=now())
                campaign = import_campaign(session, new.bloc, read.campaign, by=None, now=now())
                facts = {"bloc": new.bloc.name, "campaign": campaign.title, "units": len(read.bloc.units)}
            if name:
                terminal.say("initialised", **facts, address=f"https://t.me/{name}?start={new.leader_invite.token}")
            else:
                terminal.say("initialised_without_name", **facts, token=new.leader_invite.token)

    return init


def _import(terminal: Terminal) -> Callable[[Path], None]:
    def import_(file: Path) -> None:
        with terminal.guarded():
            read, engine = read_file(file, for_import=True), terminal.engine()
            with begin(engine) as session:
                bloc = bloc_of_code(session, read.bloc.code)
                if bloc is None:
                    raise Failed("unknown_bloc", code=read.bloc.code)
                campaign = import_campaign(session, bloc, read.campaign, by=None, now=now())
            terminal.say("imported", campaign=campaign.title, bloc=bloc.name)

    return import_


def _verify(terminal: Terminal) -> Callable[[], None]:
    def verify() -> None:
        with terminal.guarded():
            with reading(terminal.engine()) as session:
                report = verify_history(session)
            if report.broken:
                raise Failed(
                    "history_broken", numbers=", ".join(map(str, report.broken[:20])), count=len(report.broken)
                )
            facts = {"entries": report.entries, "cleared": report.cleared}
            terminal.say("history_holds", **facts, number=report.last_number, hash=report.last_hash)

    return verify


def _retry(terminal: Terminal) -> Callable[[], None]:
    def retry() -> None:
        with terminal.guarded():
            with begin(terminal.engine()) as session:
                count = retry_failed(session)
            terminal.say("retried", count=count)

    return retry


def _upgrade(terminal: Terminal) -> Callable[[], None]:
    def upgrade_() -> None:
        with terminal.guarded():
            terminal.engine()
            terminal.say("upgraded")

    return upgrade_


def _demo(terminal: Terminal) -> Callable[..., None]:
    def demo(
        file: Annotated[str, typer.Argument(metavar="[FILE]", help=terminal.words("help_demo_file"))] = SAMPLES[1],
        play: Annotated[bool, typer.Option("--play", help=terminal.words("help_demo_play"))] = False,
        seed: Annotated[int, typer.Option(help=terminal.words("help_demo_seed"))] = 1,
        language: Annotated[str, typer.Option(help=terminal.words("help_demo_language"))] = "vi",
    ) -> None:
        from bot.rehearsal.play import play_year

        with terminal.guarded():
            if language not in {"vi", "en"}:
                raise Failed("unknown_language", language=language)
            configure(terminal.settings.log_format, level=logging.WARNING)
            read = read_file(sample(file) if file in SAMPLES else Path(file))
            if not asyncio.run(play_year(read, seed=seed, language=language, out=typer.echo)):
                raise typer.Exit(1)
        del play

    return demo


COMMANDS: dict[str, Callable[[Terminal], Callable[..., None]]] = {
    "demo": _demo,
    "run": _run,
    "init": _init,
    "import": _import,
    "verify": _verify,
}
GROUPS: dict[str, dict[str, Callable[[Terminal], Callable[..., None]]]] = {
    "inbox": {"retry": _retry},
    "db": {"upgrade": _upgrade},
}


def _bot_name(settings: Settings, engine: Engine) -> str:
    """The bot's user name: asked of Telegram, else as the last run knew it; empty when nobody knows."""
    if settings.bot_token is not None:

        async def ask() -> str:
            # Without the second, python-telegram-bot makes one of its own, which ends at a proxy it does not know.
            requests = AiohttpRequest(), AiohttpRequest(connections=1)
            address = f"{settings.api_url}/bot"
            bot = Bot(settings.token(), address, request=requests[0], get_updates_request=requests[1])
            async with bot:
                return bot.username

        try:
            return asyncio.run(ask())
        except InvalidToken:
            raise TokenRefused from None
        except TelegramError:
            pass
    with reading(engine) as session:
        return bot_username(session)


def main() -> None:
    """Entry point of `thidua` and of `python -m bot`."""
    terminal = Terminal()
    try:
        terminal.read_settings()
    except BadSetting as error:
        typer.echo(terminal.renderer.render_plain(error.template, error.facts, terminal.language), err=True)
        sys.exit(1)
    make_app(terminal)()
