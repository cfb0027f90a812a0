"""Quotas of registrations: what is still missing of a minimum, and where a maximum lies."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Scope(StrEnum):
    """Of whom a quota asks. A member's item counts for the member's unit too."""

    UNIT = "unit"
    MEMBER = "member"


class Counts(StrEnum):
    """From which state on an item counts."""

    CONFIRMED = "confirmed"
    VERIFIED = "verified"


@dataclass(frozen=True)
class Item:
    """One confirmed registration of whom the quota asks; `verified` when the council has verified it."""

    kind: str
    product: str | None = None
    title: str | None = None
    verified: bool = False


@dataclass(frozen=True)
class Branch:
    """One way to meet a quota: so many items of a kind, of any of the `products` (none named: any), of one title."""

    kind: str
    at_least: int
    products: tuple[str, ...] = ()
    title: str | None = None


@dataclass(frozen=True)
class Quota:
    """A quota as a campaign states it.

    Either `any_of` (a minimum with ways to meet it; then the quota's own kind and numbers are unused) or
    `kind` with at least one of `at_least`, `at_most` and `at_most_percent`. A percentage is of the unit's
    staff, or of the items with the title `of`.
    """

    scope: Scope
    kind: str = ""
    products: tuple[str, ...] = ()
    title: str | None = None
    at_least: int | None = None
    at_most: int | None = None
    at_most_percent: Decimal | int | None = None
    of: str | None = None
    counts: Counts = Counts.CONFIRMED
    any_of: tuple[Branch, ...] = ()

    @property
    def branches(self) -> tuple[Branch, ...]:
        """The ways to meet the minimum; none when there is no minimum."""
        if self.any_of or self.at_least is None:
            return self.any_of
        return (Branch(self.kind, self.at_least, self.products, self.title),)


@dataclass(frozen=True)
class Alternative:
    """One way to meet a quota that is not met: `have` of the `need` items."""

    branch: Branch
    have: int

    @property
    def need(self) -> int:
        return self.branch.at_least


@dataclass(frozen=True)
class Shortfall:
    """A minimum that is not met; any one of the alternatives would do."""

    quota: Quota
    alternatives: tuple[Alternative, ...]


def missing(quotas: Iterable[Quota], items: Sequence[Item], *, counts: Counts | None = None) -> list[Shortfall]:
    """The minimum quotas that `items` leave unmet, in the order of the quotas.

    `items` are those of the unit or member asked, `quotas` those of that scope. `counts` overrides what each
    quota says: a registration duty is discharged by confirmed registrations, long before any is verified.
    """
    shortfalls = []
    for quota in quotas:
        counted = _counted(items, counts or quota.counts)
        tried = tuple(Alternative(branch, _have(branch, counted)) for branch in quota.branches)
        if tried and all(one.have < one.need for one in tried):
            shortfalls.append(Shortfall(quota, tried))
    return shortfalls


def used(quota: Quota, items: Sequence[Item]) -> int:
    """How many items stand against the quota's maximum."""
    return _have(Branch(quota.kind, 0, quota.products, quota.title), _counted(items, quota.counts))


def most(quota: Quota, items: Sequence[Item], *, staff: int | None) -> int | None:
    """The quota's maximum in items; None when it has none, or when the unit's staff number is not known.

    A percentage of a title is of the `items` with that title.
    """
    limits = [] if quota.at_most is None else [quota.at_most]
    if quota.at_most_percent is not None:
        base = sum(item.title == quota.of for item in items) if quota.of else staff
        if base is not None:
            limits.append(percent_limit(quota.at_most_percent, base))
    return min(limits, default=None)


def percent_limit(percent: Decimal | int, staff: int) -> int:
    """A percentage of a number of people, rounded down, at least 1 (FEATURES 3)."""
    return max(1, int(Decimal(percent) * staff / 100))


def _counted(items: Sequence[Item], counts: Counts) -> list[Item]:
    return [item for item in items if item.verified or counts is Counts.CONFIRMED]


def _have(branch: Branch, items: Iterable[Item]) -> int:
    return sum(
        item.kind == branch.kind
        and (not branch.products or item.product in branch.products)
        and branch.title in (None, item.title)
        for item in items
    )
