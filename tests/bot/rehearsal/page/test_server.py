"""Who may ask the server, what it serves, and how a page that was away catches up."""

import asyncio
import re
from datetime import timedelta
from pathlib import Path
from unicodedata import normalize

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from bot.rehearsal.demo.links import html_of, safe_address
from bot.rehearsal.demo.opening import read_only_engine
from bot.rehearsal.demo.words import AHEAD, KINDS, LANES, REASONS, ROLES, SERVICE, WHY
from bot.rehearsal.demo.words import REFUSED as REFUSED_WORDS
from bot.rehearsal.telegram import Person
from bot.verdicts import DeadReason
from store.engine import begin, open_engine
from store.sweeps import SWEEPS
from store.tables import Account, Chat, ChatKind, Lane, Letter, LetterKind, LetterState
from tests.bot.rehearsal.page.conftest import NOW
from tests.bot.rehearsal.page.opened import Opened
from tests.bot.rehearsal.page.test_acts import says


def test_the_page_may_load_nothing_from_elsewhere_and_nobody_may_frame_it(page: Opened) -> None:
    index = page.gets("/")
    named = set(re.findall(r"(?:src|href)=\"(/page/static/[^\"]+)\"", index.body.decode()))

    assert (index.status, index.headers["content-type"]) == (200, "text/html; charset=utf-8")
    policy = index.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'self';") and "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert named and all(page.gets(path).status == 200 for path in named)
    assert {page.gets(path).headers["x-content-type-options"] for path in named} == {"nosniff"}


@pytest.mark.parametrize(
    "path",
    [
        "../server.py",
        "%2e%2e/server.py",
        "/etc/passwd",
        "..%2f..%2fcli.py",
        "nothing.js",
        "words",
        "%00",
        "a" * 3000,
        "",
    ],
)
def test_no_other_file_is_served(page: Opened, path: str) -> None:
    assert page.gets(f"/page/static/{path}").status == 404


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "rehearsal.example.org"},
        {"Host": "192.168.1.7:8800"},
        {"Host": "["},
        {"Origin": "https://example.org"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
    ],
)
def test_another_page_can_make_nobody_say_anything(page: Opened, lan: Person, headers: dict[str, str]) -> None:
    body = b'{"as": 1001, "do": "say", "chat": 1001, "text": "x"}'
    before = len(page.chat(lan.id)["messages"])

    answers = [
        page.asks("POST", "/page/act", body, headers),
        page.asks("POST", f"/bot{page.telegram.token}/sendMessage", b'{"chat_id": 1001, "text": "x"}', headers),
    ]

    assert [answer.sentence for answer in answers] == ["Yêu cầu này đến từ một trang khác nên không được nhận."] * 2
    assert {answer.status for answer in answers} == {403}
    assert len(page.chat(lan.id)["messages"]) == before


def test_a_foreign_name_for_this_machine_reads_nothing(page: Opened) -> None:
    for path in ("/", "/page/state", "/page/events?after=x", "/page/outbox"):
        assert page.gets(path, Host="rebound.example.org:8800").status == 403
    assert page.gets("/page/state", Host=f"localhost:{page.rehearsal.server.port}").status == 200


def test_an_address_in_another_page_makes_nobody_say_anything_and_a_link_leads_here(page: Opened, lan: Person) -> None:
    """What a picture's or a frame's address asks for comes without an `Origin`."""
    before = len(page.chat(lan.id)["messages"])
    asked = [f"/bot{page.telegram.token}/sendMessage?chat_id={lan.id}&text=x", "/page/state", "/page/static/main.js"]

    for site in ("cross-site", "same-site"):
        assert [page.gets(path, Sec_Fetch_Site=site).status for path in asked] == [403] * 3
        assert page.gets("/", Sec_Fetch_Site=site).status == 200
    assert len(page.chat(lan.id)["messages"]) == before


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("POST", "/page/act", b"not json", 400),
        ("POST", "/page/act", b"[1]", 400),
        ("POST", "/page/act", b"[" * 20_000, 400),
        ("POST", "/page/act", b'{"as": 1001, "do": "follow", "url": "http://["}', 400),
        ("POST", "/page/act", b'{"as": 1001, "do": "say", "chat": 1001, "text": "\\ud83d"}', 400),
        ("POST", "/page/act", b"x" * 1_100_000, 413),
        ("POST", "/page/clock", b"{}", 400),
        ("POST", "/page/trouble", b"{}", 400),
        ("GET", "/page/act", None, 404),
        ("GET", "/page/chats/none", None, 404),
        ("GET", "/page/chats/7", None, 404),
        ("GET", "/page/chats/1001?as=x", None, 404),
        ("GET", "/page/files/none", None, 404),
        ("GET", "/page/outbox?state=lost", None, 400),
    ],
)
def test_what_is_wrong_with_a_request_is_a_sentence(
    page: Opened, method: str, path: str, body: bytes | None, status: int
) -> None:
    answer = page.asks(method, path, body, {"Content-Type": "application/json"} if body else {})

    assert (answer.status, bool(answer.sentence)) == (status, True)


