"""The figures of a summary: each counted by one question, unit by unit; the whole is the sum of its units."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import case, exists, func, select
from sqlmodel import Session, col

from store.duties import deadline_fact, last_day_of
from store.summaries.scope import Scope
from store.tables import (
    Achievement,
    AchievementState,
    Duty,
    Member,
    Membership,
    MembershipState,
    Milestone,
    Target,
    TargetKind,
    TargetState,
    Unit,
)

COUNTED = (
    *(kind.value for kind in TargetKind),
    "targets",
    "confirmed",
    "unconfirmed",
    "done",
    "duties",
    "on_time",
    "late",
    "missing",
    "open",
    "achievements",
    "verified",
    "unverified",
)
"""What is counted of a unit; a summary's figures are their sums, with `units` and `taking_part`."""

IN_REVIEW = (AchievementState.WAITING, AchievementState.CONFIRMED, AchievementState.RETURNED)
COUNTS = (*IN_REVIEW, AchievementState.VERIFIED)
"""The states in which an achievement is counted at all: not what was withdrawn, rejected or reversed."""


@dataclass
class UnitFigures:
    """What one unit has done, counted."""

    unit: Unit
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(COUNTED, 0))

    @property
    def takes_part(self) -> bool:
        """Whether the unit has registered, recorded or handed in anything."""
        return any(self.counts[name] for name in ("targets", "achievements", "on_time", "late"))


def figures_of(units: Sequence[UnitFigures]) -> dict[str, int]:
    """The sums of all units."""
    sums = {name: sum(one.counts[name] for one in units) for name in COUNTED}
    return {"units": len(units), "taking_part": sum(one.takes_part for one in units), **sums}


def count_units(session: Session, scope: Scope) -> list[UnitFigures]:
    """The units of a scope with their counts, in the order of the bloc's list."""
    found = {unit.id: UnitFigures(unit) for unit in scope.units}
    _count_targets(session, scope, found)
    _count_duties(unit_duties(session, scope), scope.today, found)
    for unit_id, states in count_achievements(session, scope).items():
        counts = found[unit_id].counts
        for (_, state), number in states.items():
            counts["achievements"] += number
            counts["verified" if state == AchievementState.VERIFIED else "unverified"] += number
    return list(found.values())


def _count_targets(session: Session, scope: Scope, found: Mapping[int | None, UnitFigures]) -> None:
    shown = exists().where(scope.results()).label("done")
    columns = (col(Target.unit_id), col(Target.kind), col(Target.state), shown)
    each = select(*columns).where(scope.targets()).subquery()
    parts = list(each.c)
    rows = session.execute(select(*parts, func.count()).group_by(*parts))
    for unit_id, kind, state, done, number in rows:
        counts = found[unit_id].counts
        counts[TargetKind(kind).value] += number
        counts["targets"] += number
        counts["confirmed" if state == TargetState.CONFIRMED else "unconfirmed"] += number
        counts["done"] += number if done and state == TargetState.CONFIRMED else 0


def unit_duties(session: Session, scope: Scope) -> list[tuple[Duty, Milestone]]:
    """What the units owe in a scope, done or not, by milestone."""
    rows = session.execute(
        select(Duty, Milestone)
        .join(Milestone, col(Milestone.id) == col(Duty.milestone_id))
        .where(scope.duties(), col(Duty.unit_id).in_(scope.unit_ids))
        .order_by(col(Milestone.place), col(Duty.day), col(Duty.id))
    ).all()
    return [(row[0], row[1]) for row in rows]


def kept(duty: Duty, today: date) -> str:
    """on_time, late, missing (its last valid day is over) or open (still to come)."""
    if duty.done_on is not None:
        return "late" if duty.done_on > last_day_of(duty) else "on_time"
    return "missing" if last_day_of(duty) < today else "open"


def late_by(duty: Duty) -> int:
    """Calendar days after the last valid day on which it was done."""
    return 0 if duty.done_on is None else max(0, (duty.done_on - last_day_of(duty)).days)


def _count_duties(
    duties: Sequence[tuple[Duty, Milestone]], today: date, found: Mapping[int | None, UnitFigures]
) -> None:
    for duty, _ in duties:
        counts = found[duty.unit_id].counts
        counts["duties"] += 1
        counts[kept(duty, today)] += 1


