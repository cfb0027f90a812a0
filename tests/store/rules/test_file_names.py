"""Names of files: readable for people, harmless for computers."""

import pytest

from store.rules.file_names import LONGEST_NAME, stored_name, tidy_name


@pytest.mark.parametrize(
    ("name", "tidy"),
    [
        ("Ba\u0301o cáo\nsơ  kết.docx", "Báo cáo sơ kết.docx"),
        ("anh\u202egpj.exe", "anhgpj.exe"),
        ("gia đình 👨‍👩‍👧.jpg", "gia đình 👨‍👩‍👧.jpg"),
        ("", ""),
    ],
)
def test_a_name_is_told_on_one_line_as_it_is(name: str, tidy: str) -> None:
    assert tidy_name(name) == tidy


@pytest.mark.parametrize("stem", ["Báo cáo sơ kết đợt thi đua 🏆 ", "👨‍👩‍👧", "e\u0323\u0302\u0301\u0308"])
def test_a_name_of_three_hundred_characters_loses_its_middle_and_keeps_its_ending(stem: str) -> None:
    short = tidy_name((stem * 300)[:300] + ".docx")

    assert len(short) <= LONGEST_NAME
    assert short.endswith("….docx")
    assert not short.endswith("\u200d….docx")
    assert tidy_name(short) == short


def test_what_is_no_ending_is_cut_with_the_rest() -> None:
    assert len(tidy_name("a." + "b" * 300)) == LONGEST_NAME


@pytest.mark.parametrize(
    ("name", "stored"),
    [
        ("../../etc/passwd", "_.._etc_passwd"),
        ('C:\\a<b>|"?*.pdf', "C__a_b_____.pdf"),
        ("con.txt", "_con.txt"),
        (" ... ", "_"),
        ("", "_"),
        ("Quyết định 15.pdf", "Quyết định 15.pdf"),
    ],
)
def test_a_stored_name_is_one_that_every_computer_takes(name: str, stored: str) -> None:
    assert stored_name(name) == stored
