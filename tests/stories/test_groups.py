"""Groups: linked by who has the right, told apart by topic, and never lost without somebody hearing of it."""

from datetime import timedelta

import pytest

from bot.rehearsal.telegram import Button, Message
from bot.rehearsal.telegram.group import Group
from messages.actions import pack
from messages.actions.groups import AddGroup, ChoosePost, LinkHere, OpenGroup, SetGroupLanguage, Unlink
from store.groups import PostKind, group_chats
from store.outbox import post
from store.tables import Account, Chat, ChatState, LetterState, Unit
from tests.town import Actor, Town

HINT = "Xin chào. Để nhận thông tin thi đua ở nhóm này"
NOT_LINKED = "Nhóm này chưa liên kết với khối hay đơn vị nào, nên bot không đăng gì ở đây."


def a_group(town: Town, title: str = "Nhóm Khối", *, forum: bool = False) -> Group:
    """A group in which the whole cast is."""
    cast = (town.mai, town.binh, town.lan, town.tu, town.quan)
    return town.stage.telegram.group(title, [actor.person for actor in cast], forum=forum)


def address(actor: Actor, unit: Unit | None = None) -> str:
    """The address behind the button that picks a group."""
    if unit is None:
        actor.sends("/quanly")
        actor.taps("Nhóm")
    else:
        actor.sends("/donvi")
        actor.taps("Nhóm của đơn vị")
    return picker(actor.last).url or ""


def picker(message: Message) -> Button:
    return next(button for row in message.buttons for button in row if button.url)


def linked(town: Town, title: str = "Nhóm Khối") -> Group:
    """A group of the bloc, linked by Mai."""
    group = a_group(town, title)
    town.mai.follows(address(town.mai), to=group)
    return group


def chat(town: Town, group: Group) -> Chat:
    return town.one(Chat, telegram_id=group.id)


def link_of(town: Town, group: Group) -> tuple[int | None, int | None]:
    found = chat(town, group)
    return found.bloc_id, found.unit_id


def post_launch(town: Town) -> None:
    """What a launch would do: one letter to each group that wants it."""
    with town.changing() as session:
        for chat_id in group_chats(session, town.bloc_id, wants="launches"):
            post(session, "groups/unlinked", to=chat_id, now=town.now)
    town.settles()


def test_the_leader_links_a_group_in_two_acts(town: Town) -> None:
    group = linked(town)

    assert link_of(town, group) == (town.bloc_id, None)
    assert [message.text.splitlines()[0] for message in group.heard] == [
        f"Nhóm này đã được liên kết với {town.bloc.name}."
    ]


def test_a_group_added_by_its_address_is_never_told_how_to_link(town: Town) -> None:
    group = linked(town)

    town.moves_to("2020-01-03")

    assert [message for message in group.heard if message.text.startswith(HINT)] == []


def test_a_head_links_the_units_own_group_and_the_office_hears_of_it(town: Town) -> None:
    group = a_group(town, "Nhóm Sở Y tế")

    town.binh.follows(address(town.binh, town.unit("syt")), to=group)

    assert link_of(town, group) == (town.bloc_id, town.unit("syt").id)
    assert town.mai.reads() == f"Nhóm “Nhóm Sở Y tế” đã được liên kết với {town.unit('syt').name}."


def test_an_address_works_once(town: Town) -> None:
    link = address(town.mai)
    first, second = a_group(town, "Một"), a_group(town, "Hai")

    town.mai.follows(link, to=first)
    town.mai.follows(link, to=second)

    assert link_of(town, first) == (town.bloc_id, None)
    assert link_of(town, second) == (None, None)


def test_the_same_address_in_the_same_group_changes_nothing(town: Town) -> None:
    link = address(town.mai)
    group = a_group(town)
    town.mai.follows(link, to=group)

    town.mai.follows(link, to=group)

    assert link_of(town, group) == (town.bloc_id, None)


def test_a_new_address_ends_the_old_one(town: Town) -> None:
    old = address(town.mai)
    new = address(town.mai)
    group = a_group(town)

    town.mai.follows(old, to=group)
    assert link_of(town, group) == (None, None)
    town.mai.follows(new, to=group)
    assert link_of(town, group) == (town.bloc_id, None)


def test_an_address_ends_after_a_day(town: Town) -> None:
    link = address(town.mai)
    group = a_group(town)

    town.moves_to((town.now + timedelta(days=2)).date())
    town.mai.follows(link, to=group)

    assert link_of(town, group) == (None, None)


