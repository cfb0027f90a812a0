"""Facts for help and for the language."""

from typing import Any

SAMPLES: dict[str, dict[str, Any] | list[dict[str, Any]]] = {
    "help/help": [
        {
            "roles": ["leader", "head", "member"],
            "bloc_name": "Khối 1",
            "contacts": [
                {"name": "Văn phòng", "phone": "0204.000.000", "email": "vp@example.gov.vn"},
                {"name": "Cô Hoa", "phone": "", "email": ""},
            ],
            "commands": ["donvi", "trogiup"],
        },
        {"roles": [], "bloc_name": "", "contacts": [], "commands": ["trogiup", "ngonngu"]},
    ],
    "help/language": {"current": "vi", "languages": ["vi", "en"]},
    "help/language_chosen": {},
}
