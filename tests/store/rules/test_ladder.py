from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.rules.calendar import WorkCalendar
from store.rules.deadlines import Deadline, DeadlineKind, end_instant, last_valid_day
from store.rules.ladder import BadLadder, Ladder, Rung, latest_due, outside_quiet, rung_instant, rungs, schedule

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
INSTANTS = st.integers(-600_000_000, 600_000_000).map(lambda n: datetime(2020, 1, 1, tzinfo=UTC) + timedelta(seconds=n))
DAYS = st.dates(date(2019, 6, 1), date(2030, 12, 31))
LADDERS = st.builds(
    Ladder,
    before=st.lists(st.integers(0, 60), max_size=8).map(tuple),
    overdue=st.lists(st.integers(1, 30), max_size=6).map(tuple),
)

# Worked out by hand on a calendar of 2020: offset from the last valid day, and the morning.
BLOC_YEAR_2020 = [
    (
        Deadline(DeadlineKind.BEFORE, date(2020, 3, 5)),
        [
            (30, "2020-02-03"),
            (14, "2020-02-19"),
            (7, "2020-02-26"),
            (3, "2020-02-28"),  # Sunday 1/3 goes to Friday.
            (1, "2020-03-03"),
            (0, "2020-03-04"),
            (-1, "2020-03-05"),
            (-3, "2020-03-09"),  # Saturday 7/3 goes to Monday.
            (-7, "2020-03-11"),
        ],
    ),
    (
        Deadline(DeadlineKind.BEFORE, date(2020, 6, 20)),
        [
            (30, "2020-05-20"),
            (14, "2020-06-05"),
            (7, "2020-06-12"),
            (3, "2020-06-16"),
            (1, "2020-06-18"),
            (0, "2020-06-19"),
            (-3, "2020-06-22"),  # Saturday 20/6 goes to Monday too, and is one with it.
            (-7, "2020-06-26"),
        ],
    ),
    (
        Deadline(DeadlineKind.BEFORE, date(2020, 7, 10)),
        [
            (30, "2020-06-09"),
            (14, "2020-06-25"),
            (7, "2020-07-02"),
            (3, "2020-07-06"),
            (1, "2020-07-08"),
            (0, "2020-07-09"),
            (-1, "2020-07-10"),
            (-3, "2020-07-13"),  # Sunday 12/7 goes to Monday.
            (-7, "2020-07-16"),
        ],
    ),
    (
        Deadline(DeadlineKind.BEFORE, date(2020, 12, 10)),
        [
            (30, "2020-11-09"),
            (14, "2020-11-25"),
            (7, "2020-12-02"),
            (3, "2020-12-04"),  # Sunday 6/12 goes to Friday.
            (1, "2020-12-08"),
            (0, "2020-12-09"),
            (-1, "2020-12-10"),
            (-3, "2020-12-14"),  # Saturday 12/12 goes to Monday.
            (-7, "2020-12-16"),
        ],
    ),
]

AGENCY_2020 = [
    (
        Deadline(DeadlineKind.BY, date(2020, 5, 15)),
        [
            (30, "2020-04-15"),  # Before the launch of 20/4: planned, never due.
            (14, "2020-04-29"),  # 1/5 and 30/4 are holidays.
            (7, "2020-05-08"),
            (3, "2020-05-12"),
            (1, "2020-05-14"),
            (0, "2020-05-15"),
            (-3, "2020-05-18"),  # Saturday 16/5 goes to Monday too, and is one with it.
            (-7, "2020-05-22"),
        ],
    ),
    (
        Deadline(DeadlineKind.BY, date(2020, 6, 30)),
        [
            (30, "2020-05-29"),  # Sunday 31/5 goes to Friday.
            (14, "2020-06-16"),
            (7, "2020-06-23"),
            (3, "2020-06-26"),  # Saturday 27/6 goes to Friday.
            (1, "2020-06-29"),
            (0, "2020-06-30"),
            (-1, "2020-07-01"),
            (-3, "2020-07-03"),
            (-7, "2020-07-07"),
        ],
    ),
    (
        Deadline(DeadlineKind.BY, date(2020, 8, 1)),
        [
            (30, "2020-07-02"),
            (14, "2020-07-17"),  # Saturday 18/7 goes to Friday.
            (7, "2020-07-24"),  # Saturday 25/7 goes to Friday.
            (3, "2020-07-29"),
            (0, "2020-07-31"),  # Saturday 1/8 goes to Friday, the day of rung 1: one morning, the last rung.
            (-1, "2020-08-03"),  # Sunday 2/8 goes to Monday.
            (-3, "2020-08-04"),
            (-7, "2020-08-10"),  # Saturday 8/8 goes to Monday.
        ],
    ),
    (
        Deadline(DeadlineKind.IN, date(2020, 12, 1)),
        [
            (30, "2020-12-01"),
            (14, "2020-12-17"),
            (7, "2020-12-24"),
            (3, "2020-12-28"),
            (1, "2020-12-30"),
            (0, "2020-12-31"),
            (-3, "2021-01-04"),  # 1/1 is a holiday, 2 and 3/1 a weekend: rungs -1 and -3 are one.
            (-7, "2021-01-07"),
        ],
    ),
]


