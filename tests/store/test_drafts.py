"""What a new campaign is proposed, and how last year's moves to the next."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from sqlmodel import Session, col, select

from store.campaign_file import as_data, read_campaign_file, sample
from store.changes import Part, change_part
from store.drafts import Outline, attach_plan, campaign_from_file, copy_campaign, drop_draft, new_campaign
from store.drafts.bases import entry_of
from store.drafts.copying import shift
from store.drafts.proposing import propose_milestones, propose_phases
from store.errors import IllegalMove, NotFound
from store.launches import launch_campaign
from store.points import score_tables
from store.tables import BlocRole, Campaign, File, Job, Letter, Member, Milestone, Occasion, Phase, PlanDocument
from tests.conftest import NOW
from tests.store.founding import Founded, found

TERM = read_campaign_file(sample("nhiem-ky-2021-2025").read_bytes()).campaign
YEAR = read_campaign_file(sample("khoi-vhxh-2020").read_bytes()).campaign
FILE = {"file_id": "f", "unique_id": "u", "kind": "document", "name": "a.pdf", "mime": "application/pdf", "size": 9}


@pytest.mark.parametrize(
    ("starts", "ends", "count", "bounds"),
    [
        ("2026-01-01", "2026-12-31", 1, ["2026-01-01"]),
        ("2026-01-01", "2026-12-31", 2, ["2026-01-01", "2026-07-01"]),
        ("2026-01-01", "2026-12-31", 3, ["2026-01-01", "2026-05-01", "2026-09-01"]),
        ("2026-05-15", "2026-12-31", 4, ["2026-05-15", "2026-07-01", "2026-09-01", "2026-11-01"]),
        ("2026-06-01", "2026-06-10", 2, ["2026-06-01", "2026-06-06"]),
        ("2026-06-01", "2026-06-01", 3, ["2026-06-01"]),
    ],
)
def test_phases_follow_one_another_without_a_gap(starts: str, ends: str, count: int, bounds: list[str]) -> None:
    last = date.fromisoformat(ends)
    phases = propose_phases(date.fromisoformat(starts), last, count, "vi")

    assert [one.starts.isoformat() for one in phases] == bounds
    assert phases[-1].ends == last
    assert all(one.ends + timedelta(days=1) == other.starts for one, other in pairwise(phases))
    for milestone in propose_milestones(phases, scored=True, language="vi"):
        assert milestone.deadline.day is not None and phases[0].starts <= milestone.deadline.day <= last


def test_dates_keep_day_and_month_and_february_29_becomes_28() -> None:
    leap = replace(YEAR.milestones[0], deadline=replace(YEAR.milestones[0].deadline, day=date(2020, 2, 29)))
    moved = shift(replace(YEAR, milestones=(leap, *YEAR.milestones[1:])), 1, weekdays=False)

    assert moved.milestones[0].deadline.day == date(2021, 2, 28)
    assert moved.milestones[1].deadline.day == date(2021, 6, 20)
    assert (moved.code, moved.decision, moved.launch) == ("vhxh-2021", None, None)
    assert moved.phases[0].occasions[0].name == "91 năm Ngày thành lập Đảng Cộng sản Việt Nam"


def test_kept_weekdays_are_at_most_three_days_away_and_recurring_days_keep_their_date() -> None:
    moved = shift(YEAR, 1, weekdays=True)
    for old, new in zip(YEAR.milestones, moved.milestones, strict=True):
        assert old.deadline.day is not None and new.deadline.day is not None
        assert new.deadline.day.weekday() == old.deadline.day.weekday()
        assert abs((new.deadline.day - old.deadline.day.replace(year=2021)).days) <= 3
    term = shift(TERM, 1, weekdays=True)
    assert term.title == "Phong trào thi đua yêu nước nhiệm kỳ 2020 - 2026"
    assert (term.phases[0].name, term.milestones[0].deadline.text) == ("Năm 2022", "quý III/2022")
    assert term.milestones[1].deadline.day == date(2022, 12, 10)


def bloc(session: Session, name: str = "khoi-vhxh-2020") -> tuple[Founded, Member]:
    town = found(session, name, now=NOW)
    return town, town.joins("Mai", "stttt", office=BlocRole.LEADER)


@pytest.mark.parametrize("name", ["khoi-vhxh-2020", "co-quan-ban-2020", "nhiem-ky-2021-2025"])
def test_a_campaign_read_back_from_its_rows_is_what_its_file_said(session: Session, name: str) -> None:
    town = found(session, name, now=NOW)
    entry = read_campaign_file(sample(name).read_bytes()).campaign

    assert as_data(entry_of(session, town.campaign)) == as_data(replace(entry, launch=None))


def test_a_copy_is_made_of_the_plan_as_it_stands_and_may_be_launched(session: Session) -> None:
    town, mai = bloc(session)
    launch_campaign(session, town.campaign.id or 0, by=mai, now=NOW)
    change_part(session, Part.WITHDRAW, town.milestone("bc-nam").id or 0, {}, reason="Thôi", by=mai, now=NOW)
    copies = [copy_campaign(session, town.campaign.id or 0, by=mai, now=NOW) for _ in range(2)]

    assert [one.code for one in copies] == ["vhxh-2021", "vhxh-2021-2"]
    codes = select(Milestone.code).where(col(Milestone.campaign_id) == copies[0].id)
    assert set(session.exec(codes)) == {"dang-ky", "bc-dot-1", "giao-ban", "cham-diem"}
    assert score_tables(copies[0]) == score_tables(town.campaign)
    launch_campaign(session, copies[0].id or 0, by=mai, now=NOW)


def test_a_new_campaign_looks_at_its_own_milestones_for_being_on_time(session: Session) -> None:
    town, mai = bloc(session)
    for basis in ("sample", str(town.campaign.id)):
        outline = Outline("Thi đua", date(2020, 1, 1), date(2020, 12, 31), phases=3, basis=basis)
        campaign = new_campaign(session, outline, by=mai, now=NOW)
        rules = [one.rule for table in score_tables(campaign) for group in table.groups for one in group.criteria]
        (timely,) = [rule for rule in rules if rule.kind == "timely"]
        named = {one.code for one in timely.milestones}  # type: ignore[union-attr]
        codes = select(Milestone.code).where(col(Milestone.campaign_id) == campaign.id)
        assert named == set(session.exec(codes))
        launch_campaign(session, campaign.id or 0, by=mai, now=NOW)
    with pytest.raises(NotFound):
        other, _ = found(session, "co-quan-ban-2020", now=NOW), None
        foreign = Outline("Thi đua", date(2020, 1, 1), date(2020, 12, 31), basis=str(other.campaign.id))
        new_campaign(session, foreign, by=mai, now=NOW)


def test_a_draft_goes_with_everything_of_it_and_a_launched_one_stays(session: Session) -> None:
    town, mai = bloc(session)
    campaign_id = town.campaign.id or 0
    first = attach_plan(session, campaign_id, FILE, by=mai, now=NOW)
    assert attach_plan(session, campaign_id, FILE, by=mai, now=NOW) is first
    drop_draft(session, campaign_id, by=mai, now=NOW)
    for table in (Campaign, Phase, Milestone, Occasion, PlanDocument, File):
        assert session.exec(select(table)).all() == []

    outline = Outline("Thi đua", date(2020, 1, 1), date(2020, 12, 31))
    again = new_campaign(session, outline, by=mai, now=NOW)
    launch_campaign(session, again.id or 0, by=mai, now=NOW)
    with pytest.raises(IllegalMove):
        drop_draft(session, again.id or 0, by=mai, now=NOW)


def test_a_file_is_answered_once_however_often_the_job_is_done(session: Session) -> None:
    town, mai = bloc(session)
    read = read_campaign_file(sample("khoi-vhxh-2020").read_bytes(), for_import=True)
    read = replace(read, campaign=replace(read.campaign, code="moi"))
    facts = {"source": "campaign_file:1", "member": mai.id, "file": "f", "name": "moi.yaml"}
    for _ in range(2):
        campaign_from_file(session, facts, read, (), now=NOW)

    assert [one.template for one in session.exec(select(Letter))] == ["drafts/imported"]
    assert len(session.exec(select(Campaign)).all()) == 2
    assert session.exec(select(Job)).all() == []
    assert town.bloc.code == "vhxh"
