from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from store.duties import (
    days_late,
    deadline_fact,
    discharge,
    duty_page,
    extend_duty,
    make_duties,
    mark_held,
    mark_received,
    milestone_of,
    my_duties,
    open_duties,
    settle_registration,
    unmark,
)
from store.errors import AlreadyDone, BadAnswer, Closed, IllegalMove, NotAllowed, NotFound
from store.launches import launch_campaign
from store.pledge_texts import pledge_content, text_hash
from store.tables import (
    BlocRole,
    CampaignState,
    DayOverride,
    DeadlineForm,
    DoneHow,
    Duty,
    Entry,
    Member,
    Milestone,
    MilestoneKind,
    Owing,
    Phase,
    PhaseState,
    Pledge,
    Report,
    Rung,
    RungState,
    Target,
    TargetKind,
    TargetState,
    UnitRole,
)
from tests.conftest import NOW
from tests.store.founding import Founded, found

JUNE = datetime(2020, 6, 18, 3, tzinfo=UTC)
"""10:00 in Hanoi on the day before the last valid day of the first report."""


class Cast:
    """Leader Mai, head Bình with Lan (syt), head Tú (sgddt); the campaign is launched."""

    def __init__(self, session: Session, before_launch: Callable[[Founded], None] = lambda town: None) -> None:
        self.session = session
        self.town = found(session, "khoi-vhxh-2020", now=NOW)
        self.mai = self.town.joins("Mai", "stttt", office=BlocRole.LEADER)
        self.binh = self.town.joins("Bình", "syt")
        self.lan = self.town.joins("Lan", "syt", UnitRole.MEMBER)
        self.tu = self.town.joins("Tú", "sgddt")
        before_launch(self.town)
        launch_campaign(session, self.town.campaign.id or 0, by=self.mai, now=NOW)

    def duty(self, milestone: str = "bc-dot-1", unit: str | None = "syt") -> Duty:
        return self.town.duty(milestone, unit)

    def id_of(self, milestone: str = "bc-dot-1", unit: str | None = "syt") -> int:
        return self.duty(milestone, unit).id or 0

    def confirmed(
        self, kind: TargetKind = TargetKind.PRODUCT, item: str = "Đề án", member: Member | None = None
    ) -> Target:
        target = Target(
            campaign_id=self.town.campaign.id or 0,
            unit_id=self.town.unit("syt").id or 0,
            member_id=member.id if member else None,
            kind=kind,
            item=item,
            title="Số hoá",
            state=TargetState.CONFIRMED,
            registered_by_id=self.binh.id or 0,
            registered_at=NOW,
        )
        self.session.add(target)
        self.session.flush()
        return target

    def signs(self) -> None:
        campaign, unit_id = self.town.campaign, self.town.unit("syt").id or 0
        content = pledge_content(self.session, campaign, unit_id)
        self.session.add(
            Pledge(campaign_id=campaign.id or 0, unit_id=unit_id, signed_hash=text_hash(content), signed_at=NOW)
        )
        self.session.flush()

    def settles(self) -> list[Duty]:
        unit_id = self.town.unit("syt").id or 0
        return settle_registration(self.session, self.town.campaign, unit_id, now=NOW, by=self.binh)


@pytest.fixture
def cast(session: Session) -> Cast:
    return Cast(session)


# Making


def test_making_duties_again_makes_none(cast: Cast) -> None:
    assert make_duties(cast.session, cast.town.campaign, JUNE) == 0


def test_an_office_calendar_moves_the_rungs(session: Session) -> None:
    def friday_is_off(town: Founded) -> None:
        town.session.add(DayOverride(bloc_id=town.bloc.id or 0, day=date(2020, 6, 19), off=True))
        town.session.flush()

    cast = Cast(session, friday_is_off)

    mornings = {rung.offset_days: rung.morning for rung in cast.town.rungs(cast.duty())}
    assert mornings[0] == date(2020, 6, 18)


def test_a_lenient_campaign_takes_the_day_itself(session: Session) -> None:
    def lenient(town: Founded) -> None:
        town.campaign.lenient = True
        town.session.flush()

    duty = Cast(session, lenient).duty()

    assert duty.last_day == date(2020, 6, 20)


