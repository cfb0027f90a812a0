from dataclasses import dataclass
from typing import ClassVar

from messages.actions.action import Action
from store.groups import PostKind


@dataclass(frozen=True)
class AddGroup(Action):
    """Make the one-time address that adds the bot to a group of the bloc, or of one unit."""

    code: ClassVar[str] = "ga"
    unit_id: int | None


@dataclass(frozen=True)
class LinkHere(Action):
    """Link the group this is tapped in, with its topic. No bloc: to what the person who taps keeps."""

    code: ClassVar[str] = "gl"
    bloc_id: int | None
    unit_id: int | None


@dataclass(frozen=True)
class AskUnlink(Action):
    code: ClassVar[str] = "gq"


@dataclass(frozen=True)
class Unlink(Action):
    """End the link of the group this is tapped in, if it is still to this place."""

    code: ClassVar[str] = "gu"
    bloc_id: int
    unit_id: int | None


@dataclass(frozen=True)
class CheckGroup(Action):
    """Show what is posted in this group and what is missing."""

    code: ClassVar[str] = "gk"


@dataclass(frozen=True)
class ChoosePost(Action):
    """Whether a kind of post comes to this group."""

    code: ClassVar[str] = "gp"
    kind: PostKind
    wanted: bool


@dataclass(frozen=True)
class SetGroupLanguage(Action):
    code: ClassVar[str] = "gn"
    language: str


@dataclass(frozen=True)
class ShowSilent(Action):
    """Tell me in private who of this group's bloc or unit the bot cannot write to."""

    code: ClassVar[str] = "gs"


@dataclass(frozen=True)
class OpenGroup(Action):
    """What is posted in a linked group and what is missing there, seen from the private chat."""

    code: ClassVar[str] = "gb"
    chat_id: int


@dataclass(frozen=True)
class ChooseGroupPost(Action):
    """Whether a kind of post comes to that group."""

    code: ClassVar[str] = "gc"
    chat_id: int
    kind: PostKind
    wanted: bool


@dataclass(frozen=True)
class ChooseGroupLanguage(Action):
    code: ClassVar[str] = "gd"
    chat_id: int
    language: str


@dataclass(frozen=True)
class ShowGroupSilent(Action):
    """Tell me who of that group's bloc or unit the bot cannot write to."""

    code: ClassVar[str] = "ge"
    chat_id: int


@dataclass(frozen=True)
class AskUnlinkGroup(Action):
    """Ask whether to end the link of that group."""

    code: ClassVar[str] = "gg"
    chat_id: int


@dataclass(frozen=True)
class UnlinkGroup(Action):
    """End the link of that group, if it is still to this place."""

    code: ClassVar[str] = "gh"
    chat_id: int
    unit_id: int | None
