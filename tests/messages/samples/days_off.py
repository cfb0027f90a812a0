"""Facts for the days off and made-up working days that the office enters."""

from typing import Any

DAYS: list[dict[str, Any]] = [
    {"id": 3, "day": "2020-06-19", "off": True, "note": "Nghỉ theo <thông báo> số 12"},
    {"id": 4, "day": "2020-06-27", "off": False, "note": ""},
]
ASKED: dict[str, Any] = {"form_id": 7, "limit": 100, "note": ""}
PREVIEW: dict[str, Any] = {**ASKED, "step": "preview", "day": "2020-06-19"}

SAMPLES: dict[str, dict[str, Any] | list[dict[str, Any]]] = {
    "days_off/list": [{"days": DAYS, "more": 0}, {"days": [], "more": 0}, {"days": DAYS, "more": 2}],
    "days_off/ask_day": [{**ASKED, "step": "day", "off": off} for off in (True, False)],
    "days_off/ask_note": {**ASKED, "step": "note", "off": True},
    "days_off/preview": [{**PREVIEW, "off": True}, {**PREVIEW, "off": False, "note": "Làm bù"}],
}
