"""The lists behind the figures: a page of one for a screen, all of them for the workbook."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, exists, func, true
from sqlalchemy import select as sa_select
from sqlmodel import Session, col, select

from store.facts import flat, local_day
from store.summaries.figures import COUNTS, IN_REVIEW, count_units, kept, late_by, unit_duties
from store.summaries.scope import Scope
from store.tables import (
    Achievement,
    AchievementState,
    Evidence,
    Member,
    Phase,
    Target,
    TargetKind,
    TargetState,
    Unit,
)
from store.targets.showing import BODY

PAGE = 10
"""Lines of a list on one screen."""

OF_UNITS = ("taking_part", "absent")
OF_TARGETS = (*(kind.value for kind in TargetKind), "targets", "confirmed", "unconfirmed", "done")
OF_DUTIES = ("on_time", "late", "missing", "open")
OF_ACHIEVEMENTS = ("achievements", "verified", "unverified")
LISTS = (*OF_UNITS, *OF_TARGETS, *OF_DUTIES, *OF_ACHIEVEMENTS)
"""The figures that open to a list."""


def list_rows(session: Session, scope: Scope, figure: str, page: int) -> tuple[list[dict[str, Any]], int]:
    """One page of what a figure counted, each row with its `sort`, and how many rows there are in all."""
    if figure in OF_TARGETS:
        rows, total = _target_rows(session, scope, _targets_of(scope, figure), page)
    elif figure in OF_ACHIEVEMENTS:
        rows, total = _achievement_rows(session, scope, _achievements_of(figure), page)
    else:
        found = _units(session, scope, figure) if figure in OF_UNITS else duty_rows(session, scope, figure)
        rows, total = found[page * PAGE : (page + 1) * PAGE], len(found)
    return [flat(row) for row in rows], total


def target_rows(session: Session, scope: Scope) -> list[dict[str, Any]]:
    return _target_rows(session, scope, true(), None)[0]


def achievement_rows(session: Session, scope: Scope) -> list[dict[str, Any]]:
    return _achievement_rows(session, scope, true(), None)[0]


def duty_rows(session: Session, scope: Scope, verdict: str = "") -> list[dict[str, Any]]:
    """What units owe, done or not; with `verdict` only what was kept so."""
    names = _names(scope)
    return [
        {
            "sort": "duty",
            "unit": names[duty.unit_id],
            "title": milestone.title,
            "last_day": duty.extended_to or duty.last_day,
            "done_on": duty.done_on,
            "days_late": late_by(duty),
            "state": kept(duty, scope.today),
        }
        for duty, milestone in unit_duties(session, scope)
        if verdict in ("", kept(duty, scope.today))
    ]


def _units(session: Session, scope: Scope, figure: str) -> list[dict[str, Any]]:
    wanted = figure == "taking_part"
    return [
        {"sort": "unit", "unit": one.unit.name, **one.counts}
        for one in count_units(session, scope)
        if one.takes_part == wanted
    ]


def _targets_of(scope: Scope, figure: str) -> ColumnElement[bool]:
    if figure == "done":
        return (col(Target.state) == TargetState.CONFIRMED) & exists().where(scope.results())
    if figure == "confirmed":
        return col(Target.state) == TargetState.CONFIRMED
    if figure == "unconfirmed":
        return col(Target.state) != TargetState.CONFIRMED
    return true() if figure == "targets" else col(Target.kind) == TargetKind(figure)


def _achievements_of(figure: str) -> ColumnElement[bool]:
    if figure == "verified":
        return col(Achievement.state) == AchievementState.VERIFIED
    return col(Achievement.state).in_(IN_REVIEW) if figure == "unverified" else true()


def _target_rows(
    session: Session, scope: Scope, which: ColumnElement[bool], page: int | None
) -> tuple[list[dict[str, Any]], int]:
    where = (scope.targets(), which)
    done, points = exists().where(scope.results()).label("done"), _points_of_target(scope)
    query = (
        sa_select(Target, col(Member.name), col(Phase.name), done, points)
        .join(Unit, col(Unit.id) == col(Target.unit_id))
        .outerjoin(Member, col(Member.id) == col(Target.member_id))
        .outerjoin(Phase, col(Phase.id) == col(Target.phase_id))
        .where(*where)
        .order_by(col(Unit.place), col(Target.unit_id), col(Target.member_id).is_not(None), col(Target.id))
    )
    names = _names(scope)
    rows = [
        {
            **{name: str(target.body.get(name) or "") for name in BODY},
            "sort": "target",
            "target_id": target.id,
            "unit": names[target.unit_id],
            "kind": target.kind,
            "item": target.item,
            "title": target.title,
            "person": person or "",
            "phase": phase or "",
            "state": target.state,
            "done": bool(has_results) and target.state == TargetState.CONFIRMED,
            "points": worth,
            "days_late": target.days_late,
            "registered": local_day(target.registered_at, scope.bloc.timezone),
        }
        for target, person, phase, has_results, worth in session.execute(_paged(query, page))
    ]
    return rows, _count(session, Target, where, rows, page)


def _points_of_target(scope: Scope) -> Any:
    """What the verified achievements for a registration are worth, each alone; none where nothing is verified."""
    return select(func.sum(col(Achievement.points))).where(scope.results()).correlate(Target).scalar_subquery()


def _achievement_rows(
    session: Session, scope: Scope, which: ColumnElement[bool], page: int | None
) -> tuple[list[dict[str, Any]], int]:
    where = (scope.achievements(), col(Achievement.state).in_(COUNTS), which)
    pieces = (
        select(func.count())
        .select_from(Evidence)
        .where(col(Evidence.achievement_id) == col(Achievement.id))
        .correlate(Achievement)
        .scalar_subquery()
    )
    query = (
        sa_select(Achievement, col(Member.name), pieces)
        .join(Unit, col(Unit.id) == col(Achievement.unit_id))
        .outerjoin(Member, col(Member.id) == col(Achievement.member_id))
        .where(*where)
        .order_by(col(Unit.place), col(Achievement.unit_id), col(Achievement.criterion), col(Achievement.id))
    )
    names = _names(scope)
    rows = [
        {
            "sort": "achievement",
            "achievement_id": one.id,
            "unit": names[one.unit_id],
            "criterion": one.criterion,
            "label": one.label,
            "title": one.title,
            "person": person or "",
            "quantity": one.quantity,
            "day": one.day,
            "state": one.state,
            "points": one.points if one.state == AchievementState.VERIFIED else None,
            "evidence": evidence,
        }
        for one, person, evidence in session.execute(_paged(query, page))
    ]
    return rows, _count(session, Achievement, where, rows, page)


def _paged(query: Any, page: int | None) -> Any:
    return query if page is None else query.limit(PAGE).offset(page * PAGE)


def _count(session: Session, table: Any, where: Sequence[Any], rows: Sequence[Any], page: int | None) -> int:
    if page is None:
        return len(rows)
    return session.exec(select(func.count()).select_from(table).where(*where)).one()


def _names(scope: Scope) -> dict[int | None, str]:
    return {unit.id: unit.name for unit in scope.units}
