"""A file that is made at the moment it is sent."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Made:
    """A file as it is sent. `kind`: photo or document."""

    kind: str
    name: str
    content: bytes


Maker = Callable[[Mapping[str, Any], str], Made]
"""From the data and a language to a file."""

DocumentMaker = Callable[[Mapping[str, Any], Path | None], Made]
"""From the data and the folder of the office's own templates to a file."""
