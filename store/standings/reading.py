"""Which standings a person may read."""

from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from store.campaigns import campaign_for, phases_of, running_campaigns
from store.errors import NotFound
from store.people import bloc_day, my_units
from store.points.boards import board_facts, last_places
from store.points.keeping import WHOLE, Subject
from store.rights import Right, demand, may
from store.tables import Campaign, CampaignState, Member, Phase, Standing


def campaigns_with_points(session: Session, *, by: Member, now: datetime) -> list[Campaign]:
    """The launched and sealed campaigns with points whose standings this person may read; the newest first."""
    today = bloc_day(session, by.bloc_id, now)
    found = session.exec(
        select(Campaign)
        .where(col(Campaign.bloc_id) == by.bloc_id, col(Campaign.state) != CampaignState.DRAFT)
        .order_by(col(Campaign.starts).desc(), col(Campaign.id).desc())
    )
    return [one for one in found if has_points(one) and _is_for(session, one, by, today)]


def group_campaigns(session: Session, bloc_id: int, unit_id: int | None) -> list[Campaign]:
    """The running campaigns with points for a linked group of the bloc or of one unit."""
    running = running_campaigns(session, bloc_id, unit_ids=[] if unit_id is None else [unit_id])
    return [one for one in running if has_points(one)]


def has_points(campaign: Campaign) -> bool:
    return bool(campaign.plan.get("score_tables"))


def find_campaign(session: Session, campaign_id: int, phase_id: int, *, by: Member, now: datetime) -> Campaign:
    """A campaign whose standings this person may read, with a phase of its own; any other is not there."""
    campaign = campaign_for(session, by.bloc_id, campaign_id)
    phase = session.get(Phase, phase_id) if phase_id != WHOLE else None
    of_another = phase_id != WHOLE and (phase is None or phase.campaign_id != campaign_id)
    shown = campaign.state != CampaignState.DRAFT and has_points(campaign)
    if of_another or not shown or not _is_for(session, campaign, by, bloc_day(session, by.bloc_id, now)):
        raise NotFound()
    return campaign


def _is_for(session: Session, campaign: Campaign, by: Member, today: date) -> bool:
    """The bloc's for all its members; a unit's own for its people and for whoever reads its work."""
    unit_id = campaign.owner_unit_id
    return unit_id is None or is_of_unit(session, by, unit_id, today) or reads(session, by, campaign, unit_id, today)


def is_of_unit(session: Session, by: Member, unit_id: int, today: date) -> bool:
    return unit_id in [place.unit_id for place in my_units(session, by, today)]


def reads(session: Session, by: Member, campaign: Campaign, unit_id: int, today: date) -> bool:
    """Whether a person reads all the work of a unit."""
    return may(session, by, Right.READ_WORK, bloc_id=campaign.bloc_id, unit_id=unit_id, today=today)


def demand_points(session: Session, campaign: Campaign, subject: Subject, *, by: Member, today: date) -> bool:
    """Whether this person sees all lines of these points; a unit's people see of them only their own.

    A member's points are open to the member and to whoever reads the unit's work. Refuses everybody else.
    """
    if subject.member_id is None and is_of_unit(session, by, subject.unit_id, today):
        return reads(session, by, campaign, subject.unit_id, today)
    if subject.member_id is not None and not _has_standing(session, campaign, subject):
        raise NotFound()
    demand(
        session,
        by,
        Right.READ_WORK,
        bloc_id=campaign.bloc_id,
        unit_id=subject.unit_id,
        owner_id=subject.member_id,
        today=today,
    )
    return True


def _has_standing(session: Session, campaign: Campaign, subject: Subject) -> bool:
    return (
        session.exec(
            select(Standing.id)
            .where(
                col(Standing.campaign_id) == campaign.id,
                col(Standing.phase_id) == WHOLE,
                col(Standing.subject) == subject.name,
                col(Standing.unit_id) == subject.unit_id,
            )
            .limit(1)
        ).first()
        is not None
    )


def screen_facts(session: Session, campaign: Campaign, phase_id: int) -> dict[str, Any]:
    """What every screen of standings begins with, and the phases it may turn to."""
    phases = phases_of(session, campaign.id or 0)
    return {
        "campaign_id": campaign.id,
        "phase_id": phase_id,
        "phases": [{"id": one.id, "name": one.name} for one in phases],
    }


def picture_board(
    session: Session,
    campaign_id: int,
    phase_id: int,
    *,
    by: Member,
    now: datetime,
) -> dict[str, Any]:
    """A campaign's board for one person: their units marked, moved since it was last posted anywhere."""
    campaign = find_campaign(session, campaign_id, phase_id, by=by, now=now)
    mine = [place.unit_id for place in my_units(session, by, bloc_day(session, by.bloc_id, now))]
    before = last_places(session, campaign) if phase_id == WHOLE else None
    return board_facts(session, campaign, phase_id=phase_id, now=now, before=before, mine=mine)
