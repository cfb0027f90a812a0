"""The sample table of the field, written as a campaign file, gives the places of its example."""

from datetime import date
from decimal import Decimal as D

from store.points import Subject, standing_row, verify_totals
from tests.store.points.conftest import Scores

Achieved = dict[str, list[tuple[str, str, str | None]]]

FULL: Achieved = {
    "A1": [("", "100", "100")],
    "A3": [("Tốt", "1", None)],
    "A5": [("", "3", None)],
    "B1": [("Kế hoạch", "1", None), ("Sinh hoạt", "1", None), ("Mô hình", "1", None)],
    "B2": [("Hoàn thành xuất sắc", "1", None)],
    "B3": [("Tất cả tốt", "1", None)],
    "C2": [("", "1", None), ("", "1", None)],
    "C3": [("Đủ", "1", None)],
    "C4": [("", "3", None)],
    "C5": [("", "2", None)],
    "C6": [("", "10", None)],
    "C7": [("Không hồ sơ bị trả", "1", None), ("Tỷ lệ lao động trực tiếp", "1", None)],
    "D4": [("", "1", None), ("", "2", None)],
    "D5": [("", "4", None)],
}
"""What a unit with all 100 points achieved: label, quantity, assigned. The rest is in time and without a fault."""
ON_TIME = {
    "dang-ky": date(2026, 3, 5),
    "bc-6-thang": date(2026, 6, 19),
    "bc-nam": date(2026, 12, 10),
    "cham-diem": date(2026, 12, 10),
}

UNITS: dict[str, tuple[Achieved, dict[str, date]]] = {
    "dv1": (
        {"A1": [("", "90", "100")], "C4": [("", "2", None)], "E": [("Cờ hoặc bằng khen", "1", None)]},
        {"bc-6-thang": date(2026, 6, 23)},
    ),
    "dv2": (
        {
            "A1": [("", "90", "100")],
            "C5": [("", "1", None)],
            "E": [("Cờ hoặc bằng khen", "1", None), ("Giải Ba", "1", None)],
        },
        {"bc-6-thang": date(2026, 6, 24)},
    ),
    "dv3": (
        {
            "A5": [("", "2", None)],
            "D3": [("Vắng", "1", None)],
            "D5": [("", "3", None)],
            "E": [("Sáng kiến cấp tỉnh", "1", None), ("Giải Ba", "1", None)],
        },
        {"dang-ky": date(2026, 3, 8)},
    ),
    "dv4": (
        {
            "A3": [("Khá", "1", None)],
            "A4": [("Vi phạm", "1", None)],
            "B2": [("Hoàn thành tốt", "1", None)],
            "B3": [("Có một khá", "1", None)],
            "C3": [("Thiếu một phần", "1", None)],
            "C6": [("", "5", None)],
            "F": [("Bị kỷ luật", "1", None)],
        },
        {"bc-nam": date(2026, 12, 11)},
    ),
    "dv5": ({"F": [("Không tự chấm điểm", "1", None)]}, {}),
}
"""Where each unit differs from a full one."""


def everything_is_verified(scores: Scores) -> None:
    for unit, (achieved, days) in UNITS.items():
        for criterion, lines in {**FULL, **achieved}.items():
            for label, quantity, assigned in lines:
                scores.achieves(unit, criterion, label, quantity, assigned=assigned)
        for milestone, day in {**ON_TIME, **days}.items():
            if (unit, milestone) != ("dv5", "cham-diem"):
                scores.hands_in(milestone, unit, day)


def test_the_sample_table_gives_the_places_of_its_example(scores: Scores) -> None:
    everything_is_verified(scores)

    offices, unions = scores.standings()

    assert [(row.unit.code, row.place, row.points, row.apart) for row in offices.units] == [
        ("dv1", 1, D("98.5"), ""),
        ("dv3", 2, D("97.5"), "group:A"),
        ("dv2", 3, D("97.5"), "group:A"),
        ("dv4", 4, D("88.5"), ""),
        ("dv5", None, D("99"), ""),
    ]
    assert [(row.unit.code, row.place, row.points) for row in unions.units] == [("cd", 1, D("0"))]
    bonus_and_penalty = {
        code: (row.bonus, row.penalty)
        for code in ("dv1", "dv2", "dv3", "dv4")
        if (row := standing_row(scores.session, scores.campaign, Subject(scores.unit(code).id or 0))) is not None
    }
    assert bonus_and_penalty == {
        "dv1": (D(2), D(0)),
        "dv2": (D("2.5"), D(0)),
        "dv3": (D("1.5"), D(0)),
        "dv4": (D(0), D(-2)),
    }
    assert verify_totals(scores.session) == []