def test_members_owe_from_the_day_they_join(session: Session) -> None:
    def a_members_milestone(town: Founded) -> None:
        town.session.add(
            Milestone(
                campaign_id=town.campaign.id or 0,
                code="ca-nhan",
                kind=MilestoneKind.REGISTRATION,
                title="Đăng ký cá nhân",
                owing=Owing.MEMBERS,
                form=DeadlineForm.BY,
                day=date(2020, 3, 31),
                place=9,
            )
        )
        town.session.flush()

    cast = Cast(session, a_members_milestone)
    assert len(cast.town.duties("ca-nhan")) == 4

    hoa = cast.town.joins("Hoa", "sgddt", UnitRole.MEMBER)
    assert make_duties(session, cast.town.campaign, NOW + timedelta(days=9), only=hoa) == 1
    assert make_duties(session, cast.town.campaign, NOW + timedelta(days=9), only=hoa) == 0
    assert [duty.member_id for duty in open_duties(session, member_id=hoa.id, now=NOW)] == [hoa.id]

    late = cast.town.joins("Muộn", "sgddt", UnitRole.MEMBER)
    assert make_duties(session, cast.town.campaign, JUNE, only=late) == 0


# Reading


def test_a_unit_owes_soonest_first_until_it_is_done(cast: Cast) -> None:
    unit_id = cast.town.unit("syt").id
    titles = [milestone_of(cast.session, duty).code for duty in open_duties(cast.session, unit_id=unit_id, now=NOW)]
    assert titles == ["dang-ky", "bc-dot-1", "bc-nam", "cham-diem"]

    discharge(cast.session, cast.duty(), how=DoneHow.HANDED_IN, on_day=date(2020, 6, 1), by=cast.binh, now=NOW)

    assert len(open_duties(cast.session, unit_id=unit_id, now=NOW)) == 3
    assert len(open_duties(cast.session, office_bloc_id=cast.town.bloc.id, now=NOW)) == 1


def test_closed_units_and_sealed_phases_owe_nothing(cast: Cast) -> None:
    unit = cast.town.unit("syt")
    phase = cast.session.exec(select(Phase).where(Phase.code == "dot-1")).one()
    phase.state = PhaseState.SEALED
    cast.session.flush()
    assert len(open_duties(cast.session, unit_id=unit.id, now=NOW)) == 3

    unit.closed_on = date(2020, 1, 1)
    cast.session.flush()
    assert open_duties(cast.session, unit_id=unit.id, now=NOW) == []


@pytest.mark.parametrize(
    ("at", "late"),
    [
        (datetime(2020, 6, 19, 16, 59, 59, tzinfo=UTC), 0),
        (datetime(2020, 6, 19, 17, 0, tzinfo=UTC), 1),
        (datetime(2020, 6, 22, 16, 59, tzinfo=UTC), 3),
    ],
)
def test_the_end_instant_decides_late_or_not(cast: Cast, at: datetime, late: int) -> None:
    assert days_late(cast.duty(), at, cast.town.bloc.timezone) == late


def test_my_duties_are_my_units_and_the_offices(cast: Cast) -> None:
    mai = my_duties(cast.session, by=cast.mai, now=NOW)["duties"]
    lan = my_duties(cast.session, by=cast.lan, now=NOW)["duties"]

    assert [(one["kind"], one["office"], one["acts"]) for one in mai] == [
        ("registration", False, True),
        ("report", False, True),
        ("meeting", True, True),
        ("report", False, True),
        ("self_score", False, True),
    ]
    assert {one["unit"] for one in lan} == {"Sở Y tế"}
    assert {one["acts"] for one in lan} == {False}


def test_a_duty_is_shown_to_its_head_and_the_office_only(cast: Cast) -> None:
    assert duty_page(cast.session, cast.id_of(), by=cast.binh, now=NOW)["acts"] is True
    assert duty_page(cast.session, cast.id_of(), by=cast.mai, now=NOW)["may_mark"] is True
    for stranger in (cast.tu, cast.lan):
        with pytest.raises(NotFound):
            duty_page(cast.session, cast.id_of(), by=stranger, now=NOW)


# What the office decides


def test_an_extension_moves_end_and_rungs_and_tells_the_heads(cast: Cast) -> None:
    duty = cast.duty()

    extend_duty(cast.session, duty.id or 0, to=date(2020, 6, 25), reason="Chờ số liệu", by=cast.mai, now=JUNE)

    assert duty.ends_at == datetime(2020, 6, 25, 17, tzinfo=UTC)
    planned = [rung.morning for rung in cast.town.rungs(duty) if rung.state == RungState.PLANNED]
    assert planned == [
        date(2020, 6, 22),
        date(2020, 6, 24),
        date(2020, 6, 25),
        date(2020, 6, 26),
        date(2020, 6, 29),
        date(2020, 7, 2),
    ]
    (told,) = cast.town.letters("duties/extended")
    assert told.facts["before"]["last_day"] == "2020-06-19"
    days = {"form": "before", "day": "2020-06-20", "last_day": "2020-06-25"}
    assert told.facts["after"] == {**days, "left": 7, "extended": True}
    assert days_late(duty, datetime(2020, 6, 24, tzinfo=UTC), cast.town.bloc.timezone) == 0