@pytest.mark.parametrize("name", ["lan", "tu", "quan"])
def test_an_address_is_of_no_use_to_who_has_no_right_and_stays_unused(town: Town, name: str) -> None:
    link = address(town.mai)
    group = a_group(town)
    actor: Actor = getattr(town, name)

    actor.follows(link, to=group)
    assert link_of(town, group) == (None, None)
    town.mai.follows(link, to=group)
    assert link_of(town, group) == (town.bloc_id, None)


def test_a_wrong_token_is_refused(town: Town) -> None:
    group = a_group(town)

    town.mai.follows(f"https://t.me/{town.stage.telegram.username}?startgroup=abc", to=group)

    assert link_of(town, group) == (None, None)
    assert group.heard[0].text.startswith("Liên kết mời không đúng.")


def test_a_group_added_by_hand_is_told_once_how_to_link(town: Town) -> None:
    group = a_group(town)
    group.add_bot(by=town.quan.person)
    town.settles()
    assert group.heard == []

    town.moves_to("2020-01-03")
    group.remove_bot(by=town.quan.person)
    group.add_bot(by=town.quan.person)
    town.moves_to("2020-01-04")
    town.quan.taps("Liên kết nhóm này", group.last)

    assert link_of(town, group) == (None, None)
    assert [message.text.startswith(HINT) for message in group.heard] == [True]


def test_a_head_links_the_group_the_bot_sits_in(town: Town) -> None:
    group = a_group(town)
    group.add_bot(by=town.quan.person)

    town.binh.sends(f"/lienket@{town.stage.telegram.username}", to=group)

    assert link_of(town, group) == (town.bloc_id, town.unit("syt").id)


def test_who_keeps_the_bloc_and_a_unit_chooses(town: Town) -> None:
    group = a_group(town)
    group.add_bot(by=town.quan.person)
    town.mai.sends("/lienket", to=group)
    choices = [button.text for row in group.last.buttons for button in row]

    town.mai.taps(town.unit("stttt").name, group.last)

    assert choices == [town.bloc.name, town.unit("stttt").name]
    assert link_of(town, group) == (town.bloc_id, town.unit("stttt").id)


@pytest.mark.parametrize("name", ["lan", "quan"])
def test_who_keeps_nothing_cannot_link(town: Town, name: str) -> None:
    group = a_group(town)
    group.add_bot(by=town.quan.person)
    actor: Actor = getattr(town, name)

    actor.sends("/lienket", to=group)

    assert link_of(town, group) == (None, None)
    assert len(group.heard) == 1


def test_an_anonymous_administrator_is_asked_to_tap(town: Town) -> None:
    group = a_group(town)
    group.add_bot(by=town.quan.person)
    group.anonymous_sends("/lienket")
    town.settles()

    town.lan.taps("Liên kết nhóm này", group.last)
    assert link_of(town, group) == (None, None)
    town.binh.taps("Liên kết nhóm này", group.last)

    assert link_of(town, group) == (town.bloc_id, town.unit("syt").id)


def test_a_linked_group_goes_to_nobody_else(town: Town) -> None:
    group = linked(town)
    syt = town.unit("syt").id

    town.binh.sends("/lienket", to=group)
    town.binh.taps_data(group.last, pack(LinkHere(town.bloc_id, syt)))
    town.binh.follows(address(town.binh, town.unit("syt")), to=group)

    assert link_of(town, group) == (town.bloc_id, None)


def test_a_forged_button_links_nothing(town: Town) -> None:
    group = a_group(town)
    group.add_bot(by=town.quan.person)
    group.anonymous_sends("/lienket")
    town.settles()

    for bloc_id, unit_id in ((town.bloc_id, None), (town.bloc_id, town.unit("stttt").id), (999, None), (1, 999)):
        town.binh.taps_data(group.last, pack(LinkHere(bloc_id, unit_id)))
    town.mai.sends("/start")
    town.mai.taps_data(town.mai.last, pack(LinkHere(town.bloc_id, None)))

    assert link_of(town, group) == (None, None)
    assert town.one(Chat, telegram_id=town.mai.id).bloc_id is None


