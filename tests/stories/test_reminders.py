"""Reminders: on their rungs, to those who still owe it, and to nobody else."""

from datetime import date, time

from bot.rehearsal.telegram.group import Group
from messages.actions import pack
from messages.actions.reminders import RemindMissing, RemindTomorrow
from store.duties import extend_duty, mark_held, mark_received
from store.reminders import fire_rungs
from store.tables import Campaign, Chat, ChatKind, Letter, LetterState, Rung, RungState
from tests.town import HANOI, Actor, Town

MORNING, MISSING = "live/reminders/morning", "live/reminders/missing"
REPORT = "Báo cáo sơ kết đợt 1"


def reminded(town: Town, actor: Actor, template: str = MORNING, state: LetterState = LetterState.SENT) -> list[str]:
    """The local days and times at which somebody got a reminder."""
    chats = {letter.chat_id for letter in town.all(Letter) if letter.facts.get("account_id") == actor.id}
    return [
        f"{letter.closed_at.astimezone(HANOI):%d/%m %H:%M}"
        for letter in town.letters(template, state=state)
        if letter.chat_id in chats and letter.facts.get("account_id") == actor.id and letter.closed_at
    ]


def hands_in(town: Town, actor: Actor) -> None:
    actor.sends_file("a.docx")
    actor.taps("Nộp Báo cáo sơ kết")


def a_group(town: Town) -> Group:
    group = town.stage.telegram.group("Nhóm Khối", [town.mai.person, town.binh.person])
    town.mai.sends("/quanly")
    town.mai.taps("Nhóm")
    link = next(button.url for row in town.mai.last.buttons for button in row if button.url)
    town.mai.follows(link or "", to=group)
    return group


def test_the_registration_is_reminded_on_each_rung_at_eight(town: Town) -> None:
    town.moves_to("2020-03-16")

    assert reminded(town, town.binh) == [
        "03/02 08:00",
        "19/02 08:00",
        "26/02 08:00",
        "28/02 08:00",
        "03/03 08:00",
        "04/03 08:00",
        "05/03 08:00",
        "09/03 08:00",
        "11/03 08:00",
    ]
    assert reminded(town, town.lan) == []


def test_who_handed_in_is_reminded_no_more(town: Town) -> None:
    town.sleeps_until("2020-06-11")
    town.moves_to("2020-06-18", time(9))
    hands_in(town, town.binh)
    town.moves_to("2020-06-30")

    assert [day for day in reminded(town, town.binh) if day.endswith("08:00") and "/06" in day][-1] == "18/06 08:00"
    assert [day for day in reminded(town, town.tu) if "/06" in day][-2:] == ["22/06 08:00", "26/06 08:00"]


def test_nothing_is_overdue_on_the_last_valid_day(town: Town) -> None:
    town.sleeps_until("2020-06-11")
    town.moves_to("2020-06-19")
    assert REPORT in town.tu.reads()
    assert "hôm nay là ngày cuối" in town.tu.reads()
    assert "quá hạn" not in town.tu.reads()

    town.moves_to("2020-06-22")
    assert "quá hạn 3 ngày" in town.tu.reads()


def test_two_deadlines_of_a_morning_are_one_message(town: Town) -> None:
    town.sleeps_until("2020-11-30")
    town.moves_to("2020-12-02")

    assert "Báo cáo tổng kết năm" in town.tu.reads()
    assert "Bảng tự chấm điểm" in town.tu.reads()
    assert [day for day in reminded(town, town.tu) if day.startswith("02/12")] == ["02/12 08:00"]


def test_the_leader_gets_one_digest_from_the_last_day_on(town: Town) -> None:
    town.moves_to("2020-06-18", time(9))
    hands_in(town, town.binh)
    before = [day for day in reminded(town, town.mai, MISSING) if "/06" in day]
    town.moves_to("2020-06-19")

    assert before == []
    digest = town.mai.heard[-1] if "Còn thiếu" in town.mai.heard[-1].text else town.mai.heard[-2]
    assert "1/7 đơn vị đã nộp." in digest.text
    assert "• Sở Giáo dục và Đào tạo" in digest.text
    assert "• Sở Y tế" not in digest.text
    assert [day for day in reminded(town, town.mai, MISSING) if "/06" in day] == ["19/06 08:00"]


