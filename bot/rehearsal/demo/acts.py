"""What a person can do on the page: each act is what a person does in Telegram, or a sentence why it cannot be done."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from bot.rehearsal.demo.asked import LONGEST_NAME, Asked
from bot.rehearsal.demo.group_acts import GROUP_ACTS, is_in
from bot.rehearsal.demo.refusing import Refused
from bot.rehearsal.demo.views import done, opens
from bot.rehearsal.telegram import Impossible, Person, Telegram, Upload
from bot.rehearsal.telegram.albums import LARGEST_ALBUM, album_kind

Json = dict[str, Any]

LONGEST_LINK = 2048
PHOTOS_UP_TO = 10 * 1024 * 1024
"""Bytes; a larger picture goes as a document, as a phone sends it."""


def say(asked: Asked) -> Json:
    who = asked.person()
    place = asked.place(who)
    message = who.sends(asked.words(), place, asked.reply_to(who, place), asked.topic(place))
    return done(message)


def send_files(asked: Asked) -> Json:
    """One file, or several as an album. Pictures and films are shown in the chat unless sent as documents."""
    who, files = asked.person(), asked.files
    place, caption = asked.place(who), asked.caption()
    if not files:
        raise Refused("no_files")
    if len(files) > LARGEST_ALBUM:
        raise Refused("many_files")
    for file in files:
        if not file.data:
            raise Refused("empty_file", name=file.name)
    plain = asked.text("kind") == "document"
    if len(files) > 1:
        parts = [(file.name, file.data) for file in files]
        return done(*who.sends_album(parts, caption, place, asked.topic(place), plain=plain))
    only = files[0]
    kind = "document" if plain else _kind(only)
    reply, topic = asked.reply_to(who, place), asked.topic(place)
    return done(who.sends_file(only.name, only.data, None, caption, only.mime, place, reply, topic, kind))


def _kind(file: Upload) -> str:
    kind = album_kind(file.name)
    return "document" if kind == "photo" and len(file.data) > PHOTOS_UP_TO else kind


def forward(asked: Asked) -> Json:
    who = asked.person()
    place, messages = asked.place(who), asked.messages("messages", who)
    if any(message.service for message in messages):
        raise Refused("no_message")
    if len(messages) > 1:
        return done(*who.forwards_album(messages, place))
    return done(who.forwards(messages[0], place))


def edit(asked: Asked) -> Json:
    who, text = asked.person(), asked.words()
    message = asked.message("message", who)
    if message.sender is not who.user:
        raise Refused("not_own")
    if message.file is not None or message.content or message.forward_origin is not None:
        raise Refused("only_words")
    return done(who.edits(message, text))


def tap(asked: Asked) -> Json:
    """A button as it is on the message now; one that has gone meanwhile is what a slow phone still shows."""
    who = asked.person()
    message = asked.message("message", who)
    if asked.has("url"):
        if not any(button.url == asked.text("url") for row in message.buttons for button in row):
            raise Refused("no_button")
        return _follows(asked, who)
    data = asked.text("data")
    if not data or not message.by_bot:
        raise Refused("no_button")
    query = who.taps_stale(message, data)
    return {"done": True, "messages": [], "query": query}


def follow(asked: Asked) -> Json:
    return _follows(asked, asked.person())


def _follows(asked: Asked, who: Person) -> Json:
    link, before = asked.text("url").strip(), len(who.opened)
    if not link or len(link) > LONGEST_LINK:
        raise Refused("bad_link")
    try:
        where = opens(asked.telegram, link)
    except ValueError:
        raise Refused("bad_link") from None
    group = None
    if where == "group":
        if not asked.has("group"):
            raise Refused("pick_group")
        group = asked.group()
        is_in(who, group)
    elif who.chat.deactivated:
        raise Refused("account_gone")
    try:
        who.follows(link, group)
    except (Impossible, ValueError):
        raise Refused("bad_link") from None
    return {"done": True, "messages": [], "opened": who.opened[before:]}


def start(asked: Asked) -> Json:
    who = asked.person()
    if who.chat.deactivated:
        raise Refused("account_gone")
    return done(who.starts())


def block(asked: Asked) -> Json:
    who = asked.person()
    if not who.has_blocked:
        who.blocks_bot()
    return done()


def unblock(asked: Asked) -> Json:
    who = asked.person()
    if who.has_blocked:
        who.unblocks_bot()
    return done()


def delete_account(asked: Asked) -> Json:
    asked.person().deletes_account()
    return done()


def new_person(asked: Asked) -> Json:
    name, language = asked.short("name", "no_name", LONGEST_NAME), asked.text("language") or "vi"
    if language not in {"vi", "en"}:
        raise Refused("wrong", what="language")
    return {**done(), "person": asked.telegram.person(name, language_code=language).id}


ACTS: Mapping[str, Callable[[Asked], Json]] = MappingProxyType(
    {
        "say": say,
        "files": send_files,
        "forward": forward,
        "edit": edit,
        "tap": tap,
        "follow": follow,
        "start": start,
        "block": block,
        "unblock": unblock,
        "delete_account": delete_account,
        "new_person": new_person,
        **GROUP_ACTS,
    }
)


def act(telegram: Telegram, fields: Mapping[str, Any], files: tuple[Upload, ...]) -> Json:
    """Do what the page asks for. Raises `Refused`."""
    asked = Asked(telegram, fields, files)
    name = asked.text("do")
    if name not in ACTS:
        raise Refused("unknown_act", what=name[:40])
    try:
        return ACTS[name](asked)
    except Impossible:
        raise Refused("impossible") from None
