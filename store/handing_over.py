"""What becomes of the open work of somebody who leaves: it goes to the unit head's queue; nothing is owed any more."""

from datetime import date, datetime

from sqlalchemy import delete
from sqlmodel import Session, col, select

from store.columns import table_of
from store.history import record
from store.people import my_units
from store.tables import (
    Achievement,
    AchievementState,
    Duty,
    Member,
    Report,
    Rung,
    Target,
    TargetState,
)


def hand_work_over(session: Session, member: Member, unit_id: int, *, by: Member, now: datetime) -> None:
    """What waits for the head stays there; what was returned to the person waits for the head again."""
    for target in session.exec(
        select(Target).where(
            col(Target.member_id) == member.id,
            col(Target.unit_id) == unit_id,
            col(Target.state) == TargetState.RETURNED,
        )
    ):
        target.state = TargetState.WAITING
        record(session, target, "handed_to_head", by=by, now=now)
    for achievement in session.exec(
        select(Achievement).where(
            col(Achievement.member_id) == member.id,
            col(Achievement.unit_id) == unit_id,
            col(Achievement.state) == AchievementState.RETURNED,
        )
    ):
        achievement.state = AchievementState.WAITING
        record(session, achievement, "handed_to_head", by=by, now=now)
    session.flush()


def forget_duties(session: Session, member: Member, today: date) -> None:
    """Who has no place left owes nothing more; what was handed in stays."""
    if my_units(session, member, today):
        return
    handed_in = select(Report.duty_id)
    owed = (col(Duty.member_id) == member.id) & col(Duty.done_at).is_(None) & col(Duty.id).not_in(handed_in)
    open_ids = session.exec(select(Duty.id).where(owed)).all()
    session.execute(delete(table_of(Rung)).where(col(Rung.duty_id).in_(open_ids)))
    session.execute(delete(table_of(Duty)).where(col(Duty.id).in_(open_ids)))
