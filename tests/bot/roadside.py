"""A road with a feature of its own, small enough to see what each step of a turn leaves behind.

Every word that Lan sends is written behind her account's name (the change), and read back to her (the letter).
"""

import asyncio
from collections.abc import Coroutine
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from sqlmodel import Session, col, select
from telegram.ext import Application

from bot.rehearsal.stage import Stage
from bot.rehearsal.telegram import Message, Person
from bot.road import Road
from handlers.book import Book
from handlers.forms import FormKind, Step, start_form
from handlers.turn import Command, Feature, Turn, Where
from messages.catalogue import LOCALE, load_catalogues
from messages.render import Renderer
from store.engine import begin, reading
from store.errors import BadAnswer, NotAllowed
from store.tables import Account, Form, FormState, Inbox, Letter, LetterState, UpdateState

START = datetime(2020, 3, 2, 1, 0, tzinfo=UTC)
T = TypeVar("T")

TEMPLATES = {
    "home/words": "{{ said }}",
    "home/edited": "edited",
    "home/unknown_command": "unknown {{ typed }}",
    "refusals/not_allowed": "not allowed{% if form_open %}, still open{% endif %}",
    "refusals/answer_word": "no word",
    "refusals/answer_preview": "tap",
    "refusals/wrong_place": "{{ where }} only",
    "errors/internal": "error {{ error_id }}",
    "forms/first": "first?{{ button('cancel', CancelForm(form_id)) }}",
    "forms/second": "second?{{ button('back', Back(form_id, step)) }}{{ button('yes', Answer(form_id, step, 'yes')) }}",
    "forms/done": "{{ first }} {{ second }}",
    "forms/bare": "",
    "forms/cancelled": "cancelled",
    "forms/left_alone": "left{{ button('go on', Resume()) }}",
    "test/toast": "toast &amp; <b>all</b>",
}


def write_templates(folder: Path) -> Renderer:
    for name, source in TEMPLATES.items():
        path = folder / f"{name}.j2"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source)
    return Renderer(folder, load_catalogues(LOCALE))


def words(turn: Turn) -> None:
    """The home screen: keeps what was said, in order, and says it back."""
    turn.who.telegram_name = f"{turn.who.telegram_name or ''}{turn.said.text}|"
    if turn.said.query_id:
        turn.toast("test/toast")
    turn.edit("home/words", said=turn.said.text or turn.said.kind.value)
    if turn.said.text == "refuse":
        raise NotAllowed(right="test", roles=[])
    if turn.said.text == "break":
        raise RuntimeError("broken")


def take_word(turn: Turn, answers: Any, value: str | None) -> dict[str, Any]:
    if value is None and (len(turn.said.text) > 40 or not turn.said.text.strip()):
        raise BadAnswer("word")
    return {"second" if "first" in answers else "first": value or turn.said.text}


def finish_asking(turn: Turn, answers: Any) -> None:
    turn.edit("forms/done", first=answers["first"], second=answers["second"])


FORM = FormKind(
    "ask",
    [Step("first", "forms/first", take_word), Step("second", "forms/second", take_word)],
    finish_asking,
)


def book() -> Book:
    ask = Command("hoi", "ask", lambda turn: start_form(turn, FORM), joined=False)
    group = Command("nhom", "group", words, Where.GROUP, joined=False)
    return Book([Feature(commands=[ask, group], forms=[FORM])], words)


@dataclass
class Roadside:
    """The road, Lan, and an event loop that they stand on."""

    folder: Path
    database_url: str
    logs: list[Any]

    def __post_init__(self) -> None:
        self.runner = asyncio.Runner()
        self.stage = Stage(self.folder, start=START, database_url=self.database_url, migrate=lambda _engine: None)
        self.engine = self.stage.engine
        self.renderer = write_templates(self.folder / "templates")
        self.telegram = self.stage.telegram
        self.lan = self.telegram.person("Lan")
        self.hoa = self.telegram.person("Hoa")
        self._prepare()
        self.run(self.stage.open())

    def _prepare(self) -> None:
        road = self.stage.road
        road.book, road.renderer = book(), self.renderer

    @property
    def road(self) -> Road:
        return self.stage.road

    @property
    def app(self) -> Application[Any, Any, Any, Any, Any, Any]:
        return self.road.application

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return self.runner.run(work)

    def settle(self) -> None:
        self.run(self.stage.settle())

    def crash_and_restart(self) -> None:
        """The process is gone without a goodbye; another one begins on its database."""
        road = self.road
        self.run(road.application.shutdown())
        road.writer.close()
        self.stage.road = self.stage._new_road()
        self._prepare()
        self.run(self.stage.open())

    def close(self) -> None:
        self.run(self.stage.close())
        self.runner.close()

    def says(self, person: Person, text: str) -> Message:
        message = person.sends(text)
        self.settle()
        return message

    def name(self, person: Person | None = None) -> str:
        """What was kept of a person's words."""
        with reading(self.engine) as session:
            account = session.get(Account, (person or self.lan).id)
            return account.telegram_name or "" if account else ""

    def updates(self) -> list[Inbox]:
        with reading(self.engine) as session:
            return list(session.exec(select(Inbox).order_by(col(Inbox.id))))

    def states(self) -> list[UpdateState]:
        return [row.state for row in self.updates()]

    def letters(self, state: LetterState | None = None) -> list[Letter]:
        with reading(self.engine) as session:
            found = session.exec(select(Letter).order_by(col(Letter.id)))
            return [one for one in found if state in (None, one.state)]

    def form(self) -> Form | None:
        with reading(self.engine) as session:
            return session.exec(select(Form).where(col(Form.state) == FormState.OPEN)).first()

    def events(self) -> list[str]:
        return [entry["event"] for entry in self.logs]

    def change(self) -> AbstractContextManager[Session]:
        return begin(self.engine)


def texts(person: Person) -> list[str]:
    return [message.text for message in person.heard]


__all__ = ["START", "Roadside", "Session", "book", "texts"]
