"""Changing a campaign from /quanly: a draft at will; after the launch with a reason, shown before it is told."""

from typing import Any

from handlers.change_values import EMPTIED, TEXT, THEME, given_value
from handlers.forms import Answers, FormKind, Step, start_form
from handlers.target_answers import read_words
from handlers.turn import Feature, On, Turn
from messages.actions.changes import (
    ChangePart,
    EditCampaign,
    EditMilestone,
    EditMilestones,
    EditPhase,
    EditPhases,
    OpenChanges,
    SetLenient,
    SetPledge,
)
from store.changes import (
    MILESTONE_PARTS,
    PHASE_PARTS,
    Part,
    Spot,
    change_part,
    changes_of,
    check_change,
    milestone_page,
    overview_page,
    phase_choices,
    phase_page,
    set_lenient,
    set_pledge,
    shown_value,
    spot_for,
    value_now,
    warnings_of,
)
from store.errors import BadAnswer
from store.rights import Right
from store.tables import MilestoneKind

REASON = 300
"""Longest reason, in characters."""

NEW, GONE = frozenset({Part.NEW_PHASE, Part.NEW_MILESTONE}), frozenset({Part.WITHDRAW, Part.DROP_PHASE})


def show_campaign(turn: Turn, action: EditCampaign) -> None:
    _overview(turn, action.campaign_id)


def _overview(turn: Turn, campaign_id: int) -> None:
    turn.edit("changes/campaign", **overview_page(turn.session, campaign_id, by=turn.me, now=turn.now))


def show_phases(turn: Turn, action: EditPhases) -> None:
    _phases(turn, action.campaign_id)


def _phases(turn: Turn, campaign_id: int) -> None:
    turn.edit("changes/phases", **overview_page(turn.session, campaign_id, by=turn.me, now=turn.now))


def show_phase(turn: Turn, action: EditPhase) -> None:
    turn.edit("changes/phase", **phase_page(turn.session, action.phase_id, by=turn.me, now=turn.now))


def show_milestones(turn: Turn, action: EditMilestones) -> None:
    _milestones(turn, action.campaign_id)


def _milestones(turn: Turn, campaign_id: int) -> None:
    turn.edit("changes/milestones", **overview_page(turn.session, campaign_id, by=turn.me, now=turn.now))


def show_milestone(turn: Turn, action: EditMilestone) -> None:
    facts = milestone_page(turn.session, action.milestone_id, by=turn.me, now=turn.now)
    turn.edit("changes/milestone", **facts)


def show_changes(turn: Turn, action: OpenChanges) -> None:
    turn.edit("changes/list", **changes_of(turn.session, action.campaign_id, by=turn.me, now=turn.now))


def choose_lenient(turn: Turn, action: SetLenient) -> None:
    set_lenient(turn.session, action.campaign_id, action.lenient, by=turn.me, now=turn.now)
    _overview(turn, action.campaign_id)


def choose_pledge(turn: Turn, action: SetPledge) -> None:
    set_pledge(turn.session, action.milestone_id, action.pledge, by=turn.me, now=turn.now)
    show_milestone(turn, EditMilestone(action.milestone_id))


def ask_change(turn: Turn, action: ChangePart) -> None:
    """Ask for the new value, and after the launch for the reason."""
    spot = spot_for(turn.session, action.part, action.row_id, by=turn.me, now=turn.now)
    if action.part in GONE and not spot.launched:
        change_part(turn.session, action.part, action.row_id, {}, by=turn.me, now=turn.now)
        (_milestones if action.part == Part.WITHDRAW else _phases)(turn, spot.campaign.id or 0)
        return
    facts = {"part": action.part, "row_id": action.row_id, "launched": spot.launched}
    if action.part in GONE:
        facts["value"] = value_now(spot)
    start_form(turn, CHANGE_FORM if spot.launched else DRAFT_FORM, **facts)


def _spot(turn: Turn, answers: Answers) -> Spot:
    return spot_for(turn.session, Part(answers["part"]), answers["row_id"], by=turn.me, now=turn.now)


def _ask_facts(turn: Turn, answers: Answers) -> dict[str, Any]:
    spot = _spot(turn, answers)
    named = spot.milestone.title if spot.milestone else spot.phase.name if spot.phase else spot.campaign.title
    return {
        "named": named,
        "before": value_now(spot),
        "limit": THEME if spot.part == Part.THEME else TEXT,
        "reason_limit": REASON,
        "starts": spot.campaign.starts,
        "ends": spot.campaign.ends,
        "own": spot.campaign.owner_unit_id is not None,
        "may_empty": spot.part in EMPTIED,
        "phases": phase_choices(turn.session, spot) if spot.part == Part.WITHIN else [],
    }


