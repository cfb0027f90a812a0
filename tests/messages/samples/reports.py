"""Facts for handing in reports."""

from typing import Any

DEADLINE = {"form": "before", "day": "2020-06-20", "last_day": "2020-06-19", "left": 3}
EXTENDED = {**DEADLINE, "last_day": "2020-06-25", "left": -2}
IN_MONTH = {"form": "in", "day": "2020-12-01", "last_day": "2020-12-31", "left": 30}

DUTY = {"duty_id": 2**31 - 1, "title": "Báo cáo sơ kết đợt 1 <Khối>", "unit": "", "again": False, "deadline": DEADLINE}
DUTIES = [
    DUTY,
    {**DUTY, "again": True},
    {**DUTY, "unit": "Sở Văn hóa, Thể thao và Du lịch", "deadline": EXTENDED},
    {**DUTY, "deadline": IN_MONTH, "title": "Bảng tự chấm điểm kèm tài liệu kiểm chứng của đơn vị"},
]
NOTHING: dict[str, Any] = {"files": 0, "names": [], "text": ""}
SENT_NAMES = [
    {"name": "Báo cáo.docx", "kind": "document"},
    {"name": "", "kind": "photo"},
    {"name": "", "kind": "document"},
]
SENT = {"files": 3, "names": SENT_NAMES, "text": "Kính gửi <Khối>"}
FORM = {"form_id": 2**31 - 1, "step": "content"}
REPORT = {
    "report_id": 7,
    "duty_id": 5,
    "title": "Báo cáo sơ kết đợt 1",
    "owner": "Sở Y tế",
    "version": 1,
    "days_late": 0,
    "at": "2020-06-18T09:12:00+07:00",
    "files": 2,
}
AGAIN = {**REPORT, "version": 3, "days_late": 1, "owner": "", "files": 0}
NAMES = [
    {"name": "Báo cáo.docx", "state": "stored", "size": 1024},
    {"name": "<a>.pdf", "state": "loading", "size": None},
    {"name": "c.pdf", "state": "lost", "size": 5},
]

VERSIONS = [
    {"report_id": number, "version": number, "at": "2020-06-18T09:12:00+07:00", "days_late": late, "files": 1}
    for number, late in ((2, 3), (1, 0))
]

SAMPLES: dict[str, dict[str, Any] | list[dict[str, Any]]] = {
    "reports/none": {},
    "reports/choose": {**FORM, "step": "duty", "duties": DUTIES},
    "reports/content": [
        {**FORM, **DUTY, **NOTHING, "before": 0, "last": None, "drafts": False},
        {**FORM, **DUTY, **SENT, "before": 2, "last": 7, "drafts": True, "unit": "Sở Y tế"},
    ],
    "reports/handed_in": [REPORT, AGAIN],
    "reports/received": [REPORT, {**AGAIN, "owner": "Sở Y tế"}],
    "reports/report": [
        {**REPORT, "names": NAMES, "text": "", "sender": "Bình", "latest": 7, "goes_on": False},
        {**AGAIN, "names": [], "text": "<x> " * 900, "sender": "Bình", "latest": 9, "goes_on": True},
    ],
    "reports/versions": [
        {"title": "Báo cáo <x>", "owner": owner, "duty_id": 5, "versions": VERSIONS, "goes_on": bool(owner)}
        for owner in ("Sở Y tế", "")
    ],
    "reports/file": [
        {"file_id": "x", "file_kind": "document", "name": "a", "number": 1, "files": 2, "title": "T", "owner": owner}
        for owner in ("Sở Y tế", "")
    ],
    "reports/file_refused": [{"duty_id": 5, "title": "Báo cáo", "name": name} for name in ("a.docx", "")],
    "reports/file_lost": [{"duty_id": 5, "title": "Báo cáo", "name": name} for name in ("a.docx", "")],
    "refusals/answer_file_kind": [{"name": "a.exe"}, {"name": "", "form_open": True}],
    "refusals/answer_file_too_large": {"name": "a.pdf", "size": 25_000_000, "limit": 20_971_520},
    "refusals/answer_too_many_files": {"limit": 20, "form_open": True},
    "refusals/answer_nothing_sent": {"form_open": True},
    "refusals/answer_report_too_long": {"limit": 4000, "length": 5000, "form_open": True},
    "commands/baocao": {},
}
