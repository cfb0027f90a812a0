"""What follows from a change after the launch: duties and their rungs, phases by their dates, points for being on time.

A commemorative day of the plan stays where it is; the office moves or drops it by itself.
"""

from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import delete
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from store.campaigns import milestones_of, phases_of
from store.changes.parts import Part, Spot
from store.columns import table_of
from store.duties import due_days, last_day_of, make_duties, plan_milestone_anew
from store.phases import turn_anew
from store.points import retime_duty
from store.rules.deadlines import end_instant
from store.tables import Duty, Member, Milestone, Report, Rung

_duty, _rung = table_of(Duty), table_of(Rung)


def follow(session: Session, spot: Spot, old_span: tuple[date, date], *, by: Member, now: datetime) -> None:
    """Bring everything that hangs on the changed part in step with it."""
    campaign = spot.campaign
    if spot.part == Part.DEADLINE:
        _move_duties(session, spot, spot.the_milestone, now)
    elif spot.part == Part.NEW_MILESTONE:
        make_duties(session, campaign, now)
    elif spot.part == Part.WITHDRAW:
        _drop(session, _undone(session, spot.the_milestone))
        session.flush()
        _retime(session, select(Duty).where(col(Duty.campaign_id) == campaign.id))
    elif spot.part in (Part.PHASE_SPAN, Part.SPAN):
        for phase in phases_of(session, campaign.id or 0):
            turn_anew(session, phase, campaign, now, by=by)
        if old_span != (campaign.starts, campaign.ends):
            if end_instant(campaign.ends, ZoneInfo(spot.bloc.timezone)) > now:
                campaign.summed_at = None
            for milestone in milestones_of(session, campaign.id or 0):
                if milestone.every:
                    _move_duties(session, spot, milestone, now)
        _retime(session, select(Duty).where(col(Duty.campaign_id) == campaign.id))
    session.flush()


def _move_duties(session: Session, spot: Spot, milestone: Milestone, now: datetime) -> None:
    """Give the duties of a milestone its new deadline; of a recurring one only what is still to come."""
    days = dict(due_days(milestone, spot.campaign))
    if milestone.every:
        coming = [one for one in _undone(session, milestone) if one.ends_at > now and one.day not in days]
        _drop(session, coming)
        make_duties(session, spot.campaign, now)
        return
    ((day, last_day),) = days.items()
    zone = ZoneInfo(spot.bloc.timezone)
    for duty in session.exec(select(Duty).where(col(Duty.milestone_id) == milestone.id)):
        duty.day, duty.last_day = day, last_day
        if duty.extended_to is not None and duty.extended_to <= last_day:
            duty.extended_to, duty.extension_reason = None, ""
        duty.ends_at = end_instant(last_day_of(duty), zone)
    session.flush()
    plan_milestone_anew(session, spot.campaign, milestone, now)
    _retime(session, select(Duty).where(col(Duty.milestone_id) == milestone.id))


def _undone(session: Session, milestone: Milestone) -> list[Duty]:
    """What is owed of a milestone and for which nothing was handed in."""
    handed_in = select(Report.duty_id)
    found = select(Duty).where(col(Duty.milestone_id) == milestone.id, col(Duty.done_at).is_(None))
    return list(session.exec(found.where(col(Duty.id).not_in(handed_in))))


def _drop(session: Session, duties: Iterable[Duty]) -> None:
    """Take duties away, with the reminders that were to come."""
    ids = [duty.id for duty in duties]
    for first in range(0, len(ids), 500):
        some = ids[first : first + 500]
        session.execute(delete(_rung).where(_rung.c.duty_id.in_(some)))
        session.execute(delete(_duty).where(_duty.c.id.in_(some)))
    session.expire_all()


def _retime(session: Session, duties: SelectOfScalar[Duty]) -> None:
    """Points for being on time, of everybody who did one of these; who did none has none."""
    done = session.exec(duties.where(col(Duty.done_on).is_not(None)).order_by(col(Duty.id))).all()
    for duty in {one.owner: one for one in done}.values():
        retime_duty(session, duty)
