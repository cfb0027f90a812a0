"""A bot killed while it fetches what Lan sent; `main` and `again` are run in processes of their own."""

import asyncio
import os
import signal
from pathlib import Path
from typing import Any

from bot import downloads, fetching
from bot.rehearsal.stage import Stage
from bot.rehearsal.telegram import Person
from tests.stories.crash import CAST
from tests.town import LAUNCH, Town, keep_schema

CONTENTS = {f"{number}.pdf": bytes([number]) * 600_000 for number in range(1, 6)}
"""Three pieces each."""


def killed(*_args: Any, **_kwargs: Any) -> Any:
    os.kill(os.getpid(), signal.SIGKILL)


def dies_at(seam: str) -> None:
    """half: in the middle of writing; written: before it has its name; named: before that is committed."""
    if seam == "half":
        add = downloads.Draft.add
        pieces: list[bytes] = []

        def add_and_die(draft: downloads.Draft, piece: bytes) -> None:
            add(draft, piece)
            pieces.append(piece)
            if len(pieces) > 2:
                draft._file.flush()
                killed()

        downloads.Draft.add = add_and_die  # type: ignore[assignment, method-assign]
    elif seam == "written":
        downloads.is_program = killed  # type: ignore[attr-defined]
    else:
        fetching.file_stored = killed  # type: ignore[attr-defined]


def sends_all(lan: Person) -> None:
    lan.sends_file("0.jpg", b"0", kind="photo", caption="Tuyên truyền cải cách hành chính")
    lan.sends_album(list(CONTENTS.items()))


def main(seam: str, database_url: str, folder: Path) -> None:
    """The first process: what Lan sent is recorded, and its files are on their way."""
    town = Town(folder, database_url)
    sends_all(town.lan.person)
    town.settles()
    town.lan.taps("Tin, bài")
    dies_at(seam)
    town.lan.taps("Gửi")


def open_again(database_url: str, folder: Path) -> Stage:
    """The next process, with a Telegram that has the same files."""
    stage = Stage(folder, start=LAUNCH, database_url=database_url, migrate=keep_schema)
    people = {name: stage.telegram.person(name) for name in CAST}
    for person in people.values():
        person.starts()
    sends_all(people["Lan"])
    stage.telegram.updates.drop()
    return stage


def again(seam: str, database_url: str, folder: Path) -> None:
    dies_at(seam)
    asyncio.run(finish(open_again(database_url, folder)))


async def finish(stage: Stage) -> None:
    await stage.open()
    await stage.settle()
    await stage.close()