def count_achievements(session: Session, scope: Scope) -> dict[int, dict[tuple[str, AchievementState], int]]:
    """unit id -> (criterion, state) -> how many."""
    columns = (col(Achievement.unit_id), col(Achievement.criterion), col(Achievement.state))
    rows = session.execute(
        select(*columns, func.count())
        .where(scope.achievements(), col(Achievement.state).in_(COUNTS))
        .group_by(*columns)
    )
    found: dict[int, dict[tuple[str, AchievementState], int]] = {}
    for unit_id, criterion, state, number in rows:
        found.setdefault(unit_id, {})[criterion, state] = number
    return found


def milestone_lines(session: Session, scope: Scope) -> list[dict[str, Any]]:
    """Each due day of a milestone: how many units kept it, and by name who was late and who is missing."""
    names = {unit.id: unit.name for unit in scope.units}
    lines: dict[tuple[int, date], dict[str, Any]] = {}
    for duty, milestone in unit_duties(session, scope):
        line = lines.setdefault((milestone.id or 0, duty.day), _line(duty, milestone, "units"))
        verdict, name = kept(duty, scope.today), names[duty.unit_id]
        line["total"] += 1
        line[verdict] += 1
        if verdict == "late":
            line["late_units"].append({"unit": name, "days": late_by(duty)})
        elif verdict == "missing":
            line["missing_units"].append(name)
    return [*lines.values(), *_member_lines(session, scope), *_office_lines(session, scope)]


def _line(duty: Duty, milestone: Milestone, of: str) -> dict[str, Any]:
    counts = dict.fromkeys(("total", "on_time", "late", "missing", "open"), 0)
    deadline = deadline_fact(duty, milestone, None)
    if duty.extended_to is not None:
        deadline = {**deadline, "last_day": duty.last_day}
    return {
        "title": milestone.title,
        "of": of,
        "deadline": deadline,
        **counts,
        "late_units": [],
        "missing_units": [],
    }


def _member_lines(session: Session, scope: Scope) -> list[dict[str, Any]]:
    """What people owe themselves, in numbers: of those who are in a unit today, and of whoever has done it."""
    last_day = func.coalesce(col(Duty.extended_to), col(Duty.last_day))
    here = exists().where(
        col(Membership.member_id) == col(Duty.member_id),
        col(Membership.state) == MembershipState.ACTIVE,
        col(Membership.unit_id).in_(scope.unit_ids),
    )
    verdict = case(
        (col(Duty.done_on) > last_day, "late"),
        (col(Duty.done_on).is_not(None), "on_time"),
        (last_day < scope.today, "missing"),
        else_="open",
    ).label("verdict")
    each = (
        select(col(Duty.milestone_id), col(Duty.day), func.min(col(Duty.id)).label("first"), verdict, func.count())
        .join(Milestone, col(Milestone.id) == col(Duty.milestone_id))
        .where(scope.duties(), col(Duty.member_id).is_not(None), here | col(Duty.done_on).is_not(None))
        .group_by(col(Duty.milestone_id), col(Duty.day), "verdict")
        .order_by(col(Duty.milestone_id), col(Duty.day))
    )
    lines: dict[tuple[int, date], dict[str, Any]] = {}
    for milestone_id, day, first, name, number in session.execute(each).all():
        duty, milestone = session.get_one(Duty, first), session.get_one(Milestone, milestone_id)
        line = lines.setdefault((milestone_id, day), _line(duty, milestone, "members"))
        line["total"] += number
        line[name] += number
    return list(lines.values())


def _office_lines(session: Session, scope: Scope) -> list[dict[str, Any]]:
    rows = session.execute(
        select(Duty, Milestone)
        .join(Milestone, col(Milestone.id) == col(Duty.milestone_id))
        .where(scope.duties(), col(Duty.unit_id).is_(None), col(Duty.member_id).is_(None))
        .order_by(col(Milestone.place), col(Duty.day))
    ).all()
    lines = []
    for duty, milestone in rows:
        line = _line(duty, milestone, "office")
        line["total"] = line[kept(duty, scope.today)] = 1
        lines.append(line)
    return lines


def name_of(session: Session, member_id: int | None) -> str:
    member = None if member_id is None else session.get(Member, member_id)
    return member.name if member else ""
