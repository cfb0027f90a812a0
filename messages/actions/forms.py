from dataclasses import dataclass
from typing import ClassVar

from messages.actions.action import Action


@dataclass(frozen=True)
class Answer(Action):
    """Give `value` as the answer to a step of an open form."""

    code: ClassVar[str] = "a"
    form_id: int
    step: str
    value: str


@dataclass(frozen=True)
class Back(Action):
    """Go back to the step before `step`."""

    code: ClassVar[str] = "b"
    form_id: int
    step: str


@dataclass(frozen=True)
class CancelForm(Action):
    code: ClassVar[str] = "x"
    form_id: int


@dataclass(frozen=True)
class EditStep(Action):
    """Ask one step again from the preview."""

    code: ClassVar[str] = "e"
    form_id: int
    step: str


@dataclass(frozen=True)
class Submit(Action):
    """Send the form as previewed."""

    code: ClassVar[str] = "s"
    form_id: int


@dataclass(frozen=True)
class Resume(Action):
    """Show the current step of the open form again."""

    code: ClassVar[str] = "r"


@dataclass(frozen=True)
class Home(Action):
    """Show the home screen."""

    code: ClassVar[str] = "h"
