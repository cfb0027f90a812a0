"""Reads what the page asks for: people, groups, messages and words named in a request."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.rehearsal.demo.refusing import Refused
from bot.rehearsal.telegram import Group, Message, Person, Telegram, Topic, Upload
from bot.rehearsal.telegram.person import LONGEST_TYPED
from bot.rehearsal.telegram.sending import LONGEST_CAPTION
from bot.rehearsal.telegram.spans import units

LONGEST_NAME, LONGEST_TITLE = 64, 128
MOST_FORWARDED = 100


@dataclass(frozen=True)
class Asked:
    """One request of the page's. What it names is looked up here, or refused."""

    telegram: Telegram
    fields: Mapping[str, Any]
    files: tuple[Upload, ...] = ()

    def has(self, name: str) -> bool:
        return self.fields.get(name) not in (None, "")

    def text(self, name: str) -> str:
        value = self.fields.get(name, "")
        if not isinstance(value, str):
            raise Refused("wrong", what=name)
        return value

    def number(self, name: str) -> int:
        """A number, or a number in words, as a form sends it."""
        value = self.fields.get(name)
        if value in (None, ""):
            raise Refused("missing", what=name)
        try:
            if isinstance(value, bool) or not isinstance(value, int | str):
                raise ValueError
            return int(value)
        except ValueError:
            raise Refused("wrong", what=name) from None

    def flag(self, name: str) -> bool:
        value = self.fields.get(name, False)
        if not isinstance(value, bool):
            raise Refused("wrong", what=name)
        return value

    # Who and where

    def person(self, name: str = "as") -> Person:
        person = self.telegram.people.get(self.number(name))
        if person is None:
            raise Refused("no_person")
        return person

    def people(self, name: str) -> list[Person]:
        numbers = self.fields.get(name, [])
        if not isinstance(numbers, list):
            raise Refused("wrong", what=name)
        try:
            return [self.telegram.people[number] for number in dict.fromkeys(numbers)]
        except (KeyError, TypeError):
            raise Refused("no_person") from None

    def group(self, name: str = "group") -> Group:
        number = self.number(name)
        found = next((one for one in self.telegram.groups if one.id == number), None)
        if found is None:
            raise Refused("no_group")
        return found

    def place(self, who: Person) -> Group | None:
        """Where somebody writes: a group, or None for their own chat with the bot."""
        if self.number("chat") > 0:
            if self.number("chat") != who.id:
                raise Refused("not_found")
            self.may_write(who)
            return None
        group = self.group("chat")
        if not group.chat.is_in(who.user):
            raise Refused("not_in_group", name=who.name)
        if group.chat.silenced and not group.chat.is_administrator(who.user):
            raise Refused("silenced")
        return group

    def may_write(self, who: Person) -> None:
        """Whether they can write to the bot."""
        if who.chat.deactivated:
            raise Refused("account_gone")
        if who.has_blocked:
            raise Refused("bot_blocked", name=who.name)

    def topic(self, group: Group | None) -> Topic | None:
        if group is None or not self.has("topic"):
            return None
        number = self.number("topic")
        if number not in group.chat.topics:
            raise Refused("no_topic")
        return Topic(number, group.chat.topics[number])

    # What

    def message(self, name: str, who: Person) -> Message:
        """The message of that key, if this person can see it."""
        return self._message(self.text(name), who)

    def messages(self, name: str, who: Person) -> list[Message]:
        keys = self.fields.get(name)
        if (
            not isinstance(keys, list)
            or not 1 <= len(keys) <= MOST_FORWARDED
            or not all(isinstance(k, str) for k in keys)
        ):
            raise Refused("missing" if not keys else "wrong", what=name)
        return [self._message(key, who) for key in keys]

    def _message(self, key: str, who: Person) -> Message:
        chat_id, _, number = key.partition(":")
        try:
            chat = self.telegram.chats[int(chat_id)]
            message = chat.find(int(number))
        except (KeyError, ValueError):
            raise Refused("no_message") from None
        if message is None or not chat.is_in(who.user):
            raise Refused("no_message")
        return message

    def reply_to(self, who: Person, group: Group | None) -> Message | None:
        if not self.has("reply_to"):
            return None
        message = self.message("reply_to", who)
        if message.chat is not (who.chat if group is None else group.chat):
            raise Refused("no_message")
        return message

    def words(self, name: str = "text") -> str:
        """What somebody types."""
        text = self.text(name).strip()
        if not text:
            raise Refused("empty_text")
        if units(text) > LONGEST_TYPED:
            raise Refused("long_text")
        return text

    def caption(self) -> str:
        text = self.text("caption").strip()
        if units(text) > LONGEST_CAPTION:
            raise Refused("long_caption")
        return text

    def short(self, name: str, refusal: str, longest: int) -> str:
        """A name or a title: one line, not empty."""
        text = " ".join(self.text(name).split())
        if not 1 <= len(text) <= longest:
            raise Refused(refusal)
        return text
