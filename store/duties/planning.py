"""Planning the rungs of duties anew, when a deadline or the calendar changed."""

from collections import defaultdict
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import and_, delete, insert
from sqlalchemy import select as sql_select
from sqlmodel import Session, col, select

from store.campaigns import ladder_of, running_campaigns
from store.columns import table_of
from store.duties.making import planned_rungs
from store.duties.reading import Standing, last_day_of
from store.facts import local_day
from store.rules.ladder import outside_quiet
from store.tables import Bloc, Campaign, Duty, Milestone, Rung, RungState
from store.work_calendar import work_calendar

_rung = table_of(Rung)


def plan_anew(session: Session, standing: Standing, now: datetime) -> None:
    """Replace the rungs of a duty whose deadline changed, but for those that went out or a person asked for."""
    duty, campaign = standing.duty, standing.campaign
    session.flush()
    session.execute(
        delete(_rung).where(_rung.c.duty_id == duty.id, _rung.c.state == RungState.PLANNED, _rung.c.account_id == 0)
    )
    kept = select(col(Rung.morning)).where(col(Rung.duty_id) == duty.id, col(Rung.account_id) == 0)
    mornings = set(session.exec(kept))
    calendar = work_calendar(session, campaign.bloc_id)
    zone = ZoneInfo(standing.bloc.timezone)
    rungs = planned_rungs(last_day_of(duty), ladder_of(campaign), calendar, zone, since=now)
    rows = [{"duty_id": duty.id, **rung} for rung in rungs if rung["morning"] not in mornings]
    if rows:
        session.execute(insert(_rung), rows)


def plan_milestone_anew(session: Session, campaign: Campaign, milestone: Milestone, now: datetime) -> None:
    """Replace the rungs of all duties of a milestone whose deadline changed, as `plan_anew` does for one."""
    session.flush()
    duties = session.exec(select(Duty).where(col(Duty.milestone_id) == milestone.id).order_by(col(Duty.id))).all()
    theirs = _rung.c.duty_id.in_(select(Duty.id).where(col(Duty.milestone_id) == milestone.id))
    everybodys = and_(theirs, _rung.c.account_id == 0)
    session.execute(delete(_rung).where(everybodys, _rung.c.state == RungState.PLANNED))
    kept: dict[int, set[date]] = defaultdict(set)
    for duty_id, morning in session.execute(sql_select(_rung.c.duty_id, _rung.c.morning).where(everybodys)).all():
        kept[duty_id].add(morning)
    calendar, ladder = work_calendar(session, campaign.bloc_id), ladder_of(campaign)
    zone = ZoneInfo(session.get_one(Bloc, campaign.bloc_id).timezone)
    planned = {
        last_day: planned_rungs(last_day, ladder, calendar, zone, since=now)
        for last_day in set(map(last_day_of, duties))
    }
    rows = [
        {"duty_id": duty.id, **rung}
        for duty in duties
        for rung in planned[last_day_of(duty)]
        if rung["morning"] not in kept[duty.id or 0]
    ]
    if rows:
        session.execute(insert(_rung), rows)


def plan_bloc_anew(session: Session, bloc: Bloc, now: datetime) -> None:
    """Replace the rungs still to come of a bloc's running campaigns, whose calendar changed.

    Those that went out, are due already, or a person asked for stay. Duties that are done count too: the office
    may take back what it marked.
    """
    session.flush()
    calendar, zone = work_calendar(session, bloc.id or 0), ZoneInfo(bloc.timezone)
    for campaign in running_campaigns(session, bloc.id or 0):
        ladder, since = ladder_of(campaign), campaign.launched_at or now
        next_free = outside_quiet(now, ladder, zone)
        at_once = {"morning": local_day(next_free, bloc.timezone), "at": next_free}
        coming, kept = _take_coming(session, campaign, now)
        planned: dict[date, list[dict[str, Any]]] = {}
        rows: list[dict[str, Any]] = []
        for duty in session.exec(select(Duty).where(col(Duty.campaign_id) == campaign.id).order_by(col(Duty.id))):
            last_day, duty_id = last_day_of(duty), duty.id or 0
            if last_day not in planned:
                planned[last_day] = planned_rungs(last_day, ladder, calendar, zone, since=since)
            found = _still_to_come(planned[last_day], coming[duty_id], kept[duty_id], at_once, now)
            rows += [{"duty_id": duty_id, **rung} for rung in found]
        if rows:
            session.execute(insert(_rung), rows)


def _take_coming(
    session: Session, campaign: Campaign, now: datetime
) -> tuple[dict[int, set[int]], dict[int, set[date]]]:
    """Delete the rungs still to come: by duty the offsets that were deleted, and the mornings of those that stay."""
    coming: dict[int, set[int]] = defaultdict(set)
    kept: dict[int, set[date]] = defaultdict(set)
    theirs = select(Duty.id).where(col(Duty.campaign_id) == campaign.id)
    everybodys = and_(_rung.c.duty_id.in_(theirs), _rung.c.account_id == 0)
    to_come = and_(everybodys, _rung.c.state == RungState.PLANNED, _rung.c.at >= now)
    gone = session.execute(delete(_rung).where(to_come).returning(_rung.c.duty_id, _rung.c.offset_days))
    for duty_id, offset in gone.all():
        coming[duty_id].add(offset)
    left = session.execute(sql_select(_rung.c.duty_id, _rung.c.morning).where(everybodys))
    for duty_id, morning in left.all():
        kept[duty_id].add(morning)
    return coming, kept


def _still_to_come(
    planned: list[dict[str, Any]], coming: set[int], kept: set[date], at_once: dict[str, Any], now: datetime
) -> list[dict[str, Any]]:
    """The rungs of the new calendar, one a morning, the furthest on first.

    One that was still to come and whose new morning is over goes out at once, unless another went out that morning.
    """
    taken, found = set(kept), []
    for rung in reversed(planned):
        over = rung["at"] < now
        if rung["morning"] in taken or (over and rung["offset_days"] not in coming):
            continue
        moved = {**rung, **at_once} if over else rung
        if moved["morning"] not in taken:
            taken.add(moved["morning"])
            found.append(moved)
    return found
