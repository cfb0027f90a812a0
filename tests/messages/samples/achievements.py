"""Facts for recording achievements: the form, one achievement, what is told about it, and the lists."""

from typing import Any

FORM = {"form_id": 7, "step": "title"}
ORIGIN = {"kind": "channel", "name": "Báo <Bắc Giang>", "at": "2020-06-20T08:00:00+07:00", "link": ""}
PIECE: dict[str, Any] = {
    "id": 3,
    "kind": "photo",
    "name": "",
    "state": "stored",
    "link": "",
    "paper_number": "",
    "paper_day": None,
    "origin": {},
}
LINK = PIECE | {"kind": "link", "link": "https://vi-du.vn/bai?a=1&b=2", "origin": ORIGIN}
PAPER = PIECE | {"kind": "paper", "paper_number": "123/QĐ-UBND", "paper_day": "2020-03-05"}
LOADING = PIECE | {"kind": "document", "name": "Giấy khen <b>.pdf", "state": "loading", "origin": ORIGIN | {"name": ""}}
PIECES = [
    PIECE,
    LINK,
    PAPER,
    LOADING,
    LOADING | {"state": "lost"},
    LOADING | {"state": "refused"},
    *(PIECE | {"kind": kind} for kind in ("video", "voice", "audio", "video_note", "animation", "document")),
]
LINE: dict[str, Any] = {
    "id": 5,
    "title": "Tuyên truyền cải cách hành chính <b>&",
    "criterion_title": "Tin, bài tuyên truyền được đăng tải",
    "rule": "per_item",
    "person": "Lan",
    "state": "waiting",
    "own_campaign": False,
    "points": None,
}
ACHIEVEMENT = LINE | {
    "version": 1,
    "criterion": "3.2",
    "label": "",
    "quantity": "1",
    "assigned": None,
    "reach": {},
    "day": "2020-06-20",
    "phase": "Đợt 1",
    "campaign": "",
    "unit": "Sở Y tế",
    "target": "",
    "reason": "",
    "recorded_by": "Lan",
    "recorded_at": "2020-06-20T09:00:00+07:00",
    "confirmed_by": "",
    "decided_by": "",
    "decided_at": None,
    "by_rule": "2",
    "given_why": "",
    "evidence": [PIECE],
}
FULL = ACHIEVEMENT | {
    "campaign": "Phong trào thi đua năm 2020",
    "quantity": "3",
    "reach": {"views": "1200", "shares": "12", "likes": "340", "comments": "0"},
    "target": "Chuyển đổi số một cửa",
    "evidence": PIECES,
    "state": "confirmed",
    "confirmed_by": "Bình",
}
RATIO = ACHIEVEMENT | {"rule": "ratio", "quantity": "95.5", "assigned": "120", "person": "", "evidence": []}
TIER = ACHIEVEMENT | {"rule": "tiers", "quantity": "97", "own_campaign": True, "state": "confirmed"}
DECIDED = {"decided_by": "Dũng", "decided_at": "2020-06-21T09:00:00+07:00", "confirmed_by": "Bình"}
VERIFIED = FULL | DECIDED | {"state": "verified", "points": "6.5", "given_why": "Bài đăng báo tỉnh"}
PENALTY = VERIFIED | {"rule": "penalty", "label": "Khiển trách", "points": "25", "person": "", "given_why": ""}
RETURNED = ACHIEVEMENT | DECIDED | {"state": "returned", "reason": "Chưa rõ ngày"}
REJECTED = ACHIEVEMENT | DECIDED | {"state": "rejected", "reason": "Không đúng tiêu chí"}
REVERSED = VERIFIED | {"state": "reversed", "reason": "Trùng minh chứng"}
WITHDRAWN = ACHIEVEMENT | {"state": "withdrawn"}
EVERY = (ACHIEVEMENT, FULL, RATIO, TIER, VERIFIED, PENALTY, RETURNED, REJECTED, REVERSED, WITHDRAWN)

