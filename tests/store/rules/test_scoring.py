"""Points from lines, by tables and by properties."""

import random
from collections.abc import Sequence
from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.campaign_file.score_entries import (
    Bonus,
    Case,
    CriterionEntry,
    Deduct,
    GroupEntry,
    Manual,
    Part,
    PassFail,
    Penalty,
    PerItem,
    Ratio,
    Rule,
    ScoreTableEntry,
    Step,
    Tier,
    Tiers,
    Timely,
    TimelyMilestone,
)
from store.rules.scoring import (
    Line,
    Sums,
    adds_up,
    criteria_for,
    from_lines,
    from_sums,
    line_points,
    sums_of,
    table_for,
    timely_points,
    total_of,
)
from store.tables import UnitKind

ONE_EACH = PerItem(D(1))
BY_NUMBER = Tiers((Tier(D(100), start=D(95)), Tier(D(80), start=D(85)), Tier(D(50), start=D(70))))
BY_LABEL = Tiers((Tier(D(6), label="Xuất sắc"), Tier(D(5), label="Tốt"), Tier(D(0), label="Không")))
PARTS = PassFail((Part("Kế hoạch", D(2)), Part("Sinh hoạt", D(2)), Part("Mô hình", D(1))))
FAULTS = Deduct((Case("Trễ", D("0.5")), Case("Vắng", D("1.5"))))
PRIZES = Bonus((Case("Nhất", D(1)), Case("Nhì", D("0.7")), Case("Cờ", D(2))))
OFFENCES = Penalty((Case("Kỷ luật", D(2)), Case("Số liệu sai", D(5)), Case("Có vụ án", D(0), unranked=True)))


def of(
    rule: Rule, most: str | int = 10, *, least: str | int = 0, code: str = "x", whose: str = "units"
) -> CriterionEntry:
    return CriterionEntry(code=code, title="Tiêu chí", subjects=whose, max=D(most), min=D(least), rule=rule)


def line(quantity: str | int = 1, label: str = "", assigned: str | None = None, given: str | None = None) -> Line:
    return Line(D(quantity), None if assigned is None else D(assigned), label, None if given is None else D(given))


