"""Facts for summaries: a phase with everything, a bloc of 40 units with long names, and a phase with nothing."""

import runpy
from pathlib import Path
from typing import Any

LONG = "Ban Quản lý các khu công nghiệp và khu chế xuất <tỉnh>, Văn phòng thường trực phòng, chống thiên tai"
SMALL = (
    *("product", "goal", "title", "initiative", "exemplar", "targets", "confirmed", "unconfirmed", "done"),
    *("duties", "on_time", "late", "missing", "open", "achievements", "verified", "unverified"),
)


def unit(number: int, *, name: str = "", idle: bool = False, **more: Any) -> dict[str, Any]:
    """One unit's figures, different for each number."""
    counts = dict.fromkeys(SMALL, 0)
    if not idle:
        counts |= {
            "product": number % 3,
            "goal": 2,
            "title": number % 2,
            "initiative": 1,
            "on_time": 1,
            "verified": number,
        }
        counts["targets"] = counts["product"] + counts["goal"] + counts["title"] + counts["initiative"]
        counts |= {"confirmed": counts["targets"] - 1, "unconfirmed": 1, "done": 1, "unverified": 1}
        counts["achievements"] = counts["verified"] + 1
    counts |= {"late": int(number == 1), "missing": int(idle), "open": 1}
    counts["duties"] = counts["on_time"] + counts["late"] + counts["missing"] + counts["open"]
    about = {"unit_id": number, "unit": name or f"Sở số {number} <tỉnh>", "takes_part": not idle}
    return {**about, **counts, "points": f"{1000 - number}.50", "place": number, "class": "", **more}


def figures(units: list[dict[str, Any]]) -> dict[str, int]:
    sums = {name: sum(one[name] for one in units) for name in SMALL}
    return {"units": len(units), "taking_part": sum(one["takes_part"] for one in units), **sums}


