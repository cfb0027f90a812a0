"""Facts for roles in the bloc."""

from typing import Any

POST: dict[str, Any] = {"id": 4, "name": "Mai", "role": "leader", "unit": "", "first": "2020-01-02", "last": None}
OBSERVER: dict[str, Any] = {**POST, "role": "observer", "unit": "Sở Y tế"}
ACTING: dict[str, Any] = {**POST, "role": "acting", "first": "2020-06-01", "last": "2020-06-12"}
FORM: dict[str, Any] = {"form_id": 7, "who": "Bình"}

SAMPLES: dict[str, dict[str, Any] | list[dict[str, Any]]] = {
    "roles/people": [
        {"bloc_name": "Khối 1", "posts": [POST, OBSERVER, ACTING], "may_appoint": may_appoint}
        for may_appoint in (True, False)
    ],
    "roles/post": [POST, OBSERVER, ACTING],
    "roles/ended": [{**POST, "mine": False}, {**POST, "mine": True}],
    "roles/choose": {"roles": ["leader", "deputy", "secretary", "council", "observer"]},
    "roles/ask_person": [
        {**FORM, "step": "person", "role": "council", "found": []},
        {
            **FORM,
            "step": "person",
            "role": "acting",
            "found": [{"id": 3, "name": "Bình", "position": "Kế toán", "unit": "Sở Y tế"}],
        },
    ],
    "roles/ask_unit": {**FORM, "step": "unit", "units": [{"id": 3, "name": "Sở Y tế"}]},
    "roles/preview": [
        {**FORM, "step": "preview", "role": "council", "unit_name": ""},
        {**FORM, "step": "preview", "role": "observer", "unit_name": "Sở Y tế"},
    ],
    "roles/act_preview": {**FORM, "step": "preview", "first": "2020-06-01", "last": "2020-06-12"},
    "roles/done": [POST, OBSERVER, ACTING],
    "roles/given": [{**one, "bloc_name": "Khối 1", "by": "Mai"} for one in (POST, OBSERVER, ACTING)],
    "roles/taken": {**POST, "bloc_name": "Khối 1", "by": "Mai"},
    "roles/acting_given": {"unit": "Sở Y tế", "first": "2020-06-01", "last": "2020-06-12", "by": "Bình"},
    "roles/acting_taken": {"unit": "Sở Y tế", "first": "2020-06-01", "last": "2020-06-12", "by": "Bình"},
}
