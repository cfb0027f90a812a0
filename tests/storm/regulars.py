"""People who write to the bot all day long: commands, forms, taps, edits, talk in groups, and junk between."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from bot.rehearsal.telegram import Group, Message, Telegram
from messages.actions import unpack
from tests.storm.people import Registrant

REMEMBERED = 30
"""Messages that stay in a chat."""

TOAST_WITHIN = 15.0
"""Seconds; a tap that is older than ten when its turn comes gets no toast."""

ANSWER_WITHIN = 120.0
"""Seconds; nobody writes on before the answer, so that what waits stays bounded however slow the machine is."""
COMMANDS = (
    "/start",
    "/trogiup",
    "/cuatoi",
    "/hanchot",
    "/phongtrao",
    "/help",
    "/mine",
    "/duyet",
    "/tieptuc",
    "/khongco",
)
WORDS = ("chào bot", "20/6", "1.250,5", "đề án", "👍" * 40, "x", "<b>không</b> & phải", "Đồng chí " * 200)
CONTENTS: tuple[dict[str, Any], ...] = (
    {"contact": {"phone_number": "+84", "first_name": "Lan"}},
    {"location": {"latitude": 21.03, "longitude": 105.85}},
    {"dice": {"emoji": "🎲", "value": 6}},
)
TAPPED = ("forms", "targets", "mine", "campaigns")
"""The features whose buttons are tapped wherever they show."""


def junk(chat_id: int, chance: random.Random) -> dict[str, Any]:
    """What Telegram never sends, or not yet."""
    chat = {"id": chat_id, "type": "private"}
    return chance.choice(
        (
            {"poll_answer": {"poll_id": "1", "option_ids": []}},
            {"message_of_next_year": {"message_id": 1, "date": 1, "chat": chat}},
            {"message": {"message_id": "one", "chat": chat}},
            {"message": {"message_id": 1, "date": -1, "chat": chat, "text": ["x"]}},
            {"message": None},
            {"callback_query": {"id": 1, "from": {"id": chat["id"]}, "data": "1zz:~"}},
            {"edited_message": {"message_id": 5, "date": 1, "chat": chat}},
        )
    )


@dataclass
class Regular:
    """Somebody who writes to the bot all day long."""

    telegram: Telegram
    registrant: Registrant
    group: Group
    chance: random.Random
    number: int = 0

    async def lives(self, over: asyncio.Event) -> None:
        acts: dict[Callable[[], Awaitable[None]], int] = {
            self.asks: 30,
            self.taps: 25,
            self.talks: 10,
            self.edits: 8,
            self.chatters: 12,
            self.sends_junk: 8,
            self.shows: 4,
            self.asks_in_group: 1,
            self.begins: 3,
            self.registers: 2,
        }
        while not over.is_set():
            await self.chance.choices(list(acts), list(acts.values()))[0]()
            while len(self.registrant.person.chat.messages) > REMEMBERED:
                self.registrant.person.chat.forget_oldest()
            await asyncio.sleep(0)
        await self._says("/huy")

    async def asks(self) -> None:
        await self._says(self.chance.choice(COMMANDS))

    async def talks(self) -> None:
        await self._says(self.chance.choice(WORDS))

    async def shows(self) -> None:
        await self._answered(self.registrant.person.sends_content(self.chance.choice(CONTENTS)))

    async def taps(self) -> None:
        """Any button, or one that nobody knows any more."""
        person = self.registrant.person
        heard = person.heard[-3:]
        if heard:
            on = self.chance.choice(heard)
            data = [button.data for row in on.buttons for button in row if button.data and _is_tapped(button.data)]
            query = self.telegram.queries[person.taps_stale(on, self.chance.choice(data or ["0old"]))]
            await self.registrant.waits(lambda: query.answered or None, TOAST_WITHIN)

    async def edits(self) -> None:
        """One's own words, afterwards: that never acts."""
        person = self.registrant.person
        own = [message for message in person.messages if not message.by_bot and message.text]
        if own:
            person.edits(own[-1], f"{own[-1].text[:300]} {self.number}")

    async def chatters(self) -> None:
        self.registrant.person.sends(self.chance.choice(WORDS), to=self.group)
        self._forgets(self.group)

    async def asks_in_group(self) -> None:
        self.registrant.person.sends("/hanchot", to=self.group)

    async def sends_junk(self) -> None:
        self.telegram.updates.put(junk(self.registrant.person.id, self.chance))

    async def begins(self) -> None:
        """A form that is left before its end."""
        await self.registrant.begins()
        await self._says("/huy")

    async def registers(self) -> None:
        self.number += 1
        await self.registrant.registers(f"Đề án {self.number} của {self.registrant.person.name}")

    async def _says(self, text: str) -> None:
        await self._answered(self.registrant.person.sends(text))

    async def _answered(self, message: Message) -> None:
        """Until the bot has said something since."""
        person = self.registrant.person
        await self.registrant.waits(lambda: (person.heard and person.last.id > message.id) or None, ANSWER_WITHIN)

    def _forgets(self, group: Group) -> None:
        while len(group.chat.messages) > REMEMBERED:
            group.chat.forget_oldest()


def _is_tapped(data: str) -> bool:
    action = unpack(data)
    return action is not None and type(action).__module__.rpartition(".")[2] in TAPPED
