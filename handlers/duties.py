"""Duties: what I and my units still owe, one duty, and what the office decides about it."""

from datetime import date
from typing import Any

from handlers.forms import Answers, FormKind, Step, start_form
from handlers.target_answers import read_words
from handlers.turn import Command, Feature, On, Turn, Where
from handlers.typed_days import typed_day
from messages.actions.campaigns import ExtendDuty, MarkHeld, MarkReceived, OpenDuty, UnmarkDuty
from store.campaign_pages import group_deadlines
from store.duties import (
    Standing,
    check_extension,
    check_marked,
    duty_facts,
    duty_for,
    duty_page,
    extend_duty,
    mark_held,
    mark_received,
    my_duties,
    unmark,
)
from store.rights import Right

NOTE = 300
"""Longest note or reason, in characters."""

NONE = "none"


def show_deadlines(turn: Turn) -> None:
    """What I still owe, soonest first; in a group what falls due for everybody."""
    if turn.said.is_private:
        turn.edit("duties/mine", **my_duties(turn.session, by=turn.me, now=turn.now))
    elif turn.chat.bloc_id is None:
        turn.say("groups/not_linked")
    else:
        campaigns = group_deadlines(turn.session, turn.chat.bloc_id, turn.chat.unit_id, now=turn.now)
        turn.say("duties/group", campaigns=campaigns)


def open_duty(turn: Turn, action: OpenDuty) -> None:
    _show(turn, action.duty_id)


def _show(turn: Turn, duty_id: int) -> None:
    turn.edit("duties/duty", **duty_page(turn.session, duty_id, by=turn.me, now=turn.now))


def ask_received(turn: Turn, action: MarkReceived) -> None:
    _ask_mark(turn, action.duty_id, held=False)


def ask_held(turn: Turn, action: MarkHeld) -> None:
    _ask_mark(turn, action.duty_id, held=True)


def _ask_mark(turn: Turn, duty_id: int, *, held: bool) -> None:
    """Ask for a note; the day is today unless it is changed on the preview."""
    standing = duty_for(turn.session, duty_id, Right.MARK_RECEIVED, by=turn.me, now=turn.now)
    if standing.duty.done_at is not None:
        _show(turn, duty_id)
        return
    start_form(turn, MARK_FORM, duty_id=duty_id, held=held, day=turn.today, limit=NOTE, **_shown(turn, standing))


def _shown(turn: Turn, standing: Standing) -> dict[str, Any]:
    """What the questions name the duty by."""
    facts = duty_facts(turn.session, standing, turn.today)
    return {"title": facts["title"], "unit": facts["unit"] or facts["member"], "before": facts["deadline"]}


def _read_mark_day(turn: Turn, _answers: Answers, value: str | None) -> dict[str, Any]:
    day = typed_day(turn, value)
    check_marked(day, turn.today)
    return {"day": day}


def _read_note(turn: Turn, _answers: Answers, value: str | None) -> dict[str, Any]:
    return {"note": "" if value == NONE else read_words(turn, value, most=NOTE)}


def _mark(turn: Turn, answers: Answers) -> None:
    operation = mark_held if answers["held"] else mark_received
    day, note = date.fromisoformat(answers["day"]), answers["note"]
    operation(turn.session, answers["duty_id"], day=day, note=note, by=turn.me, now=turn.now)
    _show(turn, answers["duty_id"])


MARK_FORM = FormKind(
    "duty_mark",
    [
        Step("note", "duties/ask_note", _read_note),
        Step("day", "duties/ask_mark_day", _read_mark_day, optional=True),
    ],
    finish=_mark,
    preview="duties/mark_preview",
    leave=lambda turn, answers: _show(turn, answers["duty_id"]),
)


def take_back(turn: Turn, action: UnmarkDuty) -> None:
    unmark(turn.session, action.duty_id, by=turn.me, now=turn.now)
    _show(turn, action.duty_id)


def ask_extension(turn: Turn, action: ExtendDuty) -> None:
    standing = duty_for(turn.session, action.duty_id, Right.EXTEND, by=turn.me, now=turn.now)
    if standing.duty.done_at is not None:
        _show(turn, action.duty_id)
        return
    start_form(turn, EXTEND_FORM, duty_id=action.duty_id, limit=NOTE, **_shown(turn, standing))


def _read_new_day(turn: Turn, answers: Answers, value: str | None) -> dict[str, Any]:
    day = typed_day(turn, value)
    standing = duty_for(turn.session, answers["duty_id"], Right.EXTEND, by=turn.me, now=turn.now)
    check_extension(standing.duty, day, turn.today)
    return {"day": day}


def _read_reason(turn: Turn, _answers: Answers, value: str | None) -> dict[str, Any]:
    return {"reason": read_words(turn, value, least=3, most=NOTE)}


def _extend(turn: Turn, answers: Answers) -> None:
    to = date.fromisoformat(answers["day"])
    extend_duty(turn.session, answers["duty_id"], to=to, reason=answers["reason"], by=turn.me, now=turn.now)
    _show(turn, answers["duty_id"])


EXTEND_FORM = FormKind(
    "duty_extension",
    [
        Step("day", "duties/ask_new_day", _read_new_day),
        Step("reason", "duties/ask_reason", _read_reason),
    ],
    finish=_extend,
    preview="duties/extend_preview",
    leave=lambda turn, answers: _show(turn, answers["duty_id"]),
)

FEATURE = Feature(
    commands=[Command("hanchot", "deadlines", show_deadlines, where=Where.BOTH, menu=20)],
    actions=[
        On(OpenDuty, open_duty),
        On(MarkReceived, ask_received, rights=(Right.MARK_RECEIVED,)),
        On(MarkHeld, ask_held, rights=(Right.MARK_RECEIVED,)),
        On(UnmarkDuty, take_back, rights=(Right.MARK_RECEIVED,)),
        On(ExtendDuty, ask_extension, rights=(Right.EXTEND,)),
    ],
    forms=[MARK_FORM, EXTEND_FORM],
)
