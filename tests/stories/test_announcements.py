"""Announcements: written once, seen exactly as they will look, answered by a tap, steered while they go out."""

import io
from datetime import date, time, timedelta

import pytest
from openpyxl import load_workbook
from sqlmodel import col, select

from bot.rehearsal.telegram import Message
from bot.rehearsal.telegram.spans import to_html, units
from messages.actions import pack
from messages.actions.announcements import AnswerAnnouncement, OpenAnnouncement, RemindSilentReaders
from store.deletion import delete_person
from store.tables import (
    Account,
    Announcement,
    AnnouncementReader,
    AnnouncementState,
    Appointment,
    Form,
    FormState,
    LaunchReceipt,
    Letter,
    LetterState,
    ReaderKind,
    Reply,
)
from tests.stories.test_groups import a_group, address, linked
from tests.town import Actor, Town

sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def html(message: Message) -> str:
    return to_html(message.text, message.entities)


def labels(message: Message) -> list[str]:
    return [button.text for row in message.buttons for button in row]


def writes(actor: Actor, text: str, bold: str) -> None:
    """A message typed with one stretch in bold."""
    entity = {"type": "bold", "offset": units(text[: text.index(bold)]), "length": units(bold)}
    actor.person._write(None, text=text, entities=[entity])
    actor.town.settles()


def composes(actor: Actor, *audience: str, text: str = "Họp giao ban", asks: str = "Bấm") -> None:
    """Up to the preview."""
    actor.sends("/thongbao")
    if text:
        actor.sends(text)
    finishes(actor, *audience, asks=asks)


def finishes(actor: Actor, *audience: str, asks: str = "Bấm") -> None:
    for label in ("Xong", *(f"▫️ {one}" for one in audience), "Xong", asks):
        actor.taps(label)


def passes(town: Town, **time: int) -> None:
    town.runs(town.stage.move_to(town.now + timedelta(**time)))


def announced(town: Town) -> list[Announcement]:
    """Without the launch, which is one too."""
    return [one for one in town.all(Announcement) if one.campaign_id is None]


def the_one(town: Town) -> Announcement:
    (found,) = announced(town)
    return found


def readers(town: Town) -> list[AnnouncementReader]:
    """Of the newest announcement."""
    newest = town.all(Announcement)[-1].id
    return [one for one in town.all(AnnouncementReader) if one.announcement_id == newest]


def loses_the_office(town: Town, actor: Actor, *, last_day: date) -> None:
    with town.changing() as session:
        held = select(Appointment).where(col(Appointment.member_id) == town.member(actor.name).id)
        for appointment in session.exec(held):
            appointment.last_day = last_day


def opens(actor: Actor, announcement: Announcement) -> str:
    """The author's page as it is now."""
    actor.sends("/thongbao")
    actor.taps_data(actor.last, pack(OpenAnnouncement(announcement.id or 0)))
    return actor.reads()


def test_what_was_previewed_arrives_once_and_is_answered_in_place(town: Town) -> None:
    group = linked(town)
    town.mai.sends("/thongbao")
    writes(town.mai, "Kính gửi các đồng chí: họp giao ban <8:00>", "họp giao ban")
    finishes(town.mai, "Các nhóm", "Thủ trưởng", "Tất cả cán bộ")
    sample, preview = town.mai.heard[-2:]
    assert "Gửi tới: 6 người (3 thủ trưởng, 3 cán bộ), 1 nhóm" in preview.text
    town.mai.taps("Đã nhận", sample)
    assert town.mai.person.toasts[-1].startswith("Đây là bản xem trước")
    assert announced(town) == []

    town.mai.taps_twice("Gửi ngay", preview)
    passes(town, seconds=20)

    assert "<b>họp giao ban</b> &lt;8:00&gt;" in html(sample)
    for chat in (town.binh, town.lan, town.hoa, town.dung, town.mai):
        got = [one for one in chat.heard if one is not sample and "họp giao ban <8:00>" in one.text]
        got = [one for one in got if one.text.startswith("Thông báo ·")]
        assert [(html(one), labels(one)) for one in got] == [(html(sample), ["Đã nhận"])]
    assert [labels(one) for one in group.heard[-1:]] == [["Đã nhận"]]
    assert "Đã tới: 7/7" in preview.text
    assert "Chưa trả lời: 6" in preview.text

    mine = town.binh.last
    town.binh.taps_twice("Đã nhận", mine)
    assert "✅ Đã xác nhận lúc 09:00 2/1/2020." in mine.text
    assert labels(mine) == []
    town.lan.taps("Đã nhận", group.heard[-1])
    town.quan.taps("Đã nhận", group.heard[-1])
    passes(town, seconds=20)
    assert labels(group.heard[-1]) == ["Đã nhận (2)"]
    assert "✅ Đã xác nhận" in town.lan.last.text
    assert "Đã xác nhận: 2 (trên 6 người đã nhận tin)" in preview.text
    assert [one.answered_at is not None for one in readers(town)].count(True) == 2


