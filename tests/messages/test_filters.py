from typing import Any

import pytest
from markupsafe import Markup

from messages.catalogue import LOCALE, load_catalogues
from messages.filters import Filters, cut
from messages.render import TEMPLATES, Renderer


@pytest.fixture(scope="module")
def filters() -> dict[str, Filters]:
    renderer = Renderer(TEMPLATES, load_catalogues(LOCALE))
    return {language: Filters(language, renderer.words(language)) for language in ("vi", "en")}


BEFORE = {"form": "before", "day": "2020-06-20", "last_day": "2020-06-19"}
BY = {"form": "by", "day": "2020-06-20", "last_day": "2020-06-20"}
IN = {"form": "in", "day": "2020-12", "last_day": "2020-12-31"}
MB = 1024 * 1024


@pytest.mark.parametrize(
    ("name", "value", "vi", "en"),
    [
        ("day", "2020-06-20", "20/6/2020", "20 Jun 2020"),
        ("day", "2020-06-20T08:00:00+07:00", "20/6/2020", "20 Jun 2020"),
        ("short_day", "2020-06-05", "5/6", "5 Jun"),
        ("weekday", "2020-06-21", "Chủ nhật", "Sunday"),
        ("weekday_day", "2020-06-19", "thứ Sáu 19/6", "Friday 19 Jun"),
        ("month", "2020-12", "tháng 12/2020", "December 2020"),
        ("month", "2020-12-05", "tháng 12/2020", "December 2020"),
        ("moment", "2020-06-20T08:00:00+07:00", "08:00 20/6/2020", "08:00 20 Jun 2020"),
        ("clock", "2020-06-20T23:05:00+07:00", "23:05", "23:05"),
        ("days_left", 3, "còn 3 ngày", "3 days left"),
        ("days_left", 1, "còn 1 ngày", "1 day left"),
        ("days_left", 0, "hôm nay là ngày cuối", "today is the last day"),
        ("days_left", -1, "quá hạn 1 ngày", "1 day overdue"),
        ("days_left", -2, "quá hạn 2 ngày", "2 days overdue"),
        ("number", "1250.50", "1.250,5", "1,250.5"),
        ("number", 1000000, "1.000.000", "1,000,000"),
        ("number", "100", "100", "100"),
        ("number", "1E+3", "1.000", "1,000"),
        ("points", "98.765", "98,77", "98.77"),
        ("points", "98.00", "98", "98"),
        ("file_size", 512, "512 B", "512 B"),
        ("file_size", 1025, "2 KB", "2 KB"),
        ("file_size", MB * 3 // 2, "1,5 MB", "1.5 MB"),
        ("comrade", "Lan", "đồng chí Lan", "Lan"),
        ("person", "Lan", "đ/c Lan", "Lan"),
        (
            "deadline",
            {**BEFORE, "left": 3},
            "trước 20/6/2020 (hết thứ Sáu 19/6), còn 3 ngày",
            "before 20 Jun 2020 (until the end of Friday 19 Jun), 3 days left",
        ),
        (
            "deadline",
            {**BEFORE, "last_day": "2020-06-20", "left": 0},
            "trước 20/6/2020 (hết thứ Bảy 20/6), hôm nay là ngày cuối",
            "before 20 Jun 2020 (until the end of Saturday 20 Jun), today is the last day",
        ),
        (
            "deadline",
            {**BEFORE, "last_day": "2020-06-26", "left": -1},
            "đến hết thứ Sáu 26/6/2020 (gia hạn), quá hạn 1 ngày",
            "extended to the end of Friday 26 Jun 2020, 1 day overdue",
        ),
        (
            "deadline",
            {**BEFORE, "last_day": "2020-06-20", "left": 0, "extended": True},
            "đến hết thứ Bảy 20/6/2020 (gia hạn), hôm nay là ngày cuối",
            "extended to the end of Saturday 20 Jun 2020, today is the last day",
        ),
        (
            "deadline",
            {**BY, "left": 1},
            "chậm nhất 20/6/2020 (thứ Bảy), còn 1 ngày",
            "no later than 20 Jun 2020 (Saturday), 1 day left",
        ),
        ("deadline", BY, "chậm nhất 20/6/2020 (thứ Bảy)", "no later than 20 Jun 2020 (Saturday)"),
        (
            "deadline",
            {**IN, "left": None},
            "trong tháng 12/2020 (hết thứ Năm 31/12)",
            "in December 2020 (until the end of Thursday 31 Dec)",
        ),
        ("deadline", {"form": "around", "text": "đầu năm"}, "đầu năm (dự kiến)", "đầu năm (expected)"),
    ],
)
def test_filter_says(name: str, value: Any, vi: str, en: str, filters: dict[str, Filters]) -> None:
    assert [filters[language].table()[name](value) for language in ("vi", "en")] == [vi, en]


@pytest.mark.parametrize(
    ("text", "shown"),
    [("Đề án số", "Đề án số"), ("Đề án số 5", "Đề án s…"), (Markup("A &amp; B"), "A & B"), ("", "")],
)
def test_cut_keeps_to_its_length(text: str, shown: str) -> None:
    assert cut(text, 8) == shown
