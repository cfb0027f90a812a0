"""Blocs from a file, invites and joining, on both databases."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from store.approvals import APPROVAL_MOVES, approve_member, open_request, refuse_member, waiting_requests
from store.blocs import NewBloc, init_bloc
from store.campaign_file import read_campaign_file, sample
from store.errors import AlreadyDone, BadAnswer, InviteRefused, NotAllowed, NotFound, Refusal, Taken
from store.facts import local_day
from store.invites import (
    OFFICE_ROLES,
    STAFF_USES,
    check_open,
    find_invite,
    invite_head,
    invite_office,
    invite_staff,
    revoke_invite,
)
from store.joining import Joined, Person, ask_to_join, join_by_invite
from store.names import clean_name
from store.people import blocs_of, council_of, heads_of, members_of, my_units, office_of, switch_bloc, units_of_bloc
from store.placing import Standing
from store.rights import Role, seats
from store.tables import (
    Account,
    Bloc,
    BlocRole,
    Chat,
    ChatKind,
    Invite,
    LeadingUnits,
    Letter,
    Member,
    Membership,
    MembershipState,
    Unit,
    UnitRole,
)
from store.units import bloc_board, unit_board
from tests.conftest import NOW

TODAY = local_day(NOW, "Asia/Ho_Chi_Minh")


@dataclass
class House:
    """A bloc that was just made, with a leader who joined."""

    session: Session
    new: NewBloc
    leader: Member

    def unit(self, code: str) -> Unit:
        return self.session.exec(select(Unit).where(col(Unit.code) == code)).one()

    def unit_id(self, code: str) -> int:
        found = self.unit(code).id
        assert found is not None
        return found

    def head(self, code: str, account_id: int, name: str) -> Member:
        made = invite_head(self.session, self.unit_id(code), by=self.leader, now=NOW)
        return uses(self.session, made.token, account_id, name).member


def person(session: Session, account_id: int, name: str) -> Person:
    account = session.get(Account, account_id)
    if account is None:
        account = Account(id=account_id)
        session.add(account)
        session.flush()
        session.add(Chat(telegram_id=account_id, kind=ChatKind.PRIVATE, account_id=account_id))
        session.flush()
    return Person(account, name, f"{name} on Telegram")


def uses(session: Session, token: str, account_id: int, name: str) -> Joined:
    invite = find_invite(session, token)
    assert invite.id is not None
    return join_by_invite(session, invite.id, person=person(session, account_id, name), now=NOW)


def makes(session: Session) -> NewBloc:
    file = read_campaign_file(sample("khoi-vhxh-2020").read_bytes())
    return init_bloc(session, file, timezone="Asia/Ho_Chi_Minh", locale="vi", now=NOW)


@pytest.fixture
def house(session: Session) -> House:
    new = makes(session)
    return House(session, new, uses(session, new.leader_invite.token, 1, "Mai").member)


def templates(session: Session, account_id: int) -> list[str]:
    """What was posted to an account, oldest first."""
    return list(
        session.exec(
            select(Letter.template)
            .join(Chat, col(Chat.id) == col(Letter.chat_id))
            .where(col(Chat.account_id) == account_id)
            .order_by(col(Letter.id))
        )
    )


def test_a_file_makes_a_bloc_with_its_units_in_order_and_who_leads(session: Session) -> None:
    bloc = makes(session).bloc
    assert bloc.id is not None

    units = units_of_bloc(session, bloc.id, TODAY)
    leading = session.exec(select(LeadingUnits)).one()
    leaders = [unit.code for unit in units if unit.id in (leading.leader_unit_id, leading.deputy_unit_id)]

    assert [unit.code for unit in units] == ["stttt", "svhttdl", "sgddt", "syt", "sldtbxh", "dptth", "bdt"]
    assert (leading.year, leaders) == (2020, ["stttt", "svhttdl"])


def test_a_known_code_is_refused(session: Session) -> None:
    makes(session)

    with pytest.raises(Taken) as refused:
        makes(session)

    assert refused.value.facts == {"taken": "vhxh"}
    assert len(session.exec(select(Bloc)).all()) == 1


def test_who_uses_the_first_link_is_leader_and_head_of_the_leading_unit(house: House) -> None:
    held = seats(house.session, house.leader, TODAY)

    assert {(seat.role, seat.unit_id) for seat in held} == {
        (Role.LEADER, None),
        (Role.HEAD, house.unit_id("stttt")),
        (Role.MEMBER, house.unit_id("stttt")),
    }


def test_only_the_hash_of_a_token_is_kept(house: House) -> None:
    made = invite_head(house.session, house.unit_id("syt"), by=house.leader, now=NOW)

    assert len(bytes.fromhex(made.token)) >= 16
    assert made.token not in str(house.session.exec(select(Invite)).all())


def test_a_head_link_makes_one_head_and_no_second(house: House) -> None:
    made = invite_head(house.session, house.unit_id("syt"), by=house.leader, now=NOW)
    uses(house.session, made.token, 2, "Bình")

    with pytest.raises(InviteRefused) as refused:
        uses(house.session, made.token, 3, "Quân")

    assert refused.value.code == "invite_used_up"
    assert [head.name for head in heads_of(house.session, house.unit_id("syt"), TODAY)] == ["Bình"]


def test_asking_again_makes_a_new_link_and_ends_the_old_one_only(house: House) -> None:
    first = invite_head(house.session, house.unit_id("syt"), by=house.leader, now=NOW)
    other = invite_head(house.session, house.unit_id("bdt"), by=house.leader, now=NOW)
    second = invite_head(house.session, house.unit_id("syt"), by=house.leader, now=NOW)

    with pytest.raises(InviteRefused) as refused:
        uses(house.session, first.token, 2, "Bình")

    assert refused.value.code == "invite_revoked"
    assert uses(house.session, second.token, 2, "Bình").standing == Standing.JOINED
    assert uses(house.session, other.token, 3, "Dũng").standing == Standing.JOINED


def test_a_link_expires(house: House) -> None:
    invite = invite_head(house.session, house.unit_id("syt"), by=house.leader, now=NOW).invite
    late = NOW + timedelta(days=30)

    check_open(invite, now=late - timedelta(seconds=1))
    with pytest.raises(InviteRefused) as refused:
        check_open(invite, now=late)

    assert refused.value.code == "invite_expired"


def test_an_unknown_token_is_refused(house: House) -> None:
    with pytest.raises(InviteRefused) as refused:
        find_invite(house.session, "00" * 16)

    assert refused.value.code == "invite_unknown"


def test_a_revoked_link_ends_and_only_who_may_make_it_may_revoke_it(house: House) -> None:
    binh = house.head("syt", 2, "Bình")
    tu = house.head("sgddt", 3, "Tú")
    made = invite_staff(house.session, house.unit_id("syt"), by=binh, now=NOW)
    assert made.invite.id is not None

    with pytest.raises(NotFound):
        revoke_invite(house.session, made.invite.id, by=tu, now=NOW)
    revoke_invite(house.session, made.invite.id, by=binh, now=NOW)

    with pytest.raises(InviteRefused) as refused:
        uses(house.session, made.token, 4, "Lan")
    assert refused.value.code == "invite_revoked"


def test_staff_wait_for_their_head_who_lets_them_in(house: House) -> None:
    binh = house.head("syt", 2, "Bình")
    made = invite_staff(house.session, house.unit_id("syt"), by=binh, now=NOW)

    joined = uses(house.session, made.token, 4, "Lan")
    ((place, _),) = waiting_requests(house.session, [house.unit_id("syt")])
    assert place.id is not None

    assert made.invite.max_uses == STAFF_USES
    assert joined.standing == Standing.WAITING
    assert seats(house.session, joined.member, TODAY) == []
    assert templates(house.session, 2) == ["joining/request"]

    approve_member(house.session, place.id, by=binh, now=NOW)

    assert [seat.role for seat in seats(house.session, joined.member, TODAY)] == [Role.MEMBER]
    assert [one.name for one in members_of(house.session, house.unit_id("syt"), TODAY)] == ["Bình", "Lan"]
    assert templates(house.session, 4) == ["joining/approved"]


def test_a_link_without_approval_lets_in_at_once(house: House) -> None:
    binh = house.head("syt", 2, "Bình")
    made = invite_staff(house.session, house.unit_id("syt"), by=binh, now=NOW, needs_approval=False)

    assert uses(house.session, made.token, 4, "Lan").standing == Standing.JOINED


def a_request(house: House) -> tuple[Member, int]:
    """Bình's unit, with Lan waiting."""
    binh = house.head("syt", 2, "Bình")
    lan = ask_to_join(house.session, house.unit_id("syt"), person=person(house.session, 4, "Lan"), now=NOW).member
    place = house.session.exec(select(Membership).where(col(Membership.member_id) == lan.id)).one()
    assert place.id is not None
    return binh, place.id


