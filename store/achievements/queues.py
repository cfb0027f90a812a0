"""Lists of achievements: what waits for whom, one's own, a unit's."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, not_, or_
from sqlmodel import Session, col, select

from store.achievements.reading import case_of_achievement, other_heads, own_achievement
from store.facts import local_day
from store.history import record_skip, skipped
from store.people import my_units, unit_of
from store.rights import Right, demand, may, seats, units_with
from store.tables import (
    Achievement,
    AchievementState,
    Bloc,
    Campaign,
    CampaignState,
    Member,
    Unit,
)


@dataclass(frozen=True, order=True)
class Waiting:
    """What waits for a person to decide on, and since when."""

    since: datetime
    achievement_id: int
    unit_id: int


def achievements_waiting_for(session: Session, bloc: Bloc, *, by: Member, now: datetime) -> list[Waiting]:
    """What this person is asked to confirm or to verify, oldest first; never what their own interest is in."""
    asked = [*_to_confirm(session, bloc, by, now), *_to_verify(session, bloc, by, now)]
    found = select(col(Achievement.recorded_at), col(Achievement.id), col(Achievement.unit_id))
    return sorted(Waiting(*row) for which in asked for row in session.execute(found.where(which)))


def to_verify(session: Session, facts: Mapping[str, Any], now: datetime) -> dict[str, Any] | None:
    """What the daily letter to one of those who verify says: how much waits for them now, by unit; None for nothing."""
    bloc = session.get_one(Bloc, facts["bloc_id"])
    one = select(Member).where(col(Member.account_id) == facts["account_id"], col(Member.bloc_id) == bloc.id)
    member = session.exec(one.order_by(col(Member.id))).first()
    if member is None:
        return None
    found = select(col(Unit.name)).join(Achievement, col(Achievement.unit_id) == col(Unit.id))
    counted = Counter(
        name for which in _to_verify(session, bloc, member, now) for name in session.exec(found.where(which))
    )
    units = [{"name": name, "waiting": number} for name, number in counted.most_common()]
    return {"all": counted.total(), "units": units} if units else None


def record_skips(session: Session, bloc: Bloc, *, by: Member, now: datetime) -> int:
    """Write into the history, once each, what a reviewer's own interest keeps from their queue (DESIGN 2). How many."""
    if not may(session, by, Right.VERIFY, bloc_id=bloc.id or 0, today=local_day(now, bloc.timezone)):
        return 0
    known = skipped(Achievement, col(Achievement.id), by=by).correlate(Achievement).exists()
    rows = session.exec(
        select(Achievement)
        .where(
            _stands(bloc, AchievementState.CONFIRMED, col(Campaign.owner_unit_id).is_(None)),
            _own(session, bloc, by, now),
            not_(known),
        )
        .limit(50)
    ).all()
    for one in rows:
        own = own_achievement(case_of_achievement(session, one, now), by)
        record_skip(session, one, by=by, now=now, why="own_work" if own else "own_unit")
    return len(rows)


def my_achievements(session: Session, bloc: Bloc, *, by: Member, now: datetime) -> list[Achievement]:
    """One's own and those of the units one heads, in campaigns that are not over; newest first."""
    headed = units_with(seats(session, by, local_day(now, bloc.timezone)), Right.CONFIRM_STAFF)
    return _listed(session, bloc, or_(col(Achievement.member_id) == by.id, col(Achievement.unit_id).in_(headed)))


def unit_achievements(session: Session, unit_id: int, *, by: Member, now: datetime) -> tuple[Unit, list[Achievement]]:
    """A unit's achievements, for whom may read them; newest first."""
    unit = unit_of(session, unit_id, bloc_id=by.bloc_id)
    bloc = session.get_one(Bloc, unit.bloc_id)
    today = local_day(now, bloc.timezone)
    demand(session, by, Right.READ_WORK, bloc_id=unit.bloc_id, unit_id=unit_id, today=today)
    return unit, _listed(session, bloc, col(Achievement.unit_id) == unit_id)


def _listed(session: Session, bloc: Bloc, which: ColumnElement[bool]) -> list[Achievement]:
    return list(
        session.exec(
            select(Achievement)
            .join(Campaign, col(Campaign.id) == col(Achievement.campaign_id))
            .where(_running(bloc), col(Achievement.state) != AchievementState.WITHDRAWN, which)
            .order_by(col(Achievement.id).desc())
        )
    )


def _running(bloc: Bloc) -> ColumnElement[bool]:
    return and_(col(Campaign.bloc_id) == bloc.id, col(Campaign.state) == CampaignState.LAUNCHED)


def _stands(bloc: Bloc, state: AchievementState, *of_campaign: ColumnElement[bool]) -> ColumnElement[bool]:
    """In this state, in a campaign that runs: found by their index, however much was decided before."""
    running = select(Campaign.id).where(_running(bloc), *of_campaign)
    return and_(col(Achievement.campaign_id).in_(running), col(Achievement.state) == state)


def _to_confirm(session: Session, bloc: Bloc, by: Member, now: datetime) -> list[ColumnElement[bool]]:
    headed = units_with(seats(session, by, local_day(now, bloc.timezone)), Right.CONFIRM_STAFF)
    of_staff = and_(col(Achievement.unit_id).in_(headed), col(Achievement.member_id) != by.id)
    return [and_(_stands(bloc, AchievementState.WAITING), of_staff)] if headed else []


def _to_verify(session: Session, bloc: Bloc, by: Member, now: datetime) -> list[ColumnElement[bool]]:
    """Of the bloc's campaigns for the council, and of a unit's own for its heads."""
    today = local_day(now, bloc.timezone)
    found: list[ColumnElement[bool]] = []
    if may(session, by, Right.VERIFY, bloc_id=bloc.id or 0, today=today):
        blocs = _stands(bloc, AchievementState.CONFIRMED, col(Campaign.owner_unit_id).is_(None))
        found.append(and_(blocs, not_(_own(session, bloc, by, now))))
    for unit_id in units_with(seats(session, by, today), Right.UNIT_CAMPAIGN):
        units = _stands(bloc, AchievementState.CONFIRMED, col(Campaign.owner_unit_id) == unit_id)
        found.append(and_(units, not_(_own_work(by))) if other_heads(session, unit_id, by, today) else units)
    return found


def _own(session: Session, bloc: Bloc, by: Member, now: datetime) -> ColumnElement[bool]:
    units = [place.unit_id for place in my_units(session, by, local_day(now, bloc.timezone))]
    return or_(_own_work(by), col(Achievement.unit_id).in_(units))


def _own_work(by: Member) -> ColumnElement[bool]:
    return func.coalesce(col(Achievement.member_id), col(Achievement.recorded_by_id)) == by.id
