"""Every cell of the rights table by command: typed, by its alias and by button, in private and in groups."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from handlers.said import SaidKind
from handlers.turn import Where
from messages.actions.home import OpenCommand
from messages.render import open_renderer
from store.runs import become_active
from store.tables import Chat
from tests.stories.rights.commands import COMMANDS, IN_GROUPS
from tests.stories.rights.trying import BOOK, SAID_BY_DENIALS, Tried, leaks, open_world, taken_back, tried
from tests.stories.rights.world import OUTSIDE, SPEAKERS, World


@pytest.fixture(scope="module")
def world(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    path = tmp_path_factory.mktemp("rights") / "thidua.db"
    path.write_bytes(sqlite_template.read_bytes())
    with open_world(path) as opened:
        yield opened


def test_every_command_of_a_private_chat_is_in_the_table() -> None:
    private = {one.name for one in BOOK.commands.values() if one.where != Where.GROUP}

    assert private == set(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_typed_or_tapped_is_for_whom_the_design_says(world: World, name: str) -> None:
    wrong = []
    for role in SPEAKERS:
        let = COMMANDS[name] is None or role in (COMMANDS[name] or ())
        alias = BOOK.commands[name].alias
        for how in (
            {"kind": SaidKind.COMMAND, "command": name},
            {"kind": SaidKind.COMMAND, "command": alias},
            {"kind": SaidKind.TAP, "action": OpenCommand(name), "message_id": 1},
        ):
            with taken_back(world):
                answer = tried(world, role, how)
            if (answer.denied == "") != let or (not let and not tells_for_whom(answer, name, role)):
                wrong.append((role, how["kind"], answer))
            assert leaks(role, answer) == [], role

    assert wrong == []


def tells_for_whom(answer: Tried, name: str, role: str) -> bool:
    """Who is no member is told to join; a member is told which roles may."""
    if role in OUTSIDE:
        return answer.denied == "not_joined" and set(answer.facts) <= {"waiting"}
    for_whom = (COMMANDS[name] or set()) - {"acting"}
    return answer.denied == "not_allowed" and set(answer.facts["roles"]) == for_whom


def test_every_command_of_a_group_is_in_the_table() -> None:
    assert {one.name for one in BOOK.commands.values() if one.where != Where.PRIVATE} == set(IN_GROUPS)


@pytest.mark.parametrize("name", IN_GROUPS)
def test_a_command_in_a_group_is_for_whom_the_design_says(world: World, name: str) -> None:
    wrong = []
    for place, who in IN_GROUPS[name].items():
        chat = world.session.get_one(Chat, world.at("group", place)).telegram_id
        for role in SPEAKERS:
            with taken_back(world):
                answer = tried(world, role, {"kind": SaidKind.COMMAND, "command": name}, chat)
            said_no = answer.denied in ("not_allowed", "not_joined") and set(answer.facts) <= SAID_BY_DENIALS
            if not (answer.denied == "" if who(role, place) else said_no):
                wrong.append((place, role, answer))
            assert set(leaks("member", answer)) <= {place}, "a group is told what all of its bloc or unit may know"

    assert wrong == []


@pytest.mark.parametrize("role", SPEAKERS)
def test_a_command_in_the_wrong_kind_of_chat_says_where_it_works(world: World, role: str) -> None:
    renderer = open_renderer()
    chat = world.session.get_one(Chat, world.at("group", "bloc")).telegram_id
    for command in {one.name: one for one in BOOK.commands.values()}.values():
        if command.where == Where.BOTH:
            continue
        with taken_back(world):
            become_active(world.session, bot_username="thidua_bot", now=world.now)
            here = None if command.where == Where.GROUP else chat
            answer = tried(world, role, {"kind": SaidKind.COMMAND, "command": command.name}, here)
        assert (answer.denied, answer.facts) == (
            "wrong_place",
            {"command": command.name, "where": command.where.value, "bot": "thidua_bot"},
        )
        said = renderer.render("refusals/wrong_place", answer.facts, language="en")
        private = command.where == Where.PRIVATE
        assert f"/{command.name} is for {'the private chat' if private else 'groups only'}" in said.text
        links = [button.url for row in said.buttons for button in row if button.url]
        assert links == ([f"https://t.me/thidua_bot?start={command.name}"] if private else [])
