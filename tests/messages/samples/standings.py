"""Facts for standings: short and long boards, with classes, ties, movement and units that are not ranked."""

from typing import Any

IDS = {"campaign_id": 2**31 - 1, "phase_id": 2**31 - 1}
UNIT = (
    "Ban Quản lý các khu công nghiệp và khu chế xuất <tỉnh>, Văn phòng thường trực Ban Chỉ đạo phòng, chống thiên tai"
)


def row(place: int | None, **more: Any) -> dict[str, Any]:
    usual = {"unit_id": 2**31 - 1, "unit": "Sở Y tế <tỉnh>", "points": "1098.50", "place": place, "tied": False}
    return {**usual, "apart": "", "mine": False, "moved": None, "new": False, "council": False, "why": [], **more}


ROWS = [
    row(1, moved=2, apart="group:A", mine=True),
    row(2, tied=True, moved=0),
    row(2, tied=True, council=True, moved=-1),
    row(4, new=True, apart="fewest_penalty", unit=UNIT),
    row(None, why=["Có vụ án <x>", "Đơn thư"]),
]
BOARD = {
    "campaign_id": 1,
    "campaign": "Phong trào thi đua năm 2020 của Khối các cơ quan <Văn hóa> - Xã hội",
    "bloc": "Khối thi đua các cơ quan lĩnh vực Văn hóa - Xã hội",
    "phase_id": 0,
    "phase": "",
    "at": "2020-06-22T08:00:00+07:00",
    "provisional": True,
    "began": True,
    "classes": [{"name": "", "left_over": False, "rows": ROWS}],
}
FORTY = [row(place, unit=UNIT, moved=12, may_open=True) for place in range(1, 41)]
LONG = {
    **BOARD,
    "provisional": False,
    "phase": "Đợt 1",
    "classes": [
        {"name": "Nhóm I", "left_over": False, "rows": FORTY},
        {"name": "", "left_over": True, "rows": [row(None, may_open=False)]},
    ],
}
EMPTY = {**BOARD, "began": False}
PHASES = [{"id": 2**31 - 1, "name": "Đợt 1"}, {"id": 2, "name": "Đợt 2 <x>"}]
SCREEN = {**IDS, "phases": PHASES}
LINK = "https://t.me/thidua_bot?start=xephang"
LETTER = {"made": "standings", "data": BOARD, "long": False, "mine_url": LINK}
ME = {"place": 3, "all": 20, "points": "12.5", "need": "2.5", "unit_id": 1, "member_id": 2, "of_bloc": False}
MINE = {
    **SCREEN,
    "board": BOARD,
    "units": [
        {"row": ROWS[3], "class": "Nhóm I", "all": 6, "neighbours": ROWS[1:], "above": {"place": 2, "need": "2.5"}},
        {"row": ROWS[1], "class": "", "all": 6, "neighbours": ROWS[:3], "above": {"place": 1, "need": "0"}},
        {"row": ROWS[4], "class": "", "all": 6, "neighbours": ROWS[3:], "above": None},
    ],
    "me": ME,
    "people": [1],
}
ONE = {**MINE, "units": MINE["units"][:1], "me": {**ME, "of_bloc": True, "need": None}, "phase_id": 0}  # type: ignore[index]
PERSON = {"member_id": 2, "unit_id": 1, "name": "Lan <x>", "unit": "", "points": "12", "place": 1, "mine": True}
PEOPLE = {**SCREEN, "phase": "", "unit_id": 1, "of": "Sở Y tế", "provisional": True}
HEAD = {**IDS, "unit_id": 2**31 - 1, "whose": "Sở Y tế <x>", "phase": "Đợt 1", "provisional": True}
UNITS_OWN = {**HEAD, "member_id": None}
MEMBERS = {**HEAD, "member_id": 2**31 - 1, "provisional": False, "phase": ""}
GROUPS = [
    {"place": number, "code": code, "name": "Thực hiện nhiệm vụ <chính trị>", "points": "98.5", "max": most}
    for number, (code, most) in enumerate([("A", "500"), ("D", "0")])
]
CRITERIA = [
    {
        "place": 0,
        "code": "1.1",
        "title": "Hoàn thành <x>",
        "points": "300",
        "max": "300",
        "counted": 2,
        "rule": "manual",
    },
    {"place": 1, "code": "4.2", "title": "Vi phạm", "points": "-25", "max": "0", "counted": 0, "rule": "penalty"},
]
GROUP = {"code": "A", "name": "Thực hiện nhiệm vụ <chính trị>", "group": 0, "max": "500", "points": "98.5"}
LINE = {
    "id": 2**31 - 1,
    "title": "Bằng khen <x>",
    "label": "Giải Nhất",
    "day": "2020-04-01",
    "points": "10",
    "given_why": "Trùng một phần <y>",
    "person": "Lan",
    "decided_by": "Dũng",
    "decided_at": "2020-04-02T08:00:00+07:00",
}
CRITERION = {
    "group": 0,
    "place": 1,
    "code": "3.4",
    "title": "Chấp hành <chế độ>",
    "points": "95",
    "max": "100",
    "rule": "per_item",
    "lines": [LINE, {**LINE, "label": "", "given_why": "", "person": "", "decided_by": "", "decided_at": None}],
    "first": 10,
    "page": 1,
    "pages": 3,
    "hidden": 0,
    "milestones": [],
}
DUTY = {"title": "Báo cáo <x>", "day": "2020-06-19", "done_on": "2020-06-20", "late": 1, "working": False}
DUTIES = [DUTY, {**DUTY, "working": True}, {**DUTY, "late": 0}, {**DUTY, "done_on": None, "late": 0}]
ALL = {**LONG, "classes": LONG["classes"]}
CHOICE = [{"campaign_id": 1, "campaign": "Phong trào <2020>"}]

