"""Values copied into letters, forms and history: flat JSON, never a row, never wording."""

from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from typing import Any
from zoneinfo import ZoneInfo


def flat(values: Mapping[str, Any]) -> dict[str, Any]:
    """The same values as JSON holds them: days and instants as ISO text, decimals as text, enums as their value."""
    return {name: fact(value) for name, value in values.items()}


def fact(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, Mapping):
        return flat(value)
    if isinstance(value, (list, tuple, set, frozenset)):
        return [fact(one) for one in value]
    if value is None or isinstance(value, (str, int, bool)):
        return value
    raise TypeError(f"not a fact: {type(value).__name__}")


def local(instant: datetime, timezone: str) -> datetime:
    """The instant as that zone's clocks show it."""
    return instant.astimezone(ZoneInfo(timezone))


def local_day(instant: datetime, timezone: str) -> date:
    return local(instant, timezone).date()
