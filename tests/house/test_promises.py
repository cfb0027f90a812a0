"""What the house promises about its commands and its messages."""

import importlib
import pkgutil
import re
import subprocess
import sys

import pytest

import handlers
import store
from bot.readme import README, written
from handlers.book import Book, commands_with
from handlers.features import FEATURES
from handlers.forms import FormKind
from handlers.home import home
from handlers.turn import Command, Where
from messages.actions import unpack
from messages.actions.home import OpenCommand
from messages.render import open_renderer
from store.approvals import ANSWERS
from store.errors import Refusal
from store.menus import MENU_SIZE
from store.rights import Role, Seat
from tests.house.paths import ROOT
from tests.house.spoken import included, literals, templates

BOOK = Book(FEATURES, home)
COMMANDS: list[Command] = list(dict.fromkeys(BOOK.commands.values()))
LONGEST_DESCRIPTION = 60
RENDERER = open_renderer()

PEOPLE = {
    "staff": [Seat(Role.MEMBER, 1)],
    "head": [Seat(Role.MEMBER, 1), Seat(Role.HEAD, 1)],
    "secretary": [Seat(Role.SECRETARY)],
    "deputy": [Seat(Role.DEPUTY)],
    "leader": [Seat(Role.LEADER)],
    "leader who is a head": [Seat(Role.MEMBER, 1), Seat(Role.HEAD, 1), Seat(Role.LEADER)],
    "council": [Seat(Role.MEMBER, 1), Seat(Role.COUNCIL)],
    "observer": [Seat(Role.OBSERVER, 1)],
}
"""The people a menu is made for, as the seats they usually have."""

OFF_THE_MENU = {"start", "tieptuc", "huy"}
"""/start is the home screen itself; going on and cancelling are buttons wherever a form is open."""


def spoken(command: Command, language: str) -> str:
    return RENDERER.render_plain(f"commands/{command.name}", {}, language)


def test_commands_and_aliases_are_unique_and_typed_without_diacritics() -> None:
    names = [name for feature in FEATURES for one in feature.commands for name in (one.name, one.alias)]

    assert len(names) == len(set(names))
    assert [name for name in names if not re.fullmatch("[a-z]{2,32}", name)] == []


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_every_command_is_described_in_both_languages(command: Command) -> None:
    vietnamese, english = spoken(command, "vi"), spoken(command, "en")

    assert vietnamese != english
    assert max(len(vietnamese), len(english)) <= LONGEST_DESCRIPTION
    assert "\n" not in vietnamese + english


@pytest.mark.parametrize("seats", PEOPLE.values(), ids=PEOPLE)
def test_a_menu_has_at_most_eight_commands_and_only_those_that_are_open(seats: list[Seat]) -> None:
    open_to = commands_with(BOOK, seats)

    assert MENU_SIZE == 8
    assert open_to[:MENU_SIZE] != []
    assert [one.name for one in open_to if one.where == Where.GROUP] == []


@pytest.mark.parametrize("seats", PEOPLE.values(), ids=PEOPLE)
def test_the_home_screen_has_a_button_for_every_command_that_is_open(seats: list[Seat]) -> None:
    names = [one.name for one in commands_with(BOOK, seats)]
    screen = RENDERER.render(
        "home/home",
        {
            "name": "Lan",
            "bloc_name": "Khối",
            "roles": [],
            "units": [],
            "requests": 0,
            "several": False,
            "form_open": True,
            "commands": names,
            "owed": 0,
        },
        language="vi",
    )
    buttons = [unpack(button.data or "") for row in screen.buttons for button in row]

    assert [one.name for one in buttons if isinstance(one, OpenCommand)] == names


def test_every_private_command_is_on_the_home_screen_of_somebody() -> None:
    private = {one.name for one in COMMANDS if one.where != Where.GROUP}
    reached = {one.name for seats in PEOPLE.values() for one in commands_with(BOOK, seats)}

    assert private - reached == OFF_THE_MENU