def _read_kind(_turn: Turn, _answers: Answers, value: str | None) -> dict[str, Any]:
    if value not in set(MilestoneKind):
        raise BadAnswer("choose")
    return {"sort": value}


def _read_text(turn: Turn, _answers: Answers, value: str | None) -> dict[str, Any]:
    return {"text": read_words(turn, value, least=2, most=TEXT)}


def _read_value(turn: Turn, answers: Answers, value: str | None) -> dict[str, Any]:
    spot = _spot(turn, answers)
    given = given_value(turn, spot, value)
    check_change(turn.session, spot, _composed({**answers, "value": given}), now=turn.now)
    return {"value": given}


def _composed(answers: Answers) -> dict[str, Any]:
    """The whole value: of what is new also its name and kind."""
    if Part(answers["part"]) not in NEW:
        return dict(answers["value"])
    sort = {"kind": answers["sort"]} if "sort" in answers else {}
    return {"text": answers["text"], **sort, **answers["value"]}


def _read_reason(turn: Turn, _answers: Answers, value: str | None) -> dict[str, Any]:
    return {"reason": read_words(turn, value, least=3, most=REASON)}


def _preview_facts(turn: Turn, answers: Answers) -> dict[str, Any]:
    spot, value = _spot(turn, answers), _composed(answers)
    gone = spot.part in GONE
    return {
        **_ask_facts(turn, answers),
        "after": {} if gone else shown_value(spot, value),
        "warnings": warnings_of(turn.session, spot, value, now=turn.now),
    }


def _change(turn: Turn, answers: Answers) -> None:
    """The tap that tells everybody; nothing is told where nothing changes."""
    part, row_id = Part(answers["part"]), answers["row_id"]
    value = {} if part in GONE else _composed(answers)
    campaign_id = _spot(turn, answers).campaign.id or 0
    reason = answers["reason"]
    change_part(turn.session, part, row_id, value, reason=reason, by=turn.me, now=turn.now)
    facts = changes_of(turn.session, campaign_id, by=turn.me, now=turn.now)
    turn.edit("changes/done", **{**facts, "changes": facts["changes"][:1]})


def _write(turn: Turn, answers: Answers) -> None:
    """Into a draft, then back to where it is shown."""
    part, row_id = Part(answers["part"]), answers["row_id"]
    change_part(turn.session, part, row_id, _composed(answers), by=turn.me, now=turn.now)
    _show_place(turn, answers)


def _show_place(turn: Turn, answers: Answers) -> None:
    """The screen on which the part stands."""
    part, row_id = Part(answers["part"]), answers["row_id"]
    if part in PHASE_PARTS:
        show_phase(turn, EditPhase(row_id))
    elif part in MILESTONE_PARTS:
        show_milestone(turn, EditMilestone(row_id))
    elif part in NEW:
        (_phases if part == Part.NEW_PHASE else _milestones)(turn, row_id)
    else:
        _overview(turn, row_id)


STEPS = [
    Step("sort", "changes/ask_kind", _read_kind, when=lambda answers: answers["part"] == Part.NEW_MILESTONE),
    Step("text", "changes/ask_text", _read_text, facts=_ask_facts, when=lambda answers: answers["part"] in NEW),
    Step("value", "changes/ask_value", _read_value, facts=_ask_facts),
]
CHANGE_FORM = FormKind(
    "changes/change",
    [*STEPS, Step("reason", "changes/ask_reason", _read_reason, facts=_ask_facts)],
    finish=_change,
    preview="changes/preview",
    preview_facts=_preview_facts,
    leave=_show_place,
)
DRAFT_FORM = FormKind("changes/draft", STEPS, finish=_write, leave=_show_place)

EDITORS = (Right.EDIT_DRAFT, Right.UNIT_CAMPAIGN)

FEATURE = Feature(
    actions=[
        On(EditCampaign, show_campaign, rights=EDITORS),
        On(EditPhases, show_phases, rights=EDITORS),
        On(EditPhase, show_phase, rights=EDITORS),
        On(EditMilestones, show_milestones, rights=EDITORS),
        On(EditMilestone, show_milestone, rights=EDITORS),
        On(ChangePart, ask_change, rights=EDITORS),
        On(SetLenient, choose_lenient, rights=EDITORS),
        On(SetPledge, choose_pledge, rights=EDITORS),
        On(OpenChanges, show_changes),
    ],
    forms=[CHANGE_FORM, DRAFT_FORM],
)