@pytest.mark.parametrize(
    "headers",
    [
        {"Content-Type": "multipart/form-data"},
        {"Content-Type": "multipart/form-data; boundary=x"},
        {"Content-Type": "application/json", "Content-Encoding": "gzip"},
    ],
)
def test_a_body_that_is_not_what_it_says_is_refused(page: Opened, headers: dict[str, str]) -> None:
    answer = page.asks("POST", "/page/act", b"{}", headers)

    assert (answer.status, answer.sentence) == (400, "Yêu cầu không đọc được.")


def test_play_that_is_pressed_again_right_after_pause_plays_once(page: Opened) -> None:
    for asked in ({"do": "play", "speed": 1}, {"do": "pause"}, {"do": "play", "speed": 2}):
        assert page.posts("/page/clock", **asked).status == 200

    names = page.within(lambda: [getattr(task.get_coro(), "__qualname__", "") for task in asyncio.all_tasks()])
    assert names.count("Timekeeper.play") == 1
    assert page.state()["clock"]["playing"] == 2
    page.posts("/page/clock", do="pause")


def test_a_page_that_was_away_hears_all_it_missed_and_nothing_twice(page: Opened, lan: Person) -> None:
    before = page.state()["event"]
    texts = [f"tin {number}" for number in range(5)]
    for text in texts:
        page.acts(lan, "say", chat=lan.id, text=text)

    def told(after: str, **headers: str) -> list[str]:
        found = page.hears(after, lambda name, data: name == "message" and data["text"] == texts[-1], **headers)
        return [data["text"] for name, data in found if name == "message"]

    assert told(before) == texts
    assert told("whatever", **{"Last-Event-ID": before}) == texts


@pytest.mark.parametrize("after", ["", "other-1", "{name}-99999", "{name}-x"])
def test_a_page_of_another_server_is_told_to_begin_anew(page: Opened, lan: Person, after: str) -> None:
    name = page.state()["event"].partition("-")[0]

    first = page.hears(after.format(name=name), lambda _name, _data: True)

    assert first == [("reset", {})]


def test_a_page_that_missed_too_much_is_told_to_begin_anew(page: Opened, lan: Person) -> None:
    before = page.state()["event"]
    page.rehearsal.board.feed.remembered = 3
    for number in range(9):
        page.acts(lan, "say", chat=lan.id, text=f"tin {number}")
    page.settles(lambda: int(page.state()["event"].rpartition("-")[2]) > int(before.rpartition("-")[2]) + 4)

    assert page.hears(before, lambda _name, _data: True)[0] == ("reset", {})


def test_a_long_chat_comes_in_parts(page: Opened, lan: Person) -> None:
    page.telegram.limits.on = False
    for number in range(7):
        says(page, lan, f"tin {number}")

    newest = page.chat(lan.id, "?most=3")
    older = page.chat(lan.id, f"?most=3&before={newest['messages'][0]['key']}")
    oldest = page.chat(lan.id, f"?most=5&before={older['messages'][0]['key']}")

    assert [[one["text"] for one in part["messages"]] for part in (newest, older, oldest)] == [
        ["tin 4", "tin 5", "tin 6"],
        ["tin 1", "tin 2", "tin 3"],
        ["/start", "tin 0"],
    ]
    assert [part["more"] for part in (newest, older, oldest)] == [True, True, False]


def test_edits_pins_and_deletions_are_told_under_the_message_own_key(page: Opened, lan: Person) -> None:
    before, key = page.state()["event"], says(page, lan, "một", reply_markup={"inline_keyboard": []})
    number = int(key.partition(":")[2])
    page.calls("editMessageText", chat_id=lan.id, message_id=number, text="<b>hai</b>", parse_mode="HTML")
    page.calls("pinChatMessage", chat_id=lan.id, message_id=number)
    page.calls("deleteMessage", chat_id=lan.id, message_id=number)

    told = page.hears(before, lambda name, data: name == "message" and data["deleted"])
    mine = [data for name, data in told if name == "message" and data["key"] == key]
    looks = [(one["html"], one["edited"], one["pinned"], one["deleted"]) for one in mine]
    assert looks == [
        ("một", False, False, False),
        ("<b>hai</b>", True, False, False),
        ("<b>hai</b>", True, True, False),
        ("", True, False, True),
    ]
    assert key not in {one["key"] for one in page.chat(lan.id)["messages"]}