def test_a_group_reads_progress_without_names(town: Town) -> None:
    group = a_group(town)
    town.sleeps_until("2020-06-11")
    town.moves_to("2020-06-19")

    last = group.messages[-1].text
    assert "0/7 đơn vị đã nộp." in last
    assert "Sở" not in last


def extends(town: Town, code: str, to: date) -> None:
    with town.changing() as session:
        duty_id = town.duty("bc-dot-1", code).id or 0
        extend_duty(session, duty_id, to=to, reason="Chống dịch", by=town.member("Mai"), now=town.now)


def digests(town: Town, actor: Actor) -> list[str]:
    return [message.text for message in actor.heard if message.text.startswith("Còn thiếu đến sáng nay")]


def test_an_extension_leaves_the_deadline_of_the_others(town: Town) -> None:
    group = a_group(town)
    with town.changing() as session:
        campaign = session.get_one(Campaign, town.campaign_id)
        campaign.plan = {**campaign.plan, "reminders": {**campaign.plan.get("reminders", {}), "names": True}}
    town.sleeps_until("2020-06-11")
    town.moves_to("2020-06-18", time(9))
    hands_in(town, town.tu)
    extends(town, "syt", date(2020, 7, 3))
    town.moves_to("2020-06-19")

    for text in (group.messages[-1].text, digests(town, town.mai)[-1]):
        assert f"{REPORT}: trước 20/6/2020 (hết thứ Sáu 19/6), hôm nay là ngày cuối" in text
        assert "1/7 đơn vị đã nộp." in text
        assert text.count("• ") == 6
        assert "• Sở Y tế (gia hạn đến 3/7)" in text
        assert text.count("gia hạn") == 1


def test_who_has_an_extension_is_named_to_the_office_alone_on_their_own_last_day(town: Town) -> None:
    group = a_group(town)
    town.sleeps_until("2020-06-11")
    town.moves_to("2020-06-18", time(9))
    extends(town, "syt", date(2020, 7, 3))
    town.moves_to("2020-07-02")
    told, before = len(group.messages), len(reminded(town, town.mai, MISSING))
    town.moves_to("2020-07-07")

    assert len(group.messages) == told
    assert reminded(town, town.mai, MISSING)[before:] == ["03/07 08:00", "06/07 08:00"]
    first, second = digests(town, town.mai)[-2:]
    assert f"{REPORT}\nĐược gia hạn:\n• Sở Y tế (gia hạn đến 3/7, hôm nay là ngày cuối)\n" in f"{first}\n"
    assert "• Sở Y tế (gia hạn đến 3/7, quá hạn 3 ngày)" in second
    for digest in (first, second):
        assert digest.count("• ") == 1
        assert "/7 đơn vị" not in digest


def test_an_extension_that_ends_on_a_rung_of_the_others_is_in_the_one_digest(town: Town) -> None:
    group = a_group(town)
    town.sleeps_until("2020-06-11")
    town.moves_to("2020-06-18", time(9))
    extends(town, "syt", date(2020, 6, 26))
    town.moves_to("2020-06-26")

    assert reminded(town, town.mai, MISSING)[-2:] == ["22/06 08:00", "26/06 08:00"]
    digest = digests(town, town.mai)[-1]
    assert "(hết thứ Sáu 19/6), quá hạn 7 ngày" in digest
    assert "0/7 đơn vị đã nộp." in digest
    assert "• Sở Y tế (gia hạn đến 26/6, hôm nay là ngày cuối)" in digest
    assert digest.count("• ") == 7
    assert "(hết thứ Sáu 19/6), quá hạn 7 ngày" in group.messages[-1].text
    assert "0/7 đơn vị đã nộp." in group.messages[-1].text


def test_the_group_of_the_extended_unit_reads_its_own_date(town: Town) -> None:
    group = a_group(town)
    with town.changing() as session:
        chat = session.get_one(Chat, town.one(Chat, kind=ChatKind.GROUP).id)
        chat.unit_id, chat.posts = town.unit("syt").id, {"progress": True}
    town.sleeps_until("2020-06-11")
    town.moves_to("2020-06-18", time(9))
    extends(town, "syt", date(2020, 7, 3))
    told = len(town.letters("live/reminders/group"))
    town.moves_to("2020-07-02")
    assert len(town.letters("live/reminders/group")) == told
    town.moves_to("2020-07-03")

    assert "đến hết thứ Sáu 3/7/2020 (gia hạn), hôm nay là ngày cuối" in group.messages[-1].text
    assert "Đơn vị chưa hoàn thành." in group.messages[-1].text


