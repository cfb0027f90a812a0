"""Facts for the duty screens and what those who owe are told."""

from typing import Any

DUE = {"form": "before", "day": "2020-06-20", "last_day": "2020-06-19", "left": 3}
LINE = {
    "duty_id": 5,
    "campaign_id": 1,
    "unit_id": 4,
    "title": "Báo cáo sơ kết đợt 1",
    "kind": "report",
    "pledge": False,
    "unit": "Sở Y tế",
    "campaign": "",
    "office": False,
    "acts": True,
    "waiting": 0,
    "deadline": DUE,
}
REGISTRATION = {
    **LINE,
    "campaign": "Phong trào <thi đua> năm 2020",
    "kind": "registration",
    "pledge": True,
    "waiting": 2,
}
OFFICE = {**LINE, "kind": "meeting", "unit": "", "unit_id": None, "office": True}
MINE = {**LINE, "kind": "registration", "unit": "", "unit_id": None}
DUTY = {
    "duty_id": 5,
    "campaign_id": 1,
    "unit_id": 4,
    "title": "Báo cáo sơ kết đợt 1",
    "campaign": "Phong trào thi đua năm 2020",
    "milestone_kind": "report",
    "pledge": False,
    "unit": "Sở Y tế",
    "member": "",
    "deadline": DUE,
    "extension_reason": "",
    "done_how": None,
    "done_on": None,
    "done_note": "",
    "done_late": 0,
    "may_mark": True,
    "may_extend": True,
    "acts": False,
}
DONE = {**DUTY, "done_on": "2020-06-20", "done_note": "CV 12/SYT", "done_late": 1, "deadline": {**DUE, "left": None}}
TOLD = {"title": "Báo cáo sơ kết đợt 1", "unit": "Sở Y tế", "duty_id": 5}
EXTENDED = {**DUE, "last_day": "2020-06-25", "left": 9}
FORM = {"form_id": 1, "step": "day", "title": "Báo cáo sơ kết đợt 1", "unit": "Sở Y tế", "duty_id": 5, "limit": 300}
MARK = [{**FORM, "held": held, "day": "2020-06-18", "note": note} for held in (True, False) for note in ("CV 12", "")]

SAMPLES: dict[str, dict[str, Any] | list[dict[str, Any]]] = {
    "duties/mine": [
        {"duties": [LINE, REGISTRATION, OFFICE, MINE, {**LINE, "acts": False}], "more": 2},
        {"duties": [], "more": 0},
    ],
    "duties/group": [
        {
            "campaigns": [
                {"title": "Phong trào", "deadlines": [{"title": "Báo cáo", "kind": "report", "deadline": DUE}]}
            ]
        },
        {"campaigns": [{"title": "Phong trào", "deadlines": []}]},
        {"campaigns": []},
    ],
    "duties/duty": [
        DUTY,
        {**DUTY, "milestone_kind": "meeting", "unit": "", "unit_id": None},
        {
            **DUTY,
            "milestone_kind": "registration",
            "pledge": True,
            "acts": True,
            "may_mark": False,
            "may_extend": False,
        },
        {**DUTY, "acts": True, "extension_reason": "Chờ số liệu", "deadline": EXTENDED},
        {**DUTY, "unit": "", "unit_id": None, "member": "Lan"},
        *({**DONE, "done_how": how} for how in ("outside", "held", "registered", "handed_in")),
    ],
    "duties/extended": [
        {**TOLD, "before": {**DUE, "left": None}, "after": EXTENDED, "reason": "Chờ số liệu"},
        {**TOLD, "unit": "", "before": {**DUE, "left": None}, "after": EXTENDED, "reason": "Chờ số liệu"},
    ],
    "duties/marked": [
        {**TOLD, "how": "outside", "day": "2020-06-20", "note": "CV 12/SYT", "days_late": 1},
        {**TOLD, "unit": "", "how": "held", "day": "2020-06-18", "note": "", "days_late": 0},
    ],
    "duties/unmarked": [{**TOLD, "done": False}, {**TOLD, "unit": "", "done": True}],
    "duties/ask_note": MARK,
    "duties/ask_mark_day": MARK,
    "duties/mark_preview": MARK,
    "duties/ask_new_day": [{**FORM, "before": DUE}, {**FORM, "unit": "", "before": DUE}],
    "duties/ask_reason": {**FORM, "before": DUE},
    "duties/extend_preview": {**FORM, "before": DUE, "day": "2020-06-25", "reason": "Chờ số liệu"},
    "commands/hanchot": {},
    "refusals/answer_day_outside": {"first": "2020-06-01", "last": "2020-06-30", "form_open": True},
}
