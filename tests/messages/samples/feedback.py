"""Facts for questions to the office and its answers."""

from typing import Any

TURNS: list[dict[str, Any]] = [
    {"who": "Lan", "of_office": False, "text": "Bao giờ <nộp> báo cáo?", "files": 2, "at": "2020-03-05T08:00:00+07:00"},
    {"who": "Mai", "of_office": True, "text": "Trước 20/6", "files": 0, "at": "2020-03-06T08:00:00+07:00"},
    {"who": "Mai", "of_office": True, "text": "", "files": 1, "at": "2020-03-06T08:05:00+07:00"},
]
LONG = "Kính đề nghị văn phòng hướng dẫn & giải thích <rõ> hơn. " * 53
TALK: dict[str, Any] = {
    "feedback_id": 7,
    "latest": 2**31 - 1,
    "name": "Nguyễn Thị Lan",
    "units": ["Sở Y tế"],
    "office": False,
    "waiting": True,
    "more": 0,
    "files": 0,
    "turns": TURNS[:1],
}
LINE: dict[str, Any] = {"id": 7, "name": "Lan <b>", "text": "Bao giờ nộp?", "files": 0, "state": "waiting"}
WRITTEN: dict[str, Any] = {"form_id": 3, "step": "content", "feedback": 0, "text": "", "files": 0} | {
    "asked_before": False
}
ANSWERED: dict[str, Any] = {"feedback_id": 7, "question": "Bao giờ?", "text": "20/6", "files": 0, "who": "Mai"}

SAMPLES: dict[str, dict[str, Any] | list[dict[str, Any]]] = {
    "commands/gopy": {},
    "feedback/ask_words": [
        WRITTEN,
        WRITTEN | {"asked_before": True},
        WRITTEN | {"feedback": 7, "text": LONG, "files": 1},
        WRITTEN | {"files": 2},
    ],
    "feedback/answer_words": [
        WRITTEN | {"feedback": 7, "seen": 1, "asker": "Lan", "question": LONG},
        WRITTEN | {"feedback": 7, "seen": 1, "asker": "Lan", "question": "", "text": "<i>", "files": 3},
    ],
    "feedback/asked": [
        {"feedback_id": 7, "name": "Lan", "units": ["Sở Y tế"], "text": LONG, "files": 1, "further": False},
        {"feedback_id": 7, "name": "Lan", "units": [], "text": "", "files": 2, "further": True},
    ],
    "feedback/file": {"name": "Lan", "number": 1, "files": 2},
    "feedback/sent": {"feedback_id": 7},
    "feedback/answer": [
        ANSWERED | {"bloc": "Khối <VHXH>", "text": LONG, "question": LONG},
        ANSWERED | {"bloc": "Khối", "text": "", "question": "", "files": 2},
    ],
    "feedback/closed": [
        ANSWERED | {"name": "Lan", "text": LONG, "question": LONG},
        ANSWERED | {"name": "Lan", "text": "", "question": "", "files": 1},
    ],
    "feedback/answered": [
        {"name": "Lan", "feedback_id": 7, "left": 0},
        {"name": "Lan", "feedback_id": 7, "left": 1},
        {"name": "Lan", "feedback_id": 7, "left": 2},
    ],
    "feedback/overdue": [
        {"late": 1, "waiting": 1, "feedback_id": 7},
        {"late": 2, "waiting": 5, "feedback_id": 7},
    ],
    "feedback/waiting": [
        {"talks": [], "count": 0},
        {"talks": [LINE, LINE | {"text": "", "files": 2}], "count": 2},
        {"talks": [LINE | {"text": LONG}] * 8, "count": 9},
        {"talks": [LINE] * 8, "count": 12},
    ],
    "feedback/mine": [
        {"talks": []},
        {"talks": [LINE, LINE | {"state": "answered", "text": LONG, "files": 1}, LINE | {"files": 2}]},
    ],
    "feedback/talk": [
        TALK,
        TALK | {"waiting": False, "turns": TURNS, "files": 3},
        TALK | {"office": True, "turns": TURNS[:1], "files": 2},
        TALK | {"office": True, "waiting": False, "more": 4, "turns": [TURNS[0] | {"text": LONG[:3000]}]},
        TALK | {"office": True, "more": 1, "units": []},
    ],
}
