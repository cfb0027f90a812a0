"""The launch: what it will say to whom, and the one change that turns a draft into a running campaign."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from store.announcements.launching import follow_launch, receive_launch
from store.campaigns import campaign_for, milestones_of
from store.duties import due_days, make_duties, milestone_deadline
from store.errors import IllegalMove, MissingDays, NotFound
from store.facts import local_day
from store.groups import group_chats
from store.history import record
from store.milestones import missing_days
from store.occasions import plan_occasions
from store.outbox import post, post_to_accounts, private_chats
from store.people import account_ids, heads_by_unit, members_of, units_of_bloc
from store.phases import open_phases
from store.rights import Right, demand, may
from store.tables import (
    Bloc,
    Campaign,
    CampaignState,
    Lane,
    LaunchReceipt,
    Member,
    Unit,
)

FIRST_DEADLINES = 5
"""How many deadlines the launch lists."""

CAMPAIGN_MOVES: dict[CampaignState, frozenset[CampaignState]] = {
    CampaignState.DRAFT: frozenset({CampaignState.LAUNCHED}),
    CampaignState.LAUNCHED: frozenset({CampaignState.SEALED}),
    CampaignState.SEALED: frozenset(),
}


@dataclass(frozen=True)
class Audience:
    """Whom a launch reaches: groups (chat row ids), people, those of them who cannot be reached, units with no head."""

    groups: Sequence[int]
    people: Sequence[Member]
    unreachable: Sequence[Member]
    headless: Sequence[Unit]


def launch_audience(session: Session, campaign: Campaign, today: date) -> Audience:
    """The groups and the units' heads; for a unit's own campaign its groups and people."""
    groups = group_chats(session, campaign.bloc_id, wants="launches", unit_id=campaign.owner_unit_id)
    headless: list[Unit] = []
    if campaign.owner_unit_id is not None:
        people = members_of(session, campaign.owner_unit_id, today)
    else:
        heads = heads_by_unit(session, campaign.bloc_id, today)
        units = units_of_bloc(session, campaign.bloc_id, today)
        people = list({head.id: head for unit in units for head in heads.get(unit.id or 0, [])}.values())
        headless = [unit for unit in units if unit.id not in heads]
    open_chats = private_chats(session, account_ids(people))
    unreachable = [one for one in people if one.account_id not in open_chats]
    return Audience(groups, people, unreachable, headless)


def draft_for(session: Session, campaign_id: int, *, by: Member, now: datetime) -> tuple[Campaign, bool]:
    """A campaign whose draft this member may see, and whether they may launch it."""
    campaign = campaign_for(session, by.bloc_id, campaign_id)
    bloc = session.get_one(Bloc, campaign.bloc_id)
    today = local_day(now, bloc.timezone)
    own = campaign.owner_unit_id
    look, launch = (Right.EDIT_DRAFT, Right.LAUNCH) if own is None else (Right.UNIT_CAMPAIGN, Right.UNIT_CAMPAIGN)
    demand(session, by, look, bloc_id=campaign.bloc_id, unit_id=own, today=today)
    return campaign, may(session, by, launch, bloc_id=campaign.bloc_id, unit_id=own, today=today)


def launch_campaign(session: Session, campaign_id: int, *, by: Member, now: datetime) -> Campaign:
    """Turn a draft into a running campaign: duties, rungs, open phases, posts to groups and people.

    Launching twice changes nothing. Refuses while a milestone has no day (MissingDays).
    """
    campaign = campaign_for(session, by.bloc_id, campaign_id)
    bloc = session.get_one(Bloc, campaign.bloc_id)
    today = local_day(now, bloc.timezone)
    right = Right.LAUNCH if campaign.owner_unit_id is None else Right.UNIT_CAMPAIGN
    demand(session, by, right, bloc_id=campaign.bloc_id, unit_id=campaign.owner_unit_id, today=today)
    if campaign.state == CampaignState.LAUNCHED:
        return campaign
    if CampaignState.LAUNCHED not in CAMPAIGN_MOVES[campaign.state]:
        raise IllegalMove(state=campaign.state, action="launch")
    missing = missing_days(session, campaign)
    if missing:
        raise MissingDays(campaign_id=campaign.id, milestones=missing)
    campaign.state, campaign.launched_at = CampaignState.LAUNCHED, now
    session.flush()
    audience = launch_audience(session, campaign, today)
    record(session, campaign, "launched", by=by, now=now, groups=len(audience.groups), people=len(audience.people))
    facts = launch_facts(session, campaign, today)
    for chat_id in audience.groups:
        key = f"launch:{campaign.id}:g{chat_id}"
        post(session, "launch/group", to=chat_id, now=now, lane=Lane.BROADCAST, key=key, **facts)
    accounts, key = account_ids(audience.people), f"launch:{campaign.id}"
    post_to_accounts(session, "launch/head", accounts, now=now, lane=Lane.BROADCAST, key=key, **facts)
    follow_launch(session, campaign, audience.groups, audience.people, by=by, now=now)
    make_duties(session, campaign, now)
    open_phases(session, campaign, now)
    plan_occasions(session, campaign, now)
    return campaign


def launch_facts(session: Session, campaign: Campaign, today: date) -> dict[str, Any]:
    """What the launch says: the campaign, its first deadlines, whom to ask."""
    bloc = session.get_one(Bloc, campaign.bloc_id)
    return {
        "campaign_id": campaign.id,
        "bloc": bloc.name,
        "title": campaign.title,
        "decision": campaign.decision or "",
        "slogan": campaign.slogan or "",
        "starts": campaign.starts,
        "ends": campaign.ends,
        "deadlines": coming_deadlines(session, campaign, today)[:FIRST_DEADLINES],
        "contact": campaign.plan.get("contact") or bloc.contact or {},
    }


def coming_deadlines(session: Session, campaign: Campaign, today: date) -> list[dict[str, Any]]:
    """What falls due from that day on, soonest first: title, kind and deadline. A recurring one counts once."""
    found = []
    for milestone in milestones_of(session, campaign.id or 0):
        days = [(day, last_day) for day, last_day in due_days(milestone, campaign) if last_day >= today]
        if days:
            day, last_day = days[0]
            fact = {
                "title": milestone.title,
                "kind": milestone.kind,
                "deadline": milestone_deadline(milestone, day, last_day, today),
            }
            found.append((last_day, milestone.place, fact))
    found.sort(key=lambda one: one[:2])
    return [fact for _, _, fact in found]


def acknowledge_launch(session: Session, campaign_id: int, *, by: Member, now: datetime) -> LaunchReceipt:
    """Keep when a person said "received"; saying it again changes nothing. Only for whom the launch is meant."""
    campaign = campaign_for(session, by.bloc_id, campaign_id)
    today = local_day(now, session.get_one(Bloc, campaign.bloc_id).timezone)
    meant = account_ids(launch_audience(session, campaign, today).people)
    if campaign.state != CampaignState.LAUNCHED or by.account_id not in meant or by.account_id is None:
        raise NotFound()
    mine = (col(LaunchReceipt.campaign_id) == campaign_id) & (col(LaunchReceipt.account_id) == by.account_id)
    receipt = session.exec(select(LaunchReceipt).where(mine)).first()
    if receipt is None:
        receipt = LaunchReceipt(campaign_id=campaign_id, account_id=by.account_id, at=now)
        session.add(receipt)
        record(session, campaign, "launch_received", by=by, now=now)
        receive_launch(session, campaign_id, by=by, now=now)
    return receipt


def receipts_of(session: Session, campaign_id: int) -> set[int]:
    """The accounts that said "received" to a launch."""
    found = session.exec(select(LaunchReceipt.account_id).where(col(LaunchReceipt.campaign_id) == campaign_id))
    return set(found)
