"""Deciding on achievements: a head confirms or returns; the council verifies, returns, rejects, or reverses."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlmodel import Session

from store.achievements.moving import AchievementChanged, OwnAchievement, move
from store.achievements.reading import (
    AchievementCase,
    conflicted,
    demand_open,
    find_achievement,
    may_verify,
    own_achievement,
)
from store.achievements.telling import ask_to_decide, tell_concerned
from store.campaign_file.score_entries import CriterionEntry, Penalty
from store.errors import AlreadyDone, BadAnswer, IllegalMove, NotAllowed
from store.history import record
from store.points.counting import count_line, uncount_line
from store.points.keeping import Subject, line_of, standing_row
from store.rights import RIGHTS, Right, Role, demand
from store.rules.scoring import half_up, line_points
from store.tables import Achievement, AchievementState, Member

BY_ANOTHER = {
    AchievementState.WAITING: {
        AchievementState.CONFIRMED,
        AchievementState.RETURNED,
        AchievementState.VERIFIED,
        AchievementState.REJECTED,
    },
    AchievementState.CONFIRMED: {AchievementState.RETURNED, AchievementState.VERIFIED, AchievementState.REJECTED},
    AchievementState.VERIFIED: {AchievementState.REVERSED},
}
"""What somebody else may have made of a state meanwhile: of two who decide the second is told who was faster."""


def confirm_achievement(
    session: Session, achievement_id: int, *, version: int, by: Member, now: datetime
) -> AchievementCase:
    """The unit's head confirms what was shown; it goes to those who verify."""
    case = _for_head(session, achievement_id, by, now)
    one = case.achievement
    if one.state == AchievementState.CONFIRMED and one.confirmed_by_id == by.id:
        return case
    _demand_waiting(session, case, AchievementState.WAITING, "confirm", version, by)
    move(one, AchievementState.CONFIRMED, "confirm")
    one.confirmed_by_id, one.confirmed_at, one.reason = by.id, now, ""
    record(session, one, "confirmed", by=by, now=now, version=one.version)
    tell_concerned(session, case, by, "achievements/confirmed")
    ask_to_decide(session, case, by)
    return case


def return_achievement(
    session: Session, achievement_id: int, *, version: int, reason: str, by: Member, now: datetime
) -> AchievementCase:
    """Return what was shown, with a reason: by the head while it waits for one, else by whoever verifies."""
    case = find_for_return(session, achievement_id, version=version, by=by, now=now)
    one = case.achievement
    if one.state != AchievementState.RETURNED:
        _decide(session, case, AchievementState.RETURNED, by, reason=reason)
        tell_concerned(session, case, by, "achievements/returned")
    return case


def find_for_return(
    session: Session, achievement_id: int, *, version: int, by: Member, now: datetime
) -> AchievementCase:
    """An achievement this person may return now, or has returned; refuses as returning would."""
    case = find_achievement(session, achievement_id, by=by, now=now)
    state = case.achievement.state
    if state == AchievementState.RETURNED and case.achievement.decided_by_id == by.id:
        return case
    if state == AchievementState.WAITING:
        _for_head(session, achievement_id, by, now)
    else:
        _for_verifier(session, case, by)
    wanted = state if state == AchievementState.WAITING else AchievementState.CONFIRMED
    _demand_waiting(session, case, wanted, "return", version, by)
    return case


def verify_achievement(
    session: Session,
    achievement_id: int,
    *,
    version: int,
    given: Decimal | None = None,
    why: str = "",
    by: Member,
    now: datetime,
) -> AchievementCase:
    """Verify what was shown: points by the criterion's rule, or those given, with a reason. The totals follow at once.

    Where the rule leaves the points to the council they must be given. By the same person again: nothing.
    """
    case = find_for_verifying(session, achievement_id, version=version, by=by, now=now)
    one = case.achievement
    if one.state == AchievementState.VERIFIED:
        return case
    check_given(case, given, why)
    one.given, one.given_why = given, why
    one.points = line_points(case.criterion, line_of(one))
    _decide(session, case, AchievementState.VERIFIED, by, reason="")
    count_line(session, case.campaign, one, case.criterion)
    tell_concerned(session, case, by, "achievements/verified", total=_total(session, case))
    return case


def check_given(case: AchievementCase, given: Decimal | None, why: str) -> None:
    """Refuses points out of bounds, a change of the rule's points without a reason, or none where they must be."""
    manual = case.criterion.rule.kind == "manual"
    if given is not None:
        check_points(case.criterion, given)
    elif manual:
        raise BadAnswer("points_needed", most=most_points(case.criterion))
    if given is not None and not why and not manual:
        raise BadAnswer("reason_needed")


def check_points(criterion: CriterionEntry, given: Decimal) -> None:
    """Refuses points below 0, over what the criterion may give (or take), or finer than hundredths."""
    most = most_points(criterion)
    if not 0 <= given <= most or given != half_up(given):
        raise BadAnswer("points", most=most)


