"""When commemorative days are due, and that each is posted once or, on its day missed, not at all."""

from datetime import UTC, date, datetime

from sqlmodel import Session, col, select

from store.launches import launch_campaign
from store.occasions import add_known, add_occasion, known_days, next_occasion, post_occasions, switch_occasion
from store.occasions.days import day_in
from store.tables import BlocRole, CampaignState, Member, Occasion
from tests.conftest import NOW
from tests.store.founding import Founded, found

EIGHT = datetime(2020, 2, 3, 1, tzinfo=UTC)
"""08:00 in Hanoi on 3/2/2020."""


def launched(session: Session) -> tuple[Founded, Member]:
    town = found(session, "khoi-vhxh-2020", now=NOW)
    mai = town.joins("Mai", "stttt", office=BlocRole.LEADER)
    town.group("Khối")
    town.group("Im lặng", occasions=False)
    town.group("Sở Y tế", "syt")
    assert next_occasion(session, NOW) is None
    launch_campaign(session, town.campaign.id or 0, by=mai, now=NOW)
    return town, mai


def test_the_catalogue_has_days_that_exist_and_names_in_both_languages() -> None:
    days = list(known_days().values())

    assert len(days) == 36
    assert all(day_in(2026, one.month, one.day).month == one.month for one in days)
    assert all(one.names["vi"] != one.names["en"] for one in days)
    assert {one.evidence for one in days} == {"V", "U"}
    assert [(one.month, one.day) for one in days] == sorted((one.month, one.day) for one in days)
    assert day_in(2023, 2, 29) == date(2023, 2, 28)


def test_a_day_is_due_at_eight_and_posted_once_where_it_is_wanted(session: Session) -> None:
    town, _ = launched(session)
    assert next_occasion(session, NOW) == EIGHT
    assert post_occasions(session, NOW) == 0

    assert post_occasions(session, EIGHT) == 1
    assert post_occasions(session, EIGHT) == 0
    (letter,) = town.letters("occasions/post")
    assert letter.useless_after == datetime(2020, 2, 3, 14, tzinfo=UTC)
    assert letter.facts["occasion"]["name"] == "90 năm Ngày thành lập Đảng Cộng sản Việt Nam"
    (told,) = letter.facts["campaigns"]
    assert (told["phase"], told["lines"][0]) == (
        "Đợt 1",
        {"title": "Đăng ký thi đua và ký giao ước", "done": 0, "total": 7, "last_day": "2020-03-04"},
    )


def test_after_downtime_it_goes_on_the_same_day_or_not_at_all(session: Session) -> None:
    town, mai = launched(session)
    occasion = add_known(session, "dang", by=mai, now=NOW)
    evening = datetime(2020, 2, 3, 13, 59, tzinfo=UTC)
    post_occasions(session, evening)
    assert len(town.letters("occasions/post")) == 2
    assert (occasion.posted_on, occasion.next_at) == (date(2020, 2, 3), datetime(2021, 2, 3, 1, tzinfo=UTC))

    night = datetime(2021, 2, 3, 14, tzinfo=UTC)
    while post_occasions(session, night):
        pass
    assert [one.facts["day"] for one in town.letters("occasions/post")] == ["2020-02-03"] * 2
    assert occasion.next_at == datetime(2022, 2, 3, 1, tzinfo=UTC)
    plan = session.exec(select(Occasion).where(col(Occasion.campaign_id) == town.campaign.id)).all()
    assert {one.next_at for one in plan} == {None}


def test_years_are_counted_and_a_switched_off_day_or_a_sealed_plan_is_silent(session: Session) -> None:
    town, mai = launched(session)
    unit_id = town.unit("syt").id
    own = add_occasion(session, "Ngày truyền thống", month=2, day=3, founded=1955, unit_id=unit_id, by=mai, now=NOW)
    assert add_occasion(session, "Ngày truyền thống", month=2, day=3, unit_id=unit_id, by=mai, now=NOW) is own
    quiet = add_known(session, "dang", by=mai, now=NOW)
    switch_occasion(session, quiet.id or 0, active=False, by=mai, now=NOW)
    town.campaign.state = CampaignState.SEALED
    session.flush()
    post_occasions(session, EIGHT)

    (letter,) = town.letters("occasions/post")
    assert (letter.facts["years"], letter.facts["unit"], letter.facts["campaigns"]) == (65, "Sở Y tế", [])
    assert quiet.next_at is None
