"""Files about a campaign: one that brings it in as a draft (YAML), and the plan's own (Word, PDF)."""

from typing import Any

from handlers.changes import EDITORS, show_campaign
from handlers.drafts import manage
from handlers.forms import Answers, FormKind, Step, start_form
from handlers.said import SaidFile
from handlers.turn import Feature, On, Turn
from messages.actions.changes import EditCampaign
from messages.actions.drafts import AttachPlan, GetPlan, SendCampaignFile
from store.campaigns import campaign_for
from store.changes import demand_editor
from store.drafts import attach_plan, demand_sender, is_campaign_file, plan_document, send_campaign_file
from store.errors import BadAnswer
from store.rights import has_anywhere


def ask_file(turn: Turn, _action: SendCampaignFile) -> None:
    demand_sender(turn.session, by=turn.me, now=turn.now)
    start_form(turn, FILE_FORM)


def _read_file(turn: Turn, _answers: Answers, value: str | None) -> dict[str, Any]:
    file = turn.said.file
    if value is not None or file is None or not is_campaign_file(file.name):
        raise BadAnswer("yaml_kind")
    return {"file": _sent(file)}


def _send_file(turn: Turn, answers: Answers) -> None:
    _hand_on(turn, answers["file"])


def _hand_on(turn: Turn, sent: dict[str, Any]) -> None:
    send_campaign_file(turn.session, sent, by=turn.me, now=turn.now)
    turn.edit("drafts/reading", name=sent["name"])


FILE_FORM = FormKind(
    "drafts/file",
    [Step("file", "drafts/ask_file", _read_file)],
    finish=_send_file,
    leave=lambda turn, _answers: manage(turn),
)


def take(turn: Turn) -> bool:
    """A campaign file that is simply sent, by who may bring campaigns in."""
    file = turn.said.file
    if file is None or not turn.said.is_private or turn.member is None or not is_campaign_file(file.name):
        return False
    if not any(has_anywhere(turn.seats, right) for right in EDITORS):
        return False
    _hand_on(turn, _sent(file))
    return True


def _sent(file: SaidFile) -> dict[str, Any]:
    names = ("file_id", "unique_id", "kind", "name", "mime", "size")
    return {name: getattr(file, name) for name in names}


def ask_plan(turn: Turn, action: AttachPlan) -> None:
    campaign = campaign_for(turn.session, turn.me.bloc_id, action.campaign_id)
    demand_editor(turn.session, campaign, by=turn.me, now=turn.now)
    start_form(turn, PLAN_FORM, campaign_id=action.campaign_id, title=campaign.title)


def _read_plan(turn: Turn, _answers: Answers, value: str | None) -> dict[str, Any]:
    if value is not None or turn.said.file is None or turn.said.media_group is not None:
        raise BadAnswer("plan_kind")
    return {"file": _sent(turn.said.file)}


def _keep_plan(turn: Turn, answers: Answers) -> None:
    attach_plan(turn.session, answers["campaign_id"], answers["file"], by=turn.me, now=turn.now)
    turn.edit("drafts/attached", campaign_id=answers["campaign_id"], name=answers["file"]["name"])


PLAN_FORM = FormKind(
    "drafts/plan_file",
    [Step("file", "drafts/ask_plan", _read_plan)],
    finish=_keep_plan,
    leave=lambda turn, answers: show_campaign(turn, EditCampaign(answers["campaign_id"])),
)


def send_plan(turn: Turn, action: GetPlan) -> None:
    turn.say("drafts/plan", **plan_document(turn.session, action.campaign_id, by=turn.me, now=turn.now))


FEATURE = Feature(
    actions=[
        On(SendCampaignFile, ask_file, rights=EDITORS),
        On(AttachPlan, ask_plan, rights=EDITORS),
        On(GetPlan, send_plan),
    ],
    forms=[FILE_FORM, PLAN_FORM],
    files=take,
)
