"""The score table of a campaign file. Points are exact decimals."""

from dataclasses import dataclass
from decimal import Decimal

from store.tables import TargetKind, UnitKind


@dataclass(frozen=True)
class Manual:
    """The council gives the points."""

    kind: str = "manual"


@dataclass(frozen=True)
class PerItem:
    """Points for each item, up to `cap` (and the criterion's maximum)."""

    points: Decimal
    cap: Decimal | None = None
    kind: str = "per_item"


@dataclass(frozen=True)
class Ratio:
    """Actual over assigned, not above `cap`, times the maximum. `target` is what is assigned to all alike."""

    cap: Decimal = Decimal(1)
    target: Decimal | None = None
    kind: str = "ratio"


@dataclass(frozen=True)
class Tier:
    """Points from a number up, or for a label: one of the two."""

    points: Decimal
    start: Decimal | None = None
    label: str | None = None


@dataclass(frozen=True)
class Tiers:
    tiers: tuple[Tier, ...]
    kind: str = "tiers"


@dataclass(frozen=True)
class Part:
    name: str
    points: Decimal


@dataclass(frozen=True)
class PassFail:
    """Each part that is there counts; without parts it is all or nothing."""

    parts: tuple[Part, ...] = ()
    kind: str = "pass_fail"


@dataclass(frozen=True)
class Case:
    """A named case with the points it gives or takes. `unranked`: whoever has it stands in no ranking."""

    name: str
    points: Decimal
    unranked: bool = False


@dataclass(frozen=True)
class Deduct:
    """Full, minus each fault."""

    cases: tuple[Case, ...]
    kind: str = "deduct"


@dataclass(frozen=True)
class Bonus:
    cases: tuple[Case, ...]
    kind: str = "bonus"


@dataclass(frozen=True)
class Penalty:
    cases: tuple[Case, ...]
    kind: str = "penalty"


@dataclass(frozen=True)
class TimelyMilestone:
    """A milestone's code, and its share of the maximum where the file gives one."""

    code: str
    points: Decimal | None = None


@dataclass(frozen=True)
class Step:
    """So many days late, at most, cost so much; the last step has no end."""

    minus: Decimal
    upto: int | None = None


@dataclass(frozen=True)
class Timely:
    """Computed from milestones: full on time, less for each day late or by steps. `days`: calendar or working."""

    milestones: tuple[TimelyMilestone, ...]
    per_day_late: Decimal | None = None
    steps: tuple[Step, ...] = ()
    days: str = "calendar"
    kind: str = "timely"


Rule = Manual | PerItem | Ratio | Tiers | PassFail | Deduct | Bonus | Penalty | Timely


@dataclass(frozen=True)
class CriterionEntry:
    """`subjects`: units, members or both. `evidence_required`: without any it cannot be recorded."""

    code: str
    title: str
    subjects: str
    max: Decimal
    rule: Rule
    min: Decimal = Decimal(0)
    evidence_required: bool = False
    counts_as: TargetKind | None = None
    reach: tuple[str, ...] = ()


@dataclass(frozen=True)
class GroupEntry:
    code: str
    name: str
    criteria: tuple[CriterionEntry, ...]
    max: Decimal | None = None


@dataclass(frozen=True)
class ScoreTableEntry:
    """`kinds`: the kinds of unit it is for; none named means all."""

    groups: tuple[GroupEntry, ...]
    max: Decimal | None = None
    kinds: tuple[UnitKind, ...] = ()
