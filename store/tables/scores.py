"""What was achieved and what it counts: achievements, their evidence, and the totals that follow from them."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from store.columns import BIG, FACTS, HUNDREDTHS, INSTANT, choice

ZERO = Decimal(0)


class AchievementState(StrEnum):
    """waiting (for the unit's head) -> confirmed (waits for the council) -> verified -> reversed."""

    WAITING = "waiting"
    CONFIRMED = "confirmed"
    RETURNED = "returned"
    VERIFIED = "verified"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    REVERSED = "reversed"


ACHIEVEMENT_MOVES: dict[AchievementState, frozenset[AchievementState]] = {
    AchievementState.WAITING: frozenset(
        {AchievementState.CONFIRMED, AchievementState.RETURNED, AchievementState.WITHDRAWN}
    ),
    AchievementState.CONFIRMED: frozenset(
        {
            AchievementState.VERIFIED,
            AchievementState.REJECTED,
            AchievementState.RETURNED,
            AchievementState.WITHDRAWN,
        }
    ),
    AchievementState.RETURNED: frozenset(
        {AchievementState.WAITING, AchievementState.CONFIRMED, AchievementState.WITHDRAWN}
    ),
    AchievementState.VERIFIED: frozenset({AchievementState.REVERSED}),
    AchievementState.REJECTED: frozenset(),
    AchievementState.WITHDRAWN: frozenset(),
    AchievementState.REVERSED: frozenset(),
}


class Achievement(SQLModel, table=True):
    """What a unit (no member) or one of its members achieved, under a criterion of the campaign's score table.

    `label` is the tier, part or case where the criterion names them; `assigned` the number asked for, where the rule
    is a ratio without a target of its own; `reach` counts shares, likes and the like. `given` are the council's points
    in place of the rule's, with `given_why`; `points` what the line is worth alone, set when it is verified.
    `version` counts what was sent in: a decision is about the version that was shown.
    """

    __table_args__ = (
        Index("ix_achievement_queue", "campaign_id", "state", "id"),
        Index("ix_achievement_unit", "unit_id", "state", "id"),
        Index("ix_achievement_member", "member_id", "state", "id"),
        Index("ix_achievement_lines", "campaign_id", "criterion", "unit_id", "state"),
    )

    id: int | None = Field(default=None, primary_key=True)
    campaign_id: int = Field(foreign_key="campaign.id")
    phase_id: int | None = Field(default=None, foreign_key="phase.id")
    unit_id: int = Field(foreign_key="unit.id")
    member_id: int | None = Field(default=None, foreign_key="member.id")
    target_id: int | None = Field(default=None, foreign_key="target.id", index=True)
    criterion: str
    label: str = ""
    title: str
    quantity: Decimal = Field(default=Decimal(1), sa_type=HUNDREDTHS)
    assigned: Decimal | None = Field(default=None, sa_type=HUNDREDTHS)
    reach: dict[str, Any] = Field(default_factory=dict, sa_type=FACTS)
    day: date
    state: AchievementState = Field(default=AchievementState.WAITING, sa_type=choice(AchievementState))
    version: int = 1
    reason: str = ""
    recorded_by_id: int = Field(foreign_key="member.id")
    recorded_at: datetime = Field(sa_type=INSTANT)
    confirmed_by_id: int | None = Field(default=None, foreign_key="member.id")
    confirmed_at: datetime | None = Field(default=None, sa_type=INSTANT)
    decided_by_id: int | None = Field(default=None, foreign_key="member.id")
    decided_at: datetime | None = Field(default=None, sa_type=INSTANT)
    given: Decimal | None = Field(default=None, sa_type=HUNDREDTHS)
    given_why: str = ""
    points: Decimal | None = Field(default=None, sa_type=HUNDREDTHS)


class Evidence(SQLModel, table=True):
    """What shows that an achievement is real: a file that was sent, a link, or a paper's number and date.

    `origin` is where a forwarded message came from and when it was first sent.
    """

    __table_args__ = (UniqueConstraint("achievement_id", "mark"),)

    id: int | None = Field(default=None, primary_key=True)
    achievement_id: int = Field(foreign_key="achievement.id")
    mark: str = Field(index=True)
    """What tells it from other evidence: Telegram's unique file id, the link, or the paper's number and day."""
    file_id: int | None = Field(default=None, foreign_key="file.id", index=True)
    link: str = ""
    paper_number: str = ""
    paper_day: date | None = None
    origin: dict[str, Any] = Field(default_factory=dict, sa_type=FACTS)
    added_by_id: int = Field(foreign_key="member.id")
    added_at: datetime = Field(sa_type=INSTANT)


class CriterionTotal(SQLModel, table=True):
    """What the verified lines of one subject under one criterion come to, in one phase or (0) in the whole campaign.

    `subject` is "unit:<id>" or "member:<id>:<unit's id>". The sums are those of `store.rules.scoring.Sums`; `points`
    what they come to within the criterion's maximum. Kept up with every change, never added up when read.
    """

    __tablename__ = "criterion_total"
    __table_args__ = (UniqueConstraint("campaign_id", "phase_id", "subject", "criterion"),)

    id: int | None = Field(default=None, primary_key=True, sa_type=BIG)
    campaign_id: int = Field(foreign_key="campaign.id")
    phase_id: int = 0
    subject: str
    criterion: str
    items: int = 0
    summed: Decimal = Field(default=ZERO, sa_type=HUNDREDTHS)
    actual: Decimal = Field(default=ZERO, sa_type=HUNDREDTHS)
    assigned: Decimal = Field(default=ZERO, sa_type=HUNDREDTHS)
    unranked: int = 0
    points: Decimal = Field(default=ZERO, sa_type=HUNDREDTHS)


class Standing(SQLModel, table=True):
    """The points of one unit (no member) or member in one phase or (0) in the whole campaign."""

    __table_args__ = (
        UniqueConstraint("campaign_id", "phase_id", "subject"),
        Index("ix_standing_points", "campaign_id", "phase_id", "is_member", "unranked", "points"),
        Index("ix_standing_unit_points", "campaign_id", "phase_id", "unit_id", "is_member", "unranked", "points"),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=BIG)
    campaign_id: int = Field(foreign_key="campaign.id")
    phase_id: int = 0
    subject: str
    is_member: bool
    unit_id: int = Field(foreign_key="unit.id")
    member_id: int | None = Field(default=None, foreign_key="member.id", index=True)
    points: Decimal = Field(default=ZERO, sa_type=HUNDREDTHS)
    bonus: Decimal = Field(default=ZERO, sa_type=HUNDREDTHS)
    penalty: Decimal = Field(default=ZERO, sa_type=HUNDREDTHS)
    initiatives: int = 0
    unranked: bool = False


class StandingsPost(SQLModel, table=True):
    """One posting of a campaign's standings to one group: where each unit stood then, for movement."""

    __tablename__ = "standings_post"
    __table_args__ = (UniqueConstraint("campaign_id", "chat_id", "due_at"),)

    id: int | None = Field(default=None, primary_key=True)
    campaign_id: int = Field(foreign_key="campaign.id")
    chat_id: int = Field(foreign_key="chat.id")
    due_at: datetime = Field(sa_type=INSTANT)
    places: dict[str, Any] = Field(default_factory=dict, sa_type=FACTS)


class PinnedBoard(SQLModel, table=True):
    """The one board of a campaign in a group that is edited in place.

    `letter_id` is the letter that last wrote it; `stale`: the points changed since.
    """

    __tablename__ = "pinned_board"
    __table_args__ = (UniqueConstraint("campaign_id", "chat_id"), Index("ix_pinned_board_stale", "stale"))

    id: int | None = Field(default=None, primary_key=True)
    campaign_id: int = Field(foreign_key="campaign.id")
    chat_id: int = Field(foreign_key="chat.id")
    letter_id: int = Field(foreign_key="letter.id", sa_type=BIG)
    stale: bool = False
