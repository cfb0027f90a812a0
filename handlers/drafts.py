"""Campaigns made in the chat, from /quanly: new by a form, last year's copied; a draft deleted."""

from datetime import date
from typing import Any

from handlers.campaigns import open_campaign
from handlers.changes import EDITORS
from handlers.forms import Answers, FormKind, Step, start_form
from handlers.target_answers import NONE, read_words
from handlers.turn import Feature, On, Turn
from handlers.typed_spans import typed_span
from messages.actions.campaigns import OpenCampaign
from messages.actions.drafts import (
    AskDropDraft,
    CopyCampaign,
    DropDraft,
    ManageCampaigns,
    NewCampaign,
)
from store.changes import check_span, overview_page
from store.drafts import (
    Outline,
    bases,
    copy_campaign,
    copy_preview,
    drop_draft,
    editable_campaigns,
    new_campaign,
    outline_preview,
    usual_span,
)
from store.errors import BadAnswer, NotFound
from store.rights import Right, demand
from store.tables import Bloc

TITLE = 300


def manage(turn: Turn, _action: ManageCampaigns | None = None) -> None:
    turn.edit("drafts/manage", **editable_campaigns(turn.session, by=turn.me, now=turn.now))


def begin(turn: Turn, action: NewCampaign) -> None:
    """Only the title is asked; all else is proposed and shown."""
    by = turn.me
    right = Right.EDIT_DRAFT if action.unit_id is None else Right.UNIT_CAMPAIGN
    demand(turn.session, by, right, bloc_id=by.bloc_id, unit_id=action.unit_id, today=turn.today)
    starts, ends = usual_span(turn.today)
    basis = _bases(turn)[0]
    start_form(
        turn,
        NEW_FORM,
        unit_id=action.unit_id or 0,
        starts=starts,
        ends=ends,
        phases=2,
        decision="",
        basis=basis["key"],
        limit=TITLE,
    )


def _bases(turn: Turn) -> list[dict[str, str]]:
    bloc = turn.session.get_one(Bloc, turn.me.bloc_id)
    return [{"key": one.key, "title": one.title} for one in bases(turn.session, bloc)]


def _read_title(turn: Turn, _answers: Answers, value: str | None) -> dict[str, Any]:
    return {"title": read_words(turn, value, least=3, most=TITLE)}


def _read_span(turn: Turn, _answers: Answers, value: str | None) -> dict[str, Any]:
    if value is not None and value.isdecimal() and len(value) == 4:
        return {"starts": date(int(value), 1, 1), "ends": date(int(value), 12, 31)}
    starts, ends = typed_span(turn, value)
    check_span(starts, ends)
    return {"starts": starts, "ends": ends}


def _span_facts(turn: Turn, _answers: Answers) -> dict[str, Any]:
    return {"year": turn.today.year}


def _read_phases(turn: Turn, _answers: Answers, value: str | None) -> dict[str, Any]:
    """Tapped or typed: "3", "3 đợt"."""
    words = (value or read_words(turn, None, most=20)).split()
    if words[0] not in ("1", "2", "3", "4"):
        raise BadAnswer("choose")
    return {"phases": int(words[0])}


def _read_decision(turn: Turn, _answers: Answers, value: str | None) -> dict[str, Any]:
    return {"decision": "" if value == NONE else read_words(turn, value, least=3, most=TITLE)}


def _basis_facts(turn: Turn, _answers: Answers) -> dict[str, Any]:
    return {"bases": _bases(turn)}


def _read_basis(turn: Turn, _answers: Answers, value: str | None) -> dict[str, Any]:
    if value not in [one["key"] for one in _bases(turn)]:
        raise BadAnswer("choose")
    return {"basis": value}


def _outline(answers: Answers) -> Outline:
    return Outline(
        title=answers["title"],
        starts=date.fromisoformat(answers["starts"]),
        ends=date.fromisoformat(answers["ends"]),
        phases=answers["phases"],
        decision=answers["decision"],
        basis=answers["basis"],
        unit_id=answers["unit_id"] or None,
    )


