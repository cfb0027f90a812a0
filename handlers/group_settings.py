"""A linked group seen from the private chat: what is posted there, its language, what is missing, ending the link."""

from handlers.turn import Feature, On, Turn
from messages.actions.groups import (
    AskUnlinkGroup,
    ChooseGroupLanguage,
    ChooseGroupPost,
    OpenGroup,
    ShowGroupSilent,
    UnlinkGroup,
)
from store.checkups import check_group, send_names
from store.groups import (
    PostKind,
    bloc_name,
    choose_post,
    kept_group,
    set_group_language,
    unit_name,
    unlink_group,
    wants_post,
)
from store.rights import Right
from store.tables import Chat, ChatState


def group_meant(turn: Turn, chat_id: int) -> Chat:
    return kept_group(turn.session, chat_id, by=turn.me, now=turn.now)


def show(turn: Turn, action: OpenGroup) -> None:
    show_group(turn, group_meant(turn, action.chat_id))


def show_group(turn: Turn, chat: Chat) -> None:
    found = check_group(turn.session, chat, now=turn.now)
    turn.edit(
        "groups/group",
        chat_id=chat.id,
        title=chat.title,
        bloc=bloc_name(turn.session, chat.bloc_id),
        unit_id=chat.unit_id,
        unit=unit_name(turn.session, chat.unit_id),
        closed=chat.state == ChatState.CLOSED,
        in_topic=chat.topic_id is not None,
        standing=chat.standing,
        may_pin=chat.may_pin,
        language=chat.language,
        posts=[{"kind": kind.value, "wanted": wants_post(chat, kind)} for kind in PostKind],
        silent=len({one.member_id for one in found.silent}),
        headless=len(found.headless),
    )


def choose(turn: Turn, action: ChooseGroupPost) -> None:
    chat = group_meant(turn, action.chat_id)
    choose_post(turn.session, chat, action.kind, wanted=action.wanted, by=turn.me, now=turn.now)
    show_group(turn, chat)


def set_language(turn: Turn, action: ChooseGroupLanguage) -> None:
    chat = group_meant(turn, action.chat_id)
    set_group_language(turn.session, chat, action.language, by=turn.me, now=turn.now)
    show_group(turn, chat)


def show_silent(turn: Turn, action: ShowGroupSilent) -> None:
    send_names(turn.session, group_meant(turn, action.chat_id), by=turn.me, now=turn.now)


def ask_unlink(turn: Turn, action: AskUnlinkGroup) -> None:
    chat = group_meant(turn, action.chat_id)
    unit = unit_name(turn.session, chat.unit_id)
    bloc = bloc_name(turn.session, chat.bloc_id)
    turn.edit("groups/ask_unlink_there", chat_id=chat.id, title=chat.title, unit_id=chat.unit_id, unit=unit, bloc=bloc)


def unlink(turn: Turn, action: UnlinkGroup) -> None:
    """The second tap. Tapped again nothing is left to end."""
    me, chat = turn.me, turn.session.get(Chat, action.chat_id)
    if chat is not None and chat.bloc_id is not None:
        chat = group_meant(turn, action.chat_id)
        unlink_group(turn.session, chat, bloc_id=me.bloc_id, unit_id=action.unit_id, by=me, now=turn.now)
    turn.edit("groups/unlinked_there", unit_id=action.unit_id)


KEEPERS = (Right.BLOC_GROUPS, Right.UNIT_GROUP)

FEATURE = Feature(
    actions=[
        On(OpenGroup, show, KEEPERS),
        On(ChooseGroupPost, choose, KEEPERS),
        On(ChooseGroupLanguage, set_language, KEEPERS),
        On(ShowGroupSilent, show_silent, KEEPERS),
        On(AskUnlinkGroup, ask_unlink, KEEPERS),
        On(UnlinkGroup, unlink, KEEPERS),
    ]
)
