"""Facts for the launch: its preview, what goes out, what comes back."""

import runpy
from pathlib import Path
from typing import Any

_campaigns = runpy.run_path(str(Path(__file__).with_name("campaigns.py")))
PAGE, BARE = _campaigns["PAGE"], _campaigns["BARE"]
COUNTS = {"groups": 3, "people": 7, "unreachable": ["Bình"], "headless": ["Sở Y tế"]}
NOBODY = {"groups": 0, "people": 0, "unreachable": [], "headless": []}
DRAFT = {"state": "draft", "own": False, "may_launch": True, "missing": [], "launch_on": "2020-01-02", "to_rewrite": []}
MISSING = [{"id": 4, "title": "Kế hoạch và giao ước của đơn vị", "around": "quý III/2021"}]

SAMPLES: dict[str, dict[str, Any] | list[dict[str, Any]]] = {
    "launch/group": [PAGE, BARE],
    "launch/head": [PAGE, BARE],
    "launch/received": {**PAGE, "at": "2020-01-02T09:15:00+07:00"},
    "launch/received_toast": {},
    "launch/preview": [
        {**PAGE, **COUNTS, **DRAFT},
        {**PAGE, **COUNTS, **DRAFT, "missing": MISSING, "launch_on": None, "to_rewrite": ["Đợt 1"]},
        {**BARE, **NOBODY, **DRAFT, "own": True, "may_launch": False},
        {**BARE, **NOBODY, **DRAFT, "state": "launched"},
    ],
    "launch/launched": [
        {**PAGE, **COUNTS, **DRAFT, "announcement_id": 7},
        {**BARE, **NOBODY, **DRAFT, "own": True, "announcement_id": None},
    ],
    "launch/ask_day": {
        "form_id": 1,
        "step": "day",
        "title": "Kế hoạch và giao ước của đơn vị",
        "around": "quý III/2021",
        "first": "2021-06-01",
        "last": "2025-12-31",
    },
    "refusals/missing_days": {"campaign_id": 1, "milestones": MISSING, "form_open": False},
}
