"""Where the house stands, and what of it is ours (not made by tools)."""

from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("bot", "handlers", "messages", "store")


def text(name: str) -> str:
    """The text of one file at the top of the house."""
    return (ROOT / name).read_text(encoding="utf-8")


def between(marker: str, page: str) -> str:
    """The part of a page between `<!-- marker -->` and `<!-- /marker -->`."""
    before, after = f"<!-- {marker} -->", f"<!-- /{marker} -->"
    assert page.count(before) == 1
    assert page.count(after) == 1
    return page.partition(before)[2].partition(after)[0]


def top_level() -> set[str]:
    """Names at the top of the house, without git's own folder and what .gitignore leaves out."""
    return {path.name for path in ROOT.iterdir() if path.name != ".git" and not _ignored(path.name)}


def files(room: str) -> Iterator[Path]:
    """Every file of a room, relative to that room, without what .gitignore leaves out."""
    for path in sorted((ROOT / room).rglob("*")):
        inside = path.relative_to(ROOT / room)
        if path.is_file() and not any(_ignored(part) for part in inside.parts):
            yield inside


def _ignored(name: str) -> bool:
    lines = (line.strip() for line in text(".gitignore").splitlines())
    return any(fnmatch(name, line.strip("/")) for line in lines if line and not line.startswith("#"))