RULES: dict[str, tuple[CriterionEntry, list[Line], str]] = {
    "per item: nothing is zero": (of(ONE_EACH, 3), [], "0"),
    "per item: each counts": (of(ONE_EACH, 3), [line(), line()], "2"),
    "per item: a quantity": (of(PerItem(D("0.5")), 2), [line(3)], "1.5"),
    "per item: up to the maximum": (of(ONE_EACH, 3), [line(2), line(2)], "3"),
    "per item: up to its own cap": (of(PerItem(D(2), cap=D(5)), 10), [line(2), line(2)], "5"),
    "per item: the maximum is below the cap": (of(PerItem(D(2), cap=D(50)), 7), [line(9)], "7"),
    "per item: half up at each line": (of(PerItem(D("0.125"))), [line(), line()], "0.26"),
    "per item: half up at the one line": (of(PerItem(D("0.125"))), [line(2)], "0.25"),
    "per item: points the council gave": (of(ONE_EACH), [line(given="0.25"), line()], "1.25"),
    "per item: the council gave nothing": (of(ONE_EACH), [line(5, given="0")], "0"),
    "ratio: nothing is zero": (of(Ratio(), 15), [], "0"),
    "ratio: actual over assigned": (of(Ratio(), 15), [line("92", assigned="100")], "13.8"),
    "ratio: half up": (of(Ratio(), 15), [line("2", assigned="3")], "10"),
    "ratio: a third half up": (of(Ratio(), 10), [line("1", assigned="3")], "3.33"),
    "ratio: two thirds half up": (of(Ratio(), 10), [line("2", assigned="3")], "6.67"),
    "ratio: not above one": (of(Ratio(), 15), [line("120", assigned="100")], "15"),
    "ratio: a cap above one gives no more than the maximum": (
        of(Ratio(cap=D("1.2")), 15),
        [line(5, assigned="4")],
        "15",
    ),
    "ratio: a cap below one": (of(Ratio(cap=D("0.8")), 15), [line(5, assigned="4")], "12"),
    "ratio: all actual over all assigned": (of(Ratio(), 10), [line(1, assigned="2"), line(4, assigned="8")], "5"),
    "ratio: the same target for all": (of(Ratio(target=D(10)), 3), [line(8)], "2.4"),
    "ratio: lines towards the same target": (of(Ratio(target=D(10)), 3), [line(2), line(3)], "1.5"),
    "ratio: actual zero is a score": (of(Ratio(), 15), [line(0, assigned="4")], "0"),
    "ratio: nothing was assigned": (of(Ratio(), 15), [line(4)], "0"),
    "ratio: points the council gave": (of(Ratio(), 10), [line(1, assigned="2"), line(1, assigned="9", given="3")], "8"),
    "tiers: below all": (of(BY_NUMBER, 100), [line("69.99")], "0"),
    "tiers: from the number itself": (of(BY_NUMBER, 100), [line(70)], "50"),
    "tiers: between": (of(BY_NUMBER, 100), [line("94.99")], "80"),
    "tiers: above all": (of(BY_NUMBER, 100), [line("100")], "100"),
    "tiers: the best counts": (of(BY_NUMBER, 100), [line(70), line(95), line(85)], "100"),
    "tiers: by label": (of(BY_LABEL, 6), [line(label="Tốt")], "5"),
    "tiers: the best label": (of(BY_LABEL, 6), [line(label="Tốt"), line(label="Xuất sắc")], "6"),
    "tiers: a label worth nothing": (of(BY_LABEL, 6), [line(label="Không")], "0"),
    "tiers: a label it does not have": (of(BY_LABEL, 6), [line(label="Khá")], "0"),
    "tiers: points the council gave": (of(BY_LABEL, 6), [line(label="Không", given="4.5")], "4.5"),
    "pass or fail: failed": (of(PassFail(), 4), [], "0"),
    "pass or fail: passed": (of(PassFail(), 4), [line()], "4"),
    "pass or fail: passed twice": (of(PassFail(), 4), [line(), line()], "4"),
    "parts: each that is there": (of(PARTS, 5), [line(label="Kế hoạch"), line(label="Mô hình")], "3"),
    "parts: each once": (of(PARTS, 5), [line(label="Kế hoạch"), line(label="Kế hoạch")], "2"),
    "parts: all": (of(PARTS, 5), [line(label=one.name) for one in PARTS.parts], "5"),
    "parts: points the council gave": (of(PARTS, 5), [line(label="Kế hoạch", given="1"), line(label="Mô hình")], "2"),
    "deduct: full without a fault": (of(FAULTS, 3), [], "3"),
    "deduct: less each fault": (of(FAULTS, 3), [line(label="Trễ"), line(label="Vắng")], "1"),
    "deduct: so many of one": (of(FAULTS, 3), [line(3, label="Trễ")], "1.5"),
    "deduct: not below zero": (of(FAULTS, 3), [line(3, label="Vắng")], "0"),
    "deduct: what the council takes": (of(FAULTS, 3), [line(3, label="Vắng", given="0.25")], "2.75"),
    "bonus: none": (of(PRIZES, 5), [], "0"),
    "bonus: each": (of(PRIZES, 5), [line(label="Nhất"), line(2, label="Nhì")], "2.4"),
    "bonus: its own cap": (of(PRIZES, 5), [line(3, label="Cờ")], "5"),
    "penalty: none": (of(OFFENCES, 0, least=-10), [], "0"),
    "penalty: each": (of(OFFENCES, 0, least=-10), [line(2, label="Kỷ luật"), line(label="Số liệu sai")], "-9"),
    "penalty: not below its floor": (of(OFFENCES, 0, least=-10), [line(9, label="Kỷ luật")], "-10"),
    "penalty: without a floor": (of(OFFENCES, 0), [line(9, label="Kỷ luật")], "-18"),
    "penalty: what the council takes": (of(OFFENCES, 0), [line(label="Kỷ luật", given="1.5")], "-1.5"),
    "manual: none": (of(Manual(), 300), [], "0"),
    "manual: what the council gave": (of(Manual(), 300), [line(given="120.5"), line(given="80")], "200.5"),
    "manual: up to the maximum": (of(Manual(), 300), [line(given="200"), line(given="200")], "300"),
}


@pytest.mark.parametrize("name", RULES)
def test_a_criterion_has_the_points_of_its_lines(name: str) -> None:
    criterion, lines, expected = RULES[name]

    assert from_lines(criterion, lines) == D(expected)
    if adds_up(criterion.rule):
        assert from_sums(criterion, sum((sums_of(criterion, one) for one in lines), Sums())) == D(expected)


ALONE: list[tuple[CriterionEntry, Line, str]] = [
    (of(PerItem(D("0.125"))), line(), "0.13"),
    (of(ONE_EACH, 3), line(5), "3"),
    (of(PerItem(D(2), cap=D(5)), 10), line(5), "5"),
    (of(Ratio(), 15), line(92, assigned="100"), "13.8"),
    (of(BY_NUMBER, 100), line(85), "80"),
    (of(PARTS, 5), line(label="Mô hình"), "1"),
    (of(PassFail(), 4), line(), "4"),
    (of(FAULTS, 3), line(2, label="Vắng"), "3"),
    (of(PRIZES, 5), line(4, label="Cờ"), "5"),
    (of(OFFENCES, 0, least=-10), line(2, label="Kỷ luật"), "4"),
    (of(Manual(), 300), line(), "0"),
    (of(ONE_EACH, 3), line(given="2.345"), "2.35"),
]


