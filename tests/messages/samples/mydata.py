"""Facts for what is kept about a person."""

from typing import Any

CONTACT = {"name": "Văn phòng <b>", "phone": "0204.000.000", "email": ""}
PERSON: dict[str, Any] = {
    "bloc": "Khối <VHXH>",
    "name": "Nguyễn Thị Lan",
    "roles": ["head", "secretary"],
    "units": ["Sở Y tế"],
    "asked": [],
    "targets": 3,
    "achievements": 12,
    "evidence": 20,
    "reports": 1,
    "feedback": 0,
    "contacts": [CONTACT],
}
SHORT: dict[str, Any] = {
    "telegram_name": "Lan <3",
    "consented": True,
    "consented_at": "2020-01-02T08:00:00+07:00",
    "people": [PERSON],
}
DAYS = {"first_day": "2020-01-02", "last_day": None}
AT = "2020-03-05T08:00:00+07:00"
LINES: dict[str, Any] = {
    "bloc": "Khối <VHXH>",
    "name": "Nguyễn <Lan>",
    "former_names": ["Nguyễn Lan"],
    "position": "Chuyên viên",
    "places": [{"unit": "Sở Y tế", "role": "member", "state": "active", **DAYS}],
    "roles": [{"role": "council", "acting": False, **DAYS}, {"role": "deputy", "acting": True, **DAYS}],
    "targets": [
        {
            "campaign": "Thi đua",
            "kind": "product",
            "title": "Đề án <b>",
            "body": {"people": ["Hoa", "Tú"], "number": ""},
            "state": "waiting",
            "at": AT,
        }
    ],
    "achievements": [
        {
            "campaign": "Thi đua",
            "criterion": "3.2",
            "title": "Tin, bài",
            "quantity": "1.00",
            "day": "2020-03-05",
            "state": "verified",
            "points": None,
            "reason": "",
            "at": AT,
        }
    ],
    "evidence": [{"what": "a.pdf", "sha256": None, "at": AT}],
    "reports": [{"version": 1, "text": "Kính gửi", "files": ["a.docx"], "at": AT}],
    "pledges": [{"campaign": "Thi đua", "hash": "abc", "at": None}],
    "feedback": [{"text": "Bao giờ?", "files": 0, "at": AT}],
    "announcements": [{"answer": "absent", "reason": "ốm", "deputy": "", "at": AT}],
    "history": [1, 5],
}
ALL: dict[str, Any] = {
    "at": AT,
    "telegram_id": 7,
    "telegram_name": "Lan",
    "language": "vi",
    "reachable": True,
    "consent_version": 1,
    "consented_at": AT,
    "people": [LINES],
    "letters": [{"template": "home/home", "at": AT, "state": "sent"}],
}
NONE: dict[str, Any] = {name: [] for name, value in LINES.items() if isinstance(value, list)} | {"position": ""}
FORM: dict[str, Any] = {"form_id": 3, "before": "Lan <b>"}

SAMPLES: dict[str, dict[str, Any] | list[dict[str, Any]]] = {
    "commands/dulieu": {},
    "archives/my_data": [ALL, ALL | {"consented_at": None, "people": [LINES | NONE], "letters": []}],
    "mydata/mydata": [
        SHORT,
        {"telegram_name": "", "consented": False, "consented_at": None, "people": []},
        SHORT | {"consented": False, "consented_at": None, "people": [PERSON | {"roles": [], "contacts": []}]},
        SHORT | {"people": [PERSON | {"roles": [], "units": [], "asked": ["Sở Y tế", "Đoàn <TN>"]}]},
        SHORT | {"people": [PERSON] * 3},
    ],
    "mydata/file": {},
    "mydata/ask_name": FORM | {"step": "name"},
    "mydata/preview": FORM | {"step": "preview", "name": "Nguyễn Thị Lan"},
    "mydata/corrected": {"name": "Nguyễn Thị Lan"},
    "mydata/renamed": {"before": "Lan", "name": "Nguyễn Thị Lan", "unit": "Sở Y tế", "member_id": 7},
    "mydata/ask_withdraw": {},
    "mydata/withdrawn": {},
    "mydata/ask_delete": {},
    "mydata/deleted": {},
    "refusals/consent_needed": {"version": 2},
}
