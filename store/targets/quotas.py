"""Quotas of a campaign against a unit's registrations: what is missing, and the number of people they need."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, true
from sqlmodel import Session, col, select

from store.campaigns import campaign_heading, quotas_of, running_campaigns
from store.facts import local_day
from store.history import record
from store.outbox import post_to_accounts
from store.people import account_ids, heads_of, unit_of
from store.rights import Right, Role, demand, may, seats, units_with
from store.rules.quotas import Counts, Item, Quota, Scope, Shortfall, missing
from store.tables import (
    Achievement,
    AchievementState,
    Bloc,
    Campaign,
    Member,
    Target,
    TargetKind,
    TargetState,
    Unit,
)

MOST_STAFF = 100_000


def item_of(kind: TargetKind, item: str, *, verified: bool = False) -> Item:
    """A registration as quotas count it."""
    return Item(
        kind.value,
        product=item if kind == TargetKind.PRODUCT and item else None,
        title=item if kind == TargetKind.TITLE and item else None,
        verified=verified,
    )


def confirmed_items(
    session: Session, campaign: Campaign, unit_id: int, member_id: int | None = None, but: int | None = None
) -> list[Item]:
    """The confirmed registrations of a unit (of its people too) or of one person. `but`: one that is left out.

    Verified is one for which an achievement was verified.
    """
    found = [col(Target.unit_id) == unit_id]
    if member_id is not None:
        found.append(col(Target.member_id) == member_id)
    if but is not None:
        found.append(col(Target.id) != but)
    return _items_by_unit(session, campaign, and_(*found)).get(unit_id, [])


def _items_by_unit(session: Session, campaign: Campaign, which: ColumnElement[bool]) -> dict[int, list[Item]]:
    shown = exists().where(
        col(Achievement.target_id) == col(Target.id), col(Achievement.state) == AchievementState.VERIFIED
    )
    rows = session.exec(
        select(Target.unit_id, Target.kind, Target.item, shown).where(
            col(Target.campaign_id) == campaign.id, col(Target.state) == TargetState.CONFIRMED, which
        )
    )
    found: dict[int, list[Item]] = {}
    for unit_id, kind, item, verified in rows:
        found.setdefault(unit_id, []).append(item_of(TargetKind(kind), item, verified=verified))
    return found


def shortfalls(
    session: Session, campaign: Campaign, *, unit_id: int, member_id: int | None = None
) -> list[dict[str, Any]]:
    """The minimum quotas not met, of a unit or of one of its people: [{verified, ways: [...]}], as facts."""
    quotas = _minima(campaign, Scope.UNIT if member_id is None else Scope.MEMBER)
    if not quotas:
        return []
    return [shortfall_fact(one) for one in missing(quotas, confirmed_items(session, campaign, unit_id, member_id))]


def shortfalls_by_unit(session: Session, campaign: Campaign) -> Callable[[int], list[dict[str, Any]]]:
    """As `shortfalls`, of every unit with one question."""
    quotas = _minima(campaign, Scope.UNIT)
    items = _items_by_unit(session, campaign, true()) if quotas else {}
    return lambda unit_id: [shortfall_fact(one) for one in missing(quotas, items.get(unit_id, []))]


def my_shortfalls(session: Session, bloc: Bloc, *, by: Member, now: datetime) -> list[dict[str, Any]]:
    """What somebody still lacks in running campaigns, and for heads their units: with {campaign, unit}."""
    held = seats(session, by, local_day(now, bloc.timezone))
    headed = units_with(held, Right.SIGN)
    places = list(dict.fromkeys(seat.unit_id for seat in held if seat.role == Role.MEMBER and seat.unit_id))
    found: list[dict[str, Any]] = []
    for campaign in running_campaigns(session, bloc.id or 0, unit_ids=places):
        heading = campaign_heading(session, campaign)
        for unit_id in places:
            if campaign.owner_unit_id not in (None, unit_id):
                continue
            named = {"campaign": heading, "unit": session.get_one(Unit, unit_id).name}
            units = shortfalls(session, campaign, unit_id=unit_id) if unit_id in headed else []
            own = shortfalls(session, campaign, unit_id=unit_id, member_id=by.id)
            found += [{**named, **one, "own": False} for one in units] + [{**named, **one, "own": True} for one in own]
    return found


def _minima(campaign: Campaign, scope: Scope) -> list[Quota]:
    return [one for one in quotas_of(campaign) if one.scope == scope and one.branches]


def shortfall_fact(shortfall: Shortfall) -> dict[str, Any]:
    return {
        "verified": shortfall.quota.counts == Counts.VERIFIED,
        "ways": [
            {
                "kind": way.branch.kind,
                "products": list(way.branch.products),
                "title": way.branch.title or "",
                "left": way.need - way.have,
            }
            for way in shortfall.alternatives
        ],
    }


def needs_staff(quota: Quota) -> bool:
    """Whether the quota is a percentage of the unit's people."""
    return quota.at_most_percent is not None and quota.of is None


def staff_missing(campaign: Campaign, unit: Unit) -> bool:
    """Whether a percentage of the campaign cannot be worked out for a unit."""
    return unit.staff is None and any(needs_staff(one) for one in quotas_of(campaign))


def find_for_staff(session: Session, unit_id: int, *, by: Member, now: datetime) -> Unit:
    """A unit whose number of people this person may give: its heads, and the office."""
    unit = unit_of(session, unit_id, bloc_id=by.bloc_id)
    today = local_day(now, session.get_one(Bloc, unit.bloc_id).timezone)
    if not may(session, by, Right.CONFIRM_UNITS, bloc_id=unit.bloc_id, today=today):
        demand(session, by, Right.CONFIRM_STAFF, bloc_id=unit.bloc_id, unit_id=unit_id, today=today)
    return unit


def set_staff(session: Session, unit_id: int, number: int, *, by: Member, now: datetime) -> Unit:
    """Keep how many people a unit has. The same number again changes nothing."""
    unit = find_for_staff(session, unit_id, by=by, now=now)
    if unit.staff != number:
        before, unit.staff = unit.staff, number
        session.flush()
        record(session, unit, "staff", by=by, now=now, before=before, after=number)
    return unit


def lacks_staff(campaign: Campaign, unit: Unit, kind: TargetKind, item: str) -> bool:
    """Whether this registration is limited by a percentage of people whose number is not known."""
    limits = [one for one in quotas_of(campaign) if needs_staff(one) and one.kind == kind.value]
    return unit.staff is None and any(one.title in (None, item) for one in limits)


def ask_for_staff(session: Session, campaign: Campaign, unit: Unit, *, now: datetime) -> None:
    """Ask the unit's heads, once, how many people it has."""
    today = local_day(now, session.get_one(Bloc, campaign.bloc_id).timezone)
    post_to_accounts(
        session,
        "targets/staff_needed",
        account_ids(heads_of(session, unit.id or 0, today)),
        now=now,
        key=f"staff:{campaign.id}:{unit.id}",
        unit_id=unit.id,
        unit=unit.name,
    )
