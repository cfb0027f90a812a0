"""What a unit's pledge says: the campaign's text and the unit's registrations, and the hash of both."""

import hashlib
import json
from typing import Any

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from store.tables import Campaign, Pledge, Target, TargetState

PLEDGED = (TargetState.WAITING, TargetState.CONFIRMED)
"""Registrations in these states are part of the pledge; being confirmed does not change its text."""


def pledge_content(session: Session, campaign: Campaign, unit_id: int) -> dict[str, Any]:
    """The content that is signed, as JSON data. An empty text stands for the house's own wording."""
    targets = session.exec(
        select(Target)
        .where(col(Target.campaign_id) == campaign.id, col(Target.unit_id) == unit_id, col(Target.state).in_(PLEDGED))
        .order_by(col(Target.id))
    ).all()
    return {
        "campaign_id": campaign.id,
        "unit_id": unit_id,
        "text": (campaign.plan.get("pledge") or {}).get("text", ""),
        "targets": [
            {
                "id": one.id,
                "version": one.version,
                "kind": one.kind.value,
                "item": one.item,
                "title": one.title,
                "number": str(one.body.get("number") or ""),
                "measure": str(one.body.get("measure") or ""),
            }
            for one in targets
        ],
    }


def text_hash(content: dict[str, Any]) -> str:
    """SHA-256 of the content's canonical JSON, in hexadecimal."""
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


_PLEDGE = select(Pledge).where(
    col(Pledge.campaign_id) == bindparam("campaign"), col(Pledge.unit_id) == bindparam("unit")
)


def pledge_of(session: Session, campaign_id: int, unit_id: int) -> Pledge | None:
    """The unit's pledge, once it was signed; perhaps with another text than today's."""
    return session.exec(_PLEDGE, params={"campaign": campaign_id, "unit": unit_id}).first()


def pledge_current(session: Session, campaign_id: int, unit_id: int) -> bool:
    """Whether the unit's pledge is signed and its text has not changed since."""
    pledge = pledge_of(session, campaign_id, unit_id)
    if pledge is None or pledge.signed_hash is None:
        return False
    campaign = session.get_one(Campaign, campaign_id)
    return pledge.signed_hash == text_hash(pledge_content(session, campaign, unit_id))