@sqlite
def test_who_has_not_answered_is_listed_exported_and_reminded_once_an_hour(english_town: Town) -> None:
    town = english_town
    composes_in_english(town.mai, "=1+1 <b>", "The groups", "Everybody")
    town.mai.taps("Send now")
    town.binh.taps("Received")
    passes(town, seconds=10)

    town.mai.taps("Who has not answered")
    listed = next(one.text for one in reversed(town.mai.heard) if one.text.startswith("Not answered"))
    assert listed.startswith("Not answered: 5 people")
    assert "Sở Y tế\n• Lan" in listed
    assert "Bình" not in listed
    town.mai.taps("Excel file")
    sheet = load_workbook(io.BytesIO(town.mai.last.file.data)).active  # type: ignore[union-attr, arg-type]
    assert sheet is not None
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert {(row[2], row[3], row[4]) for row in rows} >= {("Bình", "delivered", "Received")}
    assert [cell.data_type for row in sheet.iter_rows() for cell in row].count("f") == 0

    heard = {one.name: len(one.heard) for one in (town.binh, town.lan, town.hoa)}
    town.mai.taps("Remind who has not answered")
    passes(town, seconds=10)
    assert len(town.binh.heard) == heard["Bình"]
    assert [len(one.heard) - heard[one.name] for one in (town.lan, town.hoa)] == [1, 1]
    assert "=1+1 <b>" in town.lan.reads()
    town.mai.taps_data(town.mai.heard[-1], pack(RemindSilentReaders(2)))
    assert town.mai.reads().startswith("Reminded at")
    original = town.lan.heard[-2]
    town.lan.taps("Received")
    assert ("Confirmed at" in original.text, "Confirmed at" in town.lan.reads()) == (True, True)

    reminder = town.hoa.last
    town.mai.sends("/announce")
    town.mai.taps("Announcements so far")
    town.mai.taps(town.mai.buttons()[0])
    town.mai.taps("Edit content")
    assert town.mai.buttons() == ["Back", "Cancel"]
    town.mai.sends("At nine")
    town.mai.taps("Correct it everywhere")
    passes(town, hours=2)
    assert ("At nine" in reminder.text, "Corrected at" in reminder.text, labels(reminder)) == (True, True, ["Received"])
    town.mai.taps_data(town.mai.heard[-1], pack(RemindSilentReaders(2)))
    passes(town, seconds=10)
    assert [len(one.heard) - heard[one.name] for one in (town.lan, town.hoa)] == [1, 2]


def composes_in_english(actor: Actor, text: str, *audience: str) -> None:
    actor.sends("/announce")
    actor.sends(text)
    for label in ("Done", *(f"▫️ {one}" for one in audience), "Done", "Tap"):
        actor.taps(label)


