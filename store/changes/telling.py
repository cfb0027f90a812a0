"""Telling everybody concerned what was changed after the launch: what was, what is, and why. One letter each."""

from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from store.changes.parts import Spot
from store.facts import local_day
from store.groups import group_chats
from store.launches import launch_audience
from store.outbox import post, post_to_accounts
from store.people import account_ids, office_of
from store.tables import CampaignChange, Duty, Lane, Member, Owing


def tell_change(session: Session, spot: Spot, change: CampaignChange, *, by: Member, now: datetime) -> None:
    """Tell those whom the launch told, who owes what changed, and the groups; not who changed it."""
    facts = change_facts(spot, change)
    key = f"change:{change.id}"
    for chat_id in group_chats(session, spot.bloc.id or 0, wants="launches", unit_id=spot.campaign.owner_unit_id):
        post(session, "changes/group", to=chat_id, now=now, lane=Lane.BROADCAST, key=f"{key}:g{chat_id}", **facts)
    accounts = account_ids([one for one in _concerned(session, spot, now) if one.id != by.id])
    post_to_accounts(session, "changes/told", accounts, now=now, lane=Lane.BROADCAST, key=key, **facts)


def change_facts(spot: Spot, change: CampaignChange) -> dict[str, Any]:
    """A change as templates say it."""
    named = spot.milestone.title if spot.milestone else spot.phase.name if spot.phase else ""
    return {
        "campaign_id": spot.campaign.id,
        "campaign": spot.campaign.title,
        "part": change.part,
        "named": named,
        "before": change.before,
        "after": change.after,
        "reason": change.reason,
    }


def _concerned(session: Session, spot: Spot, now: datetime) -> list[Member]:
    """Whom the launch told; for a milestone that members or the office owe those too. Each once."""
    today = local_day(now, spot.bloc.timezone)
    people = list(launch_audience(session, spot.campaign, today).people)
    if spot.milestone is not None and spot.milestone.owing == Owing.LEADER and spot.campaign.owner_unit_id is None:
        people += office_of(session, spot.bloc.id or 0, today)
    if spot.milestone is not None and spot.milestone.owing == Owing.MEMBERS:
        people += _members(session, spot)
    return list({one.id: one for one in people}.values())


def _members(session: Session, spot: Spot) -> list[Member]:
    owe = select(Duty.member_id).where(col(Duty.milestone_id) == spot.the_milestone.id)
    return list(session.exec(select(Member).where(col(Member.id).in_(owe)).order_by(col(Member.id))))
