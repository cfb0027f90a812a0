"""Facts for reminders and progress."""

from typing import Any

DEADLINE = {"form": "before", "day": "2020-06-20", "last_day": "2020-06-19", "left": 0}
OVERDUE = {**DEADLINE, "left": -3}
ITEM = {
    "duty_id": 2**31 - 1,
    "campaign_id": 1,
    "unit_id": 2,
    "kind": "report",
    "title": "Báo cáo sơ kết <đợt 1>",
    "unit": "",
    "deadline": DEADLINE,
    "waiting": 0,
    "unsigned": False,
    "missing": [],
}
WAYS = [
    {"kind": "product", "products": ["Đề án"], "title": "", "left": 1},
    {"kind": "product", "products": [], "title": "", "left": 2},
    {"kind": "title", "products": [], "title": "CSTDCS", "left": 1},
    {"kind": "title", "products": [], "title": "", "left": 1},
    {"kind": "goal", "products": [], "title": "", "left": 1},
]
REGISTRATION = {
    **ITEM,
    "kind": "registration",
    "unit": "Sở Y tế",
    "waiting": 2,
    "unsigned": True,
    "missing": [WAYS[:2], *([way] for way in WAYS[1:])],
}
MEETING = {**ITEM, "kind": "meeting", "unit_id": None, "deadline": OVERDUE}
MEMBERS = {**ITEM, "kind": "registration", "unit_id": None, "waiting": 1}

OWNERS = [
    {"unit": "Sở Y tế", "people": 0, "extended_to": None, "left": None},
    {"unit": "Sở Y tế", "people": 0, "extended_to": "2020-07-01", "left": 3},
    {"unit": "Ban <Dân tộc>", "people": 3, "extended_to": None, "left": None},
    {"unit": "Ban <Dân tộc>", "people": 1, "extended_to": "2020-06-25", "left": -3},
]
LINE = {
    "campaign_id": 1,
    "campaign": "Phong trào thi đua năm 2020",
    "kind": "report",
    "title": "Báo cáo sơ kết",
    "of": "units",
    "deadline": OVERDUE,
    "done": 7,
    "total": 9,
    "names": True,
    "owners": OWNERS,
    "apart": False,
}
LINES = [
    {**LINE, "of": of, "kind": kind, "owners": owners}
    for of in ("units", "members")
    for kind in ("report", "registration", "meeting")
    for owners in ([], OWNERS)
]
APART = {**LINE, "apart": True, "owners": OWNERS[1:2]}
CAMPAIGNS = [{"campaign_id": 1, "campaign": "Phong trào thi đua"}, {"campaign_id": 2, "campaign": "Dân vận khéo"}]
PHONE = [{"unit": "Sở Y tế", "name": "Bình"}, {"unit": "Ban Dân tộc", "name": ""}]
ASKED = {"campaign_id": 1, "units": 2, "people": 3, "earlier": None, "unreachable": PHONE}
EARLIER = "2020-06-19T09:12:00+07:00"
UNIT = {
    "unit_id": 2,
    "unit": "Sở Y tế",
    "parts": [{"kind": kind, "done": 1, "total": 2} for kind in ("registration", "report", "self_score", "meeting")],
    "overdue": 1,
    "signed": False,
    "missing": [{"verified": False, "ways": [{"kind": "goal", "products": [], "title": "", "left": 1}]}],
}
DONE = {"duty_id": 4, "title": "Báo cáo", "done_on": "2020-06-18", "done_how": "handed_in", "deadline": DEADLINE}
DUTIES = [
    {**DONE, "days_late": 0},
    {**DONE, "days_late": 2},
    {**DONE, "done_on": None, "done_how": None, "days_late": 0},
]
BLOC = {
    "campaign_id": 1,
    "campaign": "Phong trào",
    "phase": "Đợt 1",
    "lines": LINES[:10],
    "unreachable": 2,
    "page": 1,
    "pages": 3,
    "first": 0,
}

SAMPLES: dict[str, dict[str, Any] | list[dict[str, Any]]] = {
    "live/reminders/morning": [{"items": [ITEM]}, {"items": [REGISTRATION, ITEM, MEETING, MEMBERS]}],
    "live/reminders/asked": {"items": [REGISTRATION], "campaign": "Phong trào <2020>"},
    "live/reminders/missing": [
        {"lines": LINES, "campaigns": CAMPAIGNS[:1]},
        {"lines": [*LINES, APART], "campaigns": CAMPAIGNS},
    ],
    "live/reminders/group": [{"lines": LINES, "own": False}, {"lines": LINES, "own": True}],
    "reminders/tomorrow": {"title": "Báo cáo", "day": "2020-06-18"},
    "reminders/asked_missing": [
        ASKED,
        {**ASKED, "earlier": EARLIER},
        {**ASKED, "people": 0, "earlier": EARLIER},
        {**ASKED, "people": 0},
        {**ASKED, "people": 0, "units": 0, "unreachable": []},
    ],
    "progress/choose": [{"campaigns": CAMPAIGNS}, {"campaigns": []}],
    "progress/bloc": [
        {
            **BLOC,
            "units": [UNIT, {**UNIT, "signed": True, "overdue": 0}] * 7,
            "may_remind": True,
            "may_export": True,
            "first": 15,
        },
        {
            **BLOC,
            "units": [{**UNIT, "signed": None, "missing": []}],
            "may_remind": False,
            "may_export": False,
            "lines": [],
            "unreachable": 0,
            "phase": "",
        },
    ],
    "progress/unit": [
        {**UNIT, "campaign_id": 1, "campaign": "Phong trào", "duties": DUTIES, "unreachable": PHONE},
        {**UNIT, "campaign_id": 1, "campaign": "P", "duties": [], "unreachable": [], "signed": True},
        {**UNIT, "campaign_id": 1, "campaign": "P", "duties": [], "unreachable": [], "signed": None},
    ],
    "progress/unreachable": [{"campaign_id": 1, "unreachable": PHONE}, {"campaign_id": 1, "unreachable": []}],
    "progress/group": [
        {"campaigns": [], "own": False},
        {"campaigns": [{"campaign": "P", "lines": LINES}, {"campaign": "Q", "lines": []}], "own": True},
    ],
    "commands/tiendo": {},
}
