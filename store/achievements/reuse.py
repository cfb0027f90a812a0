"""The same content as evidence of several achievements, anywhere in the bloc and in any year."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from store.history import record
from store.tables import Achievement, AchievementState, Campaign, Evidence, File, Unit

MOST_SHOWN = 20

Uses = SelectOfScalar[int]
"""Which achievements hold some content."""


@dataclass(frozen=True)
class Reuse:
    """Another achievement with the same content."""

    achievement: Achievement
    unit: Unit
    campaign: Campaign


def used_by_mark(marks: Sequence[str]) -> Uses:
    """By Telegram's id of the content, the link or the paper: known at once."""
    return select(Evidence.achievement_id).where(col(Evidence.mark).in_(marks))


def used_by_hash(hashes: Sequence[str]) -> Uses:
    """By what the originals hold: known once they are stored."""
    files = select(File.id).where(col(File.sha256).in_(hashes))
    return select(Evidence.achievement_id).where(col(Evidence.file_id).in_(files))


def reused(session: Session, achievement: Achievement) -> list[Reuse]:
    """Where in the bloc the content of its evidence was used before or since."""
    mine = session.execute(
        select(Evidence.mark, File.sha256)
        .join(File, col(File.id) == col(Evidence.file_id), isouter=True)
        .where(col(Evidence.achievement_id) == achievement.id)
    ).all()
    hashes = [row[1] for row in mine if row[1]]
    others = {*_others(session, achievement, used_by_mark([row[0] for row in mine]))}
    others |= {*_others(session, achievement, used_by_hash(hashes))} if hashes else set()
    rows = session.execute(
        select(Achievement, Unit, Campaign)
        .join(Unit, col(Unit.id) == col(Achievement.unit_id))
        .join(Campaign, col(Campaign.id) == col(Achievement.campaign_id))
        .where(col(Achievement.id).in_(others))
        .order_by(col(Achievement.id))
        .limit(MOST_SHOWN)
    ).all()
    return [Reuse(row[0], row[1], row[2]) for row in rows]


def note_reuse(session: Session, achievement: Achievement, uses: Uses, *, now: datetime) -> None:
    """Write into the history where else in the bloc the content stands that has just come, if anywhere."""
    others = _others(session, achievement, uses)
    if others:
        bloc_id = session.get_one(Campaign, achievement.campaign_id).bloc_id
        record(session, achievement, "evidence_reused", by=None, now=now, bloc_id=bloc_id, also_in=others)


def note_stored(session: Session, file_id: int, *, now: datetime) -> None:
    """The original is stored: another file may turn out to hold the same, sent anew and so under another id."""
    file = session.get_one(File, file_id)
    evidence = session.exec(select(Evidence).where(col(Evidence.file_id) == file_id)).first()
    if evidence is None or file.sha256 is None:
        return
    achievement = session.get_one(Achievement, evidence.achievement_id)
    anew = used_by_hash([file.sha256]).where(col(Evidence.mark) != evidence.mark)
    note_reuse(session, achievement, anew, now=now)


def _others(session: Session, achievement: Achievement, uses: Uses) -> list[int]:
    holding = set(session.exec(uses)) - {achievement.id}
    if not holding:
        return []
    bloc_id = session.get_one(Campaign, achievement.campaign_id).bloc_id
    found = session.exec(
        select(Achievement.id)
        .join(Campaign, col(Campaign.id) == col(Achievement.campaign_id))
        .where(
            col(Achievement.id).in_(holding),
            col(Achievement.state) != AchievementState.WITHDRAWN,
            col(Campaign.bloc_id) == bloc_id,
        )
        .order_by(col(Achievement.id))
        .limit(MOST_SHOWN)
    )
    return [one for one in found if one is not None]
