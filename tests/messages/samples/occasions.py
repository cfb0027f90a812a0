"""Facts for commemorative days."""

from typing import Any

DAY = {"occasion": {"code": "dang", "name": "Ngày thành lập Đảng"}, "unit": "", "day": "2020-02-03", "founded": 1930}
OWN = {"occasion": {"code": "", "name": "Ngày <truyền thống>"}, "unit": "Sở Y tế", "day": "2020-10-06"}
CAMPAIGN = {
    "title": "Phong trào 2020",
    "phase": "Đợt 1",
    "theme": "Lập thành tích",
    "registered": 4,
    "verified": 2,
    "lines": [{"title": "Đăng ký thi đua", "done": 5, "total": 7, "last_day": "2020-03-04"}],
}
LINE = {"id": 3, "active": True, "over": False, "campaign": ""}
FORM = {"form_id": 7, "limit": 200}
GIVEN = {**FORM, "step": "preview", "name": "Ngày <truyền thống>", "day": "6/10", "founded": 0, "year": 0}

SAMPLES: dict[str, dict[str, Any] | list[dict[str, Any]]] = {
    "occasions/post": [
        {**DAY, "years": 90, "campaigns": [CAMPAIGN], "register_url": "https://t.me/b?start=dangky"},
        {**DAY, "years": 95, "campaigns": [{**CAMPAIGN, "theme": "", "lines": []}], "register_url": ""},
        {**OWN, "founded": 1956, "years": 64, "campaigns": [{**CAMPAIGN, "phase": ""}], "register_url": ""},
        {**OWN, "founded": 0, "years": 0, "campaigns": [], "register_url": ""},
    ],
    "occasions/list": [
        {
            "page": 1,
            "pages": 3,
            "occasions": [
                {**DAY, **LINE, "years": 90, "campaign": "Phong trào 2020"},
                {**OWN, **LINE, "founded": 0, "years": 0, "active": False},
                {**DAY, **LINE, "years": 90, "over": True},
            ],
        },
        {"page": 0, "pages": 1, "occasions": []},
    ],
    "occasions/known": [
        {"page": 1, "pages": 3, "days": [{"code": "dang", "name": "Ngày thành lập Đảng", "month": 2, "day": 3}]},
        {"page": 0, "pages": 1, "days": []},
    ],
    "occasions/ask_day": {**FORM, "step": "day"},
    "occasions/ask_name": {**FORM, "step": "name"},
    "occasions/ask_unit": {**FORM, "step": "unit", "units": [{"id": 4, "name": "Sở <Y tế>"}]},
    "occasions/preview": [
        {**GIVEN, "unit_name": ""},
        {**GIVEN, "unit_name": "Sở Y tế", "founded": 1956},
        {**GIVEN, "unit_name": "", "year": 2021},
    ],
}
