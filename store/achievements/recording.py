"""Recording achievements: by whoever did it or for the unit; changed and added to while in review, or withdrawn."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlmodel import Session, col, select

from store.achievements.evidence import SentEvidence, evidence_marks, keep_evidence
from store.achievements.moving import AchievementChanged, move
from store.achievements.reading import (
    AchievementCase,
    case_of_achievement,
    demand_open,
    find_achievement,
    first_state,
)
from store.achievements.telling import achievement_facts, ask_to_decide, deciders_of, tell_owner
from store.campaign_file.score_entries import (
    Bonus,
    CriterionEntry,
    Deduct,
    Manual,
    PassFail,
    Penalty,
    Ratio,
    Tiers,
    Timely,
)
from store.errors import BadAnswer, IllegalMove, NotFound
from store.history import record
from store.outbox import post_to_accounts
from store.people import account_ids, unit_of
from store.points.keeping import phase_on
from store.points.tables import criterion_of
from store.rights import Right, demand
from store.tables import Achievement, AchievementState, Campaign, Member, Phase, Target, TargetState

MOST = Decimal(1_000_000_000)
LONGEST_TITLE = 500

IN_REVIEW = (AchievementState.WAITING, AchievementState.CONFIRMED, AchievementState.RETURNED)


@dataclass(frozen=True)
class AchievementText:
    """What was achieved. `label`, `assigned` and `reach` only where the criterion asks for them (see `Achievement`)."""

    criterion: str
    title: str
    day: date
    quantity: Decimal = Decimal(1)
    assigned: Decimal | None = None
    label: str = ""
    reach: Mapping[str, int] = field(default_factory=dict)
    target_id: int | None = None


def labels_of(criterion: CriterionEntry) -> list[str]:
    """What a criterion asks to choose from: the names of its tiers, parts or cases; none where it asks for a number."""
    match criterion.rule:
        case Tiers(tiers):
            return [one.label for one in tiers if one.label is not None]
        case PassFail(parts):
            return [one.name for one in parts]
        case Deduct(cases) | Bonus(cases) | Penalty(cases):
            return [one.name for one in cases]
        case _:
            return []


def asks_assigned(criterion: CriterionEntry) -> bool:
    """Whether each line says how much was assigned."""
    return isinstance(criterion.rule, Ratio) and criterion.rule.target is None


def asks_number(criterion: CriterionEntry) -> bool:
    """Whether the number is the achievement, and so has no default: a ratio's actual, a tier's figure."""
    rule = criterion.rule
    return isinstance(rule, Ratio) or (isinstance(rule, Tiers) and not labels_of(criterion))


def record_achievement(
    session: Session,
    campaign_id: int,
    text: AchievementText,
    evidence: Sequence[SentEvidence],
    *,
    unit_id: int,
    member_id: int | None,
    by: Member,
    now: datetime,
) -> AchievementCase:
    """Record for a unit, or for one of its members. Whoever has to decide is told."""
    campaign = session.get(Campaign, campaign_id)
    if campaign is None or campaign.bloc_id != by.bloc_id or campaign.owner_unit_id not in (None, unit_id):
        raise NotFound()
    unit_of(session, unit_id, bloc_id=campaign.bloc_id)
    achievement = Achievement(
        campaign_id=campaign_id,
        unit_id=unit_id,
        member_id=member_id,
        criterion=text.criterion,
        title=text.title,
        day=text.day,
        recorded_by_id=by.id or 0,
        recorded_at=now,
    )
    case = case_of_achievement(session, achievement, now)
    demand(session, by, Right.REGISTER, bloc_id=case.bloc_id, unit_id=unit_id, owner_id=member_id, today=case.today)
    _write(session, case, text)
    _demand_evidence(case, len(evidence))
    demand_open(session, case)
    achievement.state = first_state(session, case)
    session.add(achievement)
    session.flush()
    added = keep_evidence(session, achievement, evidence, by=by, now=now)
    details: dict[str, Any] = {
        "unit_id": unit_id,
        "criterion": text.criterion,
        "evidence": len(added),
        "state": achievement.state,
    }
    record(session, achievement, "recorded", by=by, now=now, **details)
    ask_to_decide(session, case, by)
    return case


def amend_achievement(
    session: Session,
    achievement_id: int,
    text: AchievementText,
    evidence: Sequence[SentEvidence],
    *,
    version: int,
    by: Member,
    now: datetime,
) -> AchievementCase:
    """Change what was recorded while it is in review; more evidence may come with it. It is decided on anew."""
    case = find_for_amending(session, achievement_id, version=version, by=by, now=now)
    achievement = case.achievement
    before = _said(achievement)
    _write(session, case, text)
    demand_open(session, case)
    added = keep_evidence(session, achievement, evidence, by=by, now=now)
    _demand_evidence(case, len(evidence_marks(session, achievement_id)))
    if not added and _said(achievement) == before and achievement.state != AchievementState.RETURNED:
        return case
    was, achievement.state = achievement.state, first_state(session, case)
    achievement.version += 1
    achievement.reason, achievement.decided_by_id, achievement.decided_at = "", None, None
    achievement.confirmed_by_id, achievement.confirmed_at = None, None
    record(session, achievement, "amended", by=by, now=now, version=achievement.version, was=was, before=before)
    ask_to_decide(session, case, by)
    tell_owner(session, case, by, "achievements/changed_by_head", did="amended")
    return case


def add_evidence(
    session: Session, achievement_id: int, evidence: Sequence[SentEvidence], *, by: Member, now: datetime
) -> AchievementCase:
    """More evidence while it is in review; the state stays. What it has already is not added again."""
    case = _ours(session, achievement_id, by, now)
    achievement = case.achievement
    if achievement.state not in IN_REVIEW:
        raise IllegalMove(state=achievement.state, action="add_evidence")
    added = keep_evidence(session, achievement, evidence, by=by, now=now)
    if added:
        record(session, achievement, "evidence_added", by=by, now=now, evidence=len(added))
    return case


def withdraw_achievement(
    session: Session, achievement_id: int, *, version: int, by: Member, now: datetime
) -> AchievementCase:
    """Withdraw before it is verified; afterwards only the council reverses. Doing it twice changes nothing."""
    case = _ours(session, achievement_id, by, now)
    achievement = case.achievement
    if achievement.state == AchievementState.WITHDRAWN:
        return case
    if achievement.version != version:
        raise AchievementChanged(achievement_id=achievement.id)
    asked = account_ids(one for one in deciders_of(session, case) if one.id != by.id)
    was = achievement.state
    move(achievement, AchievementState.WITHDRAWN, "withdraw")
    record(session, achievement, "withdrawn", by=by, now=now, was=was)
    if was == AchievementState.WAITING:
        facts = achievement_facts(session, case)
        post_to_accounts(session, "achievements/withdrawn_letter", asked, now=now, achievement=facts)
    tell_owner(session, case, by, "achievements/changed_by_head", did="withdrawn")
    return case


def find_for_amending(
    session: Session, achievement_id: int, *, version: int | None = None, by: Member, now: datetime
) -> AchievementCase:
    """An achievement this person may change now; refuses as changing would."""
    case = _ours(session, achievement_id, by, now)
    if case.achievement.state not in IN_REVIEW:
        raise IllegalMove(state=case.achievement.state, action="amend")
    if version is not None and case.achievement.version != version:
        raise AchievementChanged(achievement_id=achievement_id)
    return case


def _ours(session: Session, achievement_id: int, by: Member, now: datetime) -> AchievementCase:
    case = find_achievement(session, achievement_id, by=by, now=now)
    one = case.achievement
    demand(
        session,
        by,
        Right.REGISTER,
        bloc_id=case.bloc_id,
        unit_id=one.unit_id,
        owner_id=one.member_id,
        today=case.today,
    )
    demand_open(session, case)
    return case


def _write(session: Session, case: AchievementCase, text: AchievementText) -> None:
    """Take over what was said, if the criterion takes it."""
    achievement = case.achievement
    criterion = criterion_of(case.campaign, case.unit, text.criterion)
    whose = ("members", "both") if achievement.member_id is not None else ("units", "both")
    if criterion.subjects not in whose or isinstance(criterion.rule, Timely):
        raise NotFound()
    check_day(case.campaign, text.day, case.today)
    check_text(criterion, text)
    _demand_target(session, achievement, text.target_id)
    phases = session.exec(select(Phase).where(col(Phase.campaign_id) == case.campaign.id)).all()
    phase = phase_on(phases, text.day)
    achievement.criterion, achievement.title, achievement.day = text.criterion, text.title, text.day
    achievement.phase_id = phase.id if phase else None
    achievement.quantity, achievement.assigned, achievement.label = text.quantity, text.assigned, text.label
    achievement.reach, achievement.target_id = dict(text.reach), text.target_id


def check_day(campaign: Campaign, day: date, today: date) -> None:
    """Refuses a day before the campaign, after it, or still to come."""
    last = min(today, campaign.ends)
    if not campaign.starts <= day <= last:
        raise BadAnswer("day_outside", first=campaign.starts, last=max(last, campaign.starts))


def check_text(criterion: CriterionEntry, text: AchievementText) -> None:
    """Refuses what the criterion does not take: a label it does not name, a number missing or out of bounds."""
    labels = labels_of(criterion)
    if (labels and text.label not in labels) or (not labels and text.label):
        raise BadAnswer("choose")
    least = Decimal(0) if asks_number(criterion) else Decimal(1)
    if not least <= text.quantity <= MOST or (isinstance(criterion.rule, Manual) and text.quantity != 1):
        raise BadAnswer("quantity", least=least)
    if asks_assigned(criterion) and (text.assigned is None or not 0 < text.assigned <= MOST):
        raise BadAnswer("assigned")
    if set(text.reach) - set(criterion.reach) or any(not 0 <= number <= MOST for number in text.reach.values()):
        raise BadAnswer("reach", kinds=list(criterion.reach))
    if not text.title or len(text.title) > LONGEST_TITLE:
        raise BadAnswer("text_long" if text.title else "text_empty", limit=LONGEST_TITLE, length=len(text.title))


def _demand_target(session: Session, achievement: Achievement, target_id: int | None) -> None:
    """It may be for a confirmed registration of the same person or unit."""
    if target_id is None:
        return
    target = session.get(Target, target_id)
    same = target is not None and (target.campaign_id, target.unit_id, target.member_id) == (
        achievement.campaign_id,
        achievement.unit_id,
        achievement.member_id,
    )
    if target is None or not same or target.state != TargetState.CONFIRMED:
        raise NotFound()


def _demand_evidence(case: AchievementCase, pieces: int) -> None:
    if case.criterion.evidence_required and not pieces:
        raise BadAnswer("evidence_needed")


def _said(achievement: Achievement) -> dict[str, Any]:
    names = ("criterion", "title", "day", "quantity", "assigned", "label", "reach", "target_id")
    return {name: getattr(achievement, name) for name in names}
