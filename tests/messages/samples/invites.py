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
    "invite_link": "https://t.me/thidua_bot?start=00112233445566778899aabbccddeeff",
}

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
            "waiting": [],
            "may_invite_head": False,
            "may_invite_staff": False,
        },
    ],
    "invites/manage": [
        {"bloc_name": "Khối 1", "units": 2, "joined": 1, "may_appoint": may_appoint} for may_appoint in (True, False)
    ],
    "invites/choose_office": {"roles": ["deputy", "secretary", "council"]},
    "invites/link": [
        LINK,
        {**LINK, "needs_approval": False},
        {**LINK, "unit_id": 0, "unit": "", "unit_role": "", "bloc_role": "council", "needs_approval": False},
    ],
    "invites/revoked": [{"unit_id": 3}, {"unit_id": 0}],
}
