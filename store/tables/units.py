"""What becomes of units and of who acts in them: former names, delegations, and lists of people that were sent in."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlmodel import Field, SQLModel

from store.columns import FACTS, INSTANT, choice


class UnitName(SQLModel, table=True):
    """What a unit was called before, up to and with `last_day`."""

    __tablename__ = "unit_name"

    id: int | None = Field(default=None, primary_key=True)
    unit_id: int = Field(foreign_key="unit.id", index=True)
    name: str
    last_day: date


class Delegation(SQLModel, table=True):
    """A member of a unit acts for its head (uỷ quyền) from the first to the last day, both included.

    One taken back early ends the day before; one that never began has a last day before its first.
    """

    id: int | None = Field(default=None, primary_key=True)
    unit_id: int = Field(foreign_key="unit.id", index=True)
    member_id: int = Field(foreign_key="member.id", index=True)
    given_by_id: int = Field(foreign_key="member.id")
    first_day: date
    last_day: date


class PeopleListState(StrEnum):
    """reading -> ready | refused (rows are wrong); ready -> taken | dropped."""

    READING = "reading"
    READY = "ready"
    REFUSED = "refused"
    TAKEN = "taken"
    DROPPED = "dropped"


class PeopleList(SQLModel, table=True):
    """An Excel list of people that somebody sent, of a whole bloc or of one unit.

    `read` is what the job found: {people, mistakes}; of a list that was taken {new}, of others nothing is kept.
    """

    __tablename__ = "people_list"

    id: int | None = Field(default=None, primary_key=True)
    bloc_id: int = Field(foreign_key="bloc.id", index=True)
    unit_id: int | None = Field(default=None, foreign_key="unit.id")
    sent_by_id: int = Field(foreign_key="member.id")
    sent_at: datetime = Field(sa_type=INSTANT)
    telegram_file_id: str
    file_name: str
    state: PeopleListState = Field(default=PeopleListState.READING, sa_type=choice(PeopleListState))
    read: dict[str, Any] = Field(default_factory=dict, sa_type=FACTS)