@pytest.mark.parametrize(("deadline", "expected"), BLOC_YEAR_2020 + AGENCY_2020)
def test_the_rungs_of_two_real_plans(deadline: Deadline, expected: list[tuple[int, str]]) -> None:
    last_day = last_valid_day(deadline, lenient=False)
    assert last_day is not None

    planned = rungs(last_day, Ladder(), WorkCalendar())

    assert [(rung.offset, rung.morning.isoformat()) for rung in planned] == expected


@pytest.mark.parametrize(
    ("last_day", "expected"),
    [
        # The day after Tết: everything in the holidays of 23 to 29/1 meets on 22/1.
        (date(2020, 1, 30), [(14, "01-16"), (1, "01-22"), (0, "01-30"), (-1, "01-31"), (-3, "02-03"), (-7, "02-06")]),
        # In Tết: the last day's own rung goes out before it, and the first overdue one after it.
        (date(2020, 1, 26), [(14, "01-10"), (7, "01-17"), (0, "01-22"), (-3, "01-30"), (-7, "02-03")]),
        # National Day, a Wednesday.
        (
            date(2020, 9, 2),
            [(14, "08-19"), (7, "08-26"), (3, "08-28"), (0, "09-01"), (-1, "09-03"), (-3, "09-07"), (-7, "09-09")],
        ),
    ],
)
def test_rungs_round_holidays(last_day: date, expected: list[tuple[int, str]]) -> None:
    planned = rungs(last_day, Ladder(before=(14, 7, 3, 1, 0)), WorkCalendar())

    assert [(rung.offset, f"{rung.morning:%m-%d}") for rung in planned] == expected


def test_a_ladder_may_be_written_in_any_order_and_twice() -> None:
    untidy = Ladder(before=(0, 14, 7, 7), overdue=(3, 1, 3))

    assert [rung.offset for rung in rungs(date(2020, 7, 9), untidy, WorkCalendar())] == [14, 7, 0, -1, -3]


def test_a_rung_goes_out_at_the_hour_of_the_bloc() -> None:
    assert rung_instant(Rung(0, date(2020, 6, 19)), Ladder(), HANOI) == datetime(2020, 6, 19, 1, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("field", "ladder"),
    [
        ("before", {"before": (7, -1)}),
        ("before", {"before": (367,)}),
        ("overdue", {"overdue": (0, 1)}),
        ("overdue", {"overdue": (10**12,)}),
        ("at", {"at": time(22)}),
        ("at", {"at": time(21)}),
        ("at", {"at": time(12), "quiet": (time(11), time(14))}),
    ],
)
def test_a_ladder_that_cannot_be_kept_is_refused(field: str, ladder: dict[str, tuple[int, ...]]) -> None:
    with pytest.raises(BadLadder) as refused:
        Ladder(**ladder)  # type: ignore[arg-type]

    assert refused.value.field == field


LAUNCH = datetime(2020, 4, 20, 2, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "offset"),
    [
        (datetime(2020, 4, 20, 2, 0, tzinfo=UTC), None),  # Rung 30 was before the launch.
        (datetime(2020, 4, 29, 0, 59, 59, tzinfo=UTC), None),
        (datetime(2020, 4, 29, 1, 0, tzinfo=UTC), 14),
        (datetime(2020, 5, 8, 0, 59, tzinfo=UTC), 14),
        (datetime(2020, 5, 14, 20, 0, tzinfo=UTC), 1),  # Down for two weeks: only the last that applies.
        (datetime(2020, 5, 15, 1, 0, tzinfo=UTC), 0),
        (datetime(2020, 5, 16, 12, 0, tzinfo=UTC), 0),
        (datetime(2020, 12, 1, 0, 0, tzinfo=UTC), -7),
    ],
)
def test_only_the_latest_rung_since_the_launch_is_due(now: datetime, offset: int | None) -> None:
    planned = schedule(date(2020, 5, 15), Ladder(), WorkCalendar(), HANOI)

    due = latest_due(planned, now, LAUNCH)

    assert (due.offset if due else None) == offset


