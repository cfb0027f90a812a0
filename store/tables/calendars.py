"""Who took their calendar as a file, and what stood in it."""

from datetime import datetime
from typing import Any

from sqlmodel import Field, SQLModel

from store.columns import BIG, FACTS, INSTANT


class CalendarCopy(SQLModel, table=True):
    """The calendar a member keeps. `entries`: what the newest file says, by the part of its UID that tells it apart.

    `check_at`: when it is next compared with the dates as they are; once a day, so a file is sent once a day at most.
    `seen`: the last entry of the history when it was made or compared.
    """

    __tablename__ = "calendar_copy"

    id: int | None = Field(default=None, primary_key=True)
    member_id: int = Field(foreign_key="member.id", unique=True)
    entries: dict[str, Any] = Field(default_factory=dict, sa_type=FACTS)
    seen: int = Field(default=0, sa_type=BIG)
    made_at: datetime = Field(sa_type=INSTANT)
    taken_at: datetime | None = Field(default=None, sa_type=INSTANT)
    check_at: datetime = Field(sa_type=INSTANT, index=True)
