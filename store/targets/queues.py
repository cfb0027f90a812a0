"""Lists of registrations: what waits for whom, one's own, a unit's."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, false, func, not_, or_
from sqlmodel import Session, col, select

from store.facts import local_day
from store.people import heading, office_of, unit_of, units_of_bloc
from store.rights import Right, demand, may, seats, units_with
from store.tables import (
    Bloc,
    Campaign,
    CampaignState,
    Member,
    Membership,
    MembershipState,
    Target,
    TargetState,
    Unit,
)


def waiting_for(session: Session, bloc: Bloc, *, by: Member, now: datetime) -> list[tuple[datetime, int, int]]:
    """What this person is asked to decide on, oldest first: (since when, registration, unit)."""
    today = local_day(now, bloc.timezone)
    headed = units_with(seats(session, by, today), Right.CONFIRM_STAFF)
    last_day = col(Membership.last_day)
    head = and_(
        col(Membership.unit_id) == col(Target.unit_id),
        heading(today),
        col(Membership.state) == MembershipState.ACTIVE,
        col(Membership.first_day) <= today,
        or_(last_day.is_(None), last_day >= today),
    )
    to_office = or_(
        col(Target.member_id).is_(None),
        exists().where(head, col(Membership.member_id) == col(Target.member_id)),
        not_(exists().where(head)),
    )
    mine: ColumnElement[bool] = and_(not_(to_office), col(Target.unit_id).in_(headed))
    if may(session, by, Right.CONFIRM_UNITS, bloc_id=bloc.id or 0, today=today):
        mine = or_(mine, and_(to_office, _not_own(session, bloc, by, now)))
    rows = session.exec(
        select(Target.registered_at, Target.id, Target.unit_id)
        .join(Campaign, col(Campaign.id) == col(Target.campaign_id))
        .where(
            col(Campaign.bloc_id) == bloc.id,
            col(Campaign.state) == CampaignState.LAUNCHED,
            col(Target.state) == TargetState.WAITING,
            mine,
        )
        .order_by(col(Target.registered_at), col(Target.id))
    )
    return [(since, target_id or 0, unit_id) for since, target_id, unit_id in rows]


def _not_own(session: Session, bloc: Bloc, by: Member, now: datetime) -> ColumnElement[bool]:
    """Nobody's own while the office has somebody else who can be asked."""
    office = office_of(session, bloc.id or 0, local_day(now, bloc.timezone))
    own = func.coalesce(col(Target.member_id), col(Target.registered_by_id)) == by.id
    alone = not any(one.account_id is not None for one in office if one.id != by.id)
    return not_(false()) if alone else not_(own)


def my_targets(session: Session, bloc: Bloc, *, by: Member, now: datetime) -> list[Target]:
    """One's own registrations and those of the units one heads, in campaigns that are not over; newest first."""
    headed = units_with(seats(session, by, local_day(now, bloc.timezone)), Right.CONFIRM_STAFF)
    return _listed(session, bloc, or_(col(Target.member_id) == by.id, col(Target.unit_id).in_(headed)))


def unit_targets(session: Session, unit_id: int, *, by: Member, now: datetime) -> tuple[Unit, list[Target]]:
    """A unit's registrations, for whom may read them."""
    unit = unit_of(session, unit_id, bloc_id=by.bloc_id)
    bloc = session.get_one(Bloc, unit.bloc_id)
    today = local_day(now, bloc.timezone)
    demand(session, by, Right.READ_WORK, bloc_id=unit.bloc_id, unit_id=unit_id, today=today)
    return unit, _listed(session, bloc, col(Target.unit_id) == unit_id)


def _listed(session: Session, bloc: Bloc, which: ColumnElement[bool]) -> list[Target]:
    return list(
        session.exec(
            select(Target)
            .join(Campaign, col(Campaign.id) == col(Target.campaign_id))
            .where(
                col(Campaign.bloc_id) == bloc.id,
                col(Campaign.state) == CampaignState.LAUNCHED,
                col(Target.state) != TargetState.WITHDRAWN,
                which,
            )
            .order_by(col(Target.id).desc())
        )
    )


def counted_units(session: Session, bloc: Bloc, *, by: Member, now: datetime) -> list[tuple[Unit, int, int]]:
    """The units whose registrations this person may read: how many are confirmed, how many wait."""
    today = local_day(now, bloc.timezone)
    rows = session.exec(
        select(Target.unit_id, Target.state, func.count())
        .join(Campaign, col(Campaign.id) == col(Target.campaign_id))
        .where(col(Campaign.bloc_id) == bloc.id, col(Campaign.state) == CampaignState.LAUNCHED)
        .group_by(col(Target.unit_id), col(Target.state))
    )
    counts = {(unit_id, state): number for unit_id, state, number in rows}
    return [
        (unit, counts.get((unit.id or 0, TargetState.CONFIRMED), 0), counts.get((unit.id or 0, TargetState.WAITING), 0))
        for unit in units_of_bloc(session, bloc.id or 0, today)
        if may(session, by, Right.READ_WORK, bloc_id=bloc.id or 0, unit_id=unit.id, today=today)
    ]