SAID = {
    "Gõ /hanchot ngay": 'Gõ <a data-command="/hanchot">/hanchot</a> ngay',
    "Gõ /hanchot@thidua_bot": 'Gõ <a data-command="/hanchot">/hanchot@thidua_bot</a>',
    "Xem https://example.org/?a=1&amp;b=2": 'Xem <a href="https://example.org/?a=1&amp;b=2">https://example.org/?a=1&amp;b=2</a>',
    '<a href="example.org/x">đây</a>': '<a href="http://example.org/x">đây</a>',
    "&lt;script&gt;alert(1) &amp;": "&lt;script&gt;alert(1) &amp;",
    "<b>xem https://exam</b>ple.org": "<b>xem https://exam</b>ple.org",
    "<b>xem https://example.org</b> nhé": '<b>xem <a href="https://example.org">https://example.org</a></b> nhé',
    "<code>/hanchot</code>": "<code>/hanchot</code>",
}


@pytest.mark.parametrize("source", SAID)
def test_words_are_shown_in_safe_tags_with_links_and_commands(page: Opened, lan: Person, source: str) -> None:
    says(page, lan, source, parse_mode="HTML")

    assert html_of(lan.last) == SAID[source]


@pytest.mark.parametrize(
    ("link", "address"),
    [
        ("https://example.org", "https://example.org"),
        ("tg://user?id=5", "tg://user?id=5"),
        ("example.org:8080/x", ""),
        ("javascript:alert(1)", ""),
        ("JAVASCRIPT:alert(1)", ""),
        ("data:text/html,x", ""),
        ("http://[", ""),
    ],
)
def test_a_link_leads_only_where_people_may_go(link: str, address: str) -> None:
    assert safe_address(link) == address


def test_the_outbox_tells_what_waits_what_went_and_why_it_did_not(page: Opened, lan: Person) -> None:
    key = says(page, lan, "Nhắc hạn: báo cáo sơ kết")
    engine = open_engine(f"sqlite:///{page.rehearsal.wanted.folder}/thidua.db")
    fill_outbox(engine, lan.id, int(key.partition(":")[2]))
    engine.dispose()

    answers = {state: page.gets(f"/page/outbox?state={state}").json for state in ("waiting", "sent", "dead")}

    waiting, sent, dead = (answers[state]["letters"] for state in answers)
    assert answers["dead"]["counts"] == {"waiting": 2, "sent": 1, "dead": 2}
    assert [(one["state"], one["lane"]["en"], one["sent"]) for one in waiting] == [
        ("waiting", "Reminder", None),
        ("waiting", "Notice", None),
    ]
    assert [(one["to"], one["what"]["vi"], one["message"]) for one in sent] == [
        ("Lan Trần", "Nhắc hạn: báo cáo sơ kết", key)
    ]
    assert [one["reason"]["en"] for one in dead] == ["something_new", "the person has blocked the bot"]


def fill_outbox(engine: Engine, chat: int, message: int) -> None:
    """A letter of each state to that chat."""
    with begin(engine) as session:
        session.add(Account(id=chat))
        session.flush()
        row = Chat(telegram_id=chat, kind=ChatKind.PRIVATE, account_id=chat)
        session.add(row)
        session.flush()
        for number, (state, lane, reason) in enumerate(
            [
                (LetterState.WAITING, Lane.NOTICE, None),
                (LetterState.TAKEN, Lane.REMINDER, None),
                (LetterState.SENT, Lane.REPLY, None),
                (LetterState.DEAD, Lane.REPLY, "blocked"),
                (LetterState.DEAD, Lane.REPLY, "something_new"),
                (LetterState.VOID, Lane.REPLY, "newer_edit"),
            ]
        ):
            session.add(
                Letter(
                    chat_id=row.id or 0,
                    kind=LetterKind.SEND,
                    lane=lane,
                    template="x",
                    posted_at=NOW,
                    due_at=NOW - timedelta(minutes=number),
                    state=state,
                    closed_at=NOW + timedelta(minutes=number),
                    message_id=message,
                    reason=reason,
                )
            )


def test_whatever_happens_by_itself_is_announced_in_words_of_its_own() -> None:
    """A new sweep of the store has its words in `AHEAD`."""
    assert [sweep.name for sweep in SWEEPS if sweep.name not in AHEAD] == []


@pytest.mark.parametrize("table", [AHEAD, KINDS, LANES, REASONS, REFUSED_WORDS, ROLES, SERVICE, WHY])
def test_every_sentence_of_the_server_is_there_in_both_languages(table: dict[str, tuple[str, str]]) -> None:
    for vietnamese, english in table.values():
        assert vietnamese and english
        assert normalize("NFC", vietnamese) == vietnamese
        assert set(re.findall(r"{(\w+)}", vietnamese)) == set(re.findall(r"{(\w+)}", english))


def test_every_reason_a_letter_dies_of_has_words() -> None:
    assert {reason.value for reason in DeadReason} <= set(REASONS)
    assert set(KINDS) == {kind.value for kind in LetterKind} and set(LANES) == {lane.value for lane in Lane}


def test_the_database_is_only_read(page: Opened, tmp_path: Path) -> None:
    engine = read_only_engine(tmp_path)
    with engine.connect() as connection, pytest.raises(OperationalError, match="readonly"):
        connection.exec_driver_sql("DELETE FROM account")
    engine.dispose()
