"""Facts for the screens on which a campaign is changed, and for what is told of it."""

import runpy
from pathlib import Path
from typing import Any

_campaigns = runpy.run_path(str(Path(__file__).with_name("campaigns.py")))
PAGE, DUE = _campaigns["PAGE"], _campaigns["DUE"]
DEADLINE = {"form": "before", "day": "2020-06-20", "last_day": "2020-06-19"}
LATER = {"form": "by", "day": "2020-06-30", "last_day": "2020-06-30"}
AROUND = {"form": "around", "text": "quý III/2021"}
REASON = "Theo <công văn> số 12 của Hội đồng"
SPAN = {"starts": "2020-01-01", "ends": "2020-12-31"}
CONTACT = {"contact": {"name": "Văn phòng", "phone": "0204.000.000", "email": "vp@example.gov.vn"}}


def change(part: str, before: dict[str, Any], after: dict[str, Any], named: str = "Đợt 1") -> dict[str, Any]:
    facts = {"campaign_id": 1, "campaign": PAGE["title"], "reason": REASON, "at": "2020-05-02T09:15:00+07:00"}
    return {**facts, "part": part, "named": named, "before": before, "after": after}


CHANGES = [
    change("deadline", {"deadline": DEADLINE}, {"deadline": LATER}, "Báo cáo sơ kết đợt 1"),
    change("new_milestone", {}, {"text": "Họp <khối>", "deadline": LATER}),
    change("withdraw", {"text": "Giao ban", "deadline": DEADLINE}, {}),
    change("span", SPAN, {**SPAN, "ends": "2021-01-31"}),
    change("phase_span", SPAN, SPAN),
    change("title", {"text": "Cũ"}, {"text": "Mới"}),
    change("decision", {"text": ""}, {"text": "Kế hoạch số 5"}),
    change("slogan", {"text": "Đổi mới"}, {"text": ""}),
    change("contact", {"contact": {}}, CONTACT),
    change("phase_name", {"text": "Đợt 1"}, {"text": "Đợt đầu"}),
    change("theme", {"text": "Cũ"}, {"text": "Mới"}),
    change("milestone", {"text": "Cũ"}, {"text": "Mới"}),
]
PHASE = {"id": 3, "name": "Đợt 1", "theme": "Lập thành tích", **SPAN, "to_rewrite": True}
MILESTONE = {"id": 4, "sort": "report", "title": "Báo cáo", "deadline": DEADLINE, "pledge": False}
MILESTONES = [
    {**MILESTONE, "every": "", "owing": "units"},
    {**MILESTONE, "deadline": AROUND, "every": "", "owing": "leader"},
]
OF_DRAFT = {"campaign_id": 1, "campaign": "Phong trào", "own": False, "has_phases": True}
PROBLEMS = [
    {"code": "overlap", "name": "Đợt 1", "other": "Đợt 2"},
    {"code": "gap", "name": "Đợt 2", "other": "Đợt 3"},
    {"code": "outside", "name": "Báo cáo", "other": ""},
]
WHOLE = {
    **{name: PAGE[name] for name in ("campaign_id", "title", "decision", "slogan", "contact", "starts", "ends")},
    "lenient": False,
    "launch_on": "2020-01-02",
    "launched": False,
    "phases": [PHASE, {**PHASE, "theme": "", "to_rewrite": False}],
    "milestones": MILESTONES,
    "products": ["Đề án"],
    "quotas": 2,
    "criteria": 12,
    "problems": PROBLEMS,
}
BARE = {**WHOLE, "decision": "", "slogan": "", "contact": {}, "phases": [], "milestones": [], "products": []}
EMPTY = {**BARE, "quotas": 0, "criteria": 0, "problems": [], "lenient": True, "launch_on": None}
ASKED = {"form_id": 7, "step": "value", "row_id": 1, "named": "Đợt 1", "limit": 300, "reason_limit": 300, **SPAN}
ASKS = {**ASKED, "launched": False, "may_empty": False, "own": False, "phases": []}
GIVEN = {**ASKED, "step": "preview", "launched": True, "may_empty": False, "reason": REASON}
WARNINGS = [
    {"code": "past"},
    {"code": "outside", **SPAN},
    {"code": "late", "count": 2},
    {"code": "beyond", "count": 2},
    {"code": "done", "count": 1},
]

