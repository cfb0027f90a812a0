"""The screens of one person: where their unit and they themselves stand, and what the next points need."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlmodel import Session

from store.errors import NotFound
from store.facts import flat
from store.people import bloc_day, my_units, unit_of
from store.points.boards import is_provisional
from store.points.keeping import WHOLE
from store.points.standings import my_place, top_people
from store.points.tables import standings_rules
from store.rights import Right, may
from store.standings.reading import find_campaign, is_of_unit, picture_board, reads, screen_facts
from store.tables import Campaign, Member, Phase

NEIGHBOURS = 1
"""How many stand above and below one's own unit on its screen."""


def my_standings(session: Session, campaign_id: int, phase_id: int, *, by: Member, now: datetime) -> dict[str, Any]:
    """My units with their neighbours and what the next place needs; and my own place."""
    campaign = find_campaign(session, campaign_id, phase_id, by=by, now=now)
    board = picture_board(session, campaign_id, phase_id, by=by, now=now)
    today = bloc_day(session, by.bloc_id, now)
    return {
        **screen_facts(session, campaign, phase_id),
        "board": board,
        "units": [_my_unit(one, index) for one in board["classes"] for index in _mine(one["rows"])],
        "me": _me(session, campaign, phase_id, by, today),
        "people": [place.unit_id for place in my_units(session, by, today)] if _ranks_people(campaign) else [],
    }


def _mine(rows: Sequence[Mapping[str, Any]]) -> list[int]:
    return [index for index, row in enumerate(rows) if row["mine"]]


def _my_unit(one: Mapping[str, Any], index: int) -> dict[str, Any]:
    """A unit of mine in its class. `need`: the points that bring it level with the next better place."""
    rows: Sequence[Mapping[str, Any]] = one["rows"]
    row = rows[index]
    ranked = [other for other in rows if other["place"] is not None]
    better = [other for other in ranked if row["place"] is not None and other["place"] < row["place"]]
    above = better[-1] if better else None
    return {
        "row": row,
        "class": one["name"],
        "all": len(ranked),
        "neighbours": rows[max(0, index - NEIGHBOURS) : index + NEIGHBOURS + 1],
        "above": None if above is None else {"place": above["place"], "need": _need(row, above)},
    }


def _need(row: Mapping[str, Any], above: Mapping[str, Any]) -> str:
    return format(Decimal(above["points"]) - Decimal(row["points"]), "f")


def _me(session: Session, campaign: Campaign, phase_id: int, by: Member, today: date) -> dict[str, Any] | None:
    """My own place, among my unit's people or, where the plan says so, the bloc's. None without points of my own."""
    for place in my_units(session, by, today):
        within = None if _whole_bloc(campaign) else place.unit_id
        mine = my_place(session, campaign, by, phase_id=phase_id, unit_id=within)
        if mine is not None:
            need = None if mine.above is None else mine.above - mine.points
            return flat(
                {
                    "place": mine.place,
                    "all": mine.all,
                    "points": mine.points,
                    "need": need,
                    "unit_id": place.unit_id,
                    "member_id": by.id,
                    "of_bloc": within is None,
                }
            )
    return None


def _whole_bloc(campaign: Campaign) -> bool:
    return standings_rules(campaign).people == "bloc"


def _ranks_people(campaign: Campaign) -> bool:
    """Whether any criterion gives points to people."""
    tables = campaign.plan.get("score_tables", [])
    criteria = [one for table in tables for group in table["groups"] for one in group["criteria"]]
    return any(one["subjects"] in ("members", "both") for one in criteria)


def all_units(session: Session, campaign_id: int, phase_id: int, *, by: Member, now: datetime) -> dict[str, Any]:
    """Every unit of the campaign; `may_open` those whose points this person may look into."""
    campaign = find_campaign(session, campaign_id, phase_id, by=by, now=now)
    today = bloc_day(session, by.bloc_id, now)
    board = picture_board(session, campaign_id, phase_id, by=by, now=now)
    whole = may(session, by, Right.READ_WORK, bloc_id=by.bloc_id, today=today)
    for one in board["classes"]:
        for row in one["rows"]:
            unit_id = row["unit_id"]
            row["may_open"] = whole or row["mine"] or reads(session, by, campaign, unit_id, today)
    return {**screen_facts(session, campaign, phase_id), "board": board}


def people_standings(
    session: Session, campaign_id: int, phase_id: int, unit_id: int, *, by: Member, now: datetime
) -> dict[str, Any]:
    """The people with the most points in a unit, for its people and whoever reads its work; or in the whole bloc."""
    campaign = find_campaign(session, campaign_id, phase_id, by=by, now=now)
    today = bloc_day(session, by.bloc_id, now)
    unit = unit_of(session, unit_id, bloc_id=by.bloc_id)
    whole, all_lines = _whole_bloc(campaign), reads(session, by, campaign, unit_id, today)
    if not (all_lines or is_of_unit(session, by, unit_id, today)):
        raise NotFound()
    phase = session.get(Phase, phase_id) if phase_id != WHOLE else None
    top = top_people(session, campaign, phase_id=phase_id, unit_id=None if whole else unit_id)
    people = [
        {
            "member_id": one.member.id,
            "unit_id": one.unit_id,
            "name": one.member.name,
            "unit": unit_of(session, one.unit_id).name if whole else "",
            "points": one.points,
            "place": one.place,
            "mine": one.member.id == by.id,
            "may_open": one.member.id == by.id or reads(session, by, campaign, one.unit_id, today),
        }
        for one in top
    ]
    return flat(
        {
            **screen_facts(session, campaign, phase_id),
            "phase": phase.name if phase else "",
            "unit_id": unit_id,
            "of": "" if whole else unit.name,
            "provisional": is_provisional(campaign, phase),
            "people": people,
        }
    )
