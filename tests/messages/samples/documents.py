"""Facts for the words of documents."""

from typing import Any

TARGET: dict[str, Any] = {
    "kind": "product",
    "item": "Đề án",
    "title": 'Chuyển đổi số "một cửa" <&>',
    "number": "",
    "measure": "",
    "baseline": "",
    "description": "",
    "planned_day": "",
    "people": "",
    "movement": "",
    "field": "",
    "scope": "",
    "evidence": "",
    "checks": "",
    "person": "",
    "phase": "",
    "state": "waiting",
    "days_late": 0,
    "registered": "2020-02-03",
}
GOAL = TARGET | {
    "kind": "goal",
    "title": "Hồ sơ đúng hạn",
    "number": "95.5",
    "measure": "%",
    "baseline": "90",
    "planned_day": "2020-06-20",
    "person": "Lan",
    "state": "confirmed",
    "people": "Hoa, Tú",
}
SHORT = {"verified": False, "ways": [{"kind": "product", "products": ["Đề án"], "title": "", "left": 1}]}
SIGNED = {"state": "signed", "signer": "Bình", "signed_at": "2020-02-03T09:00:00+07:00"}
UNSIGNED: dict[str, Any] = {"signer": "", "signed_at": None}

SAMPLES: dict[str, dict[str, Any] | list[dict[str, Any]]] = {
    "documents/people_sheet": [{"units": []}, {"units": [{"code": "syt", "name": "Sở Y tế"}]}],
    "documents/people_mistakes": {"mistakes": [{"row": 4, "why": "merged", "value": "", "other": 0}]},
    "documents/invite_sheet": [{"unit": unit, "expires": "2020-02-01T08:00:00+07:00"} for unit in ("", "Sở Y tế")],
    "documents/rows": [{"targets": []}, {"targets": [TARGET, GOAL, TARGET | {"state": "returned"}]}],
    "documents/pledge_rows": [{"targets": []}, {"targets": [TARGET, GOAL]}],
    "documents/at": {"at": "2020-02-03T09:00:00+07:00"},
    "documents/signing": [{"agency": True}, {"agency": False}],
    "documents/pledge_text": {},
    "documents/pledge_name": {"unit": "Sở Y tế"},
    "documents/registrations_name": {"campaign": "Phong trào thi đua năm 2020"},
    "documents/pledge_state": [
        SIGNED,
        SIGNED | {"signer": ""},
        *(UNSIGNED | {"state": state} for state in ("changed", "none", "not_asked")),
    ],
    "documents/signature": [
        SIGNED | {"hash": "0123456789abcdef" * 4},
        *(UNSIGNED | {"state": state, "hash": ""} for state in ("changed", "none")),
    ],
    "documents/lacking": {"unit": "Sở Y tế", "missing": [SHORT, SHORT]},
    "documents/lacking_cell": {"missing": [SHORT, SHORT]},
}
