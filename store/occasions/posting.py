"""Posting commemorative days: on their morning, never twice, after downtime only on the same day."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func
from sqlmodel import Session, col, select

from store.campaigns import current_phase, running_campaigns
from store.groups import group_chats
from store.history import record
from store.occasions.days import next_day, posted_at, posted_until
from store.outbox import post
from store.rules.deadlines import ONE_DAY
from store.runs import bot_username
from store.tables import (
    Achievement,
    AchievementState,
    Bloc,
    Campaign,
    CampaignState,
    Duty,
    Lane,
    Milestone,
    Occasion,
    Target,
    TargetState,
    Unit,
)

AT_MOST = 100
"""Occasions of one sweep."""

MOST_CAMPAIGNS, MOST_LINES, BACK = 3, 3, 14
"""Campaigns and deadlines that a post tells of, and how many days back a deadline is still of interest."""


def plan_occasion(session: Session, occasion: Occasion, now: datetime) -> None:
    """Say when its post is due next: never while it is switched off or its campaign does not run."""
    bloc = session.get_one(Bloc, occasion.bloc_id)
    campaign = session.get(Campaign, occasion.campaign_id) if occasion.campaign_id else None
    unit = session.get(Unit, occasion.unit_id) if occasion.unit_id else None
    zone = ZoneInfo(bloc.timezone)
    runs = campaign is None or campaign.state == CampaignState.LAUNCHED
    there = unit is None or unit.closed_on is None or unit.closed_on >= now.astimezone(zone).date()
    day = next_day(occasion, zone, now) if occasion.active and runs and there else None
    occasion.next_at = None if day is None else posted_at(day, zone)
    session.add(occasion)
    session.flush()


def plan_occasions(session: Session, campaign: Campaign, now: datetime) -> None:
    """The same for all that a campaign's plan names, when it is launched."""
    for occasion in session.exec(select(Occasion).where(col(Occasion.campaign_id) == campaign.id)).all():
        plan_occasion(session, occasion, now)


def next_occasion(session: Session, now: datetime) -> datetime | None:
    """The soonest instant at which a post is due; `now` when one is."""
    found = session.exec(select(func.min(Occasion.next_at))).one()
    return None if found is None else max(found, now)


def post_occasions(session: Session, now: datetime) -> int:
    """Post what is due today; what was missed on its day waits for the next year. How many were handled."""
    due = select(Occasion).where(col(Occasion.next_at) <= now).order_by(col(Occasion.next_at), col(Occasion.id))
    found = session.exec(due.limit(AT_MOST)).all()
    for occasion in found:
        bloc = session.get_one(Bloc, occasion.bloc_id)
        zone = ZoneInfo(bloc.timezone)
        planned = occasion.next_at
        plan_occasion(session, occasion, now)
        day = now.astimezone(zone).date()
        if planned is not None and occasion.next_at == planned == posted_at(day, zone):
            _post(session, occasion, bloc, day, now)
            occasion.posted_on = day
            plan_occasion(session, occasion, now)
    return len(found)


def _post(session: Session, occasion: Occasion, bloc: Bloc, day: date, now: datetime) -> None:
    campaign = session.get(Campaign, occasion.campaign_id) if occasion.campaign_id else None
    owner = campaign.owner_unit_id if campaign else None
    if campaign is not None:
        told = [campaign]
    else:
        told = [one for one in running_campaigns(session, bloc.id or 0, unit_ids=[]) if one.owner_unit_id is None]
    username = bot_username(session)
    facts = {
        **occasion_facts(session, occasion, day),
        "campaigns": [_so_far(session, one, day) for one in told[:MOST_CAMPAIGNS]],
        "register_url": f"https://t.me/{username}?start=dangky" if username and told else "",
    }
    chats = group_chats(session, bloc.id or 0, wants="occasions", unit_id=owner)
    until = posted_until(day, ZoneInfo(bloc.timezone))
    for chat_id in chats:
        key = f"occasion:{occasion.id}:{day}:{chat_id}"
        lane = Lane.BROADCAST
        post(session, "occasions/post", to=chat_id, now=now, lane=lane, key=key, useless_after=until, **facts)
    record(session, occasion, "posted", by=None, now=now, bloc_id=bloc.id, day=day, groups=len(chats))


def occasion_facts(session: Session, occasion: Occasion, day: date) -> dict[str, Any]:
    """A commemorative day as templates say it. `years` since it was founded, 0 where nobody counts."""
    unit = session.get(Unit, occasion.unit_id) if occasion.unit_id else None
    years = day.year - occasion.founded if occasion.founded else 0
    return {
        "occasion": {"code": occasion.code, "name": occasion.name},
        "unit": unit.name if unit else "",
        "day": day,
        "founded": occasion.founded or 0,
        "years": max(0, years),
    }


def _so_far(session: Session, campaign: Campaign, day: date) -> dict[str, Any]:
    """Where a campaign stands that day: its phase, what was registered and verified, what falls due next."""
    phase = current_phase(session, campaign, day)
    registered = select(func.count()).select_from(Target).where(col(Target.campaign_id) == campaign.id)
    verified = select(func.count()).select_from(Achievement).where(col(Achievement.campaign_id) == campaign.id)
    return {
        "title": campaign.title,
        "phase": phase.name if phase else "",
        "theme": phase.theme if phase else "",
        "registered": session.exec(registered.where(col(Target.state) == TargetState.CONFIRMED)).one(),
        "verified": session.exec(verified.where(col(Achievement.state) == AchievementState.VERIFIED)).one(),
        "lines": _deadlines(session, campaign, day),
    }


def _deadlines(session: Session, campaign: Campaign, day: date) -> list[dict[str, Any]]:
    rows = session.execute(
        select(col(Milestone.title), func.count(col(Duty.done_at)), func.count(), func.min(Duty.last_day))
        .join(Duty, col(Duty.milestone_id) == col(Milestone.id))
        .where(col(Duty.campaign_id) == campaign.id, col(Duty.unit_id).is_not(None))
        .where(col(Milestone.withdrawn_at).is_(None), col(Duty.last_day) >= day - BACK * ONE_DAY)
        .group_by(col(Milestone.id), col(Milestone.title), col(Duty.day))
        .order_by(func.min(Duty.last_day), col(Milestone.id))
        .limit(MOST_LINES)
    ).all()
    return [{"title": title, "done": done, "total": total, "last_day": last} for title, done, total, last in rows]
