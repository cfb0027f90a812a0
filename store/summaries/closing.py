"""A week before a phase ends its groups read what is still missing, in numbers."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from store.campaigns import ladder_of
from store.facts import flat
from store.groups import PostKind, group_chats
from store.outbox import post
from store.rules.deadlines import end_instant
from store.rules.ladder import outside_quiet
from store.summaries.figures import milestone_lines
from store.summaries.scope import open_scope
from store.tables import Bloc, Campaign, CampaignState, Chat, Lane, Phase, PhaseState

TOLD = timedelta(days=7)
"""How long before its last day. A phase that is not twice as long is not told of."""

TOLD_AT = time(8)

AT_MOST = 500
"""Letters a sweep writes before it lets others in."""

CLOSING = "live/phases/closing"


def tell_closings(session: Session, now: datetime) -> int:
    """Tell the groups of phases that end in a week; each phase once. How many phases were handled."""
    handled = written = 0
    for campaign, phase, bloc in _untold(session):
        if written >= AT_MOST:
            break
        if _at(phase, bloc) <= now:
            phase.closing_at = now
            written += _post(session, campaign, phase, bloc, now)
            handled += 1
    session.flush()
    return handled


def next_closing(session: Session, now: datetime) -> datetime | None:
    """When groups are told next; `now` when it is due."""
    soonest = min((_at(phase, bloc) for _, phase, bloc in _untold(session)), default=None)
    return None if soonest is None else max(soonest, now)


def _untold(session: Session) -> list[tuple[Campaign, Phase, Bloc]]:
    """The open phases that are long enough and were not near their end already when their campaign was launched."""
    rows = session.execute(
        select(Campaign, Phase, Bloc)
        .join(Phase, col(Phase.campaign_id) == col(Campaign.id))
        .join(Bloc, col(Bloc.id) == col(Campaign.bloc_id))
        .where(
            col(Campaign.state) == CampaignState.LAUNCHED,
            col(Phase.state) == PhaseState.OPEN,
            col(Phase.closing_at).is_(None),
        )
        .order_by(col(Phase.id))
    ).all()
    return [
        (campaign, phase, bloc)
        for campaign, phase, bloc in rows
        if phase.ends - phase.starts > 2 * TOLD
        and campaign.launched_at is not None
        and campaign.launched_at < _at(phase, bloc)
    ]


def _at(phase: Phase, bloc: Bloc) -> datetime:
    return datetime.combine(phase.ends - TOLD, TOLD_AT, tzinfo=ZoneInfo(bloc.timezone))


def _post(session: Session, campaign: Campaign, phase: Phase, bloc: Bloc, now: datetime) -> int:
    zone = ZoneInfo(bloc.timezone)
    due = outside_quiet(now, ladder_of(campaign), zone)
    chats = group_chats(session, campaign.bloc_id, wants=PostKind.PHASES, unit_id=campaign.owner_unit_id)
    for chat_id in chats:
        facts: dict[str, Any] = {"campaign_id": campaign.id, "phase_id": phase.id, "chat_id": chat_id}
        key, over = f"{CLOSING}:{phase.id}:{chat_id}", end_instant(phase.ends, zone)
        post(session, CLOSING, to=chat_id, now=now, lane=Lane.BROADCAST, key=key, due=due, useless_after=over, **facts)
    return len(chats)


def live_closing(session: Session, facts: Mapping[str, Any], now: datetime) -> dict[str, Any] | None:
    """What is missing when it is sent; None once the phase is over or the group no longer linked."""
    campaign, chat = session.get_one(Campaign, facts["campaign_id"]), session.get_one(Chat, facts["chat_id"])
    scope = open_scope(session, campaign, facts["phase_id"], now=now)
    if chat.bloc_id != campaign.bloc_id or scope.today > scope.ends:
        return None
    lines = [one for one in milestone_lines(session, scope) if one["of"] == "units" and one["missing"] + one["open"]]
    return flat(
        {
            "campaign": campaign.title,
            "name": scope.phase.name if scope.phase else "",
            "ends": scope.ends,
            "days": (scope.ends - scope.today).days,
            "lines": [
                {"title": one["title"], "left": one["missing"] + one["open"], "total": one["total"]} for one in lines
            ],
        }
    )
