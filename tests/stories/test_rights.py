"""Every cell of the rights table by button: who may is let, who may not is told and shown nothing."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import SQLModel, col, func, select

from messages.actions import ACTIONS, Action, pack
from messages.actions.forms import Answer, Back, CancelForm, EditStep, Home, Resume, Submit
from store.forms import open_form
from store.tables import Bloc, Campaign, Chat, Form, Letter
from tests.conftest import NOW
from tests.store.founding import Founded
from tests.stories.rights.cells import CELLS, IN_A_FORM, RUNS_A_COMMAND, Cell
from tests.stories.rights.things import build
from tests.stories.rights.trying import DENIALS, SAID_BY_DENIALS, Tried, leaks, open_world, taken_back, tapped
from tests.stories.rights.world import SECRET, SPEAKERS, World
from tests.town import Actor, Town


@pytest.fixture(scope="module")
def world(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    path = tmp_path_factory.mktemp("rights") / "thidua.db"
    path.write_bytes(sqlite_template.read_bytes())
    with open_world(path) as opened:
        yield opened


def judged(cell: Cell, place: str, answer: Tried, *, let: bool) -> str:
    """What is wrong with the answer; empty when nothing is."""
    empty = bool(answer.templates) and answer.templates <= cell.empty
    if let:
        return "" if not answer.denied and not empty else f"refused: {answer.denied or answer.templates}"
    if empty:
        return "changed something" if answer.changed else ""
    if answer.denied not in DENIALS:
        return f"not denied: {answer.denied or answer.templates}"
    return "" if set(answer.facts) <= SAID_BY_DENIALS else f"says {answer.facts}"


def faults(world: World, kind: type[Action]) -> list[tuple[str, str, str]]:
    """(place, role, what is wrong) for every cell of an action."""
    found_faults = []
    for cell in CELLS[kind]:
        for place in cell.places:
            group = place if cell.group == "place" else cell.group
            chat = world.session.get_one(Chat, world.at("group", group)).telegram_id if group else None
            for role in SPEAKERS:
                with taken_back(world):
                    answer = tapped(world, role, cell.make(world, place, role), chat)
                wrong = judged(cell, place, answer, let=cell.who(role, place))
                if wrong:
                    found_faults.append((place, role, wrong))
                found_faults += [(place, role, f"shows something of {one}") for one in leaks(role, answer)]
    return found_faults


def test_every_action_has_its_cells() -> None:
    known = {*CELLS, *IN_A_FORM, *RUNS_A_COMMAND}

    assert {kind.__name__ for kind in ACTIONS.values()} == {kind.__name__ for kind in known}


def test_every_action_has_something_to_deny_or_is_for_everybody() -> None:
    """Without a yes and a no an action would prove nothing."""
    for kind, cells in CELLS.items():
        answers = {cell.who(role, place) for cell in cells for place in cell.places for role in SPEAKERS}
        assert True in answers, kind
        assert False in answers or kind.__name__ in {"SetLanguage", "AskToJoin"}, kind


@pytest.mark.parametrize("kind", CELLS, ids=lambda kind: kind.__name__)
def test_a_forged_button_reaches_what_the_design_allows(world: World, kind: type[Action]) -> None:
    assert faults(world, kind) == []


@pytest.mark.parametrize("kind", sorted(IN_A_FORM, key=str), ids=lambda kind: kind.__name__)
def test_a_button_of_another_persons_form_neither_shows_nor_changes_it(world: World, kind: type[Action]) -> None:
    for role in SPEAKERS:
        with taken_back(world):
            form = secret_form(world, "council" if role == "member" else "member")
            before = form.model_dump()
            answer = tapped(world, role, upon_form(kind, form.id or 0))
            world.session.refresh(form)
            assert form.model_dump() == before, role
            assert f"{SECRET} tên" not in str(answer), role


def secret_form(world: World, role: str) -> Form:
    account = world.people[role]
    chat = world.session.exec(select(Chat).where(col(Chat.account_id) == account)).one()
    form = open_form(world.session, account, chat.id or 0, "joining", now=NOW)
    form.answers = {"bloc": world.bloc_id("own"), "unit": world.unit_id("own"), "name": f"{SECRET} tên"}
    form.step = "preview"
    world.session.flush()
    return form


def upon_form(kind: type[Action], form_id: int) -> Action:
    made: dict[type[Action], Action] = {
        Answer: Answer(form_id, "name", "Quân"),
        Back: Back(form_id, "preview"),
        CancelForm: CancelForm(form_id),
        EditStep: EditStep(form_id, "name"),
        Submit: Submit(form_id),
        Resume: Resume(),
        Home: Home(),
    }
    return made[kind]


# Through the chat, on both databases: what is refused changes nothing but the road, and says nothing of the thing.

ROAD = {"inbox", "letter", "run", "job", "account", "chat"}


def everything(town: Town) -> dict[str, list[Any]]:
    """Every row of every table but the road's."""
    tables = [table for table in SQLModel.metadata.sorted_tables if table.name not in ROAD]
    with town.reading() as session:
        return {table.name: sorted(map(repr, session.execute(table.select()))) for table in tables}


def newest_letter(town: Town) -> int:
    with town.reading() as session:
        return session.exec(select(func.max(col(Letter.id)))).one() or 0


def forged(town: Town, world: World) -> Iterator[tuple[Actor, Action]]:
    """Of each action one upon another's thing, for who has no right to it: a stranger, staff, a head."""
    for cells in CELLS.values():
        for cell in cells:
            if cell.group or cell.empty:
                continue
            place = next((one for one in ("other", "foreign", "bloc") if one in cell.places), cell.places[0])
            for actor, role in ((town.quan, "stranger"), (town.lan, "member"), (town.binh, "head")):
                if not cell.who(role, place):
                    yield actor, cell.make(world, place, role)
                    break


def test_a_refused_tap_says_why_shows_nothing_and_changes_nothing(town: Town) -> None:
    with town.changing() as session:
        here = Founded(session, session.get_one(Bloc, town.bloc_id), session.get_one(Campaign, town.campaign_id))
        taps = list(forged(town, build(session, here, now=town.now)))
    for actor in (town.quan, town.lan, town.binh):
        actor.sends("/help")
    before = everything(town)

    assert len(taps) > 50
    # Every one on SQLite; of the other database, which waits longer for each, some of all rooms are enough.
    for actor, action in taps if town.engine.dialect.name == "sqlite" else taps[::3]:
        seen, letters = len(actor.heard), newest_letter(town)
        actor.taps_data(actor.last, pack(action))
        with town.reading() as session:
            new = session.exec(select(Letter).where(col(Letter.id) > letters)).all()
        assert [one.template.partition("/")[0] for one in new] == ["refusals"], action
        assert new[0].facts.keys() <= {*SAID_BY_DENIALS, "form_open"}, action
        assert SECRET not in "".join(message.text for message in actor.heard[seen:]), action
    assert everything(town) == before
