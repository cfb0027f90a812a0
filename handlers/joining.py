"""Joining on one screen, by a link or by choosing a unit."""

from typing import Any

from handlers.forms import Answers, FormKind, Step, start_form
from handlers.menus import menu_of
from handlers.turn import Feature, On, Turn
from messages.actions.joining import AskToJoin
from store.blocs import all_blocs
from store.claims import claimable, likely, matching, meant_by
from store.errors import BadAnswer, InviteRefused
from store.home import contacts_of
from store.invites import check_open, find_invite
from store.joining import Joined, Person, ask_to_join, has_already, join_by_invite, member_of
from store.languages import greet_in
from store.names import clean_name, is_name, tidy_name
from store.people import unit_of, units_of_bloc
from store.placing import Standing
from store.rights import seats
from store.tables import Bloc, Invite, Unit, UnitRole

OFFERED = 30
"""Names of a list on one screen; the others are found by typing."""


def by_link(turn: Turn, token: str) -> None:
    """Show what a link gives, and ask for consent."""
    invite = find_invite(turn.session, token)
    greet_in(turn.session, turn.who, turn.chat, turn.session.get_one(Bloc, invite.bloc_id).locale)
    if has_already(turn.session, invite, turn.who, now=turn.now):
        turn.say("joining/already", **_places(turn, invite.bloc_id, invite.unit_id))
        return
    _check_open(turn, invite)
    start_form(
        turn,
        JOINING,
        invite=invite.id,
        bloc=invite.bloc_id,
        unit=invite.unit_id or 0,
        ask_name=not _name(turn, {"invite": invite.id, "bloc": invite.bloc_id}),
    )


def _check_open(turn: Turn, invite: Invite) -> None:
    """Who comes with a link that ended is told whom to ask."""
    try:
        check_open(invite, now=turn.now)
    except InviteRefused as refused:
        refused.facts["contacts"] = contacts_of(turn.session, turn.session.get_one(Bloc, invite.bloc_id))
        raise


def by_choice(turn: Turn, _action: AskToJoin | None = None) -> None:
    """Let somebody without a link choose a unit."""
    blocs = all_blocs(turn.session)
    if not blocs:
        turn.edit("joining/no_bloc")
        return
    greet_in(turn.session, turn.who, turn.chat, blocs[0].locale)
    known = {"bloc": blocs[0].id} if len(blocs) == 1 else {}
    start_form(turn, JOINING, ask_name=_known_name(turn, blocs[0].id) is None, **known)


def _read_bloc(turn: Turn, _answers: Answers, value: str | None) -> dict[str, Any]:
    for bloc in all_blocs(turn.session):
        if str(bloc.id) == value:
            return {"bloc": bloc.id, "ask_name": _known_name(turn, bloc.id) is None}
    raise BadAnswer("choose")


def _read_unit(turn: Turn, answers: Answers, value: str | None) -> dict[str, Any]:
    for unit in units_of_bloc(turn.session, answers["bloc"], turn.today):
        if str(unit.id) == value:
            return {"unit": unit.id}
    raise BadAnswer("choose")


def _read_name(turn: Turn, _answers: Answers, value: str | None) -> dict[str, Any]:
    if value is not None or turn.said.file is not None:
        raise BadAnswer("name", shortest=2)
    return {"name": clean_name(turn.said.text), "listed": None}


def _read_listed(turn: Turn, answers: Answers, value: str | None) -> dict[str, Any]:
    """One of the unit's list: tapped, or its name typed."""
    invite = turn.session.get(Invite, answers.get("invite") or 0)
    claims = claimable(turn.session, invite, now=turn.now) if invite else []
    if value is not None:
        found = [one for one in claims if str(one.id) == value]
    else:
        found = matching(claims, turn.said.text[:100])
    if not found:
        raise BadAnswer("not_listed")
    if len(found) > 1 and value is None and len({one.name for one in found}) > 1:
        raise BadAnswer("several", names=[one.name for one in found[:OFFERED]], count=len(found))
    return {"name": found[0].name, "listed": found[0].id}


def _listed_choices(turn: Turn, answers: Answers) -> dict[str, Any]:
    invite = turn.session.get(Invite, answers.get("invite") or 0)
    claims = claimable(turn.session, invite, now=turn.now) if invite else []
    people = [{"id": one.id, "name": one.name, "position": one.position} for one in claims[:OFFERED]]
    return {"people": people, "more": max(0, len(claims) - OFFERED)}


def _bloc_choices(turn: Turn, _answers: Answers) -> dict[str, Any]:
    return {"blocs": [{"id": bloc.id, "name": bloc.name} for bloc in all_blocs(turn.session)]}


