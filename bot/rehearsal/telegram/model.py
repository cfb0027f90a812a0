"""What the emulated Telegram remembers: users, chats, messages, files."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from bot.rehearsal.telegram.spans import Entity, to_html

SERVICE_FIELDS = frozenset(
    {
        "new_chat_members",
        "left_chat_member",
        "migrate_to_chat_id",
        "migrate_from_chat_id",
        "forum_topic_created",
        "forum_topic_closed",
        "forum_topic_reopened",
        "group_chat_created",
        "pinned_message",
        "new_chat_title",
    }
)


class ChatKind(StrEnum):
    """The Bot API's `chat.type`, as far as a campaign meets it."""

    PRIVATE = "private"
    GROUP = "group"
    SUPERGROUP = "supergroup"
    CHANNEL = "channel"


class Standing(StrEnum):
    """What a user is in a chat, the bot included; KICKED in private means that the person blocked the bot."""

    MEMBER = "member"
    ADMINISTRATOR = "administrator"
    LEFT = "left"
    KICKED = "kicked"


@dataclass(eq=False)
class User:
    """A Telegram account, a person's or the bot's."""

    id: int
    first_name: str
    last_name: str = ""
    username: str | None = None
    language_code: str | None = None
    is_bot: bool = False


@dataclass(eq=False)
class Upload:
    """A file on its way in."""

    name: str
    data: bytes
    mime: str = "application/octet-stream"


@dataclass(eq=False)
class StoredFile:
    """A file that Telegram keeps. `data` is None for a file that was only claimed to be that long."""

    id: str
    unique_id: str
    kind: str
    name: str
    mime: str
    size: int
    data: bytes | None

    @property
    def path(self) -> str:
        """Where getFile says it can be fetched."""
        return f"{self.kind}/{self.unique_id}-{self.name}"

    def read(self) -> bytes:
        """The content; zeros where only a length is known."""
        return bytes(self.size) if self.data is None else self.data

    def piece(self, start: int, length: int) -> bytes:
        """A part of the content, so that a long file that was only claimed is never whole in memory."""
        return bytes(min(length, self.size - start)) if self.data is None else self.data[start : start + length]


class Button(NamedTuple):
    """A button of an inline keyboard. Exactly one of `data` and `url` is there."""

    text: str
    data: str | None = None
    url: str | None = None


@dataclass(eq=False)
class Chat:
    """A conversation, with what is said in it and who is in it."""

    id: int
    kind: ChatKind
    title: str = ""
    username: str | None = None
    """Public chats only."""
    user: User | None = None
    started: bool = False
    """Private only: the person has written at least once, so that the bot may."""
    deactivated: bool = False
    forum: bool = False
    topics: dict[int, str] = field(default_factory=dict)
    standing: dict[int, Standing] = field(default_factory=dict)
    users: dict[int, User] = field(default_factory=dict)
    can_pin: set[int] = field(default_factory=set)
    messages: dict[int, "Message"] = field(default_factory=dict)
    pinned: list[int] = field(default_factory=list)
    migrated_to: int | None = None
    closed_topics: set[int] = field(default_factory=set)
    silenced: bool = False
    """Only administrators may write."""
    next_id: int = 1

    @property
    def private(self) -> bool:
        return self.kind is ChatKind.PRIVATE

    def visible(self) -> list["Message"]:
        """What can be read in it, oldest first."""
        return [message for message in self.messages.values() if not message.deleted]

    def said(self, by: Callable[["Message"], bool]) -> "Message | None":
        """The newest message of that sort."""
        return next(
            (message for message in reversed(self.messages.values()) if not message.deleted and by(message)), None
        )

    def forget_oldest(self) -> None:
        """Nobody scrolls back to it any more; what answered it no longer says so."""
        oldest = self.messages.pop(next(iter(self.messages)))
        oldest.reply_to = None

    def find(self, message_id: int) -> "Message | None":
        """The message of that number, unless it was deleted."""
        message = self.messages.get(message_id)
        return None if message is None or message.deleted else message

    def is_in(self, user: User) -> bool:
        return self.standing.get(user.id) in {Standing.MEMBER, Standing.ADMINISTRATOR}

    def is_administrator(self, user: User) -> bool:
        return self.standing.get(user.id) is Standing.ADMINISTRATOR


@dataclass(eq=False)
class Message:
    """A message as everybody in its chat sees it now: an edit changes it in place."""

    chat: Chat
    id: int
    at: datetime
    sender: User | None
    text: str = ""
    """Plain, without mark-up; a file's caption is its text."""
    entities: list[Entity] = field(default_factory=list)
    file: StoredFile | None = None
    content: dict[str, Any] = field(default_factory=dict)
    """Everything else it carries, under the Bot API's names: service fields, a contact, a poll."""
    buttons: list[list[Button]] = field(default_factory=list)
    reply_to: "Message | None" = None
    topic: int | None = None
    sender_chat: Chat | None = None
    forward_origin: dict[str, Any] | None = None
    media_group_id: str | None = None
    edited_at: datetime | None = None
    deleted: bool = False

    def __repr__(self) -> str:
        return (
            f"<Message {self.chat.id}/{self.id} {self.text[:60]!r} {[[b.text for b in row] for row in self.buttons]}>"
        )

    @property
    def html(self) -> str:
        return to_html(self.text, self.entities)

    @property
    def by_bot(self) -> bool:
        return self.sender is not None and self.sender.is_bot and self.sender_chat is None

    @property
    def edited(self) -> bool:
        return self.edited_at is not None

    @property
    def pinned(self) -> bool:
        return self.id in self.chat.pinned

    @property
    def words_of_bot(self) -> bool:
        """The bot said it; a note that it pinned something is not meant."""
        return self.by_bot and not self.service

    @property
    def service(self) -> bool:
        """It tells of something that happened to the chat; nobody wrote it."""
        return not SERVICE_FIELDS.isdisjoint(self.content)

    @property
    def document(self) -> StoredFile | None:
        return self._file("document")

    @property
    def photo(self) -> StoredFile | None:
        return self._file("photo")

    def button(self, label_or_data: str) -> Button | None:
        """The button of that label, else of that data."""
        every = [button for row in self.buttons for button in row]
        by_label = [button for button in every if button.text == label_or_data]
        by_data = [button for button in every if button.data == label_or_data]
        return next(iter(by_label + by_data), None)

    def _file(self, kind: str) -> StoredFile | None:
        return self.file if self.file is not None and self.file.kind == kind else None


@dataclass(eq=False)
class Query:
    """A tap on a button, and what came of it."""

    id: str
    user: User
    message: Message
    data: str
    at: datetime
    answered: bool = False


@dataclass
class Webhook:
    """Where updates go, when they are not fetched."""

    url: str
    secret: str = ""
    max_connections: int = 40
    last_error_at: datetime | None = None
    last_error: str = ""
