"""Phases open at 00:00 of their first day and end after their last, by themselves; the posts go at 08:00."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, or_, update
from sqlmodel import Session, col, select

from store.campaigns import ladder_of, milestones_of
from store.columns import table_of
from store.duties import due_days, milestone_deadline
from store.groups import group_chats
from store.history import record
from store.outbox import post
from store.rules.deadlines import end_instant
from store.rules.ladder import outside_quiet
from store.runs import bot_username
from store.summaries import groups_for
from store.tables import (
    Bloc,
    Campaign,
    CampaignState,
    Duty,
    Lane,
    Letter,
    LetterState,
    Member,
    Milestone,
    Owing,
    Phase,
    PhaseState,
)

_letter = table_of(Letter)

POSTED_AT = time(8)
"""When a phase's posts go, in the bloc's zone."""

AT_MOST = 500
"""Rows a sweep writes before it lets others in."""

ORDER = (PhaseState.PLANNED, PhaseState.OPEN, PhaseState.ENDED)

PHASE_MOVES: dict[PhaseState, frozenset[PhaseState]] = {
    PhaseState.PLANNED: frozenset({PhaseState.OPEN}),
    PhaseState.OPEN: frozenset({PhaseState.ENDED, PhaseState.PLANNED}),
    PhaseState.ENDED: frozenset({PhaseState.SEALED, PhaseState.OPEN, PhaseState.PLANNED}),
    PhaseState.SEALED: frozenset(),
}
"""Back only where its days were changed after the launch."""


def turn_phases(session: Session, now: datetime) -> int:
    """Open and end what is due in launched campaigns. How many rows were written; 0 when nothing is due."""
    written = 0
    for phase, campaign, bloc in _turning(session):
        if written >= AT_MOST:
            break
        if _turns_at(phase, ZoneInfo(bloc.timezone)) <= now:
            written += _turn(session, phase, campaign, bloc, now)
    return written


def open_phases(session: Session, campaign: Campaign, now: datetime) -> int:
    """Bring the phases of a campaign that is being launched to where the calendar is."""
    bloc = session.get_one(Bloc, campaign.bloc_id)
    mine = [phase for phase, other, _ in _turning(session) if other.id == campaign.id]
    zone = ZoneInfo(bloc.timezone)
    return sum(_turn(session, phase, campaign, bloc, now) for phase in mine if _turns_at(phase, zone) <= now)


def turn_anew(session: Session, phase: Phase, campaign: Campaign, now: datetime, *, by: Member) -> None:
    """Bring a phase whose days changed to where the calendar is, back as well as on. A sealed one stays.

    A post that was to say what is no longer so is not sent.
    """
    bloc = session.get_one(Bloc, campaign.bloc_id)
    zone = ZoneInfo(bloc.timezone)
    opens, ends = end_instant(phase.starts - timedelta(days=1), zone), end_instant(phase.ends, zone)
    meant = PhaseState.PLANNED if now < opens else PhaseState.OPEN if now < ends else PhaseState.ENDED
    if phase.state != meant and meant in PHASE_MOVES[phase.state] and ORDER.index(meant) < ORDER.index(phase.state):
        before, phase.state = phase.state, meant
        record(session, phase, "turned_back", by=by, now=now, bloc_id=bloc.id, before=before, after=meant)
        phase.summed_at = None
        stale = ["phases/ended", *(["phases/opened"] if meant == PhaseState.PLANNED else [])]
        keys = or_(*(_letter.c.key.like(f"{template}:{phase.id}:%") for template in stale))
        waiting = (_letter.c.state == LetterState.WAITING) & keys
        session.execute(update(_letter).where(waiting).values(state=LetterState.VOID, closed_at=now, reason="changed"))
    if phase.state != PhaseState.ENDED:
        phase.closing_at = None
    session.flush()
    open_phases(session, campaign, now)


def next_phase_turn(session: Session, now: datetime) -> datetime | None:
    """The soonest instant at which a phase opens or ends; `now` when one is due."""
    turns = (_turns_at(phase, ZoneInfo(bloc.timezone)) for phase, _, bloc in _turning(session))
    soonest = min(turns, default=None)
    return None if soonest is None else max(soonest, now)


def _turning(session: Session) -> Sequence[tuple[Phase, Campaign, Bloc]]:
    """The phases that are still to open or to end."""
    return session.exec(
        select(Phase, Campaign, Bloc)
        .join(Campaign, col(Campaign.id) == col(Phase.campaign_id))
        .join(Bloc, col(Bloc.id) == col(Campaign.bloc_id))
        .where(
            col(Campaign.state) == CampaignState.LAUNCHED,
            col(Phase.state).in_((PhaseState.PLANNED, PhaseState.OPEN)),
        )
        .order_by(col(Phase.starts), col(Phase.id))
    ).all()


def _turns_at(phase: Phase, zone: ZoneInfo) -> datetime:
    """When the phase opens, or when it ends once it is open."""
    if phase.state == PhaseState.PLANNED:
        return end_instant(phase.starts - timedelta(days=1), zone)
    return end_instant(phase.ends, zone)


def _turn(session: Session, phase: Phase, campaign: Campaign, bloc: Bloc, now: datetime) -> int:
    """Open the phase, or end it, or both; with its posts, unless it was over before the launch. Rows written."""
    zone = ZoneInfo(bloc.timezone)
    over = end_instant(phase.ends, zone) <= now
    silent = campaign.launched_at is not None and end_instant(phase.ends, zone) <= campaign.launched_at
    written = 0
    if phase.state == PhaseState.PLANNED:
        phase.state = PhaseState.OPEN
        record(session, phase, "opened", by=None, now=now, bloc_id=bloc.id)
        written += 1 + (0 if over else _post_opening(session, phase, campaign, bloc, now))
    if over:
        phase.state = PhaseState.ENDED
        record(session, phase, "ended", by=None, now=now, bloc_id=bloc.id)
        written += 1 + (0 if silent else _post_ending(session, phase, campaign, bloc, now))
    session.flush()
    return written


def _post_opening(session: Session, phase: Phase, campaign: Campaign, bloc: Bloc, now: datetime) -> int:
    username = bot_username(session)
    facts = {
        "campaign": campaign.title,
        "name": phase.name,
        "theme": phase.theme,
        "starts": phase.starts,
        "ends": phase.ends,
        "deadlines": phase_deadlines(session, phase, campaign),
        "register_url": f"https://t.me/{username}?start=dangky" if username else "",
    }
    return _post(session, "phases/opened", phase, campaign, bloc, now, on=phase.starts, facts=facts)


def _post_ending(session: Session, phase: Phase, campaign: Campaign, bloc: Bloc, now: datetime) -> int:
    """The short post, for groups that do not get the summary (`store.summaries`)."""
    facts = {"campaign": campaign.title, "name": phase.name, "counts": handed_in(session, phase)}
    on = phase.ends + timedelta(days=1)
    told = groups_for(session, campaign)
    return _post(session, "phases/ended", phase, campaign, bloc, now, on=on, facts=facts, but=told)


def _post(
    session: Session,
    template: str,
    phase: Phase,
    campaign: Campaign,
    bloc: Bloc,
    now: datetime,
    *,
    on: date,
    facts: dict[str, Any],
    but: Sequence[int] = (),
) -> int:
    """Post to the groups at 08:00 of a day, or outside the quiet hours when that is past; once for each such day."""
    assert bloc.id is not None
    zone = ZoneInfo(bloc.timezone)
    morning = datetime.combine(on, POSTED_AT, tzinfo=zone)
    due = morning if morning >= now else outside_quiet(now, ladder_of(campaign), zone)
    wanted = group_chats(session, bloc.id, wants="phases", unit_id=campaign.owner_unit_id)
    chats = [chat_id for chat_id in wanted if chat_id not in but]
    for chat_id in chats:
        key = f"{template}:{phase.id}:{chat_id}:{on}"
        post(session, template, to=chat_id, now=now, lane=Lane.BROADCAST, key=key, due=due, **facts)
    return len(chats)


def phase_deadlines(session: Session, phase: Phase, campaign: Campaign) -> list[dict[str, Any]]:
    """What falls due in a phase or belongs to it, soonest first: title and deadline."""
    found = [
        (last_day, milestone.place, milestone.title, milestone_deadline(milestone, day, last_day))
        for milestone in milestones_of(session, phase.campaign_id)
        for day, last_day in due_days(milestone, campaign)
        if milestone.phase_id == phase.id or (milestone.phase_id is None and phase.starts <= last_day <= phase.ends)
    ]
    found.sort(key=lambda one: one[:2])
    return [{"title": title, "deadline": deadline} for _, _, title, deadline in found]


def handed_in(session: Session, phase: Phase) -> list[dict[str, Any]]:
    """For each milestone of a phase that units owe: title, how many have done it, of how many."""
    rows = session.exec(
        select(col(Milestone.title), func.count(col(Duty.done_at)), func.count())
        .join(Duty, col(Duty.milestone_id) == col(Milestone.id))
        .where(col(Milestone.phase_id) == phase.id, col(Milestone.owing) == Owing.UNITS)
        .where(col(Milestone.withdrawn_at).is_(None))
        .group_by(col(Milestone.id), col(Milestone.title), col(Milestone.place))
        .order_by(col(Milestone.place))
    )
    return [{"title": title, "done": done, "total": total} for title, done, total in rows]
