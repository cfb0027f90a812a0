"""The originals of files that people sent: fetched by a job, kept under their SHA-256, shown again by Telegram's id."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from store.history import record
from store.jobs import add_job
from store.outbox import post_to_accounts
from store.people import account_ids
from store.tables import Achievement, Campaign, Duty, Evidence, File, FileState, Member, Milestone, PlanDocument, Report

SentFile = Mapping[str, Any]
"""A file as a form keeps it: file_id, unique_id, kind, name, mime, size (None when Telegram did not say)."""


def keep_original(session: Session, sent: SentFile, *, report_id: int | None = None, now: datetime) -> File:
    """A row for a file that was sent, and the job that fetches its original."""
    file = File(
        report_id=report_id,
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
    return file


def telegram_file(session: Session, file: int) -> str | None:
    """Telegram's id of a file whose original is still to be fetched; None when there is nothing to fetch."""
    found = session.get(File, file)
    return found.telegram_file_id if found is not None and found.state == FileState.LOADING else None


def stored_before(session: Session, file: int) -> str | None:
    """The SHA-256 of the same content when it was sent and stored before; forwarding brings the same content."""
    unique_id = session.get_one(File, file).unique_id
    same = select(File.sha256).where(col(File.unique_id) == unique_id, col(File.state) == FileState.STORED)
    return session.exec(same.limit(1)).first()


def file_stored(session: Session, file: int, *, sha256: str, now: datetime) -> None:
    """The original is in the data folder under its SHA-256."""
    found = session.get(File, file)
    if found is None or found.state == FileState.STORED:
        return
    found.state, found.sha256 = FileState.STORED, sha256
    _record(session, found, "stored", now, sha256=sha256)


def file_lost(session: Session, file: int, *, now: datetime) -> None:
    """The original cannot be had after all: who sent it is told and asked to send it again. Once."""
    _end(session, file, FileState.LOST, "file_lost", now)


def file_refused(session: Session, file: int, *, now: datetime) -> None:
    """The original is a program under another name: it is not kept, and who sent it is told. Once."""
    _end(session, file, FileState.REFUSED, "file_refused", now)


def _end(session: Session, file: int, state: FileState, template: str, now: datetime) -> None:
    found = session.get(File, file)
    if found is None or found.state != FileState.LOADING:
        return
    found.state = state
    _record(session, found, state.value, now)
    origin = _origin(session, found)
    if origin is not None:
        accounts = account_ids([session.get_one(Member, origin.sent_by_id)])
        key = f"{template}:{file}"
        post_to_accounts(session, f"{origin.folder}/{template}", accounts, now=now, key=key, **origin.facts)


@dataclass(frozen=True)
class _Origin:
    """What a file was sent for: whose letters tell of it, who sent it, and in which bloc."""

    folder: str
    facts: dict[str, Any]
    sent_by_id: int
    bloc_id: int


def _origin(session: Session, file: File) -> _Origin | None:
    if file.report_id is not None:
        report = session.get_one(Report, file.report_id)
        duty = session.get_one(Duty, report.duty_id)
        title = session.get_one(Milestone, duty.milestone_id).title
        facts = {"duty_id": duty.id, "title": title, "name": file.name}
        return _Origin("reports", facts, report.handed_in_by_id, session.get_one(Campaign, duty.campaign_id).bloc_id)
    plan = session.exec(select(PlanDocument).where(col(PlanDocument.file_id) == file.id)).first()
    if plan is not None:
        campaign = session.get_one(Campaign, plan.campaign_id)
        facts = {"campaign_id": campaign.id, "title": campaign.title, "name": file.name}
        return _Origin("drafts", facts, plan.added_by_id, campaign.bloc_id)
    evidence = session.exec(select(Evidence).where(col(Evidence.file_id) == file.id)).first()
    if evidence is None:
        return None
    achievement = session.get_one(Achievement, evidence.achievement_id)
    facts = {"achievement_id": achievement.id, "title": achievement.title, "name": file.name}
    bloc_id = session.get_one(Campaign, achievement.campaign_id).bloc_id
    return _Origin("achievements", facts, evidence.added_by_id, bloc_id)


def _record(session: Session, file: File, action: str, now: datetime, **details: Any) -> None:
    origin = _origin(session, file)
    record(session, file, action, by=None, now=now, bloc_id=origin.bloc_id if origin else None, **details)
