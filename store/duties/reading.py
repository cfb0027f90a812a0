"""Reading duties: who still owes what until when, and who may look."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, exists, or_
from sqlmodel import Session, col, select

from store.errors import NotFound
from store.facts import local_day
from store.people import heads_of, office_of
from store.rights import Right, demand
from store.rules.deadlines import days_late as calendar_days_late
from store.rules.deadlines import days_left
from store.tables import (
    Appointment,
    Bloc,
    Campaign,
    CampaignState,
    DeadlineForm,
    Duty,
    Member,
    Membership,
    MembershipState,
    Milestone,
    Phase,
    PhaseState,
    Unit,
    UnitRole,
)


@dataclass(frozen=True)
class Standing:
    """A duty with everything it belongs to."""

    duty: Duty
    milestone: Milestone
    campaign: Campaign
    bloc: Bloc
    unit: Unit | None


def owed(today: date) -> ColumnElement[bool]:
    """What makes a duty still owed that day, for queries that join Duty, Milestone and Campaign.

    Not done; the campaign runs; the milestone was not withdrawn, its phase is not sealed; the unit is not closed, the
    member not gone.
    """
    sealed = exists().where(col(Phase.id) == col(Milestone.phase_id), col(Phase.state) == PhaseState.SEALED)
    closed = exists().where(col(Unit.id) == col(Duty.unit_id), col(Unit.closed_on) < today)
    last_day = col(Membership.last_day)
    here = exists().where(
        col(Membership.member_id) == col(Duty.member_id),
        col(Membership.state) == MembershipState.ACTIVE,
        col(Membership.first_day) <= today,
        or_(last_day.is_(None), last_day >= today),
    )
    return and_(
        col(Duty.done_at).is_(None),
        col(Campaign.state) == CampaignState.LAUNCHED,
        col(Milestone.withdrawn_at).is_(None),
        ~sealed,
        ~closed,
        or_(col(Duty.member_id).is_(None), here),
    )


def open_duties(
    session: Session,
    *,
    now: datetime,
    unit_id: int | None = None,
    member_id: int | None = None,
    office_bloc_id: int | None = None,
) -> list[Duty]:
    """What a unit, a member or a bloc's office (give one) still owes, soonest first."""
    bloc_id = office_bloc_id
    if unit_id is not None:
        bloc_id, mine = session.get_one(Unit, unit_id).bloc_id, col(Duty.unit_id) == unit_id
    elif member_id is not None:
        bloc_id, mine = session.get_one(Member, member_id).bloc_id, col(Duty.member_id) == member_id
    else:
        mine = and_(col(Duty.unit_id).is_(None), col(Duty.member_id).is_(None), col(Campaign.bloc_id) == office_bloc_id)
    today = local_day(now, session.get_one(Bloc, bloc_id).timezone)
    return list(
        session.exec(
            select(Duty)
            .join(Milestone, col(Milestone.id) == col(Duty.milestone_id))
            .join(Campaign, col(Campaign.id) == col(Duty.campaign_id))
            .where(mine, owed(today))
            .order_by(col(Duty.ends_at), col(Milestone.place), col(Duty.id))
        )
    )


def duty_for(session: Session, duty_id: int, right: Right, *, by: Member, now: datetime) -> Standing:
    """A duty for whom has this right over it; of other blocs nothing is told."""
    duty = session.get(Duty, duty_id)
    campaign = None if duty is None else session.get(Campaign, duty.campaign_id)
    if duty is None or campaign is None or campaign.bloc_id != by.bloc_id:
        raise NotFound()
    bloc = session.get_one(Bloc, campaign.bloc_id)
    demand(
        session,
        by,
        right,
        bloc_id=campaign.bloc_id,
        unit_id=_unit_asked(session, duty, by),
        owner_id=duty.member_id,
        today=local_day(now, bloc.timezone),
    )
    milestone = session.get_one(Milestone, duty.milestone_id)
    unit = None if duty.unit_id is None else session.get_one(Unit, duty.unit_id)
    return Standing(duty, milestone, campaign, bloc, unit)


def _unit_asked(session: Session, duty: Duty, by: Member) -> int | None:
    """The unit a duty belongs to; a member's duty to the member's unit that the asker shares, else observes."""
    if duty.member_id is None:
        return duty.unit_id
    of = select(Membership.unit_id).where(col(Membership.state) == MembershipState.ACTIVE)
    theirs = of.where(col(Membership.member_id) == duty.member_id)
    mine = of.where(col(Membership.member_id) == by.id)
    shared = mine.where(col(Membership.unit_id).in_(theirs))
    found = session.exec(shared.order_by(col(Membership.role) != UnitRole.HEAD, col(Membership.id))).first()
    observed = select(Appointment.unit_id).where(col(Appointment.member_id) == by.id)
    return found or session.exec(observed.where(col(Appointment.unit_id).in_(theirs))).first()


def last_day_of(duty: Duty) -> date:
    """The last valid day, an extension counted in."""
    return duty.extended_to or duty.last_day


def days_late(duty: Duty, at: datetime, timezone: str) -> int:
    """Calendar days after the last valid day; 0 when on time."""
    return calendar_days_late(at, last_day_of(duty), ZoneInfo(timezone))


def deadline_fact(duty: Duty, milestone: Milestone, today: date | None) -> dict[str, Any]:
    """The deadline for the filter of that name; `today` None leaves out how many days are left."""
    fact = milestone_deadline(milestone, duty.day, last_day_of(duty), today)
    return fact if duty.extended_to is None else {**fact, "extended": True}


def milestone_deadline(milestone: Milestone, day: date, last_day: date, today: date | None = None) -> dict[str, Any]:
    """The same for one due day of a milestone, whoever owes it."""
    form = DeadlineForm.BY if milestone.every or milestone.form == DeadlineForm.AROUND else milestone.form
    left = None if today is None else days_left(today, last_day)
    return {"form": form, "day": day, "last_day": last_day, "left": left}


def milestone_of(session: Session, duty: Duty) -> Milestone:
    return session.get_one(Milestone, duty.milestone_id)


def duty_title(session: Session, duty: Duty) -> str:
    """The milestone's title."""
    return milestone_of(session, duty).title


def people_of_duty(session: Session, standing: Standing, today: date) -> list[Member]:
    """Who is told about a duty: the unit's heads, the member, or the office."""
    if standing.duty.unit_id is not None:
        return heads_of(session, standing.duty.unit_id, today)
    if standing.duty.member_id is not None:
        return [session.get_one(Member, standing.duty.member_id)]
    return office_of(session, standing.campaign.bloc_id, today)
