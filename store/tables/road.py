"""What carries a turn: inbox, outbox, forms, jobs, runs and history."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from store.columns import BIG, FACTS, INSTANT, choice


class UpdateState(StrEnum):
    """waiting -> taken -> done | ignored | failed; taken -> waiting when its run died."""

    WAITING = "waiting"
    TAKEN = "taken"
    DONE = "done"
    IGNORED = "ignored"
    FAILED = "failed"


class LetterKind(StrEnum):
    SEND = "send"
    EDIT = "edit"
    BARE = "bare"
    """An edit that only takes a message's buttons away."""
    PIN = "pin"
    DELETE = "delete"
    MENU = "menu"


class Lane(StrEnum):
    REPLY = "reply"
    NOTICE = "notice"
    REMINDER = "reminder"
    BROADCAST = "broadcast"


class LetterState(StrEnum):
    """waiting -> taken -> sent | dead | void; taken -> waiting when it is to go again."""

    WAITING = "waiting"
    TAKEN = "taken"
    SENT = "sent"
    VOID = "void"
    DEAD = "dead"


class FormState(StrEnum):
    OPEN = "open"
    DONE = "done"
    CANCELLED = "cancelled"


class JobState(StrEnum):
    WAITING = "waiting"
    TAKEN = "taken"
    DONE = "done"
    FAILED = "failed"


class Run(SQLModel, table=True):
    """One row each time a process became active."""

    id: int | None = Field(default=None, primary_key=True)
    started_at: datetime = Field(sa_type=INSTANT)
    ended_at: datetime | None = Field(default=None, sa_type=INSTANT)
    bot_username: str = ""


class Inbox(SQLModel, table=True):
    """A raw update, committed before Telegram is told it was received. The body is emptied when it is closed."""

    __table_args__ = (
        UniqueConstraint("bot_id", "update_id"),
        Index("ix_inbox_waiting", "state", "chat_key", "id"),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=BIG)
    bot_id: int = Field(sa_type=BIG)
    update_id: int = Field(sa_type=BIG)
    chat_key: int = Field(sa_type=BIG)
    received_at: datetime = Field(sa_type=INSTANT)
    body: str
    state: UpdateState = Field(default=UpdateState.WAITING, sa_type=choice(UpdateState))
    tries: int = 0
    run_id: int | None = None
    closed_at: datetime | None = Field(default=None, sa_type=INSTANT)
    error_id: str | None = None


class Letter(SQLModel, table=True):
    """Everything the bot says. `facts` are values copied when it was posted; a `live/` template asks again.

    An edit names its message by Telegram's id, or by the letter that sent it.
    """

    __table_args__ = (
        Index("ix_letter_waiting", "state", "lane", "stream", "due_at", "id"),
        Index("ix_letter_due", "state", "due_at"),
        Index("ix_letter_chat", "chat_id", "state"),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=BIG)
    key: str | None = Field(default=None, unique=True)
    chat_id: int = Field(foreign_key="chat.id")
    kind: LetterKind = Field(sa_type=choice(LetterKind))
    lane: Lane = Field(sa_type=choice(Lane))
    stream: str = Field(default="", sa_column_kwargs={"server_default": ""})
    """The announcement it belongs to, for fairness between several."""
    template: str
    facts: dict[str, Any] = Field(default_factory=dict, sa_type=FACTS)
    posted_at: datetime = Field(sa_type=INSTANT)
    due_at: datetime = Field(sa_type=INSTANT)
    useless_after: datetime | None = Field(default=None, sa_type=INSTANT)
    target_message_id: int | None = Field(default=None, sa_type=BIG)
    target_letter_id: int | None = Field(default=None, sa_type=BIG)
    edit_key: str | None = Field(default=None, index=True)
    topic_id: int | None = None
    state: LetterState = Field(default=LetterState.WAITING, sa_type=choice(LetterState))
    run_id: int | None = None
    tries: int = 0
    may_repeat: bool = False
    closed_at: datetime | None = Field(default=None, sa_type=INSTANT)
    message_id: int | None = Field(default=None, sa_type=BIG)
    parts: list[int] | None = Field(default=None, sa_type=FACTS)
    """The ids of all messages of an album."""
    reason: str | None = None


class Form(SQLModel, table=True):
    """A form of an account in a private chat; at most one is open. `answers` holds what was accepted so far."""

    __table_args__ = (
        Index(
            "ux_form_open",
            "account_id",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id", sa_type=BIG)
    chat_id: int = Field(foreign_key="chat.id")
    name: str
    step: str = ""
    answers: dict[str, Any] = Field(default_factory=dict, sa_type=FACTS)
    editing: bool = False
    media_group: str | None = None
    screen_letter_id: int | None = Field(default=None, sa_type=BIG)
    screen_message_id: int | None = Field(default=None, sa_type=BIG)
    state: FormState = Field(default=FormState.OPEN, sa_type=choice(FormState))
    opened_at: datetime = Field(sa_type=INSTANT)
    touched_at: datetime = Field(sa_type=INSTANT)


class Job(SQLModel, table=True):
    """Slow work to be done at least once. Unique under `key`; tried again at `due_at`."""

    id: int | None = Field(default=None, primary_key=True, sa_type=BIG)
    key: str = Field(unique=True)
    kind: str
    facts: dict[str, Any] = Field(default_factory=dict, sa_type=FACTS)
    state: JobState = Field(default=JobState.WAITING, sa_type=choice(JobState), index=True)
    due_at: datetime = Field(sa_type=INSTANT)
    tries: int = 0
    run_id: int | None = None
    reason: str | None = None


class Entry(SQLModel, table=True):
    """A line of history. `hash` covers the previous hash and every other column; names are never in it."""

    __tablename__ = "history"
    __table_args__ = (
        Index(
            "ix_history_skips",
            "subject",
            "subject_id",
            "actor_id",
            sqlite_where=text("action = 'skipped'"),
            postgresql_where=text("action = 'skipped'"),
        ),
    )

    id: int = Field(primary_key=True, sa_type=BIG, sa_column_kwargs={"autoincrement": False})
    at: datetime = Field(sa_type=INSTANT)
    bloc_id: int | None = Field(default=None, index=True)
    actor_id: int | None = None
    subject: str
    subject_id: int = Field(sa_type=BIG)
    action: str
    digest: str
    hash: str


class EntryDetails(SQLModel, table=True):
    """Before, after and why of a history entry, with the salt its digest covers. Emptied when a person is deleted."""

    __tablename__ = "history_details"

    entry_id: int = Field(
        primary_key=True, foreign_key="history.id", sa_type=BIG, sa_column_kwargs={"autoincrement": False}
    )
    salt: str
    details: dict[str, Any] | None = Field(default=None, sa_type=FACTS)
