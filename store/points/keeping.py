"""Totals that are kept: one row a subject and criterion, and one a subject, in the campaign and in each phase."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select, update

from store.campaign_file.score_entries import CriterionEntry, ScoreTableEntry
from store.rules.scoring import Line, Sums, criteria_for, from_lines, total_of
from store.tables import (
    Achievement,
    AchievementState,
    Campaign,
    CriterionTotal,
    Phase,
    PinnedBoard,
    Standing,
    TargetKind,
)

WHOLE = 0
"""In place of a phase: the whole campaign."""


@dataclass(frozen=True)
class Subject:
    """Whose points: a member's in a unit, or a unit's (no member). Who belongs to several has points in each."""

    unit_id: int
    member_id: int | None = None

    @property
    def name(self) -> str:
        return f"unit:{self.unit_id}" if self.member_id is None else f"member:{self.member_id}:{self.unit_id}"


def line_of(achievement: Achievement) -> Line:
    return Line(achievement.quantity, achievement.assigned, achievement.label, achievement.given)


def subjects_of(achievement: Achievement, criterion: CriterionEntry) -> list[Subject]:
    """For whom an achievement counts: a member's for the member and the unit where the criterion is for both."""
    found = []
    if achievement.member_id is not None and criterion.subjects in ("members", "both"):
        found.append(Subject(achievement.unit_id, achievement.member_id))
    if criterion.subjects in ("units", "both"):
        found.append(Subject(achievement.unit_id))
    return found


def set_points(
    session: Session, campaign: Campaign, phase_id: int, subject: Subject, criterion: CriterionEntry, row_points: Sums
) -> None:
    """Put what is computed from milestones in place of what stood there."""
    row = total_row(session, campaign, phase_id, subject, criterion.code)
    row.items, row.points = row_points.items, row_points.points


def restand(session: Session, campaign: Campaign, phase_id: int, subject: Subject, table: ScoreTableEntry) -> Standing:
    """Bring a subject's standing in step with its criteria."""
    session.flush()
    rows = {
        row.criterion: row
        for row in session.exec(
            select(CriterionTotal).where(
                col(CriterionTotal.campaign_id) == campaign.id,
                col(CriterionTotal.phase_id) == phase_id,
                col(CriterionTotal.subject) == subject.name,
            )
        )
    }
    criteria = criteria_for(table, member=subject.member_id is not None)
    points = {one.code: rows[one.code].points if one.code in rows else from_lines(one, ()) for one in criteria}
    total = total_of(table, points, unranked=any(row.unranked > 0 for row in rows.values()))
    standing = _standing(session, campaign, phase_id, subject)
    standing.points, standing.bonus, standing.penalty = total.points, total.bonus, total.penalty
    standing.unranked = total.unranked
    standing.initiatives = sum(
        rows[one.code].items for one in criteria if one.counts_as == TargetKind.INITIATIVE and one.code in rows
    )
    session.flush()
    if subject.member_id is None and (campaign.plan.get("standings") or {}).get("pinned"):
        boards = (col(PinnedBoard.campaign_id) == campaign.id) & col(PinnedBoard.stale).is_(False)
        session.execute(update(PinnedBoard).where(boards).values(stale=True))
    return standing


def lines_of(
    session: Session, campaign: Campaign, phase_id: int, subject: Subject, criterion: CriterionEntry
) -> Sequence[Achievement]:
    """The verified achievements that count for a subject under a criterion, oldest first."""
    found = select(Achievement).where(
        col(Achievement.campaign_id) == campaign.id,
        col(Achievement.criterion) == criterion.code,
        col(Achievement.unit_id) == subject.unit_id,
        col(Achievement.state) == AchievementState.VERIFIED,
    )
    if subject.member_id is not None:
        found = found.where(col(Achievement.member_id) == subject.member_id)
    if phase_id != WHOLE:
        found = found.where(col(Achievement.phase_id) == phase_id)
    return session.exec(found.order_by(col(Achievement.id))).all()


def phase_on(phases: Iterable[Phase], day: date) -> Phase | None:
    """The phase a day lies in; of several the one that began last, None in a gap."""
    within = [one for one in phases if one.starts <= day <= one.ends]
    return max(within, key=lambda one: (one.starts, one.id or 0), default=None)


def sums_kept(row: CriterionTotal) -> Sums:
    return Sums(row.items, row.summed, row.actual, row.assigned, row.unranked)


def total_row(session: Session, campaign: Campaign, phase_id: int, subject: Subject, criterion: str) -> CriterionTotal:
    row = session.exec(
        select(CriterionTotal).where(
            col(CriterionTotal.campaign_id) == campaign.id,
            col(CriterionTotal.phase_id) == phase_id,
            col(CriterionTotal.subject) == subject.name,
            col(CriterionTotal.criterion) == criterion,
        )
    ).one_or_none()
    if row is None:
        row = CriterionTotal(campaign_id=campaign.id or 0, phase_id=phase_id, subject=subject.name, criterion=criterion)
        session.add(row)
    return row


def standing_row(session: Session, campaign: Campaign, subject: Subject, *, phase_id: int = WHOLE) -> Standing | None:
    """A subject's kept total; None while it has no line."""
    return session.exec(
        select(Standing).where(
            col(Standing.campaign_id) == campaign.id,
            col(Standing.phase_id) == phase_id,
            col(Standing.subject) == subject.name,
        )
    ).one_or_none()


def _standing(session: Session, campaign: Campaign, phase_id: int, subject: Subject) -> Standing:
    row = standing_row(session, campaign, subject, phase_id=phase_id)
    if row is None:
        row = Standing(
            campaign_id=campaign.id or 0,
            phase_id=phase_id,
            subject=subject.name,
            is_member=subject.member_id is not None,
            unit_id=subject.unit_id,
            member_id=subject.member_id,
        )
        session.add(row)
    return row
