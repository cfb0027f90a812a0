"""Facts for the people of a unit: their places, acting for a head, leaving."""

from typing import Any

MEMBER: dict[str, Any] = {
    "membership_id": 9,
    "unit_id": 3,
    "unit": "Sở Y tế",
    "name": "Trần Thị Lan",
    "position": "Chuyên viên",
    "role": "member",
    "active": True,
    "first_day": "2020-01-02",
    "last_day": None,
    "joined": True,
    "may_lead": True,
    "may_remove": True,
    "may_invite": False,
    "may_delegate": True,
}
GONE: dict[str, Any] = {
    "name": "Trần Thị Lan",
    "unit": "Sở Y tế",
    "unit_id": 3,
    "why": "left",
    "reason": "",
    "titles": [],
    "count": 0,
    "headless": True,
}
FORM = {"form_id": 7, "who": "Lan", "unit": "Sở Y tế"}
DAYS = {"first": "2020-06-01", "last": "2020-06-12"}

SAMPLES: dict[str, dict[str, Any] | list[dict[str, Any]]] = {
    "people/members": [
        {
            "unit_id": 3,
            "unit": "Sở Y tế",
            "count": 45,
            "page": 1,
            "pages": 3,
            "people": [
                {"id": 1, "name": "Lê Văn Bình", "position": "Giám đốc", "head": True, "joined": True},
                {"id": 2, "name": "Trần Thị Lan", "position": "", "head": False, "joined": False},
            ],
        },
        {"unit_id": 3, "unit": "Sở Y tế", "count": 0, "page": 0, "pages": 0, "people": []},
    ],
    "people/member": [
        MEMBER,
        {**MEMBER, "role": "head", "may_delegate": False},
        {**MEMBER, "joined": False, "may_invite": True, "position": ""},
        {**MEMBER, "active": False, "last_day": "2020-03-01", "may_lead": False, "may_remove": False},
        {**MEMBER, "active": False, "may_lead": False, "may_remove": False},
    ],
    "people/ask_reason": {**FORM, "step": "reason", "limit": 300},
    "people/removed_done": {"name": "Lan", "unit": "Sở Y tế", "unit_id": 3},
    "people/removed": {"unit": "Sở Y tế", "reason": "Chuyển công tác"},
    "people/gone": [
        GONE,
        {**GONE, "why": "removed", "reason": "Nghỉ hưu", "titles": ["Đề án"], "count": 3, "headless": False},
    ],
    "people/role_changed": [{"unit": "Sở Y tế", "role": role, "by": "Mai"} for role in ("head", "member")],
    "people/my_places": [
        {"units": [{"membership": 9, "name": "Sở Y tế", "role": "member", "heads": ["Bình"]}]},
        {"units": [{"membership": 9, "name": "Sở Y tế", "role": "head", "heads": []}]},
        {"units": []},
    ],
    "people/ask_leave": [
        {"membership": 9, "unit": "Sở Y tế", "only_head": False, "titles": [], "count": 0},
        {"membership": 9, "unit": "Sở Y tế", "only_head": True, "titles": ["Đề án"], "count": 2},
    ],
    "people/left": {"unit": "Sở Y tế"},
    "people/ask_first": {**FORM, "step": "first", "today": "2020-01-02"},
    "people/ask_last": {**FORM, "step": "last", "first": "2020-06-01"},
    "people/delegate_preview": {**FORM, **DAYS, "step": "preview"},
    "people/delegated": {"name": "Lan", "unit": "Sở Y tế", "unit_id": 3, **DAYS},
    "people/delegation_ended": {"name": "Lan", "unit_id": 3},
}
