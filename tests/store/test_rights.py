"""Every cell of the rights table, yes and no: own, somebody else's, another unit's, the bloc's, a foreign bloc's."""

from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest
from sqlmodel import Session, col, select

from store.errors import NotAllowed
from store.rights import Right, Role, Seat, demand, has_anywhere, may, seats, units_with
from store.tables import Appointment, Bloc, BlocRole, Delegation, Member, Membership, MembershipState, UnitRole
from tests.conftest import NOW
from tests.store.founding import Founded, found
from tests.store.rights_table import PLACES, RIGHTS, ROLES, allows, allows_somewhere

TODAY = date(2020, 1, 2)
ONE_DAY = timedelta(days=1)
OWN, OTHER = "syt", "sgddt"


def founded(session: Session) -> Founded:
    return found(session, "khoi-vhxh-2020", now=NOW)


def appointed(town: Founded, member: Member, role: str, **more: Any) -> Appointment:
    acting = role == "acting"
    values: dict[str, Any] = {
        "role": BlocRole.DEPUTY if acting else BlocRole(role),
        "acting": acting,
        "first_day": TODAY,
        **more,
    }
    made = Appointment(member_id=member.id or 0, bloc_id=member.bloc_id, **values)
    town.session.add(made)
    town.session.flush()
    return made


def somebody(town: Founded, role: str) -> Member:
    """A member with this one role: in the own unit, or in the bloc only; an observer of the own unit."""
    if role in ("member", "head"):
        return town.joins(role, OWN, UnitRole(role))
    member = Member(bloc_id=town.bloc.id or 0, name=role)
    town.session.add(member)
    town.session.flush()
    appointed(town, member, role, unit_id=town.unit(OWN).id if role == "observer" else None)
    return member


def asked(town: Founded, foreign: Founded, member: Member, right: str, place: str) -> bool:
    """What the store says of a thing at that place."""
    unit_id = {"own": town.unit(OWN).id, "unit": town.unit(OWN).id, "other": town.unit(OTHER).id}.get(place)
    bloc: Bloc = foreign.bloc if place == "foreign" else town.bloc
    if place == "foreign":
        unit_id = foreign.unit("van-phong").id
    owner_id = member.id if place == "own" else None
    return may(
        town.session, member, Right(right), bloc_id=bloc.id or 0, unit_id=unit_id, owner_id=owner_id, today=TODAY
    )


def test_the_table_names_every_right_and_every_role() -> None:
    assert list(RIGHTS) != []
    assert set(RIGHTS) == {right.value for right in Right}
    assert set(ROLES) == {role.value for role in Role}


@pytest.mark.parametrize("role", ROLES)
def test_every_cell(session: Session, role: str) -> None:
    town, foreign = founded(session), found(session, "co-quan-ban-2020", now=NOW)
    member = somebody(town, role)

    cells = [(right, place) for right in RIGHTS for place in PLACES]
    said = {cell: asked(town, foreign, member, *cell) for cell in cells}

    assert said == {(right, place): allows(role, right, place) for right, place in cells}


@pytest.mark.parametrize("role", ROLES)
def test_menus_and_screens_know_the_same(session: Session, role: str) -> None:
    town = founded(session)
    held = seats(session, somebody(town, role), TODAY)

    assert [right for right in Right if has_anywhere(held, right)] == [
        right for right in Right if allows_somewhere(role, right)
    ]
    in_the_unit = [right for right in Right if RIGHTS[right][role] in ("unit", "named")]
    assert [right for right in Right if units_with(held, right) == [town.unit(OWN).id]] == in_the_unit


def test_a_refusal_names_the_roles_that_may(session: Session) -> None:
    town = founded(session)
    stranger = Member(bloc_id=town.bloc.id or 0, name="Quân")
    session.add(stranger)
    session.flush()

    for nobody, right in product((None, stranger), RIGHTS):
        with pytest.raises(NotAllowed) as refused:
            demand(session, nobody, Right(right), bloc_id=town.bloc.id or 0, today=TODAY)
        assert refused.value.facts["right"] == right
        assert set(refused.value.facts["roles"]) == {
            role for role in ROLES if role != "acting" and allows_somewhere(role, right)
        }


