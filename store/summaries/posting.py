"""Summaries that post themselves, at 08:00 of the first working day after the last day; and again by hand."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from store.campaigns import ladder_of
from store.facts import flat, local_day
from store.groups import PostKind, group_chats
from store.history import record
from store.outbox import post, private_chats
from store.people import office_of
from store.points import WHOLE
from store.rights import Right, demand, may
from store.rules.calendar import WorkCalendar
from store.rules.deadlines import ONE_DAY, end_instant
from store.rules.ladder import outside_quiet
from store.runs import bot_username
from store.summaries.access import find_scope
from store.summaries.lists import achievement_rows, duty_rows, target_rows
from store.summaries.reading import summary_facts
from store.summaries.scope import open_scope
from store.tables import Bloc, Campaign, CampaignState, Chat, Lane, Member, Phase
from store.work_calendar import work_calendar

POSTED_AT = time(8)
"""When a summary goes, in the bloc's zone."""

STALE = timedelta(days=60)
"""A summary that is late by more, as after an upgrade, is no news: it stays behind /tongket."""

AT_MOST = 50
"""Summaries a sweep posts before it lets others in."""

POST = "live/summaries/post"
PAPER = "live/summaries/paper"
MADE = ("summary_picture", "summary_word", "summary_sheet")
"""What a summary is made as, by the names of `messages.making`."""


@dataclass(frozen=True)
class Owed:
    """A summary that was not posted yet: of a campaign, or of a phase. `least`: the earliest that it can be due."""

    campaign: Campaign
    phase: Phase | None
    bloc: Bloc
    ends: date

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.bloc.timezone)

    @property
    def least(self) -> datetime:
        return datetime.combine(self.ends + ONE_DAY, POSTED_AT, tzinfo=self.zone)

    def due(self, calendar: WorkCalendar) -> datetime:
        return datetime.combine(calendar.working_day_after(self.ends + ONE_DAY), POSTED_AT, tzinfo=self.zone)

    def done(self, now: datetime) -> None:
        (self.phase or self.campaign).summed_at = now


def post_summaries(session: Session, now: datetime) -> int:
    """Post what is due, of several phases of a campaign that were missed the last. How many were handled."""
    handled = 0
    latest: dict[tuple[int, bool], Owed] = {}
    for one in _owed(session):
        if one.least > now or handled >= AT_MOST:
            break
        due = one.due(work_calendar(session, one.bloc.id or 0))
        if due > now:
            continue
        one.done(now)
        handled += 1
        if now - due <= STALE:
            latest[one.campaign.id or 0, one.phase is None] = one
    for one in latest.values():
        _post(session, one, now)
    session.flush()
    return handled


def next_summary(session: Session, now: datetime) -> datetime | None:
    """When a summary is posted next; `now` when one is due."""
    soonest: datetime | None = None
    for one in _owed(session):
        if soonest is not None and one.least >= soonest:
            break
        due = one.due(work_calendar(session, one.bloc.id or 0))
        soonest = due if soonest is None else min(soonest, due)
    return None if soonest is None else max(soonest, now)


def _owed(session: Session) -> list[Owed]:
    """The summaries still to come, by the earliest instant at which each can be due."""
    return sorted(_all_owed(session), key=lambda one: one.least)


def _all_owed(session: Session) -> Iterator[Owed]:
    launched = (col(Campaign.state) != CampaignState.DRAFT, col(Campaign.launched_at).is_not(None))
    phases = session.execute(
        select(Campaign, Phase, Bloc)
        .join(Phase, col(Phase.campaign_id) == col(Campaign.id))
        .join(Bloc, col(Bloc.id) == col(Campaign.bloc_id))
        .where(*launched, col(Phase.summed_at).is_(None))
        .order_by(col(Phase.id))
    ).all()
    campaigns = session.execute(
        select(Campaign, Bloc)
        .join(Bloc, col(Bloc.id) == col(Campaign.bloc_id))
        .where(*launched, col(Campaign.summed_at).is_(None))
        .order_by(col(Campaign.id))
    ).all()
    found = [Owed(campaign, phase, bloc, phase.ends) for campaign, phase, bloc in phases]
    found += [Owed(campaign, None, bloc, campaign.ends) for campaign, bloc in campaigns]
    for one in found:
        launched_at = one.campaign.launched_at
        if launched_at is not None and launched_at < end_instant(one.ends, one.zone):
            yield one