def test_the_office_is_reminded_of_its_meeting_until_it_was_held(town: Town) -> None:
    town.moves_to("2020-07-06")
    assert "Giao ban Khối và sơ kết 6 tháng" in town.mai.reads()
    count = len(reminded(town, town.mai))

    with town.changing() as session:
        duty_id = town.duty("giao-ban").id or 0
        mark_held(session, duty_id, day=date(2020, 7, 6), note="", by=town.member("Mai"), now=town.now)
    town.moves_to("2020-07-20")
    assert len(reminded(town, town.mai)) == count


def test_what_came_on_paper_is_reminded_no_more(town: Town) -> None:
    town.sleeps_until("2020-06-11")
    town.moves_to("2020-06-17")
    with town.changing() as session:
        duty_id = town.duty("bc-dot-1", "sgddt").id or 0
        mark_received(session, duty_id, day=date(2020, 6, 17), note="CV 12", by=town.member("Mai"), now=town.now)
    before = len(reminded(town, town.tu))
    town.moves_to("2020-06-26")

    assert len(reminded(town, town.tu)) == before


def test_tomorrow_means_the_next_working_morning(town: Town) -> None:
    town.sleeps_until("2020-06-11")
    town.moves_to("2020-06-12")
    assert reminded(town, town.binh)[-1] == "12/06 08:00"
    town.binh.taps("Nhắc lại ngày mai")
    town.binh.taps("Nhắc lại ngày mai")
    assert "vào sáng thứ Hai 15/6" in town.binh.reads()
    town.moves_to("2020-06-15")

    assert reminded(town, town.binh)[-1] == "15/06 08:00"
    assert reminded(town, town.tu)[-1] == "12/06 08:00"
    assert len([rung for rung in town.all(Rung) if rung.account_id]) == 1


def test_nobody_else_asks_for_tomorrow(town: Town) -> None:
    town.sleeps_until("2020-06-11")
    town.moves_to("2020-06-12")
    duty_id = town.duty("bc-dot-1", "syt").id or 0
    for actor in (town.tu, town.lan, town.hoa):
        actor.sends("/start")
        actor.taps_data(actor.last, pack(RemindTomorrow(duty_id)))
        actor.taps_data(actor.last, pack(RemindMissing(town.campaign_id)))

    assert [rung for rung in town.all(Rung) if rung.account_id] == []
    assert town.letters("live/reminders/asked") == []


def test_the_office_reminds_all_who_are_missing_once_a_day(town: Town) -> None:
    town.sleeps_until("2020-06-11")
    town.moves_to("2020-06-18")
    hands_in(town, town.binh)
    town.mai.sends("/tiendo")
    town.mai.taps("Nhắc các đơn vị còn thiếu")

    assert town.mai.reads().startswith("Đã nhắc 2 người.")
    assert "• Ban Dân tộc: chưa có thủ trưởng tham gia" in town.mai.reads()
    assert "Thường trực khối đề nghị" in town.tu.reads()
    assert REPORT in town.tu.reads()
    assert "Đăng ký thi đua và ký giao ước" in town.binh.reads()
    assert REPORT not in town.binh.reads()
    town.mai.taps("Nhắc các đơn vị còn thiếu")
    assert town.mai.reads().startswith("Đã nhắc lúc 08:30 hôm nay, không nhắc lại.")
    assert len(town.letters("live/reminders/asked")) == 2


def test_after_a_silence_the_latest_rung_goes_out_once(town: Town) -> None:
    town.moves_to("2020-06-01")
    with town.changing() as session:
        late = town.stage.clock.now().replace(month=6, day=18, hour=16)  # 23:00 in Hanoi
        assert fire_rungs(session, late) == 0
        later = late.replace(day=19, hour=0)  # 07:00
        assert fire_rungs(session, later) > 0
        assert fire_rungs(session, later) == 0
    duty_id = town.duty("bc-dot-1", "syt").id
    states = {rung.morning: rung.state for rung in town.all(Rung) if rung.duty_id == duty_id}
    assert states[date(2020, 6, 18)] == RungState.FIRED
    assert states[date(2020, 6, 16)] == RungState.PASSED
