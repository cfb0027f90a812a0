"""Groups: added by a link, linked on the spot, what is posted in them, and where the bot may still write."""

from typing import Any

from handlers.said import SaidKind
from handlers.turn import Command, Feature, On, Turn, Where
from messages.actions.groups import (
    AddGroup,
    AskUnlink,
    CheckGroup,
    ChoosePost,
    LinkHere,
    SetGroupLanguage,
    ShowSilent,
    Unlink,
)
from store.chats import close_chat, keep_standing, move_chat, rename_chat, reopen_chat
from store.checkups import check_group, send_names
from store.errors import NotFound
from store.group_links import link_by_token, make_group_link
from store.groups import (
    PostKind,
    bloc_name,
    choose_post,
    drop_hint,
    groups_of,
    hint_later,
    link_group,
    link_targets,
    member_in,
    set_group_language,
    unit_name,
    unlink_group,
    wants_post,
)
from store.rights import Right
from store.runs import bot_username
from store.tables import ChatState

PRESENT = frozenset({"member", "administrator", "creator"})
GONE = frozenset({"kicked", "left"})


def add_group(turn: Turn, action: AddGroup) -> None:
    """The one-time address that adds the bot to a group, and the groups there are."""
    if turn.member is None or not turn.said.is_private:
        raise NotFound()
    address = make_group_link(turn.session, unit_id=action.unit_id, by=turn.member, now=turn.now)
    groups = groups_of(turn.session, turn.member.bloc_id, unit_id=action.unit_id)
    turn.edit(
        "groups/add",
        group_link=address,
        unit_id=action.unit_id,
        bloc=bloc_name(turn.session, turn.member.bloc_id),
        unit=unit_name(turn.session, action.unit_id),
        bot=bot_username(turn.session),
        groups=[
            {"id": one.id, "title": one.title, "closed": one.state == ChatState.CLOSED}
            for one in groups
            if one.unit_id == action.unit_id
        ],
    )


def start_in_group(turn: Turn) -> None:
    """/start in a group: what Telegram says for the person who added the bot by a link."""
    arrive_in_group(turn)
    if not turn.said.text:
        show_checkup(turn)
    elif turn.account is None:
        turn.say("groups/anonymous")
    else:
        account_id, topic_id = turn.who.id, turn.said.topic_id
        link_by_token(turn.session, turn.chat, turn.said.text, account_id=account_id, topic_id=topic_id, now=turn.now)
        greet(turn)


def arrive_in_group(turn: Turn) -> None:
    """Refuses a private chat. Who is heard in a group can be answered there, by its present name."""
    if turn.said.is_private:
        raise NotFound()
    reopen_chat(turn.session, turn.chat, now=turn.now)
    rename_chat(turn.session, turn.chat, turn.said.chat_title)
    drop_hint(turn.session, turn.chat, now=turn.now)


def link(turn: Turn) -> None:
    """/lienket: link this group, with its topic. Who is hidden is asked to tap, since a tap says who taps."""
    arrive_in_group(turn)
    if turn.chat.bloc_id is not None:
        turn.edit("groups/already", **standing_facts(turn))
    elif turn.account is None:
        turn.say("groups/anonymous")
    else:
        targets = link_targets(turn.session, turn.who.id, now=turn.now)
        if len(targets) == 1:
            link_to(turn, targets[0].bloc_id, targets[0].unit_id)
        else:
            turn.edit("groups/choose", targets=[vars(target) for target in targets])


def link_here(turn: Turn, action: LinkHere) -> None:
    if action.bloc_id is None:
        link(turn)
    else:
        arrive_in_group(turn)
        link_to(turn, action.bloc_id, action.unit_id)


def link_to(turn: Turn, bloc_id: int, unit_id: int | None) -> None:
    by = member_in(turn.session, turn.who.id, bloc_id)
    link_group(
        turn.session, turn.chat, bloc_id=bloc_id, unit_id=unit_id, topic_id=turn.said.topic_id, by=by, now=turn.now
    )
    greet(turn)


def greet(turn: Turn) -> None:
    turn.edit("groups/linked", bot=bot_username(turn.session), **standing_facts(turn))


def ask_unlink(turn: Turn, _action: AskUnlink | None = None) -> None:
    """/huylienket: asks first; the tap that confirms says who taps."""
    arrive_in_group(turn)
    turn.edit("groups/not_linked" if turn.chat.bloc_id is None else "groups/ask_unlink", **standing_facts(turn))


