"""Facts for the campaign screens."""

from typing import Any

DUE = {"form": "before", "day": "2020-06-20", "last_day": "2020-06-19", "left": 3}
PHASE = {
    "name": "Đợt 1",
    "theme": "Lập thành tích chào mừng các ngày kỷ niệm lớn",
    "starts": "2020-01-01",
    "ends": "2020-06-30",
    "state": "open",
}
LINE = {"id": 1, "title": "Phong trào thi đua năm 2020", "starts": "2020-01-01", "ends": "2020-12-31"}
LINES = [
    {**LINE, "phase": PHASE, "next_phase": None},
    {**LINE, "phase": {**PHASE, "theme": ""}, "next_phase": None},
    {**LINE, "phase": None, "next_phase": PHASE},
    {**LINE, "phase": None, "next_phase": None},
]
PAGE = {
    "campaign_id": 1,
    "bloc": "Khối Văn hóa - Xã hội",
    "title": "Phong trào thi đua năm 2020",
    "decision": "Kế hoạch hoạt động năm 2020",
    "slogan": "Đổi mới - Sáng tạo",
    "starts": "2020-01-01",
    "ends": "2020-12-31",
    "deadlines": [{"title": "Báo cáo sơ kết đợt 1", "kind": "report", "deadline": DUE}],
    "contact": {"name": "Văn phòng", "phone": "0204.000.000", "email": "vanphong@example.gov.vn"},
    "phases": [PHASE, {**PHASE, "theme": ""}],
}
BARE = {**PAGE, "decision": "", "slogan": "", "deadlines": [], "contact": {}, "phases": []}
DAY = {"occasion": {"code": "dang", "name": "Ngày <thành lập> Đảng"}, "unit": "", "day": "2020-02-03", "years": 90}
MORE = {"parent": "", "occasions": [], "plan_name": "", "changes": 0, "may_copy": False, "may_change": False}
FULL = {"parent": "Nhiệm kỳ", "occasions": [DAY], "plan_name": "Kế hoạch.pdf", "changes": 2, "may_copy": True}
NOW = {"phase": PHASE, "next_phase": None, "sealed": False, "to_receive": True, **MORE}

SAMPLES: dict[str, dict[str, Any] | list[dict[str, Any]]] = {
    "campaigns/list": [
        {"campaigns": LINES, "drafts": [LINE]},
        {"campaigns": LINES[:1], "drafts": [LINE, LINE]},
        {"campaigns": [], "drafts": []},
    ],
    "campaigns/group": [
        {"campaigns": LINES, "occasions": [DAY, {**DAY, "unit": "Sở Y tế"}]},
        {"campaigns": [], "occasions": []},
    ],
    "campaigns/campaign": [
        {**PAGE, **NOW, **FULL, "may_change": True, "receipts": {"done": 5, "total": 7, "silent": ["Bình", "Tú"]}},
        {**BARE, **NOW, "sealed": True, "receipts": {"done": 7, "total": 7, "silent": []}},
        {**BARE, **MORE, "phase": None, "next_phase": PHASE, "sealed": False, "receipts": None, "to_receive": False},
    ],
    "commands/phongtrao": {},
}
