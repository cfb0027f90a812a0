from dataclasses import replace
from datetime import date

import pytest
from sqlmodel import Session

from store.campaign_file import read_campaign_file, sample
from store.campaigns import (
    campaign_for,
    current_phase,
    import_campaign,
    ladder_of,
    milestones_of,
    next_phase,
    phases_of,
    pledge_text_of,
    products_of,
    quotas_of,
    running_campaigns,
)
from store.errors import BadAnswer, IllegalMove, NotAllowed, NotFound, Taken
from store.milestones import missing_days, set_milestone_day
from store.rules.quotas import Scope
from store.tables import BlocRole, CampaignState, DeadlineForm, UnitRole
from tests.conftest import NOW
from tests.store.founding import found


def test_a_file_becomes_a_draft_with_its_phases_and_milestones(session: Session) -> None:
    town = found(session, "khoi-vhxh-2020", now=NOW)

    assert town.campaign.state == CampaignState.DRAFT
    assert [phase.code for phase in phases_of(session, town.campaign.id or 0)] == ["dot-1", "dot-2"]
    assert [(one.code, one.form, one.day) for one in milestones_of(session, town.campaign.id or 0)] == [
        ("dang-ky", DeadlineForm.BEFORE, date(2020, 3, 5)),
        ("bc-dot-1", DeadlineForm.BEFORE, date(2020, 6, 20)),
        ("giao-ban", DeadlineForm.BEFORE, date(2020, 7, 10)),
        ("bc-nam", DeadlineForm.BEFORE, date(2020, 12, 10)),
        ("cham-diem", DeadlineForm.BEFORE, date(2020, 12, 10)),
    ]
    assert running_campaigns(session, town.bloc.id or 0) == []


def test_the_plan_keeps_what_later_features_read(session: Session) -> None:
    town = found(session, "khoi-vhxh-2020", now=NOW)

    assert ladder_of(town.campaign).before == (30, 14, 7, 3, 1, 0)
    assert products_of(town.campaign)[0] == "Đề án"
    assert [quota.scope for quota in quotas_of(town.campaign)] == [Scope.UNIT, Scope.UNIT]
    assert pledge_text_of(town.campaign) == ""
    assert town.campaign.plan["phases"][0]["occasions"][0]["day"] == "2020-02-03"
    assert town.campaign.plan["score_tables"]


def test_a_code_the_bloc_knows_is_refused(session: Session) -> None:
    town = found(session, "khoi-vhxh-2020", now=NOW)
    entry = read_campaign_file(sample("khoi-vhxh-2020").read_bytes()).campaign

    with pytest.raises(Taken):
        import_campaign(session, town.bloc, entry, by=None, now=NOW)


def test_an_unknown_parent_is_refused_and_a_known_one_kept(session: Session) -> None:
    town = found(session, "khoi-vhxh-2020", now=NOW)
    entry = read_campaign_file(sample("khoi-vhxh-2020").read_bytes()).campaign

    with pytest.raises(NotFound):
        import_campaign(session, town.bloc, replace(entry, code="con", parent="nothing"), by=None, now=NOW)
    child = import_campaign(session, town.bloc, replace(entry, code="con", parent="vhxh-2020"), by=None, now=NOW)
    assert child.parent_id == town.campaign.id


def test_a_campaign_of_another_bloc_is_not_found(session: Session) -> None:
    town = found(session, "khoi-vhxh-2020", now=NOW)
    other = found(session, "co-quan-ban-2020", now=NOW)

    with pytest.raises(NotFound):
        campaign_for(session, other.bloc.id or 0, town.campaign.id or 0)


def test_between_two_phases_none_is_open_and_the_next_is_known(session: Session) -> None:
    town = found(session, "co-quan-ban-2020", now=NOW)

    assert current_phase(session, town.campaign, date(2020, 8, 15)) is None
    coming = next_phase(session, town.campaign, date(2020, 8, 15))
    assert coming is not None
    assert coming.code == "dot-3"
    last = current_phase(session, town.campaign, date(2020, 8, 1))
    assert last is not None
    assert last.code == "dot-2"


def test_the_office_names_the_day_of_a_milestone_that_has_only_words(session: Session) -> None:
    town = found(session, "nhiem-ky-2021-2025", now=NOW)
    secretary = town.joins("Thư", "van-phong", UnitRole.MEMBER, BlocRole.SECRETARY)
    (missing,) = missing_days(session, town.campaign)
    assert missing["around"] == "quý III/2021"

    milestone = set_milestone_day(session, missing["id"], date(2021, 9, 30), by=secretary, now=NOW)

    assert (milestone.form, milestone.day) == (DeadlineForm.BY, date(2021, 9, 30))
    assert missing_days(session, town.campaign) == []


def test_a_day_outside_the_campaign_is_refused(session: Session) -> None:
    town = found(session, "nhiem-ky-2021-2025", now=NOW)
    secretary = town.joins("Thư", "van-phong", UnitRole.MEMBER, BlocRole.SECRETARY)

    with pytest.raises(BadAnswer):
        set_milestone_day(session, town.milestone("ke-hoach").id or 0, date(2021, 5, 31), by=secretary, now=NOW)


def test_only_the_office_names_days_and_only_of_words(session: Session) -> None:
    town = found(session, "nhiem-ky-2021-2025", now=NOW)
    secretary = town.joins("Thư", "van-phong", UnitRole.MEMBER, BlocRole.SECRETARY)
    head = town.joins("Bình", "so-tc")

    with pytest.raises(NotAllowed):
        set_milestone_day(session, town.milestone("ke-hoach").id or 0, date(2021, 9, 30), by=head, now=NOW)
    with pytest.raises(IllegalMove):
        set_milestone_day(session, town.milestone("dinh-ky").id or 0, date(2021, 9, 30), by=secretary, now=NOW)
