"""The pledge as Word, and the summary of all registrations as Word and Excel, as people get them."""

import io
from pathlib import Path

from docx import Document
from openpyxl import load_workbook

from bot.rehearsal.telegram import Message
from messages.actions import pack
from messages.actions.exports import ExportRegistrations, PledgeDocument
from tests.stories.test_pledges import signs
from tests.stories.test_targets import registers
from tests.town import Actor, Town


def content(message: Message) -> bytes:
    """The file that came with a message."""
    assert message.file is not None and message.file.data is not None
    return message.file.data


def text_of(message: Message) -> str:
    body = Document(io.BytesIO(content(message))).element.body
    return "\n".join(node.text or "" for node in body.iter() if node.tag.endswith("}t"))


def files(actor: Actor) -> list[Message]:
    return [message for message in actor.heard if message.file is not None]


def test_a_head_downloads_the_pledge_and_a_colleague_cannot(town: Town) -> None:
    registers(town.lan)
    signs(town)
    town.binh.taps("Tải bản Word")
    (paper,) = files(town.binh)
    assert paper.text.startswith("Giao ước thi đua của Sở Y tế, bản dự thảo để in")
    assert "Chuyển đổi số một cửa" in text_of(paper)
    assert "đồng chí Bình xác nhận trên hệ thống thi đua lúc 09:00 ngày 2/1/2020" in text_of(paper)

    unit_id = town.unit("syt").id or 0
    for stranger in (town.lan, town.tu):
        stranger.sends("/cuatoi")
        stranger.taps_data(stranger.last, pack(PledgeDocument(town.campaign_id, unit_id)))
        stranger.taps_data(stranger.last, pack(ExportRegistrations(town.campaign_id)))
        assert files(stranger) == []
    town.mai.sends("/tiendo")
    town.mai.taps("Sở Y tế")
    town.mai.taps("Giao ước (Word)")
    assert len(files(town.mai)) == 1


def test_the_office_gets_everything_as_word_and_excel_in_the_order_of_units(town: Town) -> None:
    registers(town.lan, "=HYPERLINK(1) & <b>")
    registers(town.tu, "Việc của Sở Giáo dục")
    signs(town)
    town.mai.sends("/tiendo")
    town.mai.taps("Xuất tổng hợp")

    word, sheet = files(town.mai)
    text = text_of(word)
    assert text.index("3. Sở Giáo dục và Đào tạo") < text.index("4. Sở Y tế")
    assert "Có 2/7 đơn vị đã đăng ký với 2 nội dung; 1/7 đơn vị đã ký giao ước." in text
    assert "Chưa đăng ký: Sở Thông tin và Truyền thông, " in text
    units, registered = load_workbook(io.BytesIO(content(sheet))).worksheets
    assert [cell.value for cell in units["B"]][1:4] == [
        "Sở Thông tin và Truyền thông",
        "Sở Văn hóa, Thể thao và Du lịch",
        "Sở Giáo dục và Đào tạo",
    ]
    assert (registered["D3"].value, registered["D3"].data_type) == ("=HYPERLINK(1) & <b>", "s")


def test_an_export_in_english_and_with_the_offices_own_file(english_town: Town) -> None:
    town = english_town
    own = town._folder / "templates"
    own.mkdir()
    mine = Document()
    mine.add_paragraph("Mẫu riêng: {{ campaign }}")
    mine.save(str(own / "registrations.docx"))
    town.mai.sends("/progress")
    town.mai.taps("Export everything")

    word, sheet = files(town.mai)
    assert word.text.startswith("Registrations and pledges as of 09:00 2 Jan 2020, Word draft")
    assert text_of(word).startswith("Mẫu riêng: Phong trào thi đua năm 2020")
    assert sheet.file is not None and Path(sheet.file.name).suffix == ".xlsx"
