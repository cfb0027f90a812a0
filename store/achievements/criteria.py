"""Under which criteria something may be recorded, the likeliest first, and for which registrations."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import func
from sqlmodel import Session, col, select

from store.campaign_file.score_entries import CriterionEntry, Timely
from store.points.tables import table_of_unit
from store.rules.scoring import criteria_for
from store.tables import Achievement, Campaign, Target, TargetState, Unit

RECENT = timedelta(days=90)
_WORD = re.compile(r"\w{2,}")


def recordable(campaign: Campaign, unit: Unit, *, member: bool) -> list[CriterionEntry]:
    """The criteria a member, or the unit, may record something under; what follows from milestones is not recorded."""
    table = table_of_unit(campaign, unit)
    found = criteria_for(table, member=member) if table is not None else []
    return [one for one in found if not isinstance(one.rule, Timely)]


def likeliest(
    session: Session, campaign: Campaign, unit: Unit, *, member_id: int | None, text: str, now: datetime
) -> list[CriterionEntry]:
    """All criteria that may be recorded under, by words shared with the text, then by how often they were used lately:
    by this person (or for the unit), then by anybody in the unit; else in the table's order."""
    found = recordable(campaign, unit, member=member_id is not None)
    words = _words(text)
    mine = _used(session, campaign, unit, member_id, now)
    everybody = _used(session, campaign, unit, None, now)
    order = {one.code: place for place, one in enumerate(found)}
    return sorted(
        found,
        key=lambda one: (
            -len(words & _words(one.title)),
            -mine.get(one.code, 0),
            -everybody.get(one.code, 0),
            order[one.code],
        ),
    )


def targets_served(session: Session, campaign_id: int, *, unit_id: int, member_id: int | None) -> list[Target]:
    """The confirmed registrations of a person, or of the unit, that an achievement of theirs may be for."""
    found = select(Target).where(
        col(Target.campaign_id) == campaign_id,
        col(Target.unit_id) == unit_id,
        col(Target.member_id) == member_id,
        col(Target.state) == TargetState.CONFIRMED,
    )
    return list(session.exec(found.order_by(col(Target.id))))


def _used(session: Session, campaign: Campaign, unit: Unit, member_id: int | None, now: datetime) -> dict[str, int]:
    """criterion -> how many were recorded in the last three months."""
    counted = (
        select(col(Achievement.criterion), func.count())
        .where(
            col(Achievement.campaign_id) == campaign.id,
            col(Achievement.unit_id) == unit.id,
            col(Achievement.recorded_at) >= now - RECENT,
        )
        .group_by(col(Achievement.criterion))
    )
    if member_id is not None:
        counted = counted.where(col(Achievement.member_id) == member_id)
    rows: Sequence[tuple[str, int]] = [(row[0], row[1]) for row in session.execute(counted)]
    return dict(rows)


def _words(text: str) -> set[str]:
    """Words without diacritics, since many type so."""
    plain = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return set(_WORD.findall("".join(letter for letter in plain if not unicodedata.combining(letter))))
