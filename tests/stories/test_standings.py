"""Standings: in groups as a picture with its text, in private with what the next points need, and why."""

from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any

from sqlmodel import Session, col, select

from bot.rehearsal.telegram import Message
from bot.rehearsal.telegram.group import Group
from messages.actions import pack
from messages.actions.standings import OpenScore, OpenScoreCriterion, ShowPeople
from store.outbox import post
from store.points import count_line, criterion_of
from store.tables import (
    Achievement,
    AchievementState,
    Campaign,
    Chat,
    Letter,
    Member,
    Phase,
    StandingsPost,
    Unit,
    UnitKind,
)
from tests.town import HANOI, Town

BOARD = "live/standings/board"
MONDAY, NEXT_MONDAY = "2020-01-06", "2020-01-13"
FULL = {"syt": "98.5", "stttt": "97.5", "sgddt": "97.5", "sldtbxh": "50", "dptth": "50"}


def scores(town: Town, unit: str, points: str, *, criterion: str = "1.1", label: str = "", member: str = "") -> None:
    """The council gave points to a unit, or to one of its people. The bot has not done anything about it yet."""
    with town.changing() as session:
        campaign = session.get_one(Campaign, town.campaign_id)
        row = _verified(session, campaign, town.unit(unit), member)
        row.criterion, row.label, row.given = criterion, label, None if label else Decimal(points)
        row.decided_at = row.recorded_at = town.now
        row.points = Decimal(points)
        session.add(row)
        session.flush()
        count_line(session, campaign, row, criterion_of(campaign, town.unit(unit), criterion))


def _verified(session: Session, campaign: Campaign, unit: Unit, member: str) -> Achievement:
    named = {one.name: one.id for one in session.exec(select(Member))}
    phase = session.exec(select(Phase).where(col(Phase.campaign_id) == campaign.id).order_by(col(Phase.starts))).first()
    return Achievement(
        campaign_id=campaign.id or 0,
        phase_id=phase.id if phase else None,
        unit_id=unit.id or 0,
        member_id=named[member] if member else None,
        criterion="",
        title=f"Kết quả của {member or unit.name}",
        day=campaign.starts,
        state=AchievementState.VERIFIED,
        recorded_by_id=named["Bình"] or 0,
        recorded_at=datetime(2020, 1, 2, tzinfo=HANOI),
        decided_by_id=named["Dũng"],
    )


def plans(town: Town, **standings: Any) -> None:
    """The campaign ranks by other rules than those of its file."""
    with town.changing() as session:
        campaign = session.get_one(Campaign, town.campaign_id)
        campaign.plan = {**campaign.plan, "standings": {**campaign.plan["standings"], **standings}}


def a_group(town: Town, unit: str | None = None, **posts: bool) -> Group:
    """A group of the bloc, or of a unit, with the whole cast in it."""
    group = town.stage.telegram.group("Nhóm", [one.person for one in (town.mai, town.binh, town.lan, town.tu)])
    group.add_bot(town.mai.person)
    town.settles()
    with town.changing() as session:
        chat = session.exec(select(Chat).where(col(Chat.telegram_id) == group.id)).one()
        chat.bloc_id, chat.unit_id, chat.posts = town.bloc_id, town.unit(unit).id if unit else None, posts
        chat.language = town.language
    return group


def pictures(group: Group) -> list[Message]:
    return [one for one in group.heard if one.file is not None and one.file.kind == "photo"]


def rows(message: Message) -> list[str]:
    """The lines of a board below its heading."""
    return message.text.split("\n\n", 1)[1].splitlines()


def test_before_any_points_it_says_so_in_a_group_and_in_private(town: Town) -> None:
    group = a_group(town)
    town.mai.sends("/xephang@thidua_bot", to=group)
    town.lan.sends("/xephang")

    assert "chưa có điểm nào được công nhận" in group.last.text
    assert group.last.file is None
    assert "Chưa có điểm nào được công nhận" in town.lan.reads()
    assert "Xem bằng hình" not in town.lan.buttons()


