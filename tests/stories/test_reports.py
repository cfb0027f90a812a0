"""Reports: handed in as text or files, on time or late, replaced until the phase is sealed."""

import io

from docx import Document

from bot.rehearsal.telegram import Message
from messages.actions import pack
from messages.actions.reports import DraftReport, GiveFiles, HandIn, OpenReport, SendFiles
from store.tables import (
    DoneHow,
    File,
    FileState,
    Form,
    FormState,
    Job,
    Milestone,
    MilestoneKind,
    PhaseState,
    Report,
)
from store.tables import Phase as PhaseRow
from tests.stories.test_targets import registers
from tests.town import Actor, Town

REPORT = "Báo cáo sơ kết đợt 1"


def texts(actor: Actor) -> list[str]:
    return [message.text for message in actor.heard]


def said_since(actor: Actor, before: int) -> list[Message]:
    return actor.heard[before:]


def part_of_album(actor: Actor, name: str) -> None:
    """One part of an album whose parts come far from each other."""
    file = actor.person._uploads("document", name, name.encode(), None, "application/octet-stream")
    actor.person._write(None, text="", file=file, media_group_id="g1")
    actor.town.settles()


def test_sending_a_file_and_one_tap_hand_in_a_report(town: Town) -> None:
    town.sleeps_until("2020-06-18")
    town.binh.acts = 0

    town.binh.sends_file("Bao cao.docx")
    assert town.binh.buttons()[0] == "Nộp Báo cáo sơ kết đợt 1 · trước 20/6"
    town.binh.taps("Nộp Báo cáo sơ kết")

    assert town.binh.acts == 2
    assert "Đã nhận Báo cáo sơ kết đợt 1 của Sở Y tế." in town.binh.reads()
    assert "Đúng hạn." in town.binh.reads()
    duty = town.duty("bc-dot-1", "syt")
    assert (duty.done_how, str(duty.done_on)) == (DoneHow.HANDED_IN, "2020-06-18")
    assert [file.state for file in town.all(File)] == [FileState.STORED]


def test_the_office_is_told_and_sees_the_files(town: Town) -> None:
    town.sleeps_until("2020-06-18")
    town.binh.sends_file("Bao cao.docx")
    town.binh.taps("Nộp Báo cáo sơ kết")

    assert town.mai.reads().startswith("Sở Y tế đã nộp Báo cáo sơ kết đợt 1.")
    town.mai.taps("Xem")
    assert "Bình nộp lúc 08:30 18/6/2020." in town.mai.reads()
    assert "1. Bao cao.docx" in town.mai.reads()
    town.mai.taps("Xem tệp")
    assert town.mai.last.file is not None


def test_a_day_after_the_last_one_is_one_day_late(town: Town) -> None:
    town.sleeps_until("2020-06-20")
    town.binh.sends_file("Bao cao.pdf")
    town.binh.taps("Nộp Báo cáo sơ kết")

    assert "Trễ 1 ngày." in town.binh.reads()
    assert town.one(Report).days_late == 1
    assert "Trễ 1 ngày." in town.mai.reads()


def test_an_album_is_one_question_and_one_report(town: Town) -> None:
    town.sleeps_until("2020-06-18")
    before = len(town.binh.heard)

    town.binh.sends_album([("a.docx", b"a"), ("b.xlsx", b"b"), ("c.pdf", b"c")])
    assert len(said_since(town.binh, before)) == 1
    assert town.binh.reads().startswith("Đã nhận 3 tệp.")
    town.binh.taps("Nộp Báo cáo sơ kết")

    assert sorted(file.name for file in town.all(File)) == ["a.docx", "b.xlsx", "c.pdf"]
    assert len(town.all(Report)) == 1


def test_a_photo_is_listed_though_it_has_no_name(town: Town) -> None:
    town.sleeps_until("2020-06-18")
    town.binh.sends_photo()
    assert town.binh.reads().startswith("Đã nhận 1 tệp.\n• ảnh")


def test_parts_of_an_album_that_come_after_the_tap_join_the_report(town: Town) -> None:
    town.sleeps_until("2020-06-18")
    part_of_album(town.binh, "a.docx")
    town.binh.taps("Nộp Báo cáo sơ kết")
    part_of_album(town.binh, "b.docx")

    assert [file.name for file in town.all(File)] == ["a.docx", "b.docx"]
    assert len(town.all(Report)) == 1
    assert [form.state for form in town.all(Form)] == [FormState.DONE]


def test_a_reply_to_the_reminder_hands_in_at_once(town: Town) -> None:
    town.moves_to(
        "2020-06-16",
    )
    reminder = next(message for message in reversed(town.binh.heard) if REPORT in message.text)
    town.binh.sends_file("Bao cao.docx", reply_to=reminder)

    assert "Đã nhận Báo cáo sơ kết đợt 1" in town.binh.reads()
    assert town.duty("bc-dot-1", "syt").done_how == DoneHow.HANDED_IN


