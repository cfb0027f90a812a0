"""The command line. Exit codes: 0 done, 1 refused or failed with one sentence on stderr, 2 wrong usage."""

import asyncio
import logging
import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import Engine
from telegram import Bot
from telegram.error import InvalidToken, TelegramError

from bot.clock import RealClock
from bot.demo import demo_command
from bot.logs import configure
from bot.requests import AiohttpRequest
from bot.run import Process, TokenRefused
from bot.settings import BadSetting, Settings, examine_settings, is_loopback
from bot.terminal import Failed, Terminal, database_place, read_file
from bot.verifying import everything_holds
from store.blocs import bloc_of_code, init_bloc
from store.campaigns import import_campaign
from store.engine import begin, reading
from store.inbox import parked_updates, retry_failed
from store.runs import bot_username


def now() -> datetime:
    return datetime.now(UTC)


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


def _run(terminal: Terminal) -> Callable[..., None]:
    def run(clock: Annotated[str, typer.Option("--clock", hidden=True)] = "") -> None:
        with terminal.guarded():
            settings = terminal.settings
            settings.token()
            if clock and not (is_loopback(settings.api_url) and is_loopback(clock)):
                raise Failed("clock_needs_rehearsal")
            configure(settings.log_format)
            asyncio.run(_rehearse(settings, clock) if clock else Process(settings).run())

    return run


async def _rehearse(settings: Settings, clock: str) -> None:
    """The bot of a rehearsal: it follows the clock of the server at that address."""
    from bot.rehearsal.demo.following import ClockGone, following

    try:
        async with following(clock) as follower:
            await Process(settings, clock=follower.clock, beside=follower.follow).run()
    except ClockGone:
        raise Failed("clock_gone", address=clock) from None


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
            if not everything_holds(terminal):
                raise typer.Exit(1)

    return verify


def _list(terminal: Terminal) -> Callable[[], None]:
    def list_() -> None:
        with terminal.guarded():
            with reading(terminal.engine()) as session:
                parked, asked = parked_updates(session), now()
            for one in parked:
                minutes = int((asked - one.received_at).total_seconds() // 60)
                days, hours, minutes = minutes // 1440, minutes // 60 % 24, minutes % 60
                facts = {"number": one.id, "kind": one.kind, "error_id": one.error_id}
                terminal.say("parked", **facts, days=days, hours=hours, minutes=minutes)
            if not parked:
                terminal.say("nothing_parked")

    return list_


def _retry(terminal: Terminal) -> Callable[..., None]:
    def retry(
        number: Annotated[list[int] | None, typer.Argument(help=terminal.words("help_inbox_retry_number"))] = None,
    ) -> None:
        with terminal.guarded():
            wanted = sorted(set(number or []))
            with begin(terminal.engine()) as session:
                unknown = set(wanted) - {one.id for one in parked_updates(session)}
                if unknown:
                    raise Failed("not_parked", numbers=", ".join(map(str, sorted(unknown))))
                count = retry_failed(session, wanted)
            terminal.say("retried" if count else "nothing_parked", count=count)

    return retry


def _upgrade(terminal: Terminal) -> Callable[[], None]:
    def upgrade_() -> None:
        with terminal.guarded():
            terminal.engine()
            terminal.say("upgraded")

    return upgrade_


def _doctor(terminal: Terminal) -> Callable[..., None]:
    def doctor(
        language: Annotated[str, typer.Option(help=terminal.words("help_doctor_language"))] = "",
    ) -> None:
        from bot.doctor.findings import Mark
        from bot.doctor.telling import tell
        from bot.doctor.visit import visit

        with terminal.guarded():
            settings, wrong = examine_settings()
            if language not in {"", "vi", "en"}:
                raise Failed("unknown_language", language=language)
            terminal.language = language or (settings.locale if settings is not None else terminal.language)
            place = database_place(settings) if settings is not None else ""
            findings = visit(settings, wrong, place=place, clock=RealClock())
            counts = asyncio.run(tell(findings, terminal.renderer, terminal.language))
            if counts[Mark.FAILED]:
                raise typer.Exit(1)

    return doctor


COMMANDS: dict[str, Callable[[Terminal], Callable[..., None]]] = {
    "demo": demo_command,
    "run": _run,
    "init": _init,
    "import": _import,
    "verify": _verify,
    "doctor": _doctor,
}
GROUPS: dict[str, dict[str, Callable[[Terminal], Callable[..., None]]]] = {
    "inbox": {"list": _list, "retry": _retry},
    "db": {"upgrade": _upgrade},
}


def _bot_name(settings: Settings, engine: Engine) -> str:
    """The bot's user name: asked of Telegram, else as the last run knew it; empty when nobody knows."""
    if settings.bot_token is not None:

        async def ask() -> str:
            request, address = AiohttpRequest(), f"{settings.api_url}/bot"
            # For updates too, which nobody asks for: left out, it would be httpx, which fails at a SOCKS proxy.
            bot = Bot(settings.token(), address, request=request, get_updates_request=request)
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
    # What people hand in is not for other users of the machine; the group is the operator's to decide.
    os.umask(os.umask(0o777) | 0o007)
    terminal = Terminal()
    # Until settings say otherwise: what libraries log is never printed as they please.
    configure("console", level=logging.WARNING)
    try:
        terminal.read_settings()
    except BadSetting as error:
        if sys.argv[1:2] != ["doctor"]:  # whose business wrong settings are
            typer.echo(terminal.renderer.render_plain(error.template, error.facts, terminal.language), err=True)
            sys.exit(1)
    make_app(terminal)()
