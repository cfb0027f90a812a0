"""The form that registers, in at most four acts: its questions, its preview, and what it does in the end."""

from typing import Any

from handlers.forms import Answers, FormKind, Step
from handlers.target_answers import (
    campaign_meant,
    movements,
    offered,
    phases,
    read_baseline,
    read_description,
    read_for_whom,
    read_measured,
    read_movement,
    read_people,
    read_phase,
    read_place,
    read_planned_day,
    read_title,
    read_what,
)
from handlers.target_kinds import (
    categories,
    checks,
    honours,
    read_category,
    read_checks,
    read_evidence,
    read_field,
    read_honour,
    read_scope,
)
from handlers.turn import Turn
from store.campaigns import campaign_heading
from store.people import unit_of
from store.tables import Member, TargetKind
from store.targets import BODY, TargetText, amend_target, find_case, foresee, register_target, target_facts

APART = {
    TargetKind.GOAL: ("number", "measure", "baseline"),
    TargetKind.INITIATIVE: ("field", "scope", "evidence"),
    TargetKind.TITLE: ("checks",),
    TargetKind.EXEMPLAR: ("checks",),
}
"""What only some kinds say."""


def _preview(turn: Turn, answers: Answers) -> dict[str, Any]:
    campaign = campaign_meant(turn, answers)
    text, person = _text(answers), _person(turn, answers)
    foresight = foresee(
        turn.session,
        answers["campaign_id"],
        text,
        unit_id=answers["unit_id"],
        member_id=person.id if person else None,
        now=turn.now,
        but=answers.get("target_id"),
    )
    chosen = {one["id"]: one["name"] for one in phases(turn, answers)["phases"]}
    named = {one["code"]: one["name"] for one in movements(turn, answers)["movements"]}
    return {
        **{name: text.body.get(name, "") for name in BODY},
        "campaign": campaign_heading(turn.session, campaign),
        "unit": unit_of(turn.session, answers["unit_id"]).name,
        "person": person.name if person else "",
        "phase": chosen.get(text.phase_id, ""),
        "movement": named.get(text.body.get("movement", ""), ""),
        "movements": len(named),
        "deadline": foresight.deadline,
        "days_late": foresight.days_late,
        "over": foresight.over,
        "staff_missing": foresight.staff_missing,
        "law": foresight.law,
        "law_evidence": foresight.evidence,
        "conditions": foresight.conditions,
        "target_id": answers.get("target_id"),
    }


def _person(turn: Turn, answers: Answers) -> Member | None:
    """Whose registration it is: one's own, that of the person amended, or None for the unit's."""
    if answers.get("target_id") is None:
        return None if answers["for_unit"] else turn.me
    target = find_case(turn.session, answers["target_id"], by=turn.me, now=turn.now).target
    return turn.session.get(Member, target.member_id) if target.member_id else None


def _text(answers: Answers) -> TargetText:
    kind = TargetKind(answers["sort"])
    others = {name for of, names in APART.items() if of != kind for name in names} - set(APART.get(kind, ()))
    body = {name: str(answers[name]) for name in BODY if answers.get(name) and name not in others}
    return TargetText(kind, answers["thing"], answers["title"], body, answers.get("phase_id"))


def _register(turn: Turn, answers: Answers) -> None:
    case = register_target(
        turn.session,
        answers["campaign_id"],
        _text(answers),
        unit_id=answers["unit_id"],
        member_id=None if answers["for_unit"] else turn.me.id,
        by=turn.me,
        now=turn.now,
    )
    turn.edit("targets/sent", target=target_facts(turn.session, case))


def _amend(turn: Turn, answers: Answers) -> None:
    case = amend_target(
        turn.session, answers["target_id"], _text(answers), version=answers["version"], by=turn.me, now=turn.now
    )
    turn.edit("targets/sent", target=target_facts(turn.session, case))


def _is(*kinds: TargetKind) -> Any:
    return lambda answers: answers.get("sort") in kinds


def _in_a_category(answers: Answers) -> bool:
    return answers.get("sort") == TargetKind.EXEMPLAR and bool(answers.get("has_categories"))


STEPS = [
    Step("place", "targets/place", read_place),
    Step("what", "targets/what", read_what, offered),
    Step("honour", "targets/honour", read_honour, honours, when=_is(TargetKind.TITLE)),
    Step("category", "targets/category", read_category, categories, when=_in_a_category),
    Step("title", "targets/title", read_title),
    Step("measured", "targets/measured", read_measured, when=_is(TargetKind.GOAL)),
    Step("baseline", "targets/baseline", read_baseline, optional=True),
    Step("field", "targets/field", read_field, optional=True),
    Step("scope", "targets/scope", read_scope, optional=True),
    Step("evidence", "targets/evidence", read_evidence, optional=True),
    Step("checks", "targets/checks", read_checks, checks, optional=True, many=True),
    Step("description", "targets/description", read_description, optional=True),
    Step("planned_day", "targets/planned_day", read_planned_day, optional=True),
    Step("people", "targets/people", read_people, optional=True),
    Step("phase", "targets/phase", read_phase, phases, optional=True),
    Step("for_whom", "targets/for_whom", read_for_whom, optional=True),
    Step("movement", "targets/movement", read_movement, movements, optional=True),
]
REGISTER = FormKind("targets/register", STEPS, _register, "targets/preview", _preview)
AMEND = FormKind("targets/amend", STEPS, _amend, "targets/preview", _preview)
