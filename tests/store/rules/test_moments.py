"""What people type for a time."""

from datetime import date, datetime

import pytest

from store.rules.deadlines import BadDay
from store.rules.moments import BadMoment, proposed_moments, read_typed_moment

NOW = datetime.fromisoformat("2020-01-02T09:00")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("15/6 8:00", "2020-06-15T08:00"),
        ("8:00 15/6", "2020-06-15T08:00"),
        ("8h ngày 15/6", "2020-06-15T08:00"),
        ("lúc 8h30, 15/06/2020", "2020-06-15T08:30"),
        ("Lúc 8 giờ 30 ngày mai", "2020-01-03T08:30"),
        ("14g", "2020-01-02T14:00"),
        ("14h05", "2020-01-02T14:05"),
        ("8:00", "2020-01-03T08:00"),
        ("tomorrow at 7:05", "2020-01-03T07:05"),
        ("2pm tomorrow", "2020-01-03T14:00"),
        ("tomorrow 12:30 a.m.", "2020-01-03T00:30"),
        ("12pm 15/6", "2020-06-15T12:00"),
        ("hôm nay 23:59", "2020-01-02T23:59"),
        ("2h chiều mai", "2020-01-03T14:00"),
        ("8h30 tối 15/6", "2020-06-15T20:30"),
        ("1h trưa mai", "2020-01-03T13:00"),
        ("12h trưa", "2020-01-02T12:00"),
        ("8h sáng mai", "2020-01-03T08:00"),
        ("20-06-2020 7:00", "2020-06-20T07:00"),
    ],
)
def test_a_moment_is_read_the_vietnamese_way(typed: str, meant: str) -> None:
    assert read_typed_moment(typed, now=NOW) == datetime.fromisoformat(meant)


@pytest.mark.parametrize("typed", ["", "15/6", "25:00 15/6", "8:75", "mai", "x" * 200, "8", "8.00", "14pm"])
def test_what_has_no_time_of_day_is_refused(typed: str) -> None:
    with pytest.raises(BadMoment):
        read_typed_moment(typed, now=NOW)


@pytest.mark.parametrize("typed", ["8:00 31/2", "8:00 thứ Sáu", "8:00 9:00"])
def test_a_day_that_is_none_is_refused(typed: str) -> None:
    with pytest.raises(BadDay):
        read_typed_moment(typed, now=NOW)


def test_what_is_proposed_is_still_to_come_and_each_once() -> None:
    assert [f"{one:%d %H}" for one in proposed_moments(NOW, date(2020, 1, 3))] == ["02 14", "03 08"]
    friday = datetime.fromisoformat("2020-01-03T15:00")
    assert [f"{one:%d %H}" for one in proposed_moments(friday, date(2020, 1, 6))] == ["04 08", "06 08"]
