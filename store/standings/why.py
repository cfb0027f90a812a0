"""Why a score is what it is: the total, its groups, their criteria, and the lines under each."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from store.campaign_file.score_entries import CriterionEntry, GroupEntry, ScoreTableEntry, Timely
from store.errors import NotFound
from store.facts import flat, local
from store.people import bloc_day, unit_of
from store.points.boards import is_provisional
from store.points.keeping import WHOLE, Subject
from store.points.tables import table_of_unit
from store.points.timely import days_late, duties_of, phase_of
from store.rules.scoring import Total, criteria_for, from_lines, total_of
from store.standings.reading import demand_points, find_campaign
from store.tables import Achievement, AchievementState, Bloc, Campaign, CriterionTotal, Member, Phase, Unit
from store.work_calendar import work_calendar

LINES = 10
"""Lines on a screen."""


class Score:
    """The points of a unit or member, opened for somebody who may. `all_lines`: else only their own lines."""

    def __init__(
        self, session: Session, campaign_id: int, phase_id: int, subject: Subject, *, by: Member, now: datetime
    ) -> None:
        self.session, self.by, self.subject, self.phase_id = session, by, subject, phase_id
        self.campaign: Campaign = find_campaign(session, campaign_id, phase_id, by=by, now=now)
        self.unit: Unit = unit_of(session, subject.unit_id, bloc_id=by.bloc_id)
        today = bloc_day(session, by.bloc_id, now)
        self.all_lines = demand_points(session, self.campaign, subject, by=by, today=today)
        table = table_of_unit(self.campaign, self.unit)
        if table is None or self.campaign.owner_unit_id not in (None, self.unit.id):
            raise NotFound()
        self.table: ScoreTableEntry = table
        self.phase = session.get(Phase, phase_id) if phase_id != WHOLE else None
        self.timezone = session.get_one(Bloc, by.bloc_id).timezone
        self.rows = self._rows()

    def _rows(self) -> dict[str, CriterionTotal]:
        found = self.session.exec(
            select(CriterionTotal).where(
                col(CriterionTotal.campaign_id) == self.campaign.id,
                col(CriterionTotal.phase_id) == self.phase_id,
                col(CriterionTotal.subject) == self.subject.name,
            )
        )
        return {row.criterion: row for row in found}

    def counts(self) -> list[CriterionEntry]:
        """The criteria this subject has points in."""
        return criteria_for(self.table, member=self.subject.member_id is not None)

    def points(self, criterion: CriterionEntry) -> Decimal:
        row = self.rows.get(criterion.code)
        return row.points if row is not None else from_lines(criterion, ())

    def total(self) -> Total:
        unranked = any(row.unranked > 0 for row in self.rows.values())
        return total_of(self.table, {one.code: self.points(one) for one in self.counts()}, unranked=unranked)

    def heading(self) -> dict[str, Any]:
        """Whose points, in what, and the ids that every button of these screens carries."""
        member = self.session.get(Member, self.subject.member_id) if self.subject.member_id else None
        return {
            "campaign_id": self.campaign.id,
            "phase_id": self.phase_id,
            "unit_id": self.subject.unit_id,
            "member_id": self.subject.member_id,
            "whose": member.name if member else self.unit.name,
            "phase": self.phase.name if self.phase else "",
            "provisional": is_provisional(self.campaign, self.phase),
        }

    def group(self, place: int) -> GroupEntry:
        if not 0 <= place < len(self.table.groups):
            raise NotFound()
        return self.table.groups[place]


def why_total(score: Score) -> dict[str, Any]:
    """The total and its groups."""
    total, codes = score.total(), {one.code for one in score.counts()}
    groups = [
        {
            "place": place,
            "code": one.code,
            "name": one.name,
            "points": total.groups.get(one.code, Decimal(0)),
            "max": _most(one, codes),
        }
        for place, one in enumerate(score.table.groups)
        if any(criterion.code in codes for criterion in one.criteria)
    ]
    facts = {"points": total.points, "max": score.table.max, "unranked": total.unranked, "groups": groups}
    return flat({**score.heading(), **facts})


def _most(group: GroupEntry, codes: set[str]) -> Decimal:
    """The most a group gives; bonuses count up to their own maximum, penalties give nothing."""
    return (
        group.max
        if group.max is not None
        else sum((one.max for one in group.criteria if one.code in codes), Decimal(0))
    )


def why_group(score: Score, place: int) -> dict[str, Any]:
    """A group and its criteria. A criterion's place is its number within the group."""
    group, codes = score.group(place), {one.code for one in score.counts()}
    criteria = [
        {
            "place": number,
            "code": one.code,
            "title": one.title,
            "points": score.points(one),
            "max": one.max,
            "counted": score.rows[one.code].items if one.code in score.rows else 0,
            "rule": one.rule.kind,
        }
        for number, one in enumerate(group.criteria)
        if one.code in codes
    ]
    points = score.total().groups.get(group.code, Decimal(0))
    name = {"code": group.code, "name": group.name, "group": place, "max": group.max}
    return flat({**score.heading(), **name, "points": points, "criteria": criteria})


