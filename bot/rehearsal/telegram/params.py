"""The parameters of one request, read by type; as they come over the wire (text) or as Python values."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from bot.rehearsal.telegram.errors import UnknownParameter, bad_request
from bot.rehearsal.telegram.model import Upload

ATTACH = "attach://"


class Params:
    """Reads each parameter once as what it has to be; refuses what the method does not take."""

    def __init__(self, method: str, takes: frozenset[str], raw: Mapping[str, Any], files: Mapping[str, Upload]) -> None:
        unknown = sorted((set(raw) | {name for name in files if not _attached(name, raw)}) - takes)
        if unknown:
            raise UnknownParameter(f"{method} is not emulated with {', '.join(unknown)}")
        self.method = method
        self._raw = {name: value for name, value in raw.items() if value is not None}
        self._files = files

    def __contains__(self, name: str) -> bool:
        return name in self._raw

    def text(self, name: str, default: str = "") -> str:
        value = self._raw.get(name, default)
        return value if isinstance(value, str) else json.dumps(value)

    def integer(self, name: str) -> int | None:
        value = self._raw.get(name)
        if value is None:
            return None
        try:
            return int(value)
        except (TypeError, ValueError):
            raise bad_request(f"{name} must be a number") from None

    def flag(self, name: str) -> bool:
        value = self._raw.get(name, False)
        return value.lower() in {"true", "1", "yes"} if isinstance(value, str) else bool(value)

    def structure(self, name: str) -> Any:
        """A list or an object; None when it is not given."""
        value = self._raw.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value)
        except ValueError:
            raise bad_request(f"can't parse {name} JSON object") from None

    def upload(self, name: str) -> Upload | str | None:
        """A file that came along, else the file_id that stands in for it."""
        return self.uploaded(self._raw[name]) if name in self._raw else self._files.get(name)

    def uploaded(self, reference: str) -> Upload | str:
        """What an `attach://` reference means; any other text is a file_id."""
        if not reference.startswith(ATTACH):
            return reference
        found = self._files.get(reference.removeprefix(ATTACH))
        if found is None:
            raise bad_request("wrong file identifier/HTTP URL specified")
        return found


def _attached(name: str, raw: Mapping[str, Any]) -> bool:
    return any(f"{ATTACH}{name}" in text for text in _texts(list(raw.values())))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from _texts(list(value.values()))
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _texts(item)
