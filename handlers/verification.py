"""Deciding on achievements: a head confirms or returns; the council verifies, adjusts, returns, rejects, reverses."""

from decimal import Decimal
from typing import Any

from handlers.forms import Answers, FormKind, Step, start_form
from handlers.review_queue import go_on, waiting
from handlers.reviews import read_reason
from handlers.target_answers import read_words
from handlers.turn import Feature, On, Turn
from messages.actions.verification import (
    AdjustAchievement,
    ConfirmAchievement,
    RejectAchievement,
    ReturnAchievement,
    ReverseAchievement,
    VerifyAchievement,
)
from store.achievements import (
    AchievementCase,
    achievement_facts,
    by_rule,
    check_points,
    confirm_achievement,
    find_achievement,
    find_for_return,
    find_for_reversing,
    find_for_verifying,
    most_points,
    reject_achievement,
    return_achievement,
    reverse_achievement,
    verify_achievement,
)
from store.errors import BadAnswer
from store.rules.typed import BadNumber, read_typed_number
from store.tables import AchievementState

LONGEST_NUMBER = 40


def confirm(turn: Turn, action: ConfirmAchievement) -> None:
    _decided(turn, confirm_achievement(turn.session, action.achievement_id, version=action.version, **_by(turn)))


def verify(turn: Turn, action: VerifyAchievement) -> None:
    """One tap verifies with the points of the rule and shows the next; a second tap on the same screen nothing more."""
    case = find_for_verifying(turn.session, action.achievement_id, version=action.version, **_by(turn))
    new = case.achievement.state != AchievementState.VERIFIED
    case = verify_achievement(turn.session, action.achievement_id, version=action.version, **_by(turn))
    _decided(turn, case, then_next=new)


def give_back(turn: Turn, action: ReturnAchievement) -> None:
    case = find_for_return(turn.session, action.achievement_id, version=action.version, **_by(turn))
    _ask(turn, RETURN, case)


def reject(turn: Turn, action: RejectAchievement) -> None:
    rejected = AchievementState.REJECTED
    case = find_for_verifying(turn.session, action.achievement_id, version=action.version, to=rejected, **_by(turn))
    _ask(turn, REJECT, case)


def reverse(turn: Turn, action: ReverseAchievement) -> None:
    _ask(turn, REVERSE, find_for_reversing(turn.session, action.achievement_id, **_by(turn)))


def adjust(turn: Turn, action: AdjustAchievement) -> None:
    """Ask for the points, and for the reason where the rule gives others."""
    case = find_for_verifying(turn.session, action.achievement_id, version=action.version, **_by(turn))
    rule, points = case.criterion.rule.kind, by_rule(case)
    _ask(turn, ADJUST, case, rule=rule, by_rule=points, asks_why=points is not None, why=None)


def _ask(turn: Turn, kind: FormKind, case: AchievementCase, **answers: Any) -> None:
    one = case.achievement
    start_form(turn, kind, achievement_id=one.id, version=one.version, title=one.title, **answers)


def _decided(turn: Turn, case: AchievementCase, *, then_next: bool = False) -> None:
    """What was decided takes the place of the screen; then, if it is wanted and there is one, the next item."""
    left = len(waiting(turn))
    shown = achievement_facts(turn.session, case)
    turn.edit("verification/decided", achievement=shown, waiting=left, next_shown=then_next and left > 0)
    if then_next and left:
        go_on(turn, case.achievement, anew=True)


def _return(turn: Turn, answers: Answers) -> None:
    _decided(turn, return_achievement(turn.session, **_meant(answers), reason=answers["reason"], **_by(turn)))


def _reject(turn: Turn, answers: Answers) -> None:
    _decided(turn, reject_achievement(turn.session, **_meant(answers), reason=answers["reason"], **_by(turn)))


def _reverse(turn: Turn, answers: Answers) -> None:
    achievement_id = answers["achievement_id"]
    _decided(turn, reverse_achievement(turn.session, achievement_id, reason=answers["reason"], **_by(turn)))


def _adjust(turn: Turn, answers: Answers) -> None:
    given, why = Decimal(answers["points"]), answers.get("why") or ""
    case = verify_achievement(turn.session, **_meant(answers), given=given, why=why, **_by(turn))
    _decided(turn, case, then_next=True)


def _points_facts(turn: Turn, answers: Answers) -> dict[str, Any]:
    return {"most": most_points(_case(turn, answers).criterion)}


def _read_points(turn: Turn, answers: Answers, value: str | None) -> dict[str, Any]:
    """A number as people write it (1.250,5), within the criterion's maximum."""
    criterion = _case(turn, answers).criterion
    try:
        points = read_typed_number(read_words(turn, value, most=LONGEST_NUMBER))
    except BadNumber:
        raise BadAnswer("points", most=most_points(criterion)) from None
    check_points(criterion, points)
    return {"points": str(points)}


def _read_why(turn: Turn, answers: Answers, value: str | None) -> dict[str, Any]:
    return {"why": read_reason(turn, answers, value)["reason"]}


def _case(turn: Turn, answers: Answers) -> AchievementCase:
    return find_achievement(turn.session, answers["achievement_id"], **_by(turn))


def _meant(answers: Answers) -> dict[str, Any]:
    return {"achievement_id": answers["achievement_id"], "version": answers["version"]}


def _by(turn: Turn) -> dict[str, Any]:
    return {"by": turn.me, "now": turn.now}


def _reason(name: str) -> Step:
    return Step("reason", f"verification/{name}", read_reason)


RETURN = FormKind("verification/return", [_reason("why_return")], _return)
REJECT = FormKind("verification/reject", [_reason("why_reject")], _reject)
REVERSE = FormKind("verification/reverse", [_reason("why_reverse")], _reverse)
ADJUST = FormKind(
    "verification/adjust",
    [
        Step("points", "verification/points", _read_points, _points_facts),
        Step("why", "verification/why_points", _read_why, when=lambda answers: bool(answers["asks_why"])),
    ],
    _adjust,
    "verification/preview",
)

FEATURE = Feature(
    actions=[
        On(ConfirmAchievement, confirm),
        On(ReturnAchievement, give_back),
        On(VerifyAchievement, verify),
        On(AdjustAchievement, adjust),
        On(RejectAchievement, reject),
        On(ReverseAchievement, reverse),
    ],
    forms=[RETURN, REJECT, REVERSE, ADJUST],
)
