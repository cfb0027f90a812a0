"""The pledge: signed as shown, by heads only, asked for again after a change."""

from datetime import datetime

import pytest

from store.errors import Closed, NotAllowed, NotFound
from store.pledge_texts import pledge_current
from store.pledges import PledgeChanged, PledgeView, read_pledge, sign_pledge, signers
from store.tables import CampaignState, Pledge, TargetState, UnitRole
from tests.store.targets.conftest import IN_TIME, LATE, Cast, joins, text


def reads(cast: Cast, name: str = "Bình", unit: str = "syt") -> PledgeView:
    return read_pledge(cast.session, cast.campaign_id, cast.unit_id(unit), by=cast[name], now=IN_TIME)


def signs(cast: Cast, view: PledgeView, name: str = "Bình", now: datetime = IN_TIME) -> PledgeView:
    return sign_pledge(cast.session, cast.campaign_id, view.unit.id or 0, shown=view.shown, by=cast[name], now=now)


def test_signing_keeps_text_hash_who_and_when_and_tells_the_office(cast: Cast) -> None:
    cast.registers("Lan", text())

    signed = signs(cast, reads(cast))

    assert signed.current
    assert signed.pledge is not None and signed.signer is cast["Bình"]
    assert (signed.pledge.signed_hash, signed.pledge.signed_content) == (signed.hash, signed.content)
    assert signed.pledge.signed_at == IN_TIME
    assert cast.told("pledges/unit_signed") == ["Mai"]


def test_what_changed_since_it_was_shown_is_not_signed(cast: Cast) -> None:
    view = reads(cast)
    cast.registers("Lan", text())

    with pytest.raises(PledgeChanged):
        signs(cast, view)

    assert reads(cast).pledge is None


def test_signing_twice_changes_nothing(cast: Cast) -> None:
    joins(cast, "Phúc", "syt", UnitRole.HEAD)
    view = reads(cast)
    signs(cast, view)

    again = signs(cast, view, "Phúc", now=LATE)

    assert again.signer is cast["Bình"]
    assert cast.told("pledges/unit_signed") == ["Mai"]


def test_being_confirmed_does_not_change_the_text(cast: Cast) -> None:
    target = cast.registers("Lan", text())
    signs(cast, reads(cast))

    cast.confirms("Bình", target)

    assert pledge_current(cast.session, cast.campaign_id, cast.unit_id("syt"))


def test_heads_are_asked_once_to_sign_again(cast: Cast) -> None:
    signs(cast, reads(cast))
    cast.registers("Lan", text())
    cast.registers("Lan", text("Thêm một việc"))

    assert not reads(cast).current
    assert cast.told("pledges/sign_again") == ["Bình"]

    assert signs(cast, reads(cast), now=LATE).current
    cast.registers("Lan", text("Việc thứ ba"), now=LATE)
    assert cast.told("pledges/sign_again") == ["Bình", "Bình"]


def test_what_was_returned_is_no_part_of_the_pledge(cast: Cast) -> None:
    cast.in_state(TargetState.RETURNED)
    kept = cast.in_state(TargetState.WAITING)

    assert [one["id"] for one in reads(cast).content["targets"]] == [kept.id]


@pytest.mark.parametrize("name", ["Lan", "Tú", "Mai"])
def test_only_the_units_heads_read_and_sign_it(cast: Cast, name: str) -> None:
    view = reads(cast)

    with pytest.raises(NotAllowed):
        reads(cast, name)
    with pytest.raises(NotAllowed):
        signs(cast, view, name)


def test_a_draft_has_no_pledge_and_a_sealed_campaign_takes_no_signature(cast: Cast) -> None:
    view = reads(cast)
    cast.campaign.state = CampaignState.SEALED
    with pytest.raises(Closed):
        signs(cast, view)

    cast.campaign.state = CampaignState.DRAFT
    with pytest.raises(NotFound):
        reads(cast)


def test_everybody_of_the_bloc_sees_who_has_signed(cast: Cast) -> None:
    signs(cast, reads(cast))
    signs(cast, reads(cast, "Tú", "sgddt"), "Tú")
    cast.registers("Hoa", text(), unit="sgddt")

    _, lines = signers(cast.session, cast.campaign_id, by=cast["Lan"], now=IN_TIME)

    states = {line["unit"]: (line["state"], line["who"]) for line in lines}
    assert states["Sở Y tế"] == ("signed", "Bình")
    assert states["Sở Giáo dục và Đào tạo"] == ("changed", "Tú")
    assert states["Ban Dân tộc"] == ("none", "")


def test_the_plans_text_is_part_of_what_is_signed(cast: Cast) -> None:
    before = reads(cast).hash
    cast.campaign.plan = {**cast.campaign.plan, "pledge": {"text": "Chúng tôi cam kết."}}

    after = reads(cast)

    assert after.content["text"] == "Chúng tôi cam kết."
    assert after.hash != before
    assert cast.session.get(Pledge, 1) is None


def test_a_units_own_campaign_is_its_peoples(cast: Cast) -> None:
    cast.campaign.owner_unit_id = cast.unit_id("syt")

    _, lines = signers(cast.session, cast.campaign_id, by=cast["Lan"], now=IN_TIME)

    assert [line["unit"] for line in lines] == ["Sở Y tế"]
    with pytest.raises(NotFound):
        signers(cast.session, cast.campaign_id, by=cast["Hoa"], now=IN_TIME)
