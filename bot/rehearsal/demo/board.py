"""What the page shows beside the chats: people, groups, the clock, the bot, the outbox; told anew where it changed."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import structlog
from sqlalchemy import Engine

from bot.rehearsal.demo import mail, outlook
from bot.rehearsal.demo.child import Child
from bot.rehearsal.demo.feed import Feed
from bot.rehearsal.demo.outlook import Ahead
from bot.rehearsal.demo.roles import links_of_groups, roles_of_people
from bot.rehearsal.demo.timekeeper import PATIENCE, Timekeeper
from bot.rehearsal.demo.troubles import Troubles
from bot.rehearsal.demo.views import instant, key_of, message_view
from bot.rehearsal.demo.words import ROLES, WHY, Words, words
from bot.rehearsal.telegram import Chat, Event, Group, Message, Person, Standing, Telegram

Json = dict[str, Any]

GATHERED = 0.15
"""Real seconds in which changes are gathered before they are told."""

log = structlog.get_logger()


@dataclass(frozen=True)
class Known:
    """What the database says."""

    roles: dict[int, Words] = field(default_factory=dict)
    links: dict[int, Words] = field(default_factory=dict)
    outbox: dict[str, int] = field(default_factory=dict)
    ahead: list[Ahead] = field(default_factory=list)

    @property
    def next(self) -> Ahead | None:
        """Where "the next event" leads: to what the bot does by itself, else to a day of the calendar."""
        return next((one for one in self.ahead if one.stops), self.ahead[0] if self.ahead else None)


@dataclass
class Board:
    """Looks at the database whenever something may have changed, and tells the feed what did."""

    telegram: Telegram
    engine: Engine
    keeper: Timekeeper
    child: Child
    troubles: Troubles
    feed: Feed
    zone: str
    title: str
    language: str
    looked: Callable[[], None]
    """Called after each look."""
    known: Known = field(default_factory=Known)
    _dirty: asyncio.Event = field(default_factory=asyncio.Event)
    _messages: dict[str, Message] = field(default_factory=dict)
    _told: dict[tuple[str, int], Json] = field(default_factory=dict)

    def open(self) -> None:
        """Begin to listen to what happens in the chats."""
        self.telegram.watchers.append(self._seen)
        self.telegram.listeners.append(self._heard)

    def touch(self) -> None:
        """Something may be another."""
        self._dirty.set()

    async def run(self) -> None:
        while True:
            await self._dirty.wait()
            await asyncio.sleep(GATHERED)
            self._dirty.clear()
            try:
                await self.refresh()
            except Exception:
                log.exception("rehearsal_not_shown")

    async def refresh(self) -> None:
        """Look, and tell what changed."""
        now = self.keeper.clock.now()
        names = self.names()
        self.known = await asyncio.to_thread(self._look, names, now)
        for person in self.telegram.people.values():
            self._tell_new("person", person.id, self.person(person))
        for group in self.telegram.groups:
            self._tell_new("group", group.id, self.group(group))
        self._tell_new("outbox", 0, self.known.outbox)
        self._tell_new("bot", 0, self.bot())
        self._tell_new("troubles", 0, self.troubles.view())
        self._tell_new("clock", 0, self.clock())
        self.looked()

    def _look(self, names: dict[int, str], now: datetime) -> Known:
        engine = self.engine
        return Known(
            roles_of_people(engine, now),
            links_of_groups(engine),
            mail.counts(engine),
            outlook.ahead(engine, names, now),
        )

    def _tell_new(self, name: str, number: int, view: Json) -> None:
        if self._told.get((name, number)) != view:
            self._told[name, number] = view
            self.feed.tell(name, view)

    # What happens in the chats

    def _seen(self, message: Message) -> None:
        """A message is new or another. It is told when whoever changes it is done with it."""
        if not self._messages:
            asyncio.get_running_loop().call_soon(self._tell_messages)
        self._messages[key_of(message)] = message

    def _tell_messages(self) -> None:
        messages, self._messages = list(self._messages.values()), {}
        for message in messages:
            self.feed.tell("message", message_view(self.telegram, message))
        self.touch()

    def _heard(self, event: Event) -> None:
        if event.method == "answerCallbackQuery" and event.message is not None:
            toast = {"person": event.facts["user"].id, "chat": event.message.chat.id, "text": event.facts["text"]}
            self.feed.tell("toast", {**toast, "alert": event.facts["alert"], "message": key_of(event.message)})
        elif event.method == "setMyCommands" and event.chat is not None:
            self.feed.tell("menu", {"chat": event.chat.id})

    # Views

    def names(self) -> dict[int, str]:
        """Chat -> whose it is."""
        people = {person.id: person.name for person in self.telegram.people.values()}
        return people | {group.id: group.title for group in self.telegram.groups}

    def state(self) -> Json:
        return {
            "event": self.feed.last,
            "language": self.language,
            "title": self.title,
            "bot": self.bot(),
            "clock": self.clock(),
            "people": [self.person(one) for one in self.telegram.people.values()],
            "groups": [self.group(one) for one in self.telegram.groups],
            "outbox": self.known.outbox,
            "troubles": self.troubles.view(),
        }

    def bot(self) -> Json:
        child, user = self.child, self.telegram.bot
        state = "starting" if child.state == "running" and not self.keeper.report.settled else child.state
        why = words(WHY[child.why], code=child.code, line=child.last_line) if child.why else None
        return {"state": state, "name": user.first_name, "username": user.username, "why": why}

    def clock(self) -> Json:
        keeper = self.keeper
        ahead = [{"at": instant(one.at), "kind": one.kind, "what": one.what} for one in self.known.ahead]
        first = self.known.next
        return {
            "now": instant(keeper.clock.now()),
            "zone": self.zone,
            "moving": keeper.moving and keeper.speed is None,
            "playing": keeper.speed,
            "why": words(WHY[keeper.trouble], seconds=int(PATIENCE)) if keeper.trouble else None,
            "next": {"at": instant(first.at), "kind": first.kind, "what": first.what} if first else None,
            "ahead": ahead,
        }

    def person(self, person: Person) -> Json:
        chat = person.chat
        return {
            "id": person.id,
            "name": person.name,
            "what": self.known.roles.get(person.id, words(ROLES["stranger"])),
            "language": person.user.language_code,
            "started": chat.started,
            "blocked": chat.standing.get(self.telegram.bot.id) is Standing.KICKED,
            "gone": chat.deactivated,
            **_said(chat),
        }

    def group(self, group: Group) -> Json:
        chat, bot = group.chat, self.telegram.bot
        people = [number for number, user in chat.users.items() if not user.is_bot and chat.is_in(user)]
        what = "unlinked" if chat.is_in(bot) else "without_bot"
        return {
            "id": group.id,
            "title": group.title,
            "what": self.known.links.get(group.id, words(ROLES[what])),
            "kind": chat.kind.value,
            "forum": chat.forum,
            "members": people,
            "admins": [number for number in people if chat.standing.get(number) is Standing.ADMINISTRATOR],
            "bot": chat.standing.get(bot.id, Standing.LEFT).value,
            "pins": bot.id in chat.can_pin,
            "topics": [
                {"id": number, "name": name, "closed": number in chat.closed_topics}
                for number, name in chat.topics.items()
            ],
            **_said(chat),
        }


def _said(chat: Chat) -> Json:
    last = chat.said(lambda _: True)
    heard = sum(message.words_of_bot for message in chat.messages.values())
    return {"last": key_of(last) if last is not None else None, "heard": heard}