@sqlite
def test_an_album_comes_after_the_text_in_its_order_and_is_corrected_and_taken_back(town: Town) -> None:
    town.mai.sends("/thongbao")
    names = ["1.jpg", "2.mp4", "3.jpg"]
    town.mai.sends_album(names, caption="Ảnh hội nghị")
    town.mai.sends_file("Kế hoạch.pdf")
    assert "📎 Kế hoạch.pdf" in town.mai.reads()
    finishes(town.mai, "Thủ trưởng")
    town.mai.taps("Gửi ngay")
    passes(town, seconds=10)

    text, *album, paper = town.binh.heard[-5:]
    assert (labels(text), "Ảnh hội nghị" in text.text) == (["Đã nhận"], True)
    assert [one.file.name for one in album if one.file] == names
    assert len({one.media_group_id for one in album}) == 1
    assert paper.file is not None
    assert paper.file.name == "Kế hoạch.pdf"
    assert [labels(one) for one in (*album, paper)] == [[]] * 4

    town.binh.taps("Đã nhận", text)
    page = town.mai
    page.taps("Sửa nội dung")
    page.sends("Ảnh hội nghị ngày 2/1")
    page.taps("Sửa ở mọi nơi")
    passes(town, seconds=20)
    assert ("Ảnh hội nghị ngày 2/1" in text.text, "Đã sửa lúc" in text.text) == (True, True)
    assert "✅ Đã xác nhận" in text.text
    assert "1 người đã trả lời trước khi sửa." in opens(town.mai, the_one(town))

    page.taps("Thu hồi")
    page.taps("Xoá ở mọi nơi")
    passes(town, seconds=20)
    assert [one.deleted for one in (text, *album, paper)] == [True] * 5
    assert "Đã xoá 15 tin." in page.reads()
    page.taps("Soạn lại từ bản này")
    assert "Gửi tới: 3 người" in page.reads()
    assert [one.file.name for one in page.heard[-5:-2] if one.file] == names


@sqlite
def test_one_photo_carries_a_short_text_and_its_buttons(town: Town) -> None:
    town.mai.sends("/thongbao")
    town.mai.sends_photo(caption="Mời họp")
    finishes(town.mai, "Thủ trưởng", asks="Tham dự")
    town.mai.sends("10/1")
    town.mai.taps("Hẹn giờ")
    town.mai.sends("8:00 11/1")
    town.mai.taps("Hẹn gửi")
    assert town.mai.reads().startswith("Tin đi lúc 08:00 11/1/2020 thì ngày họp 10/1/2020 đã qua")
    town.mai.taps("Tiếp tục")
    town.mai.taps("Hẹn giờ")
    town.mai.taps("Gửi ngay")
    town.mai.taps("Gửi ngay")

    got = town.binh.last
    assert (got.file is not None, "Mời họp" in got.text) == (True, True)
    assert labels(got) == ["Tham dự", "Vắng", "Cử người thay"]
    town.binh.taps("Vắng", got)
    town.binh.sends("Đi công tác")
    assert "✅ Đã báo vắng (Đi công tác)" in got.text
    town.binh.taps("Cử người thay", got)
    town.binh.sends("Lan, phó phòng")
    assert "✅ Đã báo cử Lan, phó phòng dự thay" in got.text
    town.binh.taps_twice("Tham dự", got)
    assert "✅ Đã báo tham dự lúc" in got.text
    passes(town, seconds=10)
    assert "Tham dự: 1 · Vắng: 0 · Cử người thay: 0" in opens(town.mai, the_one(town))

    before = got.file
    town.mai.taps("Sửa nội dung")
    assert "Gửi một tệp khác" in town.mai.reads()
    town.mai.sends_voice()
    assert town.mai.reads().startswith("Mời trả lời bằng chữ")
    other = town.mai.sends_file("Giấy mời.pdf").file
    assert "Mời họp" in town.mai.heard[-2].text
    town.mai.taps("Gõ lại")
    town.mai.sends("Mời họp lúc 9:00")
    town.mai.taps("Sửa ở mọi nơi")
    passes(town, seconds=10)
    assert (got.file is other, got.file is before) == (True, False)
    assert ("Mời họp lúc 9:00" in got.text, "✅ Đã báo tham dự" in got.text) == (True, True)
    assert labels(got) == ["Tham dự", "Vắng", "Cử người thay"]
    town.tu.taps("Tham dự")
    assert (town.tu.last.file is other, "✅ Đã báo tham dự" in town.tu.reads()) == (True, True)

    town.moves_to("2020-01-11")
    town.binh.taps("Vắng", got)
    assert town.binh.reads().startswith("Đã hết ngày 10/1/2020")
    assert [one.answer for one in readers(town) if one.member_id == town.member("Bình").id] == [Reply.ATTENDS]


