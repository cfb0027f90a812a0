from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import Session, select

from store.campaign_file import read_campaign_file, sample
from store.campaign_pages import campaign_list, campaign_page, draft_page
from store.campaigns import import_campaign
from store.errors import MissingDays, NotAllowed, NotFound
from store.launches import acknowledge_launch, launch_campaign
from store.milestones import set_milestone_day
from store.tables import BlocRole, CampaignState, Duty, Lane, LaunchReceipt, Letter, Rung, UnitRole
from tests.conftest import NOW
from tests.store.founding import found


def test_a_launch_reaches_every_group_and_every_head(session: Session) -> None:
    town = found(session, "khoi-vhxh-2020", now=NOW)
    mai = town.joins("Mai", "stttt", office=BlocRole.LEADER)
    binh = town.joins("Bình", "syt")
    town.joins("Lan", "syt", UnitRole.MEMBER)
    bloc, unit = town.group("Khối"), town.group("Sở Y tế", "syt")
    town.group("Không nhận", launches=False)

    launch_campaign(session, town.campaign.id or 0, by=mai, now=NOW)

    assert town.campaign.state == CampaignState.LAUNCHED
    assert [letter.chat_id for letter in town.letters("launch/group")] == [bloc.id, unit.id]
    heads = town.letters("launch/head")
    assert [letter.key for letter in heads] == [
        f"launch:{town.campaign.id}:{mai.account_id}",
        f"launch:{town.campaign.id}:{binh.account_id}",
    ]
    assert {letter.lane for letter in heads} == {Lane.BROADCAST}
    assert heads[0].facts["deadlines"][0]["deadline"] == {
        "form": "before",
        "day": "2020-03-05",
        "last_day": "2020-03-04",
        "left": 62,
    }
    assert heads[0].facts["contact"]["phone"] == "0204.000.000"


def test_every_unit_owes_each_milestone_and_the_office_its_meeting(session: Session) -> None:
    town = found(session, "khoi-vhxh-2020", now=NOW)
    mai = town.joins("Mai", "stttt", office=BlocRole.LEADER)

    launch_campaign(session, town.campaign.id or 0, by=mai, now=NOW)

    assert len(town.duties()) == 7 * 4 + 1
    duty = town.duty("bc-dot-1", "syt")
    assert (duty.day, duty.last_day) == (date(2020, 6, 20), date(2020, 6, 19))
    assert duty.ends_at == datetime(2020, 6, 19, 17, tzinfo=UTC)
    office = town.duty("giao-ban")
    assert (office.owner, office.unit_id, office.member_id) == ("office", None, None)


def test_rungs_are_working_days_at_eight(session: Session) -> None:
    town = found(session, "khoi-vhxh-2020", now=NOW)
    mai = town.joins("Mai", "stttt", office=BlocRole.LEADER)

    launch_campaign(session, town.campaign.id or 0, by=mai, now=NOW)

    rungs = town.rungs(town.duty("bc-dot-1", "syt"))
    assert [(rung.offset_days, rung.morning) for rung in rungs] == [
        (30, date(2020, 5, 20)),
        (14, date(2020, 6, 5)),
        (7, date(2020, 6, 12)),
        (3, date(2020, 6, 16)),
        (1, date(2020, 6, 18)),
        (0, date(2020, 6, 19)),
        (-3, date(2020, 6, 22)),
        (-7, date(2020, 6, 26)),
    ]
    assert {rung.at.hour for rung in rungs} == {1}


def test_launching_twice_changes_nothing(session: Session) -> None:
    town = found(session, "khoi-vhxh-2020", now=NOW)
    mai = town.joins("Mai", "stttt", office=BlocRole.LEADER)
    town.group("Khối")
    launch_campaign(session, town.campaign.id or 0, by=mai, now=NOW)
    before = [len(session.exec(select(table)).all()) for table in (Letter, Duty, Rung)]

    launch_campaign(session, town.campaign.id or 0, by=mai, now=NOW + timedelta(minutes=1))

    assert [len(session.exec(select(table)).all()) for table in (Letter, Duty, Rung)] == before
    assert town.campaign.launched_at == NOW


@pytest.mark.parametrize("office", [BlocRole.SECRETARY, BlocRole.DEPUTY, BlocRole.COUNCIL, BlocRole.OBSERVER, None])
def test_only_the_leader_launches(session: Session, office: BlocRole | None) -> None:
    town = found(session, "khoi-vhxh-2020", now=NOW)
    somebody = town.joins("Hoa", "syt", office=office)

    with pytest.raises(NotAllowed):
        launch_campaign(session, town.campaign.id or 0, by=somebody, now=NOW)

    assert town.campaign.state == CampaignState.DRAFT
    assert town.letters("launch/head") == []


def test_a_leader_of_another_bloc_does_not_find_it(session: Session) -> None:
    town = found(session, "khoi-vhxh-2020", now=NOW)
    other = found(session, "co-quan-ban-2020", now=NOW)
    stranger = other.joins("Vân", "van-phong", office=BlocRole.LEADER)

    with pytest.raises(NotFound):
        launch_campaign(session, town.campaign.id or 0, by=stranger, now=NOW)


