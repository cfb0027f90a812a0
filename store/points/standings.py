"""Standings (bảng xếp hạng): places from the totals that are kept, shared and told apart as the campaign says."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from store.campaign_file import ClassEntry
from store.points.contestants import taking_part
from store.points.keeping import WHOLE, Subject
from store.points.tables import standings_rules, table_of_unit
from store.rules.ranking import GROUP, Contender, Place, rank
from store.rules.scoring import Total, criteria_for, from_lines, total_of
from store.tables import Campaign, CriterionTotal, Duty, Member, Milestone, MilestoneKind, Standing, Unit

TOP = 20


@dataclass(frozen=True)
class RankedUnit:
    """A unit in its class. `place` is None when it is not ranked; `apart`: the tie-break word that told it apart."""

    unit: Unit
    points: Decimal
    place: int | None
    tied: bool = False
    apart: str = ""


@dataclass(frozen=True)
class RankedClass:
    """Those ranked together; the only class of a campaign without classes has no name.

    `left_over`: units that belong to no class and are therefore not ranked.
    """

    name: str
    units: list[RankedUnit]
    left_over: bool = False


def unit_standings(session: Session, campaign: Campaign, *, phase_id: int = WHOLE, today: date) -> list[RankedClass]:
    """The units of a campaign by class and place; each in the first class it belongs to, who is in none at the end.

    A unit without any points stands with what it has from the start. One that was closed before the campaign ended
    keeps its points in the list, and no place.
    """
    units, gone = taking_part(session, campaign, phase_id, min(today, campaign.ends))
    rules = standings_rules(campaign)
    contenders = {one.id: one for one in _contenders(session, campaign, [*units, *gone], phase_id, rules.tie_break)}
    classes: tuple[ClassEntry | None, ...] = rules.classes or (None,)
    ranked: list[RankedClass] = []
    placed: set[int | None] = set()
    for entry in classes:
        points = {one.id: contenders[one.id or 0].total.points for one in units if one.id not in placed}
        within = [one for one in units if one.id in points and _belongs(entry, one, points[one.id], rules.classes)]
        places = rank([contenders[one.id or 0] for one in within], rules.tie_break)
        if within:
            ranked.append(RankedClass(entry.name if entry else "", _placed(within, places, contenders)))
        placed |= {one.id for one in within}
    left = [*(one for one in units if one.id not in placed), *gone]
    rest = [RankedUnit(one, contenders[one.id or 0].total.points, None) for one in left]
    return [*ranked, RankedClass("", rest, left_over=True)] if rest else ranked


def _placed(units: Sequence[Unit], places: Sequence[Place], contenders: dict[int, Contender]) -> list[RankedUnit]:
    by_id = {unit.id: unit for unit in units}
    return [
        RankedUnit(by_id[one.id], contenders[one.id].total.points, one.place, one.tied, one.apart) for one in places
    ]


def _belongs(entry: ClassEntry | None, unit: Unit, points: Decimal, classes: Sequence[ClassEntry]) -> bool:
    """By name, by kind, or by points: the class with the highest start that the points reach."""
    if entry is None:
        return True
    if entry.from_points is None:
        return unit.code in entry.units or unit.kind in entry.kinds
    starts = [one.from_points for one in classes if one.from_points is not None and one.from_points <= points]
    return entry.from_points == max(starts, default=None)


def _contenders(
    session: Session, campaign: Campaign, units: Sequence[Unit], phase_id: int, tie_break: Sequence[str]
) -> list[Contender]:
    rows = {
        row.unit_id: row
        for row in session.exec(
            select(Standing).where(
                col(Standing.campaign_id) == campaign.id,
                col(Standing.phase_id) == phase_id,
                col(Standing.is_member).is_(False),
            )
        )
    }
    totals = (
        totals_with_groups(session, campaign, units, phase_id)
        if any(one.startswith(GROUP) for one in tie_break)
        else {}
    )
    on_time = _on_time(session, campaign) if "on_time" in tie_break else {}
    registered = _registered(session, campaign) if "registered_first" in tie_break else {}
    return [
        Contender(
            unit_id,
            totals.get(unit_id) or _total(campaign, unit, rows.get(unit_id)),
            initiatives=rows[unit_id].initiatives if unit_id in rows else 0,
            on_time=on_time.get(unit_id, 0),
            registered_at=registered.get(unit_id),
        )
        for unit in units
        for unit_id in [unit.id or 0]
    ]


def _total(campaign: Campaign, unit: Unit, row: Standing | None) -> Total:
    if row is None:
        return from_the_start(campaign, unit)
    return Total(row.points, row.bonus, row.penalty, {}, row.unranked)


def from_the_start(campaign: Campaign, unit: Unit, *, member: bool = False) -> Total:
    """What a unit or member has with no line at all: the full points of criteria from which faults are taken."""
    table = table_of_unit(campaign, unit)
    if table is None:
        return Total()
    return total_of(table, {one.code: from_lines(one, ()) for one in criteria_for(table, member=member)})


def totals_with_groups(session: Session, campaign: Campaign, units: Sequence[Unit], phase_id: int) -> dict[int, Total]:
    """unit id -> its total with its groups, for tie-breaks that look at one and for summaries."""
    found: dict[str, dict[str, CriterionTotal]] = {}
    for row in session.exec(
        select(CriterionTotal).where(
            col(CriterionTotal.campaign_id) == campaign.id,
            col(CriterionTotal.phase_id) == phase_id,
            col(CriterionTotal.subject).in_([Subject(unit.id or 0).name for unit in units]),
        )
    ):
        found.setdefault(row.subject, {})[row.criterion] = row
    totals = {}
    for unit in units:
        table, rows = table_of_unit(campaign, unit), found.get(Subject(unit.id or 0).name, {})
        if table is not None:
            criteria = criteria_for(table, member=False)
            points = {one.code: rows[one.code].points if one.code in rows else from_lines(one, ()) for one in criteria}
            unranked = any(row.unranked > 0 for row in rows.values())
            totals[unit.id or 0] = total_of(table, points, unranked=unranked)
    return totals


def _on_time(session: Session, campaign: Campaign) -> dict[int, int]:
    """unit id -> how many of its duties were done by their last valid day."""
    last_day = func.coalesce(col(Duty.extended_to), col(Duty.last_day))
    rows = session.execute(
        select(col(Duty.unit_id), func.count())
        .where(col(Duty.campaign_id) == campaign.id, col(Duty.unit_id).is_not(None), col(Duty.done_on) <= last_day)
        .group_by(col(Duty.unit_id))
    )
    return {row[0]: row[1] for row in rows}


def _registered(session: Session, campaign: Campaign) -> dict[int, datetime]:
    """unit id -> when its first registration duty was done."""
    rows: dict[int, datetime] = {}
    for unit_id, done_at in session.execute(
        select(col(Duty.unit_id), col(Duty.done_at))
        .join(Milestone, col(Milestone.id) == col(Duty.milestone_id))
        .where(
            col(Duty.campaign_id) == campaign.id,
            col(Duty.unit_id).is_not(None),
            col(Duty.done_at).is_not(None),
            col(Milestone.kind) == MilestoneKind.REGISTRATION,
        )
    ):
        rows[unit_id] = min(done_at, rows.get(unit_id, done_at))
    return rows


@dataclass(frozen=True)
class RankedMember:
    member: Member
    unit_id: int
    points: Decimal
    place: int


def top_people(
    session: Session, campaign: Campaign, *, phase_id: int = WHOLE, unit_id: int | None = None, limit: int = TOP
) -> list[RankedMember]:
    """The people with the most points, of a unit or of the bloc; equals share a place."""
    found = session.execute(
        select(Standing, Member)
        .join(Member, col(Member.id) == col(Standing.member_id))
        .where(*_people(campaign, phase_id, unit_id))
        .order_by(col(Standing.points).desc(), col(Standing.id))
        .limit(limit)
    ).all()
    ranked: list[RankedMember] = []
    for index, (standing, member) in enumerate(found):
        same = bool(ranked) and ranked[-1].points == standing.points
        ranked.append(RankedMember(member, standing.unit_id, standing.points, ranked[-1].place if same else index + 1))
    return ranked


def _people(campaign: Campaign, phase_id: int, unit_id: int | None) -> list[Any]:
    where = [
        col(Standing.campaign_id) == campaign.id,
        col(Standing.phase_id) == phase_id,
        col(Standing.is_member).is_(True),
        col(Standing.unranked).is_(False),
    ]
    return where if unit_id is None else [*where, col(Standing.unit_id) == unit_id]


@dataclass(frozen=True)
class MyPlace:
    """A member's place. `all`: how many have points; `above`: the points of the next better one, None for the first."""

    points: Decimal
    place: int
    all: int
    above: Decimal | None


def my_place(
    session: Session, campaign: Campaign, member: Member, *, phase_id: int = WHOLE, unit_id: int | None = None
) -> MyPlace | None:
    """A member's place among the people of a unit or of the bloc: a count over the index. None without any points."""
    everybody = _people(campaign, phase_id, unit_id)
    mine = session.exec(select(Standing).where(*everybody, col(Standing.member_id) == member.id)).first()
    if mine is None:
        return None
    better = [*everybody, col(Standing.points) > mine.points]
    next_better = select(Standing).where(*better).order_by(col(Standing.points)).limit(1)
    above = session.exec(next_better).first()
    return MyPlace(
        mine.points, _count(session, better) + 1, _count(session, everybody), None if above is None else above.points
    )


def _count(session: Session, where: list[Any]) -> int:
    return session.exec(select(func.count()).select_from(Standing).where(*where)).one()
