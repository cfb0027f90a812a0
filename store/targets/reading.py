"""Reading registrations: one with where it belongs, who decides on it, until when it may be changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from store.duties import days_late
from store.errors import NotFound
from store.facts import local_day
from store.people import heads_of, office_of
from store.rights import Right, may
from store.tables import (
    Bloc,
    Campaign,
    CampaignState,
    Duty,
    Member,
    Milestone,
    MilestoneKind,
    Target,
    TargetState,
    Unit,
)


@dataclass(frozen=True)
class Case:
    """A registration with where it belongs, on a day of its bloc's calendar."""

    target: Target
    campaign: Campaign
    bloc: Bloc
    unit: Unit
    now: datetime

    @property
    def today(self) -> date:
        return local_day(self.now, self.bloc.timezone)

    @property
    def bloc_id(self) -> int:
        return self.campaign.bloc_id


def case_of(session: Session, target: Target, now: datetime) -> Case:
    campaign = session.get_one(Campaign, target.campaign_id)
    bloc = session.get_one(Bloc, campaign.bloc_id)
    return Case(target, campaign, bloc, session.get_one(Unit, target.unit_id), now)


def find_case(session: Session, target_id: int, *, by: Member, now: datetime) -> Case:
    """A registration this person may read; any other is not there."""
    target = session.get(Target, target_id)
    if target is None:
        raise NotFound()
    case = case_of(session, target, now)
    if not may(
        session,
        by,
        Right.READ_WORK,
        bloc_id=case.bloc_id,
        unit_id=target.unit_id,
        owner_id=target.member_id,
        today=case.today,
    ):
        raise NotFound()
    return case


def goes_to_office(session: Session, case: Case) -> bool:
    """A unit's own and a head's own go to the bloc's office, and so does what no head is there to see."""
    return for_office(case.target, head_ids(session, case.target.unit_id, case.today))


def head_ids(session: Session, unit_id: int, today: date) -> list[int | None]:
    return [head.id for head in heads_of(session, unit_id, today)]


def for_office(target: Target, heads: Sequence[int | None]) -> bool:
    return target.member_id is None or target.member_id in heads or not heads


def own_work(case: Case, member: Member) -> bool:
    """Whether a registration is a member's own: theirs, or their unit's that they sent in."""
    return member.id == (case.target.member_id or case.target.registered_by_id)


def deciders(session: Session, case: Case) -> list[Member]:
    """Who is asked: the unit's heads or the office, without whose own it is unless the office has nobody else."""
    if not goes_to_office(session, case):
        return heads_of(session, case.target.unit_id, case.today)
    office = office_of(session, case.bloc_id, case.today)
    others = [one for one in office if not own_work(case, one)]
    return others if any(one.account_id is not None for one in others) else office


def concerned(session: Session, case: Case) -> list[Member]:
    """Whom a decision is told: the person, or for a unit's own its heads and who sent it in."""
    target = case.target
    if target.member_id is not None:
        return [session.get_one(Member, target.member_id)]
    return [*heads_of(session, target.unit_id, case.today), session.get_one(Member, target.registered_by_id)]


_REGISTRATION_DUTIES = (
    select(Duty, Milestone)
    .join(Milestone, col(Milestone.id) == col(Duty.milestone_id))
    .where(
        col(Duty.campaign_id) == bindparam("campaign"),
        col(Milestone.kind) == MilestoneKind.REGISTRATION,
        (col(Duty.unit_id) == bindparam("unit")) | (col(Duty.member_id) == bindparam("member")),
    )
    .order_by(col(Duty.ends_at), col(Duty.id))
)
"""Of a unit, and of a member where one is named; built once."""


def registration_duty(session: Session, target: Target) -> tuple[Duty, Milestone] | None:
    """The duty whose deadline a registration has: of its phase before the campaign's, a member's own before the unit's.

    Of several the first that was open when it was registered, else the last. None when no registration is asked for.
    """
    asked = {"campaign": target.campaign_id, "unit": target.unit_id, "member": target.member_id}
    rows = session.exec(_REGISTRATION_DUTIES, params=asked).all()
    fitting = [row for row in rows if row[1].phase_id in (None, target.phase_id)]
    if not fitting:
        return None
    nearest = max(_nearness(*row) for row in fitting)
    found = [(duty, milestone) for duty, milestone in fitting if _nearness(duty, milestone) == nearest]
    return next((row for row in found if row[0].ends_at > target.registered_at), found[-1])


def _nearness(duty: Duty, milestone: Milestone) -> tuple[bool, bool]:
    return milestone.phase_id is not None, duty.member_id is not None


def late_by(session: Session, case: Case) -> int:
    """Calendar days after the registration's last valid day; 0 while it is open."""
    found = registration_duty(session, case.target)
    return days_late(found[0], case.now, case.bloc.timezone) if found else 0


@dataclass(frozen=True)
class Standing:
    """Which buttons a registration has for somebody; the operations check again."""

    may_change: bool
    may_decide: bool
    may_reopen: bool


def standing_of(session: Session, case: Case, *, by: Member) -> Standing:
    target = case.target
    over = case.campaign.state != CampaignState.LAUNCHED
    ours = may(
        session,
        by,
        Right.REGISTER,
        bloc_id=case.bloc_id,
        unit_id=target.unit_id,
        owner_id=target.member_id,
        today=case.today,
    )
    asked = by.id in [one.id for one in deciders(session, case)]
    in_time = target.state == TargetState.RETURNED or late_by(session, case) == 0
    office = may(session, by, Right.CONFIRM_UNITS, bloc_id=case.bloc_id, today=case.today)
    return Standing(
        may_change=not over and ours and in_time and target.state != TargetState.WITHDRAWN,
        may_decide=not over and asked and target.state == TargetState.WAITING,
        may_reopen=not over and office and (asked or not own_work(case, by)) and target.state == TargetState.CONFIRMED,
    )
