"""What was typed with formatting is sent again as it looked."""

import pytest
from telegram import MessageEntity, User

from bot.formatting import html_of
from bot.rehearsal.telegram.markup import parse_html

LINK = "https://vi-du.vn/?a=1&b=<2>"


def entity(kind: str, offset: int, length: int, **more: object) -> MessageEntity:
    return MessageEntity(kind, offset, length, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "entities", "html"),
    [
        ("Kính gửi đồng chí", [], ""),
        ("Xem /hanchot", [entity("bot_command", 4, 8)], ""),
        ("Kính gửi", [entity("bold", 0, 4)], "<b>Kính</b> gửi"),
        ("a < b & c", [entity("italic", 4, 3)], "a &lt; <i>b &amp;</i> c"),
        ("👩‍👩‍👧 họp", [entity("underline", 9, 3)], "👩‍👩‍👧 <u>họp</u>"),
        ("abc", [entity("bold", 0, 3), entity("italic", 1, 1)], "<b>a<i>b</i>c</b>"),
        ("kế hoạch", [entity("text_link", 0, 8, url=LINK)], f'<a href="{LINK.replace("&", "&amp;")}">kế hoạch</a>'),
        ("Lan", [entity("text_mention", 0, 3, user=User(7, "Lan", False))], '<a href="tg://user?id=7">Lan</a>'),
        ("x = 1", [entity("pre", 0, 5, language="py")], '<pre><code class="language-py">x = 1</code></pre>'),
        ("ẩn", [entity("spoiler", 0, 2)], "<tg-spoiler>ẩn</tg-spoiler>"),
        ("một\nhai", [entity("expandable_blockquote", 0, 7)], "<blockquote expandable>một\nhai</blockquote>"),
    ],
)
def test_formatting_becomes_html(text: str, entities: list[MessageEntity], html: str) -> None:
    assert html_of(text, entities) == html.replace("<2>", "&lt;2&gt;")


@pytest.mark.parametrize(
    "entities",
    [
        [entity("bold", 0, 5), entity("italic", 3, 5)],
        [entity("bold", 2, 900)],
        [entity("bold", -1, 3), entity("italic", 4, 0), entity("code", 700, 3)],
        [entity("bold", 1, 1), entity("bold", 1, 1), entity("underline", 0, 9)],
    ],
)
def test_entities_that_cannot_be_leave_html_that_telegram_reads(entities: list[MessageEntity]) -> None:
    text = "Kính\u0338 gửi 👩‍👩‍👧 \ud83d cả khối\x00"
    read, _ = parse_html(html_of(text, entities) or "Kính gửi 👩‍👩‍👧  cả khối")

    assert read == "Kính gửi 👩‍👩‍👧  cả khối"
