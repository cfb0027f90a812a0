"""What reminders say, asked at the moment of sending: only what is still owed by who is still asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_
from sqlmodel import Session, col, select

from store.campaigns import campaign_heading, ladder_of, quotas_of
from store.duties import deadline_fact, owed
from store.facts import flat, local_day
from store.people import office_of
from store.pledge_texts import pledge_current
from store.rights import Right, seats, units_with
from store.rules.quotas import Counts, Item, Scope, missing
from store.tables import (
    Bloc,
    Campaign,
    Duty,
    Letter,
    Member,
    Milestone,
    MilestoneKind,
    Rung,
    RungState,
    Target,
    TargetKind,
    TargetState,
    Unit,
)

MORNING = "live/reminders/morning"


@dataclass(frozen=True)
class Owed:
    """A duty somebody still owes."""

    duty: Duty
    milestone: Milestone
    campaign: Campaign


def morning(session: Session, facts: Mapping[str, Any], now: datetime) -> dict[str, Any] | None:
    """All that one person is reminded of this morning, soonest first."""
    items = [
        item
        for member, bloc in _members_of(session, facts["account_id"])
        for item in _items(session, member, bloc, reminded(_since(facts), now, facts["account_id"]), now)
    ]
    return flat({"items": items}) if items else None


def asked(session: Session, facts: Mapping[str, Any], now: datetime) -> dict[str, Any] | None:
    """What one person still owes of a campaign, when the office asks for it."""
    campaign = session.get_one(Campaign, facts["campaign_id"])
    today = local_day(now, session.get_one(Bloc, campaign.bloc_id).timezone)
    wanted = and_(pressing(session, campaign, today), not_the_office())
    items = [
        item
        for member, bloc in _members_of(session, facts["account_id"])
        if bloc.id == campaign.bloc_id
        for item in _items(session, member, bloc, wanted, now)
    ]
    return flat({"items": items, "campaign": campaign_heading(session, campaign)}) if items else None


def duties_of_reminder(session: Session, chat_id: int, message_id: int | None, *, now: datetime) -> list[int]:
    """The ids of the duties that a reminder in this chat was about that are still owed; none for another message."""
    if message_id is None:
        return []
    letter = session.exec(
        select(Letter).where(
            col(Letter.chat_id) == chat_id, col(Letter.message_id) == message_id, col(Letter.template) == MORNING
        )
    ).first()
    if letter is None:
        return []
    account = letter.facts["account_id"]
    condition = reminded(_since(letter.facts), letter.closed_at or now, account)
    return [
        one.duty.id or 0
        for member, bloc in _members_of(session, account)
        for one in owed_by(session, member, bloc, condition, now)
    ]


def reminded(since: datetime, until: datetime, account_id: int = 0, *, at_the_end: bool = False) -> ColumnElement[bool]:
    """A duty that had a rung since then, or has one that is due. `at_the_end`: from the last day on, for everybody."""
    fired = and_(col(Rung.state) == RungState.FIRED, col(Rung.at) >= since, col(Rung.at) <= until)
    due = and_(col(Rung.state) == RungState.PLANNED, col(Rung.at) <= until)
    # Not as a plain condition: SQLite would look for the instants of all duties before it looks for the duty's rungs.
    now = case((or_(fired, due), 1), else_=0) == 1
    rungs = select(Rung.id).where(col(Rung.duty_id) == col(Duty.id), now, col(Rung.account_id).in_({0, account_id}))
    if at_the_end:
        rungs = rungs.where(col(Rung.offset_days) <= 0)
    return rungs.exists()


def pressing(session: Session, campaign: Campaign, today: date) -> ColumnElement[bool]:
    """What of a campaign is asked for now: what its ladder has begun to remind of, else what is due next."""
    first = max(ladder_of(campaign).before, default=0)
    last_day = func.coalesce(col(Duty.extended_to), col(Duty.last_day))
    begun = and_(col(Duty.campaign_id) == campaign.id, last_day <= today + timedelta(days=first))
    found = owed_duties(session, begun, today)
    if found:
        return begun
    next_end = session.exec(
        select(func.min(Duty.ends_at))
        .join(Milestone, col(Milestone.id) == col(Duty.milestone_id))
        .join(Campaign, col(Campaign.id) == col(Duty.campaign_id))
        .where(col(Duty.campaign_id) == campaign.id, owed(today))
    ).one()
    return and_(col(Duty.campaign_id) == campaign.id, col(Duty.ends_at) == next_end)


def not_the_office() -> ColumnElement[bool]:
    return or_(col(Duty.unit_id).is_not(None), col(Duty.member_id).is_not(None))


def owed_duties(session: Session, condition: ColumnElement[bool], today: date) -> list[Owed]:
    """What is still owed of the duties that meet a condition, soonest first."""
    rows = session.exec(
        select(Duty, Milestone, Campaign)
        .join(Milestone, col(Milestone.id) == col(Duty.milestone_id))
        .join(Campaign, col(Campaign.id) == col(Duty.campaign_id))
        .where(owed(today), condition)
        .order_by(col(Duty.ends_at), col(Milestone.place), col(Duty.id))
    ).all()
    return [Owed(*row) for row in rows]


def owed_by(session: Session, member: Member, bloc: Bloc, condition: ColumnElement[bool], now: datetime) -> list[Owed]:
    """What a member owes: their own, as a head the unit's, in the office the office's."""
    today = local_day(now, bloc.timezone)
    units = units_with(seats(session, member, today), Right.HAND_IN)
    mine = [col(Duty.member_id) == member.id, col(Duty.unit_id).in_(units)]
    if any(one.id == member.id for one in office_of(session, bloc.id or 0, today)):
        mine.append(and_(col(Duty.unit_id).is_(None), col(Duty.member_id).is_(None)))
    return owed_duties(session, and_(col(Campaign.bloc_id) == bloc.id, or_(*mine), condition), today)


def _items(
    session: Session, member: Member, bloc: Bloc, condition: ColumnElement[bool], now: datetime
) -> list[dict[str, Any]]:
    found = owed_by(session, member, bloc, condition, now)
    several = len({one.duty.unit_id for one in found if one.duty.unit_id is not None}) > 1
    today = local_day(now, bloc.timezone)
    return [_item(session, one, member, today, named=several) for one in found]


def _item(session: Session, one: Owed, member: Member, today: date, *, named: bool) -> dict[str, Any]:
    duty, milestone = one.duty, one.milestone
    unit = session.get(Unit, duty.unit_id) if named and duty.unit_id is not None else None
    item: dict[str, Any] = {
        "duty_id": duty.id,
        "campaign_id": duty.campaign_id,
        "unit_id": duty.unit_id,
        "kind": milestone.kind,
        "title": milestone.title,
        "unit": unit.name if unit else "",
        "deadline": deadline_fact(duty, milestone, today),
        "waiting": 0,
        "unsigned": False,
        "missing": [],
    }
    if milestone.kind == MilestoneKind.REGISTRATION:
        item |= _registration(session, one, member)
    return item


def _registration(session: Session, one: Owed, member: Member) -> dict[str, Any]:
    """What a registration still lacks: confirmations, items of the minimum quotas, the signature."""
    duty, campaign = one.duty, one.campaign
    owner = col(Target.member_id) == member.id if duty.unit_id is None else col(Target.unit_id) == duty.unit_id
    targets = session.exec(select(Target).where(col(Target.campaign_id) == campaign.id, owner)).all()
    confirmed = [_counted(target) for target in targets if target.state == TargetState.CONFIRMED]
    scope = Scope.MEMBER if duty.unit_id is None else Scope.UNIT
    quotas = [quota for quota in quotas_of(campaign) if quota.scope == scope]
    short = missing(quotas, confirmed, counts=Counts.CONFIRMED)
    return {
        "waiting": sum(target.state == TargetState.WAITING for target in targets),
        "missing": [
            [
                {
                    "kind": way.branch.kind,
                    "products": list(way.branch.products),
                    "title": way.branch.title or "",
                    "left": way.need - way.have,
                }
                for way in shortfall.alternatives
            ]
            for shortfall in short
        ],
        "unsigned": one.milestone.pledge
        and duty.unit_id is not None
        and not pledge_current(session, campaign.id or 0, duty.unit_id),
    }


def _counted(target: Target) -> Item:
    return Item(
        kind=target.kind.value,
        product=target.item if target.kind == TargetKind.PRODUCT else None,
        title=target.item if target.kind == TargetKind.TITLE else None,
    )


def _members_of(session: Session, account_id: int) -> Sequence[tuple[Member, Bloc]]:
    return session.exec(
        select(Member, Bloc)
        .join(Bloc, col(Bloc.id) == col(Member.bloc_id))
        .where(col(Member.account_id) == account_id)
        .order_by(col(Member.id))
    ).all()


def _since(facts: Mapping[str, Any]) -> datetime:
    return datetime.fromisoformat(facts["since"])
