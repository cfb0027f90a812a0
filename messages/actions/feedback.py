from dataclasses import dataclass
from typing import ClassVar

from messages.actions.action import Action


@dataclass(frozen=True)
class AskOffice(Action):
    """Write to the office: a new question, or further in one's own talk."""

    code: ClassVar[str] = "gt"
    feedback_id: int | None


@dataclass(frozen=True)
class OpenFeedback(Action):
    """A talk with the office, turn by turn."""

    code: ClassVar[str] = "go"
    feedback_id: int


@dataclass(frozen=True)
class AnswerFeedback(Action):
    """Answer for the office to what was shown (`seen`: its newest turn)."""

    code: ClassVar[str] = "gr"
    feedback_id: int
    seen: int


@dataclass(frozen=True)
class FeedbackFiles(Action):
    """Send me the files of a talk."""

    code: ClassVar[str] = "gf"
    feedback_id: int


@dataclass(frozen=True)
class ListFeedback(Action):
    """What waits for the office, or what I asked."""

    code: ClassVar[str] = "gx"
    mine: bool
