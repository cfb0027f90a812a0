"""Facts for what lies in archives."""

from typing import Any

PIECE: dict[str, Any] = {
    "name": "01 Giấy khen <b>&.pdf",
    "path": "3.2 Tin, bài/5 Tuyên truyền/01 Giấy khen.pdf",
    "part": 2,
    "state": "stored",
    "link": "",
    "paper_number": "",
    "paper_day": None,
}
GONE = PIECE | {"path": "", "state": "lost"}
LINE: dict[str, Any] = {
    "title": "Tuyên truyền <b>&",
    "person": "Lan",
    "day": "2020-03-05",
    "state": "verified",
    "points": "1.50",
    "rule": "per_item",
    "own_campaign": False,
    "verified_by": "Dũng",
    "verified_at": "2020-06-20T08:00:00+07:00",
    "pieces": [
        PIECE,
        PIECE | {"path": "", "link": "https://vi-du.vn/?a=1&b=2"},
        PIECE | {"path": "", "paper_number": "123/QĐ-UBND", "paper_day": "2020-03-05"},
        GONE,
        GONE | {"state": "loading"},
        GONE | {"state": "refused"},
    ],
}
GROUP = {"code": "3.2", "title": "Tin, bài <i>", "campaign": "Chào mừng Đại hội", "achievements": [LINE]}
PACK: dict[str, Any] = {
    "unit": "Sở Y tế <b>",
    "language": "vi",
    "at": "2020-06-20T08:00:00+07:00",
    "parts": 1,
    "criteria": [GROUP],
}
WAITING = LINE | {
    "state": "waiting",
    "points": None,
    "person": "",
    "verified_by": "",
    "verified_at": None,
    "pieces": [],
}

SAMPLES: dict[str, Any] = {
    "archives/evidence_index": [PACK, PACK | {"parts": 2, "criteria": [GROUP | {"achievements": [WAITING, LINE]}]}],
}