def test_a_group_gets_the_picture_with_the_same_as_text(town: Town) -> None:
    for unit, points in FULL.items():
        scores(town, unit, points if unit != "sgddt" else "38.5")
    scores(town, "sgddt", "59", criterion="2.1")
    scores(town, "bdt", "100", criterion="4.2", label="Có vụ án")
    group = a_group(town)
    town.mai.sends("/xephang@thidua_bot", to=group)

    [board] = pictures(group)
    assert board.text.startswith("BẢNG XẾP HẠNG (TẠM TÍNH)\n")
    assert rows(board) == [
        "1. Sở Y tế: 98,5",
        "2. Sở Thông tin và Truyền thông: 97,5 (bằng điểm, xét điểm nhóm A)",
        "3. Sở Giáo dục và Đào tạo: 97,5 (bằng điểm, xét điểm nhóm A)",
        "4. Sở Lao động - Thương binh và Xã hội: 50 (đồng hạng)",
        "4. Đài Phát thanh và Truyền hình tỉnh: 50 (đồng hạng)",
        "6. Sở Văn hóa, Thể thao và Du lịch: 0",
        "– Ban Dân tộc: -100 (Có vụ án)",
    ]
    assert board.buttons[0][0].url == "https://t.me/thidua_bot?start=xephang"


def test_in_private_my_units_place_its_neighbours_and_what_the_next_points_need(town: Town) -> None:
    for unit, points in FULL.items():
        scores(town, unit, points)
    scores(town, "syt", "20", criterion="3.1", member="Lan")
    scores(town, "syt", "12.5", criterion="3.1", member="Bình")
    town.hoa.sends("/xephang")
    assert "Sở Giáo dục và Đào tạo\nHạng 2/7, 97,5 điểm.\nCòn 33,5 điểm để bằng hạng 1." in town.hoa.reads()
    assert "2. Sở Thông tin và Truyền thông: 97,5 (đồng hạng)\n2. Sở Giáo dục và Đào tạo" in town.hoa.reads()

    town.binh.sends("/xephang")
    assert "Hạng 1/7, 131 điểm.\n\n1. Sở Y tế: 131" in town.binh.reads()
    assert "Cá nhân đồng chí: hạng 2/2 trong đơn vị, 12,5 điểm.\nCòn 7,5 điểm để bằng người xếp trên." in (
        town.binh.reads()
    )
    town.binh.taps("Xếp hạng cá nhân")
    assert town.binh.reads().endswith("1. Đ/c Lan: 20\n2. Đ/c Bình: 12,5")
    town.binh.taps("Quay lại")
    town.binh.taps("Đợt 2")
    assert "Đợt 2\n\nChưa có điểm nào" in town.binh.reads()
    town.binh.taps("Cả phong trào")
    town.binh.taps("Xem bằng hình")
    assert town.binh.last.file is not None
    assert "1. Sở Y tế: 131" in town.binh.reads()


def test_every_number_opens_down_to_the_achievement_and_its_evidence(town: Town) -> None:
    scores(town, "syt", "98.5")
    scores(town, "syt", "20", criterion="3.1", member="Lan")
    town.dung.sends("/xephang")
    town.dung.taps("Tất cả đơn vị")
    town.dung.taps("Sở Y tế")
    assert "Tổng điểm: 118,5 (tối đa 1.000, chưa kể thưởng, trừ)" in town.dung.reads()
    assert "C. Tổ chức phong trào thi đua: 20/300" in town.dung.reads()
    town.dung.taps("C: 20 điểm")
    assert "3.1. Sáng kiến, giải pháp được công nhận: 20/100 · 1 kết quả" in town.dung.reads()
    town.dung.taps("3.4: 0 điểm")
    assert "▫️ Đăng ký thi đua và ký giao ước: hạn đến hết 4/3/2020, chưa xong" in town.dung.reads()
    town.dung.taps("Quay lại")
    town.dung.taps("3.1: 20 điểm")
    assert "1. Kết quả của Lan: 20\nĐ/c Lan · 1/1/2020 · đ/c Dũng công nhận 2/1/2020" in town.dung.reads()
    town.dung.taps("Kết quả của Lan")
    assert "Kết quả của Lan" in town.dung.reads()


