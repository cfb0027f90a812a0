"""/tiendo: for the office and the council the bloc, for heads their unit, for a group numbers only."""

from typing import Any

from handlers.turn import Command, Feature, On, Turn, Where
from messages.actions.progress import OpenProgress, OpenUnitProgress, ShowUnreachable
from store.campaigns import campaign_heading
from store.progress import (
    campaigns_to_follow,
    group_progress,
    read_progress,
    read_unit_progress,
)
from store.reminders import Unreachable
from store.rights import Right

FOLLOWERS = (Right.PROGRESS, Right.VERIFY, Right.HISTORY)
"""The office, the council, heads and observers."""

PAGE = 15
"""Units on a screen."""


def progress(turn: Turn) -> None:
    """The one campaign, or a choice."""
    if not turn.said.is_private:
        _in_group(turn)
        return
    campaigns = campaigns_to_follow(turn.session, by=turn.me, now=turn.now)
    if len(campaigns) == 1:
        _show(turn, campaigns[0].id or 0)
        return
    named = [{"campaign_id": one.id, "campaign": one.title} for one in campaigns]
    turn.edit("progress/choose", campaigns=named)


def _in_group(turn: Turn) -> None:
    if turn.chat.bloc_id is None:
        turn.say("groups/not_linked")
        return
    found = group_progress(turn.session, turn.chat.bloc_id, turn.chat.unit_id, now=turn.now)
    campaigns = [{"campaign": campaign.title if len(found) > 1 else "", "lines": lines} for campaign, lines in found]
    turn.say("progress/group", campaigns=campaigns, own=turn.chat.unit_id is not None)


def open_progress(turn: Turn, action: OpenProgress) -> None:
    _show(turn, action.campaign_id, action.page)


def _show(turn: Turn, campaign_id: int, page: int = 0) -> None:
    """A head of one unit sees that unit at once."""
    found = read_progress(turn.session, campaign_id, by=turn.me, now=turn.now)
    if not found.whole and len(found.units) == 1:
        _show_unit(turn, campaign_id, found.units[0].unit.id or 0)
        return
    pages = max(1, -(-len(found.units) // PAGE))
    page = min(max(page, 0), pages - 1)
    turn.edit(
        "progress/bloc",
        campaign_id=campaign_id,
        campaign=campaign_heading(turn.session, found.campaign),
        phase=found.phase,
        lines=found.lines,
        first=page * PAGE,
        page=page,
        pages=pages,
        units=[one.facts() for one in found.units[page * PAGE : (page + 1) * PAGE]],
        unreachable=len(found.unreachable),
        may_remind=found.may_remind,
        may_export=found.may_export,
    )


def open_unit(turn: Turn, action: OpenUnitProgress) -> None:
    _show_unit(turn, action.campaign_id, action.unit_id)


def _show_unit(turn: Turn, campaign_id: int, unit_id: int) -> None:
    found = read_unit_progress(turn.session, campaign_id, unit_id, by=turn.me, now=turn.now)
    turn.edit(
        "progress/unit",
        **found.progress.facts(),
        campaign_id=campaign_id,
        campaign=campaign_heading(turn.session, found.campaign),
        duties=found.duties,
        unreachable=_names(found.unreachable),
    )


def unreachable(turn: Turn, action: ShowUnreachable) -> None:
    """By name, for somebody to phone."""
    found = read_progress(turn.session, action.campaign_id, by=turn.me, now=turn.now)
    turn.edit("progress/unreachable", campaign_id=action.campaign_id, unreachable=_names(found.unreachable))


def _names(people: list[Unreachable]) -> list[dict[str, Any]]:
    return [{"unit": one.unit, "name": one.name} for one in people]


FEATURE = Feature(
    commands=[Command("tiendo", "progress", progress, where=Where.BOTH, rights=FOLLOWERS, menu=42)],
    actions=[On(OpenProgress, open_progress), On(OpenUnitProgress, open_unit), On(ShowUnreachable, unreachable)],
)