@pytest.mark.parametrize(("criterion", "alone", "expected"), ALONE)
def test_a_line_is_worth_so_much_alone(criterion: CriterionEntry, alone: Line, expected: str) -> None:
    assert line_points(criterion, alone) == D(expected)


@pytest.mark.parametrize(
    ("label", "given", "barred"), [("Có vụ án", None, 1), ("Có vụ án", "3", 1), ("Kỷ luật", None, 0)]
)
def test_a_case_that_bars_from_the_ranking_does_so_whatever_it_takes(
    label: str, given: str | None, barred: int
) -> None:
    assert sums_of(of(OFFENCES, 0, least=-10), line(label=label, given=given)).unranked == barred


EQUALLY = (TimelyMilestone("a"), TimelyMilestone("b"))
OWN = (TimelyMilestone("a", D(3)), TimelyMilestone("b", D(1)))
STEPS = (Step(D(1), upto=5), Step(D(3)))

TIMELY: dict[str, tuple[Timely, int, dict[str, Sequence[int | None]], str]] = {
    "nothing has come": (Timely(EQUALLY, D(1)), 10, {}, "0"),
    "all on time": (Timely(EQUALLY, D(1)), 10, {"a": [0], "b": [0]}, "10"),
    "one has not come": (Timely(EQUALLY, D(1)), 10, {"a": [0], "b": [None]}, "5"),
    "less for each day": (Timely(EQUALLY, D("0.5")), 10, {"a": [3], "b": [0]}, "8.5"),
    "not below zero": (Timely(EQUALLY, D(1)), 10, {"a": [60], "b": [0]}, "5"),
    "before the last day": (Timely(EQUALLY, D(1)), 10, {"a": [-4], "b": [0]}, "10"),
    "points of their own": (Timely(OWN, D(1)), 4, {"a": [1], "b": [0]}, "3"),
    "points of their own, one missing": (Timely(OWN, D(1)), 4, {"a": [0], "b": [None]}, "3"),
    "the first step": (Timely((TimelyMilestone("a"),), steps=STEPS), 4, {"a": [1]}, "3"),
    "the end of the first step": (Timely((TimelyMilestone("a"),), steps=STEPS), 4, {"a": [5]}, "3"),
    "the open step": (Timely((TimelyMilestone("a"),), steps=STEPS), 4, {"a": [6]}, "1"),
    "on time by steps": (Timely((TimelyMilestone("a"),), steps=STEPS), 4, {"a": [0]}, "4"),
    "a month of twelve was late": (Timely((TimelyMilestone("a"),), D("0.1")), 12, {"a": [2, *[0] * 11]}, "11.8"),
    "six of twelve have come": (Timely((TimelyMilestone("a"),), D(1)), 12, {"a": [*[0] * 6, *[None] * 6]}, "6"),
    "thirds come to the whole": (Timely((*EQUALLY, TimelyMilestone("c")), D(1)), 10, {key: [0] for key in "abc"}, "10"),
    "two thirds, half up": (Timely((*EQUALLY, TimelyMilestone("c")), D(1)), 10, {"a": [0], "b": [0]}, "6.67"),
    "a fraction a day, half up": (Timely((TimelyMilestone("a"),), D("0.0025")), 1, {"a": [2]}, "1"),
}


@pytest.mark.parametrize("name", TIMELY)
def test_what_is_on_time_has_full_points(name: str) -> None:
    rule, most, late, expected = TIMELY[name]

    assert timely_points(of(rule, most), rule, late) == D(expected)


def table(most: int | None = 20) -> ScoreTableEntry:
    own = GroupEntry(
        "A", "Chuyên môn", (of(ONE_EACH, 10, code="a1"), of(ONE_EACH, 10, code="a2", whose="both")), max=D(15)
    )
    other = GroupEntry("B", "Phong trào", (of(ONE_EACH, 10, code="b1"),))
    extra = GroupEntry("C", "Thưởng, phạt", (of(PRIZES, 5, code="c1"), of(OFFENCES, 0, least=-10, code="c2")), max=D(0))
    return ScoreTableEntry((own, other, extra), None if most is None else D(most))