SAMPLES: dict[str, dict[str, Any] | list[dict[str, Any]]] = {
    "changes/group": CHANGES,
    "changes/told": CHANGES,
    "changes/done": [
        {"campaign_id": 1, "campaign": PAGE["title"], "changes": CHANGES[:1], "more": 0},
        {"campaign_id": 1, "campaign": PAGE["title"], "changes": [], "more": 0},
    ],
    "changes/list": [
        {"campaign_id": 1, "campaign": PAGE["title"], "changes": CHANGES[:8], "more": 3},
        {"campaign_id": 1, "campaign": PAGE["title"], "changes": [], "more": 0},
    ],
    "changes/campaign": [WHOLE, {**WHOLE, "launched": True}, EMPTY],
    "changes/phases": [WHOLE, {**WHOLE, "launched": True}, EMPTY],
    "changes/phase": [
        {"campaign_id": 1, "campaign": "Phong trào", "launched": False, **PHASE, "sealed": False},
        {"campaign_id": 1, "campaign": "Phong trào", "launched": True, **PHASE, "theme": "", "sealed": True},
    ],
    "changes/milestones": [WHOLE, EMPTY],
    "changes/milestone": [
        {**OF_DRAFT, "launched": True, "phase": phase, **MILESTONE, **more}
        for phase, more in (
            ("Đợt 1", {"every": "", "owing": "units"}),
            ("", {"every": "", "owing": "units", "sort": "registration", "pledge": True, "launched": False}),
            ("", {"every": "", "owing": "units", "sort": "registration", "launched": False}),
            ("", {"every": "", "owing": "units", "own": True, "has_phases": False, "launched": False}),
            ("", {"every": "month", "owing": "members"}),
            ("", {"every": "quarter", "owing": "leader"}),
            ("", {"every": "half_year", "owing": "units"}),
        )
    ],
    "changes/ask_kind": {"form_id": 7, "step": "sort"},
    "changes/ask_text": [{**ASKS, "step": "text", "part": part} for part in ("new_phase", "new_milestone")],
    "changes/ask_value": [
        {**ASKS, "part": "span", "before": SPAN},
        {**ASKS, "part": "span", "before": SPAN, "launched": True},
        {**ASKS, "part": "deadline", "before": {"deadline": AROUND}},
        {**ASKS, "part": "contact", "before": CONTACT, "may_empty": True},
        {**ASKS, "part": "theme", "before": {"text": ""}, "may_empty": True},
        {**ASKS, "part": "decision", "before": {"text": ""}, "may_empty": True},
        {**ASKS, "part": "slogan", "before": {"text": "Đổi mới"}, "may_empty": True},
        {**ASKS, "part": "title", "before": {"text": "Phong trào"}},
        {**ASKS, "part": "new_milestone", "before": {}},
        {**ASKS, "part": "launch_day", "before": {"day": "2020-01-02"}, "may_empty": True},
        {**ASKS, "part": "launch_day", "before": {"day": ""}, "may_empty": True},
        {**ASKS, "part": "owing", "before": {"owing": "units"}},
        {**ASKS, "part": "owing", "before": {"owing": "units"}, "own": True},
        {**ASKS, "part": "within", "before": {"phase": 3}, "phases": [{"id": 3, "name": "Đợt <1>"}]},
    ],
    "changes/ask_reason": {**ASKS, "step": "reason", "part": "title", "before": {"text": "Cũ"}},
    "changes/preview": [
        {**GIVEN, "part": "new_milestone", "before": {}, "after": {"text": "Họp", "deadline": LATER}, "warnings": []},
        {**GIVEN, "part": "deadline", "before": {"deadline": DEADLINE}, "after": {"deadline": LATER}, "warnings": []},
        {
            **GIVEN,
            "part": "deadline",
            "before": {"deadline": DEADLINE},
            "after": {"deadline": LATER},
            "warnings": WARNINGS,
        },
        {
            **GIVEN,
            "part": "withdraw",
            "before": {"text": "Họp", "deadline": LATER},
            "after": {},
            "warnings": WARNINGS[4:],
        },
    ],
    "refusals/answer_unchanged": {},
    "refusals/answer_change_reason": {},
    "refusals/answer_span": {},
    "refusals/answer_span_backwards": {"starts": "2020-12-31", "ends": "2020-01-01"},
    "refusals/answer_phase_outside": {"name": "Đợt <1>", "starts": "2020-01-01", "ends": "2020-06-30"},
    "refusals/answer_too_many_parts": {"limit": 24},
    "refusals/answer_deadline": {},
    "refusals/answer_launch_day": {"ends": "2020-12-31"},
    "refusals/answer_span_long": {"years": 6},
    "refusals/answer_contact": {"given": "không <rõ>"},
}
