"""Facts for what is told when somebody leaves the bloc."""

from typing import Any

from store.rules.hiding import DELETED

SAMPLES: dict[str, dict[str, Any] | list[dict[str, Any]]] = {
    "leaving/roles_ended": [
        {"name": "Lan <b>", "roles": ["secretary", "council"]},
        {"name": DELETED, "roles": ["leader"]},
    ],
}
