"""Deciding on registrations: confirmed, returned with a reason, or given back after it was confirmed."""

from datetime import datetime

from sqlmodel import Session

from store.errors import AlreadyDone, IllegalMove
from store.history import record
from store.outbox import post_to_accounts
from store.people import account_ids
from store.rights import Right, demand
from store.tables import Member, TargetState
from store.targets.limits import exceeded
from store.targets.moving import OwnWork, QuotaFull, StaffUnknown, TargetChanged, move, settle, still_open
from store.targets.quotas import lacks_staff
from store.targets.reading import Case, concerned, deciders, find_case, goes_to_office, own_work
from store.targets.showing import target_facts


def confirm_target(session: Session, target_id: int, *, version: int, by: Member, now: datetime) -> Case:
    """Confirm what was shown. By the same person again: nothing; when somebody else decided: says who."""
    case = _for_decision(session, target_id, by, now)
    if _decided(session, case, TargetState.CONFIRMED, by, version):
        return case
    target = case.target
    if lacks_staff(case.campaign, case.unit, target.kind, target.item):
        raise StaffUnknown(unit_id=target.unit_id, unit=case.unit.name, target_id=target.id)
    full = exceeded(
        session,
        case.campaign,
        unit_id=target.unit_id,
        member_id=target.member_id,
        kind=target.kind,
        item=target.item,
        but=target.id,
    )
    if full is not None:
        raise QuotaFull(target_id=target.id, version=version, **{f"quota_{name}": fact for name, fact in full.items()})
    _decide(session, case, TargetState.CONFIRMED, by, reason="")
    return case


def return_target(session: Session, target_id: int, *, version: int, reason: str, by: Member, now: datetime) -> Case:
    """Return what was shown, with a reason; it may then be amended or withdrawn, also after the deadline."""
    case = _for_decision(session, target_id, by, now)
    if not _decided(session, case, TargetState.RETURNED, by, version):
        _decide(session, case, TargetState.RETURNED, by, reason=reason)
    return case


def reopen_target(session: Session, target_id: int, *, version: int, reason: str, by: Member, now: datetime) -> Case:
    """The office gives a confirmed registration back, with a reason: the way to change one after the deadline."""
    case = find_for_reopening(session, target_id, version=version, by=by, now=now)
    if case.target.state == TargetState.CONFIRMED:
        move(case.target, TargetState.WAITING, "reopen")
        _decide(session, case, TargetState.RETURNED, by, reason=reason)
    return case


def find_for_reopening(session: Session, target_id: int, *, version: int, by: Member, now: datetime) -> Case:
    """A confirmed registration the office may give back now, or has given back itself; refuses any other."""
    case = find_case(session, target_id, by=by, now=now)
    demand(session, by, Right.CONFIRM_UNITS, bloc_id=case.bloc_id, today=case.today)
    _not_own(session, case, by)
    target = case.target
    if target.state == TargetState.RETURNED and target.decided_by_id == by.id:
        return case
    if target.state != TargetState.CONFIRMED:
        raise IllegalMove(state=target.state, action="reopen")
    if target.version != version:
        raise TargetChanged(target_id=target.id)
    still_open(session, case)
    return case


def find_for_decision(session: Session, target_id: int, *, version: int, by: Member, now: datetime) -> Case:
    """A waiting registration this person may return now; refuses as returning would."""
    case = _for_decision(session, target_id, by, now)
    _decided(session, case, TargetState.RETURNED, by, version)
    return case


def _for_decision(session: Session, target_id: int, by: Member, now: datetime) -> Case:
    case = find_case(session, target_id, by=by, now=now)
    right = Right.CONFIRM_UNITS if goes_to_office(session, case) else Right.CONFIRM_STAFF
    demand(session, by, right, bloc_id=case.bloc_id, unit_id=case.target.unit_id, today=case.today)
    _not_own(session, case, by)
    still_open(session, case)
    return case


def _not_own(session: Session, case: Case, by: Member) -> None:
    if own_work(case, by) and by.id not in [one.id for one in deciders(session, case)]:
        raise OwnWork(skipped=case.target)


def _decided(session: Session, case: Case, wanted: TargetState, by: Member, version: int) -> bool:
    """Whether this very decision was made already by this person; refuses when another was, or another text."""
    target = case.target
    if target.state in (TargetState.CONFIRMED, TargetState.RETURNED):
        if target.decided_by_id != by.id:
            decider = session.get(Member, target.decided_by_id) if target.decided_by_id else None
            raise AlreadyDone(who=decider.name if decider else "")
        if target.state == wanted:
            return True
    if target.state != TargetState.WAITING:
        raise IllegalMove(state=target.state, action="confirm" if wanted == TargetState.CONFIRMED else "return")
    if target.version != version:
        raise TargetChanged(target_id=target.id)
    return False


def _decide(session: Session, case: Case, state: TargetState, by: Member, *, reason: str) -> None:
    target = case.target
    own = own_work(case, by)
    move(target, state, state.value)
    target.decided_by_id, target.decided_at, target.reason = by.id, case.now, reason
    record(session, target, state.value, by=by, now=case.now, version=target.version, reason=reason, own=own)
    accounts = account_ids(one for one in concerned(session, case) if one.id != by.id)
    post_to_accounts(session, f"targets/{state.value}", accounts, now=case.now, target=target_facts(session, case))
    settle(session, case, by)
