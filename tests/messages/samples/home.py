"""Facts for the home screen and what is said when nothing else fits."""

from typing import Any

HOME: dict[str, Any] = {
    "name": "Nguyễn Thị Mai",
    "bloc_name": "Khối Văn hóa - Xã hội",
    "roles": ["leader", "head"],
    "units": ["Sở Thông tin và Truyền thông"],
    "requests": 2,
    "several": True,
    "form_open": True,
    "commands": ["donvi", "quanly", "trogiup"],
    "owed": 2,
    "next_title": "Báo cáo sơ kết đợt 1",
    "deadline": {"form": "before", "day": "2020-06-20", "last_day": "2020-06-19", "left": 3},
}

SAMPLES: dict[str, dict[str, Any] | list[dict[str, Any]]] = {
    "home/home": [
        HOME,
        {
            **HOME,
            "roles": ["acting", "deputy", "secretary", "council", "observer", "member"],
            "units": [],
            "requests": 0,
            "several": False,
            "form_open": False,
            "owed": 0,
            "next_title": "",
            "deadline": {},
        },
    ],
    "home/waiting": {"units": ["Sở Y tế"]},
    "home/choose_bloc": {
        "blocs": [{"id": 1, "name": "Khối 1", "current": True}, {"id": 2, "name": "B", "current": False}]
    },
    "home/unknown_command": [{"typed": "dangki", "likely": ["donvi", "quanly"]}, {"typed": "x", "likely": []}],
    "home/edited": {},
    "home/no_file": [{"head": True}, {"head": False}],
}
