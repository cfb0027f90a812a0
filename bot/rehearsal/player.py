"""A player: somebody of the cast, who acts in the chat by what the buttons mean, in whatever language they read."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from bot.rehearsal.stage import Stage
from bot.rehearsal.telegram import Group, Message, Person
from bot.rehearsal.transcript import Transcript
from messages.actions import Action, unpack
from messages.actions.forms import Answer, Back, EditStep, Submit

A = TypeVar("A", bound=Action)

ACTS = {
    "vi": {
        "types": "gõ “{}”",
        "group": "gõ “{}” trong nhóm",
        "taps": "bấm [{}]",
        "sends": "gửi tệp {}",
        "opens": "mở đường dẫn mời",
        "adds": "thêm bot vào nhóm",
        "promotes": "cho bot làm quản trị viên để ghim tin",
        "photo": "gửi ảnh kèm lời: {}",
    },
    "en": {
        "types": "types “{}”",
        "group": "types “{}” in the group",
        "taps": "taps [{}]",
        "sends": "sends the file {}",
        "opens": "opens the invite link",
        "adds": "adds the bot to the group",
        "promotes": "makes the bot an administrator so that it may pin",
        "photo": "sends a photo with the words: {}",
    },
}
MOST_STEPS = 12
PREVIEW = "preview"
MORE = "more"
"""The answer that shows the rest of a list."""


@dataclass(frozen=True)
class Verdict:
    """What a reviewer makes of something: the button they tap, and what they type when they are asked."""

    tap: type[Action]
    words: tuple[str, ...]


class LostPlayer(AssertionError):
    """The player does not find on the screen what they came for."""


class Player:
    """Acts, and lets the bot answer before the next act."""

    def __init__(self, stage: Stage, transcript: Transcript, person: Person, language: str) -> None:
        self._stage = stage
        self._transcript = transcript
        self._words = ACTS[language]
        self.person = person
        self.title = person.name
        transcript.names[person.id] = person.name

    def known_as(self, title: str) -> None:
        """How the transcript names them from now on."""
        self.title = title
        self._transcript.names[self.person.id] = title

    async def _acted(self, kind: str, what: str = "") -> None:
        self._transcript.act(self._stage.clock.now(), self.title, self._words[kind].format(" ".join(what.split())))
        await self._stage.settle()
        self._transcript.flush()

    async def types(self, text: str, *, to: Group | None = None) -> None:
        self.person.sends(text, to)
        await self._acted("group" if to else "types", text)

    async def sends_file(self, name: str, content: bytes) -> None:
        self.person.sends_file(name, content)
        await self._acted("sends", name)

    async def sends_photo(self, content: bytes, caption: str) -> None:
        self.person.sends_photo(content, caption)
        await self._acted("photo", caption)

    async def opens(self, token: str) -> None:
        """Open the bot with a link's token."""
        self.person.starts(token)
        await self._acted("opens")

    async def adds_bot(self, group: Group, link: str) -> None:
        self.person.follows(link, group)
        await self._acted("adds")

    async def promotes_bot(self, group: Group) -> None:
        group.promote_bot(self.person)
        await self._acted("promotes")

    def sees(self, kind: type[A], *, about: str = "", **fields: Any) -> tuple[Message, A] | None:
        """The newest message with such a button (and these words), and what the button means."""
        for message in reversed([one for one in self.person.heard if about in one.text]):
            for row in message.buttons:
                for button in row:
                    action = unpack(button.data) if button.data else None
                    if isinstance(action, kind) and _has(action, fields):
                        return message, action
        return None

    async def taps(self, kind: type[Action], *, about: str = "", **fields: Any) -> None:
        found = self.sees(kind, about=about, **fields)
        if found is None:
            raise LostPlayer(f"{self.title} sees no {kind.__name__} {fields}; last: {self.person.last!r}")
        message, action = found
        label = next(
            button.text for row in message.buttons for button in row if button.data and unpack(button.data) == action
        )
        self.person.taps(message, label)
        await self._acted("taps", label)

    def link(self) -> str:
        """The address in the newest message: in its text or on a button."""
        last = self.person.last
        for row in last.buttons:
            for button in row:
                if button.url:
                    return button.url
        for word in last.text.split():
            if word.startswith("https://t.me/"):
                return word
        raise LostPlayer(f"{self.title} sees no link; last: {last!r}")

    def shows(self, kind: type[Action], **fields: Any) -> bool:
        """Whether the newest message has such a button."""
        return any(isinstance(action, kind) and _has(action, fields) for action in self._actions())

    def _actions(self) -> list[Action]:
        found = (unpack(button.data) for row in self.person.last.buttons for button in row if button.data)
        return [action for action in found if action is not None]

    async def gives(self, verdict: Verdict, *, about: str = "") -> None:
        """Tap, say what is asked, and send."""
        await self.taps(verdict.tap, about=about)
        for words in verdict.words:
            await self.types(words)
        if self.shows(Submit):
            await self.taps(Submit)

    async def edits_step(self, step: str, text: str) -> None:
        """Change one line of a preview."""
        await self.taps(EditStep, step=step)
        await self.types(text)

    async def fills(self, texts: Mapping[str, str], choices: Mapping[str, str], *, until: str = "") -> None:
        """Answer the open form: each step by the typed text (once) or the tapped choice of its name; then send.

        Stops before the step `until`; `PREVIEW` is the last look before sending.
        """
        left = dict(texts)
        for _ in range(MOST_STEPS):
            actions = self._actions()
            if any(isinstance(action, Submit) for action in actions):
                if until != PREVIEW:
                    await self.taps(Submit)
                return
            step = next((action.step for action in actions if isinstance(action, Back)), None)
            if step is None or step == until:
                return
            if step in left:
                await self.types(left.pop(step))
            else:
                await self._chooses(step, choices.get(step), actions)
        raise LostPlayer(f"{self.title} is going round in circles: {self.person.last!r}")

    async def _chooses(self, step: str, value: str | None, actions: list[Action]) -> None:
        """The choice; where it is not among those offered first, all the others."""
        offered = [action for action in actions if isinstance(action, Answer) and action.step == step]
        wanted = [action for action in offered if action.value == value]
        wanted = wanted or [action for action in offered if value is not None and action.value == MORE] or offered
        if not wanted:
            raise LostPlayer(f"{self.title} has no answer to {step}; last: {self.person.last!r}")
        await self.taps(Answer, step=step, value=wanted[0].value)


def _has(action: Action, fields: Mapping[str, Any]) -> bool:
    return all(getattr(action, name) == value for name, value in fields.items())
