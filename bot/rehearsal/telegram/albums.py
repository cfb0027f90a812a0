"""Albums: files that are sent together, one message each."""

from pathlib import PurePath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.rehearsal.telegram.core import Telegram

ALBUM_KINDS = {".jpg": "photo", ".jpeg": "photo", ".png": "photo", ".mp4": "video", ".mov": "video"}
LARGEST_ALBUM = 10


def open_album(telegram: "Telegram") -> str:
    """The number of the next album."""
    telegram.albums += 1
    return f"album-{telegram.albums:04}"


def album_kind(name: str) -> str:
    """What a phone sends a file of that name as."""
    return ALBUM_KINDS.get(PurePath(name).suffix.lower(), "document")