SAMPLES: dict[str, dict[str, Any] | list[dict[str, Any]]] = {
    "commands/xephang": {},
    "pictures/standings": [{"board": BOARD}, {"board": {**BOARD, "provisional": False, "phase": "Đợt 1"}}],
    "words/tie_break": [
        {"word": word, "group": word.partition(":")[2]}
        for word in ("group:A", "fewest_penalty", "most_bonus", "initiatives", "on_time", "registered_first", "council")
    ],
    "standings/board": [LETTER, {**LETTER, "data": LONG, "long": True}, {**LETTER, "mine_url": ""}],
    "standings/rows": [{"data": BOARD}, {"data": LONG}],
    "live/standings/board": LETTER,
    "live/standings/rows": {"data": BOARD},
    "standings/nothing": {"data": EMPTY},
    "standings/choose": [
        {"campaigns": [], "in_group": False},
        {"campaigns": CHOICE, "in_group": True},
        {"campaigns": CHOICE, "in_group": False},
    ],
    "standings/mine": [MINE, ONE, {**MINE, "board": EMPTY, "me": None, "people": []}],
    "standings/units": [{**SCREEN, "board": LONG}, {**SCREEN, "phase_id": 0, "board": {**LONG, "began": False}}],
    "standings/people": [
        {**PEOPLE, "people": [{**PERSON, "may_open": True}, {**PERSON, "mine": False, "may_open": False}]},
        {**PEOPLE, "of": "", "provisional": False, "people": [{**PERSON, "unit": "Sở Y tế", "may_open": False}]},
        {**PEOPLE, "people": []},
    ],
    "standings/score": [
        {**UNITS_OWN, "points": "98.5", "max": "1000", "unranked": False, "groups": GROUPS},
        {**MEMBERS, "points": "0", "max": None, "unranked": True, "groups": GROUPS[:1]},
    ],
    "standings/group": [
        {**UNITS_OWN, **GROUP, "criteria": CRITERIA},
        {**MEMBERS, **GROUP, "max": None, "criteria": CRITERIA},
    ],
    "standings/criterion": [
        {**UNITS_OWN, **CRITERION},
        {**UNITS_OWN, **CRITERION, "lines": [], "milestones": DUTIES, "rule": "timely", "page": 0, "pages": 1},
        {**MEMBERS, **CRITERION, "lines": [], "hidden": 3, "rule": "penalty", "max": "0"},
        {**MEMBERS, **CRITERION, "lines": []},
    ],
}
