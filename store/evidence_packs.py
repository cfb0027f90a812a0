"""The evidence of a unit as archives: asked for with a tap, made by a job, sent as letters."""

import mimetypes
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session

from store.achievements import case_of_achievement, evidence_of, unit_achievements
from store.campaigns import campaign_heading
from store.errors import Refusal
from store.facts import fact, flat, local
from store.jobs import add_job
from store.outbox import post_to_accounts
from store.people import account_ids
from store.rules.file_names import stored_name
from store.tables import Account, Achievement, Bloc, Evidence, File, FileState, Member, Unit

LONGEST_FOLDER = 50
_ENDINGS = {
    "photo": ".jpg",
    "voice": ".ogg",
    "video": ".mp4",
    "video_note": ".mp4",
    "animation": ".mp4",
    "audio": ".mp3",
}

PackFacts = Mapping[str, Any]


def ask_for_pack(session: Session, unit_id: int, *, by: Member, now: datetime) -> tuple[Unit, int]:
    """Have the unit's evidence packed for whoever may read it. The unit, and how many files there are."""
    unit, found = unit_achievements(session, unit_id, by=by, now=now)
    files = sum(piece.file_id is not None for one in found for piece in evidence_of(session, one.id or 0))
    key = f"{now:%Y-%m-%d-%H%M}-{unit_id}-{by.id}"
    add_job(session, "evidence_pack", key=f"evidence_pack:{key}", now=now, unit_id=unit_id, member_id=by.id, name=key)
    return unit, files


def pack_facts(session: Session, unit_id: int, member_id: int, *, now: datetime) -> PackFacts | None:
    """What the index says and which files belong to it, by criterion; None for who may not read it any more."""
    by = session.get_one(Member, member_id)
    try:
        unit, found = unit_achievements(session, unit_id, by=by, now=now)
    except Refusal:
        return None
    account = session.get(Account, by.account_id) if by.account_id else None
    bloc = session.get_one(Bloc, unit.bloc_id)
    criteria: dict[tuple[int, str], dict[str, Any]] = {}
    for one in sorted(found, key=lambda one: (one.campaign_id, one.criterion, one.id or 0)):
        case = case_of_achievement(session, one, now)
        heading = {
            "code": one.criterion,
            "title": case.criterion.title,
            "campaign": campaign_heading(session, case.campaign),
            "achievements": [],
        }
        group = criteria.setdefault((one.campaign_id, one.criterion), heading)
        rule, own = case.criterion.rule.kind, case.campaign.owner_unit_id is not None
        line = _line(session, one, bloc.timezone) | {"rule": rule, "own_campaign": own}
        folder = f"{stored_name(_short(f'{one.criterion} {case.criterion.title}'))}/{one.id} {_short(one.title)}"
        line["pieces"] = _pieces(session, evidence_of(session, one.id or 0), folder)
        group["achievements"].append(line)
    language = account.language if account else bloc.locale
    facts = {"unit_code": unit.code, "unit": unit.name, "at": local(now, bloc.timezone), "language": language}
    return flat({**facts, "criteria": list(criteria.values())})


def pack_ready(
    session: Session, job: Mapping[str, Any], pack: PackFacts, archives: Sequence[Mapping[str, Any]], *, now: datetime
) -> None:
    """Send the archives, each once, to who asked for them."""
    accounts = account_ids([session.get_one(Member, job["member_id"])])
    for number, archive in enumerate(archives, start=1):
        key = f"evidence_pack:{job['name']}:{number}"
        shown = {"unit": pack["unit"], "unit_id": job["unit_id"], "part": number, "parts": len(archives)}
        post_to_accounts(session, "evidence_packs/part", accounts, now=now, key=key, **shown, **archive)


def _line(session: Session, one: Achievement, timezone: str) -> dict[str, Any]:
    person = session.get(Member, one.member_id) if one.member_id else None
    decider = session.get(Member, one.decided_by_id) if one.decided_by_id else None
    return {
        "title": one.title,
        "person": person.name if person else "",
        "day": one.day,
        "state": one.state,
        "points": one.points,
        "verified_by": decider.name if decider else "",
        "verified_at": fact(local(one.decided_at, timezone)) if one.decided_at else None,
    }


def _pieces(session: Session, evidence: Sequence[Evidence], folder: str) -> list[dict[str, Any]]:
    """`path` is the place in the archive of what is stored; its original is found by `sha256`."""
    pieces = []
    for number, piece in enumerate(evidence, start=1):
        file = session.get(File, piece.file_id) if piece.file_id else None
        stored = file is not None and file.state == FileState.STORED
        name = _name(file, number) if file else ""
        pieces.append(
            {
                "name": name,
                "path": f"{folder}/{name}" if stored else "",
                "sha256": file.sha256 if file and stored else "",
                "state": file.state if file else FileState.STORED,
                "link": piece.link,
                "paper_number": piece.paper_number,
                "paper_day": piece.paper_day,
            }
        )
    return pieces


def _name(file: File, number: int) -> str:
    """Numbered, so that two of one name stand side by side."""
    if file.name:
        return f"{number:02} {stored_name(file.name)}"
    return f"{number:02}{_ENDINGS.get(file.kind) or mimetypes.guess_extension(file.mime) or ''}"


def _short(text: str) -> str:
    return stored_name(text)[:LONGEST_FOLDER].rstrip(" .")
