"""People who fill in a four-step form again and again, each next act after the answer to the one before.

They live in the event loop of the emulated Telegram; whoever waits is woken by the very message that answers.
"""

import asyncio
import itertools
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from time import perf_counter

from bot.rehearsal.telegram import Event, Message, Person, Telegram


@dataclass(frozen=True)
class Act:
    """What a person does, and what shows the answer: a button that begins so, or words in the text."""

    says: str = ""
    taps: str = ""
    button: str = ""
    words: str = ""

    def is_answered_by(self, message: Message) -> bool:
        if self.words:
            return self.words in message.text
        return _button(message, self.button) is not None

    def done_by(self, person: Person, before: Message | None, title: str) -> None:
        if self.says:
            person.sends(self.says.format(title=title))
            return
        assert before is not None
        label = _button(before, self.taps)
        assert label is not None, before
        person.taps(before, label)


FORM: Sequence[Act] = (
    Act(says="/dangky", button="Đề án"),
    Act(taps="Đề án", words="mời gõ tên"),
    Act(says="{title}", button="Gửi"),
    Act(taps="Gửi", words="Đã gửi"),
)


@dataclass
class Tally:
    """What was seen of the acts between `began` and `ended`; seconds throughout."""

    began: float = 0.0
    ended: float = 0.0
    waits: list[float] = field(default_factory=list)
    """Of each act of that time: how long until its answer, or how long it had waited in the end."""
    answers: int = 0
    """Answers that came in that time, whenever they were asked for."""
    right: int = 0
    wrong: int = 0
    unanswered: int = 0

    @property
    def rate(self) -> float:
        return self.answers / (self.ended - self.began)

    def percentile(self, share: float) -> float:
        waits = sorted(self.waits)
        return waits[min(len(waits) - 1, int(len(waits) * share))] if waits else 0.0


@dataclass
class Crowd:
    """The people of one measurement; `pause`: seconds from an answer to the same person's next act.

    Each fills in so many `forms`, without end when that is None.
    """

    telegram: Telegram
    people: Sequence[Person]
    pause: float
    forms: int | None = None
    tally: Tally = field(default_factory=Tally)
    _awaited: dict[int, tuple[Act, asyncio.Future[Message], float]] = field(default_factory=dict)
    _over: bool = False

    def __post_init__(self) -> None:
        self.telegram.listeners.append(self._sees)
        chance = random.Random(1)
        self._tasks = [asyncio.create_task(self._lives(one, self.pause * chance.random())) for one in self.people]

    async def measures(self, seconds: float) -> Tally:
        """Count what happens in the next so many seconds."""
        self.tally = tally = Tally(began=perf_counter())
        await asyncio.sleep(seconds)
        tally.ended = perf_counter()
        return tally

    async def finishes(self) -> Tally:
        """Wait until everybody has filled in their forms."""
        await asyncio.gather(*self._tasks)
        self.telegram.listeners.remove(self._sees)
        return self.tally

    async def stops(self, grace: float) -> None:
        """No more acts; what is not answered within so many seconds counts with the time it waited."""
        self._over = True
        finished = asyncio.gather(*self._tasks, return_exceptions=True)
        try:
            async with asyncio.timeout(grace):
                await finished
        except TimeoutError:
            now = perf_counter()
            for _, _, began in self._awaited.values():
                self._counts(began, now)
            self.tally.unanswered = len(self._awaited)
        self.telegram.listeners.remove(self._sees)
        for task in self._tasks:
            if task.done() and not task.cancelled():
                task.result()

    async def _lives(self, person: Person, first: float) -> None:
        await asyncio.sleep(first)
        for number in itertools.count(1) if self.forms is None else range(1, self.forms + 1):
            title = f"Đề án {number} của {person.name}"
            message: Message | None = None
            for act in FORM:
                if self._over:
                    return
                message = await self._does(person, act, message, title)
                if act is FORM[-1]:
                    self._checks(message, title)
                await asyncio.sleep(self.pause)

    async def _does(self, person: Person, act: Act, before: Message | None, title: str) -> Message:
        answer: asyncio.Future[Message] = asyncio.get_running_loop().create_future()
        began = perf_counter()
        self._awaited[person.id] = (act, answer, began)
        act.done_by(person, before, title)
        return await answer

    def _sees(self, event: Event) -> None:
        if event.chat is None or event.message is None:
            return
        awaited = self._awaited.get(event.chat.id)
        if awaited is None or not awaited[0].is_answered_by(event.message):
            return
        del self._awaited[event.chat.id]
        now = perf_counter()
        self.tally.answers += not self.tally.ended
        self._counts(awaited[2], now)
        if not awaited[1].done():  # the person has gone, the measuring is over
            awaited[1].set_result(event.message)

    def _counts(self, began: float, now: float) -> None:
        if self.tally.began <= began and not (self.tally.ended and began > self.tally.ended):
            self.tally.waits.append(now - began)

    def _checks(self, message: Message, title: str) -> None:
        if title in message.text:
            self.tally.right += 1
        else:
            self.tally.wrong += 1


def _button(message: Message, label: str) -> str | None:
    for row in message.buttons:
        for button in row:
            if button.text.startswith(label):
                return button.text
    return None
