"""Every error of Telegram's in every lane: what becomes of the letter, of its chat and person, and that others go on.

The errors come over the wire as Telegram words them. A letter in trouble goes first; letters to others, one in each
lane, wait behind it and must arrive in the same run.
"""

import asyncio
import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, col, select
from structlog.testing import capture_logs
from telegram.request import BaseRequest, RequestData

from bot.rehearsal.telegram import Group, Person
from bot.requests import AnswerTimedOut, ConnectTimedOut, CutAfterSend, NotSent
from store.engine import reading
from store.outbox import post
from store.tables import Account, Chat, ChatKind, ChatState, Lane, Letter, LetterKind, LetterState
from tests.bot.roadside import Roadside

WAITING, SENT, DEAD = LetterState.WAITING, LetterState.SENT, LetterState.DEAD
LANES = list(Lane)


@dataclass(frozen=True)
class Answer:
    """What comes back instead of what the emulator would say. `taken`: the request was carried out all the same."""

    status: int = 0
    body: bytes = b""
    raises: Exception | None = None
    taken: bool = False


def says(status: int, description: str, **parameters: int) -> Answer:
    body = {"ok": False, "error_code": status, "description": description}
    return Answer(status, json.dumps({**body, "parameters": parameters} if parameters else body).encode())


@dataclass(frozen=True)
class Fate:
    """How a letter stands after the run in which the error came, and after the seconds `again` if it waits.

    `gone`: its chat cannot be written to any more, and its person is shown as unreachable for this reason.
    """

    state: LetterState
    reason: str | None = None
    gone: bool = False
    again: int = 0
    may_repeat: bool = False
    reads: int = 1


def again(seconds: int) -> Fate:
    return Fate(WAITING, again=seconds)


def gone(reason: str) -> Fate:
    return Fate(DEAD, reason, gone=True, reads=0)


def lost(reason: str) -> Fate:
    return Fate(DEAD, reason, reads=0)


UNKNOWN = Fate(WAITING, again=1, may_repeat=True)
AT_ONCE = Fate(SENT)

TO_A_PERSON: dict[str, tuple[Answer, Fate]] = {
    "429 short": (says(429, "Too Many Requests: retry after 3", retry_after=3), again(3)),
    "429 long": (says(429, "Too Many Requests: retry after 300", retry_after=300), again(300)),
    "429 of a proxy": (Answer(429, b"<html>slow down</html>"), again(1)),
    "blocked": (says(403, "Forbidden: bot was blocked by the user"), gone("blocked")),
    "deactivated": (says(403, "Forbidden: user is deactivated"), gone("deactivated")),
    "never started": (says(403, "Forbidden: bot can't initiate conversation with a user"), gone("never_started")),
    "a bot": (says(403, "Forbidden: bot can't send messages to bots"), gone("chat_not_found")),
    "chat not found": (says(400, "Bad Request: chat not found"), gone("chat_not_found")),
    "peer invalid": (says(400, "Bad Request: PEER_ID_INVALID"), gone("chat_not_found")),
    "parse": (says(400, "Bad Request: can't parse entities: Unsupported start tag"), lost("bad_request")),
    "too long": (says(400, "Bad Request: message is too long"), lost("bad_request")),
    "wrong file": (says(400, "Bad Request: wrong file identifier/HTTP URL specified"), lost("bad_request")),
    "wrong remote file": (says(400, "Bad Request: wrong remote file identifier specified"), lost("bad_request")),
    "unknown 400": (says(400, "Bad Request: something of 2031"), lost("bad_request")),
    "unknown 403": (says(403, "Forbidden: something of 2031"), gone("no_rights")),
    "409": (says(409, "Conflict: terminated by other getUpdates request"), again(1)),
    "413": (says(413, "Request Entity Too Large"), lost("bad_request")),
    "413 of a proxy": (Answer(413, b"<html>too large</html>"), lost("bad_request")),
    "500": (says(500, "Internal Server Error"), again(1)),
    "502": (says(502, "Bad Gateway"), again(1)),
    "502 of a proxy": (Answer(502, b"<html>bad gateway</html>"), again(1)),
    "504": (says(504, "Gateway Timeout"), again(1)),
    "not reached": (Answer(raises=NotSent("ClientConnectorError")), again(1)),
    "timeout before sent": (Answer(raises=ConnectTimedOut("ConnectionTimeoutError")), again(1)),
    "timeout after sent": (Answer(raises=AnswerTimedOut("TimeoutError")), UNKNOWN),
    "cut before taken": (Answer(raises=CutAfterSend("ServerDisconnectedError")), UNKNOWN),
    "cut after taken": (
        Answer(raises=CutAfterSend("ServerDisconnectedError"), taken=True),
        Fate(WAITING, again=1, may_repeat=True, reads=2),
    ),
    "no JSON": (Answer(200, b"<html>welcome to this network</html>"), UNKNOWN),
}
TO_A_GROUP: dict[str, tuple[Answer, Fate]] = {
    "429 group": (says(429, "Too Many Requests: retry after 40", retry_after=40), again(40)),
    "kicked": (says(403, "Forbidden: bot was kicked from the group chat"), gone("kicked")),
    "kicked from a supergroup": (says(403, "Forbidden: bot was kicked from the supergroup chat"), gone("kicked")),
    "no member": (says(403, "Forbidden: bot is not a member of the supergroup chat"), gone("kicked")),
    "no member of a channel": (says(403, "Forbidden: bot is not a member of the channel chat"), gone("kicked")),
    "group deleted": (says(403, "Forbidden: the group chat was deleted"), gone("kicked")),
    "group deactivated": (says(400, "Bad Request: group chat was deactivated"), gone("kicked")),
    "no rights": (says(400, "Bad Request: not enough rights to send text messages to the chat"), gone("no_rights")),
    "no rights to send": (says(400, "Bad Request: have no rights to send a message"), gone("no_rights")),
    "write forbidden": (says(403, "Forbidden: CHAT_WRITE_FORBIDDEN"), gone("no_rights")),
    "thread not found": (says(400, "Bad Request: message thread not found"), AT_ONCE),
    "topic closed": (says(400, "Bad Request: TOPIC_CLOSED"), AT_ONCE),
    "topic deleted": (says(400, "Bad Request: TOPIC_DELETED"), AT_ONCE),
}


