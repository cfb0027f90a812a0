"""The emulated Telegram: everything in memory, ids counted from fixed starts, time from outside."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from bot.rehearsal.telegram.channel import Channel
from bot.rehearsal.telegram.errors import ApiError, ConnectionCut, CutAfter, Misuse, UnknownMethod
from bot.rehearsal.telegram.faults import Faults
from bot.rehearsal.telegram.group import Group
from bot.rehearsal.telegram.hearing import hears
from bot.rehearsal.telegram.limits import Limits
from bot.rehearsal.telegram.methods import METHODS, Method
from bot.rehearsal.telegram.model import Chat, ChatKind, Message, Query, Standing, StoredFile, Upload, User, Webhook
from bot.rehearsal.telegram.params import Params
from bot.rehearsal.telegram.person import Person
from bot.rehearsal.telegram.receiving import QUERY_LIFE
from bot.rehearsal.telegram.spans import Entity, typed_entities
from bot.rehearsal.telegram.updates import Updates
from bot.rehearsal.telegram.wire import message_json, user_json

if TYPE_CHECKING:
    from bot.rehearsal.telegram.menus import Command

TOKEN = "5000000001:rehearsal-of-a-bot-without-telegram"
ANONYMOUS_ADMIN = 1087968824
_FIRST_PERSON = 1001
_FIRST_GROUP = 4001
_FIRST_SUPERGROUP = 1_000_000_001
_SUPERGROUPS = -1_000_000_000_000


@dataclass(frozen=True)
class Event:
    """One thing the bot did, for whoever listens: a transcript, a page."""

    method: str
    chat: Chat | None
    message: Message | None
    at: datetime
    facts: Mapping[str, Any]


@dataclass(eq=False, repr=False)
class Telegram:
    """People, groups and one bot. People act through `Person` and `Group`, the bot through `call`."""

    now: Callable[[], datetime]
    username: str = "thidua_bot"
    token: str = TOKEN
    privacy: bool = True
    """BotFather's privacy mode: the bot does not hear what is not meant for it in groups."""
    history: int | None = None
    """How many messages of each chat, taps and calls are remembered, for long runs. None: all of them."""
    limits: Limits = field(default_factory=Limits)
    faults: Faults = field(default_factory=Faults)
    updates: Updates = field(default_factory=Updates)
    chats: dict[int, Chat] = field(default_factory=dict)
    people: dict[int, Person] = field(default_factory=dict)
    groups: list[Group] = field(default_factory=list)
    files: dict[str, StoredFile] = field(default_factory=dict)
    queries: dict[str, Query] = field(default_factory=dict)
    menus: dict[tuple[str, str], list["Command"]] = field(default_factory=dict)
    about: dict[tuple[str, str], str] = field(default_factory=dict)
    webhook: Webhook | None = None
    listeners: list[Callable[[Event], None]] = field(default_factory=list)
    watchers: list[Callable[[Message], None]] = field(default_factory=list)
    """Called with each message that is written or changed, whoever does it."""
    misuses: list[Misuse] = field(default_factory=list)
    """Every misuse so far. A mount answers 404; a test looks here in the end."""
    calls: list[tuple[str, int | None]] = field(default_factory=list)
    """Every method called with its chat, in order; polls are left out."""
    called: Counter[str] = field(default_factory=Counter)
    """How often each method was called, polls too."""
    albums: int = 0
    taps: int = 0
    latency: float = 0.0
    """Real seconds on the way to Telegram and back, added to each answer by the mounts."""
    token_refused: bool = False
    """The token was revoked: 401 to everything."""
    _paths: dict[str, StoredFile] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.bot = User(int(self.token.split(":")[0]), "Thi Đua", username=self.username, is_bot=True)
        self.anonymous_admin = User(ANONYMOUS_ADMIN, "Group", username="GroupAnonymousBot", is_bot=True)

    # People's side

    def person(
        self, first_name: str, last_name: str = "", username: str | None = None, language_code: str = "vi"
    ) -> Person:
        """Somebody with a Telegram account who has not met the bot yet."""
        user = User(_FIRST_PERSON + len(self.people), first_name, last_name, username, language_code)
        chat = Chat(user.id, ChatKind.PRIVATE, user=user, standing={user.id: Standing.MEMBER})
        chat.users[user.id] = user
        self.chats[chat.id] = chat
        person = self.people[user.id] = Person(self, user, chat)
        return person

    def group(self, title: str, members: Sequence[Person] = (), forum: bool = False) -> Group:
        """A group of people without the bot; a forum is a supergroup with topics."""
        kind = ChatKind.SUPERGROUP if forum else ChatKind.GROUP
        chat = self.open_chat(kind, title)
        chat.forum = forum
        group = Group(self, chat)
        for member in members:
            group.admit(member)
        self.groups.append(group)
        return group

    def channel(self, title: str, username: str | None = None) -> Channel:
        """A channel the bot is not in; one with a username is public."""
        chat = self.open_chat(ChatKind.CHANNEL, title)
        chat.username = username
        return Channel(self, chat)

    def open_chat(self, kind: ChatKind, title: str) -> Chat:
        small = kind is ChatKind.GROUP
        count = sum(not chat.private and (chat.kind is ChatKind.GROUP) is small for chat in self.chats.values())
        number = -_FIRST_GROUP - count if small else _SUPERGROUPS - _FIRST_SUPERGROUP - count
        chat = self.chats[number] = Chat(number, kind, title)
        return chat

    @property
    def unanswered(self) -> list[Query]:
        """Taps that the bot has not answered."""
        return [query for query in self.queries.values() if not query.answered]

    # The bot's side

    def call(self, method: str, params: Mapping[str, Any], files: Mapping[str, Upload] | None = None) -> dict[str, Any]:
        """Carry out one request and return the body of its answer.

        Raises Misuse for what is not emulated, ConnectionCut where a fault says so.
        """
        try:
            return self._call(method, params, files or {})
        except ApiError as error:
            return error.envelope()
        except Misuse as misuse:
            self.misuses.append(misuse)
            raise

    def file_at(self, path: str) -> StoredFile:
        """The file that getFile put at that path. A fault of the method "download" strikes here."""
        trouble = self.faults.strike("download", None, self.now())
        if trouble is not None:
            raise trouble
        if path not in self._paths:
            raise ApiError(404, "Not Found")
        return self._paths[path]

    def _call(self, method: str, params: Mapping[str, Any], files: Mapping[str, Upload]) -> dict[str, Any]:
        entry: Method | None = METHODS.get(method)
        if entry is None:
            raise UnknownMethod(method)
        given = Params(method, entry.takes, params, files)
        chat_id = _number(given.text("chat_id"))
        self.called[method] += 1
        if method != "getUpdates":
            self._remember(method, chat_id)
        now = self.now()
        trouble = self.faults.strike(method, chat_id, now)
        if trouble is not None and not isinstance(trouble, CutAfter):
            raise trouble
        if entry.counts and chat_id is not None:
            self.limits.check(chat_id, group=chat_id < 0, now=now)
        result = entry.run(self, given)
        if entry.counts and chat_id is not None:
            self.limits.note(chat_id, group=chat_id < 0, now=now)
        if isinstance(trouble, ConnectionCut):
            raise trouble
        return {"ok": True, "result": result}

    # What both sides stand on

    def write(
        self, chat: Chat, sender: User | None, text: str = "", entities: Sequence[Entity] = (), **more: Any
    ) -> Message:
        """Put a message into a chat; `more` are fields of Message."""
        message = Message(chat, chat.next_id, self.now(), sender, text, self.marked(text, entities), **more)
        chat.messages[message.id] = message
        chat.next_id += 1
        if self.history is not None and len(chat.messages) > self.history:
            chat.forget_oldest()
        self.seen(message)
        return message

    def seen(self, message: Message) -> None:
        """Tell the watchers that a message is new or another."""
        for watcher in self.watchers:
            watcher(message)

    def asked(self, query: Query) -> None:
        """Somebody tapped. What was answered, or can be no longer, is forgotten first."""
        self.queries[query.id] = query
        if self.history is not None and len(self.queries) > self.history:
            oldest = next(iter(self.queries.values()))
            if oldest.answered or self.now() - oldest.at > QUERY_LIFE:
                del self.queries[oldest.id]

    def rewrite(self, message: Message, text: str, entities: Sequence[Entity] = ()) -> None:
        """Change a message's words in place."""
        message.text, message.entities, message.edited_at = text, self.marked(text, entities), self.now()
        self.seen(message)

    def marked(self, text: str, entities: Sequence[Entity]) -> list[Entity]:
        """A text's entities as they are stored: with those Telegram finds itself, mentions of strangers left out."""
        return typed_entities(text, [self._known(entity) for entity in entities if self._is_known(entity)])

    def keep(self, kind: str, upload: Upload, size: int | None = None) -> StoredFile:
        """Store a file. With `size` it only claims to be that long."""
        number = len(self.files) + 1
        file = StoredFile(
            f"rehearsal-{kind}-{number:06}",
            f"unique-{number:06}",
            kind,
            upload.name,
            upload.mime,
            len(upload.data) if size is None else size,
            upload.data if size is None else None,
        )
        self.files[file.id] = self._paths[file.path] = file
        return file

    def deliver(self, message: Message, kind: str = "message") -> None:
        """Make an update of what somebody wrote, if the bot is to hear of it."""
        if hears(self, message):
            self.updates.add(kind, message_json(message))

    def happened(self, method: str, chat: Chat | None, message: Message | None, **facts: Any) -> None:
        """Tell the listeners what the bot did."""
        event = Event(method, chat, message, self.now(), facts)
        if message is not None:
            self.seen(message)
        for listener in list(self.listeners):
            listener(event)

    def _remember(self, method: str, chat_id: int | None) -> None:
        self.calls.append((method, chat_id))
        if self.history is not None and len(self.calls) > 2 * self.history:
            del self.calls[: -self.history]

    def _is_known(self, entity: Entity) -> bool:
        return entity["type"] != "text_mention" or entity["user"]["id"] in self.people

    def _known(self, entity: Entity) -> Entity:
        if entity["type"] != "text_mention":
            return entity
        return {**entity, "user": user_json(self.people[entity["user"]["id"]].user)}


def _number(chat_id: str) -> int | None:
    return int(chat_id) if chat_id.removeprefix("-").isdecimal() else None
