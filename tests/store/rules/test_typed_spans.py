from datetime import date

import pytest

from store.rules.deadlines import BadDay, DeadlineKind
from store.rules.typed_spans import read_typed_deadline, split_span

TODAY = date(2026, 6, 1)


@pytest.mark.parametrize(
    ("typed", "two"),
    [
        ("1/5/2026 - 31/12/2026", ("1/5/2026", "31/12/2026")),
        ("1/5/2026-31/12/2026", ("1/5/2026", "31/12/2026")),
        ("1/5/2026–31/12/2026", ("1/5/2026", "31/12/2026")),
        ("Từ ngày 1/5 đến hết ngày 31/12/2026", ("1/5", "31/12/2026")),
        ("from 1/5/2026 to 2/6/2026", ("1/5/2026", "2/6/2026")),
        ("20-06-2026 - 30-06-2026", ("20-06-2026", "30-06-2026")),
        ("1/5/2026", None),
        ("cả năm", None),
        ("", None),
    ],
)
def test_two_days_are_found(typed: str, two: tuple[str, str] | None) -> None:
    assert split_span(typed) == two


@pytest.mark.parametrize(
    ("typed", "kind", "day"),
    [
        ("trước 20/6", DeadlineKind.BEFORE, date(2026, 6, 20)),
        ("Trước ngày 20/6/2026", DeadlineKind.BEFORE, date(2026, 6, 20)),
        ("before 20/6", DeadlineKind.BEFORE, date(2026, 6, 20)),
        ("chậm nhất là ngày 20/6", DeadlineKind.BY, date(2026, 6, 20)),
        ("đến hết 20/6", DeadlineKind.BY, date(2026, 6, 20)),
        ("tháng 12/2026", DeadlineKind.IN, date(2026, 12, 1)),
        ("12/2026", DeadlineKind.IN, date(2026, 12, 1)),
        ("20/6", DeadlineKind.BEFORE, date(2026, 6, 20)),
        ("hôm nay", DeadlineKind.BEFORE, TODAY),
    ],
)
def test_a_deadline_is_read_as_offices_write_it(typed: str, kind: DeadlineKind, day: date) -> None:
    assert read_typed_deadline(typed, today=TODAY, usual=DeadlineKind.BEFORE) == (kind, day)


@pytest.mark.parametrize(
    ("typed", "exists"), [("sớm thôi", True), ("31/2/2026", False), ("13/2026", False), ("", True)]
)
def test_what_is_no_deadline_is_told_apart(typed: str, exists: bool) -> None:
    with pytest.raises(BadDay) as raised:
        read_typed_deadline(typed, today=TODAY, usual=DeadlineKind.IN)
    assert raised.value.exists is exists


def test_a_bare_day_in_place_of_a_month_or_of_words_is_until_the_end_of_it() -> None:
    for usual in (DeadlineKind.IN, DeadlineKind.AROUND, DeadlineKind.BY):
        assert read_typed_deadline("20/6", today=TODAY, usual=usual)[0] == DeadlineKind.BY
