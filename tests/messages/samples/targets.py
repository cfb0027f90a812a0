"""Facts for registrations: the form, one registration, what is told about it, and the lists."""

from typing import Any

FORM = {"form_id": 7, "step": "title"}
LINE = {
    "id": 5,
    "kind": "product",
    "item": "Đề án",
    "title": "Chuyển đổi số một cửa <b>&",
    "number": "",
    "measure": "",
    "person": "Lan",
    "state": "waiting",
    "office": False,
    "days_late": 0,
}
TARGET = LINE | {
    "version": 1,
    "baseline": "",
    "description": "",
    "planned_day": "2020-06-20",
    "people": "",
    "phase": "Đợt 1",
    "movement": "",
    "campaign": "Phong trào thi đua năm 2020",
    "unit": "Sở Y tế",
    "office": False,
    "reason": "",
    "registered_at": "2020-01-02T09:00:00+07:00",
    "decided_by": "",
    "decided_at": None,
}
GOAL = TARGET | {
    "kind": "goal",
    "item": "",
    "number": "95.5",
    "measure": "%",
    "baseline": "90",
    "person": "",
    "office": True,
    "days_late": 3,
    "movement": "Vì người nghèo",
    "description": "Mô tả",
    "people": "Lan, Hoa",
}
HONOUR = TARGET | {"kind": "title", "item": "CSTDCS", "title": "CSTDCS"}
DECIDED = {"decided_by": "Bình", "decided_at": "2020-01-03T09:00:00+07:00"}
CONFIRMED = TARGET | DECIDED | {"state": "confirmed"}
RETURNED = TARGET | DECIDED | {"state": "returned", "reason": "Chưa rõ kết quả"}
WITHDRAWN = TARGET | {"state": "withdrawn"}
AMENDED = TARGET | {"version": 2}
CHANGES = [
    {"field": "title", "old": "Cũ", "new": "Mới"},
    {"field": "planned_day", "old": "", "new": "2020-06-20"},
    {"field": "number", "old": "90", "new": "95.5"},
]
PREVIEW = FORM | {
    "step": "preview",
    "target_id": None,
    "sort": "product",
    "thing": "Đề án",
    "title": "Chuyển đổi số",
    "number": "",
    "measure": "",
    "baseline": "",
    "description": "",
    "planned_day": "",
    "people": "",
    "movement": "",
    "movements": 0,
    "phase": "",
    "for_unit": False,
    "head": False,
    "person": "Lan",
    "unit": "Sở Y tế",
    "campaign": "Phong trào thi đua năm 2020",
    "deadline": {"form": "before", "day": "2020-03-05", "last_day": "2020-03-04", "left": 62},
    "days_late": 0,
    "over": None,
}
OVER = {"most": 1, "kind": "title", "title": "CSTDCS"}
PERSONAL = ["LDTT", "CSTT", "CSTDCS", "CSTDCT", "CSTDCB", "CSTDTQ"]
COLLECTIVE = ["TTLDTT", "DVTT", "TTLDXS", "DVQT", "CTDCT", "CTDCB", "CTDCP"]
LIST = {"targets": [LINE, GOAL, HONOUR, CONFIRMED, RETURNED], "first": 8, "all": 20, "page": 1, "more": True}
NOTHING = {"targets": [], "first": 0, "all": 0, "page": 0, "more": False}
ACHIEVED = {
    "id": 5,
    "title": "Tuyên truyền",
    "criterion_title": "Tin, bài",
    "rule": "per_item",
    "person": "Lan",
    "state": "verified",
    "own_campaign": False,
    "points": "10",
}
ACHIEVEMENTS = [ACHIEVED, ACHIEVED | {"state": "waiting", "person": "", "points": None}]
CAMPAIGNS = [{"id": 1, "title": "Phong trào thi đua năm 2020"}, {"id": 2, "title": "Phong trào Công đoàn"}]

