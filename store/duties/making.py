"""Making duties and the rungs of their ladders, as often as wished."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import insert, or_
from sqlmodel import Session, col, select

from store.campaigns import ladder_of, milestones_of
from store.columns import table_of
from store.facts import local_day
from store.people import units_of_bloc
from store.rules.calendar import WorkCalendar
from store.rules.deadlines import Deadline, DeadlineKind, Every, end_instant, last_valid_day, occurrences
from store.rules.ladder import Ladder, schedule
from store.tables import (
    Bloc,
    Campaign,
    CampaignState,
    Duty,
    Member,
    Membership,
    MembershipState,
    Milestone,
    Owing,
    Rung,
    RungState,
    Unit,
)
from store.work_calendar import work_calendar

_duty = table_of(Duty)
_rung = table_of(Rung)

OFFICE = "office"
"""The owner of a duty that the bloc leader's office owes."""


@dataclass(frozen=True)
class Owner:
    """Who owes: a unit, a member, or the office when neither is set."""

    unit_id: int | None = None
    member_id: int | None = None

    @property
    def code(self) -> str:
        if self.unit_id is not None:
            return f"u{self.unit_id}"
        return OFFICE if self.member_id is None else f"m{self.member_id}"


def make_duties(session: Session, campaign: Campaign, now: datetime, *, only: Member | None = None) -> int:
    """Make the duties of a launched campaign that are not there yet, with their rungs. How many were made.

    Nobody comes to owe what was over before they came; the launch itself still makes what is late already.
    `only`: the duties of this one member (who joined).
    """
    if campaign.state != CampaignState.LAUNCHED or campaign.id is None:
        return 0
    bloc = session.get_one(Bloc, campaign.bloc_id)
    zone, today = ZoneInfo(bloc.timezone), local_day(now, bloc.timezone)
    known = _known(session, campaign.id, only)
    rows: list[dict[str, Any]] = []
    for milestone in milestones_of(session, campaign.id):
        owners = _owners(session, campaign, milestone.owing, today, only)
        for day, last_day in due_days(milestone, campaign):
            ends_at = end_instant(last_day, zone)
            if ends_at <= now and (milestone.every or campaign.launched_at != now):
                continue
            rows += [
                _duty_row(milestone, owner, day, last_day, ends_at)
                for owner in owners
                if (milestone.id, owner.code, day) not in known
            ]
    if not rows:
        return 0
    made = session.execute(insert(_duty).returning(_duty.c.id, sort_by_parameter_order=True), rows).scalars().all()
    calendar, ladder = work_calendar(session, campaign.bloc_id), ladder_of(campaign)
    planned: dict[date, list[dict[str, Any]]] = {
        last_day: planned_rungs(last_day, ladder, calendar, zone, since=now)
        for last_day in {row["last_day"] for row in rows}
    }
    rungs = [
        {"duty_id": duty_id, **rung}
        for duty_id, row in zip(made, rows, strict=True)
        for rung in planned[row["last_day"]]
    ]
    if rungs:
        session.execute(insert(_rung), rungs)
    return len(made)


def _known(session: Session, campaign_id: int, only: Member | None) -> set[tuple[int, str, date]]:
    query = select(col(Duty.milestone_id), col(Duty.owner), col(Duty.day)).where(col(Duty.campaign_id) == campaign_id)
    if only is not None:
        query = query.where(col(Duty.member_id) == only.id)
    return {(row[0], row[1], row[2]) for row in session.exec(query)}


def _duty_row(milestone: Milestone, owner: Owner, day: date, last_day: date, ends_at: datetime) -> dict[str, Any]:
    return {
        "campaign_id": milestone.campaign_id,
        "milestone_id": milestone.id,
        "owner": owner.code,
        "unit_id": owner.unit_id,
        "member_id": owner.member_id,
        "day": day,
        "last_day": last_day,
        "ends_at": ends_at,
        "extension_reason": "",
        "done_note": "",
    }


def due_days(milestone: Milestone, campaign: Campaign) -> Iterator[tuple[date, date]]:
    """The plan's days of a milestone with their last valid days; none while it has only words."""
    if milestone.day is None:
        return
    if milestone.every is None:
        deadline = Deadline(DeadlineKind(milestone.form.value), milestone.day)
        last_day = last_valid_day(deadline, lenient=campaign.lenient)
        assert last_day is not None
        yield milestone.day, last_day
        return
    for day in occurrences(milestone.day, Every(milestone.every), campaign.ends):
        yield day, day


def _owners(session: Session, campaign: Campaign, owing: Owing, today: date, only: Member | None) -> list[Owner]:
    """Who owes it that day. In a unit's own campaign that unit, its members, and for the leader's part the unit."""
    own = campaign.owner_unit_id
    if owing == Owing.MEMBERS:
        return [Owner(member_id=found) for found in _members(session, campaign, today, only)]
    if only is not None:
        return []
    if owing == Owing.LEADER:
        return [Owner(unit_id=own)]
    return [
        Owner(unit_id=unit.id) for unit in units_of_bloc(session, campaign.bloc_id, today) if own in (None, unit.id)
    ]


def _members(session: Session, campaign: Campaign, today: date, only: Member | None) -> Iterable[int]:
    last_day, closed_on = col(Membership.last_day), col(Unit.closed_on)
    query = (
        select(Membership.member_id)
        .join(Unit, col(Unit.id) == col(Membership.unit_id))
        .where(
            col(Unit.bloc_id) == campaign.bloc_id,
            or_(closed_on.is_(None), closed_on >= today),
            col(Membership.state) == MembershipState.ACTIVE,
            col(Membership.first_day) <= today,
            or_(last_day.is_(None), last_day >= today),
        )
        .distinct()
        .order_by(col(Membership.member_id))
    )
    if campaign.owner_unit_id is not None:
        query = query.where(col(Unit.id) == campaign.owner_unit_id)
    if only is not None:
        query = query.where(col(Membership.member_id) == only.id)
    return session.exec(query).all()


def planned_rungs(
    last_day: date, ladder: Ladder, calendar: WorkCalendar, zone: tzinfo, *, since: datetime
) -> list[dict[str, Any]]:
    """The rungs of a deadline from an instant on, as columns of `Rung`."""
    return [
        {"account_id": 0, "offset_days": rung.offset, "morning": rung.morning, "at": at, "state": RungState.PLANNED}
        for rung, at in schedule(last_day, ladder, calendar, zone)
        if at >= since
    ]