def test_an_extension_keeps_what_was_fired_and_asked_for(cast: Cast) -> None:
    duty = cast.duty()
    rungs = cast.town.rungs(duty)
    rungs[4].state = RungState.FIRED
    cast.session.add(
        Rung(duty_id=duty.id or 0, account_id=7, offset_days=1, morning=date(2020, 6, 19), at=JUNE + timedelta(days=1))
    )
    cast.session.flush()

    extend_duty(
        cast.session, duty.id or 0, to=date(2020, 6, 19) + timedelta(days=2), reason="Lý do", by=cast.mai, now=JUNE
    )

    kept = {(rung.morning, rung.account_id, rung.state) for rung in cast.town.rungs(duty)}
    assert (date(2020, 6, 18), 0, RungState.FIRED) in kept
    assert (date(2020, 6, 19), 7, RungState.PLANNED) in kept


def test_extending_twice_alike_changes_nothing(cast: Cast) -> None:
    for _ in range(2):
        extend_duty(cast.session, cast.id_of(), to=date(2020, 6, 25), reason="Chờ số liệu", by=cast.mai, now=JUNE)

    assert len(cast.town.letters("duties/extended")) == 1


@pytest.mark.parametrize("to", [date(2020, 6, 19), date(2020, 6, 17), date(2021, 7, 1)])
def test_an_extension_is_to_a_later_day(cast: Cast, to: date) -> None:
    with pytest.raises(BadAnswer):
        extend_duty(cast.session, cast.id_of(), to=to, reason="Lý do", by=cast.mai, now=JUNE)


def test_received_on_paper_counts_from_the_day_that_is_entered(cast: Cast) -> None:
    now = JUNE + timedelta(days=4)

    duty = mark_received(cast.session, cast.id_of(), day=date(2020, 6, 19), note="CV 12/SYT", by=cast.mai, now=now)

    assert (duty.done_how, duty.done_on, duty.done_at, duty.done_note) == (
        DoneHow.OUTSIDE,
        date(2020, 6, 19),
        now,
        "CV 12/SYT",
    )
    (told,) = cast.town.letters("duties/marked")
    assert (told.facts["days_late"], told.facts["day"]) == (0, "2020-06-19")


def test_marking_twice_alike_changes_nothing_but_another_is_told_who_did(cast: Cast) -> None:
    second = cast.town.joins("Thư", "stttt", UnitRole.MEMBER, BlocRole.SECRETARY)
    marks: dict[str, Any] = {"day": date(2020, 6, 18), "note": "", "now": JUNE}
    mark_received(cast.session, cast.id_of(), by=cast.mai, **marks)
    entries = len(cast.session.exec(select(Entry)).all())

    mark_received(cast.session, cast.id_of(), by=cast.mai, **marks)
    with pytest.raises(AlreadyDone) as refused:
        mark_received(cast.session, cast.id_of(), by=second, **marks)

    assert refused.value.facts == {"who": "Mai"}
    assert len(cast.session.exec(select(Entry)).all()) == entries
    assert len(cast.town.letters("duties/marked")) == 1


def test_only_a_meeting_is_held(cast: Cast) -> None:
    held = mark_held(cast.session, cast.id_of("giao-ban", None), day=date(2020, 6, 17), note="", by=cast.mai, now=JUNE)
    assert held.done_how == DoneHow.HELD

    with pytest.raises(IllegalMove):
        mark_held(cast.session, cast.id_of(), day=date(2020, 6, 17), note="", by=cast.mai, now=JUNE)


@pytest.mark.parametrize("day", [date(2020, 6, 19), date(2019, 1, 1)])
def test_nothing_is_marked_for_a_day_to_come_or_long_past(cast: Cast, day: date) -> None:
    with pytest.raises(BadAnswer):
        mark_received(cast.session, cast.id_of(), day=day, note="", by=cast.mai, now=JUNE)


def test_a_mark_taken_back_is_owed_again_unless_a_report_came(cast: Cast) -> None:
    duty = mark_received(cast.session, cast.id_of(), day=date(2020, 6, 18), note="", by=cast.mai, now=JUNE)
    unmark(cast.session, cast.id_of(), by=cast.mai, now=JUNE)
    assert (duty.done_at, duty.done_how) == (None, None)

    mark_received(cast.session, cast.id_of(), day=date(2020, 6, 18), note="", by=cast.mai, now=JUNE)
    report = Report(duty_id=duty.id or 0, version=1, handed_in_at=JUNE, handed_in_by_id=cast.binh.id or 0)
    cast.session.add(report)
    cast.session.flush()
    unmark(cast.session, cast.id_of(), by=cast.mai, now=JUNE)
    assert (duty.done_how, duty.done_on) == (DoneHow.HANDED_IN, date(2020, 6, 18))
    with pytest.raises(IllegalMove):
        unmark(cast.session, cast.id_of(), by=cast.mai, now=JUNE)


