"""Progress: what is done of how much, by milestone and by unit, for whom may read it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_
from sqlmodel import Session, col, select

from store.campaigns import current_phase, milestones_of, running_campaigns
from store.duties import deadline_fact, last_day_of, milestone_deadline
from store.errors import NotFound
from store.facts import local_day
from store.people import units_of_bloc
from store.pledge_texts import pledge_current
from store.reminders import Unreachable, counted, of_unit, owed_duties, pressing, unreachable_in
from store.rights import Right, demand, may, seats, units_with
from store.tables import (
    Bloc,
    Campaign,
    CampaignState,
    Duty,
    Member,
    Milestone,
    MilestoneKind,
    Unit,
)
from store.targets.quotas import shortfalls_by_unit

OVERSEERS = (Right.PROGRESS, Right.VERIFY)
"""Whoever has one of these over the bloc sees all its units."""


@dataclass
class UnitProgress:
    """A unit's duties of one campaign: done and all by kind; `signed` None where no pledge is asked.

    `missing`: its minimum quotas that are not met, as facts.
    """

    unit: Unit
    done: dict[MilestoneKind, int] = field(default_factory=dict)
    total: dict[MilestoneKind, int] = field(default_factory=dict)
    overdue: int = 0
    signed: bool | None = None
    missing: list[dict[str, Any]] = field(default_factory=list)

    def facts(self) -> dict[str, Any]:
        kinds = [kind for kind in MilestoneKind if self.total.get(kind)]
        parts = [{"kind": kind, "done": self.done.get(kind, 0), "total": self.total[kind]} for kind in kinds]
        return {
            "unit_id": self.unit.id,
            "unit": self.unit.name,
            "parts": parts,
            "overdue": self.overdue,
            "signed": self.signed,
            "missing": self.missing,
        }


def campaigns_to_follow(session: Session, *, by: Member, now: datetime) -> list[Campaign]:
    """The running campaigns whose progress this person may read something of."""
    bloc = session.get_one(Bloc, by.bloc_id)
    held = seats(session, by, local_day(now, bloc.timezone))
    named = units_with(held, Right.READ_WORK)
    overseer = _oversees(session, by, bloc, now)
    if not overseer and not named:
        return []
    running = running_campaigns(session, by.bloc_id, unit_ids=named)
    return [one for one in running if overseer or one.owner_unit_id is None or one.owner_unit_id in named]


def _oversees(session: Session, by: Member, bloc: Bloc, now: datetime) -> bool:
    today = local_day(now, bloc.timezone)
    return any(may(session, by, right, bloc_id=bloc.id or 0, today=today) for right in OVERSEERS)


@dataclass(frozen=True)
class Progress:
    """How far a campaign is. `whole`: of all units; else only of those this person may read."""

    campaign: Campaign
    phase: str
    lines: list[dict[str, Any]]
    units: list[UnitProgress]
    unreachable: list[Unreachable]
    whole: bool
    may_remind: bool
    may_export: bool


def read_progress(session: Session, campaign_id: int, *, by: Member, now: datetime) -> Progress:
    """A campaign's progress; of a unit's own campaign only with the right over that unit."""
    campaign, bloc = _launched(session, campaign_id, by)
    today = local_day(now, bloc.timezone)
    whole = _oversees(session, by, bloc, now)
    named = units_with(seats(session, by, today), Right.READ_WORK)
    if not whole and not named:
        demand(session, by, Right.PROGRESS, bloc_id=bloc.id or 0, today=today)
    shown = [
        unit
        for unit in units_of_bloc(session, bloc.id or 0, today)
        if (whole or unit.id in named) and campaign.owner_unit_id in (None, unit.id)
    ]
    if not shown:
        raise NotFound()
    phase = current_phase(session, campaign, today)
    right = Right.REMIND if campaign.owner_unit_id is None else Right.UNIT_CAMPAIGN
    return Progress(
        campaign,
        phase.name if phase else "",
        progress_lines(session, campaign, today) if whole or campaign.owner_unit_id is not None else [],
        _by_unit(session, campaign, shown, today),
        unreachable_in(session, [unit.id or 0 for unit in shown], today),
        whole,
        may(session, by, right, bloc_id=bloc.id or 0, unit_id=campaign.owner_unit_id, today=today),
        may(session, by, Right.PROGRESS, bloc_id=bloc.id or 0, today=today),
    )


def progress_lines(
    session: Session, campaign: Campaign, today: date, unit_id: int | None = None
) -> list[dict[str, Any]]:
    """What is asked for now, one line an occurrence of a milestone: done of how many. Numbers only.

    The bloc reads the milestone's own deadline, a unit its own with what it was given.
    """
    scope = of_unit(unit_id, today) if unit_id is not None else col(Campaign.id) == campaign.id
    lines: dict[tuple[int, date], dict[str, Any]] = {}
    for one in owed_duties(session, and_(scope, pressing(session, campaign, today)), today):
        key = (one.duty.milestone_id, one.duty.day)
        if key in lines or (one.duty.unit_id is None and one.duty.member_id is None):
            continue
        done, total = counted(session, one.duty, and_(scope, col(Campaign.id) == campaign.id), today)
        last_day = one.duty.last_day if unit_id is None else last_day_of(one.duty)
        lines[key] = {
            "title": one.milestone.title,
            "kind": one.milestone.kind,
            "of": "units" if one.duty.unit_id is not None else "members",
            "deadline": milestone_deadline(one.milestone, one.duty.day, last_day, today),
            "done": done,
            "total": total,
        }
    return list(lines.values())


def _by_unit(session: Session, campaign: Campaign, units: Sequence[Unit], today: date) -> list[UnitProgress]:
    found = {unit.id: UnitProgress(unit) for unit in units}
    rows = session.exec(
        select(Duty, col(Milestone.kind))
        .join(Milestone, col(Milestone.id) == col(Duty.milestone_id))
        .where(col(Duty.campaign_id) == campaign.id, col(Duty.unit_id).in_([unit.id for unit in units]))
        .where(col(Milestone.withdrawn_at).is_(None))
    ).all()
    for duty, kind in rows:
        line = found[duty.unit_id]
        line.total[kind] = line.total.get(kind, 0) + 1
        line.done[kind] = line.done.get(kind, 0) + (duty.done_at is not None)
        line.overdue += duty.done_at is None and last_day_of(duty) < today
    if any(milestone.pledge for milestone in milestones_of(session, campaign.id or 0)):
        for unit_id, line in found.items():
            line.signed = pledge_current(session, campaign.id or 0, unit_id or 0)
    lacking = shortfalls_by_unit(session, campaign)
    for unit_id, line in found.items():
        line.missing = lacking(unit_id or 0)
    return list(found.values())


@dataclass(frozen=True)
class UnitDuties:
    """One unit's duties of a campaign, soonest first, and who of its heads cannot be reached."""

    campaign: Campaign
    unit: Unit
    progress: UnitProgress
    duties: list[dict[str, Any]]
    unreachable: list[Unreachable]


