"""`thidua demo`: the rehearsal on a page, or with `--play` a whole year in the terminal."""

import asyncio
import logging
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from bot.logs import configure
from bot.terminal import Failed, Terminal, read_file
from store.campaign_file import SAMPLES, CampaignFile, sample

DEFAULT = "khoi-vhxh-2020"


def demo_command(terminal: Terminal) -> Callable[..., None]:
    def demo(
        file: Annotated[str, typer.Argument(metavar="[FILE]", help=terminal.words("help_demo_file"))] = DEFAULT,
        play: Annotated[bool, typer.Option("--play", help=terminal.words("help_demo_play"))] = False,
        seed: Annotated[int, typer.Option(help=terminal.words("help_demo_seed"))] = 1,
        language: Annotated[str, typer.Option(help=terminal.words("help_demo_language"))] = "vi",
        port: Annotated[
            int | None, typer.Option(min=1, max=65535, help=terminal.words("help_demo_port"), show_default=False)
        ] = None,
        data: Annotated[Path | None, typer.Option(help=terminal.words("help_demo_data"), show_default=False)] = None,
        browser: Annotated[
            bool, typer.Option("--browser/--no-browser", help=terminal.words("help_demo_browser"))
        ] = True,
    ) -> None:
        with terminal.guarded():
            if language not in {"vi", "en"}:
                raise Failed("unknown_language", language=language)
            terminal.language = language
            configure(terminal.settings.log_format, level=logging.WARNING)
            read = read_file(sample(file) if file in SAMPLES else Path(file))
            if play:
                _play(read, seed, language, data)
            else:
                _hold(terminal, read, language=language, seed=seed, port=port, data=data, browser=browser)

    return demo


def _play(file: CampaignFile, seed: int, language: str, data: Path | None) -> None:
    from bot.rehearsal.play import rehearse

    with _folder(data) as folder:
        _, sound = asyncio.run(rehearse(folder, file, seed=seed, language=language, out=typer.echo))
    if not sound:
        raise typer.Exit(1)


def _hold(
    terminal: Terminal,
    file: CampaignFile,
    *,
    language: str,
    seed: int,
    port: int | None,
    data: Path | None,
    browser: bool,
) -> None:
    from bot.rehearsal.demo.opening import PortTaken, Wanted, hold

    with _folder(data) as folder:
        terminal.say("demo_begins", bloc=file.bloc.name, units=len(file.bloc.units))
        wanted = Wanted(
            file,
            folder,
            language,
            seed,
            port,
            browser,
            out=typer.echo,
            told=lambda address: terminal.say("demo_open", address=address, log=str(folder / "bot.log")),
        )
        try:
            asyncio.run(hold(wanted))
        except PortTaken:
            raise Failed("cannot_listen", listen=f"127.0.0.1:{port}") from None
        terminal.say("demo_over")


@contextmanager
def _folder(data: Path | None) -> Iterator[Path]:
    """A folder for one rehearsal alone, gone afterwards unless it was named."""
    if data is None:
        with tempfile.TemporaryDirectory(prefix="thidua-demo-", ignore_cleanup_errors=True) as folder:
            yield Path(folder).resolve()
        return
    try:
        data.mkdir(parents=True, exist_ok=True)
        taken = any(data.iterdir())
    except OSError as error:
        raise Failed("unusable_folder", path=str(data)) from error
    if taken:
        raise Failed("folder_not_empty", path=str(data))
    yield data.resolve()
