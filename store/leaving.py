"""Leaving: a person's places and roles end, and their open work goes to the unit head's queue."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import or_
from sqlmodel import Session, col, delete, select

from store.appointments import LastLeader, is_last_leader
from store.history import record
from store.outbox import post_to_accounts
from store.people import account_ids, bloc_day, heads_of, my_units, office_of, unit_of
from store.tables import (
    Achievement,
    AchievementState,
    Appointment,
    Delegation,
    Duty,
    Member,
    Membership,
    MembershipState,
    Report,
    Rung,
    Target,
    TargetState,
)

OPEN_TARGETS = (TargetState.WAITING, TargetState.RETURNED)
OPEN_ACHIEVEMENTS = (AchievementState.WAITING, AchievementState.RETURNED)


@dataclass(frozen=True)
class Handed:
    """How much of a person's open work went to the head of a unit."""

    targets: int
    achievements: int


def demand_other_leader(session: Session, member: Member, today: date) -> None:
    """Refuses for the only leader a bloc has."""
    if is_last_leader(session, member, today):
        raise LastLeader()


def leave_bloc(session: Session, member: Member, *, by: Member, now: datetime, name: str) -> None:
    """End all places and roles of a member in the bloc. Refuses the last leader.

    The heads of each unit hear what came to their queue, and the office of a role in the bloc that ended. `name` is
    how the letters call the person.
    """
    today = bloc_day(session, member.bloc_id, now)
    demand_other_leader(session, member, today)
    for place in my_units(session, member, today):
        leave_unit(session, member, place, by=by, now=now, name=name)
    for request in _requests(session, member):
        request.state = MembershipState.ENDED
        record(session, request, "left", by=by, now=now, unit=request.unit_id)
    ended = end_appointments(session, member, today, by=by, now=now)
    if ended:
        office = [one for one in office_of(session, member.bloc_id, today) if one.id != member.id]
        facts = {"name": name, "unit": "", "targets": 0, "achievements": 0, "headless": False, "roles": ended}
        post_to_accounts(session, "leaving/left", account_ids(office), now=now, **facts)
    session.flush()


def leave_unit(session: Session, member: Member, place: Membership, *, by: Member, now: datetime, name: str) -> Handed:
    """End one place. Its open work goes to the head; a unit left without a head is told to the office."""
    today = bloc_day(session, member.bloc_id, now)
    place.state, place.last_day = MembershipState.ENDED, today
    session.flush()
    delegated = (col(Delegation.member_id) == member.id) & (col(Delegation.unit_id) == place.unit_id)
    for one in session.exec(select(Delegation).where(delegated, col(Delegation.last_day) >= today)):
        one.last_day = today - timedelta(days=1)
    record(session, place, "left", by=by, now=now, unit=place.unit_id)
    handed = hand_work_over(session, member, place.unit_id, by=by, now=now)
    forget_duties(session, member, today)
    unit = unit_of(session, place.unit_id)
    heads = [one for one in heads_of(session, place.unit_id, today) if one.id != member.id]
    told = heads or [one for one in office_of(session, member.bloc_id, today) if one.id != member.id]
    facts = {"name": name, "unit": unit.name, "headless": not heads, "roles": []}
    post_to_accounts(session, "leaving/left", account_ids(told), now=now, **facts, **vars(handed))
    return handed


def hand_work_over(session: Session, member: Member, unit_id: int, *, by: Member, now: datetime) -> Handed:
    """What waits for the head stays there; what was returned to the person waits for the head again."""
    targets = session.exec(
        select(Target).where(
            col(Target.member_id) == member.id, col(Target.unit_id) == unit_id, col(Target.state).in_(OPEN_TARGETS)
        )
    ).all()
    achievements = session.exec(
        select(Achievement).where(
            col(Achievement.member_id) == member.id,
            col(Achievement.unit_id) == unit_id,
            col(Achievement.state).in_(OPEN_ACHIEVEMENTS),
        )
    ).all()
    for target in targets:
        if target.state == TargetState.RETURNED:
            target.state = TargetState.WAITING
            record(session, target, "handed_to_head", by=by, now=now)
    for achievement in achievements:
        if achievement.state == AchievementState.RETURNED:
            achievement.state = AchievementState.WAITING
            record(session, achievement, "handed_to_head", by=by, now=now)
    session.flush()
    return Handed(len(targets), len(achievements))


def forget_duties(session: Session, member: Member, today: date) -> None:
    """Who has no place left owes nothing more; what was handed in stays."""
    if my_units(session, member, today):
        return
    handed_in = select(Report.duty_id)
    owed = (col(Duty.member_id) == member.id) & col(Duty.done_at).is_(None) & col(Duty.id).not_in(handed_in)
    open_ids = session.exec(select(Duty.id).where(owed)).all()
    session.execute(delete(Rung).where(col(Rung.duty_id).in_(open_ids)))
    session.execute(delete(Duty).where(col(Duty.id).in_(open_ids)))


def end_appointments(session: Session, member: Member, today: date, *, by: Member, now: datetime) -> list[str]:
    """End a member's roles in the bloc, those still to begin among them, at once. Which they were."""
    lasting = or_(col(Appointment.last_day).is_(None), col(Appointment.last_day) >= today)
    ended = session.exec(select(Appointment).where(col(Appointment.member_id) == member.id, lasting)).all()
    for one in ended:
        one.last_day = today - timedelta(days=1)
        record(session, one, "ended", by=by, now=now, role=one.role)
    session.flush()
    return [role.value for role in dict.fromkeys(one.role for one in ended)]


def _requests(session: Session, member: Member) -> list[Membership]:
    waiting = (col(Membership.member_id) == member.id) & (col(Membership.state) == MembershipState.WAITING)
    return list(session.exec(select(Membership).where(waiting)))
