"""Facts for what is told when somebody leaves."""

from typing import Any

from store.rules.hiding import DELETED

LEFT: dict[str, Any] = {
    "name": "Lan <b>",
    "unit": "Sở Y tế",
    "targets": 0,
    "achievements": 0,
    "headless": False,
    "roles": [],
}

SAMPLES: dict[str, dict[str, Any] | list[dict[str, Any]]] = {
    "leaving/left": [
        LEFT,
        LEFT | {"targets": 1, "achievements": 2, "name": DELETED},
        LEFT | {"headless": True, "targets": 3, "achievements": 1},
        LEFT | {"unit": "", "roles": ["secretary", "council"]},
    ],
    "refusals/last_leader": [{"form_open": True}, {}],
}
