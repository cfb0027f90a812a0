"""Facts for the packs of evidence."""

from typing import Any

SAMPLES: dict[str, Any] = {
    "evidence_packs/making": {"unit": "Sở Y tế <b>", "unit_id": 3, "files": 12},
    "evidence_packs/part": [
        {"unit": "Sở Y tế <b>", "unit_id": 3, "part": 1, "parts": 1, "kept": "a.zip", "file_name": "syt.zip"},
        {"unit": "Sở Y tế <b>", "unit_id": 3, "part": 2, "parts": 3, "kept": "a.zip", "file_name": "syt.zip"},
    ],
}
