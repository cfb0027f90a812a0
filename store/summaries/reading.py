"""A summary as flat facts: the one source of the text, the picture, the Word and the Excel file."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlmodel import Session

from store.campaigns import phases_of, reminders_of
from store.facts import flat, local
from store.people import leading_unit, unit_of
from store.points import score_tables, standings_rules, top_people
from store.points.boards import board_facts, is_provisional
from store.points.standings import totals_with_groups
from store.summaries.figures import (
    UnitFigures,
    count_achievements,
    count_units,
    figures_of,
    milestone_lines,
)
from store.summaries.scope import Scope
from store.tables import AchievementState, BlocKind, CampaignState, DocumentStyle, Phase, PhaseState

BEST_PLACES = 3
BEST_PEOPLE = 5


def summary_facts(session: Session, scope: Scope, *, now: datetime) -> dict[str, Any]:
    """All of a summary but the lists behind its figures. `named`: groups are told who is missing."""
    units = count_units(session, scope)
    board = board_facts(session, scope.campaign, phase_id=scope.phase_id, now=now)
    return flat(
        {
            **heading_facts(session, scope, now=now),
            "theme": scope.phase.theme if scope.phase else "",
            "over": scope.today > scope.ends,
            "named": reminders_of(scope.campaign).names,
            "scored": bool(score_tables(scope.campaign)),
            "figures": figures_of(units),
            "units": _unit_rows(units, board),
            "absent": [one.unit.name for one in units if not one.takes_part],
            "lines": milestone_lines(session, scope),
            "groups": criterion_groups(session, scope),
            "best": _best(board),
            "people": _people(session, scope),
            "compared": _compared(session, scope, units),
        }
    )


def heading_facts(session: Session, scope: Scope, *, now: datetime) -> dict[str, Any]:
    """Whose paper it is, of what and as of when. `language` and `style` are those of the bloc's papers."""
    campaign, bloc, phase = scope.campaign, scope.bloc, scope.phase
    leading = leading_unit(session, bloc.id or 0, scope.today.year)
    return {
        "language": bloc.locale,
        "style": bloc.documents or DocumentStyle.STATE,
        "bloc": bloc.name,
        "agency": bloc.kind == BlocKind.AGENCY,
        "leading": leading.name if leading else "",
        "campaign_id": campaign.id,
        "campaign": campaign.title,
        "decision": campaign.decision or "",
        "phase_id": scope.phase_id,
        "phase": phase.name if phase else "",
        "starts": scope.starts,
        "ends": scope.ends,
        "at": local(now, bloc.timezone),
        "provisional": is_provisional(campaign, phase),
    }


def _unit_rows(units: Sequence[UnitFigures], board: Mapping[str, Any]) -> list[dict[str, Any]]:
    ranked = {row["unit_id"]: {**row, "class": one["name"]} for one in board["classes"] for row in one["rows"]}
    return [
        {
            "unit_id": one.unit.id,
            "unit": one.unit.name,
            "takes_part": one.takes_part,
            **one.counts,
            "points": ranked.get(one.unit.id, {}).get("points"),
            "place": ranked.get(one.unit.id, {}).get("place"),
            "class": ranked.get(one.unit.id, {}).get("class", ""),
        }
        for one in units
    ]


def criterion_groups(session: Session, scope: Scope) -> list[dict[str, Any]]:
    """Each group of criteria: what was recorded and verified in it, and the points of all units together."""
    totals = totals_with_groups(session, scope.campaign, scope.units, scope.phase_id)
    counted = count_achievements(session, scope)
    names: dict[str, str] = {}
    group_of: dict[str, str] = {}
    for table in score_tables(scope.campaign):
        for group in table.groups:
            names.setdefault(group.code, group.name)
            group_of |= {one.code: group.code for one in group.criteria}
    rows = [
        (group_of.get(criterion, ""), state, number)
        for states in counted.values()
        for (criterion, state), number in states.items()
    ]
    return [
        {
            "code": code,
            "name": name,
            "achievements": sum(number for group, _, number in rows if group == code),
            "verified": sum(
                number for group, state, number in rows if group == code and state == AchievementState.VERIFIED
            ),
            "points": sum((total.groups.get(code, Decimal(0)) for total in totals.values()), Decimal(0)),
        }
        for code, name in names.items()
    ]


def _best(board: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The first three places of each class; nobody leads without points."""
    found = []
    for one in board["classes"] if board["began"] else []:
        rows = [
            {"unit": row["unit"], "place": row["place"], "points": row["points"]}
            for row in one["rows"]
            if row["place"] is not None and row["place"] <= BEST_PLACES and Decimal(row["points"]) > 0
        ]
        found += [{"class": one["name"], "rows": rows}] if rows else []
    return found


def _people(session: Session, scope: Scope) -> list[dict[str, Any]]:
    """The people with the most points, where the campaign lets the bloc see them."""
    if standings_rules(scope.campaign).people != "bloc":
        return []
    return [
        {"name": one.member.name, "unit": unit_of(session, one.unit_id).name, "points": one.points, "place": one.place}
        for one in top_people(session, scope.campaign, phase_id=scope.phase_id, limit=BEST_PEOPLE)
        if one.points > 0
    ]


def _compared(session: Session, scope: Scope, units: Sequence[UnitFigures]) -> list[dict[str, Any]]:
    """A phase beside the one before it; a campaign as its phases, one beside the other. Nothing where there is one."""
    phases = phases_of(session, scope.campaign.id or 0)
    if scope.phase is None:
        begun = [one for one in phases if one.state != PhaseState.PLANNED]
        return [_column(session, scope, one) for one in begun] if len(begun) > 1 else []
    place = [one.id for one in phases].index(scope.phase.id)
    if place == 0:
        return []
    mine = {"name": scope.phase.name, "figures": figures_of(units)}
    return [_column(session, scope, phases[place - 1]), mine]


def _column(session: Session, scope: Scope, phase: Phase) -> dict[str, Any]:
    return {"name": phase.name, "figures": figures_of(count_units(session, scope.of_phase(phase)))}


def checklist(facts: Mapping[str, Any], *, sealed: bool) -> list[dict[str, Any]]:
    """What is still open before a seal: [{name, count}], the open ones first."""
    figures = facts["figures"]
    found = [
        {"name": "time", "count": int(not facts["over"])},
        {"name": "missing", "count": figures["missing"]},
        {"name": "open", "count": figures["open"]},
        {"name": "unconfirmed", "count": figures["unconfirmed"]},
        {"name": "unverified", "count": figures["unverified"]},
    ]
    return [] if sealed else sorted(found, key=lambda one: one["count"] == 0)


def is_sealed(scope: Scope) -> bool:
    return scope.campaign.state == CampaignState.SEALED or (
        scope.phase is not None and scope.phase.state == PhaseState.SEALED
    )
