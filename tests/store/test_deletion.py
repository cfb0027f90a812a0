"""Deletion reaches every column that may name somebody, and nothing else."""

import json
from typing import Any

from sqlalchemy import JSON, select
from sqlmodel import AutoString, Session, SQLModel, col
from sqlmodel import select as rows

from store.columns import table_of
from store.deletion import HANDLED, NO_NAMES, TYPED, delete_person
from store.history import record, verify_history
from store.outbox import post, post_to_accounts
from store.pledge_texts import pledge_content, text_hash
from store.rules.hiding import DELETED
from store.tables import (
    Account,
    Achievement,
    Duty,
    EntryDetails,
    Letter,
    Member,
    PinnedBoard,
    Pledge,
    Target,
    TargetKind,
    UnitRole,
)
from tests.conftest import NOW
from tests.store.founding import Founded, found

ANH = "Trần Thị Ngọc Ánh"
NAMESAKE = "Trần Thị Ngọc Ánh Dương"


def test_every_column_of_texts_is_searched_or_holds_no_names() -> None:
    seen_to: dict[str, set[str]] = {}
    for one in TYPED:
        seen_to.setdefault(str(one.table.__tablename__), set()).update(one.columns)
    for table in (HANDLED, NO_NAMES):
        for name, columns in table.items():
            assert not seen_to.get(name, set()) & columns, name
            seen_to.setdefault(name, set()).update(columns)

    texts = {
        table.name: {column.name for column in table.c if isinstance(column.type, (AutoString, JSON))}
        for table in SQLModel.metadata.sorted_tables
    }
    assert {name: columns for name, columns in texts.items() if columns} == {
        name: columns for name, columns in seen_to.items() if columns
    }


def everything(session: Session) -> str:
    """Every row of every table, JSON as it reads."""
    session.flush()
    found_rows = [
        json.dumps([str(value) for value in row], ensure_ascii=False)
        for table in SQLModel.metadata.sorted_tables
        for row in session.execute(select(table))
    ]
    return "\n".join(found_rows)


def registers(town: Founded, by: Member, title: str, **more: Any) -> Target:
    target = Target(
        campaign_id=town.campaign.id or 0,
        unit_id=town.unit("syt").id or 0,
        kind=TargetKind.EXEMPLAR,
        title=title,
        registered_by_id=by.id or 0,
        registered_at=NOW,
        **more,
    )
    town.session.add(target)
    town.session.flush()
    return target


def test_a_name_is_gone_from_every_row_and_a_namesake_keeps_theirs(session: Session) -> None:
    town = found(session, "khoi-vhxh-2020", now=NOW)
    head = town.joins("Bình", "syt")
    anh, other = town.joins(ANH, "syt", UnitRole.MEMBER), town.joins(NAMESAKE, "syt", UnitRole.MEMBER)
    anh.former_names, anh.position = ["Trần Ngọc Ánh"], "Chuyên viên văn thư"
    account = session.get_one(Account, anh.account_id)
    account.telegram_name, account.consent_version, account.bloc_id = "Ánh Trần", 1, town.bloc.id
    own = registers(town, anh, f"Gương {ANH}", member_id=anh.id)
    body = {"people": f"TRAN THI NGOC ANH; {NAMESAKE}"}
    about = registers(town, head, f"Điển hình: {ANH} và {NAMESAKE}", body=body)
    stays = registers(town, head, "Ánh sáng vùng cao", reason="Trần Ngọc Ánh đề nghị")
    achievement = Achievement(
        campaign_id=town.campaign.id or 0,
        unit_id=own.unit_id,
        member_id=anh.id,
        criterion="3.2",
        title=f"Bài viết của {ANH}",
        day=NOW.date(),
        recorded_by_id=anh.id or 0,
        recorded_at=NOW,
    )
    content = pledge_content(session, town.campaign, own.unit_id)
    pledge = Pledge(campaign_id=town.campaign.id or 0, unit_id=own.unit_id, signed_content=content)
    pledge.signed_hash = text_hash(content)
    session.add_all([achievement, pledge])
    duty = Duty(
        campaign_id=own.campaign_id,
        milestone_id=town.milestone("bc-dot-1").id or 0,
        owner=f"m{anh.id}",
        member_id=anh.id,
        day=NOW.date(),
        last_day=NOW.date(),
        ends_at=NOW,
        done_note=f"{ANH} nộp",
    )
    session.add(duty)
    session.flush()
    record(session, own, "registered", by=anh, now=NOW, why="của tôi")
    record(session, about, "amended", by=head, now=NOW, why=f"theo {ANH}")
    record(session, about, "confirmed", by=head, now=NOW, why="đúng")
    told = [account.id, head.account_id or 0]
    post_to_accounts(session, "targets/sent", told, now=NOW, name=ANH, names=[NAMESAKE, ANH])
    group = town.group("Khối")
    letter = post(session, "live/standings/board", to=group.id or 0, now=NOW) or 0
    board = PinnedBoard(campaign_id=own.campaign_id, chat_id=group.id or 0, letter_id=letter)
    session.add(board)
    town.bloc.contact = {"name": f"Đồng chí {ANH}", "phone": "0204.000.111", "email": ""}
    assert ANH in everything(session)

    delete_person(session, account, now=NOW)

    left = everything(session)
    for gone in (ANH, "Trần Ngọc Ánh", "TRAN THI NGOC ANH", "Ánh Trần", "văn thư", "0204.000.111"):
        assert gone not in left.replace(NAMESAKE, "…"), gone
    assert about.title == f"Điển hình: {DELETED} và {NAMESAKE}"
    assert (about.body["people"], stays.title) == (f"{DELETED}; {NAMESAKE}", "Ánh sáng vùng cao")
    assert (other.name, board.stale) == (NAMESAKE, True)
    assert pledge.signed_hash == text_hash(pledge_content(session, town.campaign, own.unit_id))
    report = verify_history(session)
    whys = [one.details["why"] for one in session.exec(rows(EntryDetails)) if one.details and "why" in one.details]
    assert (report.broken, whys) == ((), ["đúng"])
    letters = session.exec(rows(Letter).where(col(Letter.template) == "targets/sent")).all()
    assert sorted(str(one.facts) for one in letters) == sorted(
        ["{}", str({"name": DELETED, "names": [NAMESAKE, DELETED]})]
    )
    assert session.exec(rows(Duty.id).where(col(Duty.member_id) == anh.id)).all() == []

    before = everything(session)
    delete_person(session, account, now=NOW)
    assert everything(session) == before


def test_a_namesake_of_the_same_bloc_keeps_what_texts_say_of_them(session: Session) -> None:
    town = found(session, "khoi-vhxh-2020", now=NOW)
    first, second = (town.joins(ANH, "syt", UnitRole.MEMBER) for _ in range(2))
    target = registers(town, second, f"Gương {ANH}", member_id=second.id)

    delete_person(session, session.get_one(Account, first.account_id), now=NOW)

    assert (target.title, second.name) == (f"Gương {ANH}", ANH)
    assert session.execute(select(table_of(Member).c.name).where(col(Member.id) == first.id)).scalar_one() == DELETED