@pytest.mark.parametrize("who", ["binh", "lan", "tu"])
def test_only_the_office_marks_and_extends(cast: Cast, who: str) -> None:
    by = getattr(cast, who)
    acts: list[Callable[[], object]] = [
        lambda: mark_received(cast.session, cast.id_of(), day=date(2020, 6, 18), note="", by=by, now=JUNE),
        lambda: extend_duty(cast.session, cast.id_of(), to=date(2020, 6, 25), reason="Lý do", by=by, now=JUNE),
        lambda: unmark(cast.session, cast.id_of(), by=by, now=JUNE),
    ]
    for act in acts:
        with pytest.raises(NotAllowed):
            act()
    assert cast.duty().done_at is None
    assert cast.duty().extended_to is None


def test_sealed_takes_nothing(cast: Cast) -> None:
    cast.town.campaign.state = CampaignState.SEALED
    cast.session.flush()

    with pytest.raises(Closed):
        mark_received(cast.session, cast.id_of(), day=date(2020, 6, 18), note="", by=cast.mai, now=JUNE)
    with pytest.raises(Closed):
        extend_duty(cast.session, cast.id_of(), to=date(2020, 6, 25), reason="Lý do", by=cast.mai, now=JUNE)


# Settling a registration


def test_a_registration_is_done_when_the_quota_is_met_and_the_pledge_signed(cast: Cast) -> None:
    assert cast.settles() == []
    cast.confirmed(TargetKind.TITLE, "CSTDCS")
    cast.signs()
    assert cast.settles() == []

    cast.session.delete(cast.session.exec(select(Pledge)).one())
    cast.confirmed()
    assert cast.settles() == []
    cast.signs()

    assert [duty.done_how for duty in cast.settles()] == [DoneHow.REGISTERED]
    assert cast.settles() == []


def test_a_members_product_counts_for_the_unit(cast: Cast) -> None:
    cast.confirmed(member=cast.lan)
    cast.signs()

    assert len(cast.settles()) == 1


def test_a_registration_that_falls_short_again_is_owed_again(cast: Cast) -> None:
    target = cast.confirmed()
    cast.signs()
    cast.settles()
    target.state = TargetState.WITHDRAWN
    cast.session.flush()

    assert [duty.done_at for duty in cast.settles()] == [None]


def test_what_the_office_marked_stays(cast: Cast) -> None:
    mark_received(cast.session, cast.id_of("dang-ky"), day=date(2020, 1, 2), note="", by=cast.mai, now=NOW)

    assert cast.settles() == []
    assert cast.duty("dang-ky").done_how == DoneHow.OUTSIDE


def test_without_a_minimum_one_confirmed_registration_will_do(session: Session) -> None:
    def no_quotas(town: Founded) -> None:
        town.campaign.plan = {**town.campaign.plan, "quotas": []}
        town.milestone("dang-ky").pledge = False
        town.session.flush()

    cast = Cast(session, no_quotas)
    assert cast.settles() == []

    cast.confirmed(TargetKind.GOAL, "")

    assert len(cast.settles()) == 1


def test_a_recurring_registration_is_owed_each_time(session: Session) -> None:
    def quarterly(town: Founded) -> None:
        town.campaign.plan = {**town.campaign.plan, "quotas": []}
        milestone = town.milestone("dang-ky")
        milestone.pledge, milestone.every, milestone.form = False, "quarter", DeadlineForm.BY
        milestone.day = date(2020, 3, 31)
        town.session.flush()

    cast = Cast(session, quarterly)
    unit_id = cast.town.unit("syt").id or 0
    cast.confirmed()
    assert [duty.day for duty in cast.settles()] == [date(2020, 3, 31)]

    april = datetime(2020, 4, 10, tzinfo=UTC)
    assert settle_registration(session, cast.town.campaign, unit_id, now=april, by=cast.binh) == []
    cast.confirmed().registered_at = april
    session.flush()
    settled = settle_registration(session, cast.town.campaign, unit_id, now=april, by=cast.binh)
    assert [duty.day for duty in settled] == [date(2020, 6, 30)]
    assert deadline_fact(settled[0], milestone_of(session, settled[0]), None)["form"] == DeadlineForm.BY
