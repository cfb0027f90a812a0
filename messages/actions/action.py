from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class Action:
    """What a tap on a button asks for. Each kind is a frozen dataclass in this package, one module a feature.

    Fields may be int, bool, str, StrEnum, date, or one of these or None; together at most 64 bytes once packed.
    A subclass sets `code` (one to three of a-z), unique in the house and never used again for another meaning,
    since buttons in old messages live on.
    """

    code: ClassVar[str]
