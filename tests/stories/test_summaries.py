"""The summary of a phase: posted by itself, opened by the leader, followed to its lists, taken as files, sent again."""

import io
import json

from docx import Document
from openpyxl import load_workbook

from bot.rehearsal.telegram import Message
from messages.actions import pack
from messages.actions.summaries import ListFigure, SendSummary
from store.tables import Bloc
from tests.stories.test_standings import a_group
from tests.stories.test_targets import registers
from tests.town import Actor, Town


def content(message: Message) -> bytes:
    assert message.file is not None and message.file.data is not None
    return message.file.data


def files(actor: Actor) -> list[Message]:
    return [message for message in actor.heard if message.file is not None]


def test_on_the_first_working_morning_the_group_has_a_picture_and_the_leader_the_report(town: Town) -> None:
    group = a_group(town)
    registers(town.lan)
    town.sleeps_until("2020-06-18")
    town.binh.sends_file("Bao cao.docx")
    town.binh.taps("Nộp Báo cáo sơ kết")
    town.sleeps_until("2020-07-01")
    (post,) = [message for message in group.heard if message.text.startswith("SƠ KẾT ĐỢT 1")]
    assert post.text.startswith("SƠ KẾT ĐỢT 1 · TẠM TÍNH")
    assert "Đơn vị tham gia: 1/7" in post.text and "đúng hạn 1, trễ 0, còn thiếu 13" in post.text
    assert content(post).startswith(b"\x89PNG") and not any("đã kết thúc" in one.text for one in group.heard)
    (paper,) = files(town.mai)[-1:]
    assert paper.text.startswith("SƠ KẾT ĐỢT 1, số liệu đến 08:30 1/7/2020, bản Word dự thảo.")
    document = Document(io.BytesIO(content(paper)))
    words = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "Có 1/7 đơn vị tham gia, đăng ký 1 nội dung" in words
    town.restarts()
    assert len([one for one in group.heard if one.text.startswith("SƠ KẾT")]) == 1

    town.mai.taps("Mở tổng kết", paper)
    assert "• Nhiệm vụ: đúng hạn 1, trễ 0, còn thiếu 13" in town.mai.reads()
    town.mai.taps("Chi tiết từng số")
    town.mai.taps("Nhiệm vụ còn thiếu: 13")
    assert "10. " in town.mai.reads() and "(còn thiếu)" in town.mai.reads()
    town.mai.taps("Trang sau")
    assert "13. " in town.mai.reads() and "Trang sau" not in town.mai.buttons()
    town.mai.taps("Quay lại")
    town.mai.taps("Nội dung đăng ký: 1")
    assert "đ/c Lan – Đề án: Chuyển đổi số một cửa (" in town.mai.reads()
    town.mai.taps("Quay lại")
    town.mai.taps("Quay lại")
    town.mai.taps("Việc còn mở")
    assert "☐ Nhiệm vụ còn thiếu: 13" in town.mai.reads() and "✅ Đã hết thời gian" in town.mai.reads()
    town.mai.taps("Quay lại")
    town.mai.taps("Excel")
    book = load_workbook(io.BytesIO(content(files(town.mai)[-1])))
    assert book.sheetnames == ["Tổng hợp", "Đơn vị", "Nội dung đăng ký", "Thành tích", "Nhiệm vụ"]
    assert [sheet.max_row for sheet in book.worksheets[2:]] == [2, 1, 15]

    town.mai.sends("/tongket")
    town.mai.taps("Gửi vào nhóm")
    assert "vào 1 nhóm?" in town.mai.reads()
    town.mai.taps_twice("Gửi ngay")
    assert town.mai.reads() == "Đã chuyển bản sơ kết, tổng kết đến 1 nhóm."
    town.sleeps_until("2020-07-02")
    assert len([one for one in group.heard if one.text.startswith("SƠ KẾT")]) == 2
    town.is_sound()


def test_nobody_but_the_office_and_no_figure_that_is_none(town: Town) -> None:
    town.binh.sends("/tongket")
    assert "SƠ KẾT" not in town.binh.reads()
    town.mai.sends("/tongket")
    town.mai.taps("Tổng kết cả phong trào")
    assert town.mai.reads().startswith("TỔNG KẾT PHONG TRÀO · TẠM TÍNH")
    for action in (ListFigure(town.campaign_id, 0, "points"), SendSummary(town.campaign_id, 0, "zip")):
        town.mai.taps_data(town.mai.last, pack(action))
        assert "TỔNG KẾT" not in town.mai.reads()
        town.mai.sends("/tongket")
    for stranger in (town.binh, town.dung):
        stranger.sends("/cuatoi")
        stranger.taps_data(stranger.last, pack(SendSummary(town.campaign_id, 0, "word")))
        assert files(stranger) == []


def test_a_bloc_that_speaks_english_and_lays_its_papers_out_as_the_party_does(english_town: Town) -> None:
    town = english_town
    with town.changing() as session:
        session.get_one(Bloc, town.bloc_id).locale = "en"
    town.mai.sends("/manage")
    town.mai.taps("Layout of papers")
    town.mai.taps_twice("Change to the Party's layout")
    assert "✅ the Party's layout" in town.mai.reads()
    town.mai.sends("/summary")
    assert town.mai.reads().startswith("SUMMARY: ĐỢT 1 · PROVISIONAL")
    town.mai.taps("Word")
    words = json.dumps([one.text for one in Document(io.BytesIO(content(files(town.mai)[-1]))).tables[0]._cells])
    assert "COMMUNIST PARTY OF VIET NAM" in words
