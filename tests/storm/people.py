"""People who register one product after another, as people do: each act waits for the bot's answer to the one before.

They live in the event loop of the emulated Telegram. What they do reaches Telegram always; a tap that nothing comes
of is made again, for a person cannot know where it was lost.
"""

import asyncio
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from bot.rehearsal.telegram import Event, Message, Person, Telegram
from messages.actions import Action, unpack
from messages.actions.forms import Answer, Back, Submit
from messages.actions.targets import OpenTarget

TAPS_AGAIN_AFTER = 2.0
"""Seconds without an answer; each time twice as long."""

GIVES_UP_AFTER = 60.0
PAUSE = 0.3
"""Seconds at most between an answer and the next act."""

NEWEST = 8
"""How many of the newest messages a person looks at."""

A = TypeVar("A", bound=Action)
F = TypeVar("F", Answer, Submit)
T = TypeVar("T")
Screen = tuple[Message, str, A]
"""A message, the data of one of its buttons, and what that stands for."""


class Unanswered(AssertionError):
    """The bot has forgotten somebody."""


@dataclass
class Registrant:
    """One of the people; `sent` are the titles whose last tap Telegram has taken."""

    person: Person
    chance: random.Random
    pause: float = PAUSE
    patience: float = GIVES_UP_AFTER
    sent: list[str] = field(default_factory=list)
    acts: int = 0
    taps_again: int = 0
    _asked_in: int = 0
    _form_id: int = 0
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    def looks(self) -> None:
        """Something has changed in the chat."""
        self._changed.set()

    async def lives(self, over: asyncio.Event) -> None:
        """Register until it is over; what was begun is finished."""
        number = 0
        while not over.is_set():
            number += 1
            await self.registers(f"Đề án {number} của {self.person.name}")

    async def begins(self) -> None:
        """The form up to the question for the title."""
        self._asked_in = (await self._types("/dangky")).id
        await self._taps(Answer, lambda one: one.step == "what", lambda: self._finds(Back, self._is_title))

    async def registers(self, title: str) -> None:
        """The whole form. It must go on where it stood, whatever happens to the bot between two acts."""
        await self.begins()
        await self._types(title)
        await self.waits(lambda: self._finds(Submit, self._is_mine), self.patience)
        await self._pauses()
        self.sent.append(title)
        await self._taps(Submit, self._is_mine, lambda: self._finds(OpenTarget, lambda _: True, title))

    def _is_mine(self, submit: Submit) -> bool:
        return submit.form_id == self._form_id

    def _is_title(self, back: Back) -> bool:
        return back.step == "title" and back.form_id == self._form_id

    async def _types(self, text: str) -> Message:
        await self._pauses()
        self.acts += 1
        return self.person.sends(text)

    async def _taps(self, kind: type[F], meant: Callable[[F], bool], answer: Callable[[], object | None]) -> None:
        """Tap, and again while nothing comes: on the newest such screen, or where the phone still shows it."""
        screen, patience, left = await self._sees(kind, meant), TAPS_AGAIN_AFTER, self.patience
        while True:
            message, data, action = screen
            self._form_id = action.form_id
            self.acts += 1
            self.person.taps_stale(message, data)
            if await self.waits(answer, min(patience, left)) is not None:
                return
            left -= patience
            if left <= 0:
                raise Unanswered(f"{self.person.name} taps on {message!r} in vain")
            patience *= 2
            self.taps_again += 1
            screen = self._finds(kind, meant) or screen

    async def _sees(self, kind: type[A], meant: Callable[[A], bool]) -> Screen[A]:
        found = await self.waits(lambda: self._finds(kind, meant), self.patience)
        if found is None:
            raise Unanswered(f"{self.person.name} waits for {kind.__name__} in vain: {self.person.heard[-3:]}")
        return found

    def _finds(self, kind: type[A], meant: Callable[[A], bool], words: str = "") -> Screen[A] | None:
        """The newest message since the form was asked for, with these words and a button of that meaning."""
        for message in reversed(self.person.heard[-NEWEST:]):
            if message.id < self._asked_in:
                return None
            for button in (one for row in message.buttons for one in row):
                action = unpack(button.data) if button.data else None
                if isinstance(action, kind) and meant(action) and words in message.text:
                    return message, button.data or "", action
        return None

    async def waits(self, answer: Callable[[], T | None], seconds: float) -> T | None:
        try:
            async with asyncio.timeout(seconds):
                while (found := answer()) is None:
                    self._changed.clear()
                    await self._changed.wait()
        except TimeoutError:
            return None
        return found

    async def _pauses(self) -> None:
        await asyncio.sleep(self.chance.random() * self.pause)


class Crowd:
    """All of them at once. Built and begun in the event loop of the emulated Telegram."""

    def __init__(self, telegram: Telegram, people: list[Person], seed: int) -> None:
        self.registrants = [Registrant(one, random.Random(f"{seed}/{one.id}")) for one in people]
        self._by_chat = {one.person.chat.id: one for one in self.registrants}
        self._over = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        telegram.listeners.append(self._looks)

    def begins(self) -> None:
        self._tasks = [asyncio.create_task(one.lives(self._over)) for one in self.registrants]

    def comes_to_an_end(self) -> None:
        """Everybody finishes the form that is open; nobody begins another."""
        self._over.set()

    def goes_home(self) -> None:
        """Whoever is not finished gives up."""
        for task in self._tasks:
            task.cancel()

    @property
    def finished(self) -> bool:
        """Whether all have finished. Raises what went wrong with one of them."""
        for task in self._tasks:
            if task.done():
                task.result()
        return all(task.done() for task in self._tasks)

    @property
    def sent(self) -> dict[int, list[str]]:
        """Titles by the person who sent them."""
        return {one.person.id: one.sent for one in self.registrants}

    @property
    def acts(self) -> int:
        return sum(one.acts for one in self.registrants)

    def _looks(self, event: Event) -> None:
        registrant = self._by_chat.get(event.chat.id) if event.chat is not None else None
        if registrant is not None:
            registrant.looks()
