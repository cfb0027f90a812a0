"""What becomes of a campaign besides its plan: changes after the launch, the plan's file, commemorative days."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from store.columns import FACTS, INSTANT


class CampaignChange(SQLModel, table=True):
    """One change after the launch. `part` says of what, `before` and `after` hold a value each as it is shown."""

    __tablename__ = "campaign_change"

    id: int | None = Field(default=None, primary_key=True)
    campaign_id: int = Field(foreign_key="campaign.id", index=True)
    phase_id: int | None = Field(default=None, foreign_key="phase.id")
    milestone_id: int | None = Field(default=None, foreign_key="milestone.id")
    part: str
    before: dict[str, Any] = Field(default_factory=dict, sa_type=FACTS)
    after: dict[str, Any] = Field(default_factory=dict, sa_type=FACTS)
    reason: str
    by_id: int = Field(foreign_key="member.id")
    at: datetime = Field(sa_type=INSTANT)


class PlanDocument(SQLModel, table=True):
    """The plan itself, as a file somebody sent; the newest of a campaign is handed out."""

    __tablename__ = "plan_document"

    id: int | None = Field(default=None, primary_key=True)
    campaign_id: int = Field(foreign_key="campaign.id", index=True)
    file_id: int = Field(foreign_key="file.id")
    added_by_id: int = Field(foreign_key="member.id")
    added_at: datetime = Field(sa_type=INSTANT)


class Occasion(SQLModel, table=True):
    """A commemorative day of a bloc: of a campaign's plan, of the catalogue (`code`), or typed; perhaps a unit's own.

    `year`: kept in that year only. `founded`: the years since then are said. `next_at`: when its post is due next,
    None while it is switched off, over, or its campaign is a draft. `posted_on`: the last day it was posted on.
    """

    __table_args__ = (Index("ix_occasion_next_at", "next_at"),)

    id: int | None = Field(default=None, primary_key=True)
    bloc_id: int = Field(foreign_key="bloc.id", index=True)
    campaign_id: int | None = Field(default=None, foreign_key="campaign.id", index=True)
    unit_id: int | None = Field(default=None, foreign_key="unit.id")
    code: str = ""
    name: str
    month: int
    day: int
    year: int | None = None
    founded: int | None = None
    active: bool = True
    next_at: datetime | None = Field(default=None, sa_type=INSTANT)
    posted_on: date | None = None
