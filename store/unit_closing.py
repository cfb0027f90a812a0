"""Units that end: closed with a last day, or merged into another, which takes over their people and open work."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import or_, update
from sqlmodel import Session, col, select

from store.appointments import FURTHEST
from store.campaigns import running_campaigns
from store.columns import table_of
from store.duties import make_duties, open_duties, settle_registration
from store.errors import BadAnswer, Refusal
from store.history import record
from store.outbox import post_to_accounts
from store.people import account_ids, bloc_day, in_place, leading_unit, members_of
from store.placing import ask_heads
from store.tables import (
    Achievement,
    AchievementState,
    Appointment,
    Campaign,
    CampaignState,
    Chat,
    Delegation,
    Invite,
    LeadingUnits,
    Member,
    Membership,
    MembershipState,
    Target,
    TargetState,
    Unit,
    UnitRole,
)
from store.unit_keeping import kept_unit


class LeadsTheBloc(Refusal):
    """`unit` leads the bloc this year and cannot be closed."""

    code = "leads_the_bloc"


def closing_facts(session: Session, unit_id: int, *, by: Member, now: datetime) -> dict[str, Any]:
    """What closing or merging a unit touches: its people and what it still owes."""
    unit, today = kept_unit(session, unit_id, by=by, now=now), bloc_day(session, by.bloc_id, now)
    people = members_of(session, unit_id, today)
    return {"unit": unit.name, "people": len(people), "duties": len(open_duties(session, unit_id=unit_id, now=now))}


def close_unit(session: Session, unit_id: int, *, last: date, reason: str, by: Member, now: datetime) -> Unit:
    """Close a unit after its last day: from then on it owes nothing, and its people have no place in it.

    Its results stay as they are. Refuses the unit that leads the bloc, and a day past or more than a year away.
    """
    unit, today = kept_unit(session, unit_id, by=by, now=now), bloc_day(session, by.bloc_id, now)
    if unit.closed_on == last:
        return unit
    check_last_day(last, today)
    _demand_not_leading(session, unit, today)
    set_aside = [duty.id for duty in open_duties(session, unit_id=unit_id, now=now)]
    unit.closed_on = last
    for place in _places(session, unit_id, today):
        place.last_day = last
        if place.state == MembershipState.WAITING:
            _refuse(session, place, unit, by=by, now=now)
    session.flush()
    _end_rights(session, unit, last, now)
    record(session, unit, "closed", by=by, now=now, last_day=last, reason=reason, set_aside=set_aside)
    _tell(session, unit, "units/closed", today, by=by, now=now, last=last, reason=reason)
    session.flush()
    return unit


def _refuse(session: Session, place: Membership, unit: Unit, *, by: Member, now: datetime) -> None:
    """Who waits for a unit that closes is told that nothing comes of it."""
    place.state, place.claims_id = MembershipState.REFUSED, None
    record(session, place, "refused", by=by, now=now, unit=unit.id, role=place.role)
    told = account_ids([session.get_one(Member, place.member_id)])
    post_to_accounts(session, "joining/refused", told, now=now, unit=unit.name)


def check_last_day(last: date, today: date) -> None:
    if not today <= last <= today + FURTHEST:
        raise BadAnswer("day_outside", first=today, last=today + FURTHEST)


def merge_units(session: Session, unit_id: int, into_id: int, *, by: Member, now: datetime) -> Unit:
    """Merge a unit into another from today on: people, rights and open work go there, past results stay and say so.

    What both owe the other owes once. The unit that leads the bloc can take in, and be taken in: the other then leads.
    """
    unit, today = kept_unit(session, unit_id, by=by, now=now), bloc_day(session, by.bloc_id, now)
    into = kept_unit(session, into_id, by=by, now=now)
    if unit.id == into.id:
        raise BadAnswer("choose")
    last = today - timedelta(days=1)
    people = members_of(session, unit_id, today)
    moved = [_move_person(session, place, into_id, last, today) for place in _places(session, unit_id, today)]
    _move_rights(session, unit_id, into_id)
    _move_work(session, unit, into_id)
    _end_rights(session, unit, last, now)
    unit.closed_on, unit.successor_id = last, into_id
    session.flush()
    record(session, unit, "merged", by=by, now=now, into=into_id, people=len(people))
    for campaign in running_campaigns(session, unit.bloc_id):
        make_duties(session, campaign, now)
        settle_registration(session, campaign, into_id, now=now, by=by)
    for place in moved:
        if place.state == MembershipState.WAITING:
            asks, claims = session.get_one(Member, place.member_id), place.claims_id
            claimed = session.get(Member, claims) if claims is not None else None
            ask_heads(session, place, asks, into, today, now=now, claims=claimed)
    others = [*people, *(one for one in members_of(session, into_id, today) if one not in people)]
    told = account_ids(one for one in others if one.id != by.id)
    post_to_accounts(session, "units/merged", told, now=now, unit=unit.name, into=into.name, by=by.name)
    session.flush()
    return into


def _demand_not_leading(session: Session, unit: Unit, today: date) -> None:
    leading = leading_unit(session, unit.bloc_id, today.year)
    if leading is not None and leading.id == unit.id:
        raise LeadsTheBloc(unit=unit.name)


def _places(session: Session, unit_id: int, today: date) -> Sequence[Membership]:
    """Who is in the unit or asks to be, from today on."""
    later = col(Membership.first_day) > today
    waiting = col(Membership.state) == MembershipState.WAITING
    return session.exec(
        select(Membership).where(col(Membership.unit_id) == unit_id, or_(in_place(today), waiting, later))
    ).all()


def _move_person(session: Session, place: Membership, into_id: int, last: date, today: date) -> Membership:
    """A person's place goes to the other unit, with the higher of two roles where they had one there."""
    here = (col(Membership.member_id) == place.member_id) & (col(Membership.unit_id) == into_id)
    there = session.exec(select(Membership).where(here)).first()
    if there is None:
        there = Membership(
            member_id=place.member_id, unit_id=into_id, role=place.role, state=place.state, first_day=today
        )
        session.add(there)
    elif there.state == MembershipState.ACTIVE and (there.last_day is None or there.last_day >= today):
        there.role = UnitRole.HEAD if UnitRole.HEAD in (place.role, there.role) else there.role
    else:
        there.role, there.state, there.first_day, there.last_day = place.role, place.state, today, None
    there.claims_id = place.claims_id or there.claims_id
    place.state, place.last_day, place.claims_id = MembershipState.ENDED, last, None
    session.flush()
    return there


