"""Milestones of a campaign file: what is due, from whom, until when."""

from typing import cast

from store.campaign_file.entries import MilestoneEntry
from store.campaign_file.section import Section
from store.campaign_file.values import Known, code, day, flag, listed, month, one_of, words
from store.rules.deadlines import Deadline, DeadlineKind, Every
from store.tables import MilestoneKind, Owing

WAYS = ("before", "by", "in", "around", "every")


def read_milestone(section: Section, phases: Known) -> MilestoneEntry:
    kind = section.need("kind", one_of(MilestoneKind))
    usual = Owing.LEADER if kind is MilestoneKind.MEETING else Owing.UNITS
    deadline, every = _read_deadline(section)
    milestone = MilestoneEntry(
        code=section.need("code", code),
        kind=kind,
        title=section.need("title", words(300)),
        owing=section.may_or("from", one_of(Owing), usual),
        deadline=cast("Deadline", deadline),
        every=every,
        phase=section.may("phase", listed(phases, "unknown_phase")),
        pledge=section.may_or("pledge", flag, False),
    )
    if milestone.pledge and section.good("kind") and kind is not MilestoneKind.REGISTRATION:
        section.wrong("pledge", "pledge_elsewhere")
    return milestone


def _read_deadline(section: Section) -> tuple[Deadline | None, Every | None]:
    """The one way in which the milestone says when; none when a mistake is reported."""
    days = {DeadlineKind.BEFORE: section.may("before", day), DeadlineKind.BY: section.may("by", day)}
    days[DeadlineKind.IN] = section.may("in", month)
    around = section.may("around", words(100))
    every = section.may("every", one_of(Every))
    if section.has("every"):
        days[DeadlineKind.BY] = section.need("starting", day)
    elif section.may("starting", day):
        section.wrong("starting", "starting_without_every")
    given = [way for way in WAYS if section.has(way)]
    if not given and not section.has("starting"):
        section.wrong(None, "no_deadline")
    elif len(given) > 1:
        section.wrong(given[1], "two_deadlines", first=given[0], second=given[1])
    found = [Deadline(kind, date) for kind, date in days.items() if date]
    if around:
        found.append(Deadline(DeadlineKind.AROUND, text=around))
    return (found[0] if found else None), every
