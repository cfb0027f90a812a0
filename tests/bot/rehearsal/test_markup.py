"""Telegram's HTML: what is refused, what comes of it, and that offsets count UTF-16 units."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rehearsal.telegram.errors import ApiError
from bot.rehearsal.telegram.markup import parse_html
from bot.rehearsal.telegram.spans import cut_out, to_html, typed_entities, units

LETTERS = st.text(alphabet="aăđồ 🏆👩‍💻<>&\"'\n/@#_1", max_size=12)
TAGS = ["b", "strong", "i", "em", "u", "s", "code", "pre", "blockquote", "tg-spoiler"]


@st.composite
def html(draw: st.DrawFn, depth: int = 3) -> str:
    """Well-formed HTML of the kinds Telegram knows."""
    parts = []
    for _ in range(draw(st.integers(0, 3))):
        if depth and draw(st.booleans()):
            tag, inner = draw(st.sampled_from(TAGS)), draw(html(depth=depth - 1))
            parts.append(f"<{tag}>{inner}</{tag}>")
        else:
            text = draw(LETTERS)
            parts.append(text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))
    return "".join(parts)


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("<b>Đợt 1</b>", "Đợt 1", [{"type": "bold", "offset": 0, "length": 5}]),
        ("🏆 <i>Nhất</i>", "🏆 Nhất", [{"type": "italic", "offset": 3, "length": 4}]),
        ("&lt;b&gt; &amp;amp; &#39;x&#x27;", "<b> &amp; 'x'", []),
        ("Tom & Jerry", "Tom & Jerry", []),
        (
            '<a href="https://x.vn/?a=1&amp;b=2">xem</a>',
            "xem",
            [{"type": "text_link", "offset": 0, "length": 3, "url": "https://x.vn/?a=1&b=2"}],
        ),
        ('<a href="">không</a>', "không", []),
        (
            "<pre><code class='language-py'>x</code></pre>",
            "x",
            [{"type": "pre", "offset": 0, "length": 1, "language": "py"}],
        ),
        (
            "<b><i>x</i></b>",
            "x",
            [{"type": "bold", "offset": 0, "length": 1}, {"type": "italic", "offset": 0, "length": 1}],
        ),
        ("  <u> a </u>  ", "a", [{"type": "underline", "offset": 0, "length": 1}]),
        ("<blockquote expandable>a</blockquote>", "a", [{"type": "expandable_blockquote", "offset": 0, "length": 1}]),
        ('<span class="tg-spoiler">a</span>', "a", [{"type": "spoiler", "offset": 0, "length": 1}]),
        ("<b></b>a", "a", []),
    ],
)
def test_html_becomes_text_and_entities(source: str, text: str, entities: list[dict[str, Any]]) -> None:
    assert parse_html(source) == (text, entities)


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("<b>a", 'Can\'t find end tag corresponding to start tag "b"'),
        ("đ<p>a</p>", 'Unsupported start tag "p" at byte offset 2'),
        ("<b>a</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("a</b>", "Unexpected end tag at byte offset 1"),
        ("a < b", "Unclosed or malformed start tag at byte offset 2"),
        ("a<br/>b", "Unclosed or malformed start tag at byte offset 1"),
        ("a&nbsp;b", 'Unsupported entity "&nbsp;" at byte offset 1'),
        ("<span>a</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ],
)
def test_bad_html_is_refused_with_telegrams_words(source: str, reason: str) -> None:
    with pytest.raises(ApiError) as refusal:
        parse_html(source)
    assert (refusal.value.code, refusal.value.description) == (400, f"Bad Request: can't parse entities: {reason}")


@given(html())
def test_entities_lie_inside_the_trimmed_text(source: str) -> None:
    text, entities = parse_html(source)
    assert text == text.strip()
    for entity in entities:
        assert entity["offset"] >= 0
        assert entity["length"] > 0
        assert entity["offset"] + entity["length"] <= units(text)
        assert cut_out(text, entity) in text


@given(html())
def test_html_written_back_reads_the_same(source: str) -> None:
    text, entities = parse_html(source)
    assert parse_html(to_html(text, typed_entities(text, entities))) == (text, entities)


@given(st.text(max_size=40), st.text(alphabet="ab🏆đ", min_size=1, max_size=10))
def test_an_offset_counts_utf16_units(before: str, marked: str) -> None:
    escaped = before.replace("&", "&amp;").replace("<", "&lt;").replace("\r", "").lstrip()
    text, entities = parse_html(f"{escaped}<b>{marked}</b>")
    assert [cut_out(text, entity) for entity in entities] == [marked]
    assert entities[0]["offset"] == units(text) - units(marked)


@given(st.text(alphabet="<>/&;ab \"'=#x1", max_size=40))
def test_any_text_is_read_or_refused(source: str) -> None:
    try:
        parse_html(source)
    except ApiError as refusal:
        assert refusal.code == 400


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("/start abc", [("bot_command", "/start")]),
        ("/xephang@thidua_bot", [("bot_command", "/xephang@thidua_bot")]),
        ("trước 20/6 và/hoặc 1/7", []),
        ("🏆 @lan_tran xem https://x.vn/a#b", [("mention", "@lan_tran"), ("url", "https://x.vn/a#b")]),
        ("#thidua ai@x.vn", [("hashtag", "#thidua")]),
    ],
)
def test_telegram_finds_commands_mentions_and_links_by_itself(text: str, found: list[tuple[str, str]]) -> None:
    assert [(entity["type"], cut_out(text, entity)) for entity in typed_entities(text, [])] == found
