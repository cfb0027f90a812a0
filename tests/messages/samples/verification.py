"""Facts for deciding on achievements: the item, what was decided, the forms, and the daily letter."""

from typing import Any

from tests.messages.samples.achievements import (
    ACHIEVEMENT,
    EVERY,
    FULL,
    PENALTY,
    RATIO,
    REJECTED,
    RETURNED,
    REVERSED,
    VERIFIED,
)

UNITS = [{"name": "Sở Y tế", "waiting": 3}, {"name": "Sở <Giáo dục>", "waiting": 1}]
ELSEWHERE = {
    "title": "Bài viết & <ảnh>",
    "unit": "Sở Y tế",
    "campaign": "",
    "day": "2020-03-05",
}
UNREAD = {"title": "", "unit": "", "campaign": "", "day": None}
REUSED = [ELSEWHERE, UNREAD, *[ELSEWHERE | {"campaign": "Phong trào năm 2019"}] * 6]
NOBODYS = {"may_confirm": False, "may_verify": False, "may_reverse": False}
ITEM = NOBODYS | {"reused": [], "days_late": 0, "place": 0, "all": 0, "units": []}
IN_QUEUE = ITEM | {"place": 2, "all": 4, "units": UNITS}
MANUAL = ACHIEVEMENT | {"rule": "manual", "by_rule": None}
FORM = {"form_id": 7, "step": "points", "title": "Tuyên truyền <b>&", "achievement_id": 5, "version": 1}
POINTS = FORM | {"rule": "per_item", "by_rule": "10", "asks_why": True, "why": None, "most": "100"}
PREVIEW = POINTS | {"step": "preview", "points": "1250.5", "why": "Bài đăng báo tỉnh"}

SAMPLES: dict[str, dict[str, Any] | list[dict[str, Any]]] = {
    "verification/item": [
        IN_QUEUE | {"achievement": FULL, "may_verify": True, "reused": REUSED, "days_late": 3},
        IN_QUEUE | {"achievement": RATIO, "may_verify": True, "reused": REUSED[:1], "all": 1, "place": 1},
        IN_QUEUE | {"achievement": MANUAL, "may_verify": True},
        IN_QUEUE | {"achievement": PENALTY | {"state": "confirmed"}, "may_verify": True},
        IN_QUEUE | {"achievement": ACHIEVEMENT, "may_confirm": True},
        *(ITEM | {"achievement": one, "may_reverse": one["state"] == "verified"} for one in EVERY),
    ],
    "verification/decided": [
        {"achievement": VERIFIED, "waiting": 3, "next_shown": True},
        {"achievement": FULL, "waiting": 3, "next_shown": False},
        *({"achievement": one, "waiting": 0, "next_shown": False} for one in (PENALTY, RETURNED, REJECTED, REVERSED)),
    ],
    "verification/why_return": FORM,
    "verification/why_reject": FORM,
    "verification/why_reverse": FORM,
    "verification/why_points": POINTS,
    "verification/points": [
        POINTS,
        POINTS | {"rule": "penalty"},
        POINTS | {"rule": "manual", "by_rule": None, "asks_why": False},
    ],
    "verification/preview": [
        PREVIEW,
        PREVIEW | {"rule": "deduct"},
        PREVIEW | {"rule": "manual", "by_rule": None, "asks_why": False, "why": None},
    ],
    "live/achievements/to_verify": [{"all": 4, "units": UNITS}, {"all": 1, "units": UNITS[1:]}],
    "refusals/own_achievement": [{"unit": ""}, {"unit": "Sở Y tế"}],
    "refusals/achievement_changed": {"achievement_id": 5},
    "refusals/answer_points": {"most": "1000"},
    "refusals/answer_points_needed": {"most": "300"},
    "refusals/answer_reason_needed": {},
}