@sqlite
def test_in_a_group_reasons_are_asked_in_private_and_only_members_count(town: Town) -> None:
    group = linked(town)
    composes(town.mai, "Các nhóm", asks="Tham dự")
    town.mai.taps("Chưa có ngày")
    town.mai.taps("Gửi ngay")
    post = group.heard[-1]
    town.lan.taps("Vắng", post)
    assert "Đồng chí vắng vì lý do gì?" in town.lan.reads()
    assert town.lan.person.toasts[-1] == "Mời trả lời tiếp trong tin nhắn riêng với bot."
    town.lan.sends("Nghỉ phép")
    town.quan.taps("Tham dự", post)
    town.mai.taps("Ai chưa trả lời")
    assert "Đơn vị chưa có ai trả lời trong nhóm: 6\n• Sở Thông tin" in town.mai.reads()
    assert "Sở Y tế" not in town.mai.reads()
    town.mai.taps("Quay lại")
    assert [(one.kind, one.answer) for one in readers(town)] == [
        (ReaderKind.GROUP, None),
        (ReaderKind.PASSER, Reply.ABSENT),
    ]
    group.becomes_supergroup()
    town.settles()
    town.mai.taps("Sửa nội dung")
    town.mai.sends("Họp lúc 9:00")
    town.mai.taps("Sửa ở mọi nơi")
    passes(town, seconds=10)
    assert [one.text for one in group.heard if "Họp lúc 9:00" in one.text] != []


@sqlite
def test_a_scheduled_announcement_waits_survives_a_restart_and_goes_out_at_its_time(town: Town) -> None:
    composes(town.mai, "Thủ trưởng")
    town.mai.taps("Hẹn giờ")
    for typed, answer in (("5h chiều thứ Hai", "Chưa đọc được ngày"), ("xyz", "Chưa đọc được giờ")):
        town.mai.sends(typed)
        assert town.mai.reads().startswith(answer)
    town.mai.sends("1/1/2020 8:00")
    assert "đã qua" in town.mai.reads()
    town.mai.sends("3/1 22:00")
    assert "⚠️ Đây là giờ nghỉ" in town.mai.reads()
    town.mai.taps("Hẹn giờ")
    town.mai.taps("08:00 thứ Sáu")
    town.mai.taps("Hẹn gửi")
    assert "🕗 hẹn gửi" in town.mai.reads()
    heard = len(town.binh.heard)
    town.mai.taps("Sửa nội dung")
    town.mai.sends("Họp giao ban, có sửa")
    town.mai.taps("Sửa ở mọi nơi")
    town.restarts()
    town.moves_to("2020-01-03", (town.now.replace(hour=7, minute=59)).time())
    assert len(town.binh.heard) == heard

    town.moves_to("2020-01-03")
    assert "Họp giao ban, có sửa" in town.binh.reads()
    assert "Đã sửa lúc" not in town.binh.reads()
    assert [one.text.count("Đã tới: 3/3") for one in town.mai.heard if "Đã tới" in one.text] == [1]


@sqlite
def test_what_was_scheduled_is_cancelled_by_its_author_or_with_the_authors_right(town: Town) -> None:
    for _ in range(2):
        composes(town.mai, "Thủ trưởng")
        town.mai.taps("Hẹn giờ")
        town.mai.sends("8:00 ngày mai")
        town.mai.taps("Hẹn gửi")
    town.mai.taps_twice("Huỷ, không gửi")
    heard = len(town.binh.heard)
    loses_the_office(town, town.mai, last_day=town.now.date())
    town.moves_to("2020-01-04")

    assert [one.state for one in announced(town)] == [AnnouncementState.CANCELLED] * 2
    assert len(town.binh.heard) == heard
    assert "✖️ đã huỷ" in town.mai.reads()


