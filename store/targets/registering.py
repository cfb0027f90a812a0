"""Registering, amending and withdrawing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from store.duties import days_late, deadline_fact
from store.errors import IllegalMove, NotFound
from store.history import record
from store.outbox import post_to_accounts
from store.people import account_ids, unit_of
from store.rights import Right, demand
from store.tables import Campaign, Member, Phase, Target, TargetKind, TargetState, TargetVersion
from store.targets.limits import exceeded
from store.targets.moving import RegistrationOver, TargetChanged, move, settle, still_open
from store.targets.quotas import ask_for_staff, lacks_staff
from store.targets.reading import Case, case_of, deciders, find_case, late_by, registration_duty
from store.targets.showing import BODY, changes, movement_name, target_facts
from store.targets.titles import conditions, law_of


@dataclass(frozen=True)
class TargetText:
    """What a registration says. `item`: the product or the title's code; `body`: texts by the names in BODY."""

    kind: TargetKind
    item: str
    title: str
    body: Mapping[str, str]
    phase_id: int | None = None


def register_target(
    session: Session,
    campaign_id: int,
    text: TargetText,
    *,
    unit_id: int,
    member_id: int | None,
    by: Member,
    now: datetime,
) -> Case:
    """Register for a unit, or for one of its members. Late is taken and marked until the phase is sealed."""
    campaign = session.get(Campaign, campaign_id)
    if campaign is None or campaign.bloc_id != by.bloc_id or campaign.owner_unit_id not in (None, unit_id):
        raise NotFound()
    unit_of(session, unit_id, bloc_id=campaign.bloc_id)
    target = Target(
        campaign_id=campaign_id,
        unit_id=unit_id,
        member_id=member_id,
        kind=text.kind,
        title=text.title,
        registered_by_id=by.id or 0,
        registered_at=now,
    )
    case = case_of(session, target, now)
    demand(session, by, Right.REGISTER, bloc_id=case.bloc_id, unit_id=unit_id, owner_id=member_id, today=case.today)
    _write(session, case, text)
    still_open(session, case)
    target.days_late = late_by(session, case)
    session.add(target)
    session.flush()
    _keep_version(session, case, by)
    record(session, target, "registered", by=by, now=now, unit_id=unit_id, kind=text.kind, late=target.days_late)
    _ask_deciders(session, case, by)
    if lacks_staff(campaign, case.unit, target.kind, target.item):
        ask_for_staff(session, campaign, case.unit, now=now)
    settle(session, case, by)
    return case


@dataclass(frozen=True)
class Foresight:
    """What a registration would meet if it was sent now: its deadline, days late, a maximum it is over.

    `staff_missing`: it has a maximum that is a percentage of people, and nobody gave their number. `law` and
    `evidence`: where a title stands and how sure that is; `conditions`: what it is compared with.
    """

    deadline: dict[str, Any] | None
    days_late: int
    over: dict[str, Any] | None
    staff_missing: bool
    law: str
    evidence: str
    conditions: list[dict[str, object]]


def foresee(
    session: Session,
    campaign_id: int,
    text: TargetText,
    *,
    unit_id: int,
    member_id: int | None,
    now: datetime,
    but: int | None = None,
) -> Foresight:
    """What to warn of before it is sent. `but`: the registration that is amended."""
    campaign = session.get_one(Campaign, campaign_id)
    target = Target(
        campaign_id=campaign_id,
        unit_id=unit_id,
        member_id=member_id,
        phase_id=text.phase_id,
        kind=text.kind,
        title=text.title,
        registered_by_id=0,
        registered_at=now,
    )
    case = case_of(session, target, now)
    found = registration_duty(session, target)
    over = exceeded(session, campaign, unit_id=unit_id, member_id=member_id, kind=text.kind, item=text.item, but=but)
    late = days_late(found[0], case.now, case.bloc.timezone) if found else 0
    law, evidence = law_of(text.kind, text.item, campaign, case.today)
    return Foresight(
        deadline=deadline_fact(*found, case.today) if found else None,
        days_late=late,
        over=over,
        staff_missing=lacks_staff(campaign, case.unit, text.kind, text.item),
        law=law,
        evidence=evidence,
        conditions=conditions(
            text.kind,
            text.item,
            text.body.get("checks", ""),
            for_unit=member_id is None,
            campaign=campaign,
            day=case.today,
        ),
    )


