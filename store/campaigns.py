"""Campaigns, their phases and milestones: from a file to rows, and who asks which of them."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from store.campaign_file import CampaignEntry, MovementEntry, RemindersEntry, as_data, from_data
from store.errors import NotFound, Taken
from store.facts import local_day
from store.history import record
from store.rights import Right, demand
from store.rules.ladder import Ladder
from store.rules.quotas import Quota
from store.tables import (
    Bloc,
    Campaign,
    CampaignState,
    DeadlineForm,
    Member,
    Milestone,
    Occasion,
    Phase,
    PhaseState,
    Unit,
)

COLUMNS = frozenset(
    {"code", "title", "decision", "slogan", "starts", "ends", "launch", "parent", "owner_unit", "lenient", "milestones"}
)
"""What of a file has its own column or table; all else is the campaign's plan."""

_RUNNING = (
    select(Campaign)
    .where(col(Campaign.bloc_id) == bindparam("bloc"), col(Campaign.state) == CampaignState.LAUNCHED)
    .order_by(col(Campaign.starts), col(Campaign.id))
)
_PHASES = (
    select(Phase).where(col(Phase.campaign_id) == bindparam("campaign")).order_by(col(Phase.starts), col(Phase.id))
)
"""Asked in almost every turn, so they are built once."""


def import_campaign(
    session: Session, bloc: Bloc, entry: CampaignEntry, *, by: Member | None, now: datetime
) -> Campaign:
    """Keep a file's campaign as a draft. `by` is None on the command line.

    Refuses a code the bloc knows (Taken), and a parent or owner unit it does not (NotFound).
    """
    assert bloc.id is not None
    owner = _unit_by_code(session, bloc.id, entry.owner_unit)
    if by is not None:
        today = local_day(now, bloc.timezone)
        right = Right.EDIT_DRAFT if owner is None else Right.UNIT_CAMPAIGN
        demand(session, by, right, bloc_id=bloc.id, unit_id=owner, today=today)
    if campaign_by_code(session, bloc.id, entry.code) is not None:
        raise Taken(entry.code)
    parent = None if entry.parent is None else campaign_by_code(session, bloc.id, entry.parent)
    if entry.parent is not None and parent is None:
        raise NotFound(code=entry.parent)
    campaign = Campaign(
        bloc_id=bloc.id,
        code=entry.code,
        title=entry.title,
        decision=entry.decision,
        slogan=entry.slogan,
        starts=entry.starts,
        ends=entry.ends,
        launch_on=entry.launch,
        owner_unit_id=owner,
        parent_id=None if parent is None else parent.id,
        lenient=entry.lenient,
        plan={name: value for name, value in as_data(entry).items() if name not in COLUMNS},
    )
    session.add(campaign)
    session.flush()
    _keep_parts(session, campaign, entry)
    record(session, campaign, "imported", by=by, now=now, bloc_id=bloc.id, code=entry.code)
    return campaign


def _keep_parts(session: Session, campaign: Campaign, entry: CampaignEntry) -> None:
    assert campaign.id is not None
    phases = {
        one.code: Phase(
            campaign_id=campaign.id, code=one.code, name=one.name, theme=one.theme, starts=one.starts, ends=one.ends
        )
        for one in entry.phases
    }
    session.add_all(phases.values())
    session.flush()
    _keep_occasions(session, campaign, entry)
    for place, one in enumerate(entry.milestones):
        milestone = Milestone(
            campaign_id=campaign.id,
            phase_id=phases[one.phase].id if one.phase else None,
            code=one.code,
            kind=one.kind,
            title=one.title,
            owing=one.owing,
            form=DeadlineForm(one.deadline.kind.value),
            day=one.deadline.day,
            around=one.deadline.text or None,
            every=one.every.value if one.every else None,
            pledge=one.pledge,
            place=place,
        )
        session.add(milestone)
    session.flush()


def _keep_occasions(session: Session, campaign: Campaign, entry: CampaignEntry) -> None:
    """The commemorative days of the plan, posted once the campaign is launched."""
    for one in (occasion for phase in entry.phases for occasion in phase.occasions):
        kept = Occasion(bloc_id=campaign.bloc_id, name=one.name, month=one.day.month, day=one.day.day)
        kept.campaign_id, kept.year = campaign.id, one.day.year
        session.add(kept)


