"""Facts for the screens of units, and for the links that are made there."""

from typing import Any

UNIT: dict[str, Any] = {
    "unit_id": 3,
    "unit": "Sở Y tế",
    "in_charge": "Đ/c Phó Chủ tịch",
    "heads": [{"name": "Lê Văn Bình", "position": "Giám đốc"}],
    "people": [{"name": "Trần Thị Lan", "position": ""}],
    "more": 3,
    "count": 5,
    "unreachable": [{"name": "Trần Thị Lan", "position": ""}],
    "more_unreachable": 2,
    "acting": [
        {"id": 2, "name": "Lan", "first": "2020-06-01", "last": "2020-06-12", "mine": True},
        {"id": 3, "name": "Tú", "first": "2020-06-01", "last": "2020-06-12", "mine": False},
    ],
    "waiting": [{"id": 9, "name": "Phạm Văn Tú"}],
    "may_invite_head": True,
    "may_invite_staff": True,
}
LINK: dict[str, Any] = {
    "invite_id": 4,
    "unit_id": 3,
    "unit": "Sở Y tế",
    "bloc_name": "Khối 1",
    "unit_role": "member",
    "bloc_role": "",
    "needs_approval": True,
    "max_uses": 500,
    "expires": "2020-02-01T08:00:00+07:00",
    "person": "",
    "token": "00112233445566778899aabbccddeeff",
    "invite_link": "https://t.me/thidua_bot?start=00112233445566778899aabbccddeeff",
}
OPEN: dict[str, Any] = {
    "id": 4,
    "unit": "Sở Y tế",
    "person": "",
    "unit_role": "member",
    "bloc_role": "",
    "needs_approval": True,
    "uses": 3,
    "max_uses": 50,
    "expires": "2020-02-01T08:00:00+07:00",
}
OFFICE: dict[str, Any] = {**OPEN, "unit": "", "unit_role": "", "bloc_role": "council", "needs_approval": False}
LIST: dict[str, Any] = {
    "unit_id": 3,
    "unit": "Sở Y tế",
    "links": [OPEN, {**OPEN, "person": "Trần Thị Lan"}, OFFICE],
    "more": 2,
    "may_invite_staff": True,
    "may_invite_head": True,
    "may_appoint": True,
}
ONE: dict[str, Any] = {**OPEN, "unit_id": 3, "days": [7, 30, 90], "choices": [10, 50, 500], "ended": False}

SAMPLES: dict[str, dict[str, Any] | list[dict[str, Any]]] = {
    "invites/choose_unit": {"units": [{"id": 3, "name": "Sở Y tế"}]},
    "invites/unit": [
        UNIT,
        {
            **UNIT,
            "in_charge": "",
            "heads": [],
            "people": [],
            "more": 0,
            "unreachable": [],
            "more_unreachable": 0,
            "acting": [],
            "waiting": [],
            "may_invite_head": False,
            "may_invite_staff": False,
        },
    ],
    "invites/manage": {"bloc_name": "Khối 1", "units": 2, "joined": 1},
    "invites/choose_office": {"roles": ["deputy", "secretary", "council"]},
    "invites/link": [
        LINK,
        {**LINK, "needs_approval": False},
        {**LINK, "needs_approval": False, "person": "Trần Thị Lan", "max_uses": 1},
        {**LINK, "unit_id": 0, "unit": "", "unit_role": "", "bloc_role": "council", "needs_approval": False},
    ],
    "invites/qr": [
        {
            "unit": unit,
            "bloc_name": "Khối 1",
            "unit_role": "member",
            "bloc_role": "council",
            "invite_link": LINK["invite_link"],
        }
        for unit in ("Sở Y tế", "")
    ],
    "invites/open": [
        LIST,
        {**LIST, "unit_id": 0, "unit": ""},
        {**LIST, "links": [], "more": 0, "may_invite_staff": False, "may_invite_head": False, "may_appoint": False},
        {**LIST, "unit_id": 0, "unit": "", "links": [], "more": 0, "may_appoint": False},
    ],
    "invites/one": [
        ONE,
        {**ONE, "choices": [], "needs_approval": False, "person": "Lan"},
        {**ONE, "ended": True},
        {**ONE, **OFFICE, "unit_id": 0},
    ],
    "invites/ask_all": [{"without": 2, "units": 7}, {"without": 0, "units": 7}],
    "invites/sheet": [{"unit": unit, "count": 7, "expires": "2020-02-01T08:00:00+07:00"} for unit in ("", "Sở Y tế")],
    "invites/nobody": [{"unit": ""}, {"unit": "Sở Y tế"}],
    "invites/revoked": [{"unit_id": 3}, {"unit_id": 0}],
}
