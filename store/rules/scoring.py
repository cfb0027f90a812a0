"""Points of a score table: from verified lines to a criterion, from criteria to a total. Exact decimals, half up.

Every function of lines gives the same for any order of them, so that it never matters what was verified first.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from store.campaign_file.score_entries import (
    Bonus,
    Case,
    CriterionEntry,
    Deduct,
    PassFail,
    Penalty,
    PerItem,
    Ratio,
    Rule,
    ScoreTableEntry,
    Tier,
    Tiers,
    Timely,
)
from store.tables import UnitKind

HUNDREDTH = Decimal("0.01")
ZERO = Decimal(0)


@dataclass(frozen=True)
class Line:
    """One verified achievement as its criterion sees it.

    `quantity`: how many, or the number that was reached; `assigned`: the number asked for, where the rule asks each;
    `label`: the tier, part or case; `given`: the council's points in place of the rule's.
    """

    quantity: Decimal = Decimal(1)
    assigned: Decimal | None = None
    label: str = ""
    given: Decimal | None = None


@dataclass(frozen=True)
class Sums:
    """All that a criterion needs to know of its lines when each adds to the others (`adds_up`)."""

    items: int = 0
    points: Decimal = ZERO
    actual: Decimal = ZERO
    assigned: Decimal = ZERO
    unranked: int = 0

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(
            self.items + other.items,
            self.points + other.points,
            self.actual + other.actual,
            self.assigned + other.assigned,
            self.unranked + other.unranked,
        )

    def __sub__(self, other: "Sums") -> "Sums":
        return self + Sums(-other.items, -other.points, -other.actual, -other.assigned, -other.unranked)


def half_up(value: Decimal) -> Decimal:
    """To whole hundredths, halves away from zero."""
    return value.quantize(HUNDREDTH, ROUND_HALF_UP)


def clamp(value: Decimal, least: Decimal, most: Decimal) -> Decimal:
    return max(least, min(value, most))


def line_points(criterion: CriterionEntry, line: Line) -> Decimal:
    """What one line is worth alone, at most the criterion's maximum; of a fault or a penalty: what it takes."""
    if line.given is not None:
        return half_up(line.given)
    rule = criterion.rule
    match rule:
        case PerItem():
            most = criterion.max if rule.cap is None else min(rule.cap, criterion.max)
            return min(half_up(rule.points * line.quantity), most)
        case Ratio():
            return _ratio_points(criterion, rule, line.quantity, _assigned(rule, line))
        case Tiers():
            return min(_tier_points(rule, line), criterion.max)
        case PassFail():
            return _part_points(criterion, rule, {line.label})
        case Bonus():
            return min(half_up(_case(rule.cases, line.label).points * line.quantity), criterion.max)
        case Deduct() | Penalty():
            return half_up(_case(rule.cases, line.label).points * line.quantity)
        case _:
            return ZERO


def adds_up(rule: Rule) -> bool:
    """Whether a criterion's points follow from the sums of its lines; else all its lines are looked at."""
    return not isinstance(rule, Tiers | PassFail)


def sums_of(criterion: CriterionEntry, line: Line) -> Sums:
    """What one line adds. Taking it away again is subtracting the same."""
    rule = criterion.rule
    if isinstance(rule, Ratio) and line.given is None:
        return Sums(items=1, actual=line.quantity, assigned=_assigned(rule, line) if rule.target is None else ZERO)
    unranked = int(isinstance(rule, Penalty) and _case(rule.cases, line.label).unranked)
    return Sums(items=1, points=_unbounded(criterion, line), unranked=unranked)


def from_sums(criterion: CriterionEntry, sums: Sums) -> Decimal:
    """The criterion's points where lines add up. A penalty's are below zero."""
    rule, most = criterion.rule, criterion.max
    match rule:
        case Ratio():
            assigned = rule.target if rule.target is not None else sums.assigned
            return clamp(_ratio_points(criterion, rule, sums.actual, assigned) + sums.points, ZERO, most)
        case Deduct():
            return clamp(most - sums.points, max(criterion.min, ZERO), most)
        case Penalty():
            return max(-sums.points, criterion.min) if criterion.min < 0 else -sums.points
        case PerItem() if rule.cap is not None:
            return clamp(sums.points, ZERO, min(rule.cap, most))
        case _:
            return clamp(sums.points, ZERO, most)


def from_lines(criterion: CriterionEntry, lines: Iterable[Line]) -> Decimal:
    """The criterion's points from all its lines: of tiers the best, of parts each once, else what they add up to."""
    found, rule = list(lines), criterion.rule
    if isinstance(rule, Tiers):
        return clamp(max((line_points(criterion, line) for line in found), default=ZERO), ZERO, criterion.max)
    if isinstance(rule, PassFail):
        given = sum((line.given for line in found if line.given is not None), ZERO)
        parts = {line.label for line in found if line.given is None}
        return clamp((_part_points(criterion, rule, parts) if parts else ZERO) + given, ZERO, criterion.max)
    return from_sums(criterion, sum((sums_of(criterion, line) for line in found), Sums()))


