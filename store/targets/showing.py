"""What is shown of registrations: facts for screens and letters, and what a version changed."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from store.campaigns import campaign_heading
from store.facts import local, local_day
from store.tables import Campaign, Member, Phase, Target, TargetState, TargetVersion
from store.targets.reading import Case, for_office, goes_to_office, head_ids
from store.targets.titles import conditions, law_of

BODY = (
    *("number", "measure", "baseline", "description", "planned_day", "people", "movement"),
    *("field", "scope", "evidence", "checks"),
)
"""What a registration may say besides its kind, item, title and phase. Texts; empty is not said.

`field`, `scope` and (planned) `evidence` are an initiative's; `checks` the codes of the conditions it says it meets.
"""


def changes(session: Session, target: Target) -> list[dict[str, str]]:
    """What the latest version changed: [{field, old, new}]."""
    if target.version == 1:
        return []
    found = session.exec(
        select(TargetVersion)
        .where(col(TargetVersion.target_id) == target.id, col(TargetVersion.version) >= target.version - 1)
        .order_by(col(TargetVersion.version))
    ).all()
    if len(found) < 2:
        return []
    before, after = found[0].body, found[-1].body
    return [
        {"field": name, "old": str(before.get(name) or ""), "new": str(after.get(name) or "")}
        for name in after
        if (before.get(name) or "") != (after.get(name) or "")
    ]


def movement_name(campaign: Campaign, code: str) -> str:
    """The name of one of the campaign's movements; empty for none."""
    return next((str(one["name"]) for one in campaign.plan.get("movements") or () if one["code"] == code), "")


def target_facts(session: Session, case: Case) -> dict[str, Any]:
    """Everything a screen or letter says of a registration."""
    target = case.target
    phase = session.get(Phase, target.phase_id) if target.phase_id else None
    person = session.get(Member, target.member_id) if target.member_id else None
    decider = session.get(Member, target.decided_by_id) if target.decided_by_id else None
    waiting = target.state == TargetState.WAITING
    facts: dict[str, Any] = {name: str(target.body.get(name) or "") for name in BODY}
    registered = local_day(target.registered_at, case.bloc.timezone)
    law, evidence = law_of(target.kind, target.item, case.campaign, registered)
    return facts | {
        "law": law,
        "law_evidence": evidence,
        "conditions": conditions(
            target.kind,
            target.item,
            facts["checks"],
            for_unit=target.member_id is None,
            campaign=case.campaign,
            day=registered,
        ),
        "id": target.id,
        "version": target.version,
        "kind": target.kind.value,
        "item": target.item,
        "title": target.title,
        "phase": phase.name if phase else "",
        "movement": movement_name(case.campaign, facts["movement"]),
        "campaign": campaign_heading(session, case.campaign),
        "unit": case.unit.name,
        "person": person.name if person else "",
        "state": target.state.value,
        "office": waiting and goes_to_office(session, case),
        "days_late": target.days_late,
        "reason": target.reason,
        "registered_at": local(target.registered_at, case.bloc.timezone),
        "decided_by": decider.name if decider else "",
        "decided_at": local(target.decided_at, case.bloc.timezone) if target.decided_at else None,
    }


def line_facts(session: Session, targets: Sequence[Target], *, today: date) -> list[dict[str, Any]]:
    """One line of a list for each registration; `office`: it waits for the office, not for a head."""
    heads = {unit_id: head_ids(session, unit_id, today) for unit_id in {target.unit_id for target in targets}}
    people = {target.member_id for target in targets if target.member_id}
    names: dict[int | None, str] = {
        row[0]: row[1] for row in session.exec(select(Member.id, Member.name).where(col(Member.id).in_(people)))
    }
    return [
        {
            "id": target.id,
            "kind": target.kind.value,
            "item": target.item,
            "title": target.title,
            "number": str(target.body.get("number") or ""),
            "measure": str(target.body.get("measure") or ""),
            "person": names.get(target.member_id, ""),
            "state": target.state.value,
            "office": for_office(target, heads[target.unit_id]),
            "days_late": target.days_late,
        }
        for target in targets
    ]
