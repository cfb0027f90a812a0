"""What one calendar file says about the one before it: pure comparisons of flat entries."""

from datetime import date
from typing import Any

from store.calendars import changes_between, merged

TODAY = date(2020, 6, 1)
THEN, NOW, LATER = "2020-05-01T02:00:00+00:00", "2020-06-01T02:00:00+00:00", "2020-06-02T02:00:00+00:00"


def entry(day: str, **more: Any) -> dict[str, Any]:
    return {"kind": "duty", "title": "Báo cáo", "unit": "", "campaign": "C", "day": day, "done": False, **more}


def marks(entries: dict[str, dict[str, Any]]) -> dict[str, tuple[int, str, bool]]:
    return {key: (one["number"], one["changed"], one["cancelled"]) for key, one in entries.items()}


def test_a_day_that_moves_raises_its_number_and_what_stays_keeps_it() -> None:
    first = merged({}, {"a": entry("2020-06-10"), "b": entry("2020-06-11")}, today=TODAY, at=THEN)
    assert marks(first) == {"a": (0, THEN, False), "b": (0, THEN, False)}

    there = {"a": entry("2020-06-20"), "b": entry("2020-06-11")}
    second = merged(first, there, today=TODAY, at=NOW)

    assert marks(second) == {"b": (0, THEN, False), "a": (1, NOW, False)}
    assert merged(second, there, today=TODAY, at=LATER) == second
    assert [(one["old"], one["new"]) for one in changes_between(first, there, today=TODAY)] == [
        ("2020-06-10", "2020-06-20")
    ]
    assert changes_between(second, there, today=TODAY) == []


def test_a_day_that_is_no_more_is_cancelled_once_and_may_come_back() -> None:
    first = merged({}, {"a": entry("2020-06-10"), "old": entry("2020-05-20")}, today=TODAY, at=THEN)
    gone = merged(first, {}, today=TODAY, at=NOW)
    assert marks(gone) == {"a": (1, NOW, True)}
    assert [(one["old"], one["new"]) for one in changes_between(first, {}, today=TODAY)] == [("2020-06-10", "")]

    assert merged(gone, {}, today=TODAY, at=LATER) == gone
    assert changes_between(gone, {}, today=TODAY) == []
    assert merged(gone, {}, today=date(2020, 7, 20), at=LATER) == {}

    back = {"a": entry("2020-06-10")}
    assert marks(merged(gone, back, today=TODAY, at=LATER)) == {"a": (2, LATER, False)}
    assert [(one["old"], one["new"]) for one in changes_between(gone, back, today=TODAY)] == [("", "2020-06-10")]


def test_what_is_past_or_done_changes_nothing_that_must_be_told() -> None:
    first = merged({}, {"a": entry("2020-05-20"), "b": entry("2020-06-20")}, today=date(2020, 5, 1), at=THEN)
    there = {"a": entry("2020-05-22"), "b": entry("2020-06-25", done=True), "new": entry("2020-05-30")}

    assert changes_between(first, there, today=TODAY) == []
    assert marks(merged(first, there, today=TODAY, at=NOW))["b"] == (1, NOW, False)
