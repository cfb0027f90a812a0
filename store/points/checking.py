"""Totals computed again from scratch, and compared with those that were kept."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from sqlmodel import Session, col, select

from store.campaign_file.score_entries import CriterionEntry, ScoreTableEntry, Timely
from store.points.keeping import WHOLE, Subject, line_of, subjects_of
from store.points.standings import from_the_start
from store.points.tables import criterion_of, score_tables, table_of_unit
from store.points.timely import phase_of, timed_sums
from store.rules.scoring import ZERO, Line, Sums, criteria_for, from_lines, sums_of, total_of
from store.tables import (
    Achievement,
    AchievementState,
    Campaign,
    CriterionTotal,
    Duty,
    Milestone,
    Phase,
    Standing,
    TargetKind,
    Unit,
)
from store.work_calendar import work_calendar

Key = tuple[int, Subject]
"""A phase (or the whole) and whose points."""
Figures = dict[str, Decimal]
"""What a row of totals says, by name."""


@dataclass(frozen=True)
class WrongTotal:
    """A total that is not what its lines and duties come to.

    `criterion`: empty for a standing. `what`: which of the row's figures differs, `points` before others.
    """

    campaign: str
    phase: str
    unit: str
    member_id: int | None
    criterion: str
    what: str
    kept: Decimal
    counted: Decimal


def verify_totals(session: Session) -> list[WrongTotal]:
    """Every total of every campaign, counted again from its verified lines and its duties."""
    campaigns = session.exec(select(Campaign).order_by(col(Campaign.id))).all()
    return [wrong for campaign in campaigns if score_tables(campaign) for wrong in Recount(session, campaign).wrong()]


class Recount:
    """One campaign's lines and duties, and the totals that were kept of them."""

    def __init__(self, session: Session, campaign: Campaign) -> None:
        self.campaign = campaign
        self.calendar = work_calendar(session, campaign.bloc_id)
        self.units = {one.id: one for one in session.exec(select(Unit).where(col(Unit.bloc_id) == campaign.bloc_id))}
        self.phases = session.exec(select(Phase).where(col(Phase.campaign_id) == campaign.id)).all()
        self.lines = self._lines(session)
        self.duties = self._duties(session)
        self.totals = {
            (row.phase_id, row.subject, row.criterion): row
            for row in session.exec(select(CriterionTotal).where(col(CriterionTotal.campaign_id) == campaign.id))
        }
        self.standings = {
            (row.phase_id, Subject(row.unit_id, row.member_id)): row
            for row in session.exec(select(Standing).where(col(Standing.campaign_id) == campaign.id))
        }

    def wrong(self) -> Iterator[WrongTotal]:
        """What differs, by phase and subject: criteria first, then the standing."""
        keys = {*self.standings, *self.lines}
        keys |= {(WHOLE, Subject(unit_id or 0)) for unit_id in self.units if self.duties.get(f"u{unit_id}")}
        for key in sorted(keys, key=lambda one: (one[0], one[1].name)):
            table = table_of_unit(self.campaign, self.units[key[1].unit_id])
            if table is not None:
                yield from self._compare(key, table)

    def _compare(self, key: Key, table: ScoreTableEntry) -> Iterator[WrongTotal]:
        phase_id, subject = key
        criteria = criteria_for(table, member=subject.member_id is not None)
        counted = {one.code: self._count(key, one) for one in criteria}
        for criterion in criteria:
            sums, points = counted[criterion.code]
            kept = self.totals.get((phase_id, subject.name, criterion.code))
            found = _figures(kept) if kept is not None else _summed(Sums(), from_lines(criterion, ()))
            yield from self._differing(key, criterion.code, found, _summed(sums, points))
        yield from self._differing(key, "", self._standing(key), _stood(table, criteria, counted))

    def _count(self, key: Key, criterion: CriterionEntry) -> tuple[Sums, Decimal]:
        """The sums of a subject's criterion, and its points."""
        phase_id, subject = key
        if isinstance(criterion.rule, Timely):
            owner = f"u{subject.unit_id}" if subject.member_id is None else f"m{subject.member_id}"
            within = [
                row for row in self.duties.get(owner, ()) if phase_id == WHOLE or phase_of(row, self.phases) == phase_id
            ]
            sums = timed_sums(criterion, criterion.rule, within, self.calendar)
            return Sums(items=sums.items), sums.points
        lines = self.lines.get(key, {}).get(criterion.code, [])
        return sum((sums_of(criterion, line) for line in lines), Sums()), from_lines(criterion, lines)

    def _standing(self, key: Key) -> Figures:
        row = self.standings.get(key)
        if row is not None:
            figures = {"bonus": row.bonus, "penalty": row.penalty, "initiatives": Decimal(row.initiatives)}
            return {"points": row.points, **figures, "unranked": Decimal(row.unranked)}
        _, subject = key
        member = subject.member_id is not None
        total = from_the_start(self.campaign, self.units[subject.unit_id], member=member)
        return {"points": total.points, "bonus": ZERO, "penalty": ZERO, "initiatives": ZERO, "unranked": ZERO}

    def _differing(self, key: Key, criterion: str, kept: Figures, counted: Figures) -> Iterator[WrongTotal]:
        differing = next((name for name in counted if kept[name] != counted[name]), None)
        if differing is not None:
            phase_id, subject = key
            yield WrongTotal(
                campaign=self.campaign.code,
                phase=next((one.code for one in self.phases if one.id == phase_id), ""),
                unit=self.units[subject.unit_id].name,
                member_id=subject.member_id,
                criterion=criterion,
                what=differing,
                kept=kept[differing],
                counted=counted[differing],
            )

    def _lines(self, session: Session) -> dict[Key, dict[str, list[Line]]]:
        found: dict[Key, dict[str, list[Line]]] = {}
        verified = select(Achievement).where(
            col(Achievement.campaign_id) == self.campaign.id, col(Achievement.state) == AchievementState.VERIFIED
        )
        for one in session.exec(verified, execution_options={"yield_per": 1000}):
            criterion = criterion_of(self.campaign, self.units[one.unit_id], one.criterion)
            for phase_id in (WHOLE, *((one.phase_id,) if one.phase_id else ())):
                for subject in subjects_of(one, criterion):
                    found.setdefault((phase_id, subject), {}).setdefault(one.criterion, []).append(line_of(one))
        return found

    def _duties(self, session: Session) -> Mapping[str, list[tuple[Duty, Milestone]]]:
        """By owner, those of milestones that give points."""
        criteria = [one for table in score_tables(self.campaign) for group in table.groups for one in group.criteria]
        codes = {one.code for each in criteria if isinstance(each.rule, Timely) for one in each.rule.milestones}
        found: dict[str, list[tuple[Duty, Milestone]]] = {}
        rows = session.execute(
            select(Duty, Milestone)
            .join(Milestone, col(Milestone.id) == col(Duty.milestone_id))
            .where(col(Duty.campaign_id) == self.campaign.id, col(Milestone.code).in_(codes))
        ).all()
        for duty, milestone in rows:
            found.setdefault(duty.owner, []).append((duty, milestone))
        return found


def _figures(row: CriterionTotal) -> Figures:
    return _summed(Sums(row.items, row.summed, row.actual, row.assigned, row.unranked), row.points)


def _summed(sums: Sums, points: Decimal) -> Figures:
    return {
        "points": points,
        "items": Decimal(sums.items),
        "summed": sums.points,
        "actual": sums.actual,
        "assigned": sums.assigned,
        "unranked": Decimal(sums.unranked),
    }


def _stood(
    table: ScoreTableEntry, criteria: Iterable[CriterionEntry], counted: Mapping[str, tuple[Sums, Decimal]]
) -> Figures:
    """A standing as its criteria make it."""
    unranked = any(sums.unranked > 0 for sums, _ in counted.values())
    total = total_of(table, {code: points for code, (_, points) in counted.items()}, unranked=unranked)
    initiatives = sum(counted[one.code][0].items for one in criteria if one.counts_as == TargetKind.INITIATIVE)
    return {
        "points": total.points,
        "bonus": total.bonus,
        "penalty": total.penalty,
        "initiatives": Decimal(initiatives),
        "unranked": Decimal(unranked),
    }
