"""A button's data on the wire: version, code, then each field after a colon; at most Telegram's 64 bytes.

Numbers and dates are base 36. In texts `~` is written `~~` and `:` is written `~.`; a lone `~` is None.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from messages.actions.action import Action

VERSION = "1"
MAX_BYTES = 64
NOTHING = "~"
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
LARGEST = 2**31
"""What the columns of our own ids hold. A button with a larger number is forged."""
CODE = re.compile("[a-z]{1,3}")


@dataclass(frozen=True)
class Codec:
    """How one field is written and read. Both raise ValueError or TypeError for what does not fit."""

    write: Callable[[Any], str]
    read: Callable[[str], Any]


def pack(action: Action) -> str:
    """The data for a button. Raises ValueError when it does not fit into 64 bytes, TypeError for a wrong field."""
    parts = [VERSION + action.code]
    parts += [codec.write(getattr(action, name)) for name, codec in shape(type(action))]
    data = ":".join(parts)
    if len(data.encode()) > MAX_BYTES:
        raise ValueError(f"{type(action).__name__} packs to {len(data.encode())} bytes: {data!r}")
    return data


def unpack(data: str, actions: Mapping[str, type[Action]]) -> Action | None:
    """The action behind a button; None for anything that `pack` of this version would not have written."""
    head, *parts = data.split(":")
    kind = actions.get(head[len(VERSION) :])
    if kind is None or not head.startswith(VERSION) or len(parts) != len(shape(kind)):
        return None
    try:
        action = kind(**{name: codec.read(part) for (name, codec), part in zip(shape(kind), parts, strict=True)})
        return action if pack(action) == data else None
    except (ValueError, TypeError, OverflowError):
        return None


def shape(kind: type[Action]) -> tuple[tuple[str, Codec], ...]:
    """The fields of an action and their codecs, in order. Raises TypeError for a type that cannot be packed."""
    key: Any = kind  # mypy takes the class of a frozen dataclass for unhashable
    return _shape(key)


@cache
def _shape(kind: Any) -> tuple[tuple[str, Codec], ...]:
    if not CODE.fullmatch(getattr(kind, "code", "")):
        raise TypeError(f"{kind.__name__}.code must be one to three of a-z")
    if "__dataclass_params__" not in vars(kind):
        raise TypeError(f"{kind.__name__} is no dataclass")
    hints = get_type_hints(kind)
    return tuple((field.name, _codec(hints[field.name])) for field in fields(kind))


def _codec(hint: Any) -> Codec:
    if get_origin(hint) in (Union, UnionType):
        (inner,) = [arg for arg in get_args(hint) if arg is not NoneType]
        return _optional(_codec(inner))
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return Codec(lambda value: _escape(hint(value).value), lambda text: hint(_unescape(text)))
    if hint in _PLAIN:
        return _PLAIN[hint]
    raise TypeError(f"a button cannot carry {hint!r}")


def _optional(codec: Codec) -> Codec:
    return Codec(
        lambda value: NOTHING if value is None else codec.write(value),
        lambda text: None if text == NOTHING else codec.read(text),
    )


def _write_int(value: Any) -> str:
    if type(value) is not int:
        raise TypeError(f"not a whole number: {value!r}")
    if abs(value) >= LARGEST:
        raise ValueError(f"too large: {value}")
    digits, rest = "", abs(value)
    while rest:
        rest, digit = divmod(rest, 36)
        digits = DIGITS[digit] + digits
    return ("-" if value < 0 else "") + (digits or "0")


def _write_bool(value: Any) -> str:
    if type(value) is not bool:
        raise TypeError(f"not a yes or no: {value!r}")
    return str(int(value))


def _write_date(value: Any) -> str:
    """Facts hold dates as ISO text, so a template may hand over either."""
    return _write_int((date.fromisoformat(value) if isinstance(value, str) else value).toordinal())


def _escape(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"not a text: {value!r}")
    return str.replace(str.replace(value, "~", "~~"), ":", "~.")


def _unescape(text: str) -> str:
    return re.sub("~([~.])", lambda found: {"~": "~", ".": ":"}[found[1]], text)


_PLAIN: dict[Any, Codec] = {
    int: Codec(_write_int, lambda text: int(text, 36)),
    bool: Codec(_write_bool, {"0": False, "1": True}.get),
    date: Codec(_write_date, lambda text: date.fromordinal(int(text, 36))),
    str: Codec(_escape, _unescape),
}
