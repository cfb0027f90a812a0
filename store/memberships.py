"""Places in units: looked at, made a head's and back, left and taken; what is open then goes to the unit's head."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from store.delegations import delegations_of, stop
from store.errors import IllegalMove, NotFound
from store.handing_over import forget_duties, hand_work_over
from store.history import record
from store.outbox import post_to_accounts
from store.people import account_ids, bloc_day, heads_of, office_of
from store.rights import Right, may
from store.tables import (
    Achievement,
    AchievementState,
    Campaign,
    CampaignState,
    Member,
    Membership,
    MembershipState,
    Target,
    TargetState,
    Unit,
    UnitRole,
)

SHOWN = 10
"""Titles of open work in a letter."""


@dataclass(frozen=True)
class Place:
    """A member's place in a unit, and what this reader may do about it."""

    membership: Membership
    member: Member
    unit: Unit
    may_lead: bool = False
    """Make a head of them, or no head."""
    may_remove: bool = False
    open_work: list[str] = field(default_factory=list)


def place_of(session: Session, membership_id: int, *, by: Member, now: datetime) -> Place:
    """One place, for the unit's heads and the office. A head does not take another head's place away."""
    membership = session.get(Membership, membership_id)
    unit = session.get(Unit, membership.unit_id) if membership is not None else None
    if membership is None or unit is None or unit.bloc_id != by.bloc_id:
        raise NotFound()
    today = bloc_day(session, unit.bloc_id, now)
    office = may(session, by, Right.INVITE_HEADS, bloc_id=unit.bloc_id, today=today)
    head = may(session, by, Right.APPROVE_STAFF, bloc_id=unit.bloc_id, unit_id=unit.id, today=today)
    if not (office or head):
        raise NotFound()
    member = session.get_one(Member, membership.member_id)
    staff = membership.role == UnitRole.MEMBER and member.id != by.id
    return Place(membership, member, unit, may_lead=office, may_remove=office or (head and staff))


def set_unit_role(session: Session, membership_id: int, role: UnitRole, *, by: Member, now: datetime) -> Place:
    """Make somebody a head of their unit, or no longer; by the office. The same again changes nothing."""
    place = place_of(session, membership_id, by=by, now=now)
    membership = place.membership
    if not place.may_lead:
        raise NotFound()
    if membership.state != MembershipState.ACTIVE:
        raise IllegalMove(state=membership.state, action="role")
    if membership.role == role:
        return place
    before, membership.role = membership.role, role
    record(session, membership, "role", by=by, now=now, before=before, after=role, unit=place.unit.id)
    if place.member.id != by.id:
        told = account_ids([place.member])
        post_to_accounts(session, "people/role_changed", told, now=now, unit=place.unit.name, role=role, by=by.name)
    session.flush()
    return place


def my_place(session: Session, membership_id: int, *, by: Member) -> Place:
    """One's own place that still counts."""
    membership = session.get(Membership, membership_id)
    if membership is None or membership.member_id != by.id:
        raise NotFound()
    unit = session.get_one(Unit, membership.unit_id)
    return Place(membership, by, unit, open_work=open_work(session, by, unit.id or 0))


def leave(session: Session, membership_id: int, *, by: Member, now: datetime) -> Place:
    """Leave a unit by oneself, at once. Leaving twice changes nothing."""
    place = my_place(session, membership_id, by=by)
    if place.membership.state == MembershipState.ACTIVE:
        _end(session, place, "left", reason="", by=by, now=now)
    return place


def remove(session: Session, membership_id: int, *, reason: str, by: Member, now: datetime) -> Place:
    """Take somebody out of a unit, with a reason that they are told. Doing it twice changes nothing."""
    place = place_of(session, membership_id, by=by, now=now)
    if not place.may_remove:
        raise NotFound()
    if place.membership.state != MembershipState.ACTIVE:
        return place
    _end(session, place, "removed", reason=reason, by=by, now=now)
    told = account_ids([place.member])
    if place.member.id != by.id:
        post_to_accounts(session, "people/removed", told, now=now, unit=place.unit.name, reason=reason)
    return place


def _end(session: Session, place: Place, why: str, *, reason: str, by: Member, now: datetime) -> None:
    """The place ends today; what they registered and recorded stays, and its unit's heads take over what is open."""
    membership, unit = place.membership, place.unit
    today = bloc_day(session, unit.bloc_id, now)
    membership.state, membership.last_day = MembershipState.ENDED, today
    record(session, membership, why, by=by, now=now, unit=unit.id, reason=reason)
    for acting in delegations_of(session, unit.id or 0, today):
        if place.member.id in (acting.delegation.member_id, acting.delegation.given_by_id):
            stop(session, acting.delegation, unit, today, by=by, now=now)
    session.flush()
    hand_work_over(session, place.member, unit.id or 0, by=by, now=now)
    forget_duties(session, place.member, today)
    _tell_heads(session, place, why, reason, today, by=by, now=now)


def _tell_heads(
    session: Session, place: Place, why: str, reason: str, today: date, *, by: Member, now: datetime
) -> None:
    """The heads learn what they take over; where no head is left, the office does, for there is nobody else."""
    heads = heads_of(session, place.unit.id or 0, today)
    told = heads or office_of(session, place.unit.bloc_id, today)
    work = open_work(session, place.member, place.unit.id or 0)
    facts: dict[str, Any] = {
        "name": place.member.name,
        "unit": place.unit.name,
        "unit_id": place.unit.id,
        "why": why,
        "reason": reason,
        "titles": work[:SHOWN],
        "count": len(work),
        "headless": not heads,
    }
    others = [one for one in told if one.id != by.id]
    post_to_accounts(session, "people/gone", account_ids(others), now=now, **facts)


def open_work(session: Session, member: Member, unit_id: int) -> list[str]:
    """The titles of what a member registered or recorded in a unit and nobody has finished with."""
    targets = (
        select(Target.title)
        .join(Campaign, col(Campaign.id) == col(Target.campaign_id))
        .where(
            col(Target.member_id) == member.id,
            col(Target.unit_id) == unit_id,
            col(Target.state) != TargetState.WITHDRAWN,
            col(Campaign.state) == CampaignState.LAUNCHED,
        )
        .order_by(col(Target.id))
    )
    achievements = (
        select(Achievement.title)
        .where(
            col(Achievement.member_id) == member.id,
            col(Achievement.unit_id) == unit_id,
            col(Achievement.state).in_((AchievementState.WAITING, AchievementState.RETURNED)),
        )
        .order_by(col(Achievement.id))
    )
    return [*session.exec(targets), *session.exec(achievements)]