def _post(session: Session, one: Owed, now: datetime) -> None:
    """To the groups as a picture with text, to the office as a Word file."""
    due = outside_quiet(now, ladder_of(one.campaign), one.zone)
    ids = {"campaign_id": one.campaign.id, "phase_id": one.phase.id if one.phase else WHOLE}
    name = f"{ids['campaign_id']}:{ids['phase_id']}"
    for chat_id in groups_for(session, one.campaign):
        _post_to(session, chat_id, ids, now, key=f"summary:{name}:{chat_id}", due=due)
    if one.campaign.owner_unit_id is not None:
        return
    office = office_of(session, one.campaign.bloc_id, local_day(now, one.bloc.timezone))
    chats = private_chats(session, [member.account_id for member in office if member.account_id is not None])
    for member in office:
        if member.account_id in chats:
            to, key = chats[member.account_id], f"summary_paper:{name}:{member.id}"
            facts: dict[str, Any] = {**ids, "member_id": member.id, "made": "summary_word"}
            post(session, PAPER, to=to, now=now, key=key, due=due, **facts)


def _post_to(session: Session, chat_id: int, ids: Mapping[str, Any], now: datetime, *, key: str, due: datetime) -> bool:
    """Whether the letter is new."""
    facts = {**ids, "chat_id": chat_id}
    return post(session, POST, to=chat_id, now=now, lane=Lane.BROADCAST, key=key, due=due, **facts) is not None


def groups_for(session: Session, campaign: Campaign) -> list[int]:
    """The groups that want summaries."""
    return group_chats(session, campaign.bloc_id, wants=PostKind.SUMMARIES, unit_id=campaign.owner_unit_id)


def post_again(session: Session, campaign_id: int, phase_id: int, *, asked: int, by: Member, now: datetime) -> int:
    """Send a summary to the groups now, once for each time it was `asked`. How many groups it goes to."""
    scope = find_scope(session, campaign_id, phase_id, by=by, now=now)
    demand(session, by, Right.ANNOUNCE, bloc_id=scope.bloc.id or 0, today=scope.today)
    chats, new = groups_for(session, scope.campaign), 0
    for chat_id in chats:
        key = f"summary:{campaign_id}:{phase_id}:{chat_id}:{asked}"
        ids = {"campaign_id": campaign_id, "phase_id": phase_id}
        new += _post_to(session, chat_id, ids, now, key=key, due=now)
    if new:
        record(session, scope.phase or scope.campaign, "summary_posted", by=by, now=now, bloc_id=by.bloc_id, groups=new)
    return len(chats)


def live_post(session: Session, facts: Mapping[str, Any], now: datetime) -> dict[str, Any] | None:
    """What a group reads, as things are when it is sent; None once the group is no longer linked to the bloc."""
    campaign, chat = session.get_one(Campaign, facts["campaign_id"]), session.get_one(Chat, facts["chat_id"])
    if chat.bloc_id != campaign.bloc_id:
        return None
    scope = open_scope(session, campaign, facts["phase_id"], now=now)
    username = bot_username(session)
    url = f"https://t.me/{username}?start=xephang" if username else ""
    return {"made": "summary_picture", "data": summary_facts(session, scope, now=now), "mine_url": url}


def live_paper(session: Session, facts: Mapping[str, Any], now: datetime) -> dict[str, Any] | None:
    """A file for one of the office, as things are when it is sent; None for who has left the office."""
    campaign = session.get_one(Campaign, facts["campaign_id"])
    scope = open_scope(session, campaign, facts["phase_id"], now=now)
    member = session.get(Member, facts["member_id"])
    if not may(session, member, Right.PROGRESS, bloc_id=campaign.bloc_id, today=scope.today):
        return None
    data = summary_facts(session, scope, now=now)
    if facts["made"] == "summary_sheet":
        data |= flat(
            {
                "targets": target_rows(session, scope),
                "achievements": achievement_rows(session, scope),
                "duties": duty_rows(session, scope),
            }
        )
    return {"made": facts["made"], "data": data}


LIVE = {POST: live_post, PAPER: live_paper}
"""What is asked when a summary is sent."""
