from dataclasses import dataclass
from typing import ClassVar

from messages.actions.action import Action


@dataclass(frozen=True)
class HandIn(Action):
    """Begin to hand in for a duty."""

    code: ClassVar[str] = "oh"
    duty_id: int


@dataclass(frozen=True)
class GiveFiles(Action):
    """Hand in the files that the open form holds for a duty."""

    code: ClassVar[str] = "of"
    form_id: int
    duty_id: int


@dataclass(frozen=True)
class OpenReport(Action):
    """Read one version of a report."""

    code: ClassVar[str] = "or"
    report_id: int


@dataclass(frozen=True)
class SendFiles(Action):
    """Show the files of a report."""

    code: ClassVar[str] = "os"
    report_id: int


@dataclass(frozen=True)
class DraftReport(Action):
    """Send the report of a duty as the bot drafts it."""

    code: ClassVar[str] = "zd"
    duty_id: int


@dataclass(frozen=True)
class ShowVersions(Action):
    """Show everything that was handed in for the duty of a report."""

    code: ClassVar[str] = "zv"
    report_id: int
