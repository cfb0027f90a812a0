"""What the office does about commemorative days: add from the catalogue or by hand, switch off, drop."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, or_, select

from store.errors import BadAnswer, NotFound
from store.facts import local_day
from store.history import record
from store.occasions.days import known_days, shown_day
from store.occasions.posting import occasion_facts, plan_occasion
from store.people import unit_of
from store.rights import Right, demand
from store.tables import Bloc, Campaign, CampaignState, Member, Occasion

PAGE = 8
"""Days on one screen."""

COMING = 4
"""Days to come that a campaign's screen lists."""

MOST = 200
"""Days a bloc may keep."""


def _demand_office(session: Session, by: Member, now: datetime) -> tuple[Bloc, date]:
    bloc = session.get_one(Bloc, by.bloc_id)
    today = local_day(now, bloc.timezone)
    demand(session, by, Right.EDIT_DRAFT, bloc_id=by.bloc_id, today=today)
    return bloc, today


def _kept(session: Session, bloc_id: int) -> list[Occasion]:
    return list(session.exec(select(Occasion).where(col(Occasion.bloc_id) == bloc_id).order_by(col(Occasion.id))))


def occasion_page(session: Session, page: int, *, by: Member, now: datetime) -> dict[str, Any]:
    """What the bloc keeps, the next one first; what is over at the end."""
    bloc, today = _demand_office(session, by, now)
    kept = [(shown_day(one, today), one) for one in _kept(session, bloc.id or 0)]
    kept.sort(key=lambda pair: (pair[0] < today, pair[0], pair[1].id))
    pages = max(1, -(-len(kept) // PAGE))
    page = min(max(page, 0), pages - 1)
    return {
        "page": page,
        "pages": pages,
        "occasions": [_line(session, one, day, today) for day, one in kept[page * PAGE : (page + 1) * PAGE]],
    }


def _line(session: Session, occasion: Occasion, day: date, today: date) -> dict[str, Any]:
    campaign = session.get(Campaign, occasion.campaign_id) if occasion.campaign_id else None
    return {
        **occasion_facts(session, occasion, day),
        "id": occasion.id,
        "active": occasion.active,
        "over": day < today,
        "campaign": campaign.title if campaign else "",
    }


def open_known(session: Session, page: int, *, by: Member, now: datetime) -> dict[str, Any]:
    """The days of the catalogue that the bloc does not keep yet, in the order of the year."""
    bloc, _ = _demand_office(session, by, now)
    kept = {one.code for one in _kept(session, bloc.id or 0)}
    free = [one for one in known_days().values() if one.code not in kept]
    pages = max(1, -(-len(free) // PAGE))
    page = min(max(page, 0), pages - 1)
    shown = [
        {"code": one.code, "name": one.names["vi"], "month": one.month, "day": one.day}
        for one in free[page * PAGE : (page + 1) * PAGE]
    ]
    return {"page": page, "pages": pages, "days": shown}


def add_known(session: Session, code: str, *, by: Member, now: datetime) -> Occasion:
    """Keep a day of the catalogue. Twice changes nothing; refuses a code it does not have."""
    bloc, _ = _demand_office(session, by, now)
    known = known_days().get(code)
    if known is None:
        raise NotFound()
    kept = next((one for one in _kept(session, bloc.id or 0) if one.code == code), None)
    if kept is not None:
        return kept
    occasion = Occasion(
        bloc_id=bloc.id or 0,
        code=code,
        name=known.names["vi"],
        month=known.month,
        day=known.day,
        founded=known.founded,
    )
    return _keep(session, occasion, by=by, now=now)


def add_occasion(
    session: Session,
    name: str,
    *,
    month: int,
    day: int,
    founded: int | None = None,
    year: int | None = None,
    unit_id: int | None = None,
    by: Member,
    now: datetime,
) -> Occasion:
    """Keep a day of the bloc's own, or of one of its units. The same one twice is one."""
    bloc, _ = _demand_office(session, by, now)
    if unit_id is not None:
        unit_of(session, unit_id, bloc_id=bloc.id)
    new = Occasion(bloc_id=bloc.id or 0, unit_id=unit_id, name=name, month=month, day=day, founded=founded, year=year)
    for one in _kept(session, bloc.id or 0):
        same = (one.name, one.month, one.day, one.unit_id, one.campaign_id, one.year)
        if same == (new.name, new.month, new.day, new.unit_id, None, new.year):
            return one
    return _keep(session, new, by=by, now=now)


def _keep(session: Session, occasion: Occasion, *, by: Member, now: datetime) -> Occasion:
    if len(_kept(session, occasion.bloc_id)) >= MOST:
        raise BadAnswer("too_many_parts", limit=MOST)
    session.add(occasion)
    session.flush()
    record(session, occasion, "added", by=by, now=now, month=occasion.month, day=occasion.day, code=occasion.code)
    plan_occasion(session, occasion, now)
    return occasion


def switch_occasion(session: Session, occasion_id: int, *, active: bool, by: Member, now: datetime) -> Occasion:
    """Whether it is posted. Twice changes nothing."""
    occasion = _own(session, occasion_id, by, now)
    if occasion.active != active:
        occasion.active = active
        record(session, occasion, "switched", by=by, now=now, before=not active, after=active)
        plan_occasion(session, occasion, now)
    return occasion


def drop_occasion(session: Session, occasion_id: int, *, by: Member, now: datetime) -> None:
    """Keep it no longer. What is gone already stays so."""
    if session.get(Occasion, occasion_id) is None:
        _demand_office(session, by, now)
        return
    occasion = _own(session, occasion_id, by, now)
    record(session, occasion, "dropped", by=by, now=now, month=occasion.month, day=occasion.day)
    session.delete(occasion)
    session.flush()


def _own(session: Session, occasion_id: int, by: Member, now: datetime) -> Occasion:
    bloc, _ = _demand_office(session, by, now)
    occasion = session.get(Occasion, occasion_id)
    if occasion is None or occasion.bloc_id != bloc.id:
        raise NotFound()
    return occasion


def coming_occasions(session: Session, campaigns: Sequence[Campaign], today: date) -> list[dict[str, Any]]:
    """The next days that are posted while one of these campaigns runs: of their plans, and the bloc's own."""
    running = [one for one in campaigns if one.state == CampaignState.LAUNCHED]
    if not running:
        return []
    whose: ColumnElement[bool] = col(Occasion.campaign_id).in_([one.id for one in running])
    if any(one.owner_unit_id is None for one in running):
        whose = or_(whose, col(Occasion.campaign_id).is_(None))
    found = session.exec(
        select(Occasion)
        .where(col(Occasion.bloc_id) == running[0].bloc_id, whose, col(Occasion.next_at).is_not(None))
        .order_by(col(Occasion.next_at), col(Occasion.id))
        .limit(COMING)
    ).all()
    days = [(shown_day(one, today), one) for one in found]
    last = max(one.ends for one in running)
    return [occasion_facts(session, one, day) for day, one in days if today <= day <= last]
