from datetime import UTC, date, datetime, timedelta

from sqlmodel import Session, select

from store.campaigns import phases_of
from store.duties import discharge
from store.launches import launch_campaign
from store.phases import next_phase_turn, turn_phases
from store.runs import become_active
from store.sweeps import SWEEPS, next_due
from store.tables import BlocRole, DoneHow, Entry, Letter, PhaseState
from tests.conftest import NOW
from tests.store.founding import Founded, found

MIDNIGHT = datetime(2020, 6, 30, 17, tzinfo=UTC)
"""00:00 of 1/7/2020 in Hanoi: the first phase is over and the second begins."""


def launched(session: Session, name: str = "khoi-vhxh-2020", now: datetime = NOW) -> Founded:
    town = found(session, name, now=now)
    leading = "stttt" if name == "khoi-vhxh-2020" else "van-phong"
    mai = town.joins("Mai", leading, office=BlocRole.LEADER)
    town.group("Khối", summaries=False)
    become_active(session, bot_username="thidua_bot", now=now)
    launch_campaign(session, town.campaign.id or 0, by=mai, now=now)
    return town


def states(town: Founded) -> list[PhaseState]:
    return [phase.state for phase in phases_of(town.session, town.campaign.id or 0)]


def test_nothing_turns_before_midnight(session: Session) -> None:
    town = launched(session)

    assert next_phase_turn(session, NOW) == MIDNIGHT
    assert turn_phases(session, MIDNIGHT - timedelta(seconds=1)) == 0
    assert states(town) == [PhaseState.OPEN, PhaseState.PLANNED]


def test_at_midnight_one_ends_and_the_next_opens(session: Session) -> None:
    town = launched(session)

    assert turn_phases(session, MIDNIGHT) > 0
    assert turn_phases(session, MIDNIGHT) == 0

    assert states(town) == [PhaseState.ENDED, PhaseState.OPEN]
    eight = datetime(2020, 7, 1, 1, tzinfo=UTC)
    (ended,), opened = town.letters("phases/ended"), town.letters("phases/opened")[1]
    assert (ended.due_at, opened.due_at) == (eight, eight)
    assert opened.facts["register_url"] == "https://t.me/thidua_bot?start=dangky"
    assert [one["title"] for one in opened.facts["deadlines"]] == [
        "Giao ban Khối và sơ kết 6 tháng",
        "Báo cáo tổng kết năm",
        "Bảng tự chấm điểm kèm tài liệu kiểm chứng",
    ]


def test_the_ending_counts_what_was_handed_in(session: Session) -> None:
    town = launched(session)
    duty = town.duty("bc-dot-1", "syt")
    discharge(session, duty, how=DoneHow.HANDED_IN, on_day=date(2020, 6, 18), by=None, now=NOW)

    turn_phases(session, MIDNIGHT)

    (ended,) = town.letters("phases/ended")
    assert ended.facts["counts"] == [{"title": "Báo cáo sơ kết đợt 1", "done": 1, "total": 7}]


def test_a_sweep_that_was_missed_posts_outside_quiet_hours(session: Session) -> None:
    town = launched(session)
    night = datetime(2020, 7, 3, 15, tzinfo=UTC)

    turn_phases(session, night)

    assert states(town) == [PhaseState.ENDED, PhaseState.OPEN]
    assert {letter.due_at for letter in town.letters("phases/ended")} == {datetime(2020, 7, 4, 0, tzinfo=UTC)}


def test_a_phase_missed_altogether_is_opened_and_ended_without_an_opening_post(session: Session) -> None:
    town = launched(session, "co-quan-ban-2020", datetime(2020, 4, 20, 2, tzinfo=UTC))
    much_later = datetime(2020, 8, 15, 2, tzinfo=UTC)

    turn_phases(session, much_later)

    assert states(town) == [PhaseState.ENDED, PhaseState.ENDED, PhaseState.PLANNED]
    assert town.letters("phases/opened") == []
    assert len(town.letters("phases/ended")) == 2
    actions = [entry.action for entry in session.exec(select(Entry).where(Entry.subject == "phase").order_by("id"))]
    assert actions == ["opened", "ended", "opened", "ended"]
    assert next_phase_turn(session, much_later) == datetime(2020, 8, 31, 17, tzinfo=UTC)


def test_a_group_that_wants_no_phases_gets_none_and_one_that_gets_the_summary_no_short_ending(session: Session) -> None:
    town = launched(session)
    town.group("Im lặng", phases=False, summaries=False)
    town.group("Nhận sơ kết")
    before = len(session.exec(select(Letter)).all())

    turn_phases(session, MIDNIGHT)

    assert len(session.exec(select(Letter)).all()) == before + 3
    assert (len(town.letters("phases/ended")), len(town.letters("phases/opened"))) == (1, 3)


def test_the_soonest_sweep_is_what_the_clock_waits_for(session: Session) -> None:
    launched(session)

    names = [sweep.name for sweep in SWEEPS]
    assert names[0] == "phases" and len(set(names)) == len(names)
    assert next_due(session, NOW) == datetime(2020, 1, 6, 1, tzinfo=UTC)  # the first Monday: standings


def test_with_nothing_launched_no_sweep_is_due(session: Session) -> None:
    found(session, "khoi-vhxh-2020", now=NOW)

    assert next_due(session, NOW) is None
    assert [sweep.run(session, NOW) for sweep in SWEEPS] == [0] * len(SWEEPS)
