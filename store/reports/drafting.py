"""A unit's report as the bot drafts it: what the unit did, in figures; what a person must write stays open."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from store.duties import duty_for
from store.errors import NotFound
from store.facts import flat
from store.points import WHOLE
from store.points.standings import unit_standings
from store.reports.reading import right_to_hand_in
from store.rights import Right, may
from store.summaries import PAPER, Scope, open_scope
from store.summaries.figures import COUNTS, count_units, figures_of
from store.summaries.lists import duty_rows, target_rows
from store.summaries.reading import criterion_groups, heading_facts
from store.tables import Achievement, Campaign, Duty, Evidence, Member, Milestone, MilestoneKind, Unit

DRAFT = "live/reports/draft"


def drafts_for(duty: Duty, milestone: Milestone) -> bool:
    """Whether the bot drafts what is handed in for a duty: the report of a unit, or of the office."""
    return duty.member_id is None and milestone.kind == MilestoneKind.REPORT


def draft_letter(session: Session, duty_id: int, *, by: Member, now: datetime) -> tuple[str, dict[str, Any]]:
    """Which letter brings the draft, for whom hands it in: a unit's own, or for the office the summary."""
    duty = session.get(Duty, duty_id)
    right = Right.HAND_IN if duty is None else right_to_hand_in(duty)
    standing = duty_for(session, duty_id, right, by=by, now=now)
    if not drafts_for(standing.duty, standing.milestone):
        raise NotFound()
    if standing.unit is not None:
        return DRAFT, {"duty_id": duty_id, "member_id": by.id}
    about = {"campaign_id": standing.campaign.id, "phase_id": standing.milestone.phase_id or WHOLE}
    return PAPER, {**about, "member_id": by.id, "made": "summary_word"}


def live_draft(session: Session, facts: Mapping[str, Any], now: datetime) -> dict[str, Any] | None:
    """The draft as things are when it is sent; None for who may no longer hand it in."""
    duty = session.get_one(Duty, facts["duty_id"])
    milestone, unit = session.get_one(Milestone, duty.milestone_id), session.get_one(Unit, duty.unit_id)
    campaign, member = session.get_one(Campaign, duty.campaign_id), session.get(Member, facts["member_id"])
    scope = replace(open_scope(session, campaign, milestone.phase_id or WHOLE, now=now), units=[unit])
    if not may(session, member, Right.HAND_IN, bloc_id=unit.bloc_id, unit_id=unit.id, today=scope.today):
        return None
    data = _draft(session, scope, unit, now=now)
    return {"made": "report_word", "duty_id": duty.id, "data": {**data, "title": milestone.title}}


def _draft(session: Session, scope: Scope, unit: Unit, *, now: datetime) -> dict[str, Any]:
    whole = scope.of_phase(None)
    columns = [_column(session, one) for one in ((scope, whole) if scope.phase else ())]
    return flat(
        {
            **heading_facts(session, scope, now=now),
            "unit": unit.name,
            "figures": figures_of(count_units(session, scope)),
            "targets": target_rows(session, scope),
            "duties": duty_rows(session, scope),
            "groups": criterion_groups(session, scope),
            "evidence": _evidence(session, scope),
            "compared": columns,
        }
    )


def _column(session: Session, scope: Scope) -> dict[str, Any]:
    """The unit's figures and points in the phase, or (no name) in the whole campaign."""
    unit_id = scope.units[0].id
    ranked = unit_standings(session, scope.campaign, phase_id=scope.phase_id, today=scope.today)
    points = [one.points for group in ranked for one in group.units if one.unit.id == unit_id]
    return {
        "name": scope.phase.name if scope.phase else "",
        "figures": figures_of(count_units(session, scope)),
        "points": points[0] if points else None,
    }


def _evidence(session: Session, scope: Scope) -> int:
    """How many pieces show the achievements that are counted."""
    return session.exec(
        select(func.count())
        .select_from(Evidence)
        .join(Achievement, col(Achievement.id) == col(Evidence.achievement_id))
        .where(scope.achievements(), col(Achievement.state).in_(COUNTS))
    ).one()


LIVE = {DRAFT: live_draft}
"""What is asked when a draft is sent."""
