"""Registering, amending and withdrawing, at the store's door."""

from datetime import datetime

import pytest

from store.errors import Closed, IllegalMove, NotAllowed, NotFound
from store.tables import CampaignState, Target, TargetKind, TargetState
from store.targets import (
    RegistrationOver,
    TargetChanged,
    amend_target,
    exceeded,
    find_case,
    find_for_change,
    foresee,
    reopen_target,
    target_facts,
)
from tests.store.targets.conftest import IN_TIME, LATE, Cast, text


def amends(cast: Cast, name: str, target: Target, title: str, now: datetime = IN_TIME, planned_day: str = "") -> Target:
    said = text(title, planned_day=planned_day)
    return amend_target(cast.session, target.id or 0, said, version=target.version, by=cast[name], now=now).target


def test_staff_register_and_their_head_is_asked(cast: Cast) -> None:
    target = cast.registers("Lan", text())

    assert (target.state, target.version, target.days_late) == (TargetState.WAITING, 1, 0)
    assert cast.told("reviews/waiting") == ["Bình"]
    assert cast.letter("reviews/waiting")["target"]["person"] == "Lan"


def test_a_units_own_registration_goes_to_the_office(cast: Cast) -> None:
    cast.registers("Bình", text(), for_unit=True)
    cast.registers("Bình", text("Của riêng tôi"))

    assert cast.told("reviews/waiting") == ["Mai", "Mai"]


def test_late_is_taken_and_marked(cast: Cast) -> None:
    assert cast.registers("Lan", text(), now=LATE).days_late == 2


@pytest.mark.parametrize(("name", "for_unit"), [("Lan", True), ("Hoa", False), ("Hoa", True), ("Tú", True)])
def test_nobody_registers_for_a_unit_that_is_not_theirs(cast: Cast, name: str, for_unit: bool) -> None:
    with pytest.raises(NotAllowed):
        cast.registers(name, text(), for_unit=for_unit)


def test_a_sealed_campaign_takes_nothing_more(cast: Cast) -> None:
    cast.campaign.state = CampaignState.SEALED

    with pytest.raises(Closed):
        cast.registers("Lan", text())


def test_a_draft_is_not_there(cast: Cast) -> None:
    cast.campaign.state = CampaignState.DRAFT

    with pytest.raises(NotFound):
        cast.registers("Lan", text())


def test_amending_makes_a_version_and_shows_the_difference(cast: Cast) -> None:
    target = cast.in_state(TargetState.CONFIRMED)

    amends(cast, "Lan", target, "Chuyển đổi số toàn diện", planned_day="2020-06-20")

    assert (target.state, target.version, target.decided_by_id) == (TargetState.WAITING, 2, None)
    assert cast.letter("reviews/waiting")["changes"] == [
        {"field": "title", "old": "Chuyển đổi số", "new": "Chuyển đổi số toàn diện"},
        {"field": "planned_day", "old": "", "new": "2020-06-20"},
    ]


def test_amending_to_the_same_words_changes_nothing(cast: Cast) -> None:
    target = cast.in_state(TargetState.WAITING)

    amends(cast, "Lan", target, "Chuyển đổi số")

    assert target.version == 1
    assert cast.told("reviews/waiting") == ["Bình"]


def test_amending_what_was_amended_meanwhile_is_refused(cast: Cast) -> None:
    target = cast.in_state(TargetState.WAITING)
    amends(cast, "Lan", target, "Mới")

    with pytest.raises(TargetChanged):
        amend_target(cast.session, target.id or 0, text("Khác"), version=1, by=cast["Lan"], now=IN_TIME)


@pytest.mark.parametrize("state", [TargetState.WAITING, TargetState.CONFIRMED])
def test_after_the_deadline_only_the_office_opens_it_again(cast: Cast, state: TargetState) -> None:
    target = cast.in_state(state)

    with pytest.raises(RegistrationOver):
        amends(cast, "Lan", target, "Mới", now=LATE)
    with pytest.raises(RegistrationOver):
        cast.withdraws("Lan", target, now=LATE)


