"""Groups and chats: who may link what, where posts go, and what closes with a chat."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from sqlmodel import Session, select

from store.chats import close_chat, move_chat, reopen_chat
from store.checkups import Checkup, Silent, check_group, send_names
from store.errors import InviteRefused, NotAllowed, NotFound, Refusal
from store.group_links import link_by_token, make_group_link
from store.groups import (
    LinkedElsewhere,
    PostKind,
    choose_post,
    group_chats,
    link_group,
    link_targets,
    set_group_language,
    unlink_group,
)
from store.history import verify_history
from store.outbox import post
from store.tables import (
    Account,
    Appointment,
    Bloc,
    BlocKind,
    BlocRole,
    Chat,
    ChatKind,
    ChatState,
    Entry,
    Lane,
    Letter,
    LetterState,
    Member,
    Membership,
    MembershipState,
    Unit,
    UnitKind,
    UnitRole,
)
from tests.conftest import NOW

DAY = date(2020, 1, 1)


def key(row: Bloc | Unit | Member | Chat) -> int:
    assert row.id is not None
    return row.id


@dataclass
class Cast:
    """Leader Mai of unit 1, head Bình and Lan of unit 2, Dũng without an account in unit 3, and a group."""

    session: Session
    bloc: Bloc
    units: list[Unit]
    mai: Member
    binh: Member
    lan: Member
    group: Chat

    def links(
        self, chat: Chat, unit: Unit | None = None, *, by: Member | None = None, topic: int | None = None
    ) -> bool:
        unit_id = unit.id if unit else None
        return link_group(
            self.session,
            chat,
            bloc_id=key(self.bloc),
            unit_id=unit_id,
            topic_id=topic,
            by=by or (self.binh if unit else self.mai),
            now=NOW,
        )

    def letters(self, template: str) -> list[Letter]:
        return [one for one in self.session.exec(select(Letter).order_by("id")) if one.template == template]

    def actions(self) -> list[str]:
        return [one.action for one in self.session.exec(select(Entry).order_by("id"))]


@pytest.fixture
def cast(session: Session) -> Cast:
    bloc = Bloc(code="b", name="Khối 1", kind=BlocKind.BLOC, timezone="Asia/Ho_Chi_Minh", locale="vi")
    session.add(bloc)
    session.flush()
    units = [
        Unit(bloc_id=key(bloc), code=f"u{n}", name=f"Sở {n}", kind=UnitKind.DEPARTMENT, place=n) for n in (1, 2, 3)
    ]
    session.add_all(units)
    session.flush()
    mai = a_member(session, bloc, units[0], "Mai", 1, UnitRole.HEAD)
    binh = a_member(session, bloc, units[1], "Bình", 2, UnitRole.HEAD)
    lan = a_member(session, bloc, units[1], "Lan", 3)
    a_member(session, bloc, units[2], "Dũng", None)
    session.add(Appointment(member_id=key(mai), bloc_id=key(bloc), role=BlocRole.LEADER, first_day=DAY))
    return Cast(session, bloc, units, mai, binh, lan, a_group(session))


def a_member(
    session: Session, bloc: Bloc, unit: Unit, name: str, account_id: int | None, role: UnitRole = UnitRole.MEMBER
) -> Member:
    if account_id is not None:
        session.add(Account(id=account_id, bloc_id=bloc.id))
        session.flush()
        session.add(Chat(telegram_id=account_id, kind=ChatKind.PRIVATE, account_id=account_id))
    member = Member(bloc_id=key(bloc), account_id=account_id, name=name)
    session.add(member)
    session.flush()
    active = MembershipState.ACTIVE
    session.add(Membership(member_id=key(member), unit_id=key(unit), role=role, state=active, first_day=DAY))
    session.flush()
    return member


def a_group(session: Session, telegram_id: int = -100) -> Chat:
    group = Chat(telegram_id=telegram_id, kind=ChatKind.GROUP, title="Nhóm", language="en")
    session.add(group)
    session.flush()
    return group


def private(session: Session, account_id: int) -> Chat:
    return session.exec(select(Chat).where(Chat.telegram_id == account_id)).one()


def test_a_linked_group_has_the_blocs_language_its_topic_and_a_history(cast: Cast) -> None:
    assert cast.links(cast.group, topic=5) is True

    assert (cast.group.bloc_id, cast.group.topic_id, cast.group.language) == (cast.bloc.id, 5, "vi")
    assert cast.actions() == ["linked"]
    assert verify_history(cast.session).broken == ()


def test_linking_twice_changes_nothing(cast: Cast) -> None:
    cast.links(cast.group, topic=5)

    assert cast.links(cast.group, topic=5) is False
    assert cast.actions() == ["linked"]


def test_who_links_is_not_told_what_they_did(cast: Cast) -> None:
    cast.links(cast.group)
    cast.links(a_group(cast.session, -200), cast.units[1])

    assert [one.chat_id for one in cast.letters("groups/office_linked")] == [key(private(cast.session, 1))]


@pytest.mark.parametrize(("who", "unit"), [("binh", None), ("lan", None), ("lan", 1), ("mai", 1), ("binh", 0)])
def test_only_the_office_links_the_bloc_and_only_its_head_a_unit(cast: Cast, who: str, unit: int | None) -> None:
    by: Member = getattr(cast, who)

    with pytest.raises(NotAllowed):
        cast.links(cast.group, None if unit is None else cast.units[unit], by=by)

    assert cast.group.bloc_id is None


def test_a_private_chat_is_no_group(cast: Cast) -> None:
    with pytest.raises(NotFound):
        cast.links(private(cast.session, 1))


def test_a_linked_group_is_not_taken_over(cast: Cast) -> None:
    cast.links(cast.group)

    with pytest.raises(LinkedElsewhere):
        cast.links(cast.group, cast.units[1])


def test_a_token_is_shown_once_and_kept_as_a_hash(cast: Cast) -> None:
    address = make_group_link(cast.session, unit_id=None, by=cast.mai, now=NOW)
    token = address.partition("startgroup=")[2]

    assert len(token) == 32
    assert link_by_token(cast.session, cast.group, token, account_id=1, topic_id=None, now=NOW) is True
    assert link_by_token(cast.session, cast.group, token, account_id=1, topic_id=None, now=NOW) is False


def test_a_used_token_links_no_second_group(cast: Cast) -> None:
    token = make_group_link(cast.session, unit_id=None, by=cast.mai, now=NOW).partition("startgroup=")[2]
    link_by_token(cast.session, cast.group, token, account_id=1, topic_id=None, now=NOW)

    with pytest.raises(InviteRefused) as refused:
        link_by_token(cast.session, a_group(cast.session, -200), token, account_id=1, topic_id=None, now=NOW)

    assert refused.value.code == "invite_used_up"


def test_a_token_of_yesterday_is_refused(cast: Cast) -> None:
    token = make_group_link(cast.session, unit_id=None, by=cast.mai, now=NOW).partition("startgroup=")[2]

    with pytest.raises(InviteRefused) as refused:
        link_by_token(
            cast.session, cast.group, token, account_id=1, topic_id=None, now=NOW + timedelta(days=1, seconds=1)
        )

    assert refused.value.code == "invite_expired"


def test_a_person_may_link_what_they_keep(cast: Cast) -> None:
    assert [(one.unit, one.unit_id) for one in link_targets(cast.session, 1, now=NOW)] == [
        (None, None),
        ("Sở 1", cast.units[0].id),
    ]
    assert [one.unit for one in link_targets(cast.session, 2, now=NOW)] == ["Sở 2"]
    with pytest.raises(NotAllowed):
        link_targets(cast.session, 3, now=NOW)


def test_a_blocs_group_gets_everything_and_a_units_group_launches_and_phases(cast: Cast) -> None:
    units = a_group(cast.session, -200)
    cast.links(cast.group)
    cast.links(units, cast.units[1])
    wanted = {kind: group_chats(cast.session, key(cast.bloc), wants=kind) for kind in PostKind}

    both, blocs = [key(cast.group), key(units)], [key(cast.group)]
    assert wanted == {kind: both if kind in ("launches", "phases") else blocs for kind in PostKind}
    assert group_chats(cast.session, key(cast.bloc), wants="launches", unit_id=cast.units[1].id) == [key(units)]
    assert group_chats(cast.session, key(cast.bloc), wants="launches", unit_id=cast.units[0].id) == []


def test_a_kind_that_is_not_wanted_does_not_come(cast: Cast) -> None:
    cast.links(cast.group)

    choose_post(cast.session, cast.group, PostKind.PHASES, wanted=False, by=cast.mai, now=NOW)
    choose_post(cast.session, cast.group, PostKind.PHASES, wanted=False, by=cast.mai, now=NOW)

    assert group_chats(cast.session, key(cast.bloc), wants="phases") == []
    assert group_chats(cast.session, key(cast.bloc), wants="launches") == [key(cast.group)]
    assert cast.actions() == ["linked", "posts_chosen"]


def test_only_its_keepers_set_a_group(cast: Cast) -> None:
    cast.links(cast.group)

    for refused in (
        lambda: choose_post(cast.session, cast.group, PostKind.PHASES, wanted=False, by=cast.binh, now=NOW),
        lambda: set_group_language(cast.session, cast.group, "en", by=cast.binh, now=NOW),
        lambda: send_names(cast.session, cast.group, by=cast.binh, now=NOW),
        lambda: unlink_group(cast.session, cast.group, bloc_id=key(cast.bloc), unit_id=None, by=cast.binh, now=NOW),
    ):
        with pytest.raises(NotAllowed):
            refused()
    with pytest.raises(Refusal):
        set_group_language(cast.session, cast.group, "xx", by=cast.mai, now=NOW)

    assert (cast.group.posts, cast.group.language, cast.group.bloc_id) == ({}, "vi", cast.bloc.id)


def test_unlinking_drops_what_was_to_be_posted_and_keeps_the_answers(cast: Cast) -> None:
    cast.links(cast.group)
    post(cast.session, "groups/back", to=key(cast.group), now=NOW)
    post(cast.session, "groups/hint", to=key(cast.group), now=NOW, lane=Lane.REPLY)

    for _ in range(2):
        unlink_group(cast.session, cast.group, bloc_id=key(cast.bloc), unit_id=None, by=cast.mai, now=NOW)

    assert (cast.group.bloc_id, cast.group.posts) == (None, {})
    assert [one.state for one in cast.letters("groups/back")] == [LetterState.VOID]
    assert [one.state for one in cast.letters("groups/hint")] == [LetterState.WAITING]
    assert cast.actions() == ["linked", "unlinked"]


def test_a_closed_group_buries_its_letters_and_the_office_hears_once(cast: Cast) -> None:
    cast.links(cast.group)
    post(cast.session, "groups/add", to=key(cast.group), now=NOW, group_link="https://t.me/x?startgroup=1", unit="Sở")

    for _ in range(2):
        close_chat(cast.session, key(cast.group), reason="kicked", now=NOW)

    (buried,) = cast.letters("groups/add")
    cast.session.refresh(buried)
    assert (buried.state, buried.reason, buried.facts["group_link"]) == (LetterState.DEAD, "kicked", "")
    assert [one.chat_id for one in cast.letters("groups/lost")] == [key(private(cast.session, 1))]
    assert group_chats(cast.session, key(cast.bloc), wants="launches") == []


def test_of_a_units_group_its_heads_hear_too_and_only_they_are_asked_to_add_it(cast: Cast) -> None:
    cast.links(cast.group, cast.units[1])

    close_chat(cast.session, key(cast.group), reason="kicked", now=NOW)

    told = {one.chat_id: one.facts["may_add"] for one in cast.letters("groups/lost")}
    assert told == {key(private(cast.session, 2)): True, key(private(cast.session, 1)): False}


def test_a_reopened_group_is_still_linked(cast: Cast) -> None:
    cast.links(cast.group)
    close_chat(cast.session, key(cast.group), reason="kicked", now=NOW)

    assert reopen_chat(cast.session, cast.group, now=NOW) is True
    assert reopen_chat(cast.session, cast.group, now=NOW) is False

    assert group_chats(cast.session, key(cast.bloc), wants="launches") == [key(cast.group)]
    assert cast.actions() == ["linked", "closed", "reopened"]


def test_a_person_who_blocks_the_bot_is_unreachable_until_back(cast: Cast) -> None:
    chat = private(cast.session, 3)

    close_chat(cast.session, key(chat), reason="blocked", now=NOW)
    account = cast.session.get(Account, 3)
    assert account is not None
    assert (chat.state, account.unreachable) == (ChatState.CLOSED, "blocked")
    reopen_chat(cast.session, chat, now=NOW)

    assert (chat.state, account.unreachable) == (ChatState.READY, None)


def test_a_moved_group_keeps_its_row(cast: Cast) -> None:
    cast.links(cast.group)

    assert move_chat(cast.session, key(cast.group), -1000) == key(cast.group)
    assert move_chat(cast.session, key(cast.group), -1000) == key(cast.group)

    assert cast.group.telegram_id == -1000


def test_a_row_that_came_up_for_the_new_id_hands_over_its_letters(cast: Cast) -> None:
    cast.links(cast.group)
    stray = a_group(cast.session, -1000)
    post(cast.session, "groups/back", to=key(stray), now=NOW)

    assert move_chat(cast.session, key(cast.group), -1000) == key(cast.group)

    assert (cast.group.telegram_id, cast.group.bloc_id) == (-1000, cast.bloc.id)
    assert [one.chat_id for one in cast.letters("groups/back")] == [key(cast.group)]


def test_a_second_word_of_a_move_leaves_the_linked_row_alone(cast: Cast) -> None:
    cast.links(cast.group)
    move_chat(cast.session, key(cast.group), -1000)
    stray = a_group(cast.session, -100)

    assert move_chat(cast.session, key(stray), -1000) == key(cast.group)

    assert (cast.group.telegram_id, cast.group.state, stray.state) == (-1000, ChatState.READY, ChatState.CLOSED)


def test_a_check_up_finds_who_is_silent_and_which_unit_has_no_head(cast: Cast) -> None:
    close_chat(cast.session, key(private(cast.session, 1)), reason="blocked", now=NOW)
    cast.links(cast.group)
    dung = cast.session.exec(select(Member).where(Member.name == "Dũng")).one()

    assert check_group(cast.session, cast.group, now=NOW) == Checkup(
        [Silent(key(cast.mai), "Mai", "Sở 1"), Silent(key(dung), "Dũng", "Sở 3")], ["Sở 3"]
    )


def test_a_units_check_up_is_about_the_unit(cast: Cast) -> None:
    cast.links(cast.group, cast.units[1])
    close_chat(cast.session, key(private(cast.session, 3)), reason="blocked", now=NOW)

    assert check_group(cast.session, cast.group, now=NOW) == Checkup([Silent(key(cast.lan), "Lan", "Sở 2")], [])
    assert send_names(cast.session, cast.group, by=cast.binh, now=NOW) is True
    assert [one.facts["units"] for one in cast.letters("groups/silent")] == [[{"unit": "Sở 2", "names": ["Lan"]}]]


def test_names_are_not_sent_to_who_cannot_be_written_to(cast: Cast) -> None:
    cast.links(cast.group)
    close_chat(cast.session, key(private(cast.session, 1)), reason="blocked", now=NOW)

    assert send_names(cast.session, cast.group, by=cast.mai, now=NOW) is False
