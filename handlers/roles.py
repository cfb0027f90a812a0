"""Roles in the bloc: who has one, and the leader giving and taking them, for good or for some days."""

from datetime import date
from typing import Any

from handlers.forms import Answers, FormKind, Step, start_form
from handlers.menus import menu_for
from handlers.people import day_facts, read_first, read_last
from handlers.turn import Feature, On, Turn
from messages.actions.roles import ChooseRole, EndPost, GiveRole, OpenPeople, OpenPost, StandIn
from store.appointments import GIVEN, Post, appoint, end_post, person_of, post_of, posts_of, stand_in
from store.errors import BadAnswer
from store.people import people_like, unit_of, units_of_bloc
from store.rights import Right, has_anywhere
from store.tables import BlocRole

OFFERED = 20


def show_people(turn: Turn, _action: OpenPeople | None = None) -> None:
    posts = posts_of(turn.session, by=turn.me, now=turn.now)
    turn.edit(
        "roles/people",
        bloc_name=turn.bloc.name if turn.bloc else "",
        posts=[_facts(one) for one in posts],
        may_appoint=has_anywhere(turn.seats, Right.ROLES),
    )


def _facts(post: Post) -> dict[str, Any]:
    appointment = post.appointment
    return {
        "id": appointment.id,
        "name": post.member.name,
        "role": "acting" if appointment.acting else appointment.role,
        "unit": post.unit.name if post.unit else "",
        "first": appointment.first_day,
        "last": appointment.last_day,
    }


def show_post(turn: Turn, action: OpenPost) -> None:
    turn.edit("roles/post", **_facts(post_of(turn.session, action.appointment_id, by=turn.me, now=turn.now)))


def end(turn: Turn, action: EndPost) -> None:
    post = end_post(turn.session, action.appointment_id, by=turn.me, now=turn.now)
    turn.edit("roles/ended", mine=post.member.id == turn.me.id, **_facts(post))
    menu_for(turn, post.member)


def choose_role(turn: Turn, _action: ChooseRole) -> None:
    turn.edit("roles/choose", roles=GIVEN)


def give(turn: Turn, action: GiveRole) -> None:
    start_form(turn, GIVE, role=action.role, found=[], observer=action.role == BlocRole.OBSERVER)


def ask_stand_in(turn: Turn, _action: StandIn) -> None:
    start_form(turn, ACT, role="acting", found=[])


def _read_person(turn: Turn, answers: Answers, value: str | None) -> dict[str, Any]:
    """Somebody of the bloc: tapped, or found by what was typed of the name; of several one is tapped."""
    by = turn.me
    if value is not None:
        chosen = next((one for one in answers["found"] if str(one["id"]) == value), None)
        if chosen is None:
            raise BadAnswer("choose")
        person_of(turn.session, chosen["id"], by=by, today=turn.today)
        return {"person": chosen["id"], "who": chosen["name"]}
    found = people_like(turn.session, by.bloc_id, turn.said.text[:100], turn.today)
    if not found:
        raise BadAnswer("nobody_called_so")
    if len(found) == 1:
        return {"person": found[0][0].id, "who": found[0][0].name}
    shown = [
        {"id": member.id, "name": member.name, "position": member.position, "unit": unit}
        for member, unit in found[:OFFERED]
    ]
    return {"person": None, "found": shown}


def _read_unit(turn: Turn, _answers: Answers, value: str | None) -> dict[str, Any]:
    for unit in units_of_bloc(turn.session, turn.me.bloc_id, turn.today):
        if str(unit.id) == value:
            return {"unit": unit.id}
    raise BadAnswer("choose")


def _units(turn: Turn, _answers: Answers) -> dict[str, Any]:
    units = units_of_bloc(turn.session, turn.me.bloc_id, turn.today)
    return {"units": [{"id": unit.id, "name": unit.name} for unit in units]}


def _preview(turn: Turn, answers: Answers) -> dict[str, Any]:
    unit_id = answers.get("unit")
    return {"unit_name": unit_of(turn.session, unit_id).name if unit_id else ""}


def _give(turn: Turn, answers: Answers) -> None:
    role, unit_id = BlocRole(answers["role"]), answers.get("unit")
    post = appoint(turn.session, answers["person"], role, unit_id=unit_id, by=turn.me, now=turn.now)
    _done(turn, post)


def _act(turn: Turn, answers: Answers) -> None:
    first, last = date.fromisoformat(answers["first"]), date.fromisoformat(answers["last"])
    _done(turn, stand_in(turn.session, answers["person"], first=first, last=last, by=turn.me, now=turn.now))


def _done(turn: Turn, post: Post) -> None:
    turn.edit("roles/done", **_facts(post))
    menu_for(turn, post.member)


PERSON = Step("person", "roles/ask_person", _read_person)

GIVE = FormKind(
    "roles/give",
    [PERSON, Step("unit", "roles/ask_unit", _read_unit, _units, when=lambda answers: bool(answers.get("observer")))],
    _give,
    preview="roles/preview",
    preview_facts=_preview,
)

ACT = FormKind(
    "roles/act",
    [
        PERSON,
        Step("first", "people/ask_first", read_first, day_facts),
        Step("last", "people/ask_last", read_last, day_facts),
    ],
    _act,
    preview="roles/act_preview",
)

ROLES = (Right.ROLES,)

FEATURE = Feature(
    actions=[
        On(OpenPeople, show_people, (Right.INVITE_HEADS,)),
        On(OpenPost, show_post, ROLES),
        On(EndPost, end, ROLES),
        On(ChooseRole, choose_role, ROLES),
        On(GiveRole, give, ROLES),
        On(StandIn, ask_stand_in, ROLES),
    ],
    forms=[GIVE, ACT],
)
