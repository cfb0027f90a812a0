"""Evidence in the chat: what a message brings, how it is listed, and how it is shown again."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from handlers.forms import Answers
from handlers.said import SaidKind
from handlers.turn import Turn
from store.achievements import (
    AchievementCase,
    SentEvidence,
    evidence_to_show,
    piece_facts,
    read_links,
    read_paper,
    with_evidence,
)
from store.errors import BadAnswer
from store.rules.deadlines import BadDay
from store.rules.typed import read_typed_day

DONE, CLEAR = "done", "clear"
OLDEST = 20
"""A paper of more years ago shows nothing of today."""


def file_said(turn: Turn) -> dict[str, Any] | None:
    """The file of this message as forms keep it, with where it was forwarded from."""
    file = turn.said.file
    if file is None:
        return None
    kept = {
        "file_id": file.file_id,
        "unique_id": file.unique_id,
        "kind": file.kind,
        "name": file.name,
        "mime": file.mime,
        "size": file.size,
    }
    return {**kept, **_origin(turn)}


def pieces_said(turn: Turn) -> list[SentEvidence]:
    """A file, or the links in what was written; nothing for plain words."""
    file = file_said(turn)
    if file is not None:
        return [file]
    links = read_links(turn.said.text) if turn.said.kind == SaidKind.TEXT else []
    return [{"link": link, **_origin(turn)} for link in links]


def _origin(turn: Turn) -> dict[str, Any]:
    origin = turn.said.origin
    if origin is None:
        return {}
    at = origin.at.isoformat()
    return {"origin": {"kind": origin.kind, "name": origin.name, "at": at, "link": origin.link}}


def with_pieces(found: Sequence[SentEvidence], more: Sequence[SentEvidence]) -> list[SentEvidence]:
    pieces = list(found)
    for one in more:
        pieces = with_evidence(pieces, one)
    return pieces


def read_evidence(turn: Turn, answers: Answers, value: str | None) -> dict[str, Any]:
    """Files, links and papers are added; the tap ends it, and not without any where the criterion asks for some."""
    pieces = answers.get("pieces", [])
    if value == CLEAR:
        return {"pieces": []}
    if value == DONE:
        if not pieces and answers.get("required"):
            raise BadAnswer("evidence_needed")
        return {"evidence": DONE}
    if value is not None:
        raise BadAnswer("choose")
    more = [*pieces_said(turn), *_papers(turn)]
    if not more:
        raise BadAnswer("evidence_unclear")
    return {"pieces": with_pieces(pieces, more)}


def _papers(turn: Turn) -> list[SentEvidence]:
    """Numbers and days of papers, one a line."""
    lines = turn.said.text.splitlines() if turn.said.kind == SaidKind.TEXT else []
    papers = [paper for line in lines if (paper := read_paper(line)) is not None]
    return [{"paper_number": number, "paper_day": _paper_day(turn, day).isoformat()} for number, day in papers]


def _paper_day(turn: Turn, typed: str) -> date:
    try:
        day = read_typed_day(typed, today=turn.today)
    except BadDay:
        raise BadAnswer("no_such_day") from None
    first = date(turn.today.year - OLDEST, 1, 1)
    if not first <= day <= turn.today:
        raise BadAnswer("day_outside", first=first, last=turn.today)
    return day


def shown_pieces(turn: Turn, pieces: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """What a form holds, as the templates list evidence."""
    return [piece_facts(one, turn.timezone) for one in pieces]


def show_evidence(turn: Turn, case: AchievementCase) -> None:
    """Each file as a message of its own, by Telegram's id of it; links and papers together in one."""
    pieces = evidence_to_show(turn.session, case)
    title, total = case.achievement.title, len(pieces)
    texts = []
    for number, piece in enumerate(pieces, start=1):
        if piece["file_id"]:
            sent = {name: piece[name] for name in ("file_id", "file_kind", "origin")}
            turn.say("achievements/evidence_file", title=title, number=number, total=total, **sent)
        else:
            texts.append({**piece, "number": number})
    if texts:
        turn.say("achievements/evidence_texts", title=title, total=total, pieces=texts)
