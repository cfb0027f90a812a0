from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import Session, select

from store.days_off import days_off, drop_day_off, set_day_off
from store.duties import extend_duty
from store.errors import BadAnswer, NotAllowed, NotFound
from store.history import verify_history
from store.launches import launch_campaign
from store.tables import BlocRole, DayOverride, Duty, Entry, Member, Rung, RungState, UnitRole
from tests.conftest import NOW
from tests.store.founding import Founded, found

FRIDAY, THURSDAY = date(2020, 6, 19), date(2020, 6, 18)
"""The last valid day of the first report, and the day before it."""


class Office:
    """Leader Mai enters days; Bình is a head, Lan his staff. The campaign is launched."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.town: Founded = found(session, "khoi-vhxh-2020", now=NOW)
        self.mai = self.town.joins("Mai", "stttt", office=BlocRole.LEADER)
        self.binh = self.town.joins("Bình", "syt")
        self.lan = self.town.joins("Lan", "syt", UnitRole.MEMBER)
        launch_campaign(session, self.town.campaign.id or 0, by=self.mai, now=NOW)

    def enters(
        self, day: date, *, off: bool = True, note: str = "", by: Member | None = None, now: datetime = NOW
    ) -> DayOverride:
        return set_day_off(self.session, self.town.bloc, day, off=off, note=note, by=by or self.mai, now=now)

    def drops(self, override_id: int, *, by: Member | None = None, now: datetime = NOW) -> None:
        drop_day_off(self.session, override_id, by=by or self.mai, now=now)

    def listed(self, now: datetime = NOW) -> list[date]:
        return [one.day for one in days_off(self.session, self.town.bloc, by=self.mai, now=now)]

    @property
    def duty(self) -> Duty:
        return self.town.duty("bc-dot-1", "syt")

    def mornings(self, duty: Duty | None = None) -> dict[int, date]:
        return {rung.offset_days: rung.morning for rung in self.town.rungs(duty or self.duty)}

    def fires_until(self, now: datetime) -> None:
        """What was due by then went out."""
        for rung in self.session.exec(select(Rung)):
            if rung.at <= now:
                rung.state = RungState.FIRED
        self.session.flush()

    def entries(self, action: str) -> list[Entry]:
        return [one for one in self.session.exec(select(Entry)) if one.action == action]


@pytest.fixture
def office(session: Session) -> Office:
    return Office(session)


def test_a_day_off_moves_the_reminders_of_that_day_back_and_dropping_it_forward(office: Office) -> None:
    before = office.mornings()
    assert before[0] == FRIDAY
    override = office.enters(FRIDAY, note="Nghỉ theo thông báo")

    moved = office.mornings()
    assert (moved[0], 1 in moved) == (THURSDAY, False)
    assert moved.items() >= {offset: day for offset, day in before.items() if offset not in (0, 1)}.items()

    office.drops(override.id or 0)
    assert office.mornings() == before
    assert office.listed() == []


def test_a_working_saturday_takes_the_reminder_that_had_moved_off_it(office: Office) -> None:
    friday, saturday = date(2020, 6, 12), date(2020, 6, 13)
    extend_duty(office.session, office.duty.id or 0, to=date(2020, 6, 27), reason="Chờ số liệu", by=office.mai, now=NOW)
    assert office.mornings()[14] == friday

    office.enters(saturday, off=False)

    assert office.mornings()[14] == saturday


def test_entering_the_same_day_again_replaces_and_doing_it_twice_changes_nothing(office: Office) -> None:
    first = office.enters(FRIDAY, note="Một")
    assert office.enters(FRIDAY, note="Một").id == first.id
    assert len(office.entries("day_off_set")) == 1

    office.enters(FRIDAY, off=False, note="Hai")
    (only,) = office.session.exec(select(DayOverride)).all()
    assert (only.id, only.off, only.note) == (first.id, False, "Hai")
    assert office.mornings()[0] == FRIDAY

    office.drops(first.id or 0)
    office.drops(first.id or 0)
    assert len(office.entries("day_off_dropped")) == 1
    assert verify_history(office.session).broken == ()


def test_what_went_out_and_what_a_person_asked_for_stays(office: Office) -> None:
    now = datetime(2020, 6, 15, 3, tzinfo=UTC)
    office.fires_until(now)
    asked = Rung(
        duty_id=office.duty.id or 0,
        account_id=office.binh.account_id or 0,
        offset_days=0,
        morning=FRIDAY,
        at=datetime(2020, 6, 19, 1, tzinfo=UTC),
    )
    office.session.add(asked)
    office.session.flush()
    kept = [one.model_dump() for one in office.town.rungs(office.duty) if one.state == RungState.FIRED]

    office.enters(FRIDAY, now=now)

    rungs = office.town.rungs(office.duty)
    assert [one.model_dump() for one in rungs if one.state == RungState.FIRED] == kept
    assert [one.morning for one in rungs if one.account_id] == [FRIDAY]
    mornings = [one.morning for one in rungs if not one.account_id]
    assert len(mornings) == len(set(mornings))
    assert THURSDAY in mornings
    assert FRIDAY not in mornings


def test_a_morning_that_had_its_reminder_gets_no_second_one(office: Office) -> None:
    now = datetime(2020, 6, 18, 3, tzinfo=UTC)
    office.fires_until(now)

    office.enters(FRIDAY, now=now)

    before = [one for one in office.town.rungs(office.duty) if one.offset_days >= 0]
    assert [one.state for one in before] == [RungState.FIRED] * len(before)
    assert before[-1].morning == THURSDAY


def test_a_reminder_whose_new_morning_is_over_goes_out_at_once_not_never(office: Office) -> None:
    now = datetime(2020, 6, 18, 3, tzinfo=UTC)
    for rung in office.town.rungs(office.duty):
        if rung.offset_days == 1:
            office.session.delete(rung)
    office.fires_until(now)

    office.enters(FRIDAY, now=now)

    (last,) = [one for one in office.town.rungs(office.duty) if one.offset_days == 0]
    assert (last.morning, last.at, last.state) == (THURSDAY, now, RungState.PLANNED)


def test_at_night_it_waits_for_the_end_of_the_quiet_hours_and_none_comes_twice(office: Office) -> None:
    now = datetime(2020, 6, 18, 16, tzinfo=UTC)
    for rung in office.town.rungs(office.duty):
        if rung.offset_days == 1:
            office.session.delete(rung)
    office.fires_until(now)

    office.enters(FRIDAY, now=now)
    office.enters(date(2020, 9, 1), now=now)

    (last,) = [one for one in office.town.rungs(office.duty) if one.offset_days == 0]
    assert (last.morning, last.at) == (FRIDAY, datetime(2020, 6, 19, 0, tzinfo=UTC))


def test_what_is_due_but_has_not_gone_out_is_not_lost(office: Office) -> None:
    now = datetime(2020, 6, 18, 3, tzinfo=UTC)
    due = [one.id for one in office.town.rungs(office.duty) if one.at < now]

    office.enters(FRIDAY, now=now)

    assert {one.id for one in office.town.rungs(office.duty)} >= set(due)


def test_an_extended_duty_keeps_its_new_day(office: Office) -> None:
    day = date(2020, 6, 26)
    extend_duty(office.session, office.duty.id or 0, to=day, reason="Chờ số liệu", by=office.mai, now=NOW)

    office.enters(day)

    assert office.mornings()[0] == date(2020, 6, 25)


def test_the_list_goes_a_year_back_and_is_sorted(office: Office) -> None:
    later, sooner = date(2021, 12, 31), date(2019, 2, 1)
    office.enters(later)
    office.enters(sooner)

    assert office.listed() == [sooner, later]
    assert office.listed(NOW + timedelta(days=60)) == [later]


@pytest.mark.parametrize("day", [date(2018, 12, 31), date(2022, 1, 3), date(9999, 12, 31), date(1, 1, 1)])
def test_a_day_too_far_is_refused(office: Office, day: date) -> None:
    with pytest.raises(BadAnswer) as refused:
        office.enters(day)
    assert refused.value.facts == {"first": date(2019, 1, 1), "last": date(2022, 1, 2)}


def test_only_the_blocs_own_office_may(office: Office) -> None:
    override = office.enters(FRIDAY)
    for one in (office.binh, office.lan):
        with pytest.raises(NotAllowed):
            office.enters(THURSDAY, by=one)
        with pytest.raises(NotAllowed):
            office.drops(override.id or 0, by=one)
        with pytest.raises(NotAllowed):
            days_off(office.session, office.town.bloc, by=one, now=NOW)
    other = found(office.session, "co-quan-ban-2020", now=NOW)
    other.next_account = 5000
    stranger = other.joins("Hà", "van-phong", office=BlocRole.LEADER)
    with pytest.raises(NotAllowed):
        office.enters(THURSDAY, by=stranger)
    with pytest.raises(NotFound):
        office.drops(override.id or 0, by=stranger)
    assert office.listed() == [FRIDAY]


def test_another_blocs_reminders_stay(office: Office) -> None:
    other = found(office.session, "co-quan-ban-2020", now=NOW)
    other.next_account = 5000
    leader = other.joins("Hà", "van-phong", office=BlocRole.LEADER)
    launch_campaign(office.session, other.campaign.id or 0, by=leader, now=NOW)
    before = [rung.model_dump() for duty in other.duties() for rung in other.rungs(duty)]

    office.enters(FRIDAY)

    assert [rung.model_dump() for duty in other.duties() for rung in other.rungs(duty)] == before
