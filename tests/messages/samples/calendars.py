"""Facts for calendar files and what comes with them."""

from typing import Any

ENTRY: dict[str, Any] = {
    "kind": "duty",
    "day": "2020-06-19",
    "campaign": "Phong trào <2020>",
    "deadline": {"form": "before", "day": "2020-06-20", "last_day": "2020-06-19", "left": None},
    "mine": True,
    "title": "Báo cáo sơ kết",
    "unit": "Sở Y tế",
    "reason": "",
    "done": False,
    "waiting": [],
    "theme": "",
    "milestone_kind": "report",
    "number": 0,
    "changed": "2020-01-02T02:00:00+00:00",
    "cancelled": False,
}
CHANGE = {"kind": "duty", "title": "Báo cáo <sơ kết>", "unit": "Sở Y tế", "campaign": "C"}

SAMPLES: dict[str, dict[str, Any] | list[dict[str, Any]]] = {
    "calendars/stopped": {},
    "calendars/taken_toast": {},
    "live/calendars/file": [{"count": 1}, {"count": 12}],
    "live/calendars/changed": [
        {
            "changes": [
                {**CHANGE, "old": "2020-06-19", "new": "2020-07-01"},
                {**CHANGE, "unit": "", "old": "", "new": "2020-07-01"},
                {**CHANGE, "kind": "opens", "title": "Đợt 1", "old": "2020-06-19", "new": ""},
                {**CHANGE, "kind": "ends", "title": "Đợt 1", "old": "2020-06-19", "new": "2020-07-01"},
                {**CHANGE, "kind": "campaign_ends", "old": "2020-06-19", "new": "2020-07-01"},
            ],
            "more": 0,
        },
        {"changes": [{**CHANGE, "title": "dài " * 60, "old": "2020-06-19", "new": "2020-07-01"}] * 8, "more": 3},
    ],
    "calendar_file/name": {"bloc": "Khối <thi đua>"},
    "calendar_file/event": [
        ENTRY,
        {**ENTRY, "reason": "Bão số 5", "done": True},
        {**ENTRY, "kind": "milestone", "mine": False, "unit": "", "waiting": ["Sở Y tế", "Sở Tư pháp"]},
        {**ENTRY, "milestone_kind": "meeting", "deadline": None},
        {**ENTRY, "kind": "opens", "title": "Đợt 1", "theme": "Lập thành tích", "deadline": None, "unit": ""},
        {**ENTRY, "kind": "ends", "title": "Đợt 1", "deadline": None, "unit": "", "cancelled": True},
        {**ENTRY, "kind": "campaign_ends", "deadline": None, "unit": ""},
    ],
}