def test_the_same_answer_again_changes_nothing_and_another_head_is_told_who_decided(house: House) -> None:
    binh, request = a_request(house)
    ha = house.head("syt", 5, "Hà")
    approve_member(house.session, request, by=binh, now=NOW)
    before = templates(house.session, 4)

    approve_member(house.session, request, by=binh, now=NOW)
    with pytest.raises(AlreadyDone) as refused:
        refuse_member(house.session, request, by=ha, now=NOW)

    assert refused.value.facts == {"who": "Bình"}
    assert templates(house.session, 4) == before == ["joining/approved"]


@pytest.mark.parametrize("state", list(MembershipState))
@pytest.mark.parametrize("answer", [approve_member, refuse_member])
def test_a_place_moves_by_its_table_only(house: House, state: MembershipState, answer: object) -> None:
    binh, request = a_request(house)
    place = house.session.get_one(Membership, request)
    place.state = state
    house.session.flush()
    wanted = MembershipState.ACTIVE if answer is approve_member else MembershipState.REFUSED

    if wanted in APPROVAL_MOVES[state]:
        answer(house.session, request, by=binh, now=NOW)  # type: ignore[operator]
        assert place.state == wanted
    else:
        with pytest.raises(Refusal):
            answer(house.session, request, by=binh, now=NOW)  # type: ignore[operator]
        assert place.state == state