def _unit_by_code(session: Session, bloc_id: int, code: str | None) -> int | None:
    if code is None:
        return None
    found = session.exec(select(Unit.id).where(col(Unit.bloc_id) == bloc_id, col(Unit.code) == code)).first()
    if found is None:
        raise NotFound(code=code)
    return found


def campaign_by_code(session: Session, bloc_id: int, code: str) -> Campaign | None:
    return session.exec(
        select(Campaign).where(col(Campaign.bloc_id) == bloc_id, col(Campaign.code) == code)
    ).one_or_none()


def campaign_for(session: Session, bloc_id: int, campaign_id: int) -> Campaign:
    """A campaign of this bloc; refuses any other id."""
    campaign = session.get(Campaign, campaign_id)
    if campaign is None or campaign.bloc_id != bloc_id:
        raise NotFound()
    return campaign


def running_campaigns(session: Session, bloc_id: int, *, unit_ids: Sequence[int] | None = None) -> list[Campaign]:
    """Launched and not sealed, oldest first. `unit_ids`: without other units' own campaigns."""
    found = session.exec(_RUNNING, params={"bloc": bloc_id})
    return [one for one in found if unit_ids is None or one.owner_unit_id is None or one.owner_unit_id in unit_ids]


def campaign_heading(session: Session, campaign: Campaign) -> str:
    """The title where it tells campaigns apart; empty for the only one that runs in its bloc."""
    running = running_campaigns(session, campaign.bloc_id)
    return "" if [one.id for one in running] == [campaign.id] else campaign.title


def draft_campaigns(session: Session, bloc_id: int) -> list[Campaign]:
    """The bloc's drafts, the one that starts first first."""
    return list(
        session.exec(
            select(Campaign)
            .where(col(Campaign.bloc_id) == bloc_id, col(Campaign.state) == CampaignState.DRAFT)
            .order_by(col(Campaign.starts), col(Campaign.id))
        )
    )


def phases_of(session: Session, campaign_id: int) -> list[Phase]:
    """A campaign's phases by their first day."""
    return list(session.exec(_PHASES, params={"campaign": campaign_id}))


def current_phase(session: Session, campaign: Campaign, today: date) -> Phase | None:
    """The phase of that day; of several the one that began last. None in a gap."""
    today_in = [one for one in phases_of(session, campaign.id or 0) if one.starts <= today <= one.ends]
    return today_in[-1] if today_in else None


def next_phase(session: Session, campaign: Campaign, today: date) -> Phase | None:
    """The next phase to begin after that day."""
    return next((one for one in phases_of(session, campaign.id or 0) if one.starts > today), None)


def milestones_of(session: Session, campaign_id: int) -> list[Milestone]:
    """A campaign's milestones in the order of its file, without those that were withdrawn."""
    return list(
        session.exec(
            select(Milestone)
            .where(col(Milestone.campaign_id) == campaign_id, col(Milestone.withdrawn_at).is_(None))
            .order_by(col(Milestone.place), col(Milestone.id))
        )
    )


def takes_nothing_more(session: Session, campaign: Campaign, phase_id: int | None = None) -> bool:
    """Whether the campaign, or the phase named, is sealed."""
    phase = None if phase_id is None else session.get(Phase, phase_id)
    return campaign.state == CampaignState.SEALED or (phase is not None and phase.state == PhaseState.SEALED)


def reminders_of(campaign: Campaign) -> RemindersEntry:
    """The ladder of every milestone, and whether groups are told names."""
    return from_data(RemindersEntry, campaign.plan.get("reminders", {}))


def ladder_of(campaign: Campaign) -> Ladder:
    return reminders_of(campaign).ladder


def quotas_of(campaign: Campaign) -> list[Quota]:
    return [from_data(Quota, data) for data in campaign.plan.get("quotas", [])]


def products_of(campaign: Campaign) -> list[str]:
    """The products a plan lists, in its order."""
    return list(campaign.plan.get("products", []))


def exemplar_categories(campaign: Campaign) -> list[str]:
    """The categories of exemplars a plan names, in its order; none where it is silent."""
    return list((campaign.plan.get("exemplars") or {}).get("categories", []))


def movements_of(campaign: Campaign) -> list[MovementEntry]:
    return [from_data(MovementEntry, data) for data in campaign.plan.get("movements", [])]


def pledge_text_of(campaign: Campaign) -> str:
    """The plan's text of the pledge; empty where the plan has none."""
    pledge: dict[str, Any] = campaign.plan.get("pledge") or {}
    return str(pledge.get("text", ""))
