"""/tongket: for the office the figures of a phase or a campaign, the lists behind them, the files, the groups."""

from typing import Any

from handlers.turn import Command, Feature, On, Turn
from messages.actions.summaries import (
    AskToPost,
    ListFigure,
    OpenSummary,
    PostSummary,
    SendSummary,
    ShowChecklist,
    ShowFigures,
)
from store.errors import NotFound
from store.rights import Right
from store.summaries import (
    LISTS,
    PAGE,
    PAPER,
    Scope,
    begun_phases,
    campaigns_to_sum_up,
    checklist,
    find_scope,
    groups_for,
    is_sealed,
    list_rows,
    post_again,
    summary_facts,
    usual_phase,
)

MADE = ("picture", "word", "sheet")


def begin(turn: Turn) -> None:
    """The one campaign with the phase that is or was last, or a choice."""
    found = campaigns_to_sum_up(turn.session, by=turn.me, now=turn.now)
    if len(found) == 1:
        _show(turn, found[0].id or 0, usual_phase(turn.session, found[0]))
        return
    campaigns = [
        {"campaign_id": one.id, "campaign": one.title, "phase_id": usual_phase(turn.session, one)} for one in found
    ]
    turn.edit("summaries/choose", campaigns=campaigns)


def open_summary(turn: Turn, action: OpenSummary) -> None:
    _show(turn, action.campaign_id, action.phase_id)


def _show(turn: Turn, campaign_id: int, phase_id: int) -> None:
    scope = _scope(turn, campaign_id, phase_id)
    phases = [{"id": one.id, "name": one.name} for one in begun_phases(turn.session, scope.campaign)]
    turn.edit("summaries/summary", data=_facts(turn, scope), phases=phases)


def figures(turn: Turn, action: ShowFigures) -> None:
    """Each figure that opens to a list; those that count nothing are left out."""
    data = _facts(turn, _scope(turn, action.campaign_id, action.phase_id))
    counts = {**data["figures"], "absent": len(data["absent"])}
    shown = [{"name": name, "count": counts[name]} for name in LISTS if counts[name]]
    turn.edit("summaries/figures", data=data, figures=shown)


def list_figure(turn: Turn, action: ListFigure) -> None:
    if action.figure not in LISTS:
        raise NotFound()
    scope = _scope(turn, action.campaign_id, action.phase_id)
    page = max(0, action.page)
    rows, total = list_rows(turn.session, scope, action.figure, page)
    turn.edit(
        "summaries/list",
        campaign_id=action.campaign_id,
        phase_id=action.phase_id,
        phase=scope.phase.name if scope.phase else "",
        figure=action.figure,
        rows=rows,
        total=total,
        first=page * PAGE,
        page=page,
        pages=max(1, -(-total // PAGE)),
    )


def show_checklist(turn: Turn, action: ShowChecklist) -> None:
    scope = _scope(turn, action.campaign_id, action.phase_id)
    data, sealed = _facts(turn, scope), is_sealed(scope)
    turn.edit("summaries/checklist", data=data, sealed=sealed, checks=checklist(data, sealed=sealed))


def send(turn: Turn, action: SendSummary) -> None:
    """The file is read and made when its letter is sent."""
    if action.made not in MADE:
        raise NotFound()
    ids = {"campaign_id": action.campaign_id, "phase_id": action.phase_id}
    _scope(turn, **ids)
    turn.say(PAPER, member_id=turn.me.id, made=f"summary_{action.made}", **ids)


def ask_to_post(turn: Turn, action: AskToPost) -> None:
    scope = _scope(turn, action.campaign_id, action.phase_id)
    groups = len(groups_for(turn.session, scope.campaign))
    asked = int(turn.now.timestamp()) // 60
    turn.edit("summaries/ask_post", data=_facts(turn, scope), groups=groups, asked=asked)


def post(turn: Turn, action: PostSummary) -> None:
    ids = {"campaign_id": action.campaign_id, "phase_id": action.phase_id}
    groups = post_again(turn.session, **ids, asked=action.asked, by=turn.me, now=turn.now)
    turn.edit("summaries/posted", groups=groups, **ids)


def _scope(turn: Turn, campaign_id: int, phase_id: int) -> Scope:
    return find_scope(turn.session, campaign_id, phase_id, by=turn.me, now=turn.now)


def _facts(turn: Turn, scope: Scope) -> dict[str, Any]:
    return summary_facts(turn.session, scope, now=turn.now)


FEATURE = Feature(
    commands=[Command("tongket", "summary", begin, rights=(Right.PROGRESS,), menu=44)],
    actions=[
        On(OpenSummary, open_summary),
        On(ShowFigures, figures),
        On(ListFigure, list_figure),
        On(ShowChecklist, show_checklist),
        On(SendSummary, send),
        On(AskToPost, ask_to_post),
        On(PostSummary, post),
    ],
)