def timely_points(criterion: CriterionEntry, rule: Timely, late: Mapping[str, Sequence[int | None]]) -> Decimal:
    """Full on time, less for each day late or by steps, not below 0, and 0 for what has not come.

    `late`: by a milestone's code, of each of its occurrences the days late, 0 on time, None while it has not come.
    The maximum is shared equally by the milestones that have no points of their own, and by their occurrences.
    """
    share = criterion.max / len(rule.milestones)
    points = ZERO
    for milestone in rule.milestones:
        occurrences = late.get(milestone.code, ())
        for days in occurrences:
            if days is not None:
                full = (share if milestone.points is None else milestone.points) / len(occurrences)
                points += max(ZERO, full - _minus(rule, days))
    return half_up(min(points, criterion.max))


def _minus(rule: Timely, late: int) -> Decimal:
    if late <= 0:
        return ZERO
    if rule.per_day_late is not None:
        return rule.per_day_late * late
    return next(step.minus for step in rule.steps if step.upto is None or late <= step.upto) if rule.steps else ZERO


@dataclass(frozen=True)
class Total:
    """A subject's points with their parts. `penalty` is not above zero. `unranked`: it stands in no ranking."""

    points: Decimal = ZERO
    bonus: Decimal = ZERO
    penalty: Decimal = ZERO
    groups: Mapping[str, Decimal] = field(default_factory=dict)
    unranked: bool = False


def total_of(table: ScoreTableEntry, points: Mapping[str, Decimal], *, unranked: bool = False) -> Total:
    """The groups, each up to its maximum, all up to the table's; then bonus and penalty, which have their own."""
    bonus = penalty = base = ZERO
    groups: dict[str, Decimal] = {}
    for group in table.groups:
        values = [(one.rule, points.get(one.code, ZERO)) for one in group.criteria]
        extra = sum((value for rule, value in values if isinstance(rule, Bonus | Penalty)), ZERO)
        earned = sum((value for _, value in values), ZERO) - extra
        if group.max is not None:
            earned = min(earned, group.max)
        groups[group.code] = earned + extra
        base += earned
        bonus += sum((value for rule, value in values if isinstance(rule, Bonus)), ZERO)
        penalty += sum((value for rule, value in values if isinstance(rule, Penalty)), ZERO)
    if table.max is not None:
        base = min(base, table.max)
    return Total(base + bonus + penalty, bonus, penalty, groups, unranked)


def table_for(tables: Iterable[ScoreTableEntry], kind: UnitKind) -> ScoreTableEntry | None:
    """The table of that kind of unit; None when no table is for it."""
    return next((table for table in tables if not table.kinds or kind in table.kinds), None)


def criteria_for(table: ScoreTableEntry, *, member: bool) -> list[CriterionEntry]:
    """The criteria a member, or a unit, has points in."""
    whose = ("members", "both") if member else ("units", "both")
    return [one for group in table.groups for one in group.criteria if one.subjects in whose]


def _unbounded(criterion: CriterionEntry, line: Line) -> Decimal:
    """A line's part of a sum: the maximum is kept by the sum, so that the order of lines does not matter."""
    rule = criterion.rule
    if line.given is None and isinstance(rule, PerItem):
        return half_up(rule.points * line.quantity)
    if line.given is None and isinstance(rule, Bonus):
        return half_up(_case(rule.cases, line.label).points * line.quantity)
    return line_points(criterion, line)


def _assigned(rule: Ratio, line: Line) -> Decimal:
    assigned = rule.target if rule.target is not None else line.assigned
    return ZERO if assigned is None else assigned


def _ratio_points(criterion: CriterionEntry, rule: Ratio, actual: Decimal, assigned: Decimal) -> Decimal:
    if assigned <= 0:
        return ZERO
    return clamp(half_up(criterion.max * min(actual / assigned, rule.cap)), ZERO, criterion.max)


def _tier_points(rule: Tiers, line: Line) -> Decimal:
    """By its label, or the highest start that the number reaches; below all of them nothing."""
    if line.label:
        return next((tier.points for tier in rule.tiers if tier.label == line.label), ZERO)
    reached: list[Tier] = [tier for tier in rule.tiers if tier.start is not None and line.quantity >= tier.start]
    return max(reached, key=lambda tier: tier.start or ZERO).points if reached else ZERO


def _part_points(criterion: CriterionEntry, rule: PassFail, labels: set[str]) -> Decimal:
    if not rule.parts:
        return criterion.max
    return min(sum((part.points for part in rule.parts if part.name in labels), ZERO), criterion.max)


def _case(cases: Iterable[Case], label: str) -> Case:
    return next((case for case in cases if case.name == label), Case(label, ZERO))
