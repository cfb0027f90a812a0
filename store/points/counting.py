"""Counting: every verified line is added to the totals once, and taken away again when it is reversed.

What one more line costs does not grow with the lines that are there: sums are kept, and only a criterion of tiers or
parts is looked at again, with its own few lines.
"""

from sqlmodel import Session

from store.campaign_file.score_entries import CriterionEntry
from store.points.keeping import (
    WHOLE,
    Subject,
    line_of,
    lines_of,
    restand,
    standing_row,
    subjects_of,
    sums_kept,
    total_row,
)
from store.points.tables import table_of_unit
from store.points.timely import retime
from store.rules.scoring import Sums, adds_up, from_lines, from_sums, sums_of
from store.tables import Achievement, Campaign, Unit


def count_line(session: Session, campaign: Campaign, achievement: Achievement, criterion: CriterionEntry) -> None:
    """Add an achievement that has just been verified to the totals."""
    _change(session, campaign, achievement, criterion, sums_of(criterion, line_of(achievement)))


def uncount_line(session: Session, campaign: Campaign, achievement: Achievement, criterion: CriterionEntry) -> None:
    """Take an achievement that has just been reversed out of the totals."""
    _change(session, campaign, achievement, criterion, Sums() - sums_of(criterion, line_of(achievement)))


def _change(
    session: Session, campaign: Campaign, achievement: Achievement, criterion: CriterionEntry, by: Sums
) -> None:
    session.flush()
    table = table_of_unit(campaign, session.get_one(Unit, achievement.unit_id))
    if table is None:
        return
    for subject in subjects_of(achievement, criterion):
        if standing_row(session, campaign, subject) is None:
            retime(session, campaign, subject)
        for phase_id in (WHOLE, *((achievement.phase_id,) if achievement.phase_id else ())):
            _add(session, campaign, phase_id, subject, criterion, by)
            restand(session, campaign, phase_id, subject, table)


def _add(
    session: Session, campaign: Campaign, phase_id: int, subject: Subject, criterion: CriterionEntry, by: Sums
) -> None:
    row = total_row(session, campaign, phase_id, subject, criterion.code)
    sums = sums_kept(row) + by
    row.items, row.summed, row.actual, row.assigned = sums.items, sums.points, sums.actual, sums.assigned
    row.unranked = sums.unranked
    if adds_up(criterion.rule):
        row.points = from_sums(criterion, sums)
    else:
        row.points = from_lines(criterion, map(line_of, lines_of(session, campaign, phase_id, subject, criterion)))
