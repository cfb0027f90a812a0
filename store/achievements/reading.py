"""Reading achievements: one with where it belongs, who decides on it, and whose own interest keeps them away."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from store.campaign_file.score_entries import CriterionEntry
from store.campaigns import takes_nothing_more
from store.errors import Closed, NotFound
from store.facts import local_day
from store.people import council_of, heads_of, my_units
from store.points.tables import criterion_of
from store.rights import Right, may
from store.tables import Achievement, AchievementState, Bloc, Campaign, CampaignState, Evidence, Member, Phase, Unit


@dataclass(frozen=True)
class AchievementCase:
    """An achievement with where it belongs, on a day of its bloc's calendar."""

    achievement: Achievement
    campaign: Campaign
    bloc: Bloc
    unit: Unit
    now: datetime

    @property
    def today(self) -> date:
        return local_day(self.now, self.bloc.timezone)

    @property
    def bloc_id(self) -> int:
        return self.campaign.bloc_id

    @property
    def criterion(self) -> CriterionEntry:
        return criterion_of(self.campaign, self.unit, self.achievement.criterion)


def case_of_achievement(session: Session, achievement: Achievement, now: datetime) -> AchievementCase:
    campaign = session.get_one(Campaign, achievement.campaign_id)
    bloc = session.get_one(Bloc, campaign.bloc_id)
    return AchievementCase(achievement, campaign, bloc, session.get_one(Unit, achievement.unit_id), now)


def find_achievement(session: Session, achievement_id: int, *, by: Member, now: datetime) -> AchievementCase:
    """An achievement this person may read; any other is not there."""
    achievement = session.get(Achievement, achievement_id)
    if achievement is None:
        raise NotFound()
    case = case_of_achievement(session, achievement, now)
    if not may_read(session, case, by):
        raise NotFound()
    return case


def may_read(session: Session, case: AchievementCase, by: Member) -> bool:
    return _may(session, case, by, Right.READ_WORK)


def _may(session: Session, case: AchievementCase, by: Member, right: Right) -> bool:
    one = case.achievement
    return may(session, by, right, bloc_id=case.bloc_id, unit_id=one.unit_id, owner_id=one.member_id, today=case.today)


def evidence_of(session: Session, achievement_id: int) -> list[Evidence]:
    """An achievement's evidence in the order in which it came."""
    found = select(Evidence).where(col(Evidence.achievement_id) == achievement_id)
    return list(session.exec(found.order_by(col(Evidence.id))))


def demand_open(session: Session, case: AchievementCase) -> None:
    """Refuse what takes nothing more: a campaign that is no longer run, a sealed phase."""
    if case.campaign.state == CampaignState.DRAFT:
        raise NotFound()
    if takes_nothing_more(session, case.campaign, case.achievement.phase_id):
        phase = session.get(Phase, case.achievement.phase_id) if case.achievement.phase_id else None
        raise Closed(title=phase.name if phase and case.campaign.state != CampaignState.SEALED else case.campaign.title)


def first_state(session: Session, case: AchievementCase) -> AchievementState:
    """Waiting for a head; what is a unit's own, a head's own, or nobody's to confirm goes to those who verify."""
    one = case.achievement
    heads = [head.id for head in heads_of(session, one.unit_id, case.today)]
    straight = one.member_id is None or one.member_id in heads or not heads or case.campaign.owner_unit_id is not None
    return AchievementState.CONFIRMED if straight else AchievementState.WAITING


def own_achievement(case: AchievementCase, member: Member) -> bool:
    """Whether it is a member's own: theirs, or their unit's that they sent in."""
    return member.id == (case.achievement.member_id or case.achievement.recorded_by_id)


def in_own_unit(session: Session, case: AchievementCase, member: Member) -> bool:
    return case.achievement.unit_id in [place.unit_id for place in my_units(session, member, case.today)]


def days_late(session: Session, case: AchievementCase) -> int:
    """How many days after the end of its phase, or of the campaign, it was sent in; 0 in time."""
    one = case.achievement
    phase = session.get(Phase, one.phase_id) if one.phase_id else None
    last_day = phase.ends if phase is not None else case.campaign.ends
    return max(0, (local_day(one.recorded_at, case.bloc.timezone) - last_day).days)


def may_verify(session: Session, case: AchievementCase, member: Member) -> bool:
    """Whether a member is one of those who verify here: the council; in a unit's own campaign its heads."""
    if case.campaign.owner_unit_id is not None:
        right, unit_id = Right.UNIT_CAMPAIGN, case.campaign.owner_unit_id
        return may(session, member, right, bloc_id=case.bloc_id, unit_id=unit_id, today=case.today)
    return may(session, member, Right.VERIFY, bloc_id=case.bloc_id, today=case.today)


def conflicted(session: Session, case: AchievementCase, member: Member) -> bool:
    """Whether their own interest keeps a member from verifying: own work, or of their own unit (DESIGN 2).

    In a unit's own campaign only own work counts, and not when there is no other head.
    """
    if case.campaign.owner_unit_id is None:
        return own_achievement(case, member) or in_own_unit(session, case, member)
    return own_achievement(case, member) and other_heads(session, case.campaign.owner_unit_id, member, case.today)


def other_heads(session: Session, unit_id: int, member: Member, today: date) -> bool:
    """Whether a unit has another head who can be asked."""
    heads = heads_of(session, unit_id, today)
    return any(one.account_id is not None for one in heads if one.id != member.id)


def verifiers(session: Session, case: AchievementCase) -> list[Member]:
    """Those who may verify it: the council, or the heads, without those whose interest conflicts."""
    if case.campaign.owner_unit_id is not None:
        asked = heads_of(session, case.campaign.owner_unit_id, case.today)
    else:
        asked = council_of(session, case.bloc_id, case.today)
    return [one for one in asked if not conflicted(session, case, one)]


@dataclass(frozen=True)
class AchievementButtons:
    """Which buttons an achievement has for somebody; the operations check again."""

    may_change: bool
    may_add: bool
    may_confirm: bool
    may_verify: bool
    may_reverse: bool


def buttons_of(session: Session, case: AchievementCase, *, by: Member) -> AchievementButtons:
    one = case.achievement
    over = takes_nothing_more(session, case.campaign, one.phase_id) or case.campaign.state != CampaignState.LAUNCHED
    ours = not over and _may(session, case, by, Right.REGISTER)
    verifies = not over and may_verify(session, case, by) and not conflicted(session, case, by)
    state = one.state
    in_review = state in (AchievementState.WAITING, AchievementState.CONFIRMED, AchievementState.RETURNED)
    heads = [head.id for head in heads_of(session, one.unit_id, case.today)]
    return AchievementButtons(
        may_change=ours and in_review,
        may_add=ours and in_review,
        may_confirm=not over and state == AchievementState.WAITING and by.id in heads and not own_achievement(case, by),
        may_verify=verifies and state == AchievementState.CONFIRMED,
        may_reverse=verifies and state == AchievementState.VERIFIED,
    )