def why_criterion(score: Score, group: int, place: int, page: int = 0) -> dict[str, Any]:
    """A criterion and what counts under it, newest first; `hidden`: how many lines are not shown to this person."""
    criteria = score.group(group).criteria
    if not 0 <= place < len(criteria) or criteria[place] not in score.counts():
        raise NotFound()
    criterion = criteria[place]
    shown, everything = _count(score, criterion, own=not score.all_lines), _count(score, criterion, own=False)
    pages = max(1, -(-shown // LINES))
    page = min(max(page, 0), pages - 1)
    return flat(
        {
            **score.heading(),
            "group": group,
            "place": place,
            "code": criterion.code,
            "title": criterion.title,
            "points": score.points(criterion),
            "max": criterion.max,
            "rule": criterion.rule.kind,
            "lines": _lines(score, criterion, page),
            "first": page * LINES,
            "page": page,
            "pages": pages,
            "hidden": everything - shown,
            "milestones": _milestones(score, criterion.rule) if isinstance(criterion.rule, Timely) else [],
        }
    )


def _where(score: Score, criterion: CriterionEntry, *, own: bool) -> list[Any]:
    where = [
        col(Achievement.campaign_id) == score.campaign.id,
        col(Achievement.criterion) == criterion.code,
        col(Achievement.unit_id) == score.subject.unit_id,
        col(Achievement.state) == AchievementState.VERIFIED,
    ]
    member_id = score.by.id if own else score.subject.member_id
    if member_id is not None:
        where.append(col(Achievement.member_id) == member_id)
    if score.phase_id != WHOLE:
        where.append(col(Achievement.phase_id) == score.phase_id)
    return where


def _count(score: Score, criterion: CriterionEntry, *, own: bool) -> int:
    where = _where(score, criterion, own=own)
    return score.session.exec(select(func.count()).select_from(Achievement).where(*where)).one()


def _lines(score: Score, criterion: CriterionEntry, page: int) -> list[dict[str, Any]]:
    found = score.session.exec(
        select(Achievement)
        .where(*_where(score, criterion, own=not score.all_lines))
        .order_by(col(Achievement.id).desc())
        .limit(LINES)
        .offset(page * LINES)
    ).all()
    ids = {one.member_id for one in found} | {one.decided_by_id for one in found}
    rows = score.session.exec(select(Member.id, Member.name).where(col(Member.id).in_(ids - {None})))
    names: dict[int | None, str] = {row[0]: row[1] for row in rows}
    return [
        {
            "id": one.id,
            "title": one.title,
            "label": one.label,
            "day": one.day,
            "points": one.points,
            "given_why": one.given_why,
            "person": names.get(one.member_id, "") if score.subject.member_id is None else "",
            "decided_by": names.get(one.decided_by_id, ""),
            "decided_at": local(one.decided_at, score.timezone) if one.decided_at else None,
        }
        for one in found
    ]


def _milestones(score: Score, rule: Timely) -> list[dict[str, Any]]:
    """What a criterion of being on time looks at: each duty, done or owed, and how late in the rule's days."""
    phases = score.session.exec(select(Phase).where(col(Phase.campaign_id) == score.campaign.id)).all()
    calendar = work_calendar(score.session, score.campaign.bloc_id)
    named = {one.code for one in rule.milestones}
    return [
        {
            "title": milestone.title,
            "day": duty.extended_to or duty.last_day,
            "done_on": duty.done_on,
            "late": days_late(duty, rule, calendar) or 0,
            "working": rule.days == "working",
        }
        for duty, milestone in duties_of(score.session, score.campaign, score.subject)
        if milestone.code in named
        and (score.phase_id == WHOLE or phase_of((duty, milestone), phases) == score.phase_id)
    ]
