from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.rules.deadlines import (
    BadDay,
    Deadline,
    DeadlineKind,
    Every,
    days_late,
    days_left,
    end_instant,
    last_valid_day,
    occurrences,
    parse_day,
    parse_month,
)

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
INSTANTS = st.integers(-600_000_000, 600_000_000).map(lambda n: datetime(2020, 1, 1, tzinfo=UTC) + timedelta(seconds=n))
DAYS = st.dates(date(2000, 1, 1), date(2060, 12, 31))


@pytest.mark.parametrize(
    ("kind", "day", "strict", "lenient"),
    [
        ("before", date(2020, 6, 20), date(2020, 6, 19), date(2020, 6, 20)),
        ("before", date(2020, 3, 1), date(2020, 2, 29), date(2020, 3, 1)),
        ("before", date(2021, 1, 1), date(2020, 12, 31), date(2021, 1, 1)),
        ("by", date(2020, 5, 15), date(2020, 5, 15), date(2020, 5, 15)),
        ("by", date(2020, 8, 1), date(2020, 8, 1), date(2020, 8, 1)),  # A Saturday: the deadline never moves.
        ("in", date(2020, 12, 1), date(2020, 12, 31), date(2020, 12, 31)),
        ("in", date(2020, 2, 1), date(2020, 2, 29), date(2020, 2, 29)),
    ],
)
def test_last_valid_day(kind: str, day: date, strict: date, lenient: date) -> None:
    deadline = Deadline(DeadlineKind(kind), day)

    assert last_valid_day(deadline, lenient=False) == strict
    assert last_valid_day(deadline, lenient=True) == lenient


def test_words_have_no_last_day_until_somebody_names_one() -> None:
    assert last_valid_day(Deadline(DeadlineKind.AROUND, text="đầu năm"), lenient=False) is None


@pytest.mark.parametrize(("kind", "day"), [("around", date(2020, 1, 1)), ("by", None)])
def test_a_deadline_has_either_a_day_or_words(kind: str, day: date | None) -> None:
    with pytest.raises(ValueError, match=kind):
        Deadline(DeadlineKind(kind), day)


def test_the_deadline_ends_at_midnight_of_the_bloc() -> None:
    assert end_instant(date(2020, 6, 19), HANOI) == datetime(2020, 6, 19, 17, 0, tzinfo=UTC)
    assert end_instant(date(2020, 6, 19), HANOI).tzinfo is UTC


@pytest.mark.parametrize(
    ("handed_in", "late"),
    [
        (datetime(2020, 6, 1, 0, 0, tzinfo=UTC), 0),
        (datetime(2020, 6, 19, 16, 59, 59, 999999, tzinfo=UTC), 0),
        (datetime(2020, 6, 19, 17, 0, tzinfo=UTC), 1),
        (datetime(2020, 6, 20, 16, 59, 59, tzinfo=UTC), 1),
        (datetime(2020, 6, 20, 17, 0, tzinfo=UTC), 2),
        (datetime(2020, 6, 26, 3, 0, tzinfo=UTC), 7),
        (datetime(2020, 6, 20, 0, 0, tzinfo=timezone(timedelta(hours=9))), 0),
    ],
)
def test_days_late_for_19_june(handed_in: datetime, late: int) -> None:
    assert days_late(handed_in, date(2020, 6, 19), HANOI) == late


def test_days_left_is_zero_on_the_last_day() -> None:
    last = date(2020, 6, 19)

    assert [days_left(date(2020, 6, day), last) for day in (16, 19, 21)] == [3, 0, -2]


@pytest.mark.parametrize(
    ("starting", "every", "until", "expected"),
    [
        (date(2020, 1, 31), "month", date(2020, 5, 30), ["01-31", "02-29", "03-31", "04-30"]),
        (date(2020, 1, 31), "month", date(2020, 5, 31), ["01-31", "02-29", "03-31", "04-30", "05-31"]),
        (date(2021, 1, 30), "quarter", date(2021, 12, 31), ["01-30", "04-30", "07-30", "10-30"]),
        (date(2020, 3, 10), "month", date(2020, 3, 10), ["03-10"]),
        (date(2020, 3, 10), "month", date(2020, 3, 9), []),
        (date(2020, 3, 10), "quarter", date(2019, 3, 10), []),
    ],
)
def test_occurrences_within_a_year(starting: date, every: str, until: date, expected: list[str]) -> None:
    assert [f"{day:%m-%d}" for day in occurrences(starting, Every(every), until)] == expected


