"""Campaigns: the list, one campaign, a draft and its launch, the receipt of a launch."""

from datetime import date
from typing import Any

from handlers.forms import Answers, FormKind, Step, start_form
from handlers.turn import Command, Feature, On, Turn, Where
from handlers.typed_days import typed_day
from messages.actions.campaigns import LaunchCampaign, NameDay, OpenCampaign, PreviewLaunch, ReceiveLaunch
from store.announcements.launching import launch_of
from store.campaign_pages import campaign_list, campaign_page, draft_page, group_campaigns
from store.errors import BadAnswer
from store.facts import local
from store.launches import acknowledge_launch, launch_campaign
from store.milestones import draft_milestone, set_milestone_day
from store.rights import Right
from store.tables import CampaignState


def show_campaigns(turn: Turn) -> None:
    """The running campaigns; in a group those of what it is linked to."""
    if turn.said.is_private:
        turn.edit("campaigns/list", **campaign_list(turn.session, by=turn.me, now=turn.now))
    elif turn.chat.bloc_id is None:
        turn.say("groups/not_linked")
    else:
        facts = group_campaigns(turn.session, turn.chat.bloc_id, turn.chat.unit_id, now=turn.now)
        turn.say("campaigns/group", **facts)


def open_campaign(turn: Turn, action: OpenCampaign) -> None:
    turn.edit("campaigns/campaign", **campaign_page(turn.session, action.campaign_id, by=turn.me, now=turn.now))


def preview_launch(turn: Turn, action: PreviewLaunch) -> None:
    _show_draft(turn, action.campaign_id)


def _show_draft(turn: Turn, campaign_id: int) -> None:
    turn.edit("launch/preview", **draft_page(turn.session, campaign_id, by=turn.me, now=turn.now))


def launch(turn: Turn, action: LaunchCampaign) -> None:
    """The second tap: everything goes out. Tapped again it only shows what was done."""
    launch_campaign(turn.session, action.campaign_id, by=turn.me, now=turn.now)
    page = draft_page(turn.session, action.campaign_id, by=turn.me, now=turn.now)
    followed = launch_of(turn.session, action.campaign_id)
    turn.edit("launch/launched", **page, announcement_id=followed.id if followed else None)


def receive_launch(turn: Turn, action: ReceiveLaunch) -> None:
    receipt = acknowledge_launch(turn.session, action.campaign_id, by=turn.me, now=turn.now)
    page = campaign_page(turn.session, action.campaign_id, by=turn.me, now=turn.now)
    turn.edit("launch/received", **page, at=local(receipt.at, turn.timezone))
    turn.toast("launch/received_toast")


def name_day(turn: Turn, action: NameDay) -> None:
    """Ask the day of a milestone that has only words."""
    milestone, campaign = draft_milestone(turn.session, action.milestone_id, by=turn.me, now=turn.now)
    if campaign.state != CampaignState.DRAFT:
        _show_draft(turn, milestone.campaign_id)
        return
    start_form(
        turn,
        DAY_FORM,
        milestone_id=milestone.id,
        campaign_id=campaign.id,
        title=milestone.title,
        around=milestone.around or "",
        first=campaign.starts,
        last=campaign.ends,
    )


def _read_day(turn: Turn, answers: Answers, value: str | None) -> dict[str, Any]:
    day = typed_day(turn, value)
    if not answers["first"] <= day.isoformat() <= answers["last"]:
        raise BadAnswer("day_outside", first=answers["first"], last=answers["last"])
    return {"day": day}


def _keep_day(turn: Turn, answers: Answers) -> None:
    day = date.fromisoformat(answers["day"])
    set_milestone_day(turn.session, answers["milestone_id"], day, by=turn.me, now=turn.now)
    _show_draft(turn, answers["campaign_id"])


DAY_FORM = FormKind(
    "milestone_day",
    [Step("day", "launch/ask_day", _read_day)],
    finish=_keep_day,
    leave=lambda turn, answers: _show_draft(turn, answers["campaign_id"]),
)

FEATURE = Feature(
    commands=[Command("phongtrao", "campaigns", show_campaigns, where=Where.BOTH, menu=60)],
    actions=[
        On(OpenCampaign, open_campaign),
        On(PreviewLaunch, preview_launch, rights=(Right.EDIT_DRAFT, Right.UNIT_CAMPAIGN)),
        On(LaunchCampaign, launch, rights=(Right.LAUNCH, Right.UNIT_CAMPAIGN)),
        On(ReceiveLaunch, receive_launch),
        On(NameDay, name_day, rights=(Right.EDIT_DRAFT, Right.UNIT_CAMPAIGN)),
    ],
    forms=[DAY_FORM],
)
