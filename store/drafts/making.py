"""A new campaign from a few answers, and the end of a draft."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, delete, select

from store.campaign_file import CampaignEntry, MilestoneEntry
from store.campaigns import campaign_by_code, campaign_for, import_campaign
from store.changes import check_span, demand_editor
from store.drafts.bases import basis_of
from store.drafts.proposing import MOST, propose_milestones, propose_phases, with_basis
from store.errors import BadAnswer, IllegalMove
from store.history import record
from store.people import unit_of
from store.rules.deadlines import last_valid_day
from store.tables import (
    Bloc,
    Campaign,
    CampaignState,
    File,
    Member,
    Milestone,
    Occasion,
    Phase,
    PlanDocument,
)


@dataclass(frozen=True)
class Outline:
    """What a form asks of a new campaign. `unit_id`: the unit whose own it is."""

    title: str
    starts: date
    ends: date
    phases: int = 2
    decision: str = ""
    basis: str = "none"
    unit_id: int | None = None


def usual_span(today: date) -> tuple[date, date]:
    """What a campaign begun today is proposed: this year, from October on the next."""
    year = today.year + (today.month >= 10)
    return date(year, 1, 1), date(year, 12, 31)


def new_campaign(session: Session, outline: Outline, *, by: Member, now: datetime) -> Campaign:
    """Keep a draft with proposed phases and milestones. Who may: the office, for a unit's own campaign its head."""
    bloc = session.get_one(Bloc, by.bloc_id)
    return import_campaign(session, bloc, entry_from(session, bloc, outline), by=by, now=now)


def outline_preview(session: Session, outline: Outline, *, by: Member) -> dict[str, Any]:
    """What the draft would be: every phase and milestone with its days."""
    return entry_facts(entry_from(session, session.get_one(Bloc, by.bloc_id), outline))


def entry_from(session: Session, bloc: Bloc, outline: Outline) -> CampaignEntry:
    check_span(outline.starts, outline.ends)
    if not 1 <= outline.phases <= MOST:
        raise BadAnswer("choose")
    unit = None if outline.unit_id is None else unit_of(session, outline.unit_id, bloc_id=bloc.id)
    basis = basis_of(session, bloc, outline.basis)
    phases = propose_phases(outline.starts, outline.ends, outline.phases, bloc.locale)
    scored = basis is not None and bool(basis.score_tables)
    entry = CampaignEntry(
        code=free_code(session, bloc.id or 0, f"phong-trao-{outline.starts.year}"),
        title=outline.title,
        starts=outline.starts,
        ends=outline.ends,
        decision=outline.decision or None,
        owner_unit=unit.code if unit else None,
        phases=tuple(phases),
        milestones=tuple(propose_milestones(phases, scored=scored, language=bloc.locale)),
    )
    return with_basis(entry, basis)


def free_code(session: Session, bloc_id: int, wanted: str) -> str:
    """The code, with a number behind it when the bloc has it already."""
    code, number = wanted, 1
    while campaign_by_code(session, bloc_id, code) is not None:
        number += 1
        code = f"{wanted}-{number}"
    return code


def entry_facts(entry: CampaignEntry) -> dict[str, Any]:
    """A plan as a preview lists it."""
    return {
        "title": entry.title,
        "starts": entry.starts,
        "ends": entry.ends,
        "phases": [
            {"name": one.name, "theme": one.theme, "starts": one.starts, "ends": one.ends} for one in entry.phases
        ],
        "milestones": [
            {"title": one.title, "deadline": _deadline(one, lenient=entry.lenient)} for one in entry.milestones
        ],
        "occasions": [
            {"name": occasion.name, "day": occasion.day} for one in entry.phases for occasion in one.occasions
        ],
        "products": len(entry.products),
        "quotas": len(entry.quotas),
        "criteria": sum(len(group.criteria) for table in entry.score_tables[:1] for group in table.groups),
    }


def _deadline(one: MilestoneEntry, *, lenient: bool) -> dict[str, Any]:
    deadline = one.deadline
    last_day = last_valid_day(deadline, lenient=lenient)
    if last_day is None:
        return {"form": "around", "text": deadline.text}
    if one.every:
        return {"form": "by", "day": deadline.day, "last_day": deadline.day}
    return {"form": deadline.kind.value, "day": deadline.day, "last_day": last_day}


def drop_draft(session: Session, campaign_id: int, *, by: Member, now: datetime) -> str:
    """Delete a draft with everything of it. Its title. Refuses what was launched."""
    campaign = campaign_for(session, by.bloc_id, campaign_id)
    demand_editor(session, campaign, by=by, now=now)
    if campaign.state != CampaignState.DRAFT:
        raise IllegalMove(state=campaign.state, action="drop")
    title = campaign.title
    record(session, campaign, "dropped", by=by, now=now, code=campaign.code)
    for child in session.exec(select(Campaign).where(col(Campaign.parent_id) == campaign_id)).all():
        child.parent_id = None
    files = session.exec(select(PlanDocument.file_id).where(col(PlanDocument.campaign_id) == campaign_id)).all()
    for table in (PlanDocument, Occasion, Milestone, Phase):
        session.exec(delete(table).where(col(table.campaign_id) == campaign_id))
    session.exec(delete(File).where(col(File.id).in_(files)))
    session.delete(campaign)
    session.flush()
    return title