class Wire:
    """The way to Telegram: one request of a chat in trouble gets its error, every other goes through."""

    def __init__(self, request: BaseRequest) -> None:
        self._through = request.do_request
        self.troubles: dict[int, Answer] = {}
        self.hanging: dict[int, asyncio.Event] = {}
        request.do_request = self.do_request  # type: ignore[method-assign]

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *args: Any, **kwargs: Any
    ) -> tuple[int, bytes]:
        chat = _chat(request_data)
        if chat in self.hanging:
            await self.hanging[chat].wait()
        answer = self.troubles.pop(chat, None)
        if answer is None:
            return await self._through(url, method, request_data, *args, **kwargs)
        if answer.taken:
            await self._through(url, method, request_data, *args, **kwargs)
        if answer.raises is not None:
            raise answer.raises
        return answer.status, answer.body


def _chat(data: RequestData | None) -> int:
    asked = data.json_parameters if data else {}
    return int(asked.get("chat_id") or json.loads(asked.get("scope", "{}")).get("chat_id", 0))


class Scene:
    """A road with a bystander for each lane, and new readers for each trouble."""

    def __init__(self, side: Roadside) -> None:
        self.side = side
        self.wire = Wire(side.road.wiring.request)
        self.bystanders = {lane: self.person() for lane in LANES}

    def person(self) -> Person:
        """Somebody who may be written to."""
        person = self.side.telegram.person("Lan")
        person.starts()
        self.side.telegram.updates.drop()
        with self.side.change() as session:
            session.add(Account(id=person.id))
            session.flush()
            session.add(Chat(telegram_id=person.id, kind=ChatKind.PRIVATE, account_id=person.id, language="vi"))
        return person

    def group(self) -> Group:
        """A forum whose letters go into a topic."""
        group = self.side.telegram.group("Khối", [self.side.lan], forum=True)
        group.add_bot(by=self.side.lan)
        topic = group.topic("Thi đua")
        self.side.telegram.updates.drop()
        with self.side.change() as session:
            session.add(Chat(telegram_id=group.id, kind=ChatKind.GROUP, language="vi", topic_id=topic.id))
        return group

    def posts(self, to: int, lane: Lane, text: str, **more: Any) -> int:
        with self.side.change() as session:
            chat = _row(session, to)
            assert chat.id is not None
            number = post(
                session, "home/words", to=chat.id, now=self.side.stage.clock.now(), lane=lane, said=text, **more
            )
        assert number is not None
        return number

    def runs(self, seconds: float = 0) -> None:
        """Every letter that may go at the instant so many seconds on."""
        self.side.stage.clock.advance(timedelta(seconds=seconds))
        self.side.run(self.side.road._deliver())

    def letter(self, number: int) -> Letter:
        with reading(self.side.engine) as session:
            return session.exec(select(Letter).where(col(Letter.id) == number)).one()

    def chat(self, telegram_id: int) -> tuple[ChatState, str | None]:
        """Whether a chat can be written to, and why its person is shown as unreachable."""
        with reading(self.side.engine) as session:
            chat = _row(session, telegram_id)
            account = session.get(Account, chat.account_id) if chat.account_id else None
            return chat.state, account.unreachable if account else None

    def meets(self, reader: Person | Group, answer: Answer, lane: Lane, **more: Any) -> int:
        """A letter gets this answer; those behind it to others, one in each lane, arrive in the same run."""
        before = {lane: len(one.heard) for lane, one in self.bystanders.items()}
        self.wire.troubles[reader.id] = answer
        number = self.posts(reader.id, lane, "tin", **more)
        for other, bystander in self.bystanders.items():
            self.posts(bystander.id, other, "khác")
        self.runs(seconds=60)
        assert {lane: len(one.heard) - before[lane] for lane, one in self.bystanders.items()} == dict.fromkeys(LANES, 1)
        assert self.wire.troubles == {}
        return number