def test_posts_go_to_the_topic_the_group_was_linked_in(town: Town) -> None:
    group = a_group(town, forum=True)
    group.add_bot(by=town.quan.person)
    old, new = group.topic("Thi đua"), group.topic("Thông báo")

    town.binh.sends("/lienket", to=group, topic=old)
    post_launch(town)
    assert [message.topic for message in group.heard] == [old.id, old.id]
    town.binh.sends("/lienket", to=group, topic=new)
    town.binh.taps("Đăng vào đây", group.last)
    post_launch(town)

    assert group.last.topic == new.id
    assert chat(town, group).topic_id == new.id


def test_unlinking_asks_first_and_drops_what_was_waiting(town: Town) -> None:
    group = linked(town)
    with town.changing() as session:
        (chat_id,) = group_chats(session, town.bloc_id, wants="launches")
        post(session, "groups/unlinked", to=chat_id, now=town.now, due=town.now + timedelta(hours=1))
    town.mai.sends("/huylienket", to=group)
    assert link_of(town, group) == (town.bloc_id, None)
    town.binh.taps("Huỷ liên kết", group.last)
    assert link_of(town, group) == (town.bloc_id, None)

    town.mai.taps_twice("Huỷ liên kết", group.last)

    assert link_of(town, group) == (None, None)
    assert group.last.text == "Đã huỷ liên kết. Bot không đăng gì ở nhóm này nữa."
    town.moves_to("2020-01-03")
    assert town.letters("groups/unlinked", state=LetterState.VOID) != []


def test_an_address_is_never_shown_in_a_group(town: Town) -> None:
    group = linked(town)

    town.mai.taps_data(group.last, pack(AddGroup(None)))

    assert len(town.letters("groups/add")) == 1


def test_a_forged_button_unlinks_nothing(town: Town) -> None:
    group = linked(town)

    for actor in (town.binh, town.lan, town.quan):
        actor.taps_data(group.last, pack(Unlink(town.bloc_id, None)))
    town.mai.taps_data(group.last, pack(Unlink(town.bloc_id, town.unit("stttt").id)))

    assert link_of(town, group) == (town.bloc_id, None)


def test_a_group_chooses_what_is_posted_there(town: Town) -> None:
    group = linked(town)
    town.mai.sends("/kiemtra", to=group)

    town.lan.taps("✅ Phát động, thông báo", group.last)
    with town.reading() as session:
        assert group_chats(session, town.bloc_id, wants="launches") != []
    town.mai.taps_twice("✅ Phát động, thông báo", group.last)

    with town.reading() as session:
        assert group_chats(session, town.bloc_id, wants="launches") == []
        assert group_chats(session, town.bloc_id, wants="phases") != []
    assert group.last.buttons[0][0].text == "▫️ Phát động, thông báo"


def test_a_group_has_its_own_language(town: Town) -> None:
    group = linked(town)
    town.mai.sends("/kiemtra", to=group)

    town.lan.taps_data(group.last, pack(SetGroupLanguage("en")))
    town.mai.taps_data(group.last, pack(SetGroupLanguage("xx")))
    assert chat(town, group).language == "vi"
    town.mai.taps("English", group.last)

    assert group.last.text.splitlines()[0] == "Group check-up"
    assert town.one(Account, id=town.mai.id).language == "vi"


def test_the_check_up_counts_in_the_group_and_names_in_private(town: Town) -> None:
    group = linked(town)
    town.lan.person.blocks_bot()
    town.settles()

    town.mai.sends("/kiemtra", to=group)
    assert "Chưa nhận được tin riêng của bot: 1 người." in group.last.text
    assert "Lan" not in group.last.text
    town.tu.taps("Xem tên (gửi riêng)", group.last)
    town.mai.taps("Xem tên (gửi riêng)", group.last)

    assert f"{town.unit('syt').name}: Lan" in town.mai.reads()
    assert town.mai.person.toasts[-1] == "Đã gửi danh sách vào tin nhắn riêng."
    assert town.letters("groups/silent") == town.letters("groups/silent", state=LetterState.SENT)
    assert len(town.letters("groups/silent")) == 1


def test_the_check_up_of_a_group_that_is_not_linked_offers_to_link_it(town: Town) -> None:
    group = a_group(town)
    group.add_bot(by=town.quan.person)
    town.quan.sends("/kiemtra", to=group)
    assert group.last.text == NOT_LINKED

    town.binh.taps("Liên kết nhóm này", group.last)

    assert link_of(town, group) == (town.bloc_id, town.unit("syt").id)


