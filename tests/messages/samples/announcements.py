"""Facts for announcements."""

from typing import Any

BIG = 2**31 - 1
AT = "2020-06-15T08:00:00+07:00"
LONG = "Kính gửi <b>các đồng chí</b> &amp; thủ trưởng đơn vị. " * 90
FORM = {"form_id": BIG, "step": "content"}
SAID: dict[str, Any] = {"files": 0, "names": [], "text": "", "length": 0, "limit": 3772}
MUCH: dict[str, Any] = {
    "files": 3,
    "names": [
        {"name": "Kế hoạch <1>.pdf", "kind": "document"},
        {"name": "", "kind": "photo"},
        {"name": "", "kind": "voice"},
    ],
    "text": LONG,
    "length": 3772,
    "limit": 3772,
}
LETTER: dict[str, Any] = {
    "announcement_id": BIG,
    "place": "Khối thi đua các cơ quan lĩnh vực Văn hóa - Xã hội",
    "body": "Họp <b>8:00</b>",
    "files": 0,
    "asks": "nothing",
    "event_day": None,
    "corrected_at": None,
    "answer": None,
    "reason": "",
    "deputy": "",
    "answered_at": None,
    "in_group": False,
    "answered": 0,
}
ASKED = {**LETTER, "asks": "received", "body": "", "files": 2}
INVITED = {**LETTER, "asks": "attendance", "event_day": "2020-06-19", "body": LONG[:3700]}
LETTERS = [
    LETTER,
    ASKED,
    {**ASKED, "in_group": True, "answered": 12, "corrected_at": AT},
    {**ASKED, "answer": "received", "answered_at": AT},
    INVITED,
    {**INVITED, "answer": "attends", "answered_at": AT, "corrected_at": AT},
    {**INVITED, "answer": "absent", "reason": "Đi công tác <xa> " * 20, "answered_at": AT},
    {**INVITED, "answer": "deputy", "deputy": "Nguyễn Văn <A> " * 7, "answered_at": AT},
]
SHORT: dict[str, Any] = {
    "announcement_id": BIG,
    "campaign": "",
    "campaign_id": None,
    "place": "Sở Y tế",
    "body": LONG,
    "files": 2,
    "send_at": AT,
}
LAUNCHED = {**SHORT, "body": "", "campaign": "Phong trào <2020>", "campaign_id": BIG}
STATES = ("scheduled", "sending", "paused", "sent", "cancelled", "deleted")
LISTED = [{**SHORT, "state": state} for state in STATES] + [{**LAUNCHED, "state": "sent"}, {**SHORT, "body": ""}]
LISTED[-1]["state"] = "sent"
NO_MOVES = dict.fromkeys(("pause", "go_on", "cancel", "correct", "resend", "remind", "take_back"), False)
NO_ANSWERS = dict.fromkeys(("received", "attends", "absent", "deputy"), 0)
REASONS = ("blocked", "kicked", "deactivated", "never_started", "chat_not_found", "no_rights", "unknown_twice")
PAGE: dict[str, Any] = {
    **SHORT,
    "state": "sending",
    "asks": "received",
    "event_day": None,
    "author": "Mai",
    "version": 1,
    "corrected_at": None,
    "reminded_at": None,
    "planned": True,
    "silent": 0,
    "missed": [],
    "moves": NO_MOVES,
    "at": AT,
    "groups": 2,
    "people": 30,
    "readers": 32,
    "delivered": 12,
    "delivered_people": 11,
    "waiting": 20,
    "stopped": 0,
    "unreachable": 0,
    "failed": [],
    "failed_all": 0,
    "answers": NO_ANSWERS,
    "answered": 0,
    "before": 0,
    "on_the_way": 20,
    "edits": 0,
    "deletions": 0,
    "deleted": 0,
    "not_deleted": 0,
    "files_failed": 0,
}
FAILED = {
    **PAGE,
    "state": "sent",
    "waiting": 0,
    "failed": [[code, 2] for code in (*REASONS, "bad_request", "broken")],
    "failed_all": 18,
    "unreachable": 3,
    "files_failed": 1,
    "missed": [{"name": "Lan <x>", "unit": unit, "reason": code} for unit in ("", "Sở Y tế") for code in REASONS],
    "silent": 5,
    "answers": {**NO_ANSWERS, "received": 6},
    "answered": 6,
    "before": 2,
    "reminded_at": AT,
    "corrected_at": AT,
    "edits": 4,
    "moves": {**NO_MOVES, "correct": True, "resend": True, "remind": True, "take_back": True},
}
PAGES = [
    PAGE,
    {**PAGE, "planned": False, "moves": {**NO_MOVES, "pause": True, "cancel": True, "correct": True}},
    {**PAGE, "state": "paused", "stopped": 20, "moves": {**NO_MOVES, "go_on": True, "cancel": True}},
    {**PAGE, "state": "scheduled", "asks": "nothing", "moves": {**NO_MOVES, "cancel": True}},
    {**PAGE, "state": "cancelled", "asks": "attendance", "event_day": "2020-06-19"},
    {**PAGE, "state": "deleted", "deletions": 3, "deleted": 9, "not_deleted": 1},
    {**PAGE, **LAUNCHED, "state": "sent"},
    FAILED,
]
TOGGLES = dict.fromkeys(("groups", "heads", "members", "chosen", "asked_before"), False)
UNITS = [{"id": number, "name": "Sở Văn hóa, Thể thao và Du lịch", "on": bool(number % 2)} for number in range(10)]
PREVIEW: dict[str, Any] = {
    **FORM,
    **SAID,
    "from_place": "Khối thi đua",
    "own": False,
    "several": True,
    "groups_reached": 1,
    "heads_reached": 3,
    "members_reached": 10,
    "people": 13,
    "titles": ["Nhóm <Khối>"],
    "chosen_units": [],
    "unreached": [],
    "unreached_all": 0,
    "send_at": None,
    "quiet": False,
    "asks": "received",
    "event_day": None,
}
NOBODY = {**PREVIEW, "groups_reached": 0, "heads_reached": 0, "members_reached": 0, "people": 0, "titles": []}
MISSED = [{"name": "Lan <x>", "unit": "Sở Y tế"}, {"name": "Nhóm", "unit": ""}]
PEOPLE = [{"name": "Lan", "arrived": True}, {"name": "Bình <x>", "arrived": False}]
UNSPOKEN: list[dict[str, Any]] = [{"unit": "Sở Văn hóa, Thể thao và Du lịch <x>", "people": []}] * 40
ANSWERED = {"announcement_id": 7, "reason": "Ốm", "deputy": "Tú", "answered_at": AT}

