"""What a campaign file says, checked: dates, numbers and codes instead of texts. Names are NFC, on one line."""

from dataclasses import dataclass, field
from datetime import date, time

from store.campaign_file.score_entries import ScoreTableEntry
from store.rules.deadlines import Deadline, Every
from store.rules.ladder import Ladder
from store.rules.quotas import Quota
from store.tables import BlocKind, DocumentStyle, MilestoneKind, Owing, UnitKind


@dataclass(frozen=True)
class ContactEntry:
    name: str
    phone: str | None = None
    email: str | None = None


@dataclass(frozen=True)
class UnitEntry:
    """A unit. `parent` is another unit's code; `in_charge` names the leader who follows it; `staff` counts people."""

    code: str
    name: str
    kind: UnitKind
    parent: str | None = None
    staff: int | None = None
    in_charge: str | None = None


@dataclass(frozen=True)
class BlocFile:
    """A bloc or agency with its units. `timezone` and `locale` are None where the file is silent.

    In a file for import that only names the bloc, `code` is all there is and `units` is empty.
    """

    code: str
    name: str = ""
    kind: BlocKind = BlocKind.BLOC
    timezone: str | None = None
    locale: str | None = None
    leader_unit: str = ""
    deputy_unit: str | None = None
    contact: ContactEntry | None = None
    lenient: bool = False
    documents: DocumentStyle = DocumentStyle.STATE
    units: tuple[UnitEntry, ...] = ()


@dataclass(frozen=True)
class MovementEntry:
    code: str
    name: str


@dataclass(frozen=True)
class OccasionEntry:
    day: date
    name: str


@dataclass(frozen=True)
class PhaseEntry:
    code: str
    name: str
    theme: str
    starts: date
    ends: date
    occasions: tuple[OccasionEntry, ...] = ()


@dataclass(frozen=True)
class MilestoneEntry:
    """What is due. With `every` it recurs, and the deadline's day is the first due day, itself included (`by`)."""

    code: str
    kind: MilestoneKind
    title: str
    owing: Owing
    deadline: Deadline
    every: Every | None = None
    phase: str | None = None
    pledge: bool = False


@dataclass(frozen=True)
class RemindersEntry:
    """The ladder of every milestone. `names`: groups are told who is missing, not only how many."""

    ladder: Ladder = field(default_factory=Ladder)
    names: bool = False


@dataclass(frozen=True)
class PostEntry:
    """When standings are posted: weekday 0 is Monday; `to` holds "bloc" (its groups) and "units" (theirs)."""

    weekday: int
    at: time
    to: tuple[str, ...]


@dataclass(frozen=True)
class ClassEntry:
    """Who is ranked together: the units listed, or those of the kinds, or those with at least so many points."""

    name: str
    units: tuple[str, ...] = ()
    kinds: tuple[UnitKind, ...] = ()
    from_points: int | None = None


@dataclass(frozen=True)
class StandingsEntry:
    """`tie_break` holds words in order, a group of criteria as "group:<code>". `people`: "unit" or "bloc" sees them.

    `pinned`: one board a group, edited in place, rather than a new message each time.
    """

    post: PostEntry | None = None
    tie_break: tuple[str, ...] = ()
    classes: tuple[ClassEntry, ...] = ()
    pinned: bool = False
    people: str = "unit"


@dataclass(frozen=True)
class SeatsEntry:
    units: int = 0
    members: int = 0


@dataclass(frozen=True)
class ExemplarsEntry:
    categories: tuple[str, ...]
    shortlist: SeatsEntry
    chosen: SeatsEntry


@dataclass(frozen=True)
class PledgeEntry:
    """The text of the pledge; paragraphs keep their lines."""

    text: str


@dataclass(frozen=True)
class CampaignEntry:
    """A campaign. `parent` is another campaign's code and `owner_unit` a unit's; the importer knows the first."""

    code: str
    title: str
    starts: date
    ends: date
    launch: date | None = None
    decision: str | None = None
    slogan: str | None = None
    contact: ContactEntry | None = None
    parent: str | None = None
    owner_unit: str | None = None
    lenient: bool = False
    movements: tuple[MovementEntry, ...] = ()
    phases: tuple[PhaseEntry, ...] = ()
    milestones: tuple[MilestoneEntry, ...] = ()
    reminders: RemindersEntry = field(default_factory=RemindersEntry)
    standings: StandingsEntry = StandingsEntry()
    products: tuple[str, ...] = ()
    quotas: tuple[Quota, ...] = ()
    score_tables: tuple[ScoreTableEntry, ...] = ()
    exemplars: ExemplarsEntry | None = None
    pledge: PledgeEntry | None = None


@dataclass(frozen=True)
class CampaignFile:
    bloc: BlocFile
    campaign: CampaignEntry