def test_the_half_yearly_report_of_the_term_2021_2025() -> None:
    assert [day.isoformat() for day in occurrences(date(2021, 12, 10), Every.HALF_YEAR, date(2025, 12, 31))] == [
        "2021-12-10",
        "2022-06-10",
        "2022-12-10",
        "2023-06-10",
        "2023-12-10",
        "2024-06-10",
        "2024-12-10",
        "2025-06-10",
        "2025-12-10",
    ]


@pytest.mark.parametrize("text", ["2020-06-20", "2020-6-20", "20/6/2020", "20/06/2020", " 20/6/2020 "])
def test_a_day_in_a_file(text: str) -> None:
    assert parse_day(text) == date(2020, 6, 20)


@pytest.mark.parametrize(
    ("text", "exists"),
    [
        ("", True),
        ("no", True),
        ("20/6", True),
        ("2020-06", True),
        ("20/6/20", True),
        ("2020-06-20T00:00", True),
        ("٢٠/٦/٢٠٢٠", True),
        ("31/2/2020", False),
        ("2021-02-29", False),
        ("2020-13-01", False),
        ("0/1/2020", False),
        ("28/02/0214", False),
    ],
)
def test_what_is_no_day_is_refused_with_its_text(text: str, exists: bool) -> None:
    with pytest.raises(BadDay) as refused:
        parse_day(text)

    assert (refused.value.text, refused.value.exists) == (text, exists)


@pytest.mark.parametrize("text", ["2020-12", "12/2020"])
def test_a_month_in_a_file_is_its_first_day(text: str) -> None:
    assert parse_month(text) == date(2020, 12, 1)


@pytest.mark.parametrize(("text", "exists"), [("2020-13", False), ("2020-12-01", True), ("tháng 12", True)])
def test_what_is_no_month_is_refused_with_its_text(text: str, exists: bool) -> None:
    with pytest.raises(BadDay) as refused:
        parse_month(text)

    assert (refused.value.text, refused.value.exists) == (text, exists)


@given(st.sampled_from([DeadlineKind.BEFORE, DeadlineKind.BY, DeadlineKind.IN]), DAYS)
def test_lenient_is_never_earlier_than_strict(kind: DeadlineKind, day: date) -> None:
    strict = last_valid_day(Deadline(kind, day), lenient=False)
    lenient = last_valid_day(Deadline(kind, day), lenient=True)

    assert strict is not None and lenient is not None
    assert strict <= lenient <= strict + timedelta(days=1)


@given(
    INSTANTS,
    st.dates(date(2001, 1, 1), date(2039, 1, 1)),
    st.sampled_from(["Asia/Ho_Chi_Minh", "UTC", "Europe/Berlin", "America/Los_Angeles"]),
)
def test_nothing_is_late_exactly_until_the_end_instant(handed_in: datetime, last: date, zone: str) -> None:
    assert (days_late(handed_in, last, ZoneInfo(zone)) == 0) == (handed_in < end_instant(last, ZoneInfo(zone)))


@given(DAYS, st.integers(-100_000, 100_000), st.sampled_from(["Asia/Ho_Chi_Minh", "Europe/Berlin"]))
def test_the_end_instant_is_the_first_late_one(last: date, seconds: int, zone: str) -> None:
    end = end_instant(last, ZoneInfo(zone))

    assert (days_late(end + timedelta(seconds=seconds), last, ZoneInfo(zone)) > 0) == (seconds >= 0)


@given(DAYS, st.sampled_from(Every), st.integers(-40, 4000))
def test_occurrences_rise_within_their_bounds(starting: date, every: Every, length: int) -> None:
    until = starting + timedelta(days=length)
    days = occurrences(starting, every, until)

    assert days == sorted(set(days))
    assert days[:1] == ([starting] if until >= starting else [])
    assert all(starting <= day <= until for day in days)
    assert all(day.day == starting.day or (day + timedelta(days=1)).day == 1 for day in days)


@given(DAYS)
def test_both_ways_to_write_a_day_agree(day: date) -> None:
    assert parse_day(day.isoformat()) == parse_day(f"{day.day}/{day.month}/{day.year}") == day