def test_a_launch_a_day_before_the_deadline_leaves_the_rungs_after_it() -> None:
    planned = schedule(date(2020, 5, 15), Ladder(), WorkCalendar(), HANOI)
    launch = datetime(2020, 5, 14, 3, 0, tzinfo=UTC)

    assert latest_due(planned, launch, launch) is None
    assert latest_due(planned, launch + timedelta(days=1), launch) == Rung(0, date(2020, 5, 15))


def test_a_rung_at_the_very_instant_of_the_launch_is_due() -> None:
    planned = schedule(date(2020, 5, 15), Ladder(), WorkCalendar(), HANOI)
    launch = datetime(2020, 5, 15, 1, 0, tzinfo=UTC)

    assert latest_due(planned, launch, launch) == Rung(0, date(2020, 5, 15))
    assert latest_due(planned, launch + timedelta(seconds=1), launch + timedelta(seconds=1)) is None


NIGHT = (time(21), time(7))
NOON = (time(11, 30), time(13, 30))


@pytest.mark.parametrize(
    ("quiet", "now", "expected"),
    [
        (NIGHT, "2020-06-19T20:59:59", "2020-06-19T20:59:59"),
        (NIGHT, "2020-06-19T21:00:00", "2020-06-20T07:00:00"),
        (NIGHT, "2020-06-19T23:59:59", "2020-06-20T07:00:00"),
        (NIGHT, "2020-06-20T00:00:00", "2020-06-20T07:00:00"),
        (NIGHT, "2020-06-20T06:59:59", "2020-06-20T07:00:00"),
        (NIGHT, "2020-06-20T07:00:00", "2020-06-20T07:00:00"),
        (NOON, "2020-06-20T11:29:00", "2020-06-20T11:29:00"),
        (NOON, "2020-06-20T11:30:00", "2020-06-20T13:30:00"),
        (NOON, "2020-06-20T13:30:00", "2020-06-20T13:30:00"),
        ((time(8), time(8)), "2020-06-20T08:00:00", "2020-06-20T08:00:00"),
        ((time(21), time(0)), "2020-06-19T22:00:00", "2020-06-20T00:00:00"),
        ((time(21), time(0)), "2020-06-20T00:00:00", "2020-06-20T00:00:00"),
    ],
)
def test_quiet_hours(quiet: tuple[time, time], now: str, expected: str) -> None:
    ladder = Ladder(quiet=quiet)
    local = datetime.fromisoformat(now).replace(tzinfo=HANOI)

    moved = outside_quiet(local.astimezone(UTC), ladder, HANOI)

    assert moved.tzinfo is UTC
    assert moved.astimezone(HANOI).replace(tzinfo=None).isoformat() == expected


def test_the_end_of_the_quiet_hours_is_never_in_the_past_when_clocks_go_back() -> None:
    second_ten_past_two = datetime(2020, 10, 25, 1, 10, tzinfo=UTC)
    ladder = Ladder(quiet=(time(22), time(2, 30)))

    assert outside_quiet(second_ten_past_two, ladder, ZoneInfo("Europe/Berlin")) == second_ten_past_two


@given(DAYS, LADDERS)
def test_every_rung_is_a_working_morning_of_its_own(last_day: date, ladder: Ladder) -> None:
    calendar = WorkCalendar()
    mornings = [rung.morning for rung in rungs(last_day, ladder, calendar)]

    assert mornings == sorted(set(mornings))
    assert all(calendar.is_working(morning) for morning in mornings)


@given(DAYS, LADDERS)
def test_a_rung_is_on_its_own_side_of_the_deadline(last_day: date, ladder: Ladder) -> None:
    end = end_instant(last_day, HANOI)
    for rung, instant in schedule(last_day, ladder, WorkCalendar(), HANOI):
        assert (rung.offset < 0) == (instant >= end)
        assert (rung.offset < 0) == (rung.morning > last_day)


@given(DAYS, LADDERS)
def test_the_first_overdue_and_the_last_early_rung_survive_every_merge(last_day: date, ladder: Ladder) -> None:
    offsets = [rung.offset for rung in rungs(last_day, ladder, WorkCalendar())]

    assert offsets == sorted(offsets, reverse=True)
    assert min(ladder.before, default=None) == min((n for n in offsets if n >= 0), default=None)
    assert max(ladder.overdue, default=None) == max((-n for n in offsets if n < 0), default=None)


@given(
    INSTANTS,
    st.tuples(st.times(), st.times()),
    st.sampled_from(["Asia/Ho_Chi_Minh", "Europe/Berlin"]),
)
def test_quiet_hours_delay_less_than_a_day_and_never_hasten(now: datetime, quiet: tuple[time, time], zone: str) -> None:
    ladder = Ladder(at=quiet[1], quiet=quiet)

    moved = outside_quiet(now, ladder, ZoneInfo(zone))

    assert now <= moved <= now + timedelta(hours=25)