@pytest.mark.parametrize("place", [-1, 0, 1, 2])
def test_a_place_counts_from_its_first_to_its_last_day(session: Session, place: int) -> None:
    town = founded(session)
    head, leader = somebody(town, "head"), somebody(town, "member")
    membership = place_of(session, head)
    membership.first_day, membership.last_day = TODAY, TODAY + ONE_DAY
    appointed(town, leader, "leader", last_day=TODAY + ONE_DAY)
    day = TODAY + place * ONE_DAY

    held = place in (0, 1)
    assert bool(seats(session, head, day)) is held
    assert (Seat(Role.LEADER) in seats(session, leader, day)) is held


def place_of(session: Session, member: Member) -> Membership:
    return session.exec(select(Membership).where(col(Membership.member_id) == member.id)).one()


@pytest.mark.parametrize("state", [MembershipState.WAITING, MembershipState.REFUSED, MembershipState.ENDED])
def test_who_is_not_let_in_has_no_right(session: Session, state: MembershipState) -> None:
    town = founded(session)
    head = somebody(town, "head")
    place_of(session, head).state = state

    assert seats(session, head, TODAY) == []
    assert not any(asked(town, town, head, right, "own") for right in RIGHTS)


@pytest.mark.parametrize("place", [-1, 0, 1, 2])
def test_who_acts_for_the_leader_or_a_head_does_so_on_these_days_only(session: Session, place: int) -> None:
    town = founded(session)
    deputy, staff = somebody(town, "secretary"), somebody(town, "member")
    appointed(town, deputy, "acting", last_day=TODAY + ONE_DAY)
    head, unit = somebody(town, "head"), town.unit(OWN).id or 0
    days: dict[str, Any] = {"first_day": TODAY, "last_day": TODAY + ONE_DAY}
    session.add(Delegation(unit_id=unit, member_id=staff.id or 0, given_by_id=head.id or 0, **days))
    session.flush()
    day, bloc = TODAY + place * ONE_DAY, town.bloc.id or 0

    held = place in (0, 1)
    assert may(session, deputy, Right.LAUNCH, bloc_id=bloc, today=day) is held
    assert may(session, staff, Right.SIGN, bloc_id=bloc, unit_id=unit, today=day) is held
    other = town.unit(OTHER).id
    assert not may(session, staff, Right.SIGN, bloc_id=bloc, unit_id=other, today=day)


def test_rights_in_one_bloc_are_none_in_another(session: Session) -> None:
    town, foreign = founded(session), found(session, "co-quan-ban-2020", now=NOW)
    here = somebody(town, "member")
    there = Member(bloc_id=foreign.bloc.id or 0, account_id=here.account_id, name="leads there")
    session.add(there)
    here.account_id = None
    session.flush()
    appointed(foreign, there, "leader")

    assert asked(town, foreign, here, "read_work", "own")
    assert not any(asked(town, foreign, here, right, "foreign") for right in RIGHTS)
    assert not any(asked(town, foreign, there, right, place) for right in RIGHTS for place in ("own", "other", "bloc"))
    assert may(session, there, Right.LAUNCH, bloc_id=foreign.bloc.id or 0, today=TODAY)


def test_an_observer_reads_the_units_that_are_named_and_no_other(session: Session) -> None:
    town = founded(session)
    observer = somebody(town, "observer")
    appointed(town, observer, "observer", unit_id=town.unit("stttt").id)

    read = {
        unit: may(
            session, observer, Right.READ_WORK, bloc_id=town.bloc.id or 0, unit_id=town.unit(unit).id, today=TODAY
        )
        for unit in (OWN, "stttt", OTHER)
    }
    assert read == {OWN: True, "stttt": True, OTHER: False}
