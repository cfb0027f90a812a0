"""Checked entries as JSON data and back, so that parts of a file can be kept with the campaign.

Days and times become ISO texts, decimals texts, tuples lists. Which rule of a score table it is follows from `kind`.
"""

import dataclasses
import types
from datetime import date, time
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar, cast, get_args, get_origin, get_type_hints

T = TypeVar("T")


def as_data(entry: object) -> dict[str, Any]:
    """An entry as JSON data."""
    return cast("dict[str, Any]", _plain(entry))


def from_data(kind: type[T], data: dict[str, Any]) -> T:
    """The entry of this class that `as_data` was given. A field that the data lack takes its default."""
    return cast("T", _entry(kind, data))


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    return value


def _entry(kind: Any, data: dict[str, Any]) -> Any:
    hints = _hints(kind)
    return kind(**{name: _value(hints[name], value) for name, value in data.items() if name in hints})


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)


def _value(hint: Any, value: Any) -> Any:
    if value is None:
        return None
    if get_origin(hint) is types.UnionType:
        hint = _chosen(get_args(hint), value)
    if get_origin(hint) is tuple:
        inner = get_args(hint)
        hints = [inner[0]] * len(value) if inner[-1] is Ellipsis else inner
        return tuple(map(_value, hints, value))
    if dataclasses.is_dataclass(hint):
        return _entry(hint, value)
    if hint in (date, time):
        return hint.fromisoformat(value)
    if hint is Decimal or issubclass(hint, StrEnum):
        return hint(value)
    return value


def _chosen(hints: tuple[Any, ...], value: Any) -> Any:
    """Which of several kinds a value is: a rule by its `kind`, a number by how JSON holds it."""
    kinds = [hint for hint in hints if hint is not type(None)]
    if len(kinds) == 1:
        return kinds[0]
    if isinstance(value, dict):
        return next(kind for kind in kinds if kind.kind == value["kind"])
    return Decimal if isinstance(value, str) else type(value)