SAMPLES: dict[str, dict[str, Any] | list[dict[str, Any]]] = {
    "targets/place": FORM
    | {"places": [{"campaign_id": 1, "campaign": "Phong trào", "unit_id": 3, "unit": "Sở Y tế", "head": True}]},
    "targets/what": [
        FORM | {"products": ["Đề án", "Hướng dẫn", "Tin, bài"], "again": False},
        FORM | {"products": [], "again": True},
    ],
    "targets/title": [FORM | {"sort": "product", "thing": "Đề án"}, FORM | {"sort": "goal", "thing": ""}],
    "targets/honour": FORM | {"personal": PERSONAL, "collective": COLLECTIVE},
    "targets/measured": FORM,
    "targets/baseline": FORM,
    "targets/description": FORM,
    "targets/planned_day": FORM,
    "targets/people": FORM,
    "targets/phase": FORM | {"phases": [{"id": 1, "name": "Đợt 1"}]},
    "targets/movement": FORM | {"movements": [{"code": "nghe", "name": "Vì người nghèo"}]},
    "targets/for_whom": FORM,
    "targets/preview": [
        PREVIEW,
        PREVIEW | {"sort": "goal", "thing": "", "number": "95", "measure": "%", "for_unit": True, "head": True},
        PREVIEW | {"sort": "title", "thing": "CSTDCS", "title": "CSTDCS", "over": OVER, "days_late": 1},
        PREVIEW | {"target_id": 5, "movements": 2, "movement": "Vì người nghèo", "phase": "Đợt 1", "people": "Hoa"},
        PREVIEW | {"deadline": None},
    ],
    "targets/sent": [{"target": TARGET}, {"target": GOAL | {"version": 2}}, {"target": HONOUR}],
    "targets/target": [
        {"target": one, "may_change": True, "may_decide": True, "may_reopen": True}
        for one in (TARGET, GOAL, HONOUR, CONFIRMED, RETURNED, WITHDRAWN)
    ],
    "targets/ask_withdraw": {"target": TARGET},
    "targets/withdrawn": {"target": WITHDRAWN},
    "targets/confirmed": [{"target": CONFIRMED}, {"target": CONFIRMED | {"person": ""}}],
    "targets/returned": {"target": RETURNED},
    "targets/changed_by_head": [
        {"target": AMENDED, "who": "Bình", "did": "amended"},
        {"target": WITHDRAWN, "who": "Bình", "did": "withdrawn"},
    ],
    "targets/nothing_open": {},
    "reviews/waiting": [
        {"target": TARGET, "changes": []},
        {"target": AMENDED, "changes": CHANGES},
        {
            "target": HONOUR | {"version": 2},
            "changes": [
                {"field": "item", "old": "LDTT", "new": "CSTDCS"},
                {"field": "title", "old": "LDTT", "new": "CSTDCS"},
            ],
        },
    ],
    "reviews/item": [
        {
            "target": AMENDED,
            "changes": CHANGES,
            "mine": True,
            "place": 1,
            "all": 3,
            "units": [{"name": "Sở Y tế", "waiting": 2}, {"name": "Ban Dân tộc", "waiting": 1}],
        },
        {"target": TARGET, "changes": [], "mine": True, "place": 1, "all": 1, "units": []},
        {"target": CONFIRMED, "changes": [], "mine": False, "place": 0, "all": 0, "units": []},
    ],
    "reviews/empty": {},
    "reviews/decided": [{"target": CONFIRMED, "waiting": 2}, {"target": RETURNED, "waiting": 0}],
    "reviews/why": [FORM | {"title": "Chuyển đổi số"}, FORM | {"title": "CSTDCS"}],
    "reviews/withdrawn": {"target": WITHDRAWN},
    "reviews/units": {"units": [{"id": 3, "name": "Sở Y tế", "confirmed": 2, "waiting": 1}]},
    "reviews/unit": [LIST | {"unit_id": 3, "unit": "Sở Y tế"}, NOTHING | {"unit_id": 3, "unit": "Sở Y tế"}],
    "mine/list": [
        LIST | {"head": True, "campaigns": CAMPAIGNS, "achievements": ACHIEVEMENTS, "achieved": 9},
        NOTHING | {"head": False, "campaigns": CAMPAIGNS[:1], "achievements": [], "achieved": 0},
    ],
    "refusals/own_work": {},
    "refusals/registration_over": {"target_id": 5, "days": 3},
    "refusals/target_changed": {"target_id": 5},
    "refusals/quota_full": [
        {"target_id": 5, "version": 1, "quota_most": 1, "quota_kind": "title", "quota_title": "CSTDCS"},
        {"target_id": 5, "version": 1, "quota_most": 2, "quota_kind": "product", "quota_title": ""},
    ],
    "refusals/answer_words": {},
    "refusals/answer_text_empty": {"length": 0, "limit": 3},
    "refusals/answer_text_short": {"length": 2, "limit": 3},
    "refusals/answer_text_long": {"length": 5000, "limit": 300},
    "refusals/answer_measured": {},
    "refusals/answer_day": {},
    "refusals/answer_no_such_day": {},
    "commands/dangky": {},
    "commands/cuatoi": {},
    "commands/duyet": {},
}
