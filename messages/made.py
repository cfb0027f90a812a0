"""A file that is made at the moment it is sent."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

UNSAVEABLE = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')
"""What some computers take in no file's name."""


@dataclass(frozen=True)
class Made:
    """A file as it is sent. `kind`: photo or document. The name is one under which every computer saves it."""

    kind: str
    name: str
    content: bytes

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", UNSAVEABLE.sub("-", self.name))


Maker = Callable[[Mapping[str, Any], str], Made]
"""From the data and a language to a file."""

DocumentMaker = Callable[[Mapping[str, Any], Path | None], Made]
"""From the data and the folder of the office's own templates to a file."""