SAMPLES: dict[str, dict[str, Any] | list[dict[str, Any]]] = {
    "commands/thongbao": {},
    "announcements/letter": LETTERS,
    "live/announcements/letter": LETTERS,
    "announcements/files": {},
    "live/announcements/files": {},
    "announcements/gone": {},
    "live/announcements/page": PAGES,
    "live/announcements/answers": SHORT,
    "live/announcements/reminder": [
        {"corrected_at": None, **one, "asks": asks, "event_day": day}
        for one in (SHORT, LAUNCHED, {**SHORT, "body": "", "corrected_at": "2020-06-15T08:00:00+07:00"})
        for asks, day in (("received", None), ("attendance", "2020-06-19"))
    ],
    "announcements/list": [
        {"announcements": LISTED, "page": 1, "more": True},
        {"announcements": [], "page": 0, "more": False},
    ],
    "announcements/ask_place": {**FORM, "offered": [{"value": "0", "name": "Khối"}, {"value": "12", "name": "Sở"}]},
    "announcements/ask_content": [{**FORM, **SAID}, {**FORM, **MUCH}],
    "announcements/ask_audience": [
        {**FORM, **TOGGLES, "own": False, "earlier": True},
        {**FORM, **dict.fromkeys(TOGGLES, True), "own": True, "earlier": False},
    ],
    "announcements/ask_units": [
        {**FORM, "shown": UNITS, "page": page, "pages": 3, "n": n} for page, n in ((0, 0), (1, 2), (2, 10))
    ],
    "announcements/ask_earlier": {**FORM, "offered": [SHORT, LAUNCHED, {**SHORT, "body": ""}]},
    "announcements/ask_asks": FORM,
    "announcements/ask_event": FORM,
    "announcements/ask_moment": {**FORM, "offered": ["2020-01-02T14:00", "2020-01-03T08:00"]},
    "announcements/preview": [
        PREVIEW,
        {**NOBODY, "unreached": MISSED, "unreached_all": 20, "quiet": True, "several": False},
        {**PREVIEW, "own": True, "asks": "attendance", "event_day": "2020-06-19", "send_at": AT},
        {**PREVIEW, "asks": "attendance", "chosen_units": ["Sở Y tế"] * 15, "asked_before": True},
        {**PREVIEW, "asks": "nothing", "people": 1, "unreached": MISSED[:1], "unreached_all": 1},
    ],
    "announcements/ask_take_back": PAGE,
    "announcements/silent": [
        {**PAGE, "units": UNSPOKEN, "total": 40, "pages": 1, "page": 0, "only_groups": True},
        {
            **FAILED,
            "units": [{"unit": "Sở <Y>", "people": PEOPLE}],
            "total": 90,
            "pages": 3,
            "page": 1,
            "only_groups": False,
        },
        {**PAGE, "units": [], "total": 0, "pages": 1, "page": 0, "only_groups": False},
    ],
    "announcements/ask_correction": [
        {**FORM, "body": LONG, "limit": 3772, "state": "sent", "files": files, "replaceable": files == 1}
        for files in (0, 1, 2)
    ],
    "announcements/correction": [{**FORM, **PAGE}, {**FORM, **PAGE, "state": "scheduled"}],
    "announcements/ask_reason": {**FORM, "about": LONG, "longest_reason": 300, "longest_name": 100},
    "announcements/ask_deputy": {**FORM, "about": LONG, "longest_reason": 300, "longest_name": 100},
    "announcements/answered": [{**ANSWERED, "answer": reply} for reply in NO_ANSWERS],
    "announcements/answered_toast": [{"answer": "received"}, {"answer": "attends"}],
    "announcements/preview_toast": {},
    "announcements/asked_private_toast": {},
    "announcements/resent_toast": [{"n": 0}, {"n": 3}],
    "announcements/reminded_toast": {},
    "documents/announcement_answers": {"send_at": AT, "asks": "received", "rows": []},
    "refusals/answer_announcement_empty": {"form_open": True},
    "refusals/answer_announcement_long": {"length": 5120, "limit": 3772, "form_open": True},
    "refusals/answer_no_audience": {"form_open": True},
    "refusals/answer_no_units": {"form_open": True},
    "refusals/answer_moment": {"form_open": True},
    "refusals/answer_moment_past": {"at": AT, "form_open": True},
    "refusals/answer_event_over": {"at": AT, "day": "2020-06-14", "form_open": True},
    "refusals/answer_moment_too_far": {"form_open": True},
    "refusals/no_readers": [{"unreachable": 0}, {"unreachable": 3, "form_open": True}],
    "refusals/answers_closed": {"day": "2020-06-19"},
    "refusals/announcement_taken_back": {},
    "refusals/reminded_lately": {"announcement_id": 7, "at": AT, "again": AT},
    "refusals/too_old_to_delete": {"announcement_id": 7},
}