def test_what_the_office_gave_back_is_amended_after_the_deadline(cast: Cast) -> None:
    target = cast.in_state(TargetState.CONFIRMED)
    reopen_target(cast.session, target.id or 0, version=1, reason="Sửa tên", by=cast["Mai"], now=LATE)
    assert (target.state, target.reason) == (TargetState.RETURNED, "Sửa tên")
    assert cast.told("targets/returned") == ["Lan"]

    amends(cast, "Lan", target, "Tên đúng", now=LATE)

    assert (target.state, target.days_late) == (TargetState.WAITING, 0)


def test_withdrawing_twice_changes_nothing_and_the_head_is_told(cast: Cast) -> None:
    target = cast.in_state(TargetState.WITHDRAWN)
    cast.withdraws("Lan", target)

    assert target.state == TargetState.WITHDRAWN
    assert cast.told("reviews/withdrawn") == ["Bình"]


def test_a_head_who_withdraws_tells_whose_it_was(cast: Cast) -> None:
    cast.withdraws("Bình", cast.registers("Lan", text()))

    assert cast.told("targets/changed_by_head") == ["Lan"]


def test_withdrawn_stays_withdrawn(cast: Cast) -> None:
    target = cast.in_state(TargetState.WITHDRAWN)

    with pytest.raises(IllegalMove):
        amends(cast, "Lan", target, "Mới")
    with pytest.raises(IllegalMove):
        find_for_change(cast.session, target.id or 0, by=cast["Lan"], now=IN_TIME)


@pytest.mark.parametrize("name", ["Tú", "Hoa"])
def test_another_units_registration_is_not_there(cast: Cast, name: str) -> None:
    target = cast.in_state(TargetState.WAITING)

    for act in (
        lambda: find_case(cast.session, target.id or 0, by=cast[name], now=IN_TIME),
        lambda: amends(cast, name, target, "Mới"),
        lambda: cast.withdraws(name, target),
        lambda: cast.confirms(name, target),
        lambda: cast.returns(name, target),
    ):
        with pytest.raises(NotFound):
            act()


def test_staff_do_not_see_a_colleagues(cast: Cast) -> None:
    target = cast.registers("Bình", text(), for_unit=True)

    with pytest.raises(NotFound):
        find_case(cast.session, target.id or 0, by=cast["Lan"], now=IN_TIME)


def test_the_office_reads_but_does_not_amend(cast: Cast) -> None:
    target = cast.in_state(TargetState.WAITING)

    assert find_case(cast.session, target.id or 0, by=cast["Mai"], now=IN_TIME).target is target
    with pytest.raises(NotAllowed):
        amends(cast, "Mai", target, "Mới")


def test_a_maximum_is_foreseen(cast: Cast) -> None:
    cast.units["syt"].staff = 7
    honour = text("CSTDCS", TargetKind.TITLE, "CSTDCS")
    cast.confirms("Bình", cast.registers("Lan", honour))

    seen = foresee(
        cast.session,
        cast.campaign_id,
        honour,
        unit_id=cast.unit_id("syt"),
        member_id=cast["Bình"].id,
        now=LATE,
    )

    assert seen.over == {"most": 1, "kind": "title", "title": "CSTDCS"}
    assert seen.days_late == 2
    assert seen.deadline is not None and seen.deadline["left"] == -2


def test_a_unit_without_a_staff_number_has_no_percentage(cast: Cast) -> None:
    cast.units["syt"].staff = None

    over = exceeded(
        cast.session,
        cast.campaign,
        unit_id=cast.unit_id("syt"),
        member_id=None,
        kind=TargetKind.TITLE,
        item="CSTDCS",
    )

    assert over is None


def test_facts_name_who_decided(cast: Cast) -> None:
    target = cast.in_state(TargetState.CONFIRMED)

    facts = target_facts(cast.session, find_case(cast.session, target.id or 0, by=cast["Lan"], now=IN_TIME))

    assert (facts["decided_by"], facts["person"], facts["unit"]) == ("Bình", "Lan", "Sở Y tế")
