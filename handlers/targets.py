"""/dangky: registering, and what one does with a registration afterwards."""

from typing import Any

from handlers.forms import start_form
from handlers.target_answers import OTHERS, placed
from handlers.target_form import AMEND, REGISTER
from handlers.turn import Command, Feature, On, Turn
from messages.actions.targets import AmendTarget, AskWithdraw, OpenTarget, StartTarget, WithdrawTarget
from store.campaigns import exemplar_categories, running_campaigns
from store.people import unit_of
from store.rights import Right, Role, units_with
from store.targets import (
    BODY,
    Case,
    find_case,
    find_for_change,
    standing_of,
    target_facts,
    withdraw_target,
)


def begin(turn: Turn) -> None:
    start(turn, StartTarget())


def start(turn: Turn, action: StartTarget) -> None:
    """Open the form; campaign and unit are asked only where there is a choice."""
    places = [
        place
        for place in _places(turn)
        if action.campaign_id in (None, place["campaign_id"]) and action.unit_id in (None, place["unit_id"])
    ]
    if not places:
        turn.edit("targets/nothing_open")
    elif len(places) == 1:
        start_form(turn, REGISTER, target_id=None, **placed(places[0]))
    else:
        start_form(turn, REGISTER, target_id=None, places=places)


def _places(turn: Turn) -> list[dict[str, Any]]:
    """The campaigns and units this person may register in."""
    heads = units_with(turn.seats, Right.REGISTER)
    units = [seat.unit_id for seat in turn.seats if seat.role == Role.MEMBER and seat.unit_id is not None]
    return [
        {
            "campaign_id": campaign.id,
            "campaign": campaign.title,
            "unit_id": unit_id,
            "unit": unit_of(turn.session, unit_id).name,
            "head": unit_id in heads,
        }
        for campaign in running_campaigns(turn.session, turn.me.bloc_id, unit_ids=units)
        for unit_id in units
        if campaign.owner_unit_id in (None, unit_id)
    ]


def open_target(turn: Turn, action: OpenTarget) -> None:
    show(turn, find_case(turn.session, action.target_id, by=turn.me, now=turn.now))


def show(turn: Turn, case: Case) -> None:
    standing = standing_of(turn.session, case, by=turn.me)
    turn.edit(
        "targets/target",
        target=target_facts(turn.session, case),
        may_change=standing.may_change,
        may_decide=standing.may_decide,
        may_reopen=standing.may_reopen,
    )


def amend(turn: Turn, action: AmendTarget) -> None:
    """The form again, filled with what the registration says; opens on its preview."""
    case = find_for_change(turn.session, action.target_id, by=turn.me, now=turn.now)
    target = case.target
    body = {name: target.body.get(name, "") for name in BODY}
    what = next((value for value, kind in OTHERS.items() if kind == target.kind), "p")
    start_form(
        turn,
        AMEND,
        target_id=target.id,
        version=target.version,
        **placed({"campaign_id": target.campaign_id, "unit_id": target.unit_id, "head": target.member_id is None})
        | {"head": _heads(turn, target.unit_id)},
        what=what,
        sort=target.kind,
        thing=target.item,
        title=target.title,
        honour=target.item,
        category=target.item,
        has_categories=bool(exemplar_categories(case.campaign)),
        measured=True,
        phase_id=target.phase_id,
        **body,
    )


def ask_withdraw(turn: Turn, action: AskWithdraw) -> None:
    case = find_for_change(turn.session, action.target_id, by=turn.me, now=turn.now)
    turn.edit("targets/ask_withdraw", target=target_facts(turn.session, case))


def withdraw(turn: Turn, action: WithdrawTarget) -> None:
    case = withdraw_target(turn.session, action.target_id, version=action.version, by=turn.me, now=turn.now)
    turn.edit("targets/withdrawn", target=target_facts(turn.session, case))


def _heads(turn: Turn, unit_id: int) -> bool:
    return unit_id in units_with(turn.seats, Right.REGISTER)


FEATURE = Feature(
    commands=[Command("dangky", "register", begin, rights=(Right.REGISTER,), menu=10)],
    actions=[
        On(StartTarget, start),
        On(OpenTarget, open_target),
        On(AmendTarget, amend),
        On(AskWithdraw, ask_withdraw),
        On(WithdrawTarget, withdraw),
    ],
    forms=[REGISTER, AMEND],
)
