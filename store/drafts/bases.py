"""What a new campaign takes over: products, quotas, score table, reminders of one that was, or of a sample."""

from dataclasses import dataclass, replace
from typing import Any

from sqlmodel import Session, col, desc, select

from store.campaign_file import CampaignEntry, OccasionEntry, PhaseEntry, from_data, read_campaign_file, sample
from store.campaign_file.entries import MilestoneEntry
from store.campaigns import campaign_for, milestones_of, phases_of
from store.errors import NotFound
from store.occasions.days import day_in
from store.rules.deadlines import Deadline, DeadlineKind, Every
from store.tables import Bloc, BlocKind, Campaign, Milestone, Occasion, Unit

OFFERED = 4
"""How many of a bloc's own campaigns are offered, the newest first."""

SAMPLE_OF = {BlocKind.BLOC: "khoi-vhxh-2020", BlocKind.AGENCY: "co-quan-ban-2020"}
"""The sample whose score table fits the kinds of unit that such a bloc has."""

NONE, SAMPLE = "none", "sample"


@dataclass(frozen=True)
class Basis:
    """`key`: "none", "sample", or the id of one of the bloc's campaigns, whose `title` is given."""

    key: str
    title: str = ""


def bases(session: Session, bloc: Bloc) -> list[Basis]:
    """What may be taken over, the most likely first."""
    newest = select(Campaign).where(col(Campaign.bloc_id) == bloc.id, col(Campaign.owner_unit_id).is_(None))
    own = session.exec(newest.order_by(desc(col(Campaign.starts)), desc(col(Campaign.id))).limit(OFFERED)).all()
    return [*(Basis(str(one.id), one.title) for one in own), Basis(SAMPLE), Basis(NONE)]


def basis_of(session: Session, bloc: Bloc, key: str) -> CampaignEntry | None:
    """The plan behind a basis; None for none. Refuses a campaign of another bloc."""
    if key == NONE:
        return None
    if key == SAMPLE:
        name = SAMPLE_OF.get(bloc.kind, SAMPLE_OF[BlocKind.BLOC])
        entry = read_campaign_file(sample(name).read_bytes()).campaign
        # Who is ranked together, and the words of the movements, are the sample bloc's own.
        return replace(entry, standings=replace(entry.standings, classes=()), contact=None)
    if not key.isdecimal():
        raise NotFound()
    return entry_of(session, campaign_for(session, bloc.id or 0, int(key)))


def entry_of(session: Session, campaign: Campaign) -> CampaignEntry:
    """A campaign as it stands now, in the shape of a campaign file."""
    days: dict[str, Any] = {"starts": campaign.starts.isoformat(), "ends": campaign.ends.isoformat()}
    plan = {name: value for name, value in campaign.plan.items() if name != "phases"}
    entry = from_data(CampaignEntry, {**plan, "code": campaign.code, "title": campaign.title, **days})
    phases = {one.id: one for one in phases_of(session, campaign.id or 0)}
    parent = session.get(Campaign, campaign.parent_id) if campaign.parent_id else None
    owner = session.get(Unit, campaign.owner_unit_id) if campaign.owner_unit_id else None
    occasions = _occasions(session, campaign)
    entries = [PhaseEntry(one.code, one.name, one.theme, one.starts, one.ends, occasions=()) for one in phases.values()]
    return replace(
        entry,
        decision=campaign.decision,
        slogan=campaign.slogan,
        parent=parent.code if parent else None,
        owner_unit=owner.code if owner else None,
        lenient=campaign.lenient,
        phases=tuple(_with_occasions(entries, occasions)),
        milestones=tuple(
            _milestone(one, phases[one.phase_id].code if one.phase_id in phases else None)
            for one in milestones_of(session, campaign.id or 0)
        ),
    )


def _occasions(session: Session, campaign: Campaign) -> list[OccasionEntry]:
    rows = session.exec(select(Occasion).where(col(Occasion.campaign_id) == campaign.id).order_by(col(Occasion.id)))
    return [OccasionEntry(day_in(one.year or campaign.starts.year, one.month, one.day), one.name) for one in rows]


def _with_occasions(phases: list[PhaseEntry], occasions: list[OccasionEntry]) -> list[PhaseEntry]:
    """Each day with the phase it lies in; one that lies in none with the first."""
    found: list[list[OccasionEntry]] = [[] for _ in phases]
    for one in occasions:
        within = [place for place, phase in enumerate(phases) if phase.starts <= one.day <= phase.ends]
        if phases:
            found[within[-1] if within else 0].append(one)
    return [replace(phase, occasions=tuple(own)) for phase, own in zip(phases, found, strict=True)]


def _milestone(one: Milestone, phase: str | None) -> MilestoneEntry:
    deadline = Deadline(DeadlineKind(one.form.value), one.day, one.around or "")
    every = Every(one.every) if one.every else None
    return MilestoneEntry(one.code, one.kind, one.title, one.owing, deadline, every, phase, one.pledge)
