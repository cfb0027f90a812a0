"""Facts for the refusals of the house: invites, joining, rights and states."""

from typing import Any

CONTACTS = [{"name": "Văn phòng", "phone": "0204.000.000", "email": "vp@example.gov.vn"}]

SAMPLES: dict[str, dict[str, Any] | list[dict[str, Any]]] = {
    "refusals/not_found": [{"form_open": True}, {}],
    "refusals/text_changed": {},
    "refusals/not_joined": [{"waiting": False}, {"waiting": True}, {"waiting": False, "in_group": True}],
    "refusals/not_allowed": [{"right": "launch", "roles": ["leader", "deputy", "head", "council"]}, {"roles": []}],
    "refusals/illegal_move": [
        {"state": "sealed", "action": "register"},
        {"state": "verified", "action": "amend"},
        {"state": "launched", "action": "drop_phase"},
        {"state": "launched", "action": "drop"},
    ],
    "refusals/already_done": [{"who": "Lê Văn Bình"}, {"who": ""}],
    "refusals/taken": {"taken": "vhxh"},
    "refusals/closed": [{"title": "Đợt 1"}, {"title": "Đợt 1", "contacts": CONTACTS}],
    "refusals/wrong_place": [
        {"command": "dangky", "where": "private", "bot": "thidua_bot"},
        {"command": "dangky", "where": "private", "bot": ""},
        {"command": "lienket", "where": "group", "bot": "thidua_bot"},
    ],
    "refusals/answer_preview": {"form_open": True},
    "refusals/answer_choose": {},
    "refusals/answer_name": {"shortest": 2},
    "refusals/answer_long_name": {"length": 300, "longest": 100},
    "refusals/answer_not_listed": {},
    "refusals/answer_several": {"count": 2, "names": ["Nguyễn Văn An", "Trần An"]},
    "refusals/answer_nobody_called_so": {},
    "refusals/answer_link_used": {"uses": 12},
    "refusals/answer_sheet_old": {},
    "refusals/answer_sheet_kind": {},
    "refusals/answer_sheet_large": {"largest": 5},
    "refusals/answer_unit_taken": {"name": "Sở Y tế"},
    "refusals/answer_too_many_units": {"most": 200},
    "refusals/answer_unit_place": {"most": 7},
    "refusals/answer_unit_circle": {"name": "Sở Y tế"},
    "refusals/last_leader": {},
    "refusals/leads_the_bloc": {"unit": "Sở Y tế"},
    "refusals/invite_unknown": {},
    "refusals/invite_expired": {"contacts": CONTACTS},
    "refusals/invite_used_up": {},
    "refusals/invite_revoked": {},
    "refusals/invite_for_group": {},
    "refusals/invite_not_for_group": {},
}
