"""A bot whose process ends on the spot: `main` is run in a process of its own.

Lan registers a product, and at her last act the process ends at the seam. `again`: the bot of a database that is
there already ends before the commit of whatever it takes first.
"""

import asyncio
import os
from pathlib import Path
from typing import Any

from bot import delivery, turns
from bot.rehearsal.stage import Stage
from tests.town import LAUNCH, Town, keep_schema

ENDED = 9
CAST = ("Mai", "Bình", "Lan", "Tú", "Hoa", "Dũng")


def end(*_args: Any, **_kwargs: Any) -> Any:
    os._exit(ENDED)


def end_at(seam: str, stage: Stage) -> None:
    if seam in ("before_commit", "again"):
        turns.close_update = end  # type: ignore[attr-defined]
    elif seam == "after_commit":
        stage.road.dispatcher._on_commit = end
    elif seam == "claimed":
        delivery.send = end  # type: ignore[attr-defined]
    elif seam == "sent":
        stage.telegram.listeners.append(
            lambda event: end() if event.method in ("sendMessage", "editMessageText") else None
        )
    else:
        raise ValueError(seam)


def open_again(database_url: str, folder: Path) -> Stage:
    """The next process, with the same people in a Telegram that remembers no messages."""
    stage = Stage(folder, start=LAUNCH, database_url=database_url, migrate=keep_schema)
    for name in CAST:
        stage.telegram.person(name).starts()
    stage.telegram.updates.drop()
    return stage


async def _settle(stage: Stage) -> None:
    await stage.open()
    await stage.settle()


def main(seam: str, database_url: str, folder: Path) -> None:
    if seam == "again":
        stage = open_again(database_url, folder)
        end_at(seam, stage)
        asyncio.run(_settle(stage))
        return
    town = Town(folder, database_url)
    town.lan.sends("/dangky")
    town.lan.taps("Đề án")
    town.lan.sends("Chuyển đổi số một cửa")
    end_at(seam, town.stage)
    town.lan.taps("Gửi")
