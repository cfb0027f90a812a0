"""What people ask the bloc leader's office, and what it answers."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from store.columns import FACTS, INSTANT, choice


class FeedbackState(StrEnum):
    """waiting (for the office) -> answered; answered -> waiting when the person asks further."""

    WAITING = "waiting"
    ANSWERED = "answered"


class Feedback(SQLModel, table=True):
    """A talk of one person with the office. `waiting_since`: the oldest words without an answer.

    `reminded_at`: when the office was told that this has been waiting; empty again with every answer.
    """

    __table_args__ = (Index("ix_feedback_queue", "bloc_id", "state", "waiting_since"),)

    id: int | None = Field(default=None, primary_key=True)
    bloc_id: int = Field(foreign_key="bloc.id")
    member_id: int = Field(foreign_key="member.id", index=True)
    state: FeedbackState = Field(default=FeedbackState.WAITING, sa_type=choice(FeedbackState))
    waiting_since: datetime = Field(sa_type=INSTANT)
    reminded_at: datetime | None = Field(default=None, sa_type=INSTANT)


class FeedbackMessage(SQLModel, table=True):
    """One turn of the talk. `files` are as a form keeps them: Telegram has them, no copy is made."""

    __tablename__ = "feedback_message"

    id: int | None = Field(default=None, primary_key=True)
    feedback_id: int = Field(foreign_key="feedback.id", index=True)
    by_id: int = Field(foreign_key="member.id", index=True)
    of_office: bool
    text: str = ""
    files: list[Any] = Field(default_factory=list, sa_type=FACTS)
    at: datetime = Field(sa_type=INSTANT)
