"""The files of reports: which are taken, and what became of fetching their originals."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import PurePath
from typing import Any

from sqlmodel import Session

from store.errors import BadAnswer
from store.history import record
from store.jobs import add_job
from store.outbox import post_to_accounts
from store.people import account_ids
from store.tables import Campaign, Duty, File, FileState, Member, Milestone, Report

LARGEST_FILE = 20 * 1024 * 1024
"""In bytes; Telegram hands a bot nothing larger."""

MOST_FILES = 20

OPENED_BY_OFFICES = frozenset(
    {".doc", ".docx", ".rtf", ".odt", ".pdf", ".xls", ".xlsx", ".ods", ".csv", ".txt"}
    | {".jpg", ".jpeg", ".png", ".webp", ".heic", ".tif", ".tiff"}
)

SentFile = Mapping[str, Any]
"""A file as a form keeps it: file_id, unique_id, kind, name, mime, size (None when Telegram did not say)."""


def demand_file(file: SentFile) -> None:
    """Refuse a file that no report takes: of another kind than offices read, or larger than Telegram hands over."""
    suffix, mime = PurePath(file["name"]).suffix.lower(), str(file["mime"])
    readable = suffix in OPENED_BY_OFFICES or (not suffix and (mime == "application/pdf" or mime.startswith("image/")))
    if file["kind"] != "photo" and not (file["kind"] == "document" and readable):
        raise BadAnswer("file_kind", name=file["name"])
    if (file["size"] or 0) > LARGEST_FILE:
        raise BadAnswer("file_too_large", name=file["name"], size=file["size"], limit=LARGEST_FILE)


def with_file(files: Sequence[SentFile], file: SentFile) -> list[SentFile]:
    """The files with one more, once per unique id. Refuses what no report takes, and too many."""
    demand_file(file)
    if any(one["unique_id"] == file["unique_id"] for one in files):
        return list(files)
    if len(files) >= MOST_FILES:
        raise BadAnswer("too_many_files", limit=MOST_FILES)
    return [*files, file]


def keep_files(session: Session, report: Report, files: Sequence[SentFile], *, now: datetime) -> None:
    """A row for each file of a report, and the job that fetches its original."""
    for sent in files:
        file = File(
            report_id=report.id or 0,
            telegram_file_id=sent["file_id"],
            unique_id=sent["unique_id"],
            kind=sent["kind"],
            name=sent["name"],
            mime=sent["mime"],
            size=sent["size"],
        )
        session.add(file)
        session.flush()
        add_job(session, "fetch_file", key=f"file:{file.id}", now=now, file=file.id)


def telegram_file(session: Session, file: int) -> str | None:
    """Telegram's id of a file whose original is still to be fetched; None when there is nothing to fetch."""
    found = session.get(File, file)
    return found.telegram_file_id if found is not None and found.state == FileState.LOADING else None


def file_stored(session: Session, file: int, *, sha256: str, now: datetime) -> None:
    """The original is in the data folder under its SHA-256."""
    found = session.get(File, file)
    if found is None or found.state == FileState.STORED:
        return
    found.state, found.sha256 = FileState.STORED, sha256
    _record(session, found, "stored", now, sha256=sha256)


def file_lost(session: Session, file: int, *, now: datetime) -> None:
    """The original cannot be had after all: who sent it is told and asked to send it again. Once."""
    found = session.get(File, file)
    if found is None or found.state != FileState.LOADING:
        return
    found.state = FileState.LOST
    _record(session, found, "lost", now)
    report = session.get_one(Report, found.report_id)
    duty = session.get_one(Duty, report.duty_id)
    title = session.get_one(Milestone, duty.milestone_id).title
    accounts = account_ids([session.get_one(Member, report.handed_in_by_id)])
    facts: dict[str, Any] = {"duty_id": duty.id, "title": title, "name": found.name}
    post_to_accounts(session, "reports/file_lost", accounts, now=now, key=f"file_lost:{file}", **facts)


def _record(session: Session, file: File, action: str, now: datetime, **details: Any) -> None:
    duty = session.get_one(Duty, session.get_one(Report, file.report_id).duty_id)
    bloc_id = session.get_one(Campaign, duty.campaign_id).bloc_id
    record(session, file, action, by=None, now=now, bloc_id=bloc_id, **details)