def test_staff_see_their_units_sums_and_of_the_lines_their_own(town: Town) -> None:
    scores(town, "syt", "20", criterion="3.1", member="Lan")
    scores(town, "syt", "10", criterion="3.1", member="Bình")
    scores(town, "sgddt", "10", criterion="3.1", member="Hoa")
    ours, theirs = town.unit("syt").id or 0, town.unit("sgddt").id or 0
    town.lan.sends("/xephang")
    town.lan.taps("Vì sao điểm này")
    town.lan.taps("C: 30 điểm")
    town.lan.taps("3.1: 30 điểm")
    assert "Kết quả của Lan" in town.lan.reads()
    assert "Kết quả của Bình" not in town.lan.reads()
    assert "Còn 1 kết quả của người khác và của đơn vị." in town.lan.reads()

    binh, hoa = town.member("Bình").id, town.member("Hoa").id
    for action in (
        OpenScore(town.campaign_id, 0, ours, binh),
        OpenScore(town.campaign_id, 0, theirs),
        OpenScore(town.campaign_id, 0, ours, hoa),
        OpenScoreCriterion(town.campaign_id, 0, theirs, None, 2, 0),
        ShowPeople(town.campaign_id, 0, theirs),
    ):
        town.lan.taps_data(town.lan.last, pack(action))
        assert "10" not in town.lan.reads(), action


def test_the_people_of_the_bloc_are_ranked_together_where_the_plan_says_so(town: Town) -> None:
    plans(town, people="bloc")
    scores(town, "syt", "20", criterion="3.1", member="Lan")
    scores(town, "sgddt", "30", criterion="3.1", member="Hoa")
    town.lan.sends("/xephang")
    assert "Cá nhân đồng chí: hạng 2/2 của khối, 20 điểm." in town.lan.reads()
    town.lan.taps("Xếp hạng cá nhân")

    assert town.lan.reads().endswith("1. Đ/c Hoa, Sở Giáo dục và Đào tạo: 30\n2. Đ/c Lan, Sở Y tế: 20")
    assert "Hoa" not in town.lan.buttons()


def test_classes_have_their_own_tables_and_who_is_in_none_is_named(town: Town) -> None:
    plans(town, classes=[{"name": "Nhóm I", "units": ["syt", "sgddt"]}, {"name": "Nhóm II", "from_points": 50}])
    for unit, points in FULL.items():
        scores(town, unit, points)
    group = a_group(town)
    town.mai.sends("/xephang@thidua_bot", to=group)

    assert rows(group.last) == [
        "Nhóm I",
        "1. Sở Y tế: 98,5",
        "2. Sở Giáo dục và Đào tạo: 97,5",
        "",
        "Nhóm II",
        "1. Sở Thông tin và Truyền thông: 97,5",
        "2. Sở Lao động - Thương binh và Xã hội: 50 (đồng hạng)",
        "2. Đài Phát thanh và Truyền hình tỉnh: 50 (đồng hạng)",
        "",
        "Không xếp hạng",
        "– Sở Văn hóa, Thể thao và Du lịch: 0 (chưa thuộc nhóm nào)",
        "– Ban Dân tộc: 0 (chưa thuộc nhóm nào)",
    ]


def test_every_monday_once_with_what_moved_since_the_last_post(town: Town) -> None:
    bloc, ours, silent = a_group(town), a_group(town, "syt", standings=True), a_group(town, "sgddt")
    town.moves_to(MONDAY)
    assert pictures(bloc) == []
    scores(town, "sgddt", "10")
    scores(town, "syt", "5")
    town.moves_to(NEXT_MONDAY)
    scores(town, "syt", "7")
    town.restarts()
    assert len(pictures(bloc)) == 1
    assert "1. Sở Giáo dục và Đào tạo: 10\n2. Sở Y tế: 5\n" in bloc.last.text
    town.moves_to("2020-01-21")

    assert len(pictures(bloc)) == len(pictures(ours)) == 2
    assert pictures(silent) == []
    assert "1. Sở Y tế: 12 ▲1\n2. Sở Giáo dục và Đào tạo: 10 ▼1\n" in bloc.last.text
    assert bloc.last.at == datetime(2020, 1, 20, 8, tzinfo=HANOI)
    town.mai.sends("/xephang@thidua_bot", to=bloc)
    assert "1. Sở Y tế: 12 ＝\n" in bloc.last.text


