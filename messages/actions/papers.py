from dataclasses import dataclass
from typing import ClassVar

from messages.actions.action import Action


@dataclass(frozen=True)
class OpenPaperStyle(Action):
    """Show how the bloc's papers are laid out."""

    code: ClassVar[str] = "zb"


@dataclass(frozen=True)
class SetPaperStyle(Action):
    """Choose how the bloc's papers are laid out: state or party."""

    code: ClassVar[str] = "zk"
    style: str
