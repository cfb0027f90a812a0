"""Evidence (minh chứng): files, links and papers; what is taken, kept once, and where else it was used."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import PurePath
from typing import Any

from sqlmodel import Session, col, select

from store.achievements.reuse import note_reuse, used_by_mark
from store.errors import BadAnswer
from store.originals import keep_original
from store.tables import Achievement, Evidence, Member

LARGEST_FILE = 20 * 1024 * 1024
"""In bytes; Telegram hands a bot nothing larger."""

MOST_EVIDENCE = 20
LONGEST_LINK = 1000
LONGEST_PAPER = 60

SHOWN_KINDS = frozenset({"photo", "video", "voice", "audio", "video_note", "animation"})
DOCUMENTS = frozenset(
    {".doc", ".docx", ".rtf", ".odt", ".pdf", ".xls", ".xlsx", ".ods", ".csv", ".txt", ".ppt", ".pptx", ".odp"}
    | {".jpg", ".jpeg", ".png", ".webp", ".heic", ".tif", ".tiff", ".gif"}
    | {".mp4", ".mov", ".m4v", ".mp3", ".m4a", ".ogg", ".oga", ".wav"}
)

SentEvidence = Mapping[str, Any]
"""One piece as a form keeps it: a file (`store.originals.SentFile`), {"link"}, or {"paper_number", "paper_day"};
perhaps with "origin": where a forwarded message came from."""

_LINK = re.compile(r"(?:https?://)?(?:[\w-]+\.)+[a-z]{2,}(?::\d+)?(?:/\S*)?", re.IGNORECASE)
_IN_WORDS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_AFTER_LINK = ".,;:!?)]}>\"'”’»…"
_PAPER = re.compile(
    r"(?P<number>\S+/\S+?),?\s+(?:(?:ngày|of)\s+)?(?P<day>\d{1,2}[/.-]\d{1,2}[/.-]\d{4})", re.IGNORECASE
)


def mark_of(sent: SentEvidence) -> str:
    """What tells a piece from others: the same content sent again has the same mark."""
    if "unique_id" in sent:
        return f"file:{sent['unique_id']}"
    if "link" in sent:
        return f"link:{sent['link']}"[:LONGEST_LINK]
    return f"paper:{sent['paper_number']}:{sent['paper_day']}"


def demand_evidence(sent: SentEvidence) -> None:
    """Refuse what is no evidence: an unknown kind of file, one that is empty, or larger than Telegram hands over."""
    if "unique_id" not in sent:
        return
    suffix, mime, size = PurePath(sent["name"]).suffix.lower(), str(sent["mime"]), sent["size"]
    known = suffix in DOCUMENTS or (
        not suffix and (mime == "application/pdf" or mime.partition("/")[0] in ("image", "video", "audio"))
    )
    if sent["kind"] not in SHOWN_KINDS and not (sent["kind"] == "document" and known):
        raise BadAnswer("evidence_kind", name=sent["name"])
    if size is not None and size > LARGEST_FILE:
        raise BadAnswer("evidence_too_large", name=sent["name"], size=size, limit=LARGEST_FILE)
    if size == 0:
        raise BadAnswer("evidence_empty", name=sent["name"])


def with_evidence(found: Sequence[SentEvidence], sent: SentEvidence) -> list[SentEvidence]:
    """The pieces with one more, once per mark. Refuses what is no evidence, and too many."""
    demand_evidence(sent)
    if mark_of(sent) in map(mark_of, found):
        return list(found)
    if len(found) >= MOST_EVIDENCE:
        raise BadAnswer("too_many_files", limit=MOST_EVIDENCE)
    return [*found, sent]


def read_link(text: str) -> str | None:
    """A web address, with its scheme; None for anything else."""
    if len(text) > LONGEST_LINK or not _LINK.fullmatch(text.strip()):
        return None
    return text.strip() if "://" in text else f"https://{text.strip()}"


def read_links(text: str) -> list[str]:
    """The web addresses in what somebody wrote. Alone in a message an address needs no scheme, only a path."""
    alone = read_link(text) if "/" in text or text.lower().startswith("www.") else None
    if alone is not None:
        return [alone]
    found = (read_link(one.group().rstrip(_AFTER_LINK)) for one in _IN_WORDS.finditer(text))
    return list(dict.fromkeys(one for one in found if one is not None))


def words_beside_links(text: str) -> str:
    """What somebody wrote without the web addresses."""
    return "" if read_link(text) in read_links(text) else _IN_WORDS.sub("", text)


def read_paper(text: str) -> tuple[str, str] | None:
    """A paper's number and the day as typed ("123/QĐ-UBND ngày 05/3/2020"); None for anything else."""
    match = _PAPER.fullmatch(" ".join(text.split()))
    if match is None or len(match["number"]) > LONGEST_PAPER:
        return None
    return match["number"], match["day"]


def evidence_marks(session: Session, achievement_id: int) -> set[str]:
    """The marks of what an achievement has already."""
    return set(session.exec(select(Evidence.mark).where(col(Evidence.achievement_id) == achievement_id)))


def keep_evidence(
    session: Session, achievement: Achievement, pieces: Sequence[SentEvidence], *, by: Member, now: datetime
) -> list[Evidence]:
    """Rows for the pieces it does not have yet, and the jobs that fetch their originals. What was added."""
    known = evidence_marks(session, achievement.id or 0)
    new = [one for one in pieces if mark_of(one) not in known]
    if len(known) + len(new) > MOST_EVIDENCE:
        raise BadAnswer("too_many_files", limit=MOST_EVIDENCE)
    added = []
    for sent in new:
        demand_evidence(sent)
        paper_day = sent.get("paper_day")
        evidence = Evidence(
            achievement_id=achievement.id or 0,
            mark=mark_of(sent),
            file_id=keep_original(session, sent, now=now).id if "unique_id" in sent else None,
            link=sent.get("link", ""),
            paper_number=sent.get("paper_number", ""),
            paper_day=date.fromisoformat(paper_day) if paper_day else None,
            origin=dict(sent.get("origin") or {}),
            added_by_id=by.id or 0,
            added_at=now,
        )
        session.add(evidence)
        added.append(evidence)
    session.flush()
    note_reuse(session, achievement, used_by_mark([one.mark for one in added]), now=now)
    return added
