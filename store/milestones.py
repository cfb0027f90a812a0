"""Milestones of a draft: which of them still need a day, and naming it."""

from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from store.campaigns import milestones_of
from store.errors import BadAnswer, IllegalMove, NotFound
from store.facts import local_day
from store.history import record
from store.rights import Right, demand
from store.tables import Bloc, Campaign, CampaignState, DeadlineForm, Member, Milestone


def missing_days(session: Session, campaign: Campaign) -> list[dict[str, Any]]:
    """The milestones that have only words for a day: id, title, around."""
    return [
        {"id": one.id, "title": one.title, "around": one.around}
        for one in milestones_of(session, campaign.id or 0)
        if one.form == DeadlineForm.AROUND
    ]


def draft_milestone(session: Session, milestone_id: int, *, by: Member, now: datetime) -> tuple[Milestone, Campaign]:
    """A milestone with its campaign, for whom may edit the campaign's draft."""
    milestone = session.get(Milestone, milestone_id)
    campaign = None if milestone is None else session.get(Campaign, milestone.campaign_id)
    if milestone is None or campaign is None or campaign.bloc_id != by.bloc_id:
        raise NotFound()
    own = campaign.owner_unit_id
    right = Right.EDIT_DRAFT if own is None else Right.UNIT_CAMPAIGN
    today = local_day(now, session.get_one(Bloc, campaign.bloc_id).timezone)
    demand(session, by, right, bloc_id=campaign.bloc_id, unit_id=own, today=today)
    return milestone, campaign


def set_milestone_day(session: Session, milestone_id: int, day: date, *, by: Member, now: datetime) -> Milestone:
    """Name the day of a draft's milestone that has only words ("đầu năm"): it is due by that day.

    Refuses a day outside the campaign, and any change of a campaign that is launched.
    """
    milestone, campaign = draft_milestone(session, milestone_id, by=by, now=now)
    if milestone.form == DeadlineForm.BY and milestone.day == day:
        return milestone
    if campaign.state != CampaignState.DRAFT or milestone.around is None:
        raise IllegalMove(state=campaign.state, action="set_day")
    if not campaign.starts <= day <= campaign.ends:
        raise BadAnswer("day_outside", first=campaign.starts, last=campaign.ends)
    before = milestone.day
    milestone.form, milestone.day = DeadlineForm.BY, day
    record(session, milestone, "day_set", by=by, now=now, before=before, after=day)
    return milestone
