"""What follows from a change after the launch, asked of the store."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from sqlmodel import Session, col, select

from store.campaigns import phases_of
from store.changes import Part, change_part, value_now, warnings_of
from store.changes.parts import spot_for
from store.duties import discharge, extend_duty
from store.errors import BadAnswer, Closed, IllegalMove, NotFound
from store.history import verify_history
from store.launches import launch_campaign
from store.points import verify_totals
from store.tables import (
    BlocRole,
    CampaignChange,
    CampaignState,
    CriterionTotal,
    DeadlineForm,
    DoneHow,
    Duty,
    Entry,
    EntryDetails,
    Member,
    Milestone,
    MilestoneKind,
    Owing,
    PhaseState,
    Rung,
    RungState,
    UnitRole,
)
from tests.conftest import NOW
from tests.store.founding import Founded, found

JUNE = datetime(2020, 6, 15, 2, tzinfo=UTC)
WHY = "Theo công văn số 12"


def launched(session: Session, name: str = "khoi-vhxh-2020") -> tuple[Founded, Member]:
    town = found(session, name, now=NOW)
    mai = town.joins("Mai", "stttt", office=BlocRole.LEADER)
    town.joins("Bình", "syt")
    launch_campaign(session, town.campaign.id or 0, by=mai, now=NOW)
    return town, mai


def deadline(day: str, form: str = "by") -> dict[str, str]:
    return {"form": form, "day": day}


def timely(session: Session, town: Founded, unit: str) -> Decimal:
    """What a unit has for being on time in the whole campaign."""
    subject = f"unit:{town.unit(unit).id}"
    rows = select(CriterionTotal).where(col(CriterionTotal.subject) == subject, col(CriterionTotal.phase_id) == 0)
    return sum((row.points for row in session.exec(rows) if row.criterion == "3.4"), Decimal())


def test_points_for_being_on_time_follow_the_deadline(session: Session) -> None:
    town, mai = launched(session)
    milestone = town.milestone("bc-dot-1")
    discharge(session, town.duty("bc-dot-1", "syt"), how=DoneHow.HANDED_IN, on_day=date(2020, 6, 18), by=None, now=JUNE)
    assert timely(session, town, "syt") == Decimal(25)

    change_part(session, Part.DEADLINE, milestone.id or 0, deadline("2020-06-15"), reason=WHY, by=mai, now=JUNE)
    assert timely(session, town, "syt") == Decimal(10)
    change_part(session, Part.DEADLINE, milestone.id or 0, deadline("2020-06-30"), reason=WHY, by=mai, now=JUNE)
    assert timely(session, town, "syt") == Decimal(25)
    change_part(session, Part.WITHDRAW, town.milestone("bc-nam").id or 0, {}, reason=WHY, by=mai, now=JUNE)
    assert timely(session, town, "syt").quantize(Decimal("0.01")) == Decimal("33.33")
    assert list(verify_totals(session)) == []
    assert verify_history(session).broken == ()


def test_rungs_are_planned_anew_and_those_that_went_out_stay(session: Session) -> None:
    town, mai = launched(session)
    duty = town.duty("bc-dot-1", "syt")
    first = town.rungs(duty)[0]
    first.state = RungState.FIRED
    session.flush()
    change_part(session, Part.DEADLINE, duty.milestone_id, deadline("2020-07-31"), reason=WHY, by=mai, now=JUNE)

    planned = [one.morning for one in town.rungs(duty) if one.state == RungState.PLANNED]
    assert planned[0] == date(2020, 7, 1)
    assert date(2020, 7, 31) in planned and date(2020, 6, 19) not in planned
    assert [one.morning for one in town.rungs(duty) if one.state == RungState.FIRED] == [first.morning]


def test_an_extension_that_the_new_deadline_reaches_is_over_and_a_longer_one_stays(session: Session) -> None:
    town, mai = launched(session)
    near, far = town.duty("bc-dot-1", "syt"), town.duty("bc-dot-1", "sgddt")
    extend_duty(session, near.id or 0, to=date(2020, 6, 25), reason=WHY, by=mai, now=JUNE)
    extend_duty(session, far.id or 0, to=date(2020, 7, 20), reason=WHY, by=mai, now=JUNE)
    change_part(session, Part.DEADLINE, near.milestone_id, deadline("2020-06-30"), reason=WHY, by=mai, now=JUNE)

    assert (near.extended_to, near.last_day, near.extension_reason) == (None, date(2020, 6, 30), "")
    assert (far.extended_to, far.last_day) == (date(2020, 7, 20), date(2020, 6, 30))
    assert far.ends_at == datetime(2020, 7, 20, 17, tzinfo=UTC)


def recurring(session: Session, town: Founded, owing: Owing = Owing.UNITS) -> Milestone:
    """A monthly report from the tenth of each month on."""
    milestone = Milestone(
        campaign_id=town.campaign.id or 0,
        code="hang-thang",
        kind=MilestoneKind.REPORT,
        title="Báo cáo hằng tháng",
        owing=owing,
        form=DeadlineForm.BY,
        day=date(2020, 1, 10),
        every="month",
        place=9,
    )
    session.add(milestone)
    session.flush()
    return milestone


def test_of_a_recurring_milestone_only_what_is_to_come_moves(session: Session) -> None:
    town = found(session, "khoi-vhxh-2020", now=NOW)
    mai = town.joins("Mai", "stttt", office=BlocRole.LEADER)
    milestone = recurring(session, town)
    launch_campaign(session, town.campaign.id or 0, by=mai, now=NOW)
    change_part(session, Part.DEADLINE, milestone.id or 0, deadline("2020-01-20"), reason=WHY, by=mai, now=JUNE)

    unit_id = town.unit("syt").id
    days = [one.day for one in town.duties("hang-thang") if one.unit_id == unit_id]
    assert sorted(days)[:6] == [date(2020, month, 10) for month in range(1, 7)]
    assert sorted(days)[6:] == [date(2020, month, 20) for month in range(6, 13)]
    orphans = select(Rung.id).where(col(Rung.duty_id).not_in(select(Duty.id)))
    assert session.exec(orphans).all() == []

    longer = {"starts": "2020-01-01", "ends": "2021-02-28"}
    change_part(session, Part.SPAN, town.campaign.id or 0, longer, reason=WHY, by=mai, now=JUNE)
    days = sorted(one.day for one in town.duties("hang-thang") if one.unit_id == unit_id)
    assert days[-2:] == [date(2021, 1, 20), date(2021, 2, 20)]


def test_members_who_owe_it_are_told_and_who_changed_it_is_not(session: Session) -> None:
    town = found(session, "khoi-vhxh-2020", now=NOW)
    mai = town.joins("Mai", "stttt", office=BlocRole.LEADER)
    lan = town.joins("Lan", "syt", UnitRole.MEMBER)
    quiet, group = town.group("Im lặng", launches=False), town.group("Khối")
    milestone = recurring(session, town, Owing.MEMBERS)
    launch_campaign(session, town.campaign.id or 0, by=mai, now=NOW)
    change = change_part(
        session, Part.MILESTONE_TITLE, milestone.id or 0, {"text": "Báo cáo tháng"}, reason=WHY, by=mai, now=JUNE
    )
    again = change_part(
        session, Part.MILESTONE_TITLE, milestone.id or 0, {"text": "Báo cáo tháng"}, reason=WHY, by=mai, now=JUNE
    )

    assert change is not None and again is None
    (told,) = town.letters("changes/told")
    assert told.key == f"change:{change.id}:{lan.account_id}"
    assert (told.facts["before"], told.facts["after"]) == ({"text": "Báo cáo hằng tháng"}, {"text": "Báo cáo tháng"})
    assert [one.chat_id for one in town.letters("changes/group")] == [group.id]
    assert quiet.id != group.id
    assert len(session.exec(select(CampaignChange)).all()) == 1


def test_a_phase_moved_into_the_future_is_planned_again_and_a_sealed_one_stays(session: Session) -> None:
    town, mai = launched(session)
    town.group("Khối")
    phase_one = phases_of(session, town.campaign.id or 0)[0]
    later = {"starts": "2020-02-01", "ends": "2020-06-30"}
    change_part(session, Part.PHASE_SPAN, phase_one.id or 0, later, reason=WHY, by=mai, now=NOW + timedelta(hours=1))
    states = [phase_one.state]
    back = {"starts": "2020-01-01", "ends": "2020-06-30"}
    change_part(session, Part.PHASE_SPAN, phase_one.id or 0, back, reason=WHY, by=mai, now=NOW + timedelta(hours=2))
    states.append(phase_one.state)
    assert states == [PhaseState.PLANNED, PhaseState.OPEN]
    phase_one.state = PhaseState.SEALED
    with pytest.raises(Closed):
        change_part(session, Part.THEME, phase_one.id or 0, {"text": "Mới"}, reason=WHY, by=mai, now=NOW)


def test_what_cannot_be_is_refused_and_nothing_is_left_behind(session: Session) -> None:
    town, mai = launched(session)
    campaign_id = town.campaign.id or 0
    before = len(session.exec(select(Entry)).all())

    with pytest.raises(BadAnswer) as raised:
        change_part(session, Part.TITLE, campaign_id, {"text": "Mới"}, by=mai, now=NOW)
    assert raised.value.code == "answer_change_reason"
    with pytest.raises(BadAnswer) as raised:
        value = {"kind": "report", "text": "Muộn", "form": "by", "day": "2019-12-31"}
        change_part(session, Part.NEW_MILESTONE, campaign_id, value, reason=WHY, by=mai, now=NOW)
    assert raised.value.code == "answer_day_outside"
    with pytest.raises(IllegalMove):
        value = {"text": "Đợt 3", "starts": "2020-12-01", "ends": "2020-12-31"}
        change_part(session, Part.NEW_PHASE, campaign_id, value, reason=WHY, by=mai, now=NOW)
    with pytest.raises(IllegalMove):
        value = {"starts": "2020-02-01", "ends": "2020-12-31"}
        change_part(session, Part.SPAN, campaign_id, value, reason=WHY, by=mai, now=NOW)
    assert len(session.exec(select(Entry)).all()) == before
    town.campaign.state = CampaignState.SEALED
    with pytest.raises(Closed):
        change_part(session, Part.TITLE, campaign_id, {"text": "Mới"}, reason=WHY, by=mai, now=NOW)


def test_history_holds_no_name_of_a_contact(session: Session) -> None:
    town, mai = launched(session)
    campaign_id = town.campaign.id or 0
    contact = {"contact": {"name": "Đồng chí Hoàng", "phone": None, "email": None}}
    change_part(session, Part.CONTACT, campaign_id, contact, reason=WHY, by=mai, now=NOW)

    assert value_now(spot_for(session, Part.CONTACT, campaign_id, by=mai, now=NOW)) == contact
    assert "Hoàng" not in str([one.details for one in session.exec(select(EntryDetails)).all()])


def test_from_whom_a_milestone_is_due_its_phase_and_the_launch_day_are_the_drafts_only(session: Session) -> None:
    town = found(session, "khoi-vhxh-2020", now=NOW)
    mai = town.joins("Mai", "stttt", office=BlocRole.LEADER)
    town.joins("Bình", "syt")
    other = found(session, "co-quan-ban-2020", now=NOW)
    report, campaign_id = town.milestone("bc-dot-1"), town.campaign.id or 0
    foreign = phases_of(session, other.campaign.id or 0)[0].id or 0
    second = phases_of(session, campaign_id)[1].id or 0

    with pytest.raises(NotFound):
        change_part(session, Part.WITHIN, report.id or 0, {"phase": foreign}, by=mai, now=NOW)
    with pytest.raises(BadAnswer):
        change_part(session, Part.LAUNCH_DAY, campaign_id, {"day": "2021-01-01"}, by=mai, now=NOW)
    change_part(session, Part.WITHIN, report.id or 0, {"phase": second}, by=mai, now=NOW)
    change_part(session, Part.OWING, report.id or 0, {"owing": "members"}, by=mai, now=NOW)
    change_part(session, Part.LAUNCH_DAY, campaign_id, {"day": ""}, by=mai, now=NOW)
    assert (report.phase_id, report.owing, town.campaign.launch_on) == (second, Owing.MEMBERS, None)

    launch_campaign(session, campaign_id, by=mai, now=NOW)
    owners = session.exec(select(Duty.owner).where(col(Duty.milestone_id) == report.id)).all()
    assert sorted(owners) == ["m1", "m2"]
    for part, row, value in (
        (Part.OWING, report.id, {"owing": "units"}),
        (Part.WITHIN, report.id, {"phase": 0}),
        (Part.LAUNCH_DAY, campaign_id, {"day": "2020-02-01"}),
    ):
        with pytest.raises(IllegalMove):
            change_part(session, part, row or 0, value, reason=WHY, by=mai, now=NOW)


def test_an_earlier_end_says_how_many_deadlines_lie_after_it(session: Session) -> None:
    town, mai = launched(session)
    spot = spot_for(session, Part.SPAN, town.campaign.id or 0, by=mai, now=NOW)

    def counted(ends: str) -> list[dict[str, object]]:
        return warnings_of(session, spot, {"starts": "2020-01-01", "ends": ends}, now=NOW)

    assert counted("2020-11-30") == [{"code": "beyond", "count": 2}]
    assert counted("2020-12-09") == []
    assert counted("2021-01-31") == []

    longer = {"starts": "2020-01-01", "ends": "2027-01-01"}
    with pytest.raises(BadAnswer):
        change_part(session, Part.SPAN, town.campaign.id or 0, longer, reason=WHY, by=mai, now=NOW)
