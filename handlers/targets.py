"""/dangky: registering in at most four acts, and what one does with a registration afterwards."""

from typing import Any

from handlers.forms import Answers, FormKind, Step, start_form
from handlers.target_answers import (
    campaign_meant,
    honours,
    movements,
    offered,
    phases,
    placed,
    read_baseline,
    read_description,
    read_for_whom,
    read_honour,
    read_measured,
    read_movement,
    read_people,
    read_phase,
    read_place,
    read_planned_day,
    read_title,
    read_what,
)
from handlers.turn import Command, Feature, On, Turn
from messages.actions.targets import AmendTarget, AskWithdraw, OpenTarget, StartTarget, WithdrawTarget
from store.campaigns import campaign_heading, running_campaigns
from store.errors import NotFound
from store.people import unit_of
from store.rights import Right, Role, units_with
from store.tables import Member, TargetKind
from store.targets import (
    BODY,
    Case,
    TargetText,
    amend_target,
    find_case,
    find_for_change,
    foresee,
    register_target,
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
        for campaign in running_campaigns(turn.session, _me(turn).bloc_id, unit_ids=units)
        for unit_id in units
        if campaign.owner_unit_id in (None, unit_id)
    ]


def open_target(turn: Turn, action: OpenTarget) -> None:
    show(turn, find_case(turn.session, action.target_id, by=_me(turn), now=turn.now))


def show(turn: Turn, case: Case) -> None:
    standing = standing_of(turn.session, case, by=_me(turn))
    turn.edit(
        "targets/target",
        target=target_facts(turn.session, case),
        may_change=standing.may_change,
        may_decide=standing.may_decide,
        may_reopen=standing.may_reopen,
    )


def amend(turn: Turn, action: AmendTarget) -> None:
    """The form again, filled with what the registration says; opens on its preview."""
    case = find_for_change(turn.session, action.target_id, by=_me(turn), now=turn.now)
    target = case.target
    body = {name: target.body.get(name, "") for name in BODY}
    what = {TargetKind.GOAL: "g", TargetKind.TITLE: "t"}.get(target.kind, "p")
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
        measured=True,
        phase_id=target.phase_id,
        **body,
    )


def ask_withdraw(turn: Turn, action: AskWithdraw) -> None:
    case = find_for_change(turn.session, action.target_id, by=_me(turn), now=turn.now)
    turn.edit("targets/ask_withdraw", target=target_facts(turn.session, case))


def withdraw(turn: Turn, action: WithdrawTarget) -> None:
    case = withdraw_target(turn.session, action.target_id, version=action.version, by=_me(turn), now=turn.now)
    turn.edit("targets/withdrawn", target=target_facts(turn.session, case))


def _preview(turn: Turn, answers: Answers) -> dict[str, Any]:
    campaign = campaign_meant(turn, answers)
    text, person = _text(answers), _person(turn, answers)
    foresight = foresee(
        turn.session,
        answers["campaign_id"],
        text,
        unit_id=answers["unit_id"],
        member_id=person.id if person else None,
        now=turn.now,
        but=answers.get("target_id"),
    )
    chosen = {one["id"]: one["name"] for one in phases(turn, answers)["phases"]}
    named = {one["code"]: one["name"] for one in movements(turn, answers)["movements"]}
    return {
        **{name: text.body.get(name, "") for name in BODY},
        "campaign": campaign_heading(turn.session, campaign),
        "unit": unit_of(turn.session, answers["unit_id"]).name,
        "person": person.name if person else "",
        "phase": chosen.get(text.phase_id, ""),
        "movement": named.get(text.body.get("movement", ""), ""),
        "movements": len(named),
        "deadline": foresight.deadline,
        "days_late": foresight.days_late,
        "over": foresight.over,
        "target_id": answers.get("target_id"),
    }


def _person(turn: Turn, answers: Answers) -> Member | None:
    """Whose registration it is: one's own, that of the person amended, or None for the unit's."""
    if answers.get("target_id") is None:
        return None if answers["for_unit"] else _me(turn)
    target = find_case(turn.session, answers["target_id"], by=_me(turn), now=turn.now).target
    return turn.session.get(Member, target.member_id) if target.member_id else None


def _text(answers: Answers) -> TargetText:
    kind = TargetKind(answers["sort"])
    body = {name: str(answers[name]) for name in BODY if answers.get(name)}
    if kind != TargetKind.GOAL:
        body = {name: words for name, words in body.items() if name not in ("number", "measure", "baseline")}
    return TargetText(kind, answers["thing"], answers["title"], body, answers.get("phase_id"))


def _register(turn: Turn, answers: Answers) -> None:
    case = register_target(
        turn.session,
        answers["campaign_id"],
        _text(answers),
        unit_id=answers["unit_id"],
        member_id=None if answers["for_unit"] else _me(turn).id,
        by=_me(turn),
        now=turn.now,
    )
    turn.edit("targets/sent", target=target_facts(turn.session, case))


def _amend(turn: Turn, answers: Answers) -> None:
    case = amend_target(
        turn.session, answers["target_id"], _text(answers), version=answers["version"], by=_me(turn), now=turn.now
    )
    turn.edit("targets/sent", target=target_facts(turn.session, case))


def _heads(turn: Turn, unit_id: int) -> bool:
    return unit_id in units_with(turn.seats, Right.REGISTER)


def _me(turn: Turn) -> Member:
    if turn.member is None:
        raise NotFound()
    return turn.member


def _is(*kinds: TargetKind) -> Any:
    return lambda answers: answers.get("sort") in kinds


STEPS = [
    Step("place", "targets/place", read_place),
    Step("what", "targets/what", read_what, offered),
    Step("title", "targets/title", read_title, when=_is(TargetKind.PRODUCT, TargetKind.GOAL)),
    Step("honour", "targets/honour", read_honour, honours, when=_is(TargetKind.TITLE)),
    Step("measured", "targets/measured", read_measured, when=_is(TargetKind.GOAL)),
    Step("baseline", "targets/baseline", read_baseline, optional=True),
    Step("description", "targets/description", read_description, optional=True),
    Step("planned_day", "targets/planned_day", read_planned_day, optional=True),
    Step("people", "targets/people", read_people, optional=True),
    Step("phase", "targets/phase", read_phase, phases, optional=True),
    Step("for_whom", "targets/for_whom", read_for_whom, optional=True),
    Step("movement", "targets/movement", read_movement, movements, optional=True),
]
REGISTER = FormKind("targets/register", STEPS, _register, "targets/preview", _preview)
AMEND = FormKind("targets/amend", STEPS, _amend, "targets/preview", _preview)

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
