"""Facts for joining and for the unit head's answer."""

from typing import Any

CONSENT: dict[str, Any] = {
    "form_id": 7,
    "step": "preview",
    "bloc_name": "Khối Văn hóa - Xã hội",
    "unit_name": "Sở Y tế",
    "unit_role": "member",
    "bloc_role": "",
    "needs_approval": True,
    "name": "Trần Thị Lan <b>",
    "is_listed": False,
    "may_choose": False,
}
REQUEST: dict[str, Any] = {
    "membership_id": 5,
    "unit_id": 3,
    "unit": "Sở Y tế",
    "name": "Trần Thị Lan",
    "position": "Chuyên viên",
    "listed": "",
    "telegram_name": "Lan",
}
JOINED: dict[str, Any] = {
    "name": "Trần Thị Lan",
    "bloc_name": "Khối 1",
    "unit_name": "Sở Y tế",
    "unit_role": "head",
    "bloc_role": "leader",
}

SAMPLES: dict[str, dict[str, Any] | list[dict[str, Any]]] = {
    "joining/no_bloc": {},
    "joining/choose_bloc": {"form_id": 7, "step": "bloc", "blocs": [{"id": 1, "name": "Khối 1"}]},
    "joining/choose_unit": {
        "form_id": 7,
        "step": "unit",
        "bloc_name": "Khối 1",
        "units": [{"id": number, "name": f"Đơn vị {number}"} for number in range(1, 41)],
    },
    "joining/ask_name": {"form_id": 7, "step": "name"},
    "joining/consent": [
        CONSENT,
        {**CONSENT, "is_listed": True, "may_choose": True},
        {**CONSENT, "unit_role": "head", "bloc_role": "leader", "needs_approval": False},
        {**CONSENT, "unit_name": "", "unit_role": "", "bloc_role": "council", "needs_approval": False},
    ],
    "joining/choose_listed": [
        {"form_id": 7, "step": "listed", "more": more, "people": [{"id": 3, "name": "Lan", "position": position}]}
        for more, position in ((0, ""), (470, "Chuyên viên"))
    ],
    "joining/joined": [JOINED, {**JOINED, "unit_name": "", "unit_role": "", "bloc_role": "council"}],
    "joining/waiting": JOINED,
    "joining/already": [JOINED, {**JOINED, "unit_name": ""}],
    "joining/request": [
        REQUEST,
        {**REQUEST, "listed": "Trần Thị Lan"},
        {**REQUEST, "position": "", "telegram_name": ""},
    ],
    "joining/answered": [{**REQUEST, "approved": True}, {**REQUEST, "approved": False}],
    "joining/approved": {"unit": "Sở Y tế"},
    "joining/refused": {"unit": "Sở Y tế"},
    "joining/role_taken": [
        {"name": "Bình", "unit": "Sở Y tế", "bloc": "Khối 1", "role": "head"},
        {"name": "Dũng", "unit": "", "bloc": "Khối 1", "role": "council"},
    ],
}
