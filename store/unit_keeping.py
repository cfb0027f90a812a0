"""Units kept by the bloc's office: new, renamed, described otherwise. What they were called stays known by day."""

import re
from datetime import date, datetime, timedelta

from sqlalchemy import func
from sqlmodel import Session, col, select

from store.campaigns import running_campaigns
from store.duties import make_duties
from store.errors import BadAnswer, IllegalMove
from store.history import record
from store.names import folded
from store.outbox import post_to_accounts
from store.people import account_ids, bloc_day, heads_of, unit_of, units_of_bloc
from store.rights import Right, demand
from store.tables import Member, Unit, UnitKind, UnitName

NAME = 150
"""Longest name, in characters."""

CODE = 20
MOST_UNITS = 200
MOST_STAFF = 100_000

KEEPS = Right.INVITE_HEADS
"""Whoever brings heads in keeps the units."""


def kept_unit(session: Session, unit_id: int, *, by: Member, now: datetime) -> Unit:
    """A unit of the bloc for whom may change it; one that is closed stays as it is."""
    unit, today = unit_of(session, unit_id, bloc_id=by.bloc_id), bloc_day(session, by.bloc_id, now)
    demand(session, by, KEEPS, bloc_id=by.bloc_id, today=today)
    if unit.closed_on is not None and unit.closed_on < today:
        raise IllegalMove(state="closed_unit", action="keep_unit")
    return unit


def check_name(session: Session, name: str, *, bloc_id: int, today: date, besides: int | None = None) -> None:
    """Refuses a name that another unit has, however it is written."""
    for unit in units_of_bloc(session, bloc_id, today):
        if unit.id != besides and folded(unit.name) == folded(name):
            raise BadAnswer("unit_taken", name=unit.name)


def add_unit(session: Session, *, name: str, kind: UnitKind, by: Member, now: datetime) -> Unit:
    """A new unit at the end of the list. It owes what falls due from today on in the campaigns that run."""
    today = bloc_day(session, by.bloc_id, now)
    demand(session, by, KEEPS, bloc_id=by.bloc_id, today=today)
    check_name(session, name, bloc_id=by.bloc_id, today=today)
    units = select(func.count(col(Unit.id)), func.max(Unit.place)).where(col(Unit.bloc_id) == by.bloc_id)
    count, last = session.exec(units).one()
    if count >= MOST_UNITS:
        raise BadAnswer("too_many_units", most=MOST_UNITS)
    unit = Unit(bloc_id=by.bloc_id, code=_code(session, name, by.bloc_id), name=name, kind=kind, place=(last or 0) + 1)
    session.add(unit)
    session.flush()
    record(session, unit, "made", by=by, now=now, code=unit.code, name=name, kind=kind)
    for campaign in running_campaigns(session, by.bloc_id):
        make_duties(session, campaign, now)
    return unit


def _code(session: Session, name: str, bloc_id: int) -> str:
    """The first letters of the words, with a number where that is taken."""
    words = re.findall("[a-z0-9]+", folded(name))
    base = ("".join(word if word.isdigit() else word[0] for word in words) or "dv")[:CODE]
    taken = set(session.exec(select(Unit.code).where(col(Unit.bloc_id) == bloc_id)))
    numbered = (base if number == 1 else f"{base}-{number}" for number in range(1, len(taken) + 2))
    return next(code for code in numbered if code not in taken)


def rename_unit(session: Session, unit_id: int, name: str, *, by: Member, now: datetime) -> Unit:
    """Call a unit otherwise from today on; its heads are told. The same name again changes nothing."""
    unit, today = kept_unit(session, unit_id, by=by, now=now), bloc_day(session, by.bloc_id, now)
    if unit.name == name:
        return unit
    check_name(session, name, bloc_id=by.bloc_id, today=today, besides=unit.id)
    before, unit.name = unit.name, name
    session.add(UnitName(unit_id=unit.id or 0, name=before, last_day=today - timedelta(days=1)))
    record(session, unit, "renamed", by=by, now=now, before=before, after=name)
    told = [one for one in heads_of(session, unit.id or 0, today) if one.id != by.id]
    post_to_accounts(session, "units/renamed", account_ids(told), now=now, before=before, after=name, by=by.name)
    session.flush()
    return unit


def describe_unit(
    session: Session,
    unit_id: int,
    *,
    kind: UnitKind | None = None,
    staff: int | None = None,
    place: int | None = None,
    in_charge: str | None = None,
    by: Member,
    now: datetime,
) -> Unit:
    """Change what is given: kind, number of people, place in the list (from 1), who of the leadership is in charge."""
    unit = kept_unit(session, unit_id, by=by, now=now)
    given = {"kind": kind, "staff": staff, "in_charge": in_charge}
    changed = {name: value for name, value in given.items() if value is not None and value != getattr(unit, name)}
    before = {name: getattr(unit, name) for name in changed}
    for name, value in changed.items():
        setattr(unit, name, value)
    if place is not None and _move(session, unit, place, bloc_day(session, by.bloc_id, now)):
        changed["place"] = place
    if changed:
        record(session, unit, "described", by=by, now=now, before=before, after=changed)
    session.flush()
    return unit


def _move(session: Session, unit: Unit, place: int, today: date) -> bool:
    """Put a unit at that place of the list, the others after it. Whether anything moved."""
    units = units_of_bloc(session, unit.bloc_id, today)
    if not 1 <= place <= len(units):
        raise BadAnswer("unit_place", most=len(units))
    others = [one for one in units if one.id != unit.id]
    ordered = [*others[: place - 1], unit, *others[place - 1 :]]
    if ordered == units:
        return False
    for number, one in enumerate(ordered, start=1):
        one.place = number
    return True


def put_under(session: Session, unit_id: int, parent_id: int | None, *, by: Member, now: datetime) -> Unit:
    """Make a unit part of another, or of none. Refuses a circle."""
    unit = kept_unit(session, unit_id, by=by, now=now)
    above = None if parent_id is None else kept_unit(session, parent_id, by=by, now=now)
    seen = above
    while seen is not None:
        if seen.id == unit.id:
            raise BadAnswer("unit_circle", name=unit.name)
        seen = session.get(Unit, seen.parent_id) if seen.parent_id is not None else None
    if unit.parent_id != parent_id:
        before, unit.parent_id = unit.parent_id, parent_id
        record(session, unit, "described", by=by, now=now, before={"parent": before}, after={"parent": parent_id})
        session.flush()
    return unit
