"""A board: the standings as flat facts, for a message and for the picture, with what moved since an earlier post."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from store.campaign_file.score_entries import Penalty
from store.facts import flat, local, local_day
from store.points.keeping import WHOLE, Subject
from store.points.standings import RankedUnit, unit_standings
from store.points.tables import score_tables, standings_rules
from store.rules.ranking import COUNCIL
from store.tables import (
    Achievement,
    AchievementState,
    Bloc,
    Campaign,
    CampaignState,
    CriterionTotal,
    Phase,
    PhaseState,
    StandingsPost,
)

Places = Mapping[str, Any]
"""unit id as text -> where it stood: class, place and points."""


def board_facts(
    session: Session,
    campaign: Campaign,
    *,
    now: datetime,
    phase_id: int = WHOLE,
    before: Places | None = None,
    mine: Collection[int] = (),
) -> dict[str, Any]:
    """The units of a campaign by class and place. `mine` are marked; `before`: places to tell movement from.

    `began` is False while nobody has anything that counts.
    """
    bloc = session.get_one(Bloc, campaign.bloc_id)
    phase = session.get(Phase, phase_id) if phase_id else None
    council = COUNCIL in standings_rules(campaign).tie_break
    classes: list[dict[str, Any]] = [
        {"name": one.name, "left_over": one.left_over, "rows": [_row(row, one.name, before, mine) for row in one.units]}
        for one in unit_standings(session, campaign, phase_id=phase_id, today=local_day(now, bloc.timezone))
    ]
    rows = [row for one in classes for row in one["rows"]]
    reasons = _reasons(session, campaign, phase_id, [row["unit_id"] for row in rows if row["place"] is None])
    for row in rows:
        row["council"] = council
        row["why"] = reasons.get(row["unit_id"], [])
    return flat(
        {
            "campaign_id": campaign.id,
            "campaign": campaign.title,
            "bloc": bloc.name,
            "phase_id": phase_id,
            "phase": phase.name if phase else "",
            "at": local(now, bloc.timezone),
            "provisional": is_provisional(campaign, phase),
            "began": began(session, campaign, phase_id, [row["unit_id"] for row in rows]),
            "classes": classes,
        }
    )


def _row(one: RankedUnit, name: str, before: Places | None, mine: Collection[int]) -> dict[str, Any]:
    then = (before or {}).get(str(one.unit.id))
    compared = then is not None and then["class"] == name and then["place"] is not None and one.place is not None
    return {
        "unit_id": one.unit.id,
        "unit": one.unit.name,
        "points": one.points,
        "place": one.place,
        "tied": one.tied,
        "apart": one.apart,
        "mine": one.unit.id in mine,
        "moved": then["place"] - one.place if compared and then is not None and one.place is not None else None,
        "new": bool(before) and not compared and one.place is not None,
    }


def places_of(board: Mapping[str, Any]) -> dict[str, Any]:
    """What a later board is compared with."""
    return {
        str(row["unit_id"]): {"class": one["name"], "place": row["place"], "points": row["points"]}
        for one in board["classes"]
        for row in one["rows"]
    }


def last_places(
    session: Session, campaign: Campaign, *, chat_id: int | None = None, before_post: int | None = None
) -> Places | None:
    """Where the units stood when the standings were last posted (in a chat, before that post); None for never."""
    found = select(StandingsPost).where(col(StandingsPost.campaign_id) == campaign.id)
    if chat_id is not None:
        found = found.where(col(StandingsPost.chat_id) == chat_id)
    if before_post is not None:
        found = found.where(col(StandingsPost.id) < before_post)
    last = session.exec(found.order_by(col(StandingsPost.id).desc()).limit(1)).first()
    return last.places if last else None


def is_provisional(campaign: Campaign, phase: Phase | None) -> bool:
    """Until it is sealed."""
    return campaign.state != CampaignState.SEALED and (phase is None or phase.state != PhaseState.SEALED)


def began(session: Session, campaign: Campaign, phase_id: int, unit_ids: Iterable[int]) -> bool:
    """Whether any of these units has anything that counts."""
    return (
        session.exec(
            select(CriterionTotal.id)
            .where(
                col(CriterionTotal.campaign_id) == campaign.id,
                col(CriterionTotal.phase_id) == phase_id,
                col(CriterionTotal.subject).in_([Subject(one).name for one in unit_ids]),
                col(CriterionTotal.items) > 0,
            )
            .limit(1)
        ).first()
        is not None
    )


def _reasons(session: Session, campaign: Campaign, phase_id: int, unit_ids: list[int]) -> dict[int, list[str]]:
    """unit id -> the cases that keep it out of the ranking."""
    barring = {
        (one.code, case.name)
        for table in score_tables(campaign)
        for group in table.groups
        for one in group.criteria
        if isinstance(one.rule, Penalty)
        for case in one.rule.cases
        if case.unranked
    }
    if not unit_ids or not barring:
        return {}
    query = (
        select(Achievement)
        .where(
            col(Achievement.campaign_id) == campaign.id,
            col(Achievement.criterion).in_({code for code, _ in barring}),
            col(Achievement.unit_id).in_(unit_ids),
            col(Achievement.state) == AchievementState.VERIFIED,
        )
        .order_by(col(Achievement.id))
    )
    if phase_id != WHOLE:
        query = query.where(col(Achievement.phase_id) == phase_id)
    found: dict[int, list[str]] = {}
    for one in session.exec(query):
        if (one.criterion, one.label) in barring and one.label not in found.setdefault(one.unit_id, []):
            found[one.unit_id].append(one.label)
    return found
