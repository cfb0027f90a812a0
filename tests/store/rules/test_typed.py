import unicodedata
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.rules.deadlines import BadDay
from store.rules.typed import BadNumber, read_typed_day, read_typed_number

TODAY = date(2020, 6, 19)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("20/6", "2020-06-20"),
        ("20/6/2020", "2020-06-20"),
        ("20-06-2026", "2026-06-20"),
        ("20.6.2026", "2026-06-20"),
        ("20/06", "2020-06-20"),
        (" 20 / 6 / 2020 ", "2020-06-20"),
        ("20\u00a0/6\u00a0/2020", "2020-06-20"),
        ("20–6–2020", "2020-06-20"),
        ("2020-06-20", "2020-06-20"),
        ("ngày 20/6", "2020-06-20"),
        ("Ngày 05 tháng 3 năm 2020", "2020-03-05"),
        ("hôm nay", "2020-06-19"),
        ("  HÔM   Nay ", "2020-06-19"),
        (unicodedata.normalize("NFD", "hôm nay"), "2020-06-19"),
        ("hom nay", "2020-06-19"),
        ("today", "2020-06-19"),
        ("Ngày mai", "2020-06-20"),
        ("tomorrow", "2020-06-20"),
        ("hôm qua", "2020-06-18"),
        ("yesterday", "2020-06-18"),
        ("10/12", "2020-12-10"),
        ("21/12", "2020-12-21"),  # 185 days ahead, and 181 back in the year before.
        ("22/12", "2019-12-22"),  # 180 days back.
        ("31/12", "2019-12-31"),
        ("1/1", "2020-01-01"),
        ("29/2", "2020-02-29"),
    ],
)
def test_a_typed_day(text: str, expected: str) -> None:
    assert read_typed_day(text, today=TODAY).isoformat() == expected


@pytest.mark.parametrize(
    ("text", "exists"),
    [
        ("", True),
        ("/", True),
        ("mai mốt", True),
        ("20", True),
        ("20/6/20", True),
        ("20/6/2020/1", True),
        ("2/10/2020 8h", True),
        ("20/6" + " " * 100, True),
        ("31/2", False),
        ("31/2/2020", False),
        ("29/2/2021", False),
        ("0/6", False),
        ("20/13", False),
        ("20/6/0214", False),
    ],
)
def test_what_is_no_day_is_refused_with_its_text(text: str, exists: bool) -> None:
    with pytest.raises(BadDay) as refused:
        read_typed_day(text, today=TODAY)

    assert (refused.value.text, refused.value.exists) == (text, exists)


def test_29_february_needs_its_year_when_none_is_near() -> None:
    with pytest.raises(BadDay):
        read_typed_day("29/2", today=date(2026, 3, 1))

    assert read_typed_day("29/2/2028", today=date(2026, 3, 1)) == date(2028, 2, 29)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0", "0"),
        ("12", "12"),
        ("007", "7"),
        ("1.250,5", "1250.5"),
        ("1250.5", "1250.5"),
        ("1,250.5", "1250.5"),
        ("1250,5", "1250.5"),
        ("1.250", "1250"),
        ("1.250.000", "1250000"),
        ("1,250,000", "1250000"),
        ("1 250", "1250"),
        ("1\u00a0250,5", "1250.5"),
        ("1,5", "1.5"),
        ("1.5", "1.5"),
        ("1,250", "1.25"),
        ("0.250", "0.25"),
        ("1250.500", "1250.5"),
        ("1.25", "1.25"),
        (" 15 ", "15"),
        ("+3", "3"),
        ("999.999.999.999", "999999999999"),
        ("1,50000", "1.5"),
    ],
)
def test_a_typed_number(text: str, expected: str) -> None:
    assert read_typed_number(text) == Decimal(expected)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "unreadable"),
        ("-", "unreadable"),
        ("mười", "unreadable"),
        ("1e5", "unreadable"),
        ("NaN", "unreadable"),
        ("10²", "unreadable"),
        ("٣", "unreadable"),
        ("1_000", "unreadable"),
        ("5.", "unreadable"),
        (",5", "unreadable"),
        ("1.25.000", "unreadable"),
        ("1.250.5", "unreadable"),
        ("12,50.5", "unreadable"),
        ("1.250,5,3", "unreadable"),
        ("1.250,500.5", "unreadable"),
        ("12 5", "unreadable"),
        ("1" * 65, "unreadable"),
        ("-5", "negative"),
        ("−5", "negative"),
        ("1.000.000.000.000", "too_big"),
        ("9" * 30, "too_big"),
        ("1,23456", "too_fine"),
    ],
)
def test_what_is_no_number_is_refused_with_its_text(text: str, fault: str) -> None:
    with pytest.raises(BadNumber) as refused:
        read_typed_number(text)

    assert (refused.value.text, refused.value.fault) == (text, fault)


@pytest.mark.parametrize("text", ["-1.250,5", "−1250,5", "- 1,250.5"])
def test_a_sign_is_taken_where_it_is_asked_for(text: str) -> None:
    assert read_typed_number(text, signed=True) == Decimal("-1250.5")


@given(st.dates(date(2000, 1, 1), date(2060, 12, 31)), st.integers(-179, 185))
def test_a_day_without_its_year_is_the_one_within_the_window(today: date, away: int) -> None:
    day = today + timedelta(days=away)

    found = read_typed_day(f"{day.day}/{day.month}", today=today)

    assert found == day or found == today - timedelta(days=180)


@given(st.integers(0, 10**12 - 1), st.integers(0, 99))
def test_both_ways_to_write_a_number_agree(whole: int, hundredths: int) -> None:
    english = f"{whole:,}.{hundredths:02d}"
    vietnamese = english.translate(str.maketrans(",.", ".,"))

    assert read_typed_number(english) == read_typed_number(vietnamese) == whole + Decimal(hundredths) / 100


@given(st.text(max_size=80))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        assert read_typed_number(text) >= 0
    except BadNumber as refused:
        assert refused.text == text
    try:
        assert isinstance(read_typed_day(text, today=TODAY), date)
    except BadDay as bad:
        assert bad.text == text
