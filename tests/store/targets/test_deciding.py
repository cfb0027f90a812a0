"""Confirming, returning, the queue of each decider, and what follows for duties."""

from collections.abc import Callable

import pytest

from store.errors import AlreadyDone, IllegalMove, NotAllowed
from store.pledges import read_pledge, sign_pledge
from store.tables import TARGET_MOVES, BlocRole, TargetKind, TargetState, UnitRole
from store.targets import Case, OwnWork, QuotaFull, TargetChanged, amend_target, confirm_target, reopen_target
from tests.store.targets.conftest import IN_TIME, Cast, joins, text


def test_confirmed_is_told_to_whose_it_is(cast: Cast) -> None:
    target = cast.in_state(TargetState.CONFIRMED)

    assert (target.state, target.decided_by_id) == (TargetState.CONFIRMED, cast["Bình"].id)
    assert cast.told("targets/confirmed") == ["Lan"]


def test_returned_carries_the_reason(cast: Cast) -> None:
    target = cast.in_state(TargetState.RETURNED)

    assert target.reason == "Chưa rõ"
    assert cast.letter("targets/returned")["target"]["reason"] == "Chưa rõ"


def test_the_same_decision_again_changes_nothing(cast: Cast) -> None:
    target = cast.in_state(TargetState.CONFIRMED)
    cast.confirms("Bình", target)

    assert cast.told("targets/confirmed") == ["Lan"]


def test_the_second_head_is_told_who_decided(cast: Cast) -> None:
    joins(cast, "Phúc", "syt", UnitRole.HEAD)
    target = cast.in_state(TargetState.CONFIRMED)

    with pytest.raises(AlreadyDone) as refused:
        cast.returns("Phúc", target)

    assert refused.value.facts == {"who": "Bình"}
    assert target.state == TargetState.CONFIRMED


def test_nobody_confirms_what_they_did_not_see(cast: Cast) -> None:
    target = cast.in_state(TargetState.WAITING)
    amend_target(cast.session, target.id or 0, text("Mới"), version=1, by=cast["Lan"], now=IN_TIME)

    with pytest.raises(TargetChanged):
        confirm_target(cast.session, target.id or 0, version=1, by=cast["Bình"], now=IN_TIME)


def test_staff_do_not_confirm_their_own(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        cast.confirms("Lan", cast.registers("Lan", text()))


def test_a_head_does_not_confirm_the_units_or_their_own(cast: Cast) -> None:
    for target in (cast.registers("Bình", text(), for_unit=True), cast.registers("Bình", text())):
        with pytest.raises(NotAllowed):
            cast.confirms("Bình", target)
        assert cast.confirms("Mai", target).target.state == TargetState.CONFIRMED


def test_the_leader_decides_on_the_leading_units_own_only_when_alone(cast: Cast) -> None:
    mine = cast.registers("Mai", text(), unit="stttt", for_unit=True)
    assert cast.queue("Mai") == [mine.id]
    joins(cast, "Thư", "stttt", bloc_role=BlocRole.SECRETARY)

    assert cast.queue("Mai") == []
    with pytest.raises(OwnWork):
        cast.confirms("Mai", mine)
    assert cast.queue("Thư") == [mine.id]
    assert cast.confirms("Thư", mine).target.state == TargetState.CONFIRMED


def test_alone_the_leader_decides_and_it_is_recorded(cast: Cast) -> None:
    mine = cast.registers("Mai", text(), unit="stttt", for_unit=True)

    assert cast.confirms("Mai", mine).target.decided_by_id == cast["Mai"].id


def test_without_a_head_the_office_decides(cast: Cast) -> None:
    joins(cast, "Kiên", "bdt")
    target = cast.registers("Kiên", text(), unit="bdt")

    assert cast.queue("Mai") == [target.id]
    assert cast.confirms("Mai", target).target.state == TargetState.CONFIRMED


def test_each_queue_has_only_what_is_asked_of_them(cast: Cast) -> None:
    staff = cast.registers("Lan", text())
    unit = cast.registers("Bình", text(), for_unit=True)
    other = cast.registers("Hoa", text(), unit="sgddt")

    assert cast.queue("Bình") == [staff.id]
    assert cast.queue("Mai") == [unit.id]
    assert cast.queue("Tú") == [other.id]
    assert cast.queue("Lan") == []


def test_only_the_office_gives_back_what_was_confirmed(cast: Cast) -> None:
    target = cast.in_state(TargetState.CONFIRMED)

    with pytest.raises(NotAllowed):
        reopen_target(cast.session, target.id or 0, version=1, reason="Sửa", by=cast["Bình"], now=IN_TIME)
    reopen_target(cast.session, target.id or 0, version=1, reason="Sửa", by=cast["Mai"], now=IN_TIME)
    reopen_target(cast.session, target.id or 0, version=1, reason="Sửa", by=cast["Mai"], now=IN_TIME)

    assert target.state == TargetState.RETURNED
    assert cast.told("targets/returned") == ["Lan"]


def test_a_maximum_is_kept_at_confirmation(cast: Cast) -> None:
    cast.units["syt"].staff = 7
    honour = text("CSTDCS", TargetKind.TITLE, "CSTDCS")
    joins(cast, "Phúc", "syt")
    cast.confirms("Bình", cast.registers("Lan", honour))
    second = cast.registers("Phúc", honour)

    with pytest.raises(QuotaFull):
        cast.confirms("Bình", second)

    assert second.state == TargetState.WAITING


@pytest.mark.parametrize("state", list(TargetState))
@pytest.mark.parametrize("wanted", [TargetState.CONFIRMED, TargetState.RETURNED, TargetState.WITHDRAWN])
def test_moves_are_those_of_the_table(cast: Cast, state: TargetState, wanted: TargetState) -> None:
    """By the same person, asking for the state it already has changes nothing."""
    target = cast.in_state(state)
    acts: dict[TargetState, Callable[[], Case]] = {
        TargetState.CONFIRMED: lambda: cast.confirms("Bình", target),
        TargetState.RETURNED: lambda: cast.returns("Bình", target),
        TargetState.WITHDRAWN: lambda: cast.withdraws("Lan", target),
    }
    act = acts[wanted]

    if wanted == state or wanted in TARGET_MOVES[state]:
        assert act().target.state == wanted
    else:
        with pytest.raises(IllegalMove):
            act()


def test_the_duty_is_discharged_by_a_confirmed_product_and_the_pledge(cast: Cast) -> None:
    target = cast.in_state(TargetState.CONFIRMED)
    assert cast.registration().done_at is None
    unit_id = cast.unit_id("syt")
    view = read_pledge(cast.session, cast.campaign_id, unit_id, by=cast["Bình"], now=IN_TIME)

    sign_pledge(cast.session, cast.campaign_id, unit_id, shown=view.shown, by=cast["Bình"], now=IN_TIME)
    assert cast.registration().done_at == IN_TIME

    cast.withdraws("Lan", target)
    assert cast.registration().done_at is None