def _row(session: Session, telegram_id: int) -> Chat:
    return session.exec(select(Chat).where(col(Chat.telegram_id) == telegram_id)).one()


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[Scene]:
    folder = tmp_path_factory.mktemp("lanes")
    shutil.copy(sqlite_template, folder / "thidua.db")
    with capture_logs() as logs:
        side = Roadside(folder, f"sqlite:///{folder}/thidua.db", logs)
        yield Scene(side)
        side.close()


def stands(scene: Scene, reader: Person | Group, number: int, fate: Fate) -> None:
    """The letter, its chat and its person are as the fate says, then and later."""
    letter = scene.letter(number)
    assert (letter.state, letter.reason, letter.may_repeat) == (fate.state, fate.reason, fate.may_repeat)
    shown = fate.reason if fate.gone and isinstance(reader, Person) else None
    assert scene.chat(reader.id) == (ChatState.CLOSED if fate.gone else ChatState.READY, shown)
    if fate.state == WAITING:
        scene.runs(seconds=fate.again - 0.001)
        assert scene.letter(number).state == WAITING
        scene.runs(seconds=0.001)
        assert scene.letter(number).state == SENT


def texts_of(reader: Person | Group) -> list[str]:
    return [message.text for message in reader.heard]


@pytest.mark.parametrize("lane", LANES)
@pytest.mark.parametrize("error", TO_A_PERSON)
def test_what_an_error_does_to_a_persons_letter_and_to_nobody_else(scene: Scene, error: str, lane: Lane) -> None:
    answer, fate = TO_A_PERSON[error]
    reader = scene.person()

    stands(scene, reader, scene.meets(reader, answer, lane), fate)
    assert texts_of(reader) == ["tin"] * fate.reads


@pytest.mark.parametrize("lane", LANES)
@pytest.mark.parametrize("error", TO_A_GROUP)
def test_what_an_error_does_to_a_groups_letter_and_to_nobody_else(scene: Scene, error: str, lane: Lane) -> None:
    answer, fate = TO_A_GROUP[error]
    reader = scene.group()

    stands(scene, reader, scene.meets(reader, answer, lane), fate)
    assert texts_of(reader) == ["tin"] * fate.reads


@pytest.mark.parametrize("lane", LANES)
def test_a_group_that_moved_is_written_to_at_its_new_id(scene: Scene, lane: Lane) -> None:
    old, new = scene.group(), scene.group()
    with scene.side.change() as session:
        session.delete(_row(session, new.id))
    moved = says(400, "Bad Request: group chat was upgraded", migrate_to_chat_id=new.id)

    number = scene.meets(old, moved, lane)

    assert scene.letter(number).state == SENT
    assert (texts_of(old), texts_of(new)) == ([], ["tin"])
    assert scene.chat(new.id) == (ChatState.READY, None)


@pytest.mark.parametrize("error", ["thread not found", "topic closed", "topic deleted"])
def test_what_a_topic_no_longer_takes_goes_to_the_group_itself(scene: Scene, error: str) -> None:
    group = scene.group()
    scene.posts(group.id, Lane.NOTICE, "vào chủ đề")
    scene.runs()

    scene.meets(group, TO_A_GROUP[error][0], Lane.NOTICE)

    assert [message.topic is None for message in group.heard] == [False, True]


