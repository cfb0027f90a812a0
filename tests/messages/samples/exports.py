"""Facts for what comes with exported files."""

from typing import Any

AT = "2020-02-03T09:00:00+07:00"

SAMPLES: dict[str, dict[str, Any] | list[dict[str, Any]]] = {
    "exports/pledge": {"unit": "Sở Y tế <&>"},
    "exports/making": {"campaign_id": 1},
    "live/exports/registrations": [
        {"made": "registrations_word", "at": AT},
        {"made": "registrations_sheet", "at": AT},
    ],
}
