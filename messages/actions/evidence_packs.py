from dataclasses import dataclass
from typing import ClassVar

from messages.actions.action import Action


@dataclass(frozen=True)
class PackEvidence(Action):
    """Send a unit's evidence as archives with an index."""

    code: ClassVar[str] = "vp"
    unit_id: int
