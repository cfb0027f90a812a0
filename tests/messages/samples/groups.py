"""Facts for messages/templates/groups/, and for the refusal and commands that belong to it."""

LONG = "Nhóm thi đua <b>Khối & cụm</b> " + "Sở Y tế " * 14

BLOC = {"bloc_id": 1, "bloc": "Khối thi đua số 1", "unit_id": None, "unit": None, "in_topic": False, "this_topic": True}
UNIT = {
    "bloc_id": 1,
    "bloc": "Khối thi đua số 1",
    "unit_id": 7,
    "unit": "Sở Y tế <tỉnh>",
    "in_topic": True,
    "this_topic": True,
}
MOVED = {**BLOC, "in_topic": True, "this_topic": False}
KINDS = ("launches", "phases", "standings", "summaries", "occasions", "progress")
PLACES = [BLOC, UNIT, MOVED]
ADDRESS = "https://t.me/thidua_bot?startgroup=" + "0f" * 16

SAMPLES = {
    "groups/add": [
        {"group_link": ADDRESS, "bot": "thidua_bot", "bloc": LONG, "unit_id": None, "unit": None, "groups": []},
        {
            "group_link": ADDRESS,
            "bot": "thidua_bot",
            "bloc": "Khối thi đua số 1",
            "unit_id": 7,
            "unit": "Sở Y tế",
            "groups": [{"id": 2, "title": LONG, "closed": False}, {"id": 3, "title": "Nhóm cũ", "closed": True}],
        },
    ],
    "groups/linked": [{**place, "bot": bot} for place in PLACES for bot in ("thidua_bot", "")],
    "groups/already": PLACES,
    "groups/choose": {
        "targets": [
            {"bloc_id": 1, "bloc": "Khối thi đua số 1", "unit_id": None, "unit": None},
            {"bloc_id": 1, "bloc": "Khối thi đua số 1", "unit_id": 7, "unit": LONG},
        ]
    },
    "groups/anonymous": {"text": ""},
    "groups/not_linked": {"bloc_id": None},
    "groups/hint": {"bot": "thidua_bot"},
    "groups/ask_unlink": PLACES,
    "groups/unlinked": {"text": ""},
    "groups/back": PLACES,
    "groups/checkup": [
        {
            **place,
            "posts": [{"kind": kind, "wanted": kind != "progress"} for kind in KINDS],
            "language": language,
            "silent": count,
            "headless": count,
            "standing": standing,
            "may_pin": count > 1,
        }
        for place in PLACES
        for language, count, standing in (("vi", 0, "member"), ("en", 1, "administrator"), ("vi", 12, "administrator"))
    ],
    "groups/group": [
        {
            **place,
            "chat_id": 2**31 - 1,
            "title": LONG,
            "closed": standing == "kicked",
            "posts": [{"kind": kind, "wanted": kind != "progress"} for kind in KINDS],
            "language": language,
            "silent": count,
            "headless": count,
            "standing": standing,
            "may_pin": None,
        }
        for place in PLACES
        for language, count, standing in (("vi", 0, None), ("en", 1, "restricted"), ("vi", 12, "kicked"))
    ],
    "groups/ask_unlink_there": [{**place, "chat_id": 7, "title": LONG} for place in PLACES],
    "groups/unlinked_there": [{"unit_id": None}, {"unit_id": 7}],
    "groups/silent": [
        {"title": LONG, "units": [], "more": 0, "headless": []},
        {
            "title": "Khối",
            "units": [{"unit": "Sở Y tế", "names": ["Lan", "Bình <b>"]}, {"unit": None, "names": ["Dũng"]}],
            "more": 3,
            "headless": ["Sở Y tế", "Sở Tư pháp"],
        },
    ],
    "groups/lost": [
        {"title": LONG, "reason": reason, "unit_id": None, "may_add": may_add}
        for reason in ("kicked", "no_rights", "chat_not_found")
        for may_add in (True, False)
    ],
    "groups/office_linked": [
        {"title": LONG, "bloc": "Khối", "unit": unit, "unit_id": None, "may_add": True} for unit in (None, "Sở Y tế")
    ],
    "groups/office_unlinked": [{"title": LONG, "unit_id": 7, "may_add": may_add} for may_add in (True, False)],
    "groups/sent_private_toast": {"text": ""},
    "groups/open_private_toast": {"text": ""},
    "refusals/linked_elsewhere": {"form_open": False},
    "commands/lienket": {"text": ""},
    "commands/huylienket": {"text": ""},
    "commands/kiemtra": {"text": ""},
}
