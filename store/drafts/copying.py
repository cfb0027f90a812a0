"""Last year's campaign again: its dates shifted by years, its themes to be written anew."""

import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import Session

from store.campaign_file import CampaignEntry, MilestoneEntry, OccasionEntry, PhaseEntry
from store.campaigns import campaign_for, import_campaign
from store.drafts.bases import entry_of
from store.drafts.making import entry_facts, free_code
from store.facts import local_day
from store.history import record
from store.occasions.days import day_in
from store.rights import Right, demand
from store.rules.deadlines import DeadlineKind
from store.tables import Bloc, Campaign, Member


def copy_preview(
    session: Session, campaign_id: int, *, title: str = "", weekdays: bool = False, by: Member, now: datetime
) -> dict[str, Any]:
    """What the copy would be, every new date of it."""
    entry = _shifted(session, campaign_id, title, weekdays, by, now)
    return {"campaign_id": campaign_id, **entry_facts(entry)}


def copy_campaign(
    session: Session, campaign_id: int, *, title: str = "", weekdays: bool = False, by: Member, now: datetime
) -> Campaign:
    """Keep a copy as a draft. Score table, quotas, standings and reminders are taken over, the decision is not."""
    entry = _shifted(session, campaign_id, title, weekdays, by, now)
    campaign = import_campaign(session, session.get_one(Bloc, by.bloc_id), entry, by=by, now=now)
    themed = [one.code for one in entry.phases if one.theme]
    campaign.plan = {**campaign.plan, "to_rewrite": themed}
    record(session, campaign, "copied", by=by, now=now, source=campaign_id, weekdays=weekdays)
    return campaign


def _shifted(
    session: Session, campaign_id: int, title: str, weekdays: bool, by: Member, now: datetime
) -> CampaignEntry:
    campaign = campaign_for(session, by.bloc_id, campaign_id)
    own, bloc = campaign.owner_unit_id, session.get_one(Bloc, by.bloc_id)
    right = Right.EDIT_DRAFT if own is None else Right.UNIT_CAMPAIGN
    today = local_day(now, bloc.timezone)
    demand(session, by, right, bloc_id=by.bloc_id, unit_id=own, today=today)
    entry = entry_of(session, campaign)
    years = max(1, today.year - campaign.starts.year)
    shifted = shift(entry, years, weekdays=weekdays)
    code = free_code(session, campaign.bloc_id, shifted.code)
    return replace(shifted, code=code, title=title or shifted.title)


def shift(entry: CampaignEntry, years: int, *, weekdays: bool) -> CampaignEntry:
    """The plan so many years later. Days keep day and month; with `weekdays` a deadline keeps its day of the week.

    29/2 becomes 28/2. A year in the title, the code and a phase's name goes along; a numbered anniversary counts on.
    """
    first = entry.starts.year
    renamed = {first + year: first + years + year for year in range(entry.ends.year - first + 1)}
    code = _dated(entry.code, renamed)
    return replace(
        entry,
        code=code if code != entry.code else f"{entry.code}-{first + years}",
        title=_dated(entry.title, renamed),
        starts=_later(entry.starts, years),
        ends=_later(entry.ends, years),
        launch=None,
        decision=None,
        phases=tuple(_phase(one, years, renamed) for one in entry.phases),
        milestones=tuple(_milestone(one, years, renamed, weekdays=weekdays) for one in entry.milestones),
    )


def _phase(phase: PhaseEntry, years: int, renamed: dict[int, int]) -> PhaseEntry:
    return replace(
        phase,
        name=_dated(phase.name, renamed),
        starts=_later(phase.starts, years),
        ends=_later(phase.ends, years),
        occasions=tuple(_occasion(one, years) for one in phase.occasions),
    )


def _occasion(one: OccasionEntry, years: int) -> OccasionEntry:
    counted = re.match("([1-9][0-9]{0,3})(?= )", one.name)
    name = one.name if counted is None else f"{int(counted[1]) + years}{one.name[counted.end() :]}"
    return OccasionEntry(_later(one.day, years), name)


def _milestone(one: MilestoneEntry, years: int, renamed: dict[int, int], *, weekdays: bool) -> MilestoneEntry:
    deadline = one.deadline
    title = _dated(one.title, renamed)
    if deadline.day is None:
        return replace(one, title=title, deadline=replace(deadline, text=_dated(deadline.text, renamed)))
    day = _later(deadline.day, years)
    if weekdays and deadline.kind != DeadlineKind.IN and one.every is None:
        day = _same_weekday(deadline.day, day)
    return replace(one, title=title, deadline=replace(deadline, day=day))


def _same_weekday(old: date, day: date) -> date:
    """The nearest day with the weekday of the old one."""
    ahead = (old.weekday() - day.weekday()) % 7
    return day + timedelta(days=ahead if ahead <= 3 else ahead - 7)


def _later(day: date, years: int) -> date:
    return day_in(day.year + years, day.month, day.day)


def _dated(text: str, renamed: dict[int, int]) -> str:
    """The text with its campaign's years replaced."""
    return re.sub(r"(?<!\d)\d{4}(?!\d)", lambda found: str(renamed.get(int(found[0]), found[0])), text)
