"""The catalogue of titles: dated, whole, and sure of nothing that was not read."""

from datetime import date
from typing import Any

import pytest

from store.catalogue import Subject, catalogue

PERSONAL = ["LDTT", "CSTT", "CSTDCS", "CSTDCT", "CSTDCB", "CSTDTQ"]
COLLECTIVE = ["TTLDTT", "DVTT", "TTLDXS", "DVQT", "CTDCT", "CTDCB", "CTDCP"]


@pytest.mark.parametrize("day", [date(2020, 6, 1), date(2024, 1, 1), date(2026, 10, 1)])
def test_titles_are_offered_to_whom_they_are_for(day: date) -> None:
    assert catalogue().open_to(Subject.PERSON, day) == PERSONAL
    assert catalogue().open_to(Subject.COLLECTIVE, day) == COLLECTIVE


@pytest.mark.parametrize(
    ("code", "day", "law"),
    [
        ("LDTT", date(2004, 6, 30), None),
        ("LDTT", date(2023, 12, 31), "luat-2003"),
        ("LDTT", date(2024, 1, 1), "luat-2022"),
        ("LDTT", date(2026, 9, 30), "luat-2022"),
        ("LDTT", date(2026, 10, 1), "luat-2026"),
        ("XTB", date(2023, 12, 31), None),
        ("XTB", date(2024, 1, 1), "luat-2022"),
        ("KHONG_CO", date(2024, 1, 1), None),
    ],
)
def test_a_title_stands_in_the_law_of_the_day(code: str, day: date, law: str | None) -> None:
    found = catalogue().law_of(code, day)

    assert (found and found.code) == law


def test_what_a_quota_names_is_offered_too() -> None:
    day = date(2025, 1, 1)
    found = catalogue()

    assert found.open_to(Subject.COLLECTIVE, day, also=["XTB", "GK"]) == [*COLLECTIVE, "XTB", "GK"]
    assert found.open_to(Subject.PERSON, day, also=["XTB", "KNC"]) == [*PERSONAL, "KNC"]


def test_conditions_are_quoted_only_under_the_law_in_which_they_were_read() -> None:
    found = catalogue()

    assert [one.code for one in found.conditions_of("CSTDCS", date(2026, 9, 30))] == ["cs-ldtt", "cs-work"]
    assert found.conditions_of("CSTDCS", date(2026, 10, 1)) == []
    assert {one.evidence for one in found.conditions} == {"V", "V-old"}


def test_every_code_is_one_thing_with_a_name_in_both_languages() -> None:
    found = catalogue()
    listed: list[Any] = [*found.laws, *found.titles.values(), *found.conditions, *found.exemplars]
    codes = [one.code for one in listed]

    assert len(set(codes)) == len(codes)
    assert [one.code for one in listed if not (one.names["vi"] and one.names["en"])] == []
    assert {law for title in found.titles.values() for law in title.under} == {law.code for law in found.laws}
    assert {one.title for one in found.conditions} <= set(found.titles)
    assert {one.law for one in found.conditions} <= {law.code for law in found.laws}
    assert found.named("CSTDCS", "vi") == "Chiến sĩ thi đua cơ sở"
    assert found.named("none-such", "en") == "none-such"