RECEIVED = FORM | {"pieces": PIECES, "title": "Tuyên truyền <b>"}
NOTHING_YET = FORM | {"pieces": [], "title": ""}
ASKED = {"criterion_title": "Tin, bài", "rule": "per_item", "kinds": [], "known": 0, "required": True}
CRITERIA = [{"code": "1.2", "title": "Đề án và văn bản tham mưu được phê duyệt"}, {"code": "3.2", "title": "Tin, bài"}]
TARGETS = [
    {"id": 5, "kind": "product", "item": "Đề án", "title": "Chuyển đổi số một cửa"},
    {"id": 6, "kind": "title", "item": "CSTDCS", "title": "CSTDCS"},
]
PREVIEW = RECEIVED | {
    "step": "preview",
    "achievement_id": None,
    "criterion_title": "Tin, bài",
    "rule": "per_item",
    "counted": True,
    "kinds": ["shares", "likes"],
    "label": None,
    "quantity": "1",
    "assigned": None,
    "reach": {},
    "day": "2020-06-20",
    "campaign": "",
    "unit": "Sở Y tế",
    "person": "Lan",
    "target": None,
    "targets": 0,
    "several": True,
    "choice": False,
    "known": 0,
    "asks_label": False,
    "asks_number": False,
    "asks_assigned": False,
}
PREVIEW_FOR_UNIT = PREVIEW | {
    "achievement_id": 5,
    "rule": "ratio",
    "quantity": "95.5",
    "assigned": "120",
    "counted": False,
    "kinds": [],
    "campaign": "Phong trào thi đua năm 2020",
    "person": "",
    "target": TARGETS[0],
    "targets": 2,
    "several": False,
    "choice": True,
    "known": 2,
    "pieces": [],
    "asks_number": True,
    "asks_assigned": True,
}
LIST = {"achievements": list(EVERY), "first": 8, "all": 20, "page": 1, "more": True}
NONE_YET = {"achievements": [], "first": 0, "all": 0, "page": 0, "more": False}
DUTY = {
    "duty_id": 2**31 - 1,
    "title": "Báo cáo sơ kết đợt 1 <Khối>",
    "unit": "",
    "again": False,
    "deadline": {"form": "before", "day": "2020-06-20", "last_day": "2020-06-19", "left": 3},
}
SHOWN = {"title": "Tuyên truyền <b>", "number": 1, "total": 3, "file_id": "x", "file_kind": "photo"}