def _move_rights(session: Session, unit_id: int, into_id: int) -> None:
    """Who looked into the unit, led with it, runs a campaign in it or keeps its group does so in the other."""
    for table, name in (
        (Appointment, "unit_id"),
        (LeadingUnits, "leader_unit_id"),
        (LeadingUnits, "deputy_unit_id"),
        (Chat, "unit_id"),
        (Campaign, "owner_unit_id"),
        (Unit, "parent_id"),
    ):
        column = table_of(table).c[name]
        session.execute(update(table_of(table)).where(column == unit_id).values({name: into_id}))
    into = table_of(Unit).c
    session.execute(update(table_of(Unit)).where(into.id == into_id, into.parent_id == into_id).values(parent_id=None))
    session.expire_all()


def _move_work(session: Session, unit: Unit, into_id: int) -> None:
    """What is registered in campaigns that run, and recorded but not yet verified."""
    running = select(Campaign.id).where(
        col(Campaign.bloc_id) == unit.bloc_id, col(Campaign.state) == CampaignState.LAUNCHED
    )
    target, achievement = table_of(Target), table_of(Achievement)
    session.execute(
        update(target)
        .where(target.c.unit_id == unit.id, target.c.campaign_id.in_(running))
        .where(target.c.state != TargetState.WITHDRAWN)
        .values(unit_id=into_id)
    )
    open_states = (AchievementState.WAITING, AchievementState.RETURNED, AchievementState.CONFIRMED)
    session.execute(
        update(achievement)
        .where(achievement.c.unit_id == unit.id, achievement.c.campaign_id.in_(running))
        .where(achievement.c.state.in_(open_states))
        .values(unit_id=into_id)
    )
    session.expire_all()


def _end_rights(session: Session, unit: Unit, last: date, now: datetime) -> None:
    """Its links end at once, what was delegated or looked into with its last day."""
    invite, acting, post = table_of(Invite), table_of(Delegation), table_of(Appointment)
    open_link = (invite.c.unit_id == unit.id) & invite.c.revoked_at.is_(None)
    session.execute(update(invite).where(open_link).values(revoked_at=now))
    later = (acting.c.unit_id == unit.id) & (acting.c.last_day > last)
    session.execute(update(acting).where(later).values(last_day=last))
    looking = (post.c.unit_id == unit.id) & or_(post.c.last_day.is_(None), post.c.last_day > last)
    session.execute(update(post).where(looking).values(last_day=last))
    session.expire_all()


def _tell(session: Session, unit: Unit, template: str, today: date, *, by: Member, now: datetime, **facts: Any) -> None:
    people = [one for one in members_of(session, unit.id or 0, today) if one.id != by.id]
    post_to_accounts(session, template, account_ids(people), now=now, unit=unit.name, by=by.name, **facts)