def test_handing_in_by_command_takes_text_and_files(town: Town) -> None:
    town.sleeps_until("2020-06-18")
    town.binh.sends("/baocao")
    town.binh.taps("Nộp Báo cáo sơ kết")
    town.binh.sends("Sở Y tế báo cáo:\n1. <b>Xong</b>")
    town.binh.sends_file("phu-luc.xlsx")
    town.binh.taps("Xong")

    report = town.one(Report)
    assert report.text == "Sở Y tế báo cáo:\n1. <b>Xong</b>"
    assert [file.name for file in town.all(File)] == ["phu-luc.xlsx"]


def test_a_form_goes_on_after_a_restart_at_each_step(town: Town) -> None:
    town.sleeps_until("2020-06-18")
    town.binh.sends("/baocao")
    town.restarts()
    town.binh.taps("Nộp Báo cáo sơ kết")
    town.restarts()
    town.binh.sends("Nội dung")
    town.restarts()
    town.binh.taps("Xong")

    assert town.one(Report).text == "Nội dung"


def test_back_and_cancel_at_each_step_keep_nothing(town: Town) -> None:
    town.sleeps_until("2020-06-18")
    town.binh.sends("/baocao")
    town.binh.taps("Nộp Báo cáo sơ kết")
    town.binh.taps("Quay lại")
    assert "Mời chọn báo cáo cần nộp." in town.binh.reads()
    town.binh.taps("Nộp Báo cáo sơ kết")
    town.binh.sends("Nội dung")
    town.binh.taps("Huỷ")
    town.binh.sends_file("a.docx")
    town.binh.taps("Bỏ")

    assert town.all(Report) == []
    assert {form.state for form in town.all(Form)} == {FormState.CANCELLED}


def test_a_double_tap_hands_in_once(town: Town) -> None:
    town.sleeps_until("2020-06-18")
    town.binh.sends_file("a.docx")
    town.binh.taps_twice("Nộp Báo cáo sơ kết")

    assert len(town.all(Report)) == 1
    assert "Đã nhận Báo cáo sơ kết đợt 1" in town.binh.reads()


def test_a_report_is_replaced_until_its_phase_is_sealed(town: Town) -> None:
    town.sleeps_until("2020-06-18")
    town.binh.sends_file("a.docx")
    town.binh.taps("Nộp Báo cáo sơ kết")
    town.moves_to("2020-06-21")
    town.binh.taps("Nộp lại")
    town.binh.sends("Bản sửa")
    town.binh.taps("Xong")

    assert [(report.version, report.days_late) for report in town.all(Report)] == [(1, 0), (2, 2)]
    assert "Đây là bản thứ 2" in town.binh.reads()
    assert str(town.duty("bc-dot-1", "syt").done_on) == "2020-06-18"
    with town.changing() as session:
        session.get_one(PhaseRow, town.one(PhaseRow, code="dot-1").id).state = PhaseState.SEALED
    town.binh.taps("Nộp lại")
    assert "đã chốt, không nhận thêm" in town.binh.reads()
    assert len(town.all(Report)) == 2


def test_what_cannot_be_taken_is_said_and_the_form_stays(town: Town) -> None:
    town.sleeps_until("2020-06-18")
    town.binh.sends("/baocao")
    town.binh.taps("Nộp Báo cáo sơ kết")
    town.binh.sends_file("virus.exe")
    assert "Không nhận được tệp “virus.exe”." in town.binh.reads()
    town.binh.sends_file("to.pdf", size=25 * 1024 * 1024)
    assert "quá mức 20 MB" in town.binh.reads()
    town.binh.sends("x" * 4001)
    assert "Văn bản dài 4.001 ký tự" in town.binh.reads()
    town.binh.sends("\u202e\u200b")
    assert "Chưa có tệp hay văn bản nào." in town.binh.reads()
    assert town.all(Report) == []
    town.binh.sends("Đủ")
    town.binh.taps("Xong")
    assert town.one(Report).text == "Đủ"


def test_nobody_else_hands_in_or_reads(town: Town) -> None:
    town.sleeps_until("2020-06-18")
    town.binh.sends_file("a.docx")
    town.binh.taps("Nộp Báo cáo sơ kết")
    report, duty = town.one(Report), town.duty("bc-dot-1", "syt")
    form = town.one(Form)
    forged = [
        HandIn(duty.id or 0),
        GiveFiles(form.id or 0, duty.id or 0),
        OpenReport(report.id or 0),
        SendFiles(report.id or 0),
    ]
    for actor in (town.tu, town.hoa, town.lan):
        actor.sends("/start")
        home = actor.last
        for action in forged:
            before = len(actor.heard)
            actor.taps_data(home, pack(action))
            assert "Sở Y tế" not in "".join(message.text for message in said_since(actor, before))
    assert len(town.all(Report)) == 1


