"""Points that follow from milestones: brought in step whenever a duty is done, owed again or given more time."""

from collections.abc import Iterable, Sequence

from sqlmodel import Session, col, select

from store.campaign_file.score_entries import CriterionEntry, Timely
from store.points.keeping import WHOLE, Subject, phase_on, restand, set_points
from store.points.tables import score_tables, table_of_unit
from store.rules.calendar import WorkCalendar
from store.rules.deadlines import ONE_DAY
from store.rules.scoring import Sums, criteria_for, timely_points
from store.tables import (
    Bloc,
    Campaign,
    CampaignState,
    Duty,
    Membership,
    MembershipState,
    Milestone,
    Phase,
    Standing,
    Unit,
)
from store.work_calendar import work_calendar


def retime(session: Session, campaign: Campaign, subject: Subject) -> None:
    """Compute again what a unit or a member has for being on time, in the campaign and in each of its phases."""
    table = table_of_unit(campaign, session.get_one(Unit, subject.unit_id))
    if table is None:
        return
    criteria = criteria_for(table, member=subject.member_id is not None)
    timely = [(one, one.rule) for one in criteria if isinstance(one.rule, Timely)]
    if not timely:
        return
    session.flush()
    phases = session.exec(select(Phase).where(col(Phase.campaign_id) == campaign.id)).all()
    calendar = work_calendar(session, campaign.bloc_id)
    duties = duties_of(session, campaign, subject)
    for phase_id in (WHOLE, *(one.id or 0 for one in phases)):
        within = [row for row in duties if phase_id == WHOLE or phase_of(row, phases) == phase_id]
        for criterion, rule in timely:
            set_points(session, campaign, phase_id, subject, criterion, timed_sums(criterion, rule, within, calendar))
        restand(session, campaign, phase_id, subject, table)


def retime_duty(session: Session, duty: Duty) -> None:
    """The same, of whose duty this is; the office's own gives no points."""
    campaign = session.get_one(Campaign, duty.campaign_id)
    if duty.unit_id is not None:
        retime(session, campaign, Subject(duty.unit_id))
    elif duty.member_id is not None:
        for unit_id in _units_of_member(session, duty.member_id):
            retime(session, campaign, Subject(unit_id, duty.member_id))


def retime_working_days(session: Session, bloc: Bloc) -> None:
    """The days off of a bloc changed: what counts in working days is computed again."""
    campaigns = select(Campaign).where(col(Campaign.bloc_id) == bloc.id, col(Campaign.state) == CampaignState.LAUNCHED)
    for campaign in session.exec(campaigns).all():
        criteria = [one for table in score_tables(campaign) for group in table.groups for one in group.criteria]
        if any(isinstance(one.rule, Timely) and one.rule.days == "working" for one in criteria):
            done = select(Duty).where(col(Duty.campaign_id) == campaign.id, col(Duty.done_on).is_not(None))
            for duty in {one.owner: one for one in session.exec(done)}.values():
                retime_duty(session, duty)


def timed_sums(
    criterion: CriterionEntry, rule: Timely, duties: Sequence[tuple[Duty, Milestone]], calendar: WorkCalendar
) -> Sums:
    """The points of a criterion that looks at milestones, and how many of its duties were done."""
    named = {one.code for one in rule.milestones}
    late: dict[str, list[int | None]] = {}
    for duty, milestone in duties:
        if milestone.code in named:
            late.setdefault(milestone.code, []).append(days_late(duty, rule, calendar))
    done = sum(one is not None for found in late.values() for one in found)
    return Sums(items=done, points=timely_points(criterion, rule, late))


def days_late(duty: Duty, rule: Timely, calendar: WorkCalendar) -> int | None:
    """In the rule's days after the last valid day; 0 on time, None while it is owed."""
    if duty.done_on is None:
        return None
    last_day = duty.extended_to or duty.last_day
    if rule.days == "working":
        return calendar.working_days_between(last_day + ONE_DAY, duty.done_on)
    return max(0, (duty.done_on - last_day).days)


def duties_of(session: Session, campaign: Campaign, subject: Subject) -> Sequence[tuple[Duty, Milestone]]:
    """A subject's own duties in a campaign, with their milestones."""
    whose = (
        col(Duty.unit_id) == subject.unit_id if subject.member_id is None else col(Duty.member_id) == subject.member_id
    )
    rows = session.execute(
        select(Duty, Milestone)
        .join(Milestone, col(Milestone.id) == col(Duty.milestone_id))
        .where(col(Duty.campaign_id) == campaign.id, whose)
        .order_by(col(Duty.day), col(Duty.id))
    ).all()
    return [(row[0], row[1]) for row in rows]


def phase_of(row: tuple[Duty, Milestone], phases: Iterable[Phase]) -> int | None:
    """The phase a duty belongs to: its milestone's, else the one in which its plan's day lies."""
    duty, milestone = row
    if milestone.phase_id is not None:
        return milestone.phase_id
    found = phase_on(phases, duty.last_day)
    return found.id if found else None


def _units_of_member(session: Session, member_id: int) -> set[int]:
    """Where a member is, and where they left points behind."""
    places = select(Membership.unit_id).where(
        col(Membership.member_id) == member_id, col(Membership.state) == MembershipState.ACTIVE
    )
    left = select(Standing.unit_id).where(col(Standing.member_id) == member_id)
    return {*session.exec(places), *session.exec(left)}