def test_readme_has_the_tables_of_commands_and_rights() -> None:
    page = README.read_text(encoding="utf-8")

    assert page == written(page), "python -m bot.readme"


def every_refusal() -> set[type[Refusal]]:
    for room in (store, handlers):
        for found in pkgutil.walk_packages(room.__path__, f"{room.__name__}."):
            if ".migrations" not in found.name:
                importlib.import_module(found.name)
    found_kinds: set[type[Refusal]] = set()
    waiting: list[type[Refusal]] = [Refusal]
    while waiting:
        for kind in waiting.pop().__subclasses__():
            found_kinds.add(kind)
            waiting.append(kind)
    return found_kinds


def named_refusals() -> set[str]:
    """The templates of all refusals that have one code."""
    return {f"refusals/{kind.code}" for kind in every_refusal() if kind.code != Refusal.code}


def test_every_refusal_has_its_words() -> None:
    assert named_refusals() - set(templates()) == set()


def test_every_template_that_the_code_names_exists() -> None:
    forms = {form.name for feature in FEATURES for form in feature.forms if isinstance(form, FormKind)}
    unknown = [
        (one.where, one.text)
        for one in literals()
        if one.is_name and one.text not in forms and not any(one.names(name) for name in templates())
    ]
    unknown += [pair for pair in included() if pair[1] not in templates()]

    assert unknown == []


def test_every_template_is_used() -> None:
    """By its whole name; a refusal's, a command line's and a single word's also by what stands after its folder."""
    parts = {part for _, part in included()}
    known = parts | named_refusals() | {f"commands/{one.name}" for one in COMMANDS}
    known |= {f"{folder}/{one}" for folder, ends in ENDS.items() for one in ends}
    spoken_of = [one for one in literals() if re.search("[a-z]{2}", one.text) and not WHOLE_FOLDER.fullmatch(one.text)]
    dead = []
    for name in templates():
        folder, _, rest = name.partition("/")
        names = {name} | ({rest, *_tails(folder, rest)} if folder in TAILS else set())
        if name not in known and not any(one.names(each) for one in spoken_of for each in names):
            dead.append(name)

    assert dead == []


WHOLE_FOLDER = re.compile(r"[a-z_]+/\{\}")
"""An f-string that could name anything of a folder; what it does name is in ENDS or TAILS."""

ENDS = {
    "achievements": ("file_lost", "file_refused"),
    "drafts": ("file_lost", "file_refused"),
    "reports": ("file_lost", "file_refused"),
    "targets": ("confirmed", "returned"),
    "joining": tuple(ANSWERS.values()),
    "verification": ("why_return", "why_reject", "why_reverse"),
}

TAILS = {
    "refusals": ("answer_", "invite_"),
    "cli": ("bad_setting_", "refused_", "database_"),
    "doctor": ("schema_", "sign_"),
    "campaign_file": (),
    "words": (),
}
"""Folders whose templates the code names without the folder, and the beginnings it may leave out as well."""


def _tails(folder: str, rest: str) -> set[str]:
    return {rest.removeprefix(beginning) for beginning in TAILS[folder] if rest.startswith(beginning)}


VIETNAMESE = re.compile("[àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ]", re.IGNORECASE)

READ_NOT_SAID = {
    "store/rules/typed.py",
    "store/campaign_file/values.py",
    "store/achievements/criteria.py",
    "store/achievements/evidence.py",
}
"""Words that people write and the bot reads."""


def test_no_room_but_messages_speaks_vietnamese_in_its_code() -> None:
    said = [
        (one.where, one.text)
        for one in literals()
        if VIETNAMESE.search(one.text) and one.where not in READ_NOT_SAID and not one.where.startswith("messages/")
    ]

    assert said == []


def test_rooms_do_not_climb() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stdout[-2000:] if done.returncode else "") == (0, "")
