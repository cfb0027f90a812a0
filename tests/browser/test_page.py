"""The page alone: what it lets through of a message, how it looks to everybody, in which words it speaks."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Visit
from tests.browser.demo import Demo
from tests.browser.visitor import Visitor

HOSTILE = {
    '<b>đậm <i>nghiêng</i></b><img src="x" onerror="alert(1)">': "<strong>đậm <em>nghiêng</em></strong>",
    '<script>alert(1)</script><a href="javascript:alert(1)">đây</a>': "<span>đây</span>",
    '<a href="https://t.me/thidua_bot?start=x" onclick="alert(1)">mở</a>': (
        '<button type="button" class="link" title="https://t.me/thidua_bot?start=x">mở</button>'
    ),
    '<div style="position:fixed"><u>gạch</u></div>&lt;b&gt;': "<u>gạch</u>&lt;b&gt;",
    "<pre><code>a &lt; b</code></pre>": "<pre><code>a &lt; b</code></pre>",
    "<tg-spoiler>kín</tg-spoiler>": '<span class="spoiler" tabindex="0">kín</span>',
}
SHOW_MARKUP = """async (sources) => {
  const { formatted } = await import("/page/static/markup.js");
  return sources.map((source) => {
    const shown = document.createElement("div");
    shown.append(...formatted(source, { link() {}, command() {} }));
    return shown.innerHTML;
  });
}"""
LONG_CHAT = """async (count) => {
  const { Said } = await import("/page/static/said.js");
  const words = { html: "Nhắc <b>hạn</b>", text: "Nhắc hạn", buttons: [[{ text: "Đã nhận", data: "x" }]] };
  const none = { file: null, album: null, forwarded: null, reply_to: null, service: null, topic: null };
  const one = (n, more) => ({
    key: `1:${n}`, chat: 1, at: new Date(1577900000000 + n * 600000).toISOString(),
    from: { id: 5, name: "Thi Đua", bot: true }, ...words, ...none, ...more,
  });
  const said = new Said({ older() {}, waits: () => false });
  document.body.append(said.element);
  const messages = Array.from({ length: count }, (_, n) => one(n));
  said.show({ more: false }, messages, 1);
  const before = said.messages();
  messages[7] = one(7, { edited: true });
  messages.push(one(count));
  said.show({ more: false }, messages, 1);
  const after = said.messages();
  said.element.remove();
  return { shown: after.length, drawnAgain: after.filter((element, at) => element !== before[at]).length,
           reachable: after.filter((element) => element.tabIndex === 0).length };
}"""


SAME_WORDS = """async () => Promise.all(["vi", "en"].map(async (name) => {
  const all = (await import(`/page/static/words/${name}.js`)).default;
  const values = (one) => Object.values(typeof one === "string" ? { other: one } : one);
  const names = (one) => [...new Set(values(one).join().match(/\\{\\w+\\}/g) ?? [])].sort();
  return Object.fromEntries(Object.entries(all).map(([key, one]) => [key, names(one)]));
}))"""


@pytest.fixture(scope="module")
def bare(browser: Browser, demo: Demo) -> Iterator[Page]:
    """The page without its own policy, so that what its scripts let through is theirs alone."""
    visitor = Visitor(browser.new_context(bypass_csp=True), demo.address)
    yield visitor.page
    visitor.leaves()


def test_of_a_message_only_telegrams_formatting_reaches_the_page(bare: Page) -> None:
    assert bare.evaluate(SHOW_MARKUP, list(HOSTILE)) == list(HOSTILE.values())


def test_in_a_long_chat_only_what_changed_is_drawn_again(bare: Page) -> None:
    assert bare.evaluate(LONG_CHAT, 500) == {"shown": 501, "drawnAgain": 2, "reachable": 1}


def test_both_languages_say_the_same_things_of_the_same_values(bare: Page) -> None:
    vietnamese, english = bare.evaluate(SAME_WORDS)

    assert vietnamese == english


@pytest.mark.parametrize(("phone", "dark"), [(False, False), (False, True), (True, False), (True, True)])
def test_everybody_can_use_the_page_whatever_its_size_and_light(
    visit: Visit, pictures: Path, phone: bool, dark: bool
) -> None:
    visitor = visit(phone=phone, dark=dark, bypass_csp=True)
    page = visitor.page
    look = f"{'phone' if phone else 'desktop'}-{'dark' if dark else 'light'}"

    chat = visitor.opens("Nguyễn Thị Mai")
    expect(chat.messages.last).to_be_visible()
    visitor.pictured(pictures, f"{look}-chat")
    faults = visitor.faults() if phone else []
    if phone:
        chat.column.locator(".back").click()
        visitor.pictured(pictures, f"{look}-list")
        page.locator("#tabs button").last.click()
    page.locator("#tab-outbox").click()
    visitor.pictured(pictures, f"{look}-outbox")
    page.locator("#tab-troubles").click()
    visitor.pictured(pictures, f"{look}-troubles")
    faults += visitor.faults()

    assert faults == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_page_speaks_english_and_stays_with_it(visit: Visit) -> None:
    visitor = visit()
    page = visitor.page

    page.get_by_role("button", name="Chuyển sang tiếng Anh").click()
    expect(page.get_by_role("heading", name="Thi Đua Bot rehearsal")).to_be_visible()
    page.reload()

    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.get_by_role("button", name="Forward to the next event")).to_be_visible()
    vietnamese = re.compile(r"\b(Đồng hồ|Sự kiện|Hộp thư|Danh sách|Trưởng khối|Thủ trưởng)\b")
    expect(page.locator("body")).not_to_contain_text(vietnamese)


def test_somebody_without_a_mouse_finds_writes_taps_and_moves_the_clock(visit: Visit) -> None:
    visitor = visit()
    page, keys = visitor.page, visitor.page.keyboard

    keys.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    keys.press("Control+k")
    expect(page.get_by_role("searchbox")).to_be_focused()
    keys.type("thi mai")
    expect(visitor.entries).to_have_count(1)
    keys.press("Enter")
    mai = visitor.chat("Nguyễn Thị Mai")
    expect(mai.field).to_be_focused()

    keys.type("/duy")
    expect(mai.column.get_by_role("option", selected=True)).to_contain_text("/duyet")
    keys.press("Enter")
    asked = mai.column.locator(".message.own").last
    expect(asked).to_contain_text("/duyet")
    expect(mai.field).to_have_value("")

    answer = mai.column.locator(".message:not(.own)").last
    expect(mai.column.locator(".message").last).not_to_have_class(re.compile("own"))
    for _ in range(4):
        keys.press("Shift+Tab")
    expect(answer.locator(".keyboard button").last).to_be_focused()
    keys.press("Enter")
    expect(answer).to_contain_text("đã sửa")
    keys.press("ArrowUp")
    expect(asked).to_be_focused()
    mai.field.focus()

    keys.press("ArrowUp")
    expect(mai.field).to_have_value("/duyet")
    keys.press("Escape")
    expect(mai.field).to_have_value("")

    keys.press("F6")
    expect(page.get_by_role("button", name="Đến sự kiện kế tiếp")).to_be_focused()
    keys.press("Shift+F6")
    expect(mai.field).to_be_focused()