def most_points(criterion: CriterionEntry) -> Decimal:
    """The most that one line may give; of a penalty that it may take."""
    if isinstance(criterion.rule, Penalty):
        return -criterion.min if criterion.min < 0 else max(one.points for one in criterion.rule.cases)
    return criterion.max


def reject_achievement(
    session: Session, achievement_id: int, *, version: int, reason: str, by: Member, now: datetime
) -> AchievementCase:
    """Reject what was shown, with a reason; it counts nothing and cannot be changed any more."""
    case = find_for_verifying(session, achievement_id, version=version, by=by, now=now, to=AchievementState.REJECTED)
    if case.achievement.state != AchievementState.REJECTED:
        _decide(session, case, AchievementState.REJECTED, by, reason=reason)
        tell_concerned(session, case, by, "achievements/rejected")
    return case


def reverse_achievement(
    session: Session, achievement_id: int, *, reason: str, by: Member, now: datetime
) -> AchievementCase:
    """Take back a verification, with a reason; the totals follow at once. Doing it twice changes nothing."""
    case = find_for_reversing(session, achievement_id, by=by, now=now)
    one = case.achievement
    if one.state == AchievementState.REVERSED:
        return case
    _decide(session, case, AchievementState.REVERSED, by, reason=reason)
    uncount_line(session, case.campaign, one, case.criterion)
    tell_concerned(session, case, by, "achievements/reversed", total=_total(session, case))
    return case


def find_for_reversing(session: Session, achievement_id: int, *, by: Member, now: datetime) -> AchievementCase:
    """A verified achievement this person may reverse now, or has reversed; refuses as reversing would."""
    case = find_achievement(session, achievement_id, by=by, now=now)
    _for_verifier(session, case, by)
    one = case.achievement
    if one.state == AchievementState.REVERSED and one.decided_by_id == by.id:
        return case
    _demand_waiting(session, case, AchievementState.VERIFIED, "reverse", one.version, by)
    return case


def find_for_verifying(
    session: Session,
    achievement_id: int,
    *,
    version: int,
    by: Member,
    now: datetime,
    to: AchievementState = AchievementState.VERIFIED,
) -> AchievementCase:
    """An achievement this person may verify (or reject) now, or has so; refuses as verifying would."""
    case = find_achievement(session, achievement_id, by=by, now=now)
    _for_verifier(session, case, by)
    one = case.achievement
    if one.state == to and one.decided_by_id == by.id:
        return case
    action = "verify" if to == AchievementState.VERIFIED else "reject"
    _demand_waiting(session, case, AchievementState.CONFIRMED, action, version, by)
    return case


def _for_head(session: Session, achievement_id: int, by: Member, now: datetime) -> AchievementCase:
    case = find_achievement(session, achievement_id, by=by, now=now)
    unit_id = case.achievement.unit_id
    demand(session, by, Right.CONFIRM_STAFF, bloc_id=case.bloc_id, unit_id=unit_id, today=case.today)
    if own_achievement(case, by):
        raise OwnAchievement(skipped=case.achievement, unit="")
    demand_open(session, case)
    return case


def _for_verifier(session: Session, case: AchievementCase, by: Member) -> None:
    if not may_verify(session, case, by):
        roles = [role.value for role in RIGHTS[Right.VERIFY] if role != Role.ACTING]
        raise NotAllowed(right=Right.VERIFY.value, roles=roles)
    if conflicted(session, case, by):
        unit = "" if own_achievement(case, by) else case.unit.name
        raise OwnAchievement(skipped=case.achievement, unit=unit)
    demand_open(session, case)


def _demand_waiting(
    session: Session, case: AchievementCase, wanted: AchievementState, action: str, version: int, by: Member
) -> None:
    """Refuses what somebody else decided, what is in another state, and what was changed since it was shown."""
    one = case.achievement
    if one.state == wanted:
        if one.version != version:
            raise AchievementChanged(achievement_id=one.id)
        return
    decider_id = one.confirmed_by_id if one.state == AchievementState.CONFIRMED else one.decided_by_id
    if one.state in BY_ANOTHER[wanted] and decider_id not in (None, by.id):
        raise AlreadyDone(who=session.get_one(Member, decider_id).name)
    raise IllegalMove(state=one.state, action=action)


def _decide(session: Session, case: AchievementCase, state: AchievementState, by: Member, *, reason: str) -> None:
    one: Achievement = case.achievement
    was = one.state
    move(one, state, state.value)
    one.decided_by_id, one.decided_at, one.reason = by.id, case.now, reason
    details: dict[str, Any] = {
        "version": one.version,
        "was": was,
        "points": one.points,
        "given": one.given,
        "why": one.given_why,
    }
    record(session, one, state.value, by=by, now=case.now, reason=reason, **details)


def _total(session: Session, case: AchievementCase) -> Decimal | None:
    """What the person, or the unit, has now."""
    one = case.achievement
    row = standing_row(session, case.campaign, Subject(one.unit_id, one.member_id))
    return row.points if row is not None else None