@pytest.mark.parametrize("who", ["leader", "other head", "who asks"])
def test_only_the_units_own_head_sees_and_answers_a_request(house: House, who: str) -> None:
    _, request = a_request(house)
    others = {
        "leader": house.leader,
        "other head": house.head("sgddt", 3, "Tú"),
        "who asks": house.session.exec(select(Member).where(col(Member.name) == "Lan")).one(),
    }

    for act in (open_request, approve_member, refuse_member):
        with pytest.raises(NotFound):
            act(house.session, request, by=others[who], now=NOW)

    assert house.session.get_one(Membership, request).state == MembershipState.WAITING


def test_who_was_refused_may_ask_again(house: House) -> None:
    binh, request = a_request(house)
    refuse_member(house.session, request, by=binh, now=NOW)

    again = ask_to_join(house.session, house.unit_id("syt"), person=person(house.session, 4, "Lan"), now=NOW)

    assert again.standing == Standing.WAITING
    assert templates(house.session, 2) == ["joining/request", "joining/request"]


def test_asking_twice_asks_the_head_once(house: House) -> None:
    a_request(house)

    ask_to_join(house.session, house.unit_id("syt"), person=person(house.session, 4, "Lan"), now=NOW)

    assert templates(house.session, 2) == ["joining/request"]


def test_a_member_who_opens_a_head_link_becomes_head_and_keeps_one_place(house: House) -> None:
    binh, request = a_request(house)
    approve_member(house.session, request, by=binh, now=NOW)
    lan = house.head("syt", 4, "Lan")

    assert [place.role for place in my_units(house.session, lan, TODAY)] == [UnitRole.HEAD]
    assert len(house.session.exec(select(Member).where(col(Member.account_id) == 4)).all()) == 1


def test_a_link_for_what_one_has_spends_nothing(house: House) -> None:
    binh = house.head("syt", 2, "Bình")
    made = invite_staff(house.session, house.unit_id("syt"), by=binh, now=NOW)
    uses(house.session, made.token, 4, "Lan")

    assert uses(house.session, made.token, 2, "Bình").standing == Standing.ALREADY
    assert uses(house.session, made.token, 4, "Lan").standing == Standing.WAITING
    assert house.session.get_one(Invite, made.invite.id).uses == 1


def test_a_person_can_belong_to_two_units(house: House) -> None:
    binh, _ = a_request(house)

    ask_to_join(house.session, house.unit_id("bdt"), person=person(house.session, 2, "Bình"), now=NOW)
    place = waiting_requests(house.session, [house.unit_id("bdt")])[0][0]
    dung = house.head("bdt", 6, "Dũng")
    assert place.id is not None
    approve_member(house.session, place.id, by=dung, now=NOW)

    assert [one.unit_id for one in my_units(house.session, binh, TODAY)] == [house.unit_id("syt"), house.unit_id("bdt")]


