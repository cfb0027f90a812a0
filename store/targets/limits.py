"""The greatest number of registrations that a campaign allows: warned of at registration, kept at confirmation."""

from typing import Any

from sqlmodel import Session

from store.campaigns import quotas_of
from store.rules.quotas import Scope, most, used
from store.tables import Campaign, TargetKind, Unit
from store.targets.quotas import confirmed_items, item_of


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
    new = item_of(kind, item)
    for quota in quotas_of(campaign):
        if quota.scope == Scope.MEMBER and member_id is None:
            continue
        items = confirmed_items(session, campaign, unit_id, member_id if quota.scope == Scope.MEMBER else None, but)
        limit = most(quota, [*items, new], staff=unit.staff)
        if limit is not None and used(quota, [*items, new]) > max(limit, used(quota, items)):
            return {"most": limit, "kind": quota.kind, "title": quota.title or ""}
    return None
