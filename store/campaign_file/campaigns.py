"""The `campaign:` part of a campaign file."""

from datetime import date

from store.campaign_file.blocs import read_contact
from store.campaign_file.entries import (
    CampaignEntry,
    MovementEntry,
    OccasionEntry,
    PhaseEntry,
    PledgeEntry,
    RemindersEntry,
    StandingsEntry,
)
from store.campaign_file.milestones import read_milestone
from store.campaign_file.quotas import read_quota
from store.campaign_file.scores import read_score_tables
from store.campaign_file.section import Section
from store.campaign_file.standings import read_exemplars, read_reminders, read_standings
from store.campaign_file.values import Known, code, day, flag, listed, paragraphs, words


def read_campaign(section: Section, *, units: Known, lenient: bool) -> CampaignEntry:
    """The campaign; `units` are the codes it may name, None when the file does not list them.

    `lenient` is what the bloc says, where the campaign itself is silent.
    """
    starts, ends = section.need("starts", day), section.need("ends", day)
    bounds = _read_bounds(section, starts, ends)
    phases = section.told("phases", "code")
    milestones = section.told("milestones", "code")
    products = section.values("products", words())
    named = section.told("products")
    campaign = CampaignEntry(
        code=section.need("code", code),
        title=section.need("title", words(300)),
        starts=starts,
        ends=ends,
        launch=section.may("launch", day),
        decision=section.may("decision", words(300)),
        slogan=section.may("slogan", words(300)),
        contact=section.part("contact", read_contact),
        parent=section.may("parent", code),
        owner_unit=section.may("owner_unit", listed(units, "unknown_unit")),
        lenient=section.may_or("lenient", flag, lenient),
        movements=section.parts("movements", _read_movement, unique="code"),
        phases=section.parts("phases", lambda phase: _read_phase(phase, bounds), unique="code"),
        milestones=section.parts("milestones", lambda part: read_milestone(part, phases), unique="code"),
        reminders=section.part("reminders", read_reminders) or RemindersEntry(),
        standings=_read_standings(section, units),
        products=products or (),
        quotas=section.parts("quotas", lambda quota: read_quota(quota, named)),
        score_tables=read_score_tables(section, milestones),
        exemplars=section.part("exemplars", read_exemplars),
        pledge=section.part("pledge", lambda part: PledgeEntry(part.need("text", paragraphs()))),
    )
    if section.good("code", "parent") and campaign.parent == campaign.code:
        section.wrong("parent", "own_parent", given=campaign.code)
    if bounds and campaign.launch and campaign.launch > ends:
        section.wrong("launch", "launch_after_end", given=section.typed("launch"), ends=section.typed("ends"))
    return campaign


def _read_bounds(section: Section, starts: date, ends: date) -> tuple[date, date] | None:
    """First and last day, where both are days and in this order."""
    if not section.good("starts", "ends"):
        return None
    if ends < starts:
        section.wrong("ends", "ends_before_starts", starts=section.typed("starts"), ends=section.typed("ends"))
        return None
    return starts, ends


def _read_standings(section: Section, units: Known) -> StandingsEntry:
    groups = section.told("score_table", "groups", "code")
    return section.part("standings", lambda part: read_standings(part, units, groups)) or StandingsEntry()


def _read_movement(section: Section) -> MovementEntry:
    return MovementEntry(code=section.need("code", code), name=section.need("name", words()))


def _read_phase(section: Section, campaign: tuple[date, date] | None) -> PhaseEntry:
    phase = PhaseEntry(
        code=section.need("code", code),
        name=section.need("name", words()),
        theme=section.may_or("theme", words(500), ""),
        starts=section.need("starts", day),
        ends=section.need("ends", day),
        occasions=section.parts("occasions", _read_occasion),
    )
    if _read_bounds(section, phase.starts, phase.ends) and campaign:
        first, last = campaign
        for key, given in (("starts", phase.starts), ("ends", phase.ends)):
            if not first <= given <= last:
                section.wrong(
                    key,
                    "phase_outside_campaign",
                    key=key,
                    given=section.typed(key),
                    starts=first.isoformat(),
                    ends=last.isoformat(),
                )
    return phase


def _read_occasion(section: Section) -> OccasionEntry:
    return OccasionEntry(day=section.need("day", day), name=section.need("name", words()))
