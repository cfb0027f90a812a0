"""Facts for campaigns that are made in the chat."""

import runpy
from pathlib import Path
from typing import Any

_changes = runpy.run_path(str(Path(__file__).with_name("changes.py")))
SPAN, DEADLINE = _changes["SPAN"], _changes["DEADLINE"]
LINE = {"id": 1, "title": "Phong trào <2020>", **SPAN, "unit": ""}
PLAN = {
    "title": "Phong trào 2021",
    **SPAN,
    "phases": [{"name": "Đợt 1", "theme": "Lập thành tích", **SPAN}, {"name": "Đợt 2", "theme": "", **SPAN}],
    "milestones": [{"title": "Báo cáo", "deadline": DEADLINE}],
    "occasions": [{"name": "91 năm Ngày thành lập Đảng", "day": "2021-02-03"}],
    "products": 5,
    "quotas": 2,
    "criteria": 12,
}
FORM = {"form_id": 7, "step": "preview", "limit": 300}
NEW = {**FORM, "title": "Phong trào 2021", **SPAN, "decision": "Kế hoạch số 5", "plan": PLAN, "unit_id": 0, "phases": 2}
MISTAKE = {"line": 12, "code": "unknown_key", "facts": {"key": "<startz>", "nearest": "starts"}}

SAMPLES: dict[str, dict[str, Any] | list[dict[str, Any]]] = {
    "drafts/manage": [
        {
            "campaigns": [
                {**LINE, "state": "draft"},
                {**LINE, "state": "launched", "unit": "Sở Y tế"},
                {**LINE, "state": "sealed"},
            ],
            "office": True,
            "units": [],
        },
        {"campaigns": [], "office": False, "units": [{"id": 4, "name": "Sở Y tế"}]},
    ],
    "drafts/preview": [
        {**NEW, "basis": "12", "basis_title": "Phong trào 2020"},
        {**NEW, "basis": "sample", "basis_title": "", "decision": ""},
        {**NEW, "basis": "none", "basis_title": "", "plan": {**PLAN, "criteria": 0}},
    ],
    "drafts/copy_preview": [
        {**FORM, "campaign_id": 1, "title": "Phong trào 2021", "plan": PLAN, "weekdays": kept, "shifting": "days"}
        for kept in (False, True)
    ],
    "drafts/ask_title": {**FORM, "step": "title"},
    "drafts/ask_span": {**FORM, "step": "span", "year": 2020},
    "drafts/ask_phases": {**FORM, "step": "phases"},
    "drafts/ask_decision": {**FORM, "step": "decision"},
    "drafts/ask_basis": {
        **FORM,
        "step": "basis",
        "bases": [
            {"key": "12", "title": "Phong trào 2020"},
            {"key": "sample", "title": ""},
            {"key": "none", "title": ""},
        ],
    },
    "drafts/ask_shifting": {**FORM, "step": "shifting"},
    "drafts/ask_file": {**FORM, "step": "file"},
    "drafts/reading": {"name": "phong-trao.yaml"},
    "drafts/imported": {"name": "phong-trao.yaml", "campaign_id": 1, "title": "Phong trào <2021>"},
    "drafts/mistakes": [
        {"name": "phong-trao.yaml", "mistakes": [MISTAKE], "count": 1},
        {"name": "phong-trao.yaml", "mistakes": [MISTAKE] * 5, "count": 40},
    ],
    "drafts/not_taken": [
        {"name": "phong-trao.yaml", "why": why, "code": "vhxh"}
        for why in ("other_bloc", "taken", "unknown", "not_allowed", "lost")
    ],
    "drafts/file_lost": {"campaign_id": 1, "title": "Phong trào <2020>", "name": "Kế hoạch.pdf"},
    "drafts/file_refused": {"campaign_id": 1, "title": "Phong trào <2020>", "name": "Kế hoạch.pdf"},
    "drafts/ask_plan": {**FORM, "step": "file", "title": "Phong trào"},
    "drafts/attached": {"campaign_id": 1, "name": "Kế hoạch.pdf"},
    "drafts/plan": {"campaign": "Phong trào <2020>", "name": "Kế hoạch.pdf", "file_id": "f", "file_kind": "document"},
    "drafts/ask_drop": {"campaign_id": 1, "title": "Phong trào <2021>"},
    "drafts/dropped": {"title": "Phong trào <2021>"},
    "documents/mistakes_name": {},
    "documents/mistakes": {"mistakes": [MISTAKE]},
    "refusals/answer_yaml_kind": {},
    "refusals/answer_plan_kind": {},
}