SAMPLES: dict[str, dict[str, Any] | list[dict[str, Any]]] = {
    "achievements/nothing_open": {},
    "achievements/place": RECEIVED
    | {"places": [{"campaign_id": 1, "campaign": "Phong trào", "unit_id": 3, "unit": "Sở Y tế"}]},
    "achievements/likely": [
        RECEIVED | {"criteria": CRITERIA, "more": True},
        NOTHING_YET | {"criteria": CRITERIA, "more": False},
    ],
    "achievements/criterion": RECEIVED | {"criteria": CRITERIA},
    "achievements/title": [RECEIVED | ASKED, NOTHING_YET | ASKED],
    "achievements/label": RECEIVED | ASKED | {"labels": ["Giải Nhất", "Giải Nhì"]},
    "achievements/number": RECEIVED | ASKED,
    "achievements/assigned": RECEIVED | ASKED,
    "achievements/quantity": RECEIVED | ASKED,
    "achievements/day": RECEIVED | ASKED,
    "achievements/reach": RECEIVED | ASKED | {"kinds": ["views", "shares", "likes", "comments"]},
    "achievements/target": RECEIVED | {"targets": TARGETS},
    "achievements/for_whom": RECEIVED | ASKED,
    "achievements/evidence": [
        RECEIVED | ASKED,
        NOTHING_YET | ASKED,
        NOTHING_YET | ASKED | {"required": False},
        NOTHING_YET | ASKED | {"required": False, "known": 2},
    ],
    "achievements/more": [RECEIVED | {"known": 2}, NOTHING_YET | {"known": 0}],
    "achievements/preview": [
        PREVIEW,
        PREVIEW | {"reach": {"shares": 12, "likes": 1340}, "quantity": "2", "pieces": [PIECE]},
        PREVIEW | {"rule": "bonus", "label": "Giải Nhất", "asks_label": True, "pieces": [], "kinds": []},
        PREVIEW_FOR_UNIT,
    ],
    "achievements/sent": [{"achievement": ACHIEVEMENT}, {"achievement": FULL | {"version": 2}}],
    "achievements/added": [{"achievement": FULL, "added": 2}, {"achievement": ACHIEVEMENT, "added": 0}],
    "achievements/achievement": [
        *({"achievement": one, "may_change": True, "may_add": True, "may_review": True} for one in EVERY),
        {"achievement": ACHIEVEMENT, "may_change": False, "may_add": False, "may_review": False},
    ],
    "achievements/ask_withdraw": {"achievement": FULL},
    "achievements/withdrawn": {"achievement": WITHDRAWN},
    "achievements/mine": [
        LIST | {"units": [{"id": 3, "name": "Sở Y tế"}, {"id": 4, "name": "Công đoàn"}]},
        LIST | {"units": [{"id": 3, "name": "Sở Y tế"}]},
        NONE_YET | {"units": []},
    ],
    "achievements/unit": [LIST | {"unit_id": 3, "unit": "Sở Y tế"}, NONE_YET | {"unit_id": 3, "unit": "Sở Y tế"}],
    "achievements/evidence_file": [SHOWN | {"origin": one} for one in ({}, ORIGIN, ORIGIN | {"name": ""})],
    "achievements/evidence_texts": {
        "title": "Tuyên truyền <b>",
        "total": 3,
        "pieces": [LINK | {"number": 1}, PAPER | {"number": 2}],
    },
    "achievements/waiting": [{"achievement": ACHIEVEMENT}, {"achievement": RATIO | {"version": 2}}],
    "achievements/confirmed": {"achievement": FULL},
    "achievements/returned": {"achievement": RETURNED},
    "achievements/verified": [{"achievement": VERIFIED, "total": "26.5"}, {"achievement": PENALTY, "total": None}],
    "achievements/rejected": {"achievement": REJECTED},
    "achievements/reversed": [{"achievement": REVERSED, "total": "20"}, {"achievement": REVERSED, "total": None}],
    "achievements/changed_by_head": [
        {"achievement": ACHIEVEMENT, "who": "Bình", "did": "amended"},
        {"achievement": WITHDRAWN, "who": "Bình", "did": "withdrawn"},
    ],
    "achievements/withdrawn_letter": [{"achievement": WITHDRAWN}, {"achievement": WITHDRAWN | {"person": ""}}],
    "achievements/file_lost": [{"achievement_id": 5, "title": "T", "name": name} for name in ("a.docx", "")],
    "achievements/file_refused": [{"achievement_id": 5, "title": "T", "name": name} for name in ("a.docx", "")],
    "stray_files/what": [
        RECEIVED | {"words": "Kính gửi <Khối>", "duties": [DUTY, DUTY | {"again": True}], "may_record": True},
        NOTHING_YET | {"pieces": [LINK], "words": "", "duties": [DUTY], "may_record": False},
    ],
    "refusals/answer_evidence_kind": [{"name": "a.exe"}, {"name": "", "form_open": True}],
    "refusals/answer_evidence_too_large": [
        {"name": name, "size": 25_000_000, "limit": 20_971_520} for name in ("a.pdf", "")
    ],
    "refusals/answer_evidence_empty": [{"name": "a.pdf"}, {"name": "", "form_open": True}],
    "refusals/answer_evidence_needed": {"form_open": True},
    "refusals/answer_evidence_unclear": {"form_open": True},
    "refusals/answer_quantity": {"least": "1", "form_open": True},
    "refusals/answer_assigned": {"form_open": True},
    "refusals/answer_reach": [{"kinds": ["shares", "likes", "comments"]}, {"kinds": []}],
    "commands/minhchung": {},
}
