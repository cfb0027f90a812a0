"""Settling duties: what discharges one, and what makes a registration owed again."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import groupby

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from store.campaigns import quotas_of
from store.facts import local_day
from store.history import record
from store.pledge_texts import pledge_current, pledge_of
from store.points import retime_duty
from store.rules.quotas import Counts, Item, Quota, Scope, missing
from store.tables import (
    Bloc,
    Campaign,
    DoneHow,
    Duty,
    Member,
    Milestone,
    MilestoneKind,
    Target,
    TargetKind,
    TargetState,
)

_CONFIRMED = select(Target).where(
    col(Target.campaign_id) == bindparam("campaign"),
    col(Target.unit_id) == bindparam("unit"),
    col(Target.state) == TargetState.CONFIRMED,
)
_REGISTERED_HERE = select(Target.member_id).where(
    col(Target.campaign_id) == bindparam("campaign"),
    col(Target.unit_id) == bindparam("unit"),
    col(Target.member_id).is_not(None),
)
_REGISTRATION_DUTIES = (
    select(Milestone, Duty)
    .join(Duty, col(Duty.milestone_id) == col(Milestone.id))
    .where(
        col(Milestone.campaign_id) == bindparam("campaign"),
        col(Milestone.kind) == MilestoneKind.REGISTRATION,
        (col(Duty.unit_id) == bindparam("unit")) | col(Duty.member_id).in_(_REGISTERED_HERE),
    )
    .order_by(col(Milestone.id), col(Duty.owner), col(Duty.day))
)
"""Asked after every change of a registration, so they are built once."""


def discharge(
    session: Session, duty: Duty, *, how: DoneHow, on_day: date, by: Member | None, now: datetime, note: str = ""
) -> Duty:
    """Mark a duty done; one that is done already stays as it is. `on_day` is the day that counts."""
    if duty.done_at is not None:
        return duty
    duty.done_at, duty.done_on, duty.done_how, duty.done_note = now, on_day, how, note
    _record(session, duty, "discharged", by=by, now=now, how=how, on_day=on_day, note=note)
    retime_duty(session, duty)
    return duty


def reopen(session: Session, duty: Duty, *, by: Member | None, now: datetime) -> Duty:
    """Make a duty owed again; one that is owed stays as it is."""
    if duty.done_at is None:
        return duty
    how, on_day = duty.done_how, duty.done_on
    duty.done_at, duty.done_on, duty.done_how, duty.done_note = None, None, None, ""
    _record(session, duty, "reopened", by=by, now=now, how=how, on_day=on_day)
    retime_duty(session, duty)
    return duty


def _record(session: Session, duty: Duty, action: str, *, by: Member | None, now: datetime, **details: object) -> None:
    bloc_id = session.get_one(Campaign, duty.campaign_id).bloc_id
    record(session, duty, action, by=by, now=now, bloc_id=bloc_id, **details)


def settle_registration(
    session: Session, campaign: Campaign, unit_id: int, *, now: datetime, by: Member | None
) -> list[Duty]:
    """Bring the registration duties of a unit and its people in step with what is confirmed (and signed).

    To be called after every change of the unit's targets or pledge. The duties that changed.
    """
    assert campaign.id is not None
    owed = _registration_duties(session, campaign, unit_id)
    if not owed:
        return []
    targets = list(session.exec(_CONFIRMED, params={"campaign": campaign.id, "unit": unit_id}))
    changed: list[Duty] = []
    timezone = session.get_one(Bloc, campaign.bloc_id).timezone
    for milestone, duties in owed:
        since: datetime | None = None
        for duty in duties:
            if since is not None and since > now:
                break
            counted = _counted(targets, milestone, duty, since)
            met = _met(session, campaign, milestone, duty, counted)
            if met and duty.done_at is None:
                day = local_day(_own_part_at(session, campaign, milestone, duty, counted), timezone)
                changed.append(discharge(session, duty, how=DoneHow.REGISTERED, on_day=day, by=by, now=now))
            elif not met and duty.done_how == DoneHow.REGISTERED:
                changed.append(reopen(session, duty, by=by, now=now))
            since = duty.ends_at
    return changed


def _registration_duties(session: Session, campaign: Campaign, unit_id: int) -> list[tuple[Milestone, list[Duty]]]:
    """The duties of the unit and of members who registered something in it: by owner, in order of days."""
    rows = session.exec(_REGISTRATION_DUTIES, params={"campaign": campaign.id, "unit": unit_id}).all()
    grouped = groupby(rows, key=lambda row: (row[0].id, row[1].owner))
    return [(found[0][0], [duty for _, duty in found]) for found in (list(group) for _, group in grouped)]


def _counted(targets: Iterable[Target], milestone: Milestone, duty: Duty, since: datetime | None) -> list[Target]:
    """What counts for a duty: the owner's, of the milestone's phase or of none, since the occurrence before."""
    return [
        target
        for target in targets
        if (duty.member_id is None or target.member_id == duty.member_id)
        and (milestone.phase_id is None or target.phase_id in (None, milestone.phase_id))
        and (since is None or target.registered_at >= since)
    ]


def _own_part_at(
    session: Session, campaign: Campaign, milestone: Milestone, duty: Duty, targets: Sequence[Target]
) -> datetime:
    """When the owner had done their part: registered enough, and signed. Others' time to confirm is not theirs."""
    in_order = sorted(targets, key=lambda target: target.registered_at)
    enough = next(
        count for count in range(1, len(in_order) + 1) if _met(session, campaign, milestone, duty, in_order[:count])
    )
    at = in_order[enough - 1].registered_at
    if milestone.pledge and duty.unit_id is not None and campaign.id is not None:
        pledge = pledge_of(session, campaign.id, duty.unit_id)
        if pledge is not None and pledge.signed_at is not None:
            at = max(at, pledge.signed_at)
    return at


def _met(session: Session, campaign: Campaign, milestone: Milestone, duty: Duty, targets: Sequence[Target]) -> bool:
    scope = Scope.UNIT if duty.member_id is None else Scope.MEMBER
    quotas: list[Quota] = [one for one in quotas_of(campaign) if one.scope == scope]
    if any(one.branches for one in quotas):
        met = not missing(quotas, [_item(one) for one in targets], counts=Counts.CONFIRMED)
    else:
        met = bool(targets)
    if met and milestone.pledge and duty.unit_id is not None:
        assert campaign.id is not None
        return pledge_current(session, campaign.id, duty.unit_id)
    return met


def _item(target: Target) -> Item:
    return Item(
        kind=target.kind.value,
        product=target.item if target.kind == TargetKind.PRODUCT else None,
        title=target.item if target.kind == TargetKind.TITLE else None,
    )
