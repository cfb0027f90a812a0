"""Deciding on registrations: confirmed, returned with a reason, or given back; and the lists by unit."""

from typing import Any

from handlers.forms import Answers, FormKind, Step, start_form
from handlers.review_queue import bloc_meant, waiting
from handlers.target_answers import read_words
from handlers.turn import Feature, On, Turn
from messages.actions.reviews import ConfirmTarget, ReopenTarget, ReturnTarget
from messages.actions.targets import TargetUnits, UnitTargets
from store.errors import NotFound
from store.targets import (
    Case,
    confirm_target,
    counted_units,
    find_for_decision,
    find_for_reopening,
    line_facts,
    reopen_target,
    return_target,
    target_facts,
    unit_targets,
)

PAGE = 8
REASON = 500


def confirm(turn: Turn, action: ConfirmTarget) -> None:
    case = confirm_target(turn.session, action.target_id, version=action.version, by=turn.me, now=turn.now)
    _decided(turn, case)


def give_back(turn: Turn, action: ReturnTarget) -> None:
    case = find_for_decision(turn.session, action.target_id, version=action.version, by=turn.me, now=turn.now)
    start_form(turn, RETURN, target_id=action.target_id, version=action.version, title=case.target.title)


def reopen(turn: Turn, action: ReopenTarget) -> None:
    case = find_for_reopening(turn.session, action.target_id, version=action.version, by=turn.me, now=turn.now)
    start_form(turn, REOPEN, target_id=action.target_id, version=action.version, title=case.target.title)


def units(turn: Turn, _action: TargetUnits) -> None:
    counted = counted_units(turn.session, bloc_meant(turn), by=turn.me, now=turn.now)
    lines = [
        {"id": unit.id, "name": unit.name, "confirmed": confirmed, "waiting": waiting}
        for unit, confirmed, waiting in counted
    ]
    if not lines:
        raise NotFound()
    turn.edit("reviews/units", units=lines)


def unit(turn: Turn, action: UnitTargets) -> None:
    of, found = unit_targets(turn.session, action.unit_id, by=turn.me, now=turn.now)
    page = max(0, action.page)
    shown = line_facts(turn.session, found[page * PAGE : (page + 1) * PAGE], today=turn.today)
    turn.edit(
        "reviews/unit",
        unit_id=of.id,
        unit=of.name,
        targets=shown,
        first=page * PAGE,
        all=len(found),
        page=page,
        more=len(found) > (page + 1) * PAGE,
    )


def _decided(turn: Turn, case: Case) -> None:
    turn.edit("reviews/decided", target=target_facts(turn.session, case), waiting=len(waiting(turn)))


def read_reason(turn: Turn, _answers: Answers, value: str | None) -> dict[str, Any]:
    return {"reason": read_words(turn, value, least=3, most=REASON)}


def _return(turn: Turn, answers: Answers) -> None:
    case = return_target(
        turn.session,
        answers["target_id"],
        version=answers["version"],
        reason=answers["reason"],
        by=turn.me,
        now=turn.now,
    )
    _decided(turn, case)


def _reopen(turn: Turn, answers: Answers) -> None:
    case = reopen_target(
        turn.session,
        answers["target_id"],
        version=answers["version"],
        reason=answers["reason"],
        by=turn.me,
        now=turn.now,
    )
    _decided(turn, case)


WHY = Step("reason", "reviews/why", read_reason)
RETURN = FormKind("reviews/return", [WHY], _return)
REOPEN = FormKind("reviews/reopen", [WHY], _reopen)

FEATURE = Feature(
    actions=[
        On(ConfirmTarget, confirm),
        On(ReturnTarget, give_back),
        On(ReopenTarget, reopen),
        On(TargetUnits, units),
        On(UnitTargets, unit),
    ],
    forms=[RETURN, REOPEN],
)
