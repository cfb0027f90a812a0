"""The home screen, /start and the bloc a person works in."""

from typing import Any

from handlers.groups import start_in_group
from handlers.joining import by_choice, by_link
from handlers.menus import menu_of
from handlers.turn import Command, Feature, On, Turn, Where
from messages.actions.home import ChooseBloc, SwitchBloc
from store.approvals import my_requests
from store.duties import deadline_fact, duty_title, milestone_of
from store.forms import current_form
from store.home import Desk, desk_of
from store.people import blocs_of, switch_bloc


def start(turn: Turn) -> None:
    """`/start`, with a link's token, a command's name or nothing. In a group it carries a group's token."""
    if not turn.said.is_private:
        start_in_group(turn)
        return
    payload = turn.said.text.strip()
    if not payload or payload == "start":
        _arrive(turn)
        home(turn)
        if turn.seats:
            menu_of(turn)
    elif payload.isalpha() and turn.book.run(turn, payload):
        return
    else:
        by_link(turn, payload)


def _arrive(turn: Turn) -> None:
    """Who lost the place in the bloc last used goes on in another."""
    if turn.seats:
        return
    for bloc, member, held in blocs_of(turn.session, turn.who.id, turn.now):
        turn.who.bloc_id, turn.bloc, turn.member, turn.seats = bloc.id, bloc, member, held
        return


def home(turn: Turn) -> None:
    """What this person may do, each thing a button; a stranger is asked where they belong."""
    if turn.member is None or turn.bloc is None or not turn.seats:
        _welcome(turn)
        return
    desk = desk_of(turn.session, turn.member, turn.seats, turn.now)
    several = len(blocs_of(turn.session, turn.who.id, turn.now)) > 1
    turn.edit(
        "home/home",
        name=turn.member.name,
        bloc_name=turn.bloc.name,
        roles=desk.roles,
        units=desk.units,
        requests=desk.requests,
        feedback=desk.feedback,
        several=several,
        form_open=current_form(turn.session, turn.who.id) is not None,
        commands=[command.name for command in turn.book.open_with(turn.seats)],
        **_next_deadline(turn, desk),
    )


def _next_deadline(turn: Turn, desk: Desk) -> dict[str, Any]:
    if not desk.owed:
        return {"owed": 0, "next_title": "", "deadline": {}}
    first = desk.owed[0]
    return {
        "owed": len(desk.owed),
        "next_title": duty_title(turn.session, first),
        "deadline": deadline_fact(first, milestone_of(turn.session, first), turn.today),
    }


def _welcome(turn: Turn) -> None:
    """For who is no member: what they wait for, else the way to join."""
    waiting = my_requests(turn.session, turn.member) if turn.member else []
    if waiting:
        turn.edit("home/waiting", units=[unit.name for unit in waiting])
        return
    by_choice(turn)


def choose_bloc(turn: Turn, _action: ChooseBloc) -> None:
    blocs = [
        {"id": bloc.id, "name": bloc.name, "current": turn.bloc is not None and bloc.id == turn.bloc.id}
        for bloc, _, _ in blocs_of(turn.session, turn.who.id, turn.now)
    ]
    turn.edit("home/choose_bloc", blocs=blocs)


def switch(turn: Turn, action: SwitchBloc) -> None:
    turn.bloc, turn.member, turn.seats = switch_bloc(turn.session, turn.who, action.bloc_id, now=turn.now)
    home(turn)
    menu_of(turn)


FEATURE = Feature(
    commands=[Command("start", "home", start, Where.BOTH, joined=False)],
    actions=[On(ChooseBloc, choose_bloc), On(SwitchBloc, switch, joined=False)],
)
