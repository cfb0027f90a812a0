"""The greatest number of registrations that a campaign allows: warned of at registration, kept at confirmation."""

from typing import Any

from sqlalchemy import exists
from sqlmodel import Session, col, select

from store.campaigns import quotas_of
from store.rules.quotas import Item, Scope, most, used
from store.tables import Achievement, AchievementState, Campaign, Target, TargetKind, TargetState, Unit


def exceeded(
    session: Session,
    campaign: Campaign,
    *,
    unit_id: int,
    member_id: int | None,
    kind: TargetKind,
    item: str,
    but: int | None = None,
) -> dict[str, Any] | None:
    """The first maximum that one more confirmed registration would break: {most, kind, title}; None when none.

    `but`: a registration left out of what is counted (the one that is amended).
    """
    unit = session.get_one(Unit, unit_id)
    new = Item(kind.value, product=item or None, title=item or None)
    for quota in quotas_of(campaign):
        if quota.scope == Scope.MEMBER and member_id is None:
            continue
        items = _confirmed(session, campaign, unit_id, member_id if quota.scope == Scope.MEMBER else None, but)
        limit = most(quota, [*items, new], staff=unit.staff)
        if limit is not None and used(quota, [*items, new]) > max(limit, used(quota, items)):
            return {"most": limit, "kind": quota.kind, "title": quota.title or ""}
    return None


def _confirmed(
    session: Session, campaign: Campaign, unit_id: int, member_id: int | None, but: int | None
) -> list[Item]:
    shown = exists().where(
        col(Achievement.target_id) == col(Target.id), col(Achievement.state) == AchievementState.VERIFIED
    )
    found = select(Target.kind, Target.item, shown).where(
        col(Target.campaign_id) == campaign.id,
        col(Target.unit_id) == unit_id,
        col(Target.state) == TargetState.CONFIRMED,
    )
    if member_id is not None:
        found = found.where(col(Target.member_id) == member_id)
    if but is not None:
        found = found.where(col(Target.id) != but)
    return [
        Item(str(kind), product=item or None, title=item or None, verified=verified)
        for kind, item, verified in session.exec(found)
    ]
