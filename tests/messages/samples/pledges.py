"""Facts for pledges: shown, signed, changed since, and who has signed."""

from typing import Any

PLEDGE: dict[str, Any] = {
    "campaign_id": 1,
    "unit_id": 3,
    "campaign": "Phong trào thi đua năm 2020",
    "unit": "Sở Y tế",
    "shown": "0123456789abcdef",
    "targets": [
        {"id": 5, "version": 1, "kind": "product", "item": "Đề án", "title": "Chuyển đổi số <&>"},
        {"id": 6, "version": 1, "kind": "title", "item": "TTLDXS", "title": "TTLDXS"},
        {"id": 7, "version": 2, "kind": "goal", "item": "", "title": "Hồ sơ đúng hạn"},
    ],
    "more": 0,
    "current": False,
    "signed_at": None,
    "signer": "",
}
SIGNED = {"signed_at": "2020-02-03T09:00:00+07:00", "signer": "Bình"}
TEXT = {"text": "", "apart": False}

SAMPLES: dict[str, dict[str, Any] | list[dict[str, Any]]] = {
    "pledges/choose": [
        {"places": []},
        {"places": [{"campaign_id": 1, "campaign": "Phong trào 2020", "unit_id": 3, "unit": "Sở Y tế"}]},
    ],
    "pledges/text": {"text": ("Chúng tôi cam kết. " * 220)[:4000]},
    "pledges/pledge": [
        PLEDGE | TEXT,
        PLEDGE | TEXT | SIGNED | {"current": True, "more": 3},
        PLEDGE | TEXT | SIGNED | {"apart": True},
        PLEDGE | {"text": "Chúng tôi cam kết.", "apart": False, "targets": []},
    ],
    "pledges/ask": PLEDGE,
    "pledges/signed": PLEDGE | SIGNED | {"current": True},
    "pledges/unit_signed": {
        "campaign_id": 1,
        "campaign": "Phong trào thi đua năm 2020",
        "unit": "Sở Y tế",
        "who": "Bình",
        "signed_at": "2020-02-03T09:00:00+07:00",
    },
    "pledges/sign_again": {
        "campaign_id": 1,
        "unit_id": 3,
        "campaign": "Phong trào thi đua năm 2020",
        "unit": "Sở Y tế",
        "signed_at": "2020-02-03T09:00:00+07:00",
    },
    "pledges/signers": {
        "campaign": "Phong trào thi đua năm 2020",
        "signed": 1,
        "all": 3,
        "units": [
            {"unit": "Sở Y tế", "state": "signed", "who": "Bình", "at": "2020-02-03T09:00:00+07:00"},
            {"unit": "Ban Dân tộc", "state": "changed", "who": "Dũng", "at": "2020-02-03T09:00:00+07:00"},
            {"unit": "Sở Giáo dục và Đào tạo", "state": "none", "who": "", "at": None},
        ],
    },
    "refusals/pledge_changed": {"campaign_id": 1, "unit_id": 3},
    "commands/giaouoc": {},
}