def _new_facts(turn: Turn, answers: Answers) -> dict[str, Any]:
    chosen = next((one["title"] for one in _bases(turn) if one["key"] == answers["basis"]), "")
    plan = outline_preview(turn.session, _outline(answers), by=turn.me)
    return {"plan": plan, "basis_title": chosen}


def _keep_new(turn: Turn, answers: Answers) -> None:
    campaign = new_campaign(turn.session, _outline(answers), by=turn.me, now=turn.now)
    _show(turn, campaign.id or 0)


def _show(turn: Turn, campaign_id: int) -> None:
    turn.edit("changes/campaign", **overview_page(turn.session, campaign_id, by=turn.me, now=turn.now))


NEW_FORM = FormKind(
    "drafts/new",
    [
        Step("title", "drafts/ask_title", _read_title),
        Step("span", "drafts/ask_span", _read_span, facts=_span_facts, optional=True),
        Step("phases", "drafts/ask_phases", _read_phases, optional=True),
        Step("decision", "drafts/ask_decision", _read_decision, optional=True),
        Step("basis", "drafts/ask_basis", _read_basis, facts=_basis_facts, optional=True),
    ],
    finish=_keep_new,
    preview="drafts/preview",
    preview_facts=_new_facts,
    leave=lambda turn, _answers: manage(turn),
)


def begin_copy(turn: Turn, action: CopyCampaign) -> None:
    """At once the preview, with every new date; the title and the way of shifting may be changed there."""
    plan = copy_preview(turn.session, action.campaign_id, by=turn.me, now=turn.now)
    start_form(
        turn,
        COPY_FORM,
        campaign_id=action.campaign_id,
        title=plan["title"],
        shifting="days",
        weekdays=False,
        limit=TITLE,
    )


def _read_shifting(_turn: Turn, _answers: Answers, value: str | None) -> dict[str, Any]:
    if value not in ("days", "weekdays"):
        raise BadAnswer("choose")
    return {"shifting": value, "weekdays": value == "weekdays"}


def _copy_facts(turn: Turn, answers: Answers) -> dict[str, Any]:
    wanted = {"title": answers["title"], "weekdays": answers["weekdays"]}
    return {"plan": copy_preview(turn.session, answers["campaign_id"], **wanted, by=turn.me, now=turn.now)}


def _keep_copy(turn: Turn, answers: Answers) -> None:
    wanted = {"title": answers["title"], "weekdays": answers["weekdays"]}
    campaign = copy_campaign(turn.session, answers["campaign_id"], **wanted, by=turn.me, now=turn.now)
    _show(turn, campaign.id or 0)


COPY_FORM = FormKind(
    "drafts/copy",
    [
        Step("title", "drafts/ask_title", _read_title),
        Step("shifting", "drafts/ask_shifting", _read_shifting),
    ],
    finish=_keep_copy,
    preview="drafts/copy_preview",
    preview_facts=_copy_facts,
    leave=lambda turn, answers: open_campaign(turn, OpenCampaign(answers["campaign_id"])),
)


def ask_drop(turn: Turn, action: AskDropDraft) -> None:
    facts = overview_page(turn.session, action.campaign_id, by=turn.me, now=turn.now)
    if facts["launched"]:
        raise NotFound()
    turn.edit("drafts/ask_drop", campaign_id=action.campaign_id, title=facts["title"])


def drop(turn: Turn, action: DropDraft) -> None:
    title = drop_draft(turn.session, action.campaign_id, by=turn.me, now=turn.now)
    turn.edit("drafts/dropped", title=title)


FEATURE = Feature(
    actions=[
        On(ManageCampaigns, manage, rights=EDITORS),
        On(NewCampaign, begin, rights=EDITORS),
        On(CopyCampaign, begin_copy, rights=EDITORS),
        On(AskDropDraft, ask_drop, rights=EDITORS),
        On(DropDraft, drop, rights=EDITORS),
    ],
    forms=[NEW_FORM, COPY_FORM],
)
