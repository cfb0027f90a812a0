"""Links in the wrong hands: guessed, expired, used up, revoked, of another bloc, forwarded, wanted by two at once."""

from collections.abc import Callable
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from store.engine import begin
from store.errors import InviteRefused, NotFound, Refusal
from store.invite_lists import change_link, invite_all_heads, invite_listed, open_links
from store.invites import NewInvite, find_invite, hashed, invite_head, invite_staff, make_invite, revoke_invite
from store.joining import join_by_invite
from store.tables import Account, Bloc, Chat, ChatKind, Invite, Member, Membership, MembershipState, Unit, UnitRole
from tests.conftest import NOW
from tests.store.founding import found
from tests.store.test_joining import House, house, makes, person, uses  # noqa: F401


def why(attempt: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as refused:
        attempt()
    return refused.value.code


def test_each_way_to_misuse_a_link_is_refused_with_its_reason(house: House) -> None:  # noqa: F811
    session, syt = house.session, house.unit_id("syt")
    binh = house.head("syt", 2, "Bình")
    made = invite_staff(session, syt, by=binh, now=NOW)
    late = NOW + timedelta(days=31)

    assert why(lambda: uses(session, "0" * 32, 9, "Quân")) == "invite_unknown"
    assert why(lambda: uses(session, made.token[:-1], 9, "Quân")) == "invite_unknown"
    assert why(lambda: uses(session, made.invite.token_hash, 9, "Quân")) == "invite_unknown"
    quan = person(session, 9, "Quân")
    assert why(lambda: join_by_invite(session, made.invite.id or 0, person=quan, now=late)) == "invite_expired"
    head = invite_head(session, syt, by=house.leader, now=NOW)
    uses(session, head.token, 3, "Hà")
    assert why(lambda: uses(session, head.token, 9, "Quân")) == "invite_used_up"
    revoke_invite(session, made.invite.id or 0, by=binh, now=NOW)
    assert why(lambda: uses(session, made.token, 9, "Quân")) == "invite_revoked"
    assert session.exec(select(Member).where(col(Member.account_id) == 9)).all() == []
    assert session.get_one(Account, 9).consented_at is None


def test_a_link_is_changed_and_ended_by_whoever_may_make_it_and_by_nobody_else(house: House) -> None:  # noqa: F811
    session, syt = house.session, house.unit_id("syt")
    binh, tu = house.head("syt", 2, "Bình"), house.head("sgddt", 3, "Tú")
    there = found(session, "co-quan-ban-2020", now=NOW)
    stranger = Member(bloc_id=there.bloc.id or 0, name="Ngoài khối")
    session.add(stranger)
    session.flush()
    link = invite_staff(session, syt, by=binh, now=NOW).invite

    for by in (tu, house.leader, stranger):
        with pytest.raises(NotFound):
            change_link(session, link.id or 0, days=7, by=by, now=NOW)
        with pytest.raises(NotFound):
            revoke_invite(session, link.id or 0, by=by, now=NOW)
    assert change_link(session, link.id or 0, days=7, uses=10, by=binh, now=NOW).invite.max_uses == 10
    assert link.expires_at == NOW + timedelta(days=7)
    uses(session, _token(session, link), 8, "Lan")
    link.uses = 10
    assert why(lambda: change_link(session, link.id or 0, uses=10, by=binh, now=NOW)) == "invite_used_up"
    assert [one.invite.id for one in open_links(session, syt, by=binh, now=NOW)] == []


def _token(session: Session, invite: Invite) -> str:
    """A token for an invite whose own was shown to nobody."""
    invite.token_hash = hashed("1" * 32)
    session.flush()
    return "1" * 32


def test_a_forwarded_link_of_a_person_makes_nobody_else_that_person(house: House) -> None:  # noqa: F811
    session, syt = house.session, house.unit_id("syt")
    binh = house.head("syt", 2, "Bình")
    listed = Member(bloc_id=binh.bloc_id, name="Trần Thị Lan")
    session.add(listed)
    session.flush()
    active, today = MembershipState.ACTIVE, NOW.date()
    place = Membership(member_id=listed.id or 0, unit_id=syt, role=UnitRole.MEMBER, state=active, first_day=today)
    session.add(place)
    session.flush()
    _, (first,) = invite_listed(session, syt, by=binh, now=NOW)
    _, (second,) = invite_listed(session, syt, by=binh, now=NOW)
    old, new = (make_token(session, number) for number in (-2, -1))

    assert (first.name, second.name) == ("Trần Thị Lan", "Trần Thị Lan")
    assert why(lambda: uses(session, old, 8, "Lan")) == "invite_revoked"
    assert uses(session, new, 8, "Lan Trần").member.id == listed.id
    assert (listed.name, listed.account_id) == ("Lan Trần", 8)
    assert why(lambda: uses(session, new, 9, "Quân")) == "invite_used_up"


def make_token(session: Session, place: int) -> str:
    """A token for the invite at that place of all."""
    invite = session.exec(select(Invite).order_by(col(Invite.id))).all()[place]
    invite.token_hash = hashed(str(place) * 16)
    session.flush()
    return str(place) * 16


def test_links_for_all_heads_leave_out_units_that_have_one_and_end_the_older_ones(house: House) -> None:  # noqa: F811
    session = house.session
    house.head("syt", 2, "Bình")
    first = invite_all_heads(session, joined=False, by=house.leader, now=NOW)
    again = invite_all_heads(session, joined=True, by=house.leader, now=NOW)

    assert (len(first), len(again)) == (5, 7)
    still_open = open_links(session, None, by=house.leader, now=NOW)
    assert len({one.invite.unit_id for one in still_open}) == len(still_open) == 7


def test_of_two_at_once_one_gets_the_last_seat(engine: Engine) -> None:
    """Two real transactions, each in a thread of its own, begun at the same instant."""
    with begin(engine) as session:
        made = _last_seat(session)
        for account in (8, 9):
            session.add(Account(id=account))
            session.flush()
            session.add(Chat(telegram_id=account, kind=ChatKind.PRIVATE, account_id=account))
    together, came = Barrier(2), dict[int, str]()

    def join(account: int) -> None:
        together.wait()
        try:
            with begin(engine) as session:
                invite = find_invite(session, made.token)
                joining = person(session, account, f"Người {account}")
                joined = join_by_invite(session, invite.id or 0, person=joining, now=NOW)
                came[account] = joined.standing.value
        except InviteRefused as refused:
            came[account] = refused.code

    both = [Thread(target=join, args=(account,)) for account in (8, 9)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()

    assert sorted(came.values()) == ["invite_used_up", "joined"]
    with begin(engine) as session:
        invite = session.exec(select(Invite).where(col(Invite.token_hash) == hashed(made.token))).one()
        assert (invite.uses, invite.max_uses) == (1, 1)
        assert len(session.exec(select(Member).where(col(Member.account_id).in_((8, 9)))).all()) == 1


def _last_seat(session: Session) -> NewInvite:
    bloc: Bloc = makes(session).bloc
    unit = session.exec(select(Unit).where(col(Unit.code) == "syt")).one()
    return make_invite(session, bloc_id=bloc.id or 0, unit_id=unit.id, unit_role=UnitRole.HEAD, by=None, now=NOW)