def unlink(turn: Turn, action: Unlink) -> None:
    arrive_in_group(turn)
    unlink_group(turn.session, turn.chat, bloc_id=action.bloc_id, unit_id=action.unit_id, by=turn.member, now=turn.now)
    turn.edit("groups/unlinked")


def show_checkup(turn: Turn, _action: CheckGroup | None = None) -> None:
    """/kiemtra: where the group stands, what is posted in it and who is missing, in numbers."""
    arrive_in_group(turn)
    facts = standing_facts(turn)
    if turn.chat.bloc_id is None:
        turn.edit("groups/not_linked", **facts)
        return
    found = check_group(turn.session, turn.chat, now=turn.now)
    posts = [{"kind": kind.value, "wanted": wants_post(turn.chat, kind)} for kind in PostKind]
    turn.edit(
        "groups/checkup",
        posts=posts,
        language=turn.chat.language,
        standing=turn.chat.standing,
        may_pin=turn.chat.may_pin,
        silent=len({one.member_id for one in found.silent}),
        headless=len(found.headless),
        **facts,
    )


def choose(turn: Turn, action: ChoosePost) -> None:
    arrive_in_group(turn)
    choose_post(turn.session, turn.chat, action.kind, wanted=action.wanted, by=turn.member, now=turn.now)
    show_checkup(turn)


def set_language(turn: Turn, action: SetGroupLanguage) -> None:
    arrive_in_group(turn)
    set_group_language(turn.session, turn.chat, action.language, by=turn.member, now=turn.now)
    show_checkup(turn)


def show_silent(turn: Turn, _action: ShowSilent) -> None:
    """The names go to the private chat of who taps; the group is told nothing."""
    arrive_in_group(turn)
    sent = send_names(turn.session, turn.chat, by=turn.member, now=turn.now)
    turn.toast("groups/sent_private_toast" if sent else "groups/open_private_toast")


def standing_facts(turn: Turn) -> dict[str, Any]:
    """To what this group is linked, and whether its posts come to the topic that is spoken in."""
    chat = turn.chat
    return {
        "bloc_id": chat.bloc_id,
        "bloc": bloc_name(turn.session, chat.bloc_id),
        "unit_id": chat.unit_id,
        "unit": unit_name(turn.session, chat.unit_id),
        "in_topic": chat.topic_id is not None,
        "this_topic": chat.topic_id == turn.said.topic_id,
    }


def standing(turn: Turn) -> None:
    """The bot was blocked, removed, let in again, or its group has a new id."""
    said = turn.said
    if said.standing and not said.is_private:
        keep_standing(turn.session, turn.chat, said.standing, may_pin=said.may_pin)
    if said.kind == SaidKind.MOVED and said.moved_to is not None:
        move_chat(turn.session, turn.chat_id, said.moved_to)
    elif said.standing in GONE:
        close_chat(turn.session, turn.chat_id, reason="blocked" if said.is_private else "kicked", now=turn.now)
    elif said.standing in PRESENT:
        was_closed = reopen_chat(turn.session, turn.chat, now=turn.now)
        if said.is_private:
            return
        rename_chat(turn.session, turn.chat, said.chat_title)
        if turn.chat.bloc_id is None:
            hint_later(turn.session, turn.chat, now=turn.now)
        elif was_closed:
            turn.say("groups/back", **standing_facts(turn))


KEEPERS = (Right.BLOC_GROUPS, Right.UNIT_GROUP)

FEATURE = Feature(
    commands=[
        Command("lienket", "link", link, where=Where.GROUP, joined=False, needs=KEEPERS),
        Command("huylienket", "unlink", ask_unlink, where=Where.GROUP, joined=False, needs=KEEPERS),
        Command("kiemtra", "checkup", show_checkup, where=Where.GROUP, joined=False),
    ],
    actions=[
        On(AddGroup, add_group),
        On(LinkHere, link_here, joined=False),
        On(AskUnlink, ask_unlink, joined=False),
        On(Unlink, unlink, joined=False),
        On(CheckGroup, show_checkup, joined=False),
        On(ChoosePost, choose, joined=False),
        On(SetGroupLanguage, set_language, joined=False),
        On(ShowSilent, show_silent, joined=False),
    ],
    standing=standing,
)