@sqlite
def test_who_lost_the_right_while_writing_is_told_and_nothing_is_sent(town: Town) -> None:
    composes(town.mai, "Thủ trưởng")
    loses_the_office(town, town.mai, last_day=(town.now - timedelta(days=1)).date())
    town.mai.taps("Gửi ngay")

    assert announced(town) == []
    assert [one.state for one in town.all(Form)] == [FormState.OPEN]
    assert "Thường trực" in town.mai.reads()


@sqlite
def test_a_head_speaks_to_the_own_unit_only(town: Town) -> None:
    composes(town.binh, "Cán bộ của đơn vị", asks="Không cần")
    assert "Gửi tới: 2 người của đơn vị, 0 nhóm" in town.binh.reads()
    town.binh.taps("Gửi ngay")
    passes(town, seconds=10)

    assert "Thông báo · Sở Y tế" in town.lan.reads()
    assert [one.who for one in readers(town)] == [f"m{town.member(name).id}" for name in ("Bình", "Lan")]
    heard = town.mai.heard[-1].text
    town.mai.taps_data(town.mai.last, pack(OpenAnnouncement(2)))
    assert town.mai.reads() != heard
    assert "Họp giao ban" not in town.mai.reads()
    town.tu.taps_data(town.tu.last, pack(AnswerAnnouncement(2, Reply.RECEIVED)))
    assert [one.answer for one in readers(town)] == [None, None]


@sqlite
def test_wrong_input_at_every_step_is_answered_and_loses_nothing(town: Town) -> None:
    town.mai.sends("/thongbao")
    town.mai.taps_data(town.mai.last, pack_answer(town, "content", "done"))
    assert town.mai.reads().startswith("Chưa có nội dung.")
    town.mai.sends("a" * 3000)
    town.mai.sends("b" * 1000)
    assert town.mai.reads().startswith("Nội dung dài 4.001 ký tự, tối đa 3.772.")
    town.mai.sends("/tieptuc")
    assert "Đã có 3.000/3.772 ký tự" in town.mai.reads()
    town.mai.taps("Xong")
    town.mai.taps("Xong")
    assert town.mai.reads().startswith("Chưa chọn người nhận.")
    town.mai.sends("/tieptuc")
    town.mai.taps("▫️ Chỉ ở")
    town.mai.taps("Xong")
    town.mai.taps("Xong")
    assert town.mai.reads().startswith("Chưa chọn đơn vị nào.")
    town.mai.sends("/tieptuc")
    town.mai.taps("▫️ Ban Dân tộc")
    town.mai.taps("Xong")
    town.mai.taps("Bấm")
    assert "Gửi tới: 1 người (0 thủ trưởng, 1 cán bộ)" in town.mai.reads()
    town.mai.taps("Sửa người nhận")
    town.mai.taps("✅ Tất cả cán bộ")
    town.mai.taps("▫️ Các nhóm")
    town.mai.taps("Xong")
    assert "Chưa có ai để gửi" in town.mai.reads()
    town.mai.taps_data(town.mai.last, pack_submit(town))
    assert "chưa có ai trong số người nhận" in town.mai.reads()
    assert announced(town) == []


def pack_answer(town: Town, step: str, value: str) -> str:
    from messages.actions.forms import Answer

    return pack(Answer(town.all(Form)[-1].id or 0, step, value))


def pack_submit(town: Town) -> str:
    from messages.actions.forms import Submit

    return pack(Submit(town.all(Form)[-1].id or 0))


