"""/duyet: what waits for me, oldest first; confirmed, or returned with a reason."""

from collections import Counter
from typing import Any

from handlers.forms import Answers, FormKind, Step, start_form
from handlers.target_answers import read_words
from handlers.turn import Command, Feature, On, Turn
from messages.actions.reviews import ConfirmTarget, NextReview, OpenReview, ReopenTarget, ReturnTarget
from messages.actions.targets import TargetUnits, UnitTargets
from store.errors import NotFound
from store.people import unit_of
from store.rights import Right
from store.tables import Bloc, Member
from store.targets import (
    Case,
    changes,
    confirm_target,
    counted_units,
    find_case,
    find_for_decision,
    find_for_reopening,
    line_facts,
    reopen_target,
    return_target,
    target_facts,
    unit_targets,
    waiting_for,
)

PAGE = 8
REASON = 500
UNITS = 8


def queue(turn: Turn) -> None:
    follow(turn, NextReview())


def follow(turn: Turn, action: NextReview) -> None:
    """The next one after the one seen; after the last the first again."""
    waiting = _waiting(turn)
    if not waiting:
        turn.edit("reviews/empty")
        return
    place, target_id = next(
        ((place, one) for place, (one, _) in enumerate(waiting) if one > action.after_id), (0, waiting[0][0])
    )
    counts = Counter(unit_id for _, unit_id in waiting)
    units = [
        {"name": unit_of(turn.session, unit_id).name, "waiting": number}
        for unit_id, number in counts.most_common(UNITS)
    ]
    case = find_case(turn.session, target_id, by=_me(turn), now=turn.now)
    turn.edit("reviews/item", **_item(turn, case), place=place + 1, all=len(waiting), units=units)


def show(turn: Turn, action: OpenReview) -> None:
    """One registration, with the buttons if it still waits for me."""
    case = find_case(turn.session, action.target_id, by=_me(turn), now=turn.now)
    turn.edit("reviews/item", **_item(turn, case), place=0, all=0, units=[])


def confirm(turn: Turn, action: ConfirmTarget) -> None:
    case = confirm_target(turn.session, action.target_id, version=action.version, by=_me(turn), now=turn.now)
    _decided(turn, case)


def give_back(turn: Turn, action: ReturnTarget) -> None:
    case = find_for_decision(turn.session, action.target_id, version=action.version, by=_me(turn), now=turn.now)
    start_form(turn, RETURN, target_id=action.target_id, version=action.version, title=case.target.title)


def reopen(turn: Turn, action: ReopenTarget) -> None:
    case = find_for_reopening(turn.session, action.target_id, version=action.version, by=_me(turn), now=turn.now)
    start_form(turn, REOPEN, target_id=action.target_id, version=action.version, title=case.target.title)


def units(turn: Turn, _action: TargetUnits) -> None:
    counted = counted_units(turn.session, _bloc(turn), by=_me(turn), now=turn.now)
    lines = [
        {"id": unit.id, "name": unit.name, "confirmed": confirmed, "waiting": waiting}
        for unit, confirmed, waiting in counted
    ]
    if not lines:
        raise NotFound()
    turn.edit("reviews/units", units=lines)


def unit(turn: Turn, action: UnitTargets) -> None:
    of, found = unit_targets(turn.session, action.unit_id, by=_me(turn), now=turn.now)
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
    turn.edit("reviews/decided", target=target_facts(turn.session, case), waiting=len(_waiting(turn)))


def _item(turn: Turn, case: Case) -> dict[str, Any]:
    return {
        "target": target_facts(turn.session, case),
        "changes": changes(turn.session, case.target),
        "mine": any(target_id == case.target.id for target_id, _ in _waiting(turn)),
    }


def _waiting(turn: Turn) -> list[tuple[int, int]]:
    return waiting_for(turn.session, _bloc(turn), by=_me(turn), now=turn.now)


def _read_reason(turn: Turn, _answers: Answers, value: str | None) -> dict[str, Any]:
    return {"reason": read_words(turn, value, least=3, most=REASON)}


def _return(turn: Turn, answers: Answers) -> None:
    case = return_target(
        turn.session,
        answers["target_id"],
        version=answers["version"],
        reason=answers["reason"],
        by=_me(turn),
        now=turn.now,
    )
    _decided(turn, case)


def _reopen(turn: Turn, answers: Answers) -> None:
    case = reopen_target(
        turn.session,
        answers["target_id"],
        version=answers["version"],
        reason=answers["reason"],
        by=_me(turn),
        now=turn.now,
    )
    _decided(turn, case)


def _me(turn: Turn) -> Member:
    if turn.member is None:
        raise NotFound()
    return turn.member


def _bloc(turn: Turn) -> Bloc:
    if turn.bloc is None:
        raise NotFound()
    return turn.bloc


WHY = Step("reason", "reviews/why", _read_reason)
RETURN = FormKind("reviews/return", [WHY], _return)
REOPEN = FormKind("reviews/reopen", [WHY], _reopen)

REVIEWERS = (Right.CONFIRM_STAFF, Right.CONFIRM_UNITS, Right.VERIFY)

FEATURE = Feature(
    commands=[Command("duyet", "review", queue, rights=REVIEWERS, menu=25)],
    actions=[
        On(NextReview, follow, rights=REVIEWERS),
        On(OpenReview, show),
        On(ConfirmTarget, confirm),
        On(ReturnTarget, give_back),
        On(ReopenTarget, reopen),
        On(TargetUnits, units),
        On(UnitTargets, unit),
    ],
    forms=[RETURN, REOPEN],
)
