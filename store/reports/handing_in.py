"""Handing in: a new version of a report, on time or so many days late."""

import unicodedata
from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from store.campaigns import takes_nothing_more
from store.duties import Standing, days_late, discharge, duty_for
from store.errors import BadAnswer, Closed, IllegalMove, NotFound
from store.facts import local_day
from store.history import record
from store.originals import SentFile
from store.outbox import post_to_accounts
from store.people import account_ids, heads_of, my_units, office_of
from store.reports.files import MOST_FILES, demand_file, keep_files
from store.reports.reading import HANDED_IN_KINDS, files_of, latest_report, report_facts, right_to_hand_in
from store.tables import DoneHow, Duty, Member, Report

MOST_TEXT = 4000


def duty_to_hand_in(session: Session, duty_id: int, *, by: Member, now: datetime) -> Standing:
    """A duty that this person may hand something in for now. Closed once its phase or campaign is sealed."""
    duty = session.get(Duty, duty_id)
    if duty is None:
        raise NotFound()
    standing = duty_for(session, duty_id, right_to_hand_in(duty), by=by, now=now)
    if standing.milestone.kind not in HANDED_IN_KINDS:
        raise IllegalMove(state=standing.milestone.kind, action="hand_in")
    if takes_nothing_more(session, standing.campaign, standing.milestone.phase_id):
        raise Closed(title=standing.milestone.title)
    return standing


def hand_in(
    session: Session, duty_id: int, *, text: str, files: Sequence[SentFile], by: Member, now: datetime
) -> Report:
    """Hand in text, files or both; who waits for it is told. Handing in the same again changes nothing."""
    standing = duty_to_hand_in(session, duty_id, by=by, now=now)
    text = with_text("", text)
    if not text and not files:
        raise BadAnswer("nothing_sent")
    for file in files:
        demand_file(file)
    before = latest_report(session, duty_id)
    if before is not None and _same(session, before, text, files, by):
        return before
    report = Report(
        duty_id=duty_id,
        version=before.version + 1 if before else 1,
        text=text,
        handed_in_at=now,
        handed_in_by_id=by.id or 0,
        days_late=days_late(standing.duty, now, standing.bloc.timezone),
    )
    session.add(report)
    session.flush()
    keep_files(session, report, files, now=now)
    details = {"duty": duty_id, "version": report.version, "days_late": report.days_late, "files": len(files)}
    record(session, report, "handed_in", by=by, now=now, bloc_id=standing.bloc.id, **details)
    today = local_day(now, standing.bloc.timezone)
    discharge(session, standing.duty, how=DoneHow.HANDED_IN, on_day=today, by=by, now=now)
    _tell(session, standing, report, by, now)
    session.flush()
    return report


def add_files(session: Session, report_id: int, files: Sequence[SentFile], *, by: Member, now: datetime) -> Report:
    """Parts of an album that came after it was handed in join that version."""
    report = session.get(Report, report_id)
    if report is None or report.handed_in_by_id != by.id:
        raise NotFound()
    standing = duty_to_hand_in(session, report.duty_id, by=by, now=now)
    known = {file.unique_id for file in files_of(session, report_id)}
    new = [file for file in files if file["unique_id"] not in known]
    for file in new:
        demand_file(file)
    if len(known) + len(new) > MOST_FILES:
        raise BadAnswer("too_many_files", limit=MOST_FILES)
    if new:
        keep_files(session, report, new, now=now)
        record(session, report, "files_added", by=by, now=now, bloc_id=standing.bloc.id, files=len(new))
    return report


def with_text(before: str, more: str) -> str:
    """The text so far with more words below: NFC, no control or direction characters. Refuses what gets too long."""
    plain = "".join(
        letter
        for letter in unicodedata.normalize("NFC", more)
        if letter == "\n" or unicodedata.category(letter) not in ("Cc", "Cf", "Cs", "Co", "Cn")
    ).strip()
    text = "\n".join(part for part in (before, plain) if part)
    if len(text) > MOST_TEXT:
        raise BadAnswer("report_too_long", limit=MOST_TEXT, length=len(text))
    return text


def _same(session: Session, before: Report, text: str, files: Sequence[SentFile], by: Member) -> bool:
    sent = {file["unique_id"] for file in files}
    kept = {file.unique_id for file in files_of(session, before.id or 0)}
    return (before.handed_in_by_id, before.text, kept) == (by.id, text, sent)


def _tell(session: Session, standing: Standing, report: Report, by: Member, now: datetime) -> None:
    """Who waits for it: the office for a unit's, the heads for a member's; never the one who handed it in."""
    duty = standing.duty
    today = local_day(now, standing.bloc.timezone)
    told: list[Member] = []
    if duty.member_id is not None:
        places = my_units(session, session.get_one(Member, duty.member_id), today)
        told = [head for place in places for head in heads_of(session, place.unit_id, today)]
    elif standing.campaign.owner_unit_id is None and duty.unit_id is not None:
        told = office_of(session, standing.campaign.bloc_id, today)
    accounts = account_ids(one for one in told if one.id != by.id)
    post_to_accounts(session, "reports/received", accounts, now=now, **report_facts(session, report, standing))