TOTALS: dict[str, tuple[int | None, dict[str, int], tuple[int, int, int]]] = {
    "nothing at all": (20, {}, (0, 0, 0)),
    "a sum": (20, {"a1": 3, "b1": 4}, (7, 0, 0)),
    "a group's maximum": (20, {"a1": 10, "a2": 10}, (15, 0, 0)),
    "the table's maximum": (20, {"a1": 10, "a2": 10, "b1": 10}, (20, 0, 0)),
    "no maximum in all": (None, {"a1": 10, "a2": 10, "b1": 10}, (25, 0, 0)),
    "bonus beyond both maxima": (20, {"a1": 10, "a2": 10, "b1": 10, "c1": 5}, (25, 5, 0)),
    "penalty off the maximum": (20, {"a1": 10, "a2": 10, "b1": 10, "c2": -4}, (16, 0, -4)),
    "penalty below zero": (20, {"c2": -4}, (-4, 0, -4)),
}


@pytest.mark.parametrize("name", TOTALS)
def test_a_total_keeps_the_maxima_of_groups_and_table_and_bonus_and_penalty_their_own(name: str) -> None:
    most, points, (expected, bonus, penalty) = TOTALS[name]

    total = total_of(table(most), {code: D(value) for code, value in points.items()})

    assert [total.points, total.bonus, total.penalty] == [expected, bonus, penalty]


def test_a_total_has_its_groups_with_their_bonus_and_penalty() -> None:
    total = total_of(table(), {"a1": D(10), "a2": D(9), "b1": D(2), "c1": D(3), "c2": D(-4)}, unranked=True)

    assert total.groups == {"A": D(15), "B": D(2), "C": D(-1)}
    assert total.unranked


def test_tables_differ_by_the_kind_of_unit() -> None:
    offices, others = ScoreTableEntry((), kinds=(UnitKind.OFFICE,)), ScoreTableEntry(())

    assert table_for([offices, others], UnitKind.OFFICE) is offices
    assert table_for([offices, others], UnitKind.MASS_ORG) is others
    assert table_for([offices], UnitKind.MASS_ORG) is None


def test_a_member_has_points_in_the_criteria_for_members() -> None:
    assert [one.code for one in criteria_for(table(), member=True)] == ["a2"]
    assert [one.code for one in criteria_for(table(), member=False)] == ["a1", "a2", "b1", "c1", "c2"]


HUNDREDTHS = st.integers(0, 2000).map(lambda number: D(number) / 100)
CRITERIA = [
    of(PerItem(D("0.125"), cap=D(8)), 10),
    of(Ratio(cap=D("1.2")), 15),
    of(Ratio(target=D(10)), 3),
    of(BY_NUMBER, 100),
    of(BY_LABEL, 6),
    of(PARTS, 5),
    of(PassFail(), 4),
    of(FAULTS, 3),
    of(PRIZES, 5),
    of(OFFENCES, 0, least=-10),
    of(Manual(), 300),
]
LABELS = ["", "Tốt", "Xuất sắc", "Kế hoạch", "Mô hình", "Trễ", "Vắng", "Nhất", "Cờ", "Kỷ luật", "Có vụ án"]
LINES = st.lists(
    st.builds(Line, HUNDREDTHS, st.none() | HUNDREDTHS, st.sampled_from(LABELS), st.none() | HUNDREDTHS), max_size=8
)


@given(st.sampled_from(CRITERIA), LINES, st.randoms(use_true_random=False))
def test_the_order_of_lines_does_not_matter_and_no_cap_is_exceeded(
    criterion: CriterionEntry, lines: list[Line], chance: random.Random
) -> None:
    points = from_lines(criterion, lines)
    chance.shuffle(lines)

    assert from_lines(criterion, lines) == points
    assert criterion.min <= points <= criterion.max
    assert points == points.quantize(D("0.01"))


@given(st.sampled_from([one for one in CRITERIA if adds_up(one.rule)]), LINES, LINES)
def test_taking_lines_away_again_leaves_what_was(
    criterion: CriterionEntry, lines: list[Line], more: list[Line]
) -> None:
    sums = sum((sums_of(criterion, one) for one in lines), Sums())
    after = sums
    for one in more:
        after = after + sums_of(criterion, one)
    for one in more:
        after = after - sums_of(criterion, one)

    assert after == sums
    assert from_sums(criterion, after) == from_lines(criterion, lines)


@given(st.dictionaries(st.sampled_from(["a1", "a2", "b1", "c1"]), HUNDREDTHS))
def test_no_group_and_no_table_gives_more_than_its_maximum(points: dict[str, D]) -> None:
    total = total_of(table(), points)

    assert total.groups["A"] <= 15
    assert total.points - total.bonus <= 20
