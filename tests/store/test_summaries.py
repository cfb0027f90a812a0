"""Summaries: what is counted, when it is posted and to whom, and what is said a week before the end."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlmodel import Session, col, select

from store.duties import discharge
from store.launches import launch_campaign
from store.live import LIVE
from store.phases import turn_phases
from store.points import count_line, criterion_of
from store.runs import become_active
from store.summaries import (
    LISTS,
    list_rows,
    next_closing,
    next_summary,
    open_scope,
    post_summaries,
    summary_facts,
    tell_closings,
)
from store.tables import (
    Achievement,
    AchievementState,
    BlocRole,
    DayOverride,
    DoneHow,
    Letter,
    Phase,
    Standing,
    Target,
    TargetKind,
    TargetState,
)
from store.work_calendar import work_calendar
from tests.conftest import NOW
from tests.store.founding import Founded, found
from tests.town import HANOI


def at(day: date, clock: time = time(8)) -> datetime:
    return datetime.combine(day, clock, HANOI).astimezone(UTC)


def launched(session: Session) -> Founded:
    town = found(session, "khoi-vhxh-2020", now=NOW)
    mai = town.joins("Mai", "stttt", office=BlocRole.LEADER)
    town.joins("Bình", "syt")
    become_active(session, bot_username="thidua_bot", now=NOW)
    launch_campaign(session, town.campaign.id or 0, by=mai, now=NOW)
    return town


def phase(town: Founded, code: str = "dot-1") -> Phase:
    return town.session.exec(select(Phase).where(col(Phase.code) == code)).one()


def registers(town: Founded, unit: str, kind: TargetKind, state: TargetState, **more: Any) -> Target:
    by_id = next(one.id for one in [town.joins("Người " + unit, unit, reachable=False)]) or 0
    values = {"title": "Việc " + unit, "registered_by_id": by_id, "registered_at": NOW, **more}
    target = Target(
        campaign_id=town.campaign.id or 0, unit_id=town.unit(unit).id or 0, kind=kind, state=state, **values
    )
    town.session.add(target)
    town.session.flush()
    return target


def achieves(town: Founded, unit: str, state: AchievementState, **more: Any) -> Achievement:
    by_id = next(one.id for one in [town.joins("Người " + unit, unit, reachable=False)]) or 0
    values = {"day": date(2020, 3, 1), "phase_id": phase(town).id, "criterion": "3.1", **more}
    achievement = Achievement(
        campaign_id=town.campaign.id or 0,
        unit_id=town.unit(unit).id or 0,
        title="Sáng kiến " + unit,
        state=state,
        points=Decimal(20) if state == AchievementState.VERIFIED else None,
        recorded_by_id=by_id,
        recorded_at=NOW,
        **values,
    )
    town.session.add(achievement)
    town.session.flush()
    if state == AchievementState.VERIFIED:
        criterion = criterion_of(town.campaign, town.unit(unit), achievement.criterion)
        count_line(town.session, town.campaign, achievement, criterion)
    return achievement


def busy(session: Session) -> Founded:
    """Two units that did something in the first phase, one of them late; the other five nothing."""
    town = launched(session)
    second = phase(town, "dot-2").id
    product = registers(town, "syt", TargetKind.PRODUCT, TargetState.CONFIRMED)
    registers(town, "syt", TargetKind.GOAL, TargetState.WAITING, phase_id=phase(town).id)
    registers(town, "syt", TargetKind.INITIATIVE, TargetState.CONFIRMED, phase_id=second)
    registers(town, "bdt", TargetKind.TITLE, TargetState.WITHDRAWN)
    achieves(town, "syt", AchievementState.VERIFIED, target_id=product.id)
    achieves(town, "syt", AchievementState.WAITING)
    achieves(town, "sgddt", AchievementState.REJECTED)
    achieves(town, "sgddt", AchievementState.CONFIRMED, phase_id=second, day=date(2020, 8, 1))
    for code, unit, day in (("dang-ky", "syt", 4), ("bc-dot-1", "syt", 19), ("bc-dot-1", "sgddt", 21)):
        month = 3 if code == "dang-ky" else 6
        on_day = date(2020, month, day)
        discharge(session, town.duty(code, unit), how=DoneHow.OUTSIDE, on_day=on_day, by=None, now=at(on_day))
    return town


def test_of_a_registration_for_the_whole_campaign_a_phase_counts_its_own_results(session: Session) -> None:
    town = busy(session)
    first, second = phase(town).id or 0, phase(town, "dot-2").id or 0
    late = registers(town, "bdt", TargetKind.PRODUCT, TargetState.CONFIRMED)
    achieves(town, "bdt", AchievementState.VERIFIED, target_id=late.id, phase_id=second, day=date(2020, 8, 1))
    for phase_id, done, worth in ((first, 1, None), (second, 1, "20.00"), (0, 2, "20.00")):
        scope = open_scope(session, town.campaign, phase_id, now=at(date(2021, 1, 4)))
        assert summary_facts(session, scope, now=AFTER)["figures"]["done"] == done
        assert list_rows(session, scope, "done", 0)[1] == done
        (row,) = [one for one in list_rows(session, scope, "targets", 0)[0] if one["target_id"] == late.id]
        assert (row["points"], row["done"]) == (worth, worth is not None)


def facts(town: Founded, phase_id: int, now: datetime) -> dict[str, Any]:
    return summary_facts(town.session, open_scope(town.session, town.campaign, phase_id, now=now), now=now)


AFTER = at(date(2020, 7, 1))


def test_every_figure_is_the_sum_of_its_units_and_of_its_list(session: Session) -> None:
    town = busy(session)
    scope = open_scope(session, town.campaign, phase(town).id or 0, now=AFTER)
    found = summary_facts(session, scope, now=AFTER)

    figures = found["figures"]
    assert {name: count for name, count in figures.items() if count} == {
        "units": 7,
        "taking_part": 2,
        "product": 1,
        "goal": 1,
        "targets": 2,
        "confirmed": 1,
        "unconfirmed": 1,
        "done": 1,
        "duties": 14,
        "on_time": 2,
        "late": 1,
        "missing": 11,
        "achievements": 2,
        "verified": 1,
        "unverified": 1,
    }
    assert figures["targets"] == sum(one["targets"] for one in found["units"])
    for name in LISTS:
        rows, total = list_rows(session, scope, name, 0)
        assert total == (figures[name] if name in figures else len(found["absent"])), name
        assert len(rows) == min(total, 10)
    last, total = list_rows(session, scope, "missing", 1)
    assert (len(last), total) == (1, 11)
    report = next(one for one in found["lines"] if one["title"] == "Báo cáo sơ kết đợt 1")
    assert report["late_units"] == [{"unit": "Sở Giáo dục và Đào tạo", "days": 2}]
    assert len(report["missing_units"]) == 5 and "Ban Dân tộc" in report["missing_units"]
    assert [(one["code"], one["achievements"], one["verified"]) for one in found["groups"]][2] == ("C", 2, 1)
    first = found["best"][0]["rows"][0]
    assert first["unit"] == "Sở Y tế" and Decimal(first["points"]) > 20
    assert [one["unit"] for one in found["best"][0]["rows"]] == ["Sở Y tế", "Sở Giáo dục và Đào tạo"]
    assert (found["provisional"], found["compared"], found["people"]) == (True, [], [])


def test_a_phase_is_compared_with_the_one_before_and_a_campaign_shows_its_phases(session: Session) -> None:
    town = busy(session)
    turn_phases(session, AFTER)

    second = facts(town, phase(town, "dot-2").id or 0, at(date(2020, 12, 31)))
    assert [one["name"] for one in second["compared"]] == ["Đợt 1", "Đợt 2"]
    assert second["compared"][1]["figures"] == second["figures"]
    assert second["figures"]["initiative"] == 1 and second["figures"]["unverified"] == 1
    whole = facts(town, 0, at(date(2020, 12, 31)))
    assert [one["figures"]["verified"] for one in whole["compared"]] == [1, 0]
    assert whole["figures"]["achievements"] == 3 and whole["figures"]["targets"] == 3


def test_the_best_people_are_those_with_points_where_the_campaign_shows_them(session: Session) -> None:
    town = launched(session)
    standings = {**town.campaign.plan["standings"], "people": "bloc"}
    town.campaign.plan = {**town.campaign.plan, "standings": standings}
    first, second = phase(town).id or 0, phase(town, "dot-2").id or 0
    lan = town.joins("Lan", "syt", reachable=False)
    achieves(town, "syt", AchievementState.VERIFIED, member_id=lan.id)
    assert [one["name"] for one in facts(town, first, AFTER)["people"]] == ["Lan"]
    assert facts(town, second, at(date(2020, 12, 31)))["people"] == []
    (row,) = session.exec(select(Standing).where(col(Standing.is_member).is_(True), col(Standing.phase_id) == first))
    row.points = Decimal(0)
    session.flush()
    assert facts(town, first, AFTER)["people"] == []


def test_a_campaign_in_which_nothing_happened_is_summed_up_too(session: Session) -> None:
    town = launched(session)
    town.campaign.plan = {**town.campaign.plan, "score_tables": [], "standings": {"people": "bloc"}}
    session.flush()
    found = facts(town, 0, NOW)

    assert (found["figures"]["taking_part"], found["scored"], found["best"], found["groups"]) == (0, False, [], [])
    assert len(found["absent"]) == 7 and found["figures"]["open"] == found["figures"]["duties"] == 28


def test_it_is_posted_once_at_eight_of_the_first_working_day(session: Session) -> None:
    town = busy(session)
    bloc = town.group("Khối")
    town.group("Không nhận", summaries=False)
    town.group("Sở Y tế", unit="syt")
    town.group("Sở Y tế nhận", unit="syt", summaries=True)
    day_off = DayOverride(bloc_id=town.bloc.id or 0, day=date(2020, 7, 1), off=True)
    session.add(day_off)
    session.flush()
    turn_phases(session, AFTER)
    due = at(date(2020, 7, 2))

    assert next_summary(session, NOW) == due
    assert post_summaries(session, due - timedelta(seconds=1)) == 0
    assert post_summaries(session, due) == 1 and post_summaries(session, due) == 0
    posts = town.letters("live/summaries/post")
    assert [(one.chat_id == bloc.id, one.due_at) for one in posts] == [(True, due), (False, due)]
    (paper,) = town.letters("live/summaries/paper")
    assert paper.facts["made"] == "summary_word"
    said = LIVE["live/summaries/post"](session, posts[0].facts, due)
    assert said is not None and said["data"]["phase"] == "Đợt 1" and said["data"]["figures"]["late"] == 1
    file = LIVE["live/summaries/paper"](session, paper.facts, due)
    assert file is not None and file["data"]["units"] == said["data"]["units"]
    bloc.bloc_id = None
    assert LIVE["live/summaries/post"](session, posts[0].facts, due) is None
    assert work_calendar(session, town.bloc.id or 0).is_working(date(2020, 7, 1)) is False


def test_after_a_long_silence_only_the_last_phase_is_posted_and_never_at_night(session: Session) -> None:
    town = launched(session)
    town.group("Khối")
    night = at(date(2021, 2, 1), time(23))
    turn_phases(session, night)

    while post_summaries(session, night):
        pass

    posted = [one.facts["phase_id"] for one in town.letters("live/summaries/post")]
    assert Counter(posted) == Counter([phase(town, "dot-2").id, 0])
    assert {one.due_at for one in town.letters("live/summaries/post")} == {at(date(2021, 2, 2), time(7))}
    assert next_summary(session, night) is None
    before = len(session.exec(select(Letter)).all())
    assert post_summaries(session, night + timedelta(days=9)) == 0
    town.campaign.summed_at = None
    assert post_summaries(session, night + timedelta(days=90)) == 1  # too old to be news
    assert len(session.exec(select(Letter)).all()) == before


def test_what_was_over_before_the_launch_is_not_summed_up(session: Session) -> None:
    town = found(session, "khoi-vhxh-2020", now=NOW)
    mai = town.joins("Mai", "stttt", office=BlocRole.LEADER)
    late = at(date(2020, 8, 3))
    launch_campaign(session, town.campaign.id or 0, by=mai, now=late)
    town.group("Khối")

    assert post_summaries(session, late) == 0
    assert next_summary(session, late) == at(date(2021, 1, 4))  # 1/1 is a holiday, 2/1 a Saturday


@pytest.mark.parametrize("wanted", [True, False])
def test_a_week_before_the_end_groups_read_what_is_missing(session: Session, wanted: bool) -> None:
    town = busy(session)
    town.group("Khối", phases=wanted)
    turn_phases(session, NOW)
    told = at(date(2020, 6, 23))

    assert next_closing(session, NOW) == told
    assert tell_closings(session, told - timedelta(seconds=1)) == 0
    assert tell_closings(session, told) == 1 and tell_closings(session, told) == 0
    letters = town.letters("live/phases/closing")
    assert len(letters) == wanted
    for letter in letters:
        said = LIVE["live/phases/closing"](session, letter.facts, told)
        assert said is not None and said["days"] == 7
        assert said["lines"][1] == {"title": "Báo cáo sơ kết đợt 1", "left": 5, "total": 7}
        assert LIVE["live/phases/closing"](session, letter.facts, AFTER) is None