def test_a_lost_file_is_asked_for_again(town: Town) -> None:
    town.sleeps_until("2020-06-18")
    town.binh.sends_file("a.docx")
    town.binh.taps("Nộp Báo cáo sơ kết")
    with town.changing() as session:
        from store.originals import file_lost

        file = town.one(File)
        row = session.get_one(File, file.id)
        row.state = FileState.LOADING
        session.flush()
        file_lost(session, file.id or 0, now=town.now)
        file_lost(session, file.id or 0, now=town.now)
    town.settles()

    assert texts(town.binh).count(town.binh.reads()) == 1
    assert "Chưa lưu được bản gốc của tệp “a.docx”" in town.binh.reads()
    assert len(town.all(Job)) == 1


def test_the_bot_drafts_the_report_and_what_comes_back_is_a_version_that_can_be_had_again(town: Town) -> None:
    registers(town.lan)
    town.sleeps_until("2020-06-18")
    town.binh.sends("/baocao")
    town.binh.taps("Nộp Báo cáo sơ kết đợt 1")
    town.binh.taps("Tải dự thảo (Word)")
    draft = next(one for one in town.binh.heard if one.file is not None)
    assert "Mời gửi tệp" in town.binh.reads()
    assert draft.text.startswith("Dự thảo Báo cáo sơ kết đợt 1 của Sở Y tế, số liệu đến 08:30 18/6/2020.")
    assert draft.file is not None and draft.file.data is not None
    document = Document(io.BytesIO(draft.file.data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert "Chuyển đổi số một cửa" in cells and "Lan" in cells

    town.binh.sends_file("Bao cao cua So Y te.docx", data=draft.file.data)
    town.binh.taps("Xong")
    assert "Đúng hạn." in town.binh.reads()
    town.sleeps_until("2020-06-21")
    town.binh.taps("Nộp lại")
    town.binh.sends("Bản bổ sung")
    town.binh.taps("Các bản đã nộp")
    town.binh.taps("Bản 1 · ")
    town.binh.taps("Tiếp tục nộp", town.binh.last)
    assert "Nội dung: Bản bổ sung" in town.binh.reads()
    town.binh.taps("Xong")
    town.mai.taps("Xem", town.mai.last)
    town.mai.taps("Các bản đã nộp")
    assert "• Bản 2: 08:30 21/6/2020, trễ 2 ngày" in town.mai.reads()
    assert "• Bản 1: 08:30 18/6/2020, đúng hạn" in town.mai.reads()
    town.mai.taps("Bản 1 · ")
    town.mai.taps("Xem tệp")
    assert town.mai.last.file is not None and town.mai.last.file.name == "Bao cao cua So Y te.docx"
    before = len(town.lan.heard)
    town.lan.sends("/cuatoi")
    town.lan.taps_data(town.lan.last, pack(DraftReport(town.duty("bc-dot-1", "syt").id or 0)))
    assert not any(message.file for message in town.lan.heard[before:])
    town.is_sound()


def test_the_office_hands_in_its_own_report_with_the_summary_as_a_draft(town: Town) -> None:
    with town.changing() as session:
        milestone = session.get_one(Milestone, town.duty("giao-ban").milestone_id)
        milestone.kind = MilestoneKind.REPORT
    town.sleeps_until("2020-07-06")
    town.mai.sends("/hanchot")
    town.mai.taps("3. Xem và nộp")
    assert "Giao ban Khối" in town.mai.reads()
    town.mai.taps("Tải dự thảo (Word)", town.mai.last)
    (paper,) = [one for one in town.mai.heard if one.file is not None][-1:]
    assert paper.text.startswith("TỔNG KẾT PHONG TRÀO, số liệu đến 08:30 6/7/2020, bản Word dự thảo.")

    town.mai.sends("/baocao")
    town.mai.taps("Nộp Giao ban Khối")
    town.mai.taps("Tải dự thảo (Word)")
    assert "Mời gửi tệp" in town.mai.reads()
    assert paper.file is not None and paper.file.data is not None
    town.mai.sends_file("Bao cao cua Khoi.docx", data=paper.file.data)
    town.mai.taps("Xong")
    assert town.duty("giao-ban").done_how == DoneHow.HANDED_IN
    before = len(town.binh.heard)
    town.binh.sends("/cuatoi")
    town.binh.taps_data(town.binh.last, pack(DraftReport(town.duty("giao-ban").id or 0)))
    assert not any(message.file for message in town.binh.heard[before:])
