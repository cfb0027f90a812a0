"""Facts for what groups read when a phase opens and ends."""

import runpy
from pathlib import Path
from typing import Any

PAGE = runpy.run_path(str(Path(__file__).with_name("campaigns.py")))["PAGE"]
PHASE = {"campaign": PAGE["title"], "name": "Đợt 1", "starts": "2020-01-01", "ends": "2020-06-30"}

SAMPLES: dict[str, dict[str, Any] | list[dict[str, Any]]] = {
    "phases/opened": [
        {
            **PHASE,
            "theme": "Lập thành tích",
            "deadlines": PAGE["deadlines"],
            "register_url": "https://t.me/b?start=dangky",
        },
        {**PHASE, "theme": "", "deadlines": [], "register_url": ""},
    ],
    "phases/ended": [
        {**PHASE, "counts": [{"title": "Báo cáo sơ kết đợt 1", "done": 5, "total": 7}]},
        {**PHASE, "counts": []},
    ],
}
