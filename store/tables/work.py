"""What people do: targets, pledges, reports and the files that came with them."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from store.columns import BIG, FACTS, INSTANT, choice


class TargetKind(StrEnum):
    PRODUCT = "product"
    GOAL = "goal"
    TITLE = "title"
    INITIATIVE = "initiative"
    EXEMPLAR = "exemplar"


class TargetState(StrEnum):
    """waiting (for the head, or for the office) -> confirmed | returned; returned -> waiting; any -> withdrawn."""

    WAITING = "waiting"
    CONFIRMED = "confirmed"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"


TARGET_MOVES: dict[TargetState, frozenset[TargetState]] = {
    TargetState.WAITING: frozenset(
        {TargetState.WAITING, TargetState.CONFIRMED, TargetState.RETURNED, TargetState.WITHDRAWN}
    ),
    TargetState.CONFIRMED: frozenset({TargetState.WAITING, TargetState.WITHDRAWN}),
    TargetState.RETURNED: frozenset({TargetState.WAITING, TargetState.WITHDRAWN}),
    TargetState.WITHDRAWN: frozenset(),
}


class Target(SQLModel, table=True):
    """A registration of a unit (no member) or of one of its members. `body` is what was typed, validated.

    `days_late` counts calendar days after the registration milestone's last valid day; 0 is on time.
    """

    id: int | None = Field(default=None, primary_key=True)
    campaign_id: int = Field(foreign_key="campaign.id", index=True)
    phase_id: int | None = Field(default=None, foreign_key="phase.id")
    unit_id: int = Field(foreign_key="unit.id", index=True)
    member_id: int | None = Field(default=None, foreign_key="member.id", index=True)
    kind: TargetKind = Field(sa_type=choice(TargetKind))
    item: str = ""
    title: str
    body: dict[str, Any] = Field(default_factory=dict, sa_type=FACTS)
    state: TargetState = Field(default=TargetState.WAITING, sa_type=choice(TargetState))
    version: int = 1
    days_late: int = 0
    reason: str = ""
    registered_by_id: int = Field(foreign_key="member.id")
    registered_at: datetime = Field(sa_type=INSTANT)
    decided_by_id: int | None = Field(default=None, foreign_key="member.id")
    decided_at: datetime | None = Field(default=None, sa_type=INSTANT)


class TargetVersion(SQLModel, table=True):
    """What a target said in each of its versions."""

    __tablename__ = "target_version"
    __table_args__ = (UniqueConstraint("target_id", "version"),)

    id: int | None = Field(default=None, primary_key=True)
    target_id: int = Field(foreign_key="target.id")
    version: int
    at: datetime = Field(sa_type=INSTANT)
    by_id: int = Field(foreign_key="member.id")
    body: dict[str, Any] = Field(default_factory=dict, sa_type=FACTS)


class Pledge(SQLModel, table=True):
    """A unit's pledge in a campaign: the hash and the content that were signed, by whom and when."""

    __table_args__ = (UniqueConstraint("campaign_id", "unit_id"),)

    id: int | None = Field(default=None, primary_key=True)
    campaign_id: int = Field(foreign_key="campaign.id")
    unit_id: int = Field(foreign_key="unit.id")
    signed_hash: str | None = None
    signed_content: dict[str, Any] | None = Field(default=None, sa_type=FACTS)
    signed_at: datetime | None = Field(default=None, sa_type=INSTANT)
    signed_by_id: int | None = Field(default=None, foreign_key="member.id")


class Report(SQLModel, table=True):
    """What was handed in for a report duty; each handing in is a new version, the last one counts."""

    __table_args__ = (UniqueConstraint("duty_id", "version"),)

    id: int | None = Field(default=None, primary_key=True)
    duty_id: int = Field(foreign_key="duty.id", index=True)
    version: int
    text: str = ""
    handed_in_at: datetime = Field(sa_type=INSTANT)
    handed_in_by_id: int = Field(foreign_key="member.id")
    days_late: int = 0


class FileState(StrEnum):
    """loading -> stored | lost (cannot be had) | refused (is not what its name says)."""

    LOADING = "loading"
    STORED = "stored"
    LOST = "lost"
    REFUSED = "refused"


class File(SQLModel, table=True):
    """A file somebody sent with a report, or as evidence (no report).

    `sha256` names its original in the data folder once a job has fetched it.
    """

    __table_args__ = (UniqueConstraint("report_id", "unique_id"),)

    id: int | None = Field(default=None, primary_key=True)
    report_id: int | None = Field(default=None, foreign_key="report.id", index=True)
    telegram_file_id: str
    unique_id: str = Field(index=True)
    kind: str
    name: str
    mime: str = ""
    size: int | None = Field(default=None, sa_type=BIG)
    sha256: str | None = Field(default=None, index=True)
    state: FileState = Field(default=FileState.LOADING, sa_type=choice(FileState))
