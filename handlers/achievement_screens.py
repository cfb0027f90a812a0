"""Achievements as they stand: one with its evidence, one's own, a unit's; adding evidence, and withdrawing."""

from typing import Any

from handlers.evidence import read_evidence, show_evidence, shown_pieces
from handlers.forms import Answers, FormKind, Step, start_form
from handlers.turn import Feature, On, Turn
from messages.actions.achievements import (
    AddEvidence,
    AskWithdrawAchievement,
    MyAchievements,
    OpenAchievement,
    ShowEvidence,
    UnitAchievements,
    WithdrawAchievement,
)
from store.achievements import (
    achievement_facts,
    achievement_line,
    add_evidence,
    buttons_of,
    case_of_achievement,
    evidence_of,
    find_achievement,
    find_for_amending,
    my_achievements,
    unit_achievements,
    withdraw_achievement,
)
from store.errors import NotFound
from store.people import unit_of
from store.rights import Right, units_with
from store.tables import Achievement

PAGE = 8


def open_achievement(turn: Turn, action: OpenAchievement) -> None:
    case = find_achievement(turn.session, action.achievement_id, by=turn.me, now=turn.now)
    buttons = buttons_of(turn.session, case, by=turn.me)
    turn.edit(
        "achievements/achievement",
        achievement=achievement_facts(turn.session, case),
        may_change=buttons.may_change,
        may_add=buttons.may_add,
        may_review=buttons.may_confirm or buttons.may_verify or buttons.may_reverse,
    )


def evidence(turn: Turn, action: ShowEvidence) -> None:
    show_evidence(turn, find_achievement(turn.session, action.achievement_id, by=turn.me, now=turn.now))


def mine(turn: Turn, action: MyAchievements) -> None:
    if turn.bloc is None:
        raise NotFound()
    found = my_achievements(turn.session, turn.bloc, by=turn.me, now=turn.now)
    headed = dict.fromkeys(units_with(turn.seats, Right.SIGN))
    units = [{"id": unit_id, "name": unit_of(turn.session, unit_id).name} for unit_id in headed]
    turn.edit("achievements/mine", **listed(turn, found, action.page), units=units)


def unit(turn: Turn, action: UnitAchievements) -> None:
    of, found = unit_achievements(turn.session, action.unit_id, by=turn.me, now=turn.now)
    turn.edit("achievements/unit", **listed(turn, found, action.page), unit_id=of.id, unit=of.name)


def listed(turn: Turn, found: list[Achievement], page: int) -> dict[str, Any]:
    """One page of a list."""
    page = max(0, page)
    first = page * PAGE
    return {
        "achievements": lines_of(turn, found[first : first + PAGE]),
        "first": first,
        "all": len(found),
        "page": page,
        "more": len(found) > first + PAGE,
    }


def lines_of(turn: Turn, found: list[Achievement]) -> list[dict[str, Any]]:
    return [achievement_line(turn.session, case_of_achievement(turn.session, one, turn.now)) for one in found]


def ask_withdraw(turn: Turn, action: AskWithdrawAchievement) -> None:
    case = find_for_amending(turn.session, action.achievement_id, by=turn.me, now=turn.now)
    turn.edit("achievements/ask_withdraw", achievement=achievement_facts(turn.session, case))


def withdraw(turn: Turn, action: WithdrawAchievement) -> None:
    case = withdraw_achievement(turn.session, action.achievement_id, version=action.version, by=turn.me, now=turn.now)
    turn.edit("achievements/withdrawn", achievement=achievement_facts(turn.session, case))


def more_evidence(turn: Turn, action: AddEvidence) -> None:
    case = find_for_amending(turn.session, action.achievement_id, by=turn.me, now=turn.now)
    one = case.achievement
    known = len(evidence_of(turn.session, one.id or 0))
    start_form(turn, ADD, achievement_id=one.id, subject=one.title, known=known, pieces=[], required=True)


def _add(turn: Turn, answers: Answers) -> dict[str, Any]:
    achievement_id = answers["achievement_id"]
    before = len(evidence_of(turn.session, achievement_id))
    case = add_evidence(turn.session, achievement_id, answers["pieces"], by=turn.me, now=turn.now)
    facts = achievement_facts(turn.session, case)
    turn.edit("achievements/added", achievement=facts, added=len(facts["evidence"]) - before)
    return {"achievement": achievement_id}


def _adding(turn: Turn, answers: Answers) -> dict[str, Any]:
    find_achievement(turn.session, answers["achievement_id"], by=turn.me, now=turn.now)
    return {"pieces": shown_pieces(turn, answers["pieces"]), "title": answers["subject"]}


ADD = FormKind("achievements/add", [Step("evidence", "achievements/more", read_evidence, _adding, many=True)], _add)

FEATURE = Feature(
    actions=[
        On(OpenAchievement, open_achievement),
        On(ShowEvidence, evidence),
        On(MyAchievements, mine),
        On(UnitAchievements, unit),
        On(AddEvidence, more_evidence),
        On(AskWithdrawAchievement, ask_withdraw),
        On(WithdrawAchievement, withdraw),
    ],
    forms=[ADD],
)
