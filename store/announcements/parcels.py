"""How an announcement is divided into letters: the text with its buttons first, the files after it in their order.

A single file carries a short text as its caption. Telegram groups photos with videos, documents with documents and
audios with audios, ten at most; everything else goes alone.
"""

from collections.abc import Mapping, Sequence
from typing import Any

MOST_FILES = 20
MOST_IN_ALBUM = 10

_GROUPED = {"photo": "pictures", "video": "pictures", "document": "documents", "audio": "audios"}
UNCAPTIONED = frozenset({"video_note"})
"""Kinds that can have no words under them."""

REPLACEABLE = frozenset({"photo", "video", "document", "audio", "animation"})
"""Kinds of which Telegram puts one in the place of another."""

SentFile = Mapping[str, Any]


def may_be_captioned(files: Sequence[SentFile]) -> bool:
    """Whether the text may stand under the one file there is."""
    return len(files) == 1 and files[0]["kind"] not in UNCAPTIONED


def may_be_replaced(files: Sequence[SentFile], *, captioned: bool) -> bool:
    """Whether another file may come in the place of the one that carries the text."""
    return captioned and len(files) == 1 and files[0]["kind"] in REPLACEABLE


def parcels(files: Sequence[SentFile], *, captioned: bool) -> list[list[SentFile]]:
    """The files that follow the text, those of one message or album together."""
    found: list[list[SentFile]] = []
    for file in () if captioned else files:
        kind = _GROUPED.get(file["kind"])
        last = found[-1] if found else []
        if kind and last and len(last) < MOST_IN_ALBUM and _GROUPED.get(last[0]["kind"]) == kind:
            last.append(file)
        else:
            found.append([file])
    return found


def carried(parcel: Sequence[SentFile]) -> dict[str, Any]:
    """The facts by which a letter carries a file or an album."""
    if len(parcel) == 1:
        return {"file_id": parcel[0]["file_id"], "file_kind": parcel[0]["kind"]}
    return {"album": [{"file_id": one["file_id"], "kind": one["kind"]} for one in parcel]}
