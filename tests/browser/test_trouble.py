"""What goes wrong before the page, and people and groups that were not there."""

import re

from playwright.sync_api import Route, expect

from tests.browser.conftest import Visit

STRANGER = "Đinh Văn Quân"
CUT = re.compile(r"ERR_INTERNET_DISCONNECTED|ERR_FAILED")


def test_a_broken_stream_goes_on_where_it_ended_and_what_was_typed_arrives_once(visit: Visit) -> None:
    visitor = visit()
    cuts = 2

    def cut(route: Route) -> None:
        nonlocal cuts
        cuts -= 1
        if cuts < 0:
            route.fallback()
        else:
            route.fulfill(content_type="text/event-stream", body=": the line goes dead\n\n")

    visitor.page.route("**/page/events*", cut)
    visitor.page.reload()
    visitor.bot_is("lost")
    quan = visitor.opens(STRANGER)
    quan.column.get_by_role("button", name="Bắt đầu", exact=True).click()
    expect(quan.messages.filter(has_text="/start")).to_have_count(1)
    visitor.bot_is("running")
    expect(quan.field).to_be_focused()

    visitor.context.set_offline(True)
    quan.field.fill("Tôi muốn tham gia")
    quan.field.press("Enter")
    expect(quan.column.get_by_role("alert")).to_contain_text("Nội dung đã nhập vẫn còn")
    expect(quan.field).to_have_value("Tôi muốn tham gia")
    visitor.context.set_offline(False)
    quan.field.press("Enter")

    expect(quan.messages.filter(has_text="Tôi muốn tham gia")).to_have_count(1)
    expect(quan.field).to_have_value("")
    visitor.bot_is("running")
    assert [one for one in visitor.complaints if not CUT.search(one)] == []
    visitor.complaints.clear()


def test_who_blocks_the_bot_is_shown_so_and_may_come_back(visit: Visit) -> None:
    visitor = visit()
    khoa = visitor.opens("Vũ Đình Khoa")

    khoa.does("Chặn bot")
    expect(visitor.entry("Vũ Đình Khoa")).to_contain_text("Đã chặn bot")
    khoa.column.get_by_role("button", name="Bỏ chặn bot").click()

    expect(khoa.field).to_be_visible()
    expect(visitor.entry("Vũ Đình Khoa")).not_to_contain_text("Đã chặn bot")


def test_somebody_new_makes_a_group_with_topics_and_writes_in_one(visit: Visit) -> None:
    visitor = visit()
    page = visitor.page
    page.get_by_role("button", name="Thêm người").click()
    page.get_by_label("Họ và tên").fill("Lê Văn Tám")
    page.keyboard.press("Enter")
    visitor.chat("Lê Văn Tám").column.get_by_role("button", name="Bắt đầu", exact=True).click()
    expect(visitor.chat("Lê Văn Tám").field).to_be_visible()

    page.get_by_role("button", name="Tạo nhóm").click()
    page.get_by_label("Tên nhóm").fill("Công đoàn")
    page.get_by_role("button", name="Tạo", exact=True).click()
    expect(page.get_by_role("dialog")).to_contain_text("Xin chọn ít nhất một thành viên.")
    page.get_by_label("Nhóm có chủ đề").check()
    members = page.get_by_role("dialog").get_by_role("group", name="Thành viên")
    members.get_by_label("Lê Văn Tám").check()
    members.get_by_label("Trần Thị Lan").check()
    page.get_by_role("button", name="Tạo", exact=True).click()

    group = visitor.chat("Công đoàn")
    group.does("Thêm bot vào nhóm")
    group.reads("Thi Đua")
    group.does("Chủ đề mới")
    page.get_by_label("Tên chủ đề").fill("Văn nghệ")
    page.keyboard.press("Enter")
    group.column.get_by_role("button", name="Văn nghệ").click()
    group.column.get_by_label("Nói với tên").select_option(label="Lê Văn Tám")
    group.says("Mời cả nhà đăng ký tiết mục")
    group.column.get_by_role("button", name="Tất cả").click()
    group.reads("Mời cả nhà đăng ký tiết mục")
