"""What people do with what was said: answer it, change it, pass it on, send a file with it."""

from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.visitor import Chat

DROP = """(column) => {
  const files = new DataTransfer();
  files.items.add(new File(["Số liệu quý I"], "Số liệu quý I.txt", { type: "text/plain" }));
  const dragged = { dataTransfer: files, cancelable: true };
  for (const type of ["dragover", "drop"]) column.dispatchEvent(new DragEvent(type, dragged));
}"""


def does(chat: Chat, what: str) -> None:
    """Choose something for the newest message of one's own, with the keys."""
    more = chat.column.locator(".message.own").last.get_by_role("button", name="Thêm thao tác")
    more.focus()
    chat.page.keyboard.press("Enter")
    chat.page.get_by_role("menuitem", name=what, exact=True).focus()
    chat.page.keyboard.press("Enter")


def test_what_was_said_is_changed_answered_and_passed_on(visit: Visit) -> None:
    visitor = visit()
    hoa = visitor.opens("Phan Thị Hoa")
    own = hoa.column.locator(".message.own")
    hoa.says("Chào cả nha")

    does(hoa, "Sửa")
    expect(hoa.field).to_be_focused()
    hoa.field.fill("Chào cả nhà")
    hoa.field.press("Enter")
    expect(own.last).to_contain_text("đã sửa")
    expect(own.last).to_contain_text("Chào cả nhà")

    does(hoa, "Trả lời")
    hoa.says("Xin bổ sung")
    expect(own.last.locator(".quote")).to_contain_text("Chào cả nhà")

    count = own.count()
    does(hoa, "Chuyển tiếp")
    visitor.page.get_by_role("dialog").get_by_role("button", name="Phan Thị Hoa").click()
    expect(own).to_have_count(count + 1)
    expect(own.last).to_contain_text("Chuyển tiếp từ Phan Thị Hoa")


def test_a_file_that_is_dropped_on_a_chat_is_sent_and_can_be_opened(visit: Visit) -> None:
    visitor = visit()
    bao = visitor.opens("Ngô Gia Bảo")

    bao.column.evaluate(DROP)
    expect(bao.column.locator(".attached")).to_contain_text("Số liệu quý I.txt")
    bao.field.press("Enter")

    sent = bao.column.locator(".message.own .file").last
    expect(sent).to_contain_text("Số liệu quý I.txt")
    with visitor.page.expect_download() as download:
        sent.click()
    assert download.value.path().read_text(encoding="utf-8") == "Số liệu quý I"