def test_what_was_missed_is_posted_once_and_not_in_the_quiet_hours(town: Town) -> None:
    group = a_group(town)
    scores(town, "syt", "5")
    town.stage.clock.advance_to(datetime(2020, 1, 21, 22, 30, tzinfo=HANOI))
    town.settles()
    assert pictures(group) == []
    town.moves_to("2020-01-22", clock=time(12))

    [board] = pictures(group)
    assert board.at == datetime(2020, 1, 22, 7, tzinfo=HANOI)
    assert len(town.letters(BOARD)) == len(town.all(StandingsPost)) == 1


def test_a_pinned_board_is_edited_in_place(town: Town) -> None:
    plans(town, pinned=True)
    group, other = a_group(town), a_group(town)
    group.promote_bot(town.mai.person)
    scores(town, "sgddt", "10")
    town.moves_to(MONDAY)
    [board], [unpinned] = pictures(group), pictures(other)
    assert group.chat.pinned == [board.id]
    assert other.chat.pinned == []
    before = board.file
    for points in ("20", "4"):
        scores(town, "syt", points)
    town.moves_to(MONDAY, clock=time(9))
    assert len(town.letters(BOARD)) == 4
    town.moves_to("2020-01-14")

    for here, message in ((group, board), (other, unpinned)):
        assert [one.id for one in pictures(here)] == [message.id]
        assert "1. Sở Y tế: 24 ▲" in message.text
    assert board.file is not before
    assert group.chat.pinned == [board.id]


def test_a_board_that_was_deleted_comes_back_and_is_pinned(town: Town) -> None:
    plans(town, pinned=True, post=None)
    group = a_group(town)
    group.promote_bot(town.mai.person)
    scores(town, "sgddt", "10")
    town.moves_to(MONDAY)
    pictures(group)[0].deleted = True
    scores(town, "syt", "20")
    town.moves_to(NEXT_MONDAY)
    scores(town, "syt", "1")
    town.moves_to("2020-01-14")

    [board] = pictures(group)
    assert "1. Sở Y tế: 21" in board.text
    assert group.chat.pinned[-1:] == [board.id]


def test_a_long_list_follows_the_picture_as_text(town: Town) -> None:
    with town.changing() as session:
        for number in range(30):
            name = f"Trung tâm số {number} thuộc khối văn hóa, thể thao, du lịch và gia đình"
            code, kind = f"tt{number}", UnitKind.OFFICE
            session.add(Unit(bloc_id=town.bloc_id, code=code, name=name, kind=kind, place=50 + number))
    scores(town, "syt", "20")
    group = a_group(town)
    town.moves_to(MONDAY)
    picture, text = group.heard[-2:]

    assert picture.file is not None
    assert "Danh sách bằng chữ ở tin sau." in picture.text
    assert len(rows(text)) == 37
    assert rows(text)[0] == "1. Sở Y tế: 20"


def test_it_is_all_there_in_english(english_town: Town) -> None:
    town = english_town
    group = a_group(town)
    scores(town, "syt", "20", criterion="3.1", member="Lan")
    town.lan.sends("/standings")
    assert "STANDINGS (PROVISIONAL)" in town.lan.reads()
    assert "Place 1 of 7, 20 points." in town.lan.reads()
    town.lan.taps("Why this score")
    town.lan.taps("C: 20 points")
    town.lan.taps("3.1: 20 points")
    assert "verified by Dũng, 2 Jan 2020" in town.lan.reads()
    town.moves_to(MONDAY)

    assert group.last.text.startswith("STANDINGS (PROVISIONAL)")
    assert group.last.buttons[0][0].text == "See my points"


def test_a_letter_of_a_group_that_was_unlinked_says_nothing_more(town: Town) -> None:
    group = a_group(town)
    scores(town, "syt", "20")
    with town.changing() as session:
        chat = session.exec(select(Chat).where(col(Chat.telegram_id) == group.id)).one()
        later = town.now + timedelta(days=1)
        facts: dict[str, Any] = {"campaign_id": town.campaign_id, "chat_id": chat.id, "post_id": 1}
        letter = post(session, BOARD, to=chat.id or 0, now=town.now, due=later, **facts)
        chat.bloc_id = None
    town.moves_to("2020-01-04")

    assert town.one(Letter, id=letter).reason == "nothing_left"
    assert pictures(group) == []
