"""Trying what a person may: a turn without the road, taken back afterwards."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from handlers.book import Book
from handlers.features import FEATURES
from handlers.home import home
from handlers.said import Said, SaidKind
from handlers.turn import Turn
from messages.actions import Action, pack, unpack
from store.arrivals import arrive
from store.engine import begin, open_engine
from store.errors import Refusal
from store.tables import Entry, Form, Letter
from tests.conftest import NOW
from tests.store.founding import found
from tests.store.rights_table import PLACES, allows
from tests.stories.rights.things import build
from tests.stories.rights.world import World, marked

BOOK = Book(FEATURES, home)

DENIALS = {"not_allowed", "not_found", "not_joined"}
SAID_BY_DENIALS = {"right", "roles", "waiting"}
"""All that a denial may say: which roles may, and whether one's own request to join waits."""


@contextmanager
def open_world(path: Path) -> Iterator[World]:
    """One world for many cells, in the empty database at this path; nothing of it is kept."""
    engine = open_engine(f"sqlite:///{path}")
    with begin(engine) as session:
        world = build(session, found(session, "khoi-vhxh-2020", now=NOW), now=NOW)
        forget_rows(world)
        yield world
        session.rollback()
    engine.dispose()


@dataclass
class Tried:
    """What came of a turn: the refusal's code and facts, else the templates that were posted with their facts."""

    denied: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    letters: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    changed: bool = False
    shown: str = ""
    """All facts that were posted to the chat of the turn."""

    @property
    def templates(self) -> set[str]:
        return {template for template, _ in self.letters}


LAST = tuple(select(func.max(col(table.id))) for table in (Letter, Entry, Form))


def last_rows(session: Session) -> list[int]:
    """The newest letter, entry of history and form."""
    session.flush()
    return [session.execute(one).scalar() or 0 for one in LAST]


def forget_rows(world: World) -> None:
    """Every row is read anew; what the world itself holds on to stays as it is."""
    for town in (world.here, world.there):
        for row in (town.bloc, town.campaign):
            world.session.refresh(row)
    world.session.expunge_all()


@contextmanager
def taken_back(world: World) -> Iterator[None]:
    """What is done inside has not happened afterwards."""
    savepoint = world.session.begin_nested()
    yield
    savepoint.rollback()
    world.session.expunge_all()
    world.session.info.clear()


def tried(world: World, role: str, said: dict[str, Any], chat_id: int | None = None) -> Tried:
    """A turn of this person, in private or in a group. The caller takes it back."""
    session, account = world.session, world.people[role]
    spoken = Said(account_id=account, chat_telegram_id=chat_id or account, is_private=chat_id is None, **said)
    came = arrive(
        session,
        account_id=account,
        chat_telegram_id=spoken.chat_telegram_id,
        is_private=spoken.is_private,
        title="",
        locale="vi",
        now=NOW,
    )
    turn = Turn(session, NOW, spoken, came.chat, came.account, came.member, came.bloc, came.seats)
    letters_before, *before = last_rows(session)
    try:
        (BOOK.tap if spoken.kind == SaidKind.TAP else BOOK.command)(turn)
        session.flush()
    except Refusal as refusal:
        return Tried(refusal.code, refusal.facts)
    posted = session.exec(select(Letter).where(col(Letter.id) > letters_before).order_by(col(Letter.id))).all()
    letters = [(one.template, one.facts) for one in posted]
    shown = str([one.facts for one in posted if one.chat_id == came.chat.id])
    changed = last_rows(session)[1:] != before
    return Tried(letters=letters, changed=changed, shown=shown)


def tapped(world: World, role: str, action: Action, chat_id: int | None = None) -> Tried:
    return tried(world, role, {"kind": SaidKind.TAP, "action": unpack(pack(action)), "message_id": 1}, chat_id)


def leaks(role: str, answer: Tried) -> list[str]:
    """The places from which a screen shows something that this role may not read."""
    return [place for place in PLACES if marked(place) in answer.shown and not allows(role, "read_work", place)]
