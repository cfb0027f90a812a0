"""Standings of units and people from verified lines and milestones."""

from datetime import date, timedelta
from decimal import Decimal as D

import pytest

from store.days_off import drop_day_off, set_day_off
from store.points import Subject, from_the_start, my_place, standing_row, top_people, verify_totals
from store.tables import UnitRole
from tests.store.points.conftest import LAUNCH, Scores

NOW = LAUNCH + timedelta(days=180)

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""On both databases: the sample table, and any sequence of operations."""


def test_without_any_line_a_unit_has_what_only_faults_take(scores: Scores) -> None:
    offices, unions = scores.standings()

    assert {(row.place, row.points, row.tied) for row in offices.units} == {(1, D(22), True)}
    assert from_the_start(scores.campaign, scores.unit("dv1")).points == 22
    assert (offices.name, unions.name, unions.units[0].points) == ("Cơ quan", "Đoàn thể", D(0))


def test_a_phase_has_the_points_of_its_days(scores: Scores) -> None:
    scores.achieves("dv1", "C2", day=date(2026, 2, 1))
    scores.achieves("dv1", "C4", day=date(2026, 9, 1))
    scores.hands_in("bc-6-thang", "dv1", date(2026, 6, 19))
    first, second = (one.id or 0 for one in scores.phases)

    points = [scores.standings(phase_id=phase_id)[0].units[0].points for phase_id in (0, first, second)]

    assert points == [D(22 + 2 + 1 + 3), D(22 + 2 + 3), D(22 + 1)]


def test_a_members_work_counts_for_member_and_unit_and_each_keeps_the_cap(scores: Scores) -> None:
    scores.achieves("dv2", "D5", quantity="3", member=scores.lan)
    scores.achieves("dv2", "D5", quantity="3", member=scores.binh)

    people = top_people(scores.session, scores.campaign)

    assert [(one.member.name, one.place, one.points) for one in people] == [("Lan", 1, D("1.5")), ("Bình", 1, D("1.5"))]
    unit = standing_row(scores.session, scores.campaign, Subject(scores.unit("dv2").id or 0))
    assert unit is not None
    assert unit.points == 22 + 2


def test_who_belongs_to_two_units_has_points_in_each(scores: Scores) -> None:
    scores.achieves("dv2", "D4", quantity="2", member=scores.lan)
    scores.achieves("cd", "A1", given="7.5", member=scores.lan)

    places = {
        code: my_place(scores.session, scores.campaign, scores.lan, unit_id=scores.unit(code).id)
        for code in ("dv2", "cd")
    }

    assert {code: place.points for code, place in places.items() if place} == {"dv2": D(2), "cd": D("7.5")}
    assert verify_totals(scores.session) == []


def test_a_new_standing_begins_with_what_was_on_time_before_it(scores: Scores) -> None:
    late = scores.joins("Hoa", "dv3", UnitRole.MEMBER)
    (duty, *_) = scores.duties("ca-nhan")
    duty.member_id, duty.owner = late.id, f"m{late.id}"
    duty.done_on, duty.done_at = duty.last_day, duty.ends_at

    scores.achieves("cd", "A3", member=late)

    place = my_place(scores.session, scores.campaign, late)
    assert place is not None
    assert place.points == 5 + 8
    assert verify_totals(scores.session) == []


def test_my_place_says_how_many_there_are_and_what_the_next_has(scores: Scores) -> None:
    scores.achieves("dv2", "D5", quantity="4", member=scores.binh)
    scores.achieves("dv2", "D5", quantity="1", member=scores.lan)
    scores.achieves("dv5", "D5", quantity="1", member=scores.dung)

    place = my_place(scores.session, scores.campaign, scores.lan)

    assert place is not None
    assert (place.place, place.all, place.points, place.above) == (2, 3, D("0.5"), D(2))
    assert my_place(scores.session, scores.campaign, scores.mai) is None


def test_reversing_undoes(scores: Scores) -> None:
    scores.achieves("dv1", "A3", "Khá")
    scores.achieves("dv1", "A1", quantity="50", assigned="100")
    before = scores.rows()

    lines = [
        scores.achieves("dv1", "A3", "Tốt"),
        scores.achieves("dv1", "A1", quantity="7", assigned="8"),
        scores.achieves("dv1", "A5", quantity="9"),
        scores.achieves("dv1", "F", "Có vụ án"),
        scores.achieves("dv1", "C6", quantity="3"),
        scores.achieves("dv1", "B1", "Kế hoạch"),
    ]
    assert scores.rows() != before
    for one in lines:
        scores.reverses(one)

    assert scores.rows() == before


def test_a_day_off_that_is_entered_later_gives_points_back_and_dropping_it_takes_them(scores: Scores) -> None:
    """Due on Friday 19/6, handed in on Tuesday: two working days late, one when Monday was off."""
    scores.hands_in("bc-6-thang", "dv1", date(2026, 6, 23))

    def points() -> D:
        row = standing_row(scores.session, scores.campaign, Subject(scores.unit("dv1").id or 0))
        assert row is not None
        return row.points

    late = points()
    day = set_day_off(scores.session, scores.bloc, date(2026, 6, 22), off=True, note="Nghỉ bù", by=scores.mai, now=NOW)
    less_late = points()
    assert verify_totals(scores.session) == []
    drop_day_off(scores.session, day.id or 0, by=scores.mai, now=NOW)

    assert [late, less_late, points()] == [D(22 + 2), D("24.5"), D(24)]


def test_a_unit_that_was_closed_keeps_its_points_in_the_list_and_no_place(scores: Scores) -> None:
    scores.achieves("dv2", "C2")
    closed = scores.unit("dv2")
    closed.closed_on = date(2026, 9, 30)
    scores.session.flush()

    offices, *others = scores.standings()
    gone = [(one.left_over, row.place, row.points) for one in others for row in one.units if row.unit.id == closed.id]
    assert closed.id not in [row.unit.id for row in offices.units]
    assert gone == [(True, None, D(22 + 2))]
    closed.closed_on = date(2027, 3, 1)
    scores.session.flush()
    assert closed.id in [row.unit.id for row in scores.standings()[0].units]
