from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.rules.calendar import WorkCalendar

DAYS = st.dates(date(2019, 1, 1), date(2031, 12, 31))

OFF_ON_WEEKDAYS = [
    # 2020, by name of the day: New Year, Tết, Hung Kings, reunification and labour, National Day.
    (date(2020, 1, 1), date(2020, 1, 1)),
    (date(2020, 1, 23), date(2020, 1, 29)),
    (date(2020, 4, 2), date(2020, 4, 2)),
    (date(2020, 4, 30), date(2020, 5, 1)),
    (date(2020, 9, 2), date(2020, 9, 2)),
    # 2021 and 2022: two days for National Day, and days given for holidays at a weekend.
    (date(2021, 2, 10), date(2021, 2, 16)),
    (date(2021, 4, 30), date(2021, 5, 3)),
    (date(2021, 9, 2), date(2021, 9, 3)),
    (date(2022, 1, 1), date(2022, 1, 3)),
    (date(2022, 1, 31), date(2022, 2, 4)),
    (date(2022, 4, 30), date(2022, 5, 3)),
    (date(2022, 9, 1), date(2022, 9, 2)),
    # Swaps: 29/4/2024 for 4/5, 2/5/2025 for 26/4, 2/1/2026 for 10/1, 31/8/2026 for 22/8.
    (date(2024, 2, 8), date(2024, 2, 14)),
    (date(2024, 4, 29), date(2024, 5, 1)),
    (date(2025, 1, 27), date(2025, 1, 31)),
    (date(2025, 4, 30), date(2025, 5, 2)),
    (date(2026, 1, 1), date(2026, 1, 2)),
    (date(2026, 2, 16), date(2026, 2, 20)),
    (date(2026, 8, 31), date(2026, 9, 2)),
]


@pytest.mark.parametrize(("first", "last"), OFF_ON_WEEKDAYS)
def test_no_day_of_a_public_holiday_is_worked_and_the_working_days_beside_it_are(first: date, last: date) -> None:
    calendar = WorkCalendar()

    assert calendar.working_days_between(first, last) == 0
    assert calendar.working_day_before(first) < first
    assert calendar.working_day_after(last) > last


@pytest.mark.parametrize("day", [date(2024, 5, 4), date(2025, 4, 26), date(2026, 1, 10), date(2026, 8, 22)])
def test_a_saturday_worked_for_a_day_off_is_a_working_day(day: date) -> None:
    assert WorkCalendar().is_working(day)


def test_a_swap_across_new_year_is_known_whichever_year_is_asked_first() -> None:
    assert WorkCalendar().is_working(date(2019, 1, 5))
    assert not WorkCalendar().is_working(date(2018, 12, 31))


@pytest.mark.parametrize(
    ("day", "before", "after"),
    [
        (date(2020, 6, 19), date(2020, 6, 19), date(2020, 6, 19)),
        (date(2020, 6, 20), date(2020, 6, 19), date(2020, 6, 22)),
        (date(2020, 1, 26), date(2020, 1, 22), date(2020, 1, 30)),
        (date(2020, 5, 1), date(2020, 4, 29), date(2020, 5, 4)),
        (date(2020, 5, 3), date(2020, 4, 29), date(2020, 5, 4)),
        (date(2020, 9, 2), date(2020, 9, 1), date(2020, 9, 3)),
        (date(2026, 1, 2), date(2025, 12, 31), date(2026, 1, 5)),
        (date(2026, 1, 11), date(2026, 1, 10), date(2026, 1, 12)),
    ],
)
def test_a_day_off_moves_to_the_working_day_before_or_after(day: date, before: date, after: date) -> None:
    calendar = WorkCalendar()

    assert (calendar.working_day_before(day), calendar.working_day_after(day)) == (before, after)


def test_an_office_own_table_wins_over_the_official_swaps_and_the_library() -> None:
    calendar = WorkCalendar({date(2026, 1, 2): False, date(2026, 1, 10): True, date(2020, 6, 19): True})

    assert calendar.is_working(date(2026, 1, 2))
    assert not calendar.is_working(date(2026, 1, 10))
    assert calendar.working_day_before(date(2020, 6, 20)) == date(2020, 6, 18)
    assert WorkCalendar().working_day_before(date(2020, 6, 20)) == date(2020, 6, 19)


def test_working_days_are_counted_with_both_ends() -> None:
    calendar = WorkCalendar()

    assert calendar.working_days_between(date(2020, 6, 19), date(2020, 6, 19)) == 1
    assert calendar.working_days_between(date(2020, 6, 19), date(2020, 6, 22)) == 2
    assert calendar.working_days_between(date(2020, 1, 22), date(2020, 1, 30)) == 2
    assert calendar.working_days_between(date(2020, 6, 22), date(2020, 6, 19)) == 0


@given(DAYS)
def test_a_moved_day_is_worked_and_nothing_worked_lies_between(day: date) -> None:
    calendar = WorkCalendar()
    before, after = calendar.working_day_before(day), calendar.working_day_after(day)

    assert before <= day <= after
    assert calendar.is_working(before) and calendar.is_working(after)
    assert calendar.working_days_between(before, after) == (1 if before == after else 2)
    assert after - before < timedelta(days=14)