def _unit_choices(turn: Turn, answers: Answers) -> dict[str, Any]:
    units = units_of_bloc(turn.session, answers["bloc"], turn.today)
    return {
        "bloc_name": turn.session.get_one(Bloc, answers["bloc"]).name,
        "units": [{"id": unit.id, "name": unit.name} for unit in units],
    }


def _consent_facts(turn: Turn, answers: Answers) -> dict[str, Any]:
    """What the one screen shows: where, as what, under which name."""
    invite = turn.session.get(Invite, answers["invite"]) if answers.get("invite") else None
    unit = turn.session.get(Unit, answers["unit"]) if answers["unit"] else None
    claims = claimable(turn.session, invite, now=turn.now) if invite else []
    name = _name(turn, answers)
    meant = meant_by(invite, claims, name, answers.get("listed")) if invite else None
    return {
        "bloc_name": turn.session.get_one(Bloc, answers["bloc"]).name,
        "unit_name": unit.name if unit else "",
        "unit_role": (invite.unit_role if invite else UnitRole.MEMBER) or "",
        "bloc_role": (invite.bloc_role if invite else None) or "",
        "needs_approval": invite.needs_approval if invite else True,
        "name": name,
        "is_listed": meant is not None,
        "may_choose": len(claims) > (1 if meant is not None else 0),
    }


def _finish(turn: Turn, answers: Answers) -> None:
    """The one tap: consent and join."""
    person = Person(turn.who, _name(turn, answers), turn.said.account_name, answers.get("listed"))
    if answers.get("invite"):
        joined = join_by_invite(turn.session, answers["invite"], person=person, now=turn.now)
    else:
        joined = ask_to_join(turn.session, answers["unit"], person=person, now=turn.now)
    _sit_down(turn, joined)
    template = {
        Standing.JOINED: "joining/joined",
        Standing.WAITING: "joining/waiting",
        Standing.ALREADY: "joining/already",
    }
    turn.edit(
        template[joined.standing],
        name=joined.member.name,
        unit_role=joined.unit_role or "",
        bloc_role=joined.bloc_role or "",
        **_places(turn, joined.member.bloc_id, joined.unit.id if joined.unit else None),
    )
    if joined.standing == Standing.JOINED:
        menu_of(turn)


def _sit_down(turn: Turn, joined: Joined) -> None:
    """From here on the turn is the new member's."""
    turn.member = joined.member
    turn.bloc = turn.session.get_one(Bloc, joined.member.bloc_id)
    turn.seats = seats(turn.session, joined.member, turn.today)


def _places(turn: Turn, bloc_id: int, unit_id: int | None) -> dict[str, Any]:
    unit = unit_of(turn.session, unit_id) if unit_id else None
    return {"bloc_name": turn.session.get_one(Bloc, bloc_id).name, "unit_name": unit.name if unit else ""}


def _known_name(turn: Turn, bloc_id: int | None) -> str | None:
    """The name the bloc has, else Telegram's where it can be one."""
    member = member_of(turn.session, turn.who.id, bloc_id) if bloc_id is not None else None
    if member is not None:
        return member.name
    name = tidy_name(turn.said.account_name)
    return name if is_name(name) else None


def _name(turn: Turn, answers: Answers) -> str:
    """What was typed or chosen; else the name the bloc has, the one of the unit's list, or Telegram's."""
    if answers.get("name"):
        return str(answers["name"])
    invite = turn.session.get(Invite, answers.get("invite") or 0)
    known = _known_name(turn, answers["bloc"]) or ""
    if invite is None or member_of(turn.session, turn.who.id, invite.bloc_id) is not None:
        return known
    claims = claimable(turn.session, invite, now=turn.now)
    listed = claims[0] if invite.member_id is not None and claims else likely(claims, turn.said.account_name)
    return listed.name if listed is not None else known


JOINING = FormKind(
    name="joining",
    steps=(
        Step("bloc", "joining/choose_bloc", _read_bloc, _bloc_choices),
        Step("unit", "joining/choose_unit", _read_unit, _unit_choices),
        Step("name", "joining/ask_name", _read_name, when=lambda answers: bool(answers.get("ask_name"))),
        Step("listed", "joining/choose_listed", _read_listed, _listed_choices, optional=True),
    ),
    finish=_finish,
    preview="joining/consent",
    preview_facts=_consent_facts,
)


FEATURE = Feature(
    actions=[On(AskToJoin, by_choice, joined=False)],
    forms=[JOINING],
)
