"""What is about to happen, in words, read from the database beside the bot."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Engine, func
from sqlmodel import Session, col, select

from bot.rehearsal.demo.words import AHEAD, Words, joined, words
from store.engine import reading
from store.jobs import next_job_at
from store.rules.deadlines import end_instant
from store.sweeps import SWEEPS, next_due
from store.tables import (
    Bloc,
    Campaign,
    CampaignState,
    Chat,
    Duty,
    Letter,
    LetterState,
    Milestone,
    Phase,
    PhaseState,
    Rung,
    RungState,
)

MOST = 12
NAMED = 2
"""So many things of one instant are named; the rest are counted."""
LAUNCH_AT = time(9)


@dataclass(frozen=True)
class Ahead:
    """Something that will happen. `stops`: the bot does it, so that the clock stops there."""

    at: datetime
    kind: str
    what: Words
    stops: bool = True
    vague: bool = False
    """Said only where nothing of its kind is said in detail."""


def next_sweep(engine: Engine, now: datetime) -> datetime | None:
    """When the bot has something to do by itself next, letters and jobs left out."""
    with reading(engine) as session:
        return next_due(session, now)


def ahead(engine: Engine, names: dict[int, str], now: datetime) -> list[Ahead]:
    """What comes, soonest first; what comes at one instant is one entry. `names`: of chats."""
    with reading(engine) as session:
        found = [
            *_sweeps(session, now),
            *_rungs(session, now),
            *_letters(session, names, now),
            *_calendar(session, now),
        ]
        job = next_job_at(session)
    if job is not None:
        found.append(Ahead(max(job, now), "job", words(AHEAD["job"])))
    return _gathered(found)[:MOST]


def _sweeps(session: Session, now: datetime) -> Iterator[Ahead]:
    """Each sweep's next work; the ones that are told in detail only stop the clock."""
    for sweep in SWEEPS:
        at = sweep.next_at(session, now)
        if at is not None:
            yield Ahead(max(at, now), sweep.name, words(AHEAD.get(sweep.name, AHEAD["sweep"])), vague=True)


def _rungs(session: Session, now: datetime) -> Iterator[Ahead]:
    rows = session.exec(
        select(col(Rung.at), col(Milestone.title))
        .join(Duty, col(Duty.id) == col(Rung.duty_id))
        .join(Milestone, col(Milestone.id) == col(Duty.milestone_id))
        .where(col(Rung.state) == RungState.PLANNED, col(Rung.at) > now)
        .distinct()
        .order_by(col(Rung.at), col(Milestone.title))
        .limit(3 * MOST)
    )
    for at, title in rows:
        yield Ahead(at, "reminders", words(AHEAD["reminder"], what=title))


def _letters(session: Session, names: dict[int, str], now: datetime) -> Iterator[Ahead]:
    rows = session.exec(
        select(col(Letter.due_at), func.count(), func.min(col(Letter.chat_id)))
        .where(col(Letter.state) == LetterState.WAITING, col(Letter.due_at) > now)
        .group_by(col(Letter.due_at))
        .order_by(col(Letter.due_at))
        .limit(MOST)
    ).all()
    for at, count, chat_id in rows:
        if count > 1:
            yield Ahead(at, "letter", words(AHEAD["letters"], count=count))
        else:
            number = session.get_one(Chat, chat_id).telegram_id
            yield Ahead(at, "letter", words(AHEAD["letter"], to=names.get(number, str(number))))


def _calendar(session: Session, now: datetime) -> Iterator[Ahead]:
    """Days of the campaigns: the launch of a draft, phases, deadlines."""
    rows = session.exec(select(Campaign, Bloc).join(Bloc, col(Bloc.id) == col(Campaign.bloc_id))).all()
    for campaign, bloc in rows:
        zone = ZoneInfo(bloc.timezone)
        if campaign.state == CampaignState.DRAFT and campaign.launch_on is not None:
            at = datetime.combine(campaign.launch_on, LAUNCH_AT, zone)
            yield from _later(now, Ahead(at, "launch", words(AHEAD["launch"], what=campaign.title), stops=False))
        if campaign.state != CampaignState.LAUNCHED:
            continue
        for phase in session.exec(select(Phase).where(col(Phase.campaign_id) == campaign.id)):
            yield from _later(now, *_turns(phase, zone))
        yield from _deadlines(session, campaign, now)


def _turns(phase: Phase, zone: ZoneInfo) -> Iterator[Ahead]:
    if phase.state == PhaseState.PLANNED:
        opens = end_instant(phase.starts - timedelta(days=1), zone)
        yield Ahead(opens, "phases", words(AHEAD["phase_opens"], what=phase.name))
    if phase.state in (PhaseState.PLANNED, PhaseState.OPEN):
        yield Ahead(end_instant(phase.ends, zone), "phases", words(AHEAD["phase_ends"], what=phase.name))


def _deadlines(session: Session, campaign: Campaign, now: datetime) -> Iterator[Ahead]:
    rows = session.exec(
        select(col(Duty.ends_at), col(Milestone.title))
        .join(Milestone, col(Milestone.id) == col(Duty.milestone_id))
        .where(col(Duty.campaign_id) == campaign.id, col(Duty.done_at).is_(None), col(Duty.ends_at) > now)
        .distinct()
        .order_by(col(Duty.ends_at))
        .limit(MOST)
    )
    for at, title in rows:
        yield Ahead(at, "deadline", words(AHEAD["deadline"], what=title), stops=False)


def _later(now: datetime, *entries: Ahead) -> Iterator[Ahead]:
    return (entry for entry in entries if entry.at > now)


def _gathered(entries: Iterable[Ahead]) -> list[Ahead]:
    """One entry an instant. A sweep's own words stand only where nothing says it in detail."""
    by_instant: dict[datetime, list[Ahead]] = {}
    for entry in sorted(entries, key=lambda one: one.at):
        by_instant.setdefault(entry.at, []).append(entry)
    return [_one(at, found) for at, found in by_instant.items()]


def _one(at: datetime, entries: list[Ahead]) -> Ahead:
    detailed = {one.kind for one in entries if not one.vague}
    told = [one for one in entries if not one.vague or one.kind not in detailed]
    told = list({str(one.what): one for one in told}.values())
    what = joined([one.what for one in told[:NAMED]], "; ")
    if len(told) > NAMED:
        what = words(AHEAD["and_more"], what=what, count=len(told) - NAMED)
    first = next((one for one in told if one.stops), told[0])
    return Ahead(at, first.kind, what, stops=any(one.stops for one in entries))
