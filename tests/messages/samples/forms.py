"""Facts for what every form says."""

from typing import Any

SAMPLES: dict[str, dict[str, Any]] = {
    "forms/bare": {},
    "forms/cancelled": {},
    "forms/left_alone": {"form_id": 7, "name": "joining"},
}