def test_posts_cannot_be_chosen_for_a_group_that_is_not_linked(town: Town) -> None:
    group = a_group(town)
    group.add_bot(by=town.quan.person)
    town.quan.sends("/kiemtra", to=group)

    town.mai.taps_data(group.last, pack(ChoosePost(PostKind.LAUNCHES, False)))

    assert chat(town, group).posts == {}


def test_removed_from_a_group_posting_stops_and_the_leader_is_told_once(town: Town) -> None:
    group = linked(town)
    said = len(group.heard)

    group.remove_bot(by=town.quan.person)
    town.settles()
    post_launch(town)

    assert chat(town, group).state == ChatState.CLOSED
    assert len(group.heard) == said
    assert town.mai.reads().startswith("Bot đã bị đưa khỏi nhóm “Nhóm Khối”.")
    assert len(town.letters("groups/lost")) == 1


def test_back_in_the_group_it_is_still_linked(town: Town) -> None:
    group = linked(town)
    group.remove_bot(by=town.quan.person)
    town.settles()

    group.add_bot(by=town.quan.person)
    town.settles()

    assert group.last.text.startswith("Bot đã trở lại.")
    with town.reading() as session:
        assert group_chats(session, town.bloc_id, wants="launches") == [chat(town, group).id]


def test_a_group_that_becomes_a_supergroup_loses_nothing(town: Town) -> None:
    group = linked(town)
    before = chat(town, group).id

    group.becomes_supergroup()
    town.settles()
    post_launch(town)

    assert chat(town, group).id == before
    assert link_of(town, group) == (town.bloc_id, None)
    assert len(group.heard) == 1


def test_a_move_noticed_while_sending_loses_nothing(town: Town) -> None:
    group = linked(town)
    before = chat(town, group).id

    group.becomes_supergroup()
    post_launch(town)

    assert chat(town, group).id == before
    assert link_of(town, group) == (town.bloc_id, None)
    assert len(group.heard) == 1


def test_who_blocks_the_bot_cannot_be_reached_until_back(town: Town) -> None:
    town.lan.person.blocks_bot()
    town.settles()
    assert town.one(Account, id=town.lan.id).unreachable == "blocked"
    assert town.one(Chat, telegram_id=town.lan.id).state == ChatState.CLOSED

    town.lan.person.unblocks_bot()
    town.settles()

    assert town.one(Account, id=town.lan.id).unreachable is None
    assert town.one(Chat, telegram_id=town.lan.id).state == ChatState.READY


def test_in_a_group_the_bot_is_silent_to_what_is_not_for_it(town: Town) -> None:
    group = linked(town)
    said = len(group.heard)

    town.lan.sends("Chào cả nhà", to=group)
    town.quan.sends("/khongcolenhnay", to=group)

    assert len(group.heard) == said


def test_a_group_is_managed_from_the_private_chat_as_well(town: Town) -> None:
    group = linked(town)
    units = a_group(town, "Nhóm Sở Y tế")
    town.binh.follows(address(town.binh, town.unit("syt")), to=units)
    town.mai.sends("/quanly")
    town.mai.taps("Nhóm")
    assert "Cài đặt: Nhóm Sở Y tế" not in town.mai.buttons()
    town.mai.taps("Cài đặt: Nhóm Khối")
    assert "Quyền của bot: thành viên, viết được" in town.mai.reads()
    assert "Chưa nhận được tin riêng của bot" not in town.mai.reads()

    town.mai.taps("✅ Xếp hạng")
    town.mai.taps("English")
    assert (chat(town, group).posts, chat(town, group).language) == ({"standings": False}, "en")
    town.mai.taps("Huỷ liên kết")
    town.mai.taps_twice("Huỷ liên kết")

    assert link_of(town, group) == (None, None)
    assert town.mai.reads() == "Đã huỷ liên kết. Bot không đăng gì ở nhóm đó nữa."
    forged = OpenGroup(chat(town, units).id or 0)
    for actor in (town.mai, town.tu, town.lan):
        actor.sends("/start")
        actor.taps_data(actor.last, pack(forged))
        assert "Nhóm Sở Y tế" not in actor.reads()
    assert link_of(town, units)[1] == town.unit("syt").id


def test_the_checkup_says_what_the_bot_may_do_in_the_group(town: Town) -> None:
    group = linked(town)
    group.promote_bot()
    town.settles()
    town.mai.sends("/kiemtra", to=group)

    assert "Quyền của bot: quản trị viên, ghim được bảng xếp hạng." in group.heard[-1].text
