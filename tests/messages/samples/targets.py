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
MORE = {"field": "", "scope": "", "evidence": "", "law": "", "law_evidence": "", "conditions": [], "checks": ""}
COMPARED = [{"code": "cs-ldtt", "ticked": True}, {"code": "cs-work", "ticked": False}]
TARGET = LINE | {
    **MORE,
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
HONOUR = TARGET | {
    "kind": "title",
    "item": "CSTDCS",
    "title": "CSTDCS",
    "law": "luat-2022",
    "law_evidence": "V",
    "conditions": COMPARED,
}
INITIATIVE = TARGET | {
    "kind": "initiative",
    "item": "",
    "title": "Số hóa hồ sơ <&>",
    "field": "Cải cách hành chính",
    "scope": "Toàn sở",
    "evidence": "Quyết định công nhận",
}
EXEMPLAR = TARGET | {
    "kind": "exemplar",
    "item": "Nhiệm vụ chuyên môn",
    "title": "Tận tụy với người bệnh",
    "conditions": [{"code": "ex-helps", "ticked": True}],
}
KINDS = [TARGET, GOAL, HONOUR, INITIATIVE, EXEMPLAR]
DECIDED = {"decided_by": "Bình", "decided_at": "2020-01-03T09:00:00+07:00"}
CONFIRMED = TARGET | DECIDED | {"state": "confirmed"}
RETURNED = TARGET | DECIDED | {"state": "returned", "reason": "Chưa rõ kết quả"}
WITHDRAWN = TARGET | {"state": "withdrawn"}
AMENDED = TARGET | {"version": 2}
CHANGES = [
    {"field": "title", "old": "Cũ", "new": "Mới"},
    {"field": "planned_day", "old": "", "new": "2020-06-20"},
    {"field": "number", "old": "90", "new": "95.5"},
    {"field": "checks", "old": "", "new": "ex-helps,ex-model"},
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
    **MORE,
    "staff_missing": False,
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

WAYS = [
    {"kind": "product", "products": ["Đề án"], "title": "", "left": 1},
    {"kind": "product", "products": ["Văn bản báo cáo", "Hướng dẫn"], "title": "", "left": 2},
    {"kind": "product", "products": [], "title": "", "left": 1},
]
OTHER_WAYS = [
    {"kind": kind, "products": [], "title": title, "left": 1}
    for kind, title in (("goal", ""), ("title", ""), ("title", "CSTDCS"), ("initiative", ""), ("exemplar", ""))
]
LACKS = {
    "missing": [{"verified": True, "ways": WAYS}],
    "own_missing": [{"verified": False, "ways": OTHER_WAYS}],
    "ask_staff": True,
}

NEED = {"verified": False, "ways": WAYS, "campaign": "Phong trào Công đoàn", "unit": "Sở Y tế"}

SAMPLES: dict[str, dict[str, Any] | list[dict[str, Any]]] = {
    "targets/place": FORM
    | {"places": [{"campaign_id": 1, "campaign": "Phong trào", "unit_id": 3, "unit": "Sở Y tế", "head": True}]},
    "targets/what": [
        FORM | LACKS | {"products": ["Đề án", "Hướng dẫn", "Tin, bài"], "again": False, "unit_id": 3},
        FORM | {"products": [], "again": True, "missing": [], "own_missing": [], "ask_staff": False},
    ],
    "targets/title": [
        FORM | {"sort": sort, "thing": thing}
        for sort, thing in (("product", "Đề án"), ("goal", ""), ("initiative", ""), ("exemplar", ""))
    ],
    "targets/category": FORM | {"categories": ["Học tập và làm theo Bác", "Văn hóa công sở"]},
    "targets/field": FORM,
    "targets/scope": FORM,
    "targets/evidence": FORM,
    "targets/checks": FORM | {"conditions": COMPARED},
    "targets/staff": [FORM | {"unit": "Sở Y tế", "was": None}, FORM | {"unit": "Sở Y tế", "was": 310}],
    "targets/staff_kept": {"unit": "Sở Y tế", "staff": 1310},
    "targets/staff_needed": {"unit": "Sở Y tế", "unit_id": 3},
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
        PREVIEW | {"sort": "initiative", "thing": "", "field": "Y tế", "scope": "Toàn tỉnh", "evidence": "Quyết định"},
        PREVIEW
        | {"sort": "exemplar", "thing": "Văn hóa công sở", "title": "Nụ cười", "has_categories": True}
        | {"conditions": COMPARED, "law": "luat-2003", "law_evidence": "U", "staff_missing": True},
    ],
    "targets/sent": [{"target": TARGET}, {"target": GOAL | {"version": 2}}, {"target": HONOUR}],
    "targets/target": [
        {"target": one, "may_change": True, "may_decide": True, "may_reopen": True}
        for one in (*KINDS, CONFIRMED, RETURNED, WITHDRAWN)
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
        LIST
        | {"head": True, "campaigns": CAMPAIGNS, "achievements": ACHIEVEMENTS, "achieved": 9}
        | {"missing": [NEED | {"own": False}, NEED | {"own": True}]},
        NOTHING
        | {"head": True, "campaigns": CAMPAIGNS[:1], "achievements": [], "achieved": 0}
        | {"missing": [NEED | {"own": False, "campaign": ""}]},
        NOTHING | {"head": False, "campaigns": CAMPAIGNS[:1], "achievements": [], "achieved": 0, "missing": []},
    ],
    "refusals/own_work": {},
    "refusals/registration_over": {"target_id": 5, "days": 3},
    "refusals/target_changed": {"target_id": 5},
    "refusals/quota_full": [
        {"target_id": 5, "version": 1, "quota_most": 1, "quota_kind": "title", "quota_title": "CSTDCS"},
        {"target_id": 5, "version": 1, "quota_most": 2, "quota_kind": "product", "quota_title": ""},
    ],
    "refusals/staff_unknown": {"unit_id": 3, "unit": "Sở Y tế", "target_id": 5},
    "refusals/answer_staff": {"most": 100000},
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
