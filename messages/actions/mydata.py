from dataclasses import dataclass
from typing import ClassVar

from messages.actions.action import Action


@dataclass(frozen=True)
class ShowMyData(Action):
    """What is kept about me."""

    code: ClassVar[str] = "bd"


@dataclass(frozen=True)
class SendMyData(Action):
    """All of it as a file."""

    code: ClassVar[str] = "bf"


@dataclass(frozen=True)
class CorrectMyName(Action):
    code: ClassVar[str] = "bn"


@dataclass(frozen=True)
class AskWithdrawConsent(Action):
    """Say what withdrawing consent means, and ask for the second tap."""

    code: ClassVar[str] = "bq"


@dataclass(frozen=True)
class WithdrawConsent(Action):
    code: ClassVar[str] = "bw"


@dataclass(frozen=True)
class AskDeleteMe(Action):
    """Say what deleting means, and ask for the second tap."""

    code: ClassVar[str] = "bx"


@dataclass(frozen=True)
class DeleteMe(Action):
    code: ClassVar[str] = "by"


@dataclass(frozen=True)
class ConsentAgain(Action):
    """Agree to what is kept as it is worded now (`version`)."""

    code: ClassVar[str] = "bc"
    version: int