@pytest.mark.parametrize("role", OFFICE_ROLES)
def test_the_leader_invites_into_the_office_and_the_council(house: House, role: BlocRole) -> None:
    made = invite_office(house.session, role, by=house.leader, now=NOW)

    member = uses(house.session, made.token, 7, "Thu").member

    bloc_id = member.bloc_id
    assert [seat.role for seat in seats(house.session, member, TODAY)] == [Role(role.value)]
    assert (member in office_of(house.session, bloc_id, TODAY)) == (role != BlocRole.COUNCIL)
    assert (member in council_of(house.session, bloc_id, TODAY)) == (role != BlocRole.SECRETARY)
    assert house.leader in council_of(house.session, bloc_id, TODAY)
    assert templates(house.session, 1) == ["joining/role_taken"]


def test_no_link_makes_a_second_leader(house: House) -> None:
    with pytest.raises(NotFound):
        invite_office(house.session, BlocRole.LEADER, by=house.leader, now=NOW)


def test_who_has_no_right_makes_no_link(house: House) -> None:
    binh = house.head("syt", 2, "Bình")
    before = len(house.session.exec(select(Invite)).all())

    for act in (
        lambda: invite_head(house.session, house.unit_id("syt"), by=binh, now=NOW),
        lambda: invite_staff(house.session, house.unit_id("sgddt"), by=binh, now=NOW),
        lambda: invite_staff(house.session, house.unit_id("syt"), by=house.leader, now=NOW),
        lambda: invite_office(house.session, BlocRole.COUNCIL, by=binh, now=NOW),
        lambda: bloc_board(house.session, by=binh, now=NOW),
    ):
        with pytest.raises(NotAllowed):
            act()
    with pytest.raises(NotFound):
        unit_board(house.session, house.unit_id("sgddt"), by=binh, now=NOW)

    assert len(house.session.exec(select(Invite)).all()) == before


def test_the_office_sees_heads_and_only_heads_see_who_waits(house: House) -> None:
    binh, _ = a_request(house)

    office = unit_board(house.session, house.unit_id("syt"), by=house.leader, now=NOW)
    own = unit_board(house.session, house.unit_id("syt"), by=binh, now=NOW)

    assert ([head.name for head in office.heads], office.waiting) == (["Bình"], [])
    assert [member.name for _, member in own.waiting] == ["Lan"]
    lines = bloc_board(house.session, by=house.leader, now=NOW)
    assert {line.unit.code: len(line.heads) for line in lines if line.heads} == {"stttt": 1, "syt": 1}


def test_consent_is_kept_with_its_version_and_time(house: House) -> None:
    account = house.session.get_one(Account, 1)

    assert (account.consent_version, account.consented_at, account.telegram_name) == (1, NOW, "Mai on Telegram")


def test_one_account_goes_on_in_the_bloc_it_chooses(house: House) -> None:
    other = Bloc(code="other", name="Cơ quan", kind=house.new.bloc.kind, timezone="Asia/Ho_Chi_Minh", locale="vi")
    house.session.add(other)
    house.session.flush()
    assert other.id is not None
    account = house.session.get_one(Account, 1)

    with pytest.raises(NotFound):
        switch_bloc(house.session, account, other.id, now=NOW)
    assert [bloc.code for bloc, _, _ in blocs_of(house.session, 1, NOW)] == ["vhxh"]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Nguyễn   Thị Lan ", "Nguyễn Thị Lan"),
        ("Nguye\u0302\u0303n Lan", "Nguyễn Lan"),
        ("Lan\u202e\u200b Anh", "Lan Anh"),
        ("Lan\nAnh", "Lan Anh"),
        ("<b>Lan</b>", "<b>Lan</b>"),
    ],
)
def test_names_are_kept_tidy(typed: str, kept: str) -> None:
    assert clean_name(typed) == kept


@pytest.mark.parametrize("typed", ["", "   ", "\u200b", "1234", "😀😀", "A", "x" * 101])
def test_what_is_no_name_is_refused(typed: str) -> None:
    with pytest.raises(BadAnswer):
        clean_name(typed)
