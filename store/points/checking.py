"""Totals computed again from scratch, and compared with those that were kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlmodel import Session, col, select

from store.campaign_file.score_entries import CriterionEntry, Timely
from store.points.keeping import WHOLE, Subject, line_of, subjects_of
from store.points.tables import criterion_of, score_tables, table_of_unit
from store.points.timely import duties_of, phase_of, timed_sums
from store.rules.scoring import Line, criteria_for, from_lines, total_of
from store.tables import (
    Achievement,
    AchievementState,
    Campaign,
    Phase,
    Standing,
    Unit,
)
from store.work_calendar import work_calendar

Key = tuple[int, Subject]
"""A phase (or the whole) and whose points."""


@dataclass(frozen=True)
class WrongTotal:
    """A standing that is not what its lines come to."""

    campaign_id: int
    phase_id: int
    subject: str
    kept: Decimal
    counted: Decimal


def verify_totals(session: Session) -> list[WrongTotal]:
    """Every standing of every campaign, counted again from its verified lines and its duties."""
    return [
        wrong
        for campaign in session.exec(select(Campaign).order_by(col(Campaign.id)))
        if score_tables(campaign)
        for wrong in _verify(session, campaign)
    ]


def _verify(session: Session, campaign: Campaign) -> list[WrongTotal]:
    phases = session.exec(select(Phase).where(col(Phase.campaign_id) == campaign.id)).all()
    lines = _lines(session, campaign)
    kept = {
        (row.phase_id, Subject(row.unit_id, row.member_id)): row
        for row in session.exec(select(Standing).where(col(Standing.campaign_id) == campaign.id))
    }
    wrong = []
    for key in sorted(set(kept) | set(lines), key=lambda one: (one[0], one[1].name)):
        counted, unranked = _count(session, campaign, key, lines.get(key, {}), phases)
        row = kept.get(key)
        if row is None or (row.points, row.unranked) != (counted, unranked):
            found = row.points if row is not None else Decimal(0)
            wrong.append(WrongTotal(campaign.id or 0, key[0], key[1].name, found, counted))
    return wrong


def _lines(session: Session, campaign: Campaign) -> dict[Key, dict[str, list[Line]]]:
    units = {unit.id: unit for unit in session.exec(select(Unit).where(col(Unit.bloc_id) == campaign.bloc_id))}
    found: dict[Key, dict[str, list[Line]]] = {}
    for one in session.exec(
        select(Achievement).where(
            col(Achievement.campaign_id) == campaign.id, col(Achievement.state) == AchievementState.VERIFIED
        )
    ):
        criterion = criterion_of(campaign, units[one.unit_id], one.criterion)
        for phase_id in (WHOLE, *((one.phase_id,) if one.phase_id else ())):
            for subject in subjects_of(one, criterion):
                found.setdefault((phase_id, subject), {}).setdefault(one.criterion, []).append(line_of(one))
    return found


def _count(
    session: Session, campaign: Campaign, key: Key, lines: dict[str, list[Line]], phases: Sequence[Phase]
) -> tuple[Decimal, bool]:
    phase_id, subject = key
    table = table_of_unit(campaign, session.get_one(Unit, subject.unit_id))
    if table is None:
        return Decimal(0), False
    calendar = work_calendar(session, campaign.bloc_id)
    duties = [
        row for row in duties_of(session, campaign, subject) if phase_id == WHOLE or phase_of(row, phases) == phase_id
    ]

    def points(criterion: CriterionEntry) -> Decimal:
        if isinstance(criterion.rule, Timely):
            return timed_sums(criterion, criterion.rule, duties, calendar).points
        return from_lines(criterion, lines.get(criterion.code, ()))

    criteria = criteria_for(table, member=subject.member_id is not None)
    unranked = any(_bars(one, line) for one in criteria for line in lines.get(one.code, ()))
    total = total_of(table, {one.code: points(one) for one in criteria}, unranked=unranked)
    return total.points, unranked


def _bars(criterion: CriterionEntry, line: Line) -> bool:
    cases = getattr(criterion.rule, "cases", ())
    return any(case.unranked for case in cases if case.name == line.label)