def read_unit_progress(session: Session, campaign_id: int, unit_id: int, *, by: Member, now: datetime) -> UnitDuties:
    """What one unit has done and still owes."""
    campaign, bloc = _launched(session, campaign_id, by)
    unit = session.get(Unit, unit_id)
    if unit is None or unit.bloc_id != bloc.id or campaign.owner_unit_id not in (None, unit_id):
        raise NotFound()
    today = local_day(now, bloc.timezone)
    demand(session, by, Right.READ_WORK, bloc_id=bloc.id or 0, unit_id=unit_id, today=today)
    rows = session.exec(
        select(Duty, Milestone)
        .join(Milestone, col(Milestone.id) == col(Duty.milestone_id))
        .where(col(Duty.campaign_id) == campaign_id, col(Duty.unit_id) == unit_id)
        .where(col(Milestone.withdrawn_at).is_(None))
        .order_by(col(Duty.ends_at), col(Milestone.place), col(Duty.id))
    ).all()
    duties = [_duty_line(duty, milestone, today) for duty, milestone in rows]
    progress = _by_unit(session, campaign, [unit], today)[0]
    return UnitDuties(campaign, unit, progress, duties, unreachable_in(session, [unit_id], today))


def _duty_line(duty: Duty, milestone: Milestone, today: date) -> dict[str, Any]:
    late = (duty.done_on - last_day_of(duty)).days if duty.done_on is not None else 0
    return {
        "duty_id": duty.id,
        "title": milestone.title,
        "done_on": duty.done_on,
        "done_how": duty.done_how,
        "days_late": max(0, late),
        "deadline": deadline_fact(duty, milestone, None if duty.done_at is not None else today),
    }


def group_progress(
    session: Session, bloc_id: int, unit_id: int | None, *, now: datetime
) -> list[tuple[Campaign, list[dict[str, Any]]]]:
    """What a linked group may read: numbers only, of the bloc or of the unit whose group it is."""
    today = local_day(now, session.get_one(Bloc, bloc_id).timezone)
    mine = [] if unit_id is None else [unit_id]
    running = [
        one for one in running_campaigns(session, bloc_id, unit_ids=mine) if one.owner_unit_id in (None, unit_id)
    ]
    return [(one, progress_lines(session, one, today, unit_id)) for one in running]


def _launched(session: Session, campaign_id: int, by: Member) -> tuple[Campaign, Bloc]:
    campaign = session.get(Campaign, campaign_id)
    if campaign is None or campaign.bloc_id != by.bloc_id or campaign.state == CampaignState.DRAFT:
        raise NotFound()
    return campaign, session.get_one(Bloc, campaign.bloc_id)
