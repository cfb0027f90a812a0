"""Facts for the screens on which the office keeps units."""

from typing import Any

SAMPLES: dict[str, dict[str, Any] | list[dict[str, Any]]] = {
    "units/list": {
        "bloc_name": "Khối 1",
        "units": [{"id": 3, "name": "Sở Y tế", "heads": ["Bình", "Hà"]}, {"id": 4, "name": "Sở B", "heads": []}],
        "joined": 1,
    },
}
