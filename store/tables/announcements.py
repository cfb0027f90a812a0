"""Announcements, who gets them and what they answered. Whether one arrived is told by its letters."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from store.columns import BIG, FACTS, INSTANT, choice


class AnnouncementState(StrEnum):
    """What is being done about it; how far it came is a count over letters. See ANNOUNCEMENT_MOVES."""

    SCHEDULED = "scheduled"
    SENDING = "sending"
    PAUSED = "paused"
    SENT = "sent"
    """Nothing of it waits."""
    CANCELLED = "cancelled"
    DELETED = "deleted"
    """Taken back from whoever had it."""


ANNOUNCEMENT_MOVES: dict[AnnouncementState, frozenset[AnnouncementState]] = {
    AnnouncementState.SCHEDULED: frozenset({AnnouncementState.SENDING, AnnouncementState.CANCELLED}),
    AnnouncementState.SENDING: frozenset(
        {
            AnnouncementState.PAUSED,
            AnnouncementState.SENT,
            AnnouncementState.CANCELLED,
            AnnouncementState.DELETED,
        }
    ),
    AnnouncementState.PAUSED: frozenset(
        {AnnouncementState.SENDING, AnnouncementState.CANCELLED, AnnouncementState.DELETED}
    ),
    AnnouncementState.SENT: frozenset({AnnouncementState.SENDING, AnnouncementState.DELETED}),
    AnnouncementState.CANCELLED: frozenset({AnnouncementState.DELETED}),
    AnnouncementState.DELETED: frozenset(),
}


class Asks(StrEnum):
    """What a reader is asked to tap."""

    NOTHING = "nothing"
    RECEIVED = "received"
    ATTENDANCE = "attendance"


class Reply(StrEnum):
    RECEIVED = "received"
    ATTENDS = "attends"
    ABSENT = "absent"
    DEPUTY = "deputy"


class ReaderKind(StrEnum):
    GROUP = "group"
    HEAD = "head"
    MEMBER = "member"
    PASSER = "passer"
    """Not sent to, but answered in a group that got it."""


class Announcement(SQLModel, table=True):
    """What the office tells the bloc, or a head the own unit. `body` is Telegram's HTML, `files` its ids of files.

    `audience` is {groups, heads, members: bool, units: [ids] or empty for all, unanswered_of: id or None}. `work_at`:
    when the sweep looks at it next. The screen that shows how far it came is known by its message or its letter.
    """

    __table_args__ = (
        Index(
            "ix_announcement_work",
            "work_at",
            sqlite_where=text("work_at IS NOT NULL"),
            postgresql_where=text("work_at IS NOT NULL"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    bloc_id: int = Field(foreign_key="bloc.id", index=True)
    unit_id: int | None = Field(default=None, foreign_key="unit.id")
    campaign_id: int | None = Field(default=None, foreign_key="campaign.id")
    author_id: int = Field(foreign_key="member.id")
    body: str
    captioned: bool = False
    files: list[dict[str, Any]] = Field(default_factory=list, sa_type=FACTS)
    audience: dict[str, Any] = Field(default_factory=dict, sa_type=FACTS)
    asks: Asks = Field(sa_type=choice(Asks))
    event_day: date | None = None
    state: AnnouncementState = Field(sa_type=choice(AnnouncementState))
    made_at: datetime = Field(sa_type=INSTANT)
    send_at: datetime = Field(sa_type=INSTANT)
    planned: bool = False
    version: int = 1
    corrected_at: datetime | None = Field(default=None, sa_type=INSTANT)
    reminded_at: datetime | None = Field(default=None, sa_type=INSTANT)
    work_at: datetime | None = Field(default=None, sa_type=INSTANT)
    shown: dict[str, Any] = Field(default_factory=dict, sa_type=FACTS)
    screen_chat_id: int | None = Field(default=None, foreign_key="chat.id")
    screen_message_id: int | None = Field(default=None, sa_type=BIG)
    screen_letter_id: int | None = Field(default=None, sa_type=BIG)


class AnnouncementReader(SQLModel, table=True):
    """A group or a person an announcement is for, each once: `who` is `g` and the chat's, or `m` and the member's id.

    `letter_id`: the letter that carries the text; none where nobody could be written to. `version`: of the text that
    was last posted to them.
    """

    __tablename__ = "announcement_reader"
    __table_args__ = (
        UniqueConstraint("announcement_id", "who"),
        Index("ix_announcement_reader_chat", "chat_id", "announcement_id"),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=BIG)
    announcement_id: int = Field(foreign_key="announcement.id")
    who: str
    kind: ReaderKind = Field(sa_type=choice(ReaderKind))
    chat_id: int | None = Field(default=None, foreign_key="chat.id")
    member_id: int | None = Field(default=None, foreign_key="member.id", index=True)
    unit_id: int | None = Field(default=None, foreign_key="unit.id")
    letter_id: int | None = Field(default=None, sa_type=BIG)
    version: int = 1
    answer: Reply | None = Field(default=None, sa_type=choice(Reply))
    reason: str = ""
    deputy: str = ""
    answered_at: datetime | None = Field(default=None, sa_type=INSTANT)
    answered_version: int | None = None
    reminded_at: datetime | None = Field(default=None, sa_type=INSTANT)
    taken_back: bool = False