def test_a_launch_asks_for_the_missing_days(session: Session) -> None:
    now = datetime(2021, 6, 1, 2, tzinfo=UTC)
    town = found(session, "nhiem-ky-2021-2025", now=now)
    mai = town.joins("Mai", "van-phong", office=BlocRole.LEADER)

    with pytest.raises(MissingDays) as refused:
        launch_campaign(session, town.campaign.id or 0, by=mai, now=now)
    (missing,) = refused.value.facts["milestones"]
    assert (missing["title"], missing["around"]) == ("Kế hoạch và giao ước của đơn vị", "quý III/2021")
    assert town.duties() == []

    set_milestone_day(session, missing["id"], date(2021, 9, 30), by=mai, now=now)
    launch_campaign(session, town.campaign.id or 0, by=mai, now=now)

    assert {duty.last_day for duty in town.duties("ke-hoach")} == {date(2021, 9, 30)}
    assert sorted({duty.day for duty in town.duties("dinh-ky")}) == [
        date(year, month, 10) for year in range(2021, 2026) for month in (6, 12) if (year, month) != (2021, 6)
    ]


def test_phases_that_began_before_the_launch_open_with_it(session: Session) -> None:
    town = found(session, "khoi-vhxh-2020", now=NOW)
    mai = town.joins("Mai", "stttt", office=BlocRole.LEADER)
    town.group("Khối")

    launch_campaign(session, town.campaign.id or 0, by=mai, now=NOW)

    (opening,) = town.letters("phases/opened")
    assert opening.facts["name"] == "Đợt 1"
    assert opening.due_at == NOW


def test_a_phase_that_was_over_before_the_launch_is_not_spoken_of(session: Session) -> None:
    town = found(session, "khoi-vhxh-2020", now=NOW)
    mai = town.joins("Mai", "stttt", office=BlocRole.LEADER)
    town.group("Khối")
    late = datetime(2020, 7, 2, 2, tzinfo=UTC)

    launch_campaign(session, town.campaign.id or 0, by=mai, now=late)

    assert [letter.facts["name"] for letter in town.letters("phases/opened")] == ["Đợt 2"]
    assert town.letters("phases/ended") == []
    assert all(rung.at >= late for duty in town.duties() for rung in town.rungs(duty))
    assert town.duty("bc-dot-1", "syt").done_at is None


def test_the_preview_says_who_cannot_be_reached(session: Session) -> None:
    town = found(session, "khoi-vhxh-2020", now=NOW)
    mai = town.joins("Mai", "stttt", office=BlocRole.LEADER)
    town.joins("Bình", "syt", reachable=False)
    town.group("Khối")

    page = draft_page(session, town.campaign.id or 0, by=mai, now=NOW)

    assert (page["groups"], page["people"], page["unreachable"]) == (1, 1, ["Bình"])
    assert len(page["headless"]) == 5
    assert page["may_launch"] is True


def test_a_receipt_is_kept_once_and_counted(session: Session) -> None:
    town = found(session, "khoi-vhxh-2020", now=NOW)
    mai = town.joins("Mai", "stttt", office=BlocRole.LEADER)
    binh = town.joins("Bình", "syt")
    lan = town.joins("Lan", "syt", UnitRole.MEMBER)
    launch_campaign(session, town.campaign.id or 0, by=mai, now=NOW)
    later = NOW + timedelta(hours=1)

    for moment in (NOW, later):
        acknowledge_launch(session, town.campaign.id or 0, by=binh, now=moment)
    with pytest.raises(NotFound):
        acknowledge_launch(session, town.campaign.id or 0, by=lan, now=later)

    session.flush()
    assert [receipt.at for receipt in session.exec(select(LaunchReceipt))] == [NOW]
    page = campaign_page(session, town.campaign.id or 0, by=mai, now=later)
    assert page["receipts"] == {"done": 1, "total": 2, "silent": ["Mai"]}
    assert campaign_page(session, town.campaign.id or 0, by=lan, now=later)["receipts"] is None


def test_drafts_are_shown_to_the_office_only(session: Session) -> None:
    town = found(session, "khoi-vhxh-2020", now=NOW)
    mai = town.joins("Mai", "stttt", office=BlocRole.LEADER)
    binh = town.joins("Bình", "syt")

    assert [one["id"] for one in campaign_list(session, by=mai, now=NOW)["drafts"]] == [town.campaign.id]
    assert campaign_list(session, by=binh, now=NOW)["drafts"] == []
    with pytest.raises(NotAllowed):
        draft_page(session, town.campaign.id or 0, by=binh, now=NOW)
    with pytest.raises(NotFound):
        campaign_page(session, town.campaign.id or 0, by=binh, now=NOW)


def test_a_units_own_campaign_stays_in_the_unit(session: Session) -> None:
    town = found(session, "khoi-vhxh-2020", now=NOW)
    mai = town.joins("Mai", "stttt", office=BlocRole.LEADER)
    binh, tu = town.joins("Bình", "syt"), town.joins("Tú", "sgddt")
    lan = town.joins("Lan", "syt", UnitRole.MEMBER)
    town.group("Khối")
    own_group = town.group("Sở Y tế", "syt")
    entry = read_campaign_file(sample("khoi-vhxh-2020").read_bytes()).campaign
    own = import_campaign(session, town.bloc, replace(entry, code="syt-2020", owner_unit="syt"), by=binh, now=NOW)

    with pytest.raises(NotAllowed):
        launch_campaign(session, own.id or 0, by=mai, now=NOW)
    launch_campaign(session, own.id or 0, by=binh, now=NOW)

    assert [letter.chat_id for letter in town.letters("launch/group")] == [own_group.id]
    told = {letter.key for letter in town.letters("launch/head")}
    assert told == {f"launch:{own.id}:{binh.account_id}", f"launch:{own.id}:{lan.account_id}"}
    owed = session.exec(select(Duty).where(Duty.campaign_id == own.id)).all()
    assert {duty.unit_id for duty in owed} == {town.unit("syt").id}
    assert len(owed) == 5
    assert campaign_list(session, by=tu, now=NOW)["campaigns"] == []
    with pytest.raises(NotFound):
        campaign_page(session, own.id or 0, by=tu, now=NOW)
