"""Places from points: shared where nothing tells apart (1, 2, 2, 4), nobody's where somebody is not ranked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import takewhile

from store.rules.scoring import ZERO, Total

GROUP = "group:"
COUNCIL = "council"
"""The tie-break word that leaves a tie to the council: the places stay shared and are marked."""


@dataclass(frozen=True)
class Contender:
    """Who is ranked, with what the words of a tie-break ask. `initiatives` and `on_time` are counts."""

    id: int
    total: Total
    initiatives: int = 0
    on_time: int = 0
    registered_at: datetime | None = None


@dataclass(frozen=True)
class Place:
    """A place, None when unranked. `tied`: others share it; `apart`: the word that told it from an equal."""

    id: int
    place: int | None
    tied: bool = False
    apart: str = ""


def rank(contenders: Iterable[Contender], tie_break: Sequence[str]) -> list[Place]:
    """By points, then by the words in their order, up to the council's; the unranked last.

    Equals keep the order they came in.
    """
    found, tie_break = list(contenders), list(takewhile(COUNCIL.__ne__, tie_break))
    ranked = sorted(
        (one for one in found if not one.total.unranked), key=lambda one: _key(one, tie_break), reverse=True
    )
    places: list[Place] = []
    keys = [_key(one, tie_break) for one in ranked]
    for index, one in enumerate(ranked):
        place = keys.index(keys[index]) + 1
        places.append(Place(one.id, place, keys.count(keys[index]) > 1, _apart(ranked, index, tie_break)))
    return places + [Place(one.id, None) for one in found if one.total.unranked]


def _key(one: Contender, tie_break: Sequence[str]) -> tuple[Decimal, ...]:
    return (one.total.points, *(_worth(one, word) for word in tie_break))


def _worth(one: Contender, word: str) -> Decimal:
    """What a word counts, more being better."""
    if word.startswith(GROUP):
        return one.total.groups.get(word.removeprefix(GROUP), ZERO)
    match word:
        case "fewest_penalty":
            return one.total.penalty
        case "most_bonus":
            return one.total.bonus
        case "initiatives":
            return Decimal(one.initiatives)
        case "on_time":
            return Decimal(one.on_time)
        case "registered_first":
            return Decimal("-Infinity") if one.registered_at is None else -Decimal(one.registered_at.timestamp())
        case _:
            return ZERO


def _apart(ranked: Sequence[Contender], index: int, tie_break: Sequence[str]) -> str:
    """The word that parted this one from the one before or after it, where points were equal."""
    for other in (*ranked[max(0, index - 1) : index], *ranked[index + 1 : index + 2]):
        if other.total.points == ranked[index].total.points:
            for word in tie_break:
                if _worth(other, word) != _worth(ranked[index], word):
                    return word
    return ""
