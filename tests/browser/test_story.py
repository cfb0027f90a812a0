"""The rehearsal as somebody at home plays it: a campaign from its launch to the reminder, on the page alone."""

import struct
import zlib
from pathlib import Path

from playwright.sync_api import FilePayload, expect

from tests.browser.conftest import Visit
from tests.browser.visitor import Visitor

REMINDER = "⏰ Nhắc hạn"
LEADER, HEAD, STAFF, OTHER_HEAD, STRANGER = (
    "Nguyễn Thị Mai",
    "Trần Văn Bình",
    "Trần Thị Lan",
    "Lê Quang Dũng",
    "Đinh Văn Quân",
)


def png(name: str, shade: int) -> FilePayload:
    """A small grey picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = (b"\0" + bytes([shade]) * 64) * 48
    header = struct.pack(">IIBBBBB", 64, 48, 8, 0, 0, 0, 0)
    data = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return {"name": name, "mimeType": "image/png", "buffer": data}


def test_a_campaign_is_launched_registered_for_and_those_who_owe_something_are_reminded(
    visit: Visit, pictures: Path
) -> None:
    visitor = visit()
    _launches(visitor)
    _registers_and_signs(visitor)

    # Three days before the last day, 4/3; that is a Sunday, so the reminder came on Friday.
    visitor.moves_clock_to("2020-03-01")

    chat = visitor.opens(OTHER_HEAD)
    reminder = chat.reads(REMINDER)
    expect(reminder).to_contain_text("Đăng ký thi đua và ký giao ước")
    expect(reminder).to_contain_text("còn 5 ngày")
    expect(chat.column.locator(".day").last).to_have_text("Thứ Sáu, 28 tháng 2, 2020")
    visitor.pictured(pictures, "desktop-light-reminder")
    for name in (HEAD, STAFF, STRANGER):
        chat = visitor.opens(name)
        chat.has_not_heard(REMINDER)
    _sends_photos(visitor)
    _outlives_its_bot(visitor)


def _launches(visitor: Visitor) -> None:
    mai = visitor.opens(LEADER)
    mai.says("/phongtrao")
    mai.taps("Xem dự thảo")
    mai.taps("Phát động ngay")
    mai.reads("PHÁT ĐỘNG PHONG TRÀO THI ĐUA")
    expect(visitor.unread(OTHER_HEAD)).to_have_text("1 tin chưa đọc")


def _registers_and_signs(visitor: Visitor) -> None:
    """Two people side by side: the head registers and signs, the leader confirms."""
    binh, mai = visitor.opens(HEAD, beside=True), visitor.chat(LEADER)
    binh.reads("PHÁT ĐỘNG PHONG TRÀO THI ĐUA")
    binh.says("/dangky")
    binh.taps("Đề án")
    binh.reads("mời gõ tên")
    binh.says("Số hoá hồ sơ một cửa")
    binh.taps("Gửi")
    binh.reads("Đã gửi đăng ký")

    mai.says("/duyet")
    mai.reads("Chờ xem xét")
    mai.taps("Xác nhận")
    expect(mai.reads("Đã xác nhận")).to_contain_text("đã sửa")

    binh.says("/giaouoc")
    binh.taps("Ký giao ước")
    binh.taps("Xác nhận ký")
    binh.reads("đã được ký")


def _sends_photos(visitor: Visitor) -> None:
    binh = visitor.opens(HEAD)
    binh.column.locator("input[type=file]").set_input_files([png("trước.png", 90), png("sau.png", 200)])
    expect(binh.column.locator(".attached")).to_contain_text("sau.png")
    binh.says("Trước và sau khi số hoá")

    sent = binh.column.locator(".message.own").last
    expect(sent.locator(".album img")).to_have_count(2)
    expect(sent).to_contain_text("Trước và sau khi số hoá")
    shown = "(image) => image.complete && image.naturalWidth === 64"
    assert [image.evaluate(shown) for image in sent.locator("img").all()] == [True, True]
    binh.newest("2 tệp")

    sent.locator(".picture").first.click()
    expect(visitor.page.get_by_role("dialog", name="trước.png")).to_be_visible()
    visitor.page.keyboard.press("Escape")
    expect(sent.locator(".picture").first).to_be_focused()


def _outlives_its_bot(visitor: Visitor) -> None:
    """Killed, the bot owes an answer; begun again it gives it, once."""
    binh = visitor.opens(HEAD)
    visitor.provokes("kill")
    visitor.bot_is("stopped")
    expect(visitor.page.get_by_role("alert").filter(has_text="Bot đã dừng")).to_be_visible()
    binh.says("/hanchot")

    visitor.provokes("start")
    visitor.bot_is("running")
    expect(binh.messages.filter(has_text="/hanchot")).to_have_count(1)
    expect(binh.column.locator(".message").last).not_to_have_class("own")
    heard = binh.column.locator(".message").count()
    visitor.provokes("restart")
    binh.says("/trogiup")
    expect(binh.column.locator(".message")).to_have_count(heard + 2)

    visitor.page.reload()
    expect(visitor.chat(HEAD).column.locator(".message")).to_have_count(heard + 2)