def line(units: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    return {
        "title": "Báo cáo sơ kết đợt 1 <Khối>",
        "of": "units",
        "deadline": {"form": "before", "day": "2020-06-20", "last_day": "2020-06-19", "left": None},
        "total": len(units),
        "on_time": sum(one["on_time"] for one in units),
        "late": sum(one["late"] for one in units),
        "missing": sum(one["missing"] for one in units),
        "open": 0,
        "late_units": [{"unit": one["unit"], "days": 2} for one in units if one["late"]],
        "missing_units": [one["unit"] for one in units if one["missing"]],
        **more,
    }


def summary(units: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    best = [{"class": "", "rows": [{name: one[name] for name in ("unit", "place", "points")} for one in units[:3]]}]
    return {
        "language": "vi",
        "style": "state",
        "bloc": "Khối thi đua các cơ quan lĩnh vực Văn hóa - Xã hội",
        "agency": False,
        "leading": "Sở Thông tin và Truyền thông",
        "campaign_id": 2**31 - 1,
        "campaign": "Phong trào thi đua năm 2020 của Khối các cơ quan <Văn hóa> - Xã hội",
        "decision": "Kế hoạch hoạt động năm 2020",
        "phase_id": 2**31 - 1,
        "phase": "Đợt 1",
        "theme": "Lập thành tích chào mừng",
        "starts": "2020-01-01",
        "ends": "2020-06-30",
        "at": "2020-07-01T08:00:00+07:00",
        "provisional": True,
        "over": True,
        "named": True,
        "scored": True,
        "figures": figures(units),
        "units": units,
        "absent": [one["unit"] for one in units if not one["takes_part"]],
        "lines": [
            line(units),
            line(units, of="members", title="Đăng ký cá nhân", late_units=[], missing_units=[]),
            line(units[:1], of="office", title="Giao ban", late_units=[], missing_units=[]),
        ],
        "groups": [
            {"code": "A", "name": "Nhiệm vụ <chính trị>", "achievements": 9, "verified": 6, "points": "1250.50"},
            {"code": "B", "name": "Đoàn thể", "achievements": 0, "verified": 0, "points": "0"},
        ],
        "best": best,
        "people": [{"name": "Lan <x>", "unit": "Sở Y tế", "points": "12.50", "place": 1}],
        "compared": [{"name": "Đợt 0", "figures": figures(units[1:])}, {"name": "Đợt 1", "figures": figures(units)}],
        **more,
    }


UNITS = [*(unit(number) for number in range(1, 7)), unit(7, idle=True)]
FULL = summary(UNITS)
FORTY = summary(
    [unit(number, name=f"{LONG} số {number}", idle=number % 5 == 0) for number in range(1, 41)],
    phase="",
    phase_id=0,
    named=False,
    best=[{"class": f"Nhóm {name}", "rows": FULL["best"][0]["rows"]} for name in ("I", "II")],
)
NOTHING = summary(
    [unit(1, idle=True, points=None, place=None)],
    provisional=False,
    over=False,
    scored=False,
    lines=[],
    groups=[],
    best=[],
    people=[],
    compared=[],
    decision="",
    theme="",
)
TARGET = runpy.run_path(str(Path(__file__).with_name("documents.py")))["TARGET"]
GOAL = runpy.run_path(str(Path(__file__).with_name("documents.py")))["GOAL"]
TARGETS = [
    {"sort": "target", "target_id": number, "unit": "Sở Y tế", "points": points, "done": done, **one}
    for number, (one, points, done) in enumerate(
        [
            (TARGET, None, False),
            (GOAL, "12.50", True),
            (TARGET | {"state": "confirmed"}, None, False),
            (
                TARGET | {"kind": "title", "item": "CSTDCS", "title": "", "state": "returned", "person": "Lan"},
                None,
                False,
            ),
        ],
        start=1,
    )
]
DUTY = {"sort": "duty", "unit": "Sở Y tế <x>", "title": "Báo cáo", "last_day": "2020-06-19"}
DUTIES = [
    {**DUTY, "done_on": "2020-06-18", "days_late": 0, "state": "on_time"},
    {**DUTY, "done_on": "2020-06-21", "days_late": 2, "state": "late"},
    {**DUTY, "done_on": None, "days_late": 0, "state": "missing"},
    {**DUTY, "done_on": None, "days_late": 0, "state": "open"},
]
ACHIEVEMENT = {
    "sort": "achievement",
    "achievement_id": 1,
    "unit": "Sở Y tế <x>",
    "criterion": "3.1",
    "label": "",
    "title": "+1 sáng kiến <x>",
    "person": "Lan",
    "quantity": "1.00",
    "day": "2020-04-01",
    "state": "verified",
    "points": "20.00",
    "evidence": 2,
}
ACHIEVEMENTS = [
    ACHIEVEMENT,
    *({**ACHIEVEMENT, "state": state, "points": None, "person": ""} for state in ("confirmed", "waiting", "returned")),
]
LISTS = {"targets": TARGETS, "duties": DUTIES, "achievements": ACHIEVEMENTS}
IDS = {"campaign_id": 2**31 - 1, "phase_id": 2**31 - 1}
PAGE = {**IDS, "phase": "Đợt 1", "total": 30, "first": 10, "page": 1, "pages": 3}
CHECKS = [{"name": name, "count": 2} for name in ("time", "missing", "open", "unconfirmed", "unverified")]
DONE = [{**one, "count": 0} for one in CHECKS]
REPORT = {
    **{name: FULL[name] for name in ("language", "style", "bloc", "agency", "leading", "campaign_id", "campaign")},
    **{name: FULL[name] for name in ("decision", "phase_id", "phase", "starts", "ends", "at", "provisional", "groups")},
    "unit": "Sở Y tế",
    "title": "Báo cáo sơ kết đợt 1",
    "figures": figures(UNITS[:1]),
    "targets": TARGETS,
    "duties": DUTIES,
    "evidence": 7,
    "compared": [
        {"name": "Đợt 1", "figures": figures(UNITS[:1]), "points": "98.50"},
        {"name": "", "figures": figures(UNITS[:2]), "points": "198.50"},
    ],
}
EMPTY_REPORT = {
    **REPORT,
    "figures": figures([unit(1, idle=True)]),
    **{name: [] for name in ("targets", "duties", "groups", "compared")},
    "phase": "",
    "provisional": False,
    "leading": "",
    "decision": "",
}

SAMPLES: dict[str, dict[str, Any] | list[dict[str, Any]]] = {
    "commands/tongket": {},
    "summaries/summary": [
        {"data": FULL, "phases": [{"id": 2**31 - 1, "name": "Đợt 1"}, {"id": 5, "name": "Đợt 2 <x>"}]},
        {"data": FORTY, "phases": []},
        {"data": NOTHING, "phases": []},
    ],
    "summaries/choose": [
        {"campaigns": []},
        {"campaigns": [{"campaign_id": 1, "campaign": "Phong trào <2020>", "phase_id": 2}]},
    ],
    "summaries/figures": [
        {"data": FULL, "figures": [{"name": name, "count": 3} for name in (*SMALL[:9], *SMALL[10:])]}
    ],
    "summaries/list": [
        {**PAGE, "figure": "targets", "rows": TARGETS},
        {**PAGE, "figure": "late", "rows": DUTIES, "phase": ""},
        {**PAGE, "figure": "achievements", "rows": ACHIEVEMENTS, "page": 0},
        {**PAGE, "figure": "taking_part", "rows": [{"sort": "unit", **UNITS[0]}], "page": 2},
        {**PAGE, "figure": "missing", "rows": [], "total": 0},
    ],
    "summaries/checklist": [
        {"data": FULL, "sealed": False, "checks": CHECKS},
        {"data": FULL, "sealed": False, "checks": DONE},
        {"data": FULL, "sealed": True, "checks": []},
    ],
    "summaries/ask_post": [{"data": FULL, "groups": 2, "asked": 2**25}, {"data": FORTY, "groups": 0, "asked": 2**25}],
    "summaries/posted": {**IDS, "groups": 2},
    "live/summaries/post": [
        {"made": "summary_picture", "data": FULL, "mine_url": "https://t.me/b?start=xephang"},
        {"made": "summary_picture", "data": FORTY, "mine_url": ""},
        {"made": "summary_picture", "data": NOTHING, "mine_url": ""},
    ],
    "live/summaries/paper": [
        {"made": made, "data": data}
        for made in ("summary_word", "summary_sheet", "summary_picture")
        for data in (FULL, NOTHING)
    ],
    "live/phases/closing": [
        {"campaign": "Phong trào", "name": "Đợt 1", "ends": "2020-06-30", "days": days, "lines": lines}
        for days, lines in ((7, [{"title": "Báo cáo <x>", "left": 3, "total": 7}]), (0, []))
    ],
    "live/reports/draft": {"made": "report_word", "duty_id": 5, "data": REPORT},
    "pictures/summary": [{"data": FULL}, {"data": FORTY}, {"data": NOTHING}],
    "documents/summary_words": [
        {"data": FULL},
        {"data": FORTY},
        {"data": {**NOTHING, "style": "party", "agency": True}},
    ],
    "documents/summary_name": [{"data": FULL}, {"data": FORTY}],
    "documents/summary_sheet_words": [{"data": {**FULL, **LISTS}}, {"data": {**NOTHING, **LISTS}}],
    "documents/report_words": [{"data": REPORT}, {"data": {**EMPTY_REPORT, "style": "party"}}],
    "documents/report_name": {"data": REPORT},
}
