"""What is said in an announcement: words with their formatting, and files, as a form takes them."""

import hashlib
import json
import unicodedata
from collections.abc import Sequence
from datetime import date
from html import escape
from typing import Any

from handlers.forms import Answers
from handlers.said import SaidFile
from handlers.turn import Turn
from messages.limits import CAPTION, TEXT, visible_len
from store.announcements import MOST_FILES, carried, letter_facts, may_be_captioned, parcels, place_of
from store.errors import BadAnswer
from store.tables import Asks

FRAME = 324
"""What stands round the words in a message, at most: whose it is, when it was corrected, the reader's answer."""

LONGEST, LONGEST_CAPTION = TEXT - FRAME, CAPTION - FRAME
DONE, CLEAR = "done", "clear"


def said_html(turn: Turn) -> str:
    """The words that were said, as HTML; nothing when there is nothing to see."""
    text = turn.said.text
    if not any(unicodedata.category(letter)[0] not in "CMZ" for letter in text):
        return ""
    return (turn.said.html or escape(text, quote=False)).strip()


def read_content(turn: Turn, answers: Answers, value: str | None) -> dict[str, Any]:
    """Words and files are added to what is there; the taps end it or begin anew."""
    text, files = answers.get("text", ""), answers.get("files", [])
    if value == CLEAR:
        return {"text": "", "files": []}
    if value is not None:
        if value != DONE:
            raise BadAnswer("choose")
        if not text and not files:
            raise BadAnswer("announcement_empty")
        return {"content": DONE}
    more, file = said_html(turn), turn.said.file
    if not more and file is None:
        raise BadAnswer("announcement_empty")
    joined = "\n".join(part for part in (text, more) if part) if more else text
    check_length(joined, LONGEST)
    if file is not None and all(one["unique_id"] != file.unique_id for one in files):
        if len(files) >= MOST_FILES:
            raise BadAnswer("too_many_files", limit=MOST_FILES)
        files = [*files, kept_file(file)]
    return {"text": joined, "files": files}


def kept_file(file: SaidFile) -> dict[str, Any]:
    """What is kept of a file that was sent."""
    return {"file_id": file.file_id, "unique_id": file.unique_id, "kind": file.kind, "name": file.name}


def check_length(html: str, limit: int) -> None:
    length = visible_len(html)
    if length > limit:
        raise BadAnswer("announcement_long", length=length, limit=limit)


def content_facts(_turn: Turn, answers: Answers) -> dict[str, Any]:
    """What has been said so far, without Telegram's ids."""
    files, text = answers.get("files", []), answers.get("text", "")
    names = [{"name": one["name"], "kind": one["kind"]} for one in files]
    return {"files": len(files), "names": names, "text": text, "length": visible_len(text), "limit": LONGEST}


def under_the_file(text: str, files: Sequence[Any]) -> bool:
    """Whether the words go under the one file there is."""
    return may_be_captioned(files) and visible_len(text) <= LONGEST_CAPTION


def show_sample(
    turn: Turn,
    *,
    unit_id: int | None,
    text: str,
    files: Sequence[Any],
    asks: Asks,
    event_day: date | None,
    captioned: bool,
    **more: Any,
) -> None:
    """The messages exactly as a reader will get them; their buttons only say so."""
    facts = letter_facts(
        announcement_id=0,
        place=place_of(turn.session, turn.me.bloc_id, unit_id),
        body=text,
        files=files,
        captioned=captioned,
        asks=asks,
        event_day=event_day,
        **more,
    )
    turn.say("announcements/letter", **facts)
    for parcel in parcels(files, captioned=captioned):
        turn.say("announcements/files", **carried(parcel))


def fingerprint(*what: Any) -> str:
    """By which it is known whether the preview that was shown is still true."""
    return hashlib.sha256(json.dumps(what, sort_keys=True, default=str).encode()).hexdigest()[:16]
