"""When a campaign's standings are due: weekly, after its launch, each due instant once."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from store.campaign_file import PostEntry
from store.campaigns import ladder_of
from store.points.tables import standings_rules
from store.rules.ladder import outside_quiet
from store.tables import Bloc, Campaign, CampaignState

USUAL = PostEntry(weekday=0, at=time(8), to=("bloc",))
"""When a board that is pinned is written where the plan names no day."""


def schedule_of(campaign: Campaign) -> PostEntry | None:
    """When a campaign's standings are posted; None where its plan has no points or asks for no posts."""
    if not campaign.plan.get("score_tables"):
        return None
    rules = standings_rules(campaign)
    return rules.post or (USUAL if rules.pinned else None)


def due_campaigns(session: Session, now: datetime) -> list[tuple[Campaign, Bloc, datetime]]:
    found = []
    for campaign, bloc, schedule in _scheduled(session):
        zone = ZoneInfo(bloc.timezone)
        due = last_instant(schedule, now, zone)
        if _is_new(campaign, due) and outside_quiet(now, ladder_of(campaign), zone) <= now:
            found.append((campaign, bloc, due))
    return found


def next_standings_post(session: Session, now: datetime) -> datetime | None:
    """When standings are next posted; where that is past, the end of the quiet hours."""
    instants = []
    for campaign, bloc, schedule in _scheduled(session):
        zone = ZoneInfo(bloc.timezone)
        owed = last_instant(schedule, now, zone)
        if _is_new(campaign, owed):
            instants.append(outside_quiet(now, ladder_of(campaign), zone))
        else:
            instants.append(last_instant(schedule, now + timedelta(days=7), zone))
    return min(instants, default=None)


def _is_new(campaign: Campaign, due: datetime) -> bool:
    """Whether a due instant came after the launch and was not handled yet."""
    since = max(one for one in (campaign.launched_at, campaign.standings_for) if one is not None)
    return due > since


def _scheduled(session: Session) -> list[tuple[Campaign, Bloc, PostEntry]]:
    rows = session.exec(
        select(Campaign, Bloc)
        .join(Bloc, col(Bloc.id) == col(Campaign.bloc_id))
        .where(col(Campaign.state) == CampaignState.LAUNCHED, col(Campaign.launched_at).is_not(None))
        .order_by(col(Campaign.id))
    )
    return [(one, bloc, schedule) for one, bloc in rows if (schedule := schedule_of(one)) is not None]


def last_instant(schedule: PostEntry, now: datetime, zone: ZoneInfo) -> datetime:
    """The last instant of a weekly schedule up to now."""
    today = now.astimezone(zone).date()
    day = today - timedelta(days=(today.weekday() - schedule.weekday) % 7)
    instant = datetime.combine(day, schedule.at, tzinfo=zone)
    return instant if instant <= now else datetime.combine(day - timedelta(days=7), schedule.at, tzinfo=zone)
