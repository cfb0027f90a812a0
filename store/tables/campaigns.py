"""What is run: campaigns, phases, milestones, the duties they make and the rungs of their ladders."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from store.columns import BIG, FACTS, INSTANT, choice


class CampaignState(StrEnum):
    DRAFT = "draft"
    LAUNCHED = "launched"
    SEALED = "sealed"


class PhaseState(StrEnum):
    """planned -> open -> ended (both follow from the dates) -> sealed."""

    PLANNED = "planned"
    OPEN = "open"
    ENDED = "ended"
    SEALED = "sealed"


class MilestoneKind(StrEnum):
    REGISTRATION = "registration"
    REPORT = "report"
    SELF_SCORE = "self_score"
    MEETING = "meeting"


class Owing(StrEnum):
    """From whom a milestone's thing is due."""

    UNITS = "units"
    MEMBERS = "members"
    LEADER = "leader"


class DeadlineForm(StrEnum):
    """How the plan words a deadline."""

    BEFORE = "before"
    BY = "by"
    IN = "in"
    AROUND = "around"


class DoneHow(StrEnum):
    """What discharged a duty."""

    REGISTERED = "registered"
    HANDED_IN = "handed_in"
    HELD = "held"
    OUTSIDE = "outside"


class RungState(StrEnum):
    """planned -> fired (letters were posted, or nobody owed) | passed (a later rung took its place)."""

    PLANNED = "planned"
    FIRED = "fired"
    PASSED = "passed"


class Campaign(SQLModel, table=True):
    """A campaign. `plan` is the rest of its validated file: reminders, products, quotas, score table and so on.

    `standings_for` is the due instant of its schedule up to which standings were posted; `summed_at` when its summary
    was.
    """

    __table_args__ = (UniqueConstraint("bloc_id", "code"),)

    id: int | None = Field(default=None, primary_key=True)
    bloc_id: int = Field(foreign_key="bloc.id", index=True)
    code: str
    title: str
    decision: str | None = None
    slogan: str | None = None
    starts: date
    ends: date
    launch_on: date | None = None
    state: CampaignState = Field(default=CampaignState.DRAFT, sa_type=choice(CampaignState))
    launched_at: datetime | None = Field(default=None, sa_type=INSTANT)
    owner_unit_id: int | None = Field(default=None, foreign_key="unit.id")
    parent_id: int | None = Field(default=None, foreign_key="campaign.id")
    lenient: bool = False
    standings_for: datetime | None = Field(default=None, sa_type=INSTANT)
    summed_at: datetime | None = Field(default=None, sa_type=INSTANT)
    plan: dict[str, Any] = Field(default_factory=dict, sa_type=FACTS)


class Phase(SQLModel, table=True):
    """A phase: open from 00:00 of `starts` to the end of `ends`, in the bloc's zone.

    `closing_at`: when the groups were told that it ends soon; `summed_at`: when its summary was posted.
    """

    __table_args__ = (UniqueConstraint("campaign_id", "code"),)

    id: int | None = Field(default=None, primary_key=True)
    campaign_id: int = Field(foreign_key="campaign.id", index=True)
    code: str
    name: str
    theme: str = ""
    starts: date
    ends: date
    state: PhaseState = Field(default=PhaseState.PLANNED, sa_type=choice(PhaseState))
    closing_at: datetime | None = Field(default=None, sa_type=INSTANT)
    summed_at: datetime | None = Field(default=None, sa_type=INSTANT)


class Milestone(SQLModel, table=True):
    """What is due, from whom, until when. `day` is the plan's day (a month's first for `in`), none while `around`.

    A recurring milestone of the file is one row whose duties have one occurrence a due day (`every`).
    One that was withdrawn after the launch asks nothing more; what was done for it stays.
    """

    __table_args__ = (UniqueConstraint("campaign_id", "code"),)

    id: int | None = Field(default=None, primary_key=True)
    campaign_id: int = Field(foreign_key="campaign.id", index=True)
    phase_id: int | None = Field(default=None, foreign_key="phase.id")
    code: str
    kind: MilestoneKind = Field(sa_type=choice(MilestoneKind))
    title: str
    owing: Owing = Field(sa_type=choice(Owing))
    form: DeadlineForm = Field(sa_type=choice(DeadlineForm))
    day: date | None = None
    around: str | None = None
    every: str | None = None
    pledge: bool = False
    place: int = 0
    withdrawn_at: datetime | None = Field(default=None, sa_type=INSTANT)


class Duty(SQLModel, table=True):
    """What one milestone asks of one owner, once: a unit, a member, or the office (neither set).

    `day` is the plan's day of this occurrence; `last_day` the last valid day; `ends_at` the instant after it.
    `extended_to` replaces the last valid day for this owner. `done_on` is the day that counts (paper: the office's).
    """

    __table_args__ = (UniqueConstraint("milestone_id", "owner", "day"),)

    id: int | None = Field(default=None, primary_key=True)
    campaign_id: int = Field(foreign_key="campaign.id", index=True)
    milestone_id: int = Field(foreign_key="milestone.id", index=True)
    owner: str
    unit_id: int | None = Field(default=None, foreign_key="unit.id", index=True)
    member_id: int | None = Field(default=None, foreign_key="member.id", index=True)
    day: date
    last_day: date
    ends_at: datetime = Field(sa_type=INSTANT)
    extended_to: date | None = None
    extension_reason: str = ""
    done_at: datetime | None = Field(default=None, sa_type=INSTANT)
    done_on: date | None = None
    done_how: DoneHow | None = Field(default=None, sa_type=choice(DoneHow))
    done_note: str = ""


class Rung(SQLModel, table=True):
    """One rung of a duty's ladder. `offset_days` before the last valid day, negative after it.

    `account_id`: the one person who asked for it ("remind me tomorrow"); 0 for everybody who owes.
    """

    __table_args__ = (UniqueConstraint("duty_id", "morning", "account_id"), Index("ix_rung_due", "state", "at"))

    id: int | None = Field(default=None, primary_key=True)
    duty_id: int = Field(foreign_key="duty.id", index=True)
    account_id: int = Field(default=0, sa_type=BIG)
    offset_days: int
    morning: date
    at: datetime = Field(sa_type=INSTANT)
    state: RungState = Field(default=RungState.PLANNED, sa_type=choice(RungState))


class LaunchReceipt(SQLModel, table=True):
    """A unit head said "received" to a campaign's launch."""

    __tablename__ = "launch_receipt"
    __table_args__ = (UniqueConstraint("campaign_id", "account_id"),)

    id: int | None = Field(default=None, primary_key=True)
    campaign_id: int = Field(foreign_key="campaign.id")
    account_id: int = Field(foreign_key="account.id", sa_type=BIG)
    at: datetime = Field(sa_type=INSTANT)
