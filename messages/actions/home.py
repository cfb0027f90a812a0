from dataclasses import dataclass
from typing import ClassVar

from messages.actions.action import Action


@dataclass(frozen=True)
class OpenCommand(Action):
    """Run a command by its name, as if it were typed."""

    code: ClassVar[str] = "hc"
    name: str


@dataclass(frozen=True)
class ChooseBloc(Action):
    """Show the blocs this person belongs to."""

    code: ClassVar[str] = "hb"


@dataclass(frozen=True)
class SwitchBloc(Action):
    """Go on in another bloc."""

    code: ClassVar[str] = "hs"
    bloc_id: int


@dataclass(frozen=True)
class SetLanguage(Action):
    code: ClassVar[str] = "hl"
    language: str
