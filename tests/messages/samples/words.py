"""Facts for the wordings behind the filters."""

from typing import Any

DUE = {"form": "before", "day": "2020-06-20", "last_day": "2020-06-19", "left": 3, "extended": False}

SAMPLES: dict[str, dict[str, Any] | list[dict[str, Any]]] = {
    "words/comrade": {"name": "Lan"},
    "words/person": {"name": "Lan"},
    "words/deleted": {},
    "words/day": {"value": "2020-06-20"},
    "words/short_day": {"value": "2020-06-20"},
    "words/month": {"value": "2020-12"},
    "words/moment": {"value": "2020-06-20T08:00:00+07:00"},
    "words/weekday": [{"weekday": number} for number in range(7)],
    "words/weekday_day": {"value": "2020-06-19"},
    "words/days_left": [{"left": left} for left in (3, 1, 0, -1, -2)],
    "words/deadline_around": {"text": "đầu năm"},
    "words/deadline": [
        {**DUE, "form": form, "extended": extended, "left": left}
        for form in ("before", "by", "in")
        for extended in (False, True)
        for left in (3, 0, -2, None)
    ],
}
