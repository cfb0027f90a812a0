"""What people do with groups on the page: who comes and goes, the bot's rights, topics."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from bot.rehearsal.demo.asked import LONGEST_TITLE, Asked
from bot.rehearsal.demo.refusing import Refused
from bot.rehearsal.demo.views import done
from bot.rehearsal.telegram import Group, Person

Json = dict[str, Any]


def new_group(asked: Asked) -> Json:
    """Whoever makes a group administers it."""
    who, title = asked.person(), asked.short("title", "no_title", LONGEST_TITLE)
    group = asked.telegram.group(title, asked.people("members"), forum=asked.flag("forum"))
    group.admit(who, administrator=True)
    return {**done(), "group": group.id}


def join(asked: Asked) -> Json:
    asked.group().joins(asked.person())
    return done()


def leave(asked: Asked) -> Json:
    who, group = asked.person(), asked.group()
    is_in(who, group)
    group.dismiss(who)
    return done()


def add_bot(asked: Asked) -> Json:
    who, group = asked.person(), asked.group()
    is_in(who, group)
    if group.chat.is_in(asked.telegram.bot):
        raise Refused("has_bot")
    group.add_bot(who)
    return done()


def remove_bot(asked: Asked) -> Json:
    who, group = asked.person(), _with_bot(asked)
    is_in(who, group)
    group.remove_bot(who)
    return done()


def promote_bot(asked: Asked) -> Json:
    who, group = asked.person(), _with_bot(asked)
    _administers(who, group)
    group.promote_bot(who, can_pin=asked.flag("pins"))
    return done()


def demote_bot(asked: Asked) -> Json:
    who, group = asked.person(), _with_bot(asked)
    _administers(who, group)
    group.demote_bot(who)
    return done()


def supergroup(asked: Asked) -> Json:
    group = asked.group()
    if group.chat.kind.value != "group":
        raise Refused("is_supergroup")
    if not any(group.chat.is_in(person.user) for person in asked.telegram.people.values()):
        raise Refused("not_found")
    group.becomes_supergroup()
    return {**done(), "group": group.id}


def topic(asked: Asked) -> Json:
    who, group = asked.person(), asked.group()
    is_in(who, group)
    if not group.chat.forum:
        raise Refused("no_forum")
    return {**done(), "topic": group.topic(asked.short("name", "no_title", LONGEST_TITLE)).id}


def close_topic(asked: Asked) -> Json:
    group = asked.group()
    found = asked.topic(group)
    if found is None:
        raise Refused("no_topic")
    group.close_topic(found)
    return done()


def reopen_topic(asked: Asked) -> Json:
    group = asked.group()
    found = asked.topic(group)
    if found is None:
        raise Refused("no_topic")
    group.reopen_topic(found)
    return done()


def is_in(who: Person, group: Group) -> None:
    """Refuses who is not in the group."""
    if not group.chat.is_in(who.user):
        raise Refused("not_in_group", name=who.name)


def _administers(who: Person, group: Group) -> None:
    if not group.chat.is_administrator(who.user):
        raise Refused("not_admin")


def _with_bot(asked: Asked) -> Group:
    group = asked.group()
    if not group.chat.is_in(asked.telegram.bot):
        raise Refused("no_bot")
    return group


GROUP_ACTS: Mapping[str, Callable[[Asked], Json]] = MappingProxyType(
    {
        "new_group": new_group,
        "join": join,
        "leave": leave,
        "add_bot": add_bot,
        "remove_bot": remove_bot,
        "promote_bot": promote_bot,
        "demote_bot": demote_bot,
        "supergroup": supergroup,
        "topic": topic,
        "close_topic": close_topic,
        "reopen_topic": reopen_topic,
    }
)
