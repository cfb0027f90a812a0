"""What happens to a group: who comes and goes, the bot's rights, topics, the move to a supergroup."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from bot.rehearsal.telegram.errors import Impossible
from bot.rehearsal.telegram.menus import Command, shown_menu
from bot.rehearsal.telegram.model import Chat, ChatKind, Message, Standing, User
from bot.rehearsal.telegram.wire import member_json, standing_json, user_json

if TYPE_CHECKING:
    from bot.rehearsal.telegram.core import Telegram
    from bot.rehearsal.telegram.person import Person


class Topic(NamedTuple):
    """A topic of a forum; its id is the one of the message that opened it."""

    id: int
    name: str


@dataclass(eq=False, repr=False)
class Group:
    """A group as people handle it. `chat` is the one it is now; a move to a supergroup replaces it."""

    telegram: "Telegram"
    chat: Chat
    moved_from: list[Chat] = field(default_factory=list)

    @property
    def id(self) -> int:
        return self.chat.id

    @property
    def title(self) -> str:
        return self.chat.title

    @property
    def messages(self) -> list[Message]:
        """What can be read in it now, oldest first."""
        return self.chat.visible()

    @property
    def heard(self) -> list[Message]:
        """What the bot said in it, oldest first."""
        return [message for message in self.messages if message.words_of_bot]

    @property
    def last(self) -> Message:
        """The newest message of the bot's."""
        message = self.chat.said(lambda message: message.words_of_bot)
        if message is None:
            raise Impossible(f"the bot has said nothing in {self.title!r}")
        return message

    def menu(self, language: str = "vi") -> list[Command]:
        return shown_menu(self.telegram, self.chat, language)

    def admit(self, person: "Person", *, administrator: bool = False) -> None:
        """A person comes in, or an administrator is made of a member."""
        self.chat.users[person.id] = person.user
        self.chat.standing[person.id] = Standing.ADMINISTRATOR if administrator else Standing.MEMBER

    def joins(self, person: "Person") -> None:
        """A person comes in by themselves, and the chat says so. Who is in already stays what they are."""
        if not self.chat.is_in(person.user):
            self.admit(person)
            self._tells(person.user, new_chat_members=[user_json(person.user)])

    def dismiss(self, person: "Person") -> None:
        """A person goes, and the chat says so."""
        self.chat.standing[person.id] = Standing.LEFT
        self._tells(person.user, left_chat_member=user_json(person.user))

    def add_bot(self, by: "Person", startgroup: str | None = None) -> None:
        """Somebody adds the bot; through a startgroup link Telegram writes /start with its token for them."""
        if not self.chat.is_in(by.user):
            raise Impossible(f"{by.name} is not in {self.title!r}")
        if not self.chat.is_in(self.telegram.bot):
            self.chat.users[self.telegram.bot.id] = self.telegram.bot
            self._bot_becomes(Standing.MEMBER, by.user)
            self._tells(by.user, new_chat_members=[user_json(self.telegram.bot)])
        if startgroup is not None:
            by.sends(f"/start@{self.telegram.username} {startgroup}".strip(), to=self)

    def remove_bot(self, by: "Person") -> None:
        """Somebody throws the bot out; it hears that, and nothing more."""
        self._bot_becomes(Standing.KICKED, by.user)
        self._tells(by.user, left_chat_member=user_json(self.telegram.bot))

    def promote_bot(self, by: "Person | None" = None, can_pin: bool = True) -> None:
        """Make the bot an administrator, with or without the right to pin."""
        self.chat.can_pin = self.chat.can_pin - {self.telegram.bot.id} | ({self.telegram.bot.id} if can_pin else set())
        self._bot_becomes(Standing.ADMINISTRATOR, by.user if by else self._anybody())

    def demote_bot(self, by: "Person | None" = None) -> None:
        """Take the bot's rights away."""
        self.chat.can_pin = self.chat.can_pin - {self.telegram.bot.id}
        self._bot_becomes(Standing.MEMBER, by.user if by else self._anybody())

    def topic(self, name: str) -> Topic:
        """Open a topic; only forums have them."""
        if not self.chat.forum:
            raise Impossible(f"{self.title!r} is no forum")
        opened = {"name": name, "icon_color": 7322096}
        message = self.telegram.write(self.chat, self._anybody(), content={"forum_topic_created": opened})
        message.topic = message.id
        self.chat.topics[message.id] = name
        self.telegram.deliver(message)
        return Topic(message.id, name)

    def close_topic(self, topic: Topic) -> None:
        """Nobody writes there any more, the bot neither."""
        self.chat.closed_topics.add(topic.id)
        self._tells(self._anybody(), topic=topic.id, forum_topic_closed={})

    def reopen_topic(self, topic: Topic) -> None:
        self.chat.closed_topics.discard(topic.id)
        self._tells(self._anybody(), topic=topic.id, forum_topic_reopened={})

    def delete_topic(self, topic: Topic) -> None:
        """It goes, with everything said in it, and nobody is told."""
        del self.chat.topics[topic.id]
        for message in self.chat.messages.values():
            message.deleted = message.deleted or message.topic == topic.id

    def silence(self, silenced: bool = True) -> None:
        """From now on only administrators may write, or everybody again."""
        self.chat.silenced = silenced

    def becomes_supergroup(self) -> None:
        """Everybody moves to a chat with a new id; the old one only answers where it went."""
        old = self.chat
        if old.kind is not ChatKind.GROUP:
            raise Impossible(f"{self.title!r} is a supergroup already")
        new = self.telegram.open_chat(ChatKind.SUPERGROUP, old.title)
        new.standing, new.users, new.can_pin = dict(old.standing), dict(old.users), set(old.can_pin)
        self._tells(self._anybody(), migrate_to_chat_id=new.id)
        old.migrated_to = new.id
        self.moved_from.append(old)
        self.chat = new
        self._tells(self._anybody(), migrate_from_chat_id=old.id)

    def anonymous_sends(self, text: str, reply_to: Message | None = None, topic: Topic | None = None) -> Message:
        """An administrator who hides behind the group writes: the group itself is the sender."""
        message = self.telegram.write(
            self.chat,
            self.telegram.anonymous_admin,
            text,
            sender_chat=self.chat,
            reply_to=reply_to,
            topic=topic.id if topic else None,
        )
        self.telegram.deliver(message)
        return message

    def _anybody(self) -> User:
        """Whoever is first in the group."""
        people = [user for user in self.chat.users.values() if not user.is_bot and self.chat.is_in(user)]
        if not people:
            raise Impossible(f"nobody is in {self.title!r}")
        return people[0]

    def _bot_becomes(self, standing: Standing, by: User) -> None:
        bot, chat = self.telegram.bot, self.chat
        before = member_json(chat, bot)
        chat.standing[bot.id] = standing
        change = standing_json(chat, by, self.telegram.now(), before, member_json(chat, bot))
        self.telegram.updates.add("my_chat_member", change)

    def _tells(self, by: User, *, topic: int | None = None, **service: Any) -> Message:
        message = self.telegram.write(self.chat, by, topic=topic, content=service)
        self.telegram.deliver(message)
        return message
