from dataclasses import dataclass
from typing import ClassVar

from messages.actions.action import Action
from store.tables import Reply


@dataclass(frozen=True)
class OpenAnnouncements(Action):
    """What was announced, newest first."""

    code: ClassVar[str] = "nl"
    page: int = 0


@dataclass(frozen=True)
class NewAnnouncement(Action):
    """Write an announcement."""

    code: ClassVar[str] = "nn"


@dataclass(frozen=True)
class OpenAnnouncement(Action):
    """Show how far an announcement is and what may be done."""

    code: ClassVar[str] = "no"
    announcement_id: int


@dataclass(frozen=True)
class ReadAnnouncement(Action):
    """Show an announcement as it was sent."""

    code: ClassVar[str] = "nr"
    announcement_id: int


@dataclass(frozen=True)
class PauseAnnouncement(Action):
    """Send nothing more of it until it goes on."""

    code: ClassVar[str] = "np"
    announcement_id: int


@dataclass(frozen=True)
class ContinueAnnouncement(Action):
    """Send what was paused."""

    code: ClassVar[str] = "ng"
    announcement_id: int


@dataclass(frozen=True)
class CancelAnnouncement(Action):
    """Send it to nobody who has not got it."""

    code: ClassVar[str] = "nc"
    announcement_id: int


@dataclass(frozen=True)
class ResendAnnouncement(Action):
    """Send it again to those it did not come to."""

    code: ClassVar[str] = "nf"
    announcement_id: int


@dataclass(frozen=True)
class CorrectAnnouncement(Action):
    """Write another text in its place."""

    code: ClassVar[str] = "ne"
    announcement_id: int


@dataclass(frozen=True)
class AskTakeBack(Action):
    """Ask whether it shall be deleted for everybody."""

    code: ClassVar[str] = "nd"
    announcement_id: int


@dataclass(frozen=True)
class TakeBackAnnouncement(Action):
    """Delete it for everybody."""

    code: ClassVar[str] = "nx"
    announcement_id: int


@dataclass(frozen=True)
class ShowSilentReaders(Action):
    """Who has not answered, by unit."""

    code: ClassVar[str] = "ns"
    announcement_id: int
    page: int = 0


@dataclass(frozen=True)
class RemindSilentReaders(Action):
    """Remind those who have not answered."""

    code: ClassVar[str] = "nm"
    announcement_id: int


@dataclass(frozen=True)
class ExportAnswers(Action):
    """Send all answers as an Excel file."""

    code: ClassVar[str] = "ny"
    announcement_id: int


@dataclass(frozen=True)
class CopyAnnouncement(Action):
    """Write a new one that begins as this one."""

    code: ClassVar[str] = "nk"
    announcement_id: int


@dataclass(frozen=True)
class AnswerAnnouncement(Action):
    """Answer an announcement; 0 is its preview."""

    code: ClassVar[str] = "na"
    announcement_id: int
    reply: Reply
