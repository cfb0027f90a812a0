"""Reading reports: what may be handed in by whom, and what was."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, desc, false, or_
from sqlmodel import Session, col, select

from store.campaigns import takes_nothing_more
from store.duties import Standing, deadline_fact, duty_for, owed
from store.errors import NotFound
from store.facts import local, local_day
from store.rights import Right, Seat, has_anywhere, units_with
from store.tables import (
    Bloc,
    Campaign,
    CampaignState,
    DoneHow,
    Duty,
    File,
    Member,
    Milestone,
    MilestoneKind,
    Report,
    Unit,
)

HANDED_IN_KINDS = (MilestoneKind.REPORT, MilestoneKind.SELF_SCORE)
"""The kinds of milestone for which something is handed in."""


def right_to_hand_in(duty: Duty) -> Right:
    """The right that hands in for a duty: a unit's, a member's own, or the office's."""
    if duty.member_id is not None:
        return Right.REGISTER
    return Right.MARK_RECEIVED if duty.unit_id is None else Right.HAND_IN


@dataclass(frozen=True)
class Takes:
    """A duty that takes a report from this person. `again`: something was handed in and may be replaced."""

    duty: Duty
    milestone: Milestone
    unit: str
    again: bool

    def facts(self, today: date) -> dict[str, Any]:
        return {
            "duty_id": self.duty.id,
            "title": self.milestone.title,
            "unit": self.unit,
            "again": self.again,
            "deadline": deadline_fact(self.duty, self.milestone, today),
        }


def takes_reports(session: Session, member: Member, seats: Sequence[Seat], *, now: datetime) -> list[Takes]:
    """What this person may hand in for: what is owed soonest first, then what may be replaced."""
    bloc = session.get_one(Bloc, member.bloc_id)
    today = local_day(now, bloc.timezone)
    mine = _mine(member, seats)
    still_owed = _duties(session, bloc, and_(mine, owed(today)))
    handed_in = and_(mine, col(Duty.done_how) == DoneHow.HANDED_IN, col(Campaign.state) == CampaignState.LAUNCHED)
    replaced = [
        row
        for row in _duties(session, bloc, handed_in)
        if not takes_nothing_more(session, session.get_one(Campaign, row[0].campaign_id), row[1].phase_id)
    ]
    several = len(units_with(list(seats), Right.HAND_IN)) > 1
    return [
        Takes(duty, milestone, _unit_name(session, duty) if several else "", again)
        for rows, again in ((still_owed, False), (replaced, True))
        for duty, milestone in rows
    ]


def _unit_name(session: Session, duty: Duty) -> str:
    return "" if duty.unit_id is None else session.get_one(Unit, duty.unit_id).name


def _mine(member: Member, seats: Sequence[Seat]) -> ColumnElement[bool]:
    found = list(seats)
    office = and_(col(Duty.unit_id).is_(None), col(Duty.member_id).is_(None))
    return or_(
        col(Duty.unit_id).in_(units_with(found, Right.HAND_IN)),
        col(Duty.member_id) == member.id,
        office if has_anywhere(found, Right.MARK_RECEIVED) else false(),
    )


def _duties(session: Session, bloc: Bloc, condition: ColumnElement[bool]) -> Sequence[tuple[Duty, Milestone]]:
    rows = session.execute(
        select(Duty, Milestone)
        .join(Milestone, col(Milestone.id) == col(Duty.milestone_id))
        .join(Campaign, col(Campaign.id) == col(Duty.campaign_id))
        .where(col(Campaign.bloc_id) == bloc.id, col(Milestone.kind).in_(HANDED_IN_KINDS), condition)
        .order_by(col(Duty.ends_at), col(Milestone.place), col(Duty.id))
    ).all()
    return [(row[0], row[1]) for row in rows]


def latest_report(session: Session, duty_id: int) -> Report | None:
    """The version that counts."""
    versions = select(Report).where(col(Report.duty_id) == duty_id)
    return session.exec(versions.order_by(desc(col(Report.version)))).first()


def report_versions(session: Session, duty_id: int, timezone: str) -> list[dict[str, Any]]:
    """Everything handed in for a duty, the latest first."""
    versions = select(Report).where(col(Report.duty_id) == duty_id).order_by(desc(col(Report.version)))
    return [
        {
            "report_id": one.id,
            "version": one.version,
            "at": local(one.handed_in_at, timezone),
            "days_late": one.days_late,
            "files": len(files_of(session, one.id or 0)),
        }
        for one in session.exec(versions)
    ]


def files_of(session: Session, report_id: int) -> list[File]:
    """A report's files in the order in which they came."""
    return list(session.exec(select(File).where(col(File.report_id) == report_id).order_by(col(File.id))))


@dataclass(frozen=True)
class Opened:
    """A report as it may be read, with its files and what it was handed in for."""

    report: Report
    files: list[File]
    standing: Standing
    sender: Member


def open_report(session: Session, report_id: int, *, by: Member, now: datetime) -> Opened:
    """A report, for whom may read the unit's work."""
    report = session.get(Report, report_id)
    if report is None:
        raise NotFound()
    standing = duty_for(session, report.duty_id, Right.READ_WORK, by=by, now=now)
    sender = session.get_one(Member, report.handed_in_by_id)
    return Opened(report, files_of(session, report_id), standing, sender)


def report_facts(session: Session, report: Report, standing: Standing) -> dict[str, Any]:
    """What every screen and letter says of a report; `at` is local, `owner` empty for the office's."""
    member = None if standing.duty.member_id is None else session.get(Member, standing.duty.member_id)
    owner = standing.unit.name if standing.unit else member.name if member else ""
    return {
        "report_id": report.id,
        "duty_id": report.duty_id,
        "title": standing.milestone.title,
        "owner": owner,
        "version": report.version,
        "days_late": report.days_late,
        "at": local(report.handed_in_at, standing.bloc.timezone),
        "files": len(files_of(session, report.id or 0)),
    }
