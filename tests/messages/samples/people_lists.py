"""Facts for lists of people from Excel."""

from typing import Any

WHYS = ("locked", "old_excel", "too_large", "too_many_rows", "no_columns", "two_lists", "nobody", "lost", "not_xlsx")
MISTAKES = [
    {"row": 4 + place, "why": why, "value": "Nguyễn <Văn> A", "other": 3}
    for place, why in enumerate(
        (
            "merged",
            "formula",
            "no_name",
            "long_name",
            "bad_name",
            "long_position",
            "no_unit",
            "unknown_unit",
            "bad_role",
            "head_by_office",
            "repeated",
        )
    )
]
READY: dict[str, Any] = {
    "list_id": 5,
    "unit_id": 3,
    "unit": "Sở Y tế",
    "new": 480,
    "known": 3,
    "heads": 2,
    "units": 7,
    "people": [{"name": "Nguyễn Thị Lan", "position": ""}, {"name": "Trần <Văn> Bình", "position": "Kế toán"}],
}

SAMPLES: dict[str, dict[str, Any] | list[dict[str, Any]]] = {
    "people_lists/sheet": [{"unit": ""}, {"unit": "Sở Y tế"}],
    "people_lists/ask_file": {"form_id": 7, "unit_id": 0, "step": "file", "most": 5000, "largest": 5},
    "people_lists/reading": {"file_name": "danh sách <1>.xlsx"},
    "people_lists/ready": [READY, {**READY, "unit_id": 0, "unit": "", "new": 0, "heads": 0, "known": 1, "people": []}],
    "people_lists/wrong": [
        {"unit_id": 0, "rows": 500, "count": 20, "mistakes": MISTAKES},
        {"unit_id": 3, "rows": 11, "count": 11, "mistakes": MISTAKES},
    ],
    "people_lists/all_wrong": {"count": 40},
    "people_lists/unreadable": [
        {"why": why, "file_name": "a.xlsx", "unit_id": unit_id} for why in WHYS for unit_id in (0, 3)
    ],
    "people_lists/taken": [{"unit_id": 3, "new": 12}, {"unit_id": 0, "new": 1}],
    "people_lists/dropped": {"unit_id": 3},
    "people_lists/changed": {"unit_id": 3},
}
