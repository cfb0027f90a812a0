"""Who joins and stands in a unit's list becomes that person; nobody becomes somebody else."""

import pytest
from sqlmodel import Session, col, select

from store.approvals import approve_member, refuse_member
from store.claims import claimable, likely, matching
from store.invites import find_invite, invite_staff
from store.joining import Joined, Person, join_by_invite
from store.placing import Standing
from store.tables import Member, Membership, MembershipState, UnitRole
from tests.conftest import NOW
from tests.store.test_joining import House, house, person, uses  # noqa: F401


def listed(house: House, name: str, role: UnitRole = UnitRole.MEMBER, position: str = "") -> Member:  # noqa: F811
    """Somebody of the list of Sở Y tế."""
    member = Member(bloc_id=house.leader.bloc_id, name=name, position=position)
    house.session.add(member)
    house.session.flush()
    active, syt = MembershipState.ACTIVE, house.unit_id("syt")
    place = Membership(member_id=member.id or 0, unit_id=syt, role=role, state=active, first_day=NOW.date())
    house.session.add(place)
    house.session.flush()
    return member


def place_of(session: Session, member: Member) -> Membership:
    return session.exec(select(Membership).where(col(Membership.member_id) == member.id)).one()


def joins(house: House, token: str, account: int, name: str, chosen: int | None = None) -> Joined:  # noqa: F811
    session, who = house.session, person(house.session, account, name)
    invite = find_invite(session, token)
    return join_by_invite(session, invite.id or 0, person=Person(who.account, name, name, chosen), now=NOW)


def test_a_link_without_approval_makes_who_has_the_name_that_person_at_once(house: House) -> None:  # noqa: F811
    binh = house.head("syt", 2, "Bình")
    lan = listed(house, "Trần Thị Lan", position="Chuyên viên")
    token = invite_staff(house.session, house.unit_id("syt"), by=binh, now=NOW, needs_approval=False).token

    joined = joins(house, token, 8, "tran thi lan")
    assert (joined.member.id, joined.standing, lan.name, lan.account_id) == (lan.id, Standing.JOINED, lan.name, 8)
    assert lan.name == "Trần Thị Lan"
    other = joins(house, token, 9, "Trần Thị Lan")
    assert other.member.id != lan.id
    assert len(house.session.exec(select(Member).where(col(Member.name) == "Trần Thị Lan")).all()) == 2


def test_a_head_of_the_list_is_claimed_by_nobody_with_a_staff_link(house: House) -> None:  # noqa: F811
    binh = house.head("syt", 2, "Bình")
    head = listed(house, "Phạm Hà", UnitRole.HEAD)
    token = invite_staff(house.session, house.unit_id("syt"), by=binh, now=NOW, needs_approval=False).token

    joined = joins(house, token, 8, "Phạm Hà")
    assert (joined.member.id == head.id, head.account_id) == (False, None)
    assert place_of(house.session, joined.member).role == UnitRole.MEMBER


def test_of_two_of_one_name_the_chosen_one_is_meant_and_a_refusal_leaves_the_list_as_it_is(house: House) -> None:  # noqa: F811
    session, binh = house.session, house.head("syt", 2, "Bình")
    first, second = listed(house, "Nguyễn Văn An"), listed(house, "Nguyễn Văn An", position="Văn thư")
    token = invite_staff(session, house.unit_id("syt"), by=binh, now=NOW).token

    unclear = place_of(session, joins(house, token, 8, "Nguyễn Văn An").member)
    assert unclear.claims_id is None
    chosen = joins(house, token, 9, "Nguyễn Văn An", second.id).member
    place = place_of(session, chosen)
    assert place.claims_id == second.id
    refuse_member(session, place.id or 0, by=binh, now=NOW)
    assert (second.account_id, place.claims_id, place.state) == (None, None, MembershipState.REFUSED)
    joins(house, token, 9, "Nguyễn Văn An", second.id)
    approve_member(session, place.id or 0, by=binh, now=NOW)
    assert approve_member(session, place.id or 0, by=binh, now=NOW).member.id == second.id
    assert (first.account_id, second.account_id) == (None, 9)
    assert session.get(Member, chosen.id) is None
    assert place_of(session, second).id == place.id


@pytest.mark.parametrize("approval", [True, False])
def test_a_person_whom_the_bloc_knows_stays_one_and_the_double_of_the_list_ends(
    house: House,  # noqa: F811
    approval: bool,
) -> None:
    session, binh = house.session, house.head("syt", 2, "Bình")
    tu = house.head("sgddt", 3, "Trần Tú")
    double = listed(house, "Trần Tú")
    token = invite_staff(session, house.unit_id("syt"), by=binh, now=NOW, needs_approval=approval).token

    joined = uses(session, token, 3, "Trần Tú")
    if approval:
        here = (col(Membership.member_id) == tu.id) & (col(Membership.unit_id) == house.unit_id("syt"))
        place = session.exec(select(Membership).where(here)).one()
        approve_member(session, place.id or 0, by=binh, now=NOW)
    assert (joined.member.id, tu.account_id, double.account_id) == (tu.id, 3, None)
    assert place_of(session, double).state == MembershipState.ENDED
    assert len(session.exec(select(Membership).where(col(Membership.member_id) == tu.id)).all()) == 2


def test_names_are_found_however_they_are_written(house: House) -> None:  # noqa: F811
    binh = house.head("syt", 2, "Bình")
    for name in ("Trần Thị Lan", "Đỗ Thị Lan Anh", "Nguyễn Văn An"):
        listed(house, name)
    made = invite_staff(house.session, house.unit_id("syt"), by=binh, now=NOW)
    claims = claimable(house.session, made.invite, now=NOW)

    assert [one.name for one in matching(claims, "LAN")] == ["Trần Thị Lan", "Đỗ Thị Lan Anh"]
    assert [one.name for one in matching(claims, "do thi lan anh")] == ["Đỗ Thị Lan Anh"]
    assert matching(claims, " ") == []
    found = {typed: likely(claims, typed) for typed in ("Lan Anh", "Lan", "An Nguyễn", "tran thi lan", "Thị Lan")}
    names = {typed: one.name if one else None for typed, one in found.items()}
    assert names == {
        "Lan Anh": "Đỗ Thị Lan Anh",
        "Lan": None,
        "An Nguyễn": "Nguyễn Văn An",
        "tran thi lan": "Trần Thị Lan",
        "Thị Lan": None,
    }
