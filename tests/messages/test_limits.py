from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape

from messages.limits import BUTTONS, CAPTION, TEXT, fit, shorten, utf16_len, visible_len
from messages.rendered import Button, Rendered
from tests.messages.test_samples import faults_of_html


def cut(text: str, limit: int = TEXT) -> str:
    return fit(Rendered(text), limit).text


def rows(count: int, width: int = 1) -> tuple[tuple[Button, ...], ...]:
    return tuple(tuple(Button(f"{row}.{place}", data="1h") for place in range(width)) for row in range(count))


def test_length_is_in_utf16_units_of_what_is_seen() -> None:
    assert utf16_len("ố😀") == 3
    assert visible_len('<b>A &amp; B</b> <a href="https://x">😀</a> &lt;') == 10


def test_text_within_the_limit_stays() -> None:
    text = "<b>" + "&amp;" * TEXT + "</b>"
    assert cut(text) == text


def test_long_text_ends_at_a_line_with_its_tags_closed() -> None:
    line = "<i>" + "a" * 98 + "</i>\n"
    text = cut("<blockquote><b>" + line * 50 + "</b></blockquote>")
    assert text == "<blockquote><b>" + line * 41 + "…</b></blockquote>"


def test_caption_without_lines_is_cut_anywhere() -> None:
    assert cut("😀" * 1000, CAPTION) == "😀" * 511 + "…"


@given(st.lists(st.sampled_from(["a", "\n", "😀", "&", "<", "<b>", "</b>", "<i>", "</i>"]), max_size=60))
def test_cut_text_fits_and_is_balanced(pieces: list[str]) -> None:
    tags: list[str] = []
    parts: list[str] = []
    for piece in pieces:
        if piece.startswith("</"):
            if not tags or tags[-1] != piece.replace("/", ""):
                continue
            tags.pop()
        elif len(piece) > 1:
            tags.append(piece)
        parts.append(piece if len(piece) > 1 else str(escape(piece)))
    text = cut("".join(parts) + "".join(tag.replace("<", "</") for tag in reversed(tags)), 20)
    assert visible_len(text) <= 20
    assert faults_of_html(text) == []


def test_of_too_many_buttons_the_first_and_the_last_row_stay() -> None:
    buttons = rows(60, width=2)
    kept = fit(Rendered("x", buttons)).buttons
    assert kept == (*buttons[:49], buttons[-1])
    assert sum(map(len, kept)) == BUTTONS


def test_wide_row_becomes_several() -> None:
    assert [len(row) for row in fit(Rendered("x", rows(1, width=17))).buttons] == [8, 8, 1]


def test_shortened_text_says_so() -> None:
    assert [shorten("abc", 3), shorten("abcd", 3), shorten("a bcd", 3)] == ["abc", "ab…", "a…"]