CUT = Answer(raises=AnswerTimedOut("TimeoutError"))
EDIT, BARE, PIN, DELETE, MENU = LetterKind.EDIT, LetterKind.BARE, LetterKind.PIN, LetterKind.DELETE, LetterKind.MENU
OLD, NEW, BOTH, NOTHING = ["cũ"], ["tin"], ["cũ", "tin"], list[str]()
OF_A_KIND: list[tuple[LetterKind, Answer, Fate, list[str]]] = [
    (EDIT, says(400, "Bad Request: message is not modified: specified new message"), AT_ONCE, OLD),
    (EDIT, says(400, "Bad Request: message to edit not found"), AT_ONCE, BOTH),
    (EDIT, says(400, "Bad Request: message can't be edited"), AT_ONCE, BOTH),
    (EDIT, says(400, "Bad Request: not enough rights to send text messages to the chat"), lost("no_rights"), OLD),
    (EDIT, says(403, "Forbidden: bot was blocked by the user"), gone("blocked"), OLD),
    (EDIT, says(429, "Too Many Requests: retry after 3", retry_after=3), again(3), NEW),
    (EDIT, CUT, again(1), NEW),
    (BARE, says(400, "Bad Request: message can't be edited"), AT_ONCE, OLD),
    (BARE, says(400, "Bad Request: message to edit not found"), AT_ONCE, OLD),
    (BARE, CUT, again(1), OLD),
    (PIN, says(400, "Bad Request: not enough rights to manage pinned messages in the chat"), lost("no_rights"), OLD),
    (PIN, says(400, "Bad Request: message to pin not found"), lost("message_gone"), OLD),
    (PIN, says(403, "Forbidden: bot was kicked from the group chat"), gone("kicked"), OLD),
    (PIN, CUT, again(1), OLD),
    (DELETE, says(400, "Bad Request: message to delete not found"), AT_ONCE, OLD),
    (DELETE, says(400, "Bad Request: message can't be deleted for everyone"), lost("no_rights"), OLD),
    (DELETE, CUT, again(1), NOTHING),
    (MENU, says(400, "Bad Request: chat not found"), gone("chat_not_found"), OLD),
    (MENU, says(400, "Bad Request: BOT_COMMAND_INVALID"), lost("bad_request"), OLD),
    (MENU, CUT, again(1), OLD),
]


@pytest.mark.parametrize(("kind", "answer", "fate", "reads"), OF_A_KIND)
def test_what_an_error_does_to_what_is_no_new_message(
    scene: Scene, kind: LetterKind, answer: Answer, fate: Fate, reads: list[str]
) -> None:
    reader = scene.person()
    scene.posts(reader.id, Lane.NOTICE, "cũ")
    scene.runs()

    number = scene.meets(reader, answer, Lane.NOTICE, kind=kind, message_id=reader.last.id, commands=[])

    stands(scene, reader, number, fate)
    assert texts_of(reader) == reads


def test_three_chats_refused_at_once_hold_back_everything_until_it_is_over(scene: Scene) -> None:
    flood = says(429, "Too Many Requests: retry after 30", retry_after=30)
    readers = [scene.person() for _ in range(4)]
    scene.runs(seconds=60)
    for reader in readers:
        scene.posts(reader.id, Lane.REPLY, "tin")
    scene.wire.troubles = {reader.id: flood for reader in readers[:3]}

    scene.runs()
    assert [texts_of(reader) for reader in readers] == [[], [], [], []]
    scene.runs(seconds=29.999)
    assert [texts_of(reader) for reader in readers] == [[], [], [], []]
    scene.runs(seconds=0.001)
    assert [texts_of(reader) for reader in readers] == [["tin"]] * 4


@pytest.mark.parametrize("lane", LANES)
@pytest.mark.parametrize("answer", [says(401, "Unauthorized"), says(404, "Not Found")], ids=["401", "404"])
def test_a_refused_token_ends_the_run_and_costs_no_letter(scene: Scene, answer: Answer, lane: Lane) -> None:
    reader, road = scene.person(), scene.side.road
    number = scene.posts(reader.id, lane, "tin")
    scene.side.stage.clock.advance(timedelta(minutes=1))
    scene.wire.troubles[reader.id] = answer

    async def story() -> None:
        await road.delivery.step()
        await road.delivery.finish()

    scene.side.run(story())
    assert (road.fatal.is_set(), scene.letter(number).state) == (True, WAITING)
    road.fatal.clear()
    scene.runs()

    assert texts_of(reader) == ["tin"]


@pytest.mark.parametrize("lane", LANES)
def test_a_request_that_hangs_holds_up_nobody_else(scene: Scene, lane: Lane, monkeypatch: pytest.MonkeyPatch) -> None:
    reader, delivery = scene.person(), scene.side.road.delivery
    monkeypatch.setattr(delivery, "_at_once", 24)
    scene.side.stage.clock.advance(timedelta(minutes=1))
    before = [len(one.heard) for one in scene.bystanders.values()]
    scene.posts(reader.id, lane, "tin")
    for other, bystander in scene.bystanders.items():
        scene.posts(bystander.id, other, "khác")

    async def story() -> None:
        scene.wire.hanging[reader.id] = asyncio.Event()
        while [len(one.heard) for one in scene.bystanders.values()] == before or delivery.in_flight > 1:
            await delivery.step()
            await asyncio.sleep(0)
        assert texts_of(reader) == []
        scene.wire.hanging.pop(reader.id).set()
        await delivery.finish()

    scene.side.run(story())

    assert [len(one.heard) for one in scene.bystanders.values()] == [count + 1 for count in before]
    assert texts_of(reader) == ["tin"]
