"""Updates that come twice, in another order, or at once from people who want the same thing."""

import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import SQLModel, col, select

from messages.actions import pack
from messages.actions.reviews import ConfirmTarget
from store.tables import (
    Account,
    Chat,
    Duty,
    Entry,
    Invite,
    Letter,
    Member,
    Membership,
    Pledge,
    Target,
    TargetState,
    Unit,
    UnitRole,
)
from tests.stories.test_joining import staff_link
from tests.town import Actor, Town

FEW = settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def dump(town: Town) -> dict[str, list[Any]]:
    """Every row of every table."""
    with town.reading() as session:
        return {
            table.name: [tuple(row) for row in session.execute(table.select().order_by(*table.primary_key))]
            for table in SQLModel.metadata.sorted_tables
        }


@pytest.fixture
def everything_twice(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """After each act, all updates it made come once more and must change nothing, here or in any chat."""
    repeated: list[int] = []

    def acted(actor: Actor) -> None:
        town, updates = actor.town, actor.town.stage.telegram.updates
        actor.acts += 1
        came = len(updates.pending)
        town.settles()
        before = dump(town), said(town)
        updates.repeat(came)
        town.settles()
        assert (dump(town), said(town)) == before
        repeated.append(came)

    monkeypatch.setattr(Actor, "_acted", acted)
    yield repeated


def said(town: Town) -> list[tuple[int, int, str, int]]:
    """Everything that can be read anywhere."""
    return [
        (chat.id, message.id, message.text, len(message.buttons))
        for chat in town.stage.telegram.chats.values()
        for message in chat.visible()
    ]


def registers(actor: Actor, title: str) -> None:
    actor.sends("/dangky")
    actor.taps("Đề án")
    actor.sends(title)
    actor.taps("Gửi")


def signs(actor: Actor) -> None:
    actor.sends("/giaouoc")
    actor.taps("Ký giao ước")
    actor.taps("Xác nhận ký")


def test_every_update_fired_twice_changes_nothing(town: Town, everything_twice: list[int]) -> None:
    town.quan.starts(staff_link(town))
    town.quan.taps("Đồng ý và tham gia")
    town.binh.taps("Duyệt")
    registers(town.lan, "Một cửa điện tử")
    town.binh.taps("Xác nhận")
    registers(town.hoa, "Trường học số")
    town.tu.taps("Trả lại")
    town.tu.sends("Mời ghi rõ kết quả")
    signs(town.binh)
    town.binh.sends("/hanchot")
    town.mai.sends("/tiendo")
    town.lan.sends("chào bot")
    town.lan.edits(town.lan.sends("sai"), "đúng")
    town.lan.sends_album(["a.pdf", "b.pdf"])
    town.lan.sends("/huy")
    town.sleeps_until("2020-06-18")
    town.binh.sends_file("Bao cao.docx")
    town.binh.taps("Nộp Báo cáo sơ kết")
    group = town.stage.telegram.group("Khối", [town.binh.person, town.mai.person])
    group.add_bot(by=town.mai.person)
    town.mai._acted()
    town.binh.sends("/hanchot@thidua_bot", to=group)

    assert len(everything_twice) > 25
    assert sum(everything_twice) > 28


def natural(town: Town) -> Any:
    """What is true, by names: no row's id, no instant."""
    with town.reading() as session:
        units = {unit.id: unit.code for unit in session.exec(select(Unit))}
        members = {member.id: member.name for member in session.exec(select(Member))}
        chats = {chat.id: chat.account_id for chat in session.exec(select(Chat))}
        targets = [
            (units[one.unit_id], members.get(one.member_id or 0), one.kind, one.item, one.title, one.state)
            for one in session.exec(select(Target))
        ]
        duties = [(one.milestone_id, one.unit_id, one.done_how) for one in session.exec(select(Duty))]
        pledges = [(units[one.unit_id], one.signed_at is not None) for one in session.exec(select(Pledge))]
        letters = [(chats[one.chat_id], one.template, one.state) for one in session.exec(select(Letter))]
        entries = [(members.get(one.actor_id or 0), one.subject, one.action) for one in session.exec(select(Entry))]
        accounts = [(one.id, one.language) for one in session.exec(select(Account))]
    return [sorted(map(repr, rows)) for rows in (targets, duties, pledges, letters, entries, accounts)]


Acts = list[Callable[[], None]]


def independent(town: Town) -> list[Acts]:
    """What four people do, none of whom wants what another wants."""

    def taps(actor: Actor, label: str) -> Callable[[], None]:
        return lambda: _taps_own(actor, label)

    return [
        [
            lambda: _says(town.lan, "/dangky"),
            taps(town.lan, "Đề án"),
            lambda: _says(town.lan, "Một cửa điện tử"),
            taps(town.lan, "Gửi"),
        ],
        [
            lambda: _says(town.hoa, "/dangky"),
            taps(town.hoa, "Danh hiệu"),
            taps(town.hoa, "Lao động tiên tiến"),
            taps(town.hoa, "Gửi"),
        ],
        [
            lambda: _says(town.dung, "/ngonngu"),
            lambda: _says(town.dung, "/hanchot"),
            lambda: _says(town.dung, "xin chào"),
        ],
        [
            lambda: _says(town.mai, "/tiendo"),
            lambda: _says(town.mai, "/phongtrao"),
            lambda: _says(town.mai, "/trogiup"),
        ],
    ]


def _says(actor: Actor, text: str) -> None:
    actor.person.sends(text)


def _taps_own(actor: Actor, label: str) -> None:
    message = actor._with_button(label)
    full = next(one.text for row in message.buttons for one in row if one.text.startswith(label))
    actor.person.taps(message, full)


def shuffled(folder: Path, database_url: str, seed: int | None) -> Any:
    """Rounds in which each of some people does their next act, all of a round at once and in any order."""
    town = Town(folder, database_url)
    source = random.Random(seed)
    lists = independent(town)
    while any(lists):
        waiting = [one for one in lists if one]
        chosen = waiting[:1] if seed is None else source.sample(waiting, source.randint(1, len(waiting)))
        for acts in chosen:
            acts.pop(0)()
        town.settles()
    town.is_sound()
    state = natural(town)
    town.closes()
    return state


@pytest.fixture
def fresh(database_url: str, tmp_path: Path, request: pytest.FixtureRequest) -> Callable[[int | None], Any]:
    """The state after a shuffled story, each in a database of its own."""
    from sqlalchemy import text

    from store.engine import begin, open_engine

    def run(seed: int | None) -> Any:
        engine = open_engine(database_url)
        with begin(engine) as session:
            for table in reversed(SQLModel.metadata.sorted_tables):
                session.execute(text(f'DELETE FROM "{table.name}"'))
            if engine.dialect.name == "postgresql":
                names = ", ".join(f'"{table.name}"' for table in SQLModel.metadata.sorted_tables)
                session.execute(text(f"TRUNCATE {names} RESTART IDENTITY"))
        engine.dispose()
        return shuffled(tmp_path, database_url, seed)

    return run


def test_people_who_do_not_compete_may_act_in_any_order(fresh: Callable[[int | None], Any]) -> None:
    one_after_the_other = fresh(None)

    for seed in (1, 2, 3):
        assert fresh(seed) == one_after_the_other


@pytest.fixture
def two_heads(town: Town) -> Town:
    """Lan's unit has a second head: Hoa, of another unit, is one here too."""
    with town.changing() as session:
        member = session.exec(select(Member).where(col(Member.name) == "Hoa")).one()
        own = session.exec(select(Membership).where(col(Membership.member_id) == member.id)).one()
        unit = session.exec(select(Unit).where(col(Unit.code) == "syt")).one()
        assert unit.id is not None
        own.unit_id, own.role = unit.id, UnitRole.HEAD
    return town


@FEW
@given(order=st.lists(st.sampled_from(["binh", "hoa"]), min_size=2, max_size=5))
def test_of_two_heads_on_one_item_exactly_one_decides(two_heads: Town, order: list[str]) -> None:
    town = two_heads
    registers(town.lan, f"Việc {len(town.all(Target))}")
    target = town.all(Target)[-1]
    before = len([one for one in town.all(Entry) if one.action == "confirmed"])
    for name in order:
        actor: Actor = getattr(town, name)
        actor.person.taps_stale(actor.last, pack(ConfirmTarget(target.id or 0, target.version)))
    town.settles()

    decided = [one for one in town.all(Entry) if one.action == "confirmed"][before:]
    winner = town.member({"binh": "Bình", "hoa": "Hoa"}[order[0]])
    assert [one.actor_id for one in decided] == [winner.id]
    assert town.one(Target, id=target.id).state == TargetState.CONFIRMED


@FEW
@given(order=st.permutations(range(3)), again=st.booleans())
def test_the_last_seat_of_an_invite_is_taken_once(town: Town, order: list[int], again: bool) -> None:
    token = staff_link(town)
    with town.changing() as session:
        invite = session.exec(select(Invite).order_by(col(Invite.id).desc())).first()
        assert invite is not None
        invite.max_uses = invite.uses + 1
    number = len(town.stage.telegram.people)
    comers = [town.newcomer(f"Khách {number + one}") for one in range(3)]
    for one in comers:
        one.starts(token)
    for place in order:
        one = comers[place]
        label = next(b.text for row in one.last.buttons for b in row if b.text.startswith("Đồng ý"))
        for _ in range(1 + again):
            one.person.taps(one.last, label)
    town.settles()

    accounts = {member.account_id for member in town.all(Member)}
    assert [one.id in accounts for one in comers] == [place == order[0] for place in range(3)]
    for one in comers:
        one.sends("/huy")
