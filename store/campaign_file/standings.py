"""Reminders, standings and exemplars of a campaign file."""

from datetime import time

from store.campaign_file.entries import (
    ClassEntry,
    ExemplarsEntry,
    PostEntry,
    RemindersEntry,
    SeatsEntry,
    StandingsEntry,
)
from store.campaign_file.section import Section
from store.campaign_file.values import Known, Parse, clock, flag, listed, one_of, whole, word, words
from store.rules.ladder import Ladder, is_quiet
from store.tables import UnitKind

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
TIE_BREAKS = ("fewest_penalty", "most_bonus", "initiatives", "on_time", "registered_first", "council")
GROUP = "group:"


def read_reminders(section: Section) -> RemindersEntry:
    usual = Ladder()
    before = section.values("ladder", whole(0, 366))
    overdue = section.values("overdue", whole(1, 366))
    at = section.may_or("at", clock, usual.at)
    quiet = _read_quiet(section, usual.quiet)
    names = section.may_or("names", flag, False)
    if is_quiet(at, quiet):
        section.wrong("at" if section.has("at") else "quiet", "at_is_quiet", given=f"{at:%H:%M}")
        return RemindersEntry()
    ladder = Ladder(
        before=usual.before if before is None else tuple(sorted(before, reverse=True)),
        overdue=usual.overdue if overdue is None else tuple(sorted(overdue)),
        at=at,
        quiet=quiet,
    )
    return RemindersEntry(ladder=ladder, names=names)


def _read_quiet(section: Section, usual: tuple[time, time]) -> tuple[time, time]:
    """From and until; twice the same time would mean never quiet, so it is not refused as repeated."""
    ends = section.values("quiet", clock, repeats=True)
    if ends is None or not section.good("quiet"):
        return usual
    if len(ends) != 2:
        section.wrong("quiet", "not_two", key="quiet")
        return usual
    return ends[0], ends[1]


def read_standings(section: Section, units: Known, groups: Known) -> StandingsEntry:
    return StandingsEntry(
        post=section.part("post", _read_post),
        tie_break=section.values("tie_break", _tie_break(groups)) or (),
        classes=section.parts("classes", lambda part: _read_class(part, units), unique="name"),
        pinned=section.may_or("pinned", flag, False),
        people=section.may_or("people", word("unit", "bloc"), "unit"),
    )


def _read_post(section: Section) -> PostEntry:
    weekday = section.need("weekday", word(*WEEKDAYS))
    return PostEntry(
        weekday=WEEKDAYS.index(weekday) if section.good("weekday") else 0,
        at=section.may_or("at", clock, time(8)),
        to=section.values("to", word("bloc", "units")) or ("bloc",),
    )


def _tie_break(groups: Known) -> Parse[str]:
    plain = word(*TIE_BREAKS, f"{GROUP}<code>")
    known = listed(None if groups is None else [GROUP + group for group in groups], "unknown_group")

    def parse(text: str) -> str:
        return known(text) if text.startswith(GROUP) else plain(text)

    return parse


def _read_class(section: Section, units: Known) -> ClassEntry:
    entry = ClassEntry(
        name=section.need("name", words()),
        units=section.values("units", listed(units, "unknown_unit")) or (),
        kinds=section.values("kinds", one_of(UnitKind)) or (),
        from_points=section.may("from", whole(0, 1_000_000)),
    )
    if sum(section.has(key) for key in ("units", "kinds", "from")) != 1:
        section.wrong(None, "class_unclear")
    return entry


def read_exemplars(section: Section) -> ExemplarsEntry:
    entry = ExemplarsEntry(
        categories=section.values("categories", words()) or (),
        shortlist=section.part("shortlist", _read_seats) or SeatsEntry(),
        chosen=section.part("chosen", _read_seats) or SeatsEntry(),
    )
    if section.good("shortlist", "chosen"):
        for key in ("units", "members"):
            chosen, shortlist = getattr(entry.chosen, key), getattr(entry.shortlist, key)
            if chosen > shortlist:
                section.wrong("chosen", "chosen_over_shortlist", key=key, chosen=chosen, shortlist=shortlist)
    return entry


def _read_seats(section: Section) -> SeatsEntry:
    return SeatsEntry(
        units=section.may_or("units", whole(0, 1000), 0), members=section.may_or("members", whole(0, 1000), 0)
    )
