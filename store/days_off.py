"""Days off and made-up working days that a bloc's office enters; reminders still to come move with them."""

from datetime import date, datetime, timedelta

from sqlmodel import Session, col, select

from store.duties import plan_bloc_anew
from store.errors import BadAnswer, NotFound
from store.facts import local_day
from store.history import record
from store.points import retime_working_days
from store.rights import Right, demand
from store.tables import Bloc, DayOverride, Member

BACK, AHEAD = timedelta(days=366), timedelta(days=731)
"""How far from today a day may be entered, and how far back the list goes."""


def days_off(session: Session, bloc: Bloc, *, by: Member, now: datetime) -> list[DayOverride]:
    """What the office entered for the past year and the time to come, by day."""
    today = _demand_office(session, bloc, by, now)
    found = select(DayOverride).where(col(DayOverride.bloc_id) == bloc.id, col(DayOverride.day) >= today - BACK)
    return list(session.exec(found.order_by(col(DayOverride.day))))


def set_day_off(
    session: Session, bloc: Bloc, day: date, *, off: bool, note: str, by: Member, now: datetime
) -> DayOverride:
    """Say that offices are closed (`off`) or work that day; what was entered for the day before is replaced."""
    check_day_off(day, _demand_office(session, bloc, by, now))
    found = select(DayOverride).where(col(DayOverride.bloc_id) == bloc.id, col(DayOverride.day) == day)
    override = session.exec(found).one_or_none()
    if override is not None and (override.off, override.note) == (off, note):
        return override
    before = None if override is None else override.off
    if override is None:
        override = DayOverride(bloc_id=bloc.id or 0, day=day, off=off)
    override.off, override.note = off, note
    session.add(override)
    session.flush()
    record(session, override, "day_off_set", by=by, now=now, day=day, before=before, after=off, note=note)
    if before != off:
        plan_bloc_anew(session, bloc, now)
        retime_working_days(session, bloc)
    return override


def check_day_off(day: date, today: date) -> None:
    """Refuses a day more than a year back or two years ahead."""
    if not today - BACK <= day <= today + AHEAD:
        raise BadAnswer("day_outside", first=today - BACK, last=today + AHEAD)


def drop_day_off(session: Session, override_id: int, *, by: Member, now: datetime) -> None:
    """Take back what was entered: the calendar decides again. What is gone already stays so."""
    bloc = session.get_one(Bloc, by.bloc_id)
    _demand_office(session, bloc, by, now)
    override = session.get(DayOverride, override_id)
    if override is None:
        return
    if override.bloc_id != bloc.id:
        raise NotFound()
    record(session, override, "day_off_dropped", by=by, now=now, day=override.day, before=override.off)
    session.delete(override)
    session.flush()
    plan_bloc_anew(session, bloc, now)
    retime_working_days(session, bloc)


def _demand_office(session: Session, bloc: Bloc, by: Member, now: datetime) -> date:
    """Today on the bloc's calendar, for who may enter its days."""
    today = local_day(now, bloc.timezone)
    demand(session, by, Right.EDIT_DRAFT, bloc_id=bloc.id or 0, today=today)
    return today
