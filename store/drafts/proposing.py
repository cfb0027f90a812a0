"""Phases and milestones that a new campaign is proposed. Pure functions of its days and of a plan to take over."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path

import yaml

from store.campaign_file import CampaignEntry, MilestoneEntry, PhaseEntry
from store.campaign_file.score_entries import CriterionEntry, ScoreTableEntry, Timely, TimelyMilestone
from store.rules.deadlines import ONE_DAY, Deadline, DeadlineKind
from store.tables import MilestoneKind, Owing

WORDS = Path(__file__).parents[1] / "proposals.yaml"

REGISTERING, INTERIM, FINAL = timedelta(days=45), timedelta(days=10), timedelta(days=21)
"""Registering takes so long at most; a report is due so long before its phase, and before the campaign, ends."""

MOST = 6
"""Phases that a form proposes at once."""


@cache
def _words(language: str) -> dict[str, str]:
    words: dict[str, dict[str, str]] = yaml.safe_load(WORDS.read_bytes())
    return words.get(language, words["vi"])


def propose_phases(starts: date, ends: date, count: int, language: str) -> list[PhaseEntry]:
    """So many phases one after the other, of whole months where there are enough of them. Themes are left to write."""
    words = _words(language)
    bounds = [*_beginnings(starts, ends, count), ends + ONE_DAY]
    return [
        PhaseEntry(
            code=f"dot-{number}",
            name=words["phase"].format(number=number) if count > 1 else words["one_phase"],
            theme="",
            starts=first,
            ends=after - ONE_DAY,
        )
        for number, (first, after) in enumerate(pairwise(bounds), start=1)
    ]


def _beginnings(starts: date, ends: date, count: int) -> list[date]:
    """The first days of the phases; fewer of them when there are not enough days."""
    days = (ends - starts).days + 1
    count = max(1, min(count, days))
    first, last = starts.year * 12 + starts.month - 1, ends.year * 12 + ends.month - 1
    months = last - first + 1
    if months >= count:
        later = [first + months * number // count for number in range(1, count)]
        return [starts, *(date(month // 12, month % 12 + 1, 1) for month in later)]
    return [starts + timedelta(days=days * number // count) for number in range(count)]


def propose_milestones(phases: Sequence[PhaseEntry], *, scored: bool, language: str) -> list[MilestoneEntry]:
    """Registering early in the first phase, a report for every phase but the last, the final report, self-scoring."""
    words, first, last = _words(language), phases[0], phases[-1]
    middle = first.starts + (first.ends - first.starts) / 2
    found = [
        _milestone(
            "dang-ky", MilestoneKind.REGISTRATION, words["registration"], min(first.starts + REGISTERING, middle)
        )
    ]
    for number, phase in enumerate(phases[:-1], start=1):
        title = words["interim"].format(phase=phase.name[:1].lower() + phase.name[1:])
        found.append(_milestone(f"bc-dot-{number}", MilestoneKind.REPORT, title, _before(phase, INTERIM), phase.code))
    found.append(_milestone("bc-tong-ket", MilestoneKind.REPORT, words["final"], _before(last, FINAL), last.code))
    if scored:
        found.append(_milestone("cham-diem", MilestoneKind.SELF_SCORE, words["self_score"], _before(last, FINAL)))
    return found


def _before(phase: PhaseEntry, span: timedelta) -> date:
    """So long before a phase ends; on its last day where it is too short for that."""
    return phase.ends - span if phase.ends - span > phase.starts + span else phase.ends


def _milestone(code: str, kind: MilestoneKind, title: str, day: date, phase: str | None = None) -> MilestoneEntry:
    return MilestoneEntry(code, kind, title, Owing.UNITS, Deadline(DeadlineKind.BY, day), phase=phase)


def retimed(tables: Sequence[ScoreTableEntry], milestones: Sequence[MilestoneEntry]) -> tuple[ScoreTableEntry, ...]:
    """The tables with their criteria for being on time looking at these milestones, in equal shares."""
    codes = tuple(TimelyMilestone(one.code) for one in milestones if one.owing != Owing.LEADER)

    def for_these(criterion: CriterionEntry) -> CriterionEntry:
        if not isinstance(criterion.rule, Timely):
            return criterion
        return replace(criterion, rule=replace(criterion.rule, milestones=codes))

    return tuple(
        replace(
            table,
            groups=tuple(replace(one, criteria=tuple(map(for_these, one.criteria))) for one in table.groups),
        )
        for table in tables
    )


def with_basis(entry: CampaignEntry, basis: CampaignEntry | None) -> CampaignEntry:
    """Take over what does not depend on days: products, quotas, score tables, standings, reminders and the like."""
    if basis is None:
        return entry
    return replace(
        entry,
        contact=basis.contact,
        movements=basis.movements,
        reminders=basis.reminders,
        standings=basis.standings,
        products=basis.products,
        quotas=basis.quotas,
        exemplars=basis.exemplars,
        pledge=basis.pledge,
        score_tables=retimed(basis.score_tables, entry.milestones),
    )