@sqlite
def test_who_could_not_be_reached_is_named_and_gets_it_when_asked_again(town: Town) -> None:
    town.hoa.person.blocks_bot()
    town.stage.telegram.updates.drop()
    composes(town.mai, "Tất cả cán bộ")
    town.mai.taps("Gửi ngay")
    passes(town, seconds=20)

    page = town.mai.heard[-1] if "Đã tới" in town.mai.reads() else town.mai.heard[-2]
    assert "Đã tới: 5/6" in page.text
    assert "Không tới: 1 (đã chặn bot)" in page.text
    assert "• Hoa – Sở Giáo dục và Đào tạo: đã chặn bot" in page.text
    town.mai.taps("Gửi lại nơi lỗi", page)
    assert town.mai.person.toasts[-1] == "Chưa liên lạc lại được với ai"

    town.hoa.starts()
    heard = {one.name: len(one.heard) for one in (town.hoa, town.lan)}
    town.mai.taps("Gửi lại nơi lỗi", page)
    passes(town, seconds=20)
    assert (len(town.hoa.heard) - heard["Hoa"], len(town.lan.heard) - heard["Lan"]) == (1, 0)
    assert "Đã tới: 6/6" in page.text
    assert {one.state for one in town.all(Letter)} <= {LetterState.SENT, LetterState.VOID}

    town.hoa.taps("Đã nhận")
    passes(town, seconds=20)
    composes(town.mai, "Người chưa trả lời", text="Nhắc lại việc họp", asks="2/1:")
    town.mai.taps("Không cần")
    assert "Gửi tới: 5 người" in town.mai.reads()


@sqlite
def test_a_launch_is_followed_reminded_of_and_confirmed_like_an_announcement(town: Town) -> None:
    town.binh.taps("Đã nhận")
    page = opens(town.mai, town.one(Announcement))
    assert ("Đã tới: 3/3" in page, "Đã xác nhận: 1" in page, "Chưa trả lời: 2" in page) == (True, True, True)
    assert [one for one in town.mai.buttons() if one in ("Tạm dừng", "Sửa nội dung", "Thu hồi", "Xem tin")] == []

    heard = len(town.binh.heard)
    town.mai.taps("Nhắc người chưa trả lời")
    passes(town, seconds=10)
    assert (town.campaign.title in town.tu.reads(), len(town.binh.heard)) == (True, heard)
    town.tu.taps("Đã nhận")
    assert [one.account_id for one in town.all(LaunchReceipt)] == [town.binh.id, town.tu.id]
    page = opens(town.mai, town.one(Announcement))
    assert "Đã xác nhận: 2" in page


@sqlite
def test_a_units_group_and_who_was_deleted_meanwhile(town: Town) -> None:
    group = a_group(town, "Nhóm Sở Y tế")
    town.binh.follows(address(town.binh, town.unit("syt")), to=group)
    composes(town.binh, "Nhóm của đơn vị", "Cán bộ của đơn vị", asks="Tham dự")
    town.binh.taps("Chưa có ngày")
    town.binh.taps("Hẹn giờ")
    town.binh.sends("14h")
    town.binh.taps("Hẹn gửi")
    town.moves_to("2020-01-02", time(14, 1))
    town.lan.taps("Vắng")
    town.lan.sends("Nằm viện")
    composes(town.binh, "Cán bộ của đơn vị", asks="Không cần", text="Lần hai")
    town.binh.taps("Hẹn giờ")
    town.binh.sends("16h")
    town.binh.taps("Hẹn gửi")
    heard = len(town.lan.heard)
    with town.changing() as session:
        delete_person(session, session.get_one(Account, town.lan.id), now=town.now)
    town.moves_to("2020-01-02", time(16, 1))

    assert group.heard[-1].text.startswith("Thông báo · Sở Y tế")
    assert len(town.lan.heard) == heard
    assert [one.who for one in readers(town)] == [f"m{town.member('Bình').id}"]
    kept = town.all(AnnouncementReader)
    assert [one.answer for one in kept].count(Reply.ABSENT) == 1
    assert {(one.reason, one.deputy) for one in kept} == {("", "")}
    assert "Đã tới: 1/1" in opens(town.binh, announced(town)[-1])
