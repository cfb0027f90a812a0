"""Reminders that somebody asks for: oneself tomorrow, or all who are missing at once."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import and_
from sqlmodel import Session, col, func, select

from store.campaigns import ladder_of
from store.columns import table_of
from store.duties import duty_for, last_day_of
from store.errors import IllegalMove, NotFound
from store.facts import local, local_day
from store.history import record
from store.inbox import insert_new
from store.outbox import post, private_chats
from store.people import account_ids, heads_of, unreachable_of
from store.reminders.asking import not_the_office, owed_duties, pressing
from store.reminders.posting import quiet_again
from store.reports import right_to_hand_in
from store.rights import Right, demand
from store.rules.ladder import outside_quiet
from store.tables import (
    Bloc,
    Campaign,
    CampaignState,
    Duty,
    Lane,
    Letter,
    Member,
    Rung,
    RungState,
    Unit,
)
from store.work_calendar import work_calendar

_rung = table_of(Rung)


def remind_tomorrow(session: Session, duty_id: int, *, by: Member, now: datetime) -> date:
    """One more reminder for this person, on the next working morning. Asking twice changes nothing."""
    duty = session.get(Duty, duty_id)
    if duty is None:
        raise NotFound()
    standing = duty_for(session, duty_id, right_to_hand_in(duty), by=by, now=now)
    if duty.done_at is not None:
        raise IllegalMove(state="done", action="remind")
    bloc = standing.bloc
    tomorrow = local_day(now, bloc.timezone) + timedelta(days=1)
    morning = work_calendar(session, bloc.id or 0).working_day_after(tomorrow)
    at = datetime.combine(morning, ladder_of(standing.campaign).at, tzinfo=ZoneInfo(bloc.timezone))
    row = {
        "duty_id": duty_id,
        "account_id": by.account_id or 0,
        "offset_days": (last_day_of(duty) - morning).days,
        "morning": morning,
        "at": at,
        "state": RungState.PLANNED,
    }
    session.execute(insert_new(session.get_bind().dialect, _rung).values(**row))
    return morning


@dataclass(frozen=True)
class Unreachable:
    """Somebody to phone; without a name the unit has no head yet."""

    unit: str
    name: str = ""


@dataclass
class Reminded:
    """What asking came to. `earlier`: when it was done before that day, in local time."""

    campaign: Campaign
    units: int
    people: int = 0
    earlier: datetime | None = None
    unreachable: list[Unreachable] = field(default_factory=list)


def remind_missing(session: Session, campaign_id: int, *, by: Member, now: datetime) -> Reminded:
    """One reminder today to each other who owes something of the campaign; the same day again only to who is new."""
    campaign, bloc = _campaign_to_remind(session, campaign_id, by=by, now=now)
    today = local_day(now, bloc.timezone)
    owners = and_(pressing(session, campaign, today), not_the_office())
    duties = [one.duty for one in owed_duties(session, owners, today)]
    units = list(dict.fromkeys(duty.unit_id for duty in duties if duty.unit_id is not None))
    people = [head for unit_id in units for head in heads_of(session, unit_id, today)]
    people += [session.get_one(Member, duty.member_id) for duty in duties if duty.member_id is not None]
    done = Reminded(campaign, len(units), unreachable=unreachable_in(session, units, today))
    first = _asked_before(session, campaign_id, today)
    done.earlier = local(first, bloc.timezone) if first else None
    accounts = account_ids(one for one in people if one.id != by.id)
    done.people = _ask(session, campaign, bloc, accounts, today, now)
    if done.people:
        record(session, campaign, "reminded_missing", by=by, now=now, people=done.people)
    return done


def _campaign_to_remind(session: Session, campaign_id: int, *, by: Member, now: datetime) -> tuple[Campaign, Bloc]:
    campaign = session.get(Campaign, campaign_id)
    if campaign is None or campaign.bloc_id != by.bloc_id:
        raise NotFound()
    bloc = session.get_one(Bloc, campaign.bloc_id)
    right = Right.REMIND if campaign.owner_unit_id is None else Right.UNIT_CAMPAIGN
    today = local_day(now, bloc.timezone)
    demand(session, by, right, bloc_id=campaign.bloc_id, unit_id=campaign.owner_unit_id, today=today)
    if campaign.state != CampaignState.LAUNCHED:
        raise IllegalMove(state=campaign.state, action="remind")
    return campaign, bloc


def _ask(session: Session, campaign: Campaign, bloc: Bloc, accounts: Sequence[int], today: date, now: datetime) -> int:
    ladder = ladder_of(campaign)
    due = outside_quiet(now, ladder, ZoneInfo(bloc.timezone))
    until = quiet_again(due, ladder, bloc.timezone)
    posted = 0
    for account, chat in private_chats(session, accounts).items():
        letter = post(
            session,
            "live/reminders/asked",
            to=chat,
            now=now,
            lane=Lane.REMINDER,
            key=f"asked:{campaign.id}:{today}:{account}",
            due=due,
            useless_after=until,
            account_id=account,
            campaign_id=campaign.id,
        )
        posted += letter is not None
    return posted


def _asked_before(session: Session, campaign_id: int, today: date) -> datetime | None:
    mine = col(Letter.key).startswith(f"asked:{campaign_id}:{today}:", autoescape=True)
    return session.exec(select(func.min(Letter.posted_at)).where(mine)).one()


def unreachable_in(session: Session, units: Sequence[int], today: date) -> list[Unreachable]:
    """Heads of these units whom the bot cannot write to, and the units that have no head."""
    found: list[Unreachable] = []
    for unit_id in units:
        unit = session.get_one(Unit, unit_id)
        heads = heads_of(session, unit_id, today)
        found += [Unreachable(unit.name, head.name) for head in unreachable_of(session, heads)]
        if not heads:
            found.append(Unreachable(unit.name))
    return found
