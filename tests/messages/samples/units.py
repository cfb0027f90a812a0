"""Facts for the screens on which the office keeps units."""

from typing import Any

KINDS = ["office", "department", "mass_org"]
LIST: dict[str, Any] = {
    "bloc_name": "Khối 1",
    "units": [{"id": 3, "name": "Sở Y tế", "heads": ["Bình", "Hà"]}, {"id": 4, "name": "Sở B", "heads": []}],
    "joined": 1,
    "closed": [],
}
EDIT: dict[str, Any] = {
    "unit_id": 3,
    "name": "Sở Y tế",
    "code": "syt",
    "sort": "office",
    "sorts": KINDS,
    "staff": 62,
    "place": 4,
    "parent": "UBND",
    "in_charge": "Đ/c Phó Chủ tịch",
    "former": [{"name": "Ty Y tế", "last": "2020-03-01"}],
    "closed_on": "2020-12-31",
}
FORM: dict[str, Any] = {"form_id": 7, "unit": "Sở Y tế", "unit_id": 3}

SAMPLES: dict[str, dict[str, Any] | list[dict[str, Any]]] = {
    "units/list": [
        LIST,
        {
            **LIST,
            "closed": [
                {"name": "Sở A", "last": "2020-03-01", "successor": "Sở B"},
                {"name": "Sở C", "last": "2020-03-01", "successor": ""},
            ],
        },
    ],
    "units/edit": [
        EDIT,
        *(
            {
                **EDIT,
                "sort": kind,
                "staff": None,
                "place": 0,
                "parent": "",
                "in_charge": "",
                "former": [],
                "closed_on": None,
            }
            for kind in KINDS
        ),
    ],
    "units/choose_parent": {"unit_id": 3, "name": "Sở Y tế", "units": [{"id": 4, "name": "Sở B"}]},
    "units/ask_name": {"form_id": 7, "step": "name", "limit": 150},
    "units/ask_sort": {"form_id": 7, "step": "sort", "name": "Sở Mới", "sorts": KINDS},
    "units/new_preview": {"form_id": 7, "step": "preview", "name": "Sở Mới", "sort": "mass_org"},
    "units/added": {"unit_id": 3, "name": "Sở Mới"},
    "units/ask_value": [
        {**FORM, "step": "value", "what": what, "limit": 150} for what in ("name", "staff", "place", "in_charge")
    ],
    "units/ask_last": {**FORM, "step": "last", "today": "2020-06-01"},
    "units/ask_reason": {**FORM, "step": "reason", "limit": 300},
    "units/close_preview": {
        **FORM,
        "step": "preview",
        "last": "2020-06-30",
        "reason": "QĐ 12/QĐ-UBND",
        "people": 3,
        "duties": 2,
    },
    "units/closed_done": {"unit": "Sở Y tế", "last": "2020-06-30"},
    "units/closed": {"unit": "Sở Y tế", "last": "2020-06-30", "reason": "QĐ 12", "by": "Mai"},
    "units/ask_into": {**FORM, "step": "into", "units": [{"id": 4, "name": "Sở B"}]},
    "units/merge_preview": {**FORM, "step": "preview", "into_name": "Sở B", "people": 3},
    "units/merged_done": {"unit": "Sở Y tế", "into": "Sở B", "into_id": 4},
    "units/merged": {"unit": "Sở Y tế", "into": "Sở B", "by": "Mai"},
    "units/renamed": {"before": "Ty Y tế", "after": "Sở Y tế", "by": "Mai"},
}