def amend_target(
    session: Session, target_id: int, text: TargetText, *, version: int, by: Member, now: datetime
) -> Case:
    """A new version, which waits to be decided on. The kind stays. Amending to the same words changes nothing."""
    case = _mine(session, target_id, by, now)
    target = case.target
    if target.version != version:
        raise TargetChanged(target_id=target.id)
    before = {"item": target.item, "title": target.title, "body": target.body, "phase_id": target.phase_id}
    _until_deadline(session, case)
    state = target.state
    move(target, TargetState.WAITING, "amend")
    _write(session, case, text)
    still_open(session, case)
    same = before == {"item": target.item, "title": target.title, "body": target.body, "phase_id": target.phase_id}
    if same and state == TargetState.WAITING:
        return case
    target.version += 1
    target.reason, target.decided_by_id, target.decided_at = "", None, None
    if target.member_id is None:
        target.registered_by_id = by.id or 0
    _keep_version(session, case, by)
    record(session, target, "amended", by=by, now=now, version=target.version, was=state)
    _ask_deciders(session, case, by)
    _tell_owner(session, case, by, "targets/changed_by_head", did="amended")
    settle(session, case, by)
    return case


def withdraw_target(session: Session, target_id: int, *, version: int, by: Member, now: datetime) -> Case:
    """Withdraw a registration; withdrawn stays withdrawn. Deciders are told. Doing it twice changes nothing."""
    case = _mine(session, target_id, by, now)
    target = case.target
    if target.state == TargetState.WITHDRAWN:
        return case
    if target.version != version:
        raise TargetChanged(target_id=target.id)
    _until_deadline(session, case)
    was, asked = target.state, deciders(session, case)
    move(target, TargetState.WITHDRAWN, "withdraw")
    record(session, target, "withdrawn", by=by, now=now, was=was)
    accounts = account_ids(one for one in asked if one.id != by.id)
    post_to_accounts(session, "reviews/withdrawn", accounts, now=now, target=target_facts(session, case))
    _tell_owner(session, case, by, "targets/changed_by_head", did="withdrawn")
    settle(session, case, by)
    return case


def find_for_change(session: Session, target_id: int, *, by: Member, now: datetime) -> Case:
    """A registration this person may amend or withdraw now; refuses as those would."""
    case = _mine(session, target_id, by, now)
    if case.target.state == TargetState.WITHDRAWN:
        raise IllegalMove(state=case.target.state, action="amend")
    _until_deadline(session, case)
    return case


def _mine(session: Session, target_id: int, by: Member, now: datetime) -> Case:
    case = find_case(session, target_id, by=by, now=now)
    target = case.target
    demand(
        session,
        by,
        Right.REGISTER,
        bloc_id=case.bloc_id,
        unit_id=target.unit_id,
        owner_id=target.member_id,
        today=case.today,
    )
    still_open(session, case)
    return case


def _write(session: Session, case: Case, text: TargetText) -> None:
    target = case.target
    if text.phase_id is not None:
        phase = session.get(Phase, text.phase_id)
        if phase is None or phase.campaign_id != target.campaign_id:
            raise NotFound()
    target.item, target.title, target.phase_id = text.item, text.title, text.phase_id
    target.body = {name: text.body[name] for name in BODY if text.body.get(name)}


def _keep_version(session: Session, case: Case, by: Member) -> None:
    """The version as it read, so that a difference can be shown by names."""
    target = case.target
    phase = session.get(Phase, target.phase_id) if target.phase_id else None
    said = {name: target.body.get(name, "") for name in BODY}
    said["movement"] = movement_name(case.campaign, said["movement"])
    body = {"item": target.item, "title": target.title, **said, "phase": phase.name if phase else ""}
    session.add(
        TargetVersion(target_id=target.id or 0, version=target.version, at=case.now, by_id=by.id or 0, body=body)
    )
    session.flush()


def _until_deadline(session: Session, case: Case) -> None:
    """Until the deadline, or when it was returned."""
    late = late_by(session, case)
    if late and case.target.state != TargetState.RETURNED:
        raise RegistrationOver(target_id=case.target.id, days=late)


def _ask_deciders(session: Session, case: Case, by: Member) -> None:
    accounts = account_ids(one for one in deciders(session, case))
    facts: dict[str, Any] = {"target": target_facts(session, case), "changes": changes(session, case.target)}
    post_to_accounts(session, "reviews/waiting", accounts, now=case.now, **facts)


def _tell_owner(session: Session, case: Case, by: Member, template: str, **facts: Any) -> None:
    """The person whose registration it is, when somebody else changed it."""
    if case.target.member_id in (None, by.id):
        return
    owner = session.get_one(Member, case.target.member_id)
    shown = target_facts(session, case)
    post_to_accounts(session, template, account_ids([owner]), now=case.now, target=shown, who=by.name, **facts)
